"""A real model file, served to ourselves by the real library in a child process. Skipped where it is not installed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.embedded.chat import FileChat
from desktop.embedded.serving import Serving, can_run_files, usable_file
from desktop.embedded.trial import try_file
from desktop.model_turns import ModelTurns
from interviewer.errors import MindError, MindLate, MindUnavailable
from interviewer.minds.client import ChatClient
from interviewer.minds.completions import Usage
from interviewer.minds.forms import Form
from interviewer.minds.prompts import Message
from interviewer.minds.server import Server
from tests.support import guards
from tests.support.tiny_model import missing_part, small_gguf, tiny_model

SECONDS = 60.0
CANARY = "canaryword"
HELLO = (Message("system", "You are tested."), Message("user", f"Say hello to {CANARY}."))
LONG = (Message("user", " ".join(f"Item {n} was left where it stood." for n in range(150))),)
SCHEMA = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}


@pytest.fixture(name="model")
def _model() -> Path:
    if reason := missing_part():
        pytest.skip(reason)
    return tiny_model()


async def said(chat: FileChat | ChatClient, messages: tuple[Message, ...] = HELLO, *, pieces: int = 5) -> list[str]:
    """The first pieces of a reply."""
    got: list[str] = []
    async with contextlib.aclosing(chat.stream(messages, seconds=SECONDS)) as stream:
        async for piece in stream:
            got.append(piece)
            if len(got) >= pieces:
                break
    return got


async def test_it_is_served_to_us_alone_and_streams(model: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    chat = FileChat(model)
    try:
        with pytest.raises(MindLate, match=r"gemma-3-270m-q4_k_m is still being loaded\."):
            await anext(chat.stream(HELLO, seconds=0.01))
        assert len(await said(chat)) == 5, "in pieces"
        async with chat.serving.use() as server:
            with pytest.raises(MindUnavailable, match="refused the key"):
                await said(ChatClient(Server(server.url, server.model, "another")))
        usage = Usage()
        formed = chat.stream(HELLO, seconds=SECONDS, form=Form.SCHEMA, schema=SCHEMA, counted=usage.take)
        reply = json.loads("".join([piece async for piece in formed]))
        assert set(reply) == {"ok"}, "held to the form"
        assert usage.prompt is not None
        assert usage.prompt > 10
        with pytest.raises(MindError, match=r"^gemma-3-270m-q4_k_m is too slow") as late:
            await anext(chat.stream(LONG, seconds=0.3))
        assert "127.0.0.1" not in late.value.sentence
        with pytest.raises(MindUnavailable, match="does not fit into the context") as full:
            await said(chat, LONG * 8)
        assert full.value.code == "mind_context"
    finally:
        await chat.close()
    assert not chat.serving.running
    logged = " ".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert CANARY not in logged
    assert server.key not in logged


async def test_it_rests_when_idle_and_comes_back_after_a_rest_and_a_crash(
    model: Path, expected_log: guards.ExpectedLog
) -> None:
    expected_log("child ended")
    serving = Serving(model, idle_seconds=0.0)
    async with asyncio.timeout(SECONDS):
        try:
            async with serving.use() as first:
                pid = serving._worker.pid
            await serving.ended.wait()
            assert not serving.running
            async with serving.use() as second:
                assert second != first, "another key"
                assert serving._worker.pid not in (None, pid)
                os.kill(serving._worker.pid or 0, signal.SIGKILL)
                await serving.ended.wait()
                async with serving.use():
                    assert serving.running
        finally:
            await serving.close()


async def test_a_review_gives_the_machine_up_to_an_interview_and_goes_on_after_it(model: Path) -> None:
    """Never two model processes at work."""
    turns, reviewing, interviewing = ModelTurns(), FileChat(model), FileChat(model)
    begun, waited, done = asyncio.Event(), list[str](), list[int]()
    gave_way = False

    async def review() -> str:
        async with reviewing.loaded():
            begun.set()
            done.append(len(await said(reviewing, pieces=3 if gave_way else 10_000)))
        return "reviewed"

    async with asyncio.timeout(1.8 * SECONDS):
        work = asyncio.create_task(turns.review(review, lambda: waited.append("waits")))
        await begun.wait()
        with turns.interview():
            gave_way = True
            await reviewing.serving.ended.wait()
            assert len(await said(interviewing)) == 5
            assert interviewing.serving.running
            assert not reviewing.serving.running
            await interviewing.close()
        assert await work == "reviewed"
    assert (waited, done) == (["waits"], [3])
    assert not reviewing.serving.running


def test_it_dies_with_its_parent(model: Path) -> None:
    program = (
        "import asyncio, sys; from pathlib import Path; from desktop.embedded.serving import Serving\n"
        "async def main():\n"
        "    serving = Serving(Path(sys.argv[1]))\n"
        "    async with serving.use():\n"
        "        print(serving._worker.pid, flush=True)\n"
        "        await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program, str(model)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        pid = int(parent.stdout.readline())
        child = os.pidfd_open(pid)
        parent.kill()
        parent.wait()
    try:
        import select

        assert select.select([child], [], [], SECONDS)[0], "the child ended"
    finally:
        os.close(child)


async def test_one_that_is_not_whole(model: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.gguf"
    with model.open("rb") as whole:
        cut.write_bytes(whole.read(20_000_000))
    tried = await try_file(cut)
    assert tried.verdict == "fault"
    assert tried.sentence.startswith("cut.gguf cannot be loaded: it is damaged, not whole")


async def test_a_trial_tells_figures_and_that_it_is_too_small(model: Path) -> None:
    tried = await try_file(model)
    assert tried.verdict == "slow"
    assert "far too small to interview" in tried.sentence
    assert "tokens a second, a context of 8192 tokens" in tried.sentence


async def test_without_the_library_it_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "xllamacpp.py").write_text("raise ImportError('not installed')\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    tried = await try_file(small_gguf(tmp_path / "m.gguf", {}))
    assert tried.verdict == "fault"
    assert tried.sentence.startswith("The part that runs model files is not installed. Install it and try again")
    assert tried.sentence.endswith("-m pip install xllamacpp")


@pytest.mark.skipif(can_run_files(), reason="the library is installed")
def test_what_is_missing_is_known_before_an_interview(tmp_path: Path) -> None:
    with pytest.raises(MindUnavailable, match="is not installed"):
        usable_file(small_gguf(tmp_path / "m.gguf", {}))
