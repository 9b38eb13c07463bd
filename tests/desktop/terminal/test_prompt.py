"""`hotseat prompt show` prints what was sent, word for word."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.terminal.test_rehearse_server import REPOSITORY, rehearse
from tests.support.fake_openai import MODEL, FakeOpenAI, record_in, running_fake_openai


@pytest.fixture(name="fake")
def _fake() -> Iterator[FakeOpenAI]:
    with running_fake_openai() as fake:
        yield fake


def show(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "desktop", "prompt", "show", *options, "--data-dir", str(folder)]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=False)


def test_what_is_shown_is_what_was_sent(fake: FakeOpenAI, tmp_path: Path) -> None:
    held = rehearse(tmp_path, "--mind", "server", "--server", fake.url, "--server-model", MODEL)
    lines = [event["line"] for event in held.of_kind("line_worded")]
    assert len(lines) == len(fake.chats) >= 2
    for line, chat in zip(lines, fake.chats, strict=True):
        shown = json.loads(show(tmp_path, "question", "--line", str(line), "--json").stdout)
        assert record_in(shown) == record_in(chat)
        assert shown["response_format"] == chat["response_format"]
        assert shown["messages"][0] == chat["messages"][0]
        assert len(shown["messages"][1]["content"]) == len(chat["messages"][1]["content"]), "but for the boundary"
    text = show(tmp_path, "question").stdout
    assert text.startswith("Session ")
    assert f"for line {lines[-1]} at" in text
    for part in ("--- system ---", "--- user ---", "--- form of the reply ---", "canarycity", '"enum": ["a"'):
        assert part in text


def test_what_cannot_be_shown_is_said(fake: FakeOpenAI, tmp_path: Path) -> None:
    assert "There is no session yet" in show(tmp_path, "question").stderr
    rehearse(tmp_path, "--mind", "server", "--server", fake.url, "--server-model", MODEL)
    missing = show(tmp_path, "review-of-tomorrow")
    assert (missing.returncode, "communication, dimension, improvements, question" in missing.stderr) == (2, True)
    escaped = show(tmp_path, "../../secrets")
    assert (escaped.returncode, "There is no prompt" in escaped.stderr) == (2, True)
    assert "No question of a case in this session" in show(tmp_path, "case_slot").stderr
    other = show(tmp_path, "question", "--line", "1")
    assert "Line 1 is not one that a language model words. In this session these are: " in other.stderr
