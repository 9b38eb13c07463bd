"""`hotseat rehearse --mind server`: the real program against a server on this machine, with typed answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.fake_openai import MODEL, FakeOpenAI, running_fake_openai

REPOSITORY = Path(__file__).resolve().parents[3]
KEY = "sk-canary-0123456789"
ANSWERS = (
    "I assume one canarycity only. The product exists so that people read what they want.",
    "I see two groups, readers who wait for a book and librarians who move the copies.",
    "The north star is holds picked up within ten days, each week.",
)


@dataclass(frozen=True)
class Held:
    """What a run left behind."""

    code: int
    out: str
    err: str

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event.get("kind") == kind]


@pytest.fixture(name="fake")
def _fake() -> Iterator[FakeOpenAI]:
    with running_fake_openai() as fake:
        yield fake


def rehearse(folder: Path, *options: str, **environment: str) -> Held:
    command = [
        sys.executable, "-m", "desktop", "rehearse", "--question", "execution/library-holds", "--microphone", "none",
        "--voice", "none", "--json", "--verbose", "--data-dir", str(folder), *options,
    ]  # fmt: skip
    done = subprocess.run(
        command,
        cwd=REPOSITORY,
        env={**os.environ, **environment},
        input="\n".join(ANSWERS),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Held(done.returncode, done.stdout, done.stderr)


def shown_of_last(folder: Path) -> str:
    """What `sessions show` prints of the session."""
    command = [sys.executable, "-m", "desktop", "sessions", "show", "last", "--data-dir", str(folder)]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=True).stdout


def kept_in(folder: Path) -> str:
    """Everything the run wrote, sessions and logs alike."""
    return "\n".join(file.read_text(errors="replace") for file in folder.rglob("*") if file.is_file())


def test_the_model_asks_and_the_key_stays_where_it_is(fake: FakeOpenAI, tmp_path: Path) -> None:
    with running_fake_openai() as proxy:
        held = rehearse(
            tmp_path, "--mind", "server", "--server", fake.origin, "--server-model", MODEL,
            HOTSEAT_API_KEY=KEY, OPENAI_API_KEY="sk-canary-another", OPENAI_LOG="debug", HTTP_PROXY=proxy.origin,
        )  # fmt: skip
        assert proxy.requests == []
    assert (held.code, held.err) == (0, "")
    assert held.events[-1].keys() == {"session", "review"}
    assert held.of_kind("session_started")[0]["engines"]["mind"] == f"{MODEL} at {fake.origin[7:]}"
    worded = [line["text"] for line in held.of_kind("line_said") if line["text"] in fake.said]
    assert worded == fake.said
    assert len(worded) == len(fake.chats) >= 2
    assert "questions to word, and" in shown_of_last(tmp_path)
    assert held.of_kind("fault") == []
    assert {headers["authorization"] for _, headers, _ in fake.requests} == {f"Bearer {KEY}"}
    kept = kept_in(tmp_path)
    assert "canarycity" in kept
    assert "model replied" in kept
    assert "sk-canary" not in kept + held.out + held.err
    assert "canarycity" not in (tmp_path / "logs" / "hotseat.jsonl").read_text()


@pytest.mark.parametrize(
    ("mode", "says"), [("401", "wants a key"), ("cut", "was cut off"), ("page", "does not speak the OpenAI protocol")]
)
def test_a_server_that_fails_leaves_the_scripted_interviewer(
    fake: FakeOpenAI, tmp_path: Path, mode: str, says: str
) -> None:
    fake.mode = mode
    held = rehearse(tmp_path, "--mind", "server", "--server", fake.url, "--server-model", MODEL)
    assert (held.code, held.err) == (0, "")
    told = held.of_kind("fault")
    assert len(told) == len(fake.chats) >= 2
    assert all(says in fault["sentence"] and fault["part"] == "mind" for fault in told)
    assert len(held.of_kind("line_said")) >= 3
    assert held.of_kind("session_ended")[0]["reason"] == "candidate"


def test_a_server_is_waited_for_as_long_as_one_likes(fake: FakeOpenAI, tmp_path: Path) -> None:
    fake.mode = "never"
    held = rehearse(
        tmp_path, "--mind", "server", "--server", fake.url, "--server-model", MODEL, "--server-seconds", "1"
    )
    faults = [fault["sentence"] for fault in held.of_kind("fault")]
    assert any("did not answer within 1 second." in sentence for sentence in faults), faults


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--mind", "server"), "--server http://127.0.0.1:11434/v1"),
        (("--mind", "server", "--server", "http://127.0.0.1:1"), "--server-model NAME"),
        (("--mind", "server", "--server", "file:///etc/passwd", "--server-model", "m"), "begins with http"),
        (("--server", "http://127.0.0.1:1"), "--mind server"),
        (("--server-seconds", "3"), "--mind server"),
        (("--mind", "server", "--server", "http://127.0.0.1:1", "--server-seconds", "90"), "1 to 60 seconds"),
    ],
)
def test_what_is_missing_is_said_before_anything_begins(tmp_path: Path, options: tuple[str, ...], says: str) -> None:
    held = rehearse(tmp_path, *options)
    assert held.code != 0
    (error,) = held.events
    assert error["error"] == "usage"
    assert says in error["sentence"]


def test_the_help_names_the_variable_for_the_key() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "rehearse", "--help"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "HOTSEAT_API_KEY" in done.stdout
