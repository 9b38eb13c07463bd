"""Replies of a form: servers that take some ways of asking and not others, and servers that do not read all."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from interviewer.errors import MindUnavailable
from interviewer.minds.client import ChatClient
from interviewer.minds.forms import Form, Forms, body
from interviewer.minds.prompts import Message
from interviewer.minds.replies import form_of, read_choice
from interviewer.minds.server import server_at
from interviewer.minds.structured import StructuredChat, tokens_of, was_cut
from tests.interviewer.minds.test_client import let_generators_end
from tests.support.fake_openai import MODEL, QUESTION, FakeOpenAI, running_fake_openai
from tests.support.fake_vendors import VENDORS

FORM = form_of(("a", "b"))
TAKEN = {
    "openai": Form.SCHEMA,
    "vllm": Form.SCHEMA,
    "llama.cpp": Form.SCHEMA,
    "llama.cpp, old": Form.OBJECT,
    "ollama": Form.SCHEMA,
    "lm studio": Form.SCHEMA,
    "no schema": Form.OBJECT,
    "no form": Form.PLAIN,
    "nothing new": Form.BARE,
}


@pytest.fixture(name="fake")
def _fake() -> Iterator[FakeOpenAI]:
    with running_fake_openai() as fake:
        yield fake


async def ask(fake: FakeOpenAI, forms: Forms, words: int = 10) -> str:
    client = ChatClient(server_at(fake.url, MODEL, {}, key=""))
    messages = (Message("system", "Ask."), Message("user", "word " * words))
    stream = StructuredChat(client, forms).stream(messages, FORM, seconds=5.0)
    try:
        async with contextlib.aclosing(stream) as pieces:
            return "".join([piece async for piece in pieces])
    finally:
        await let_generators_end()


@pytest.mark.parametrize("vendor", TAKEN)
async def test_the_strictest_form_a_server_takes_is_found_and_remembered(fake: FakeOpenAI, vendor: str) -> None:
    fake.vendor, forms = VENDORS[vendor], Forms()
    ways = [form.value for form in Form]
    for _ in range(2):
        assert read_choice(await ask(fake, forms), ("a", "b")).question == QUESTION
    tried = ways[: ways.index(TAKEN[vendor]) + 1]
    assert fake.forms == [*tried, TAKEN[vendor].value]


async def test_what_one_model_takes_says_nothing_of_another(fake: FakeOpenAI) -> None:
    forms = Forms()
    forms.took(server_at(fake.url, "other", {}, key=""), Form.BARE)
    await ask(fake, forms)
    assert fake.forms == ["json_schema"]


@pytest.mark.parametrize("mode", ["401", "429", "500", "no model", "context"])
async def test_other_faults_are_no_reason_to_ask_in_another_way(fake: FakeOpenAI, mode: str) -> None:
    fake.mode = mode
    with pytest.raises(MindUnavailable):
        await ask(fake, Forms())
    assert fake.forms == ["json_schema"]


async def test_a_server_that_cut_what_it_was_sent_is_found_out(fake: FakeOpenAI) -> None:
    fake.vendor, fake.context = VENDORS["ollama"], 2048
    await ask(fake, Forms(), 1500)
    with pytest.raises(
        MindUnavailable, match=r"read only 2048 of about 3\d{3} tokens. Give small-chat a larger"
    ) as cut:
        await ask(fake, Forms(), 2500)
    assert cut.value.code == "mind_context"


def test_a_count_proves_a_cut_only_where_it_can_be_nothing_else() -> None:
    assert was_cut(2048, 2200)
    assert was_cut(4096, 9000)
    assert was_cut(1100, 2000)
    assert not was_cut(2048, 2100), "an estimate may be so far off"
    assert not was_cut(2047, 2200)
    assert not was_cut(120, 3000), "some servers count only what they had not remembered"


def test_the_schema_is_sent_whole() -> None:
    asked = body(MODEL, (Message("user", "Ask."),), Form.SCHEMA, FORM)
    assert asked["response_format"]["json_schema"]["schema"] == FORM
    assert asked["response_format"]["json_schema"]["strict"] is True
    assert set(body(MODEL, (), Form.BARE, FORM)) == {"model", "messages", "stream"}
    assert tokens_of((Message("user", "w" * 400),)) == 104
