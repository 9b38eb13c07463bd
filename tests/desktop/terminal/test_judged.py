"""`hotseat sessions review --by server`: the program on a kept session, against a server on this machine.

It is started once; the rest calls what it calls, in this process.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.paths import find
from desktop.terminal.parser import make_parser
from interviewer.records.folder import SessionFolder
from interviewer.review.judge.kept import begun_in, review_name
from interviewer.review.storage import read_review
from interviewer.review.values import Reviewer
from tests.desktop.terminal.program import hotseat, objects
from tests.support.fake_openai import MODEL, FakeOpenAI, record_in, running_fake_openai
from tests.support.reviewed import interview, keep
from tests.support.reviewer import reviewer


@pytest.fixture(name="fake")
def _fake() -> Iterator[FakeOpenAI]:
    with running_fake_openai() as fake:
        fake.answers = reviewer(2, answer="I would count holds, 37 percent of them.")
        yield fake


@pytest.fixture(name="session")
def _session(tmp_path: Path) -> Path:
    return keep(find(tmp_path).sessions, interview())


def test_a_model_reviews_a_session_in_words_and_as_json(fake: FakeOpenAI, session: Path, tmp_path: Path) -> None:
    server = ("--by", "server", "--server", fake.url, "--server-model", MODEL, "--data-dir", tmp_path)
    done = hotseat("sessions", "review", "last", *server)
    assert done.returncode == 0, done.stderr
    assert "3 / 21  3 of 9 dimensions: " in done.stderr
    words = " ".join(done.stdout.split())
    for part in (
        f"AI estimate. Lean no hire, by {MODEL} @ 127.0.0.1",
        "dimensions that the rule-based coach scored too it is higher in",
        "How it was said",
        "Handling of pushback: mixed",
        "A model answer beside yours (AI estimate)",
        "they are the model’s own: 37 percent.",
    ):
        assert part in words, part
    name = review_name(f"{MODEL} @ {fake.url.split('/')[2]}")
    assert read_review(SessionFolder(session), name).made_by.kind is Reviewer.MODEL


def test_json_has_progress_and_what_the_rules_say_and_prompts_are_shown_as_sent(
    fake: FakeOpenAI, session: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ("--data-dir", str(tmp_path), "--json")
    server = ("--by", "server", "--server", fake.url, "--server-model", MODEL)
    assert run("sessions", "review", session.name, *server, *here) == 0
    shown = objects(capsys.readouterr().out)
    assert [line["progress"]["kind"] for line in shown[:-1]].count("dimension") == 9
    assert (shown[-1]["id"], shown[-1]["review"]["call"]) == (session.name, "lean no hire")
    assert {"dimension", "score", "coach", "steps"} <= set(shown[-1]["disagreements"][0])

    assert run("prompt", "show", "dimension", "--step", "goals", *here) == 0
    sent = next(chat for chat in fake.chats if record_in(chat).get("dimension", {}).get("title") == "Goals")
    assert record_in(json.loads(capsys.readouterr().out)) == record_in(sent)
    assert run("prompt", "show", "improvements", *here[:2]) == 0
    assert "(what the model itself said of it)" in capsys.readouterr().out
    run("prompt", "show", "communication", "--step", "charm", *here)
    assert "There is: structure, signposting" in capsys.readouterr().out


def test_what_goes_wrong_is_said_and_what_was_said_is_kept(
    fake: FakeOpenAI, session: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = reviewer()

    def dying(body: object) -> str:
        if len(fake.chats) == 4:
            fake.mode = "hang up"
        return answers(body)

    fake.answers = dying
    here = ("sessions", "review", "last", "--data-dir", str(tmp_path), "--json")
    server = ("--server", fake.url, "--server-model", MODEL)
    assert run(*here, "--by", "server", *server) == 1
    assert "closed the connection without an answer" in objects(capsys.readouterr().out)[-1]["sentence"]
    assert [begun.done for begun in begun_in(SessionFolder(session))] == [4]

    assert run(*here, "--by", "server") == 1
    assert "No model is chosen" in capsys.readouterr().out
    assert run(*here, *server) == 2
    find(tmp_path).settings.write_text("[privacy]\noffline_only = true\n", encoding="utf-8")
    assert run(*here, "--by", "server", "--server", "http://192.0.2.7/v1", "--server-model", MODEL) == 1
    assert "Offline only is on" in capsys.readouterr().out


def run(*arguments: str) -> int:
    """What the program does with these arguments; its exit code."""
    args = make_parser().parse_args(arguments)
    module, _, function = args.run.partition(":")
    return int(getattr(importlib.import_module(module), function)(args))
