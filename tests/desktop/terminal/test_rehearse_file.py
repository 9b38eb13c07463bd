"""`hotseat rehearse --mind file`: what is refused before it begins, and an interview with a real model in a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.embedded.serving import can_run_files
from desktop.terminal.parser import make_parser
from desktop.terminal.rehearse import wishes_of
from interviewer.errors import MindUnavailable
from tests.support.tiny_model import missing_part, small_gguf, tiny_model

REPOSITORY = Path(__file__).resolve().parents[3]
ANSWER = "I assume one city only. The product exists so that people read what they want."


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--mind", "file"), "--model-file MODEL.gguf"),
        (("--model-file", "m.gguf"), "--model-file goes with --mind file"),
        (("--mind", "server", "--server", "http://127.0.0.1:1", "--model-file", "m.gguf"), "goes with --mind file"),
        (("--mind", "file", "--model-file", "m.gguf", "--server", "http://127.0.0.1:1"), "go with --mind server"),
        (("--mind", "file", "--model-file", "m.gguf", "--server-seconds", "90"), "1 to 60 seconds"),
        (("--mind", "file", "--model-file", "/gone/m.gguf"), "There is no model file /gone/m.gguf"),
    ],
)
def test_what_is_missing_is_said_before_anything_begins(options: tuple[str, ...], says: str) -> None:
    with pytest.raises(MindUnavailable, match=says):
        wishes_of(make_parser().parse_args(["rehearse", *options]))


@pytest.mark.skipif(can_run_files(), reason="the library is installed")
def test_a_missing_library_is_said_before_anything_begins(tmp_path: Path) -> None:
    file = small_gguf(tmp_path / "m.gguf", {})
    with pytest.raises(MindUnavailable, match=r"-m pip install xllamacpp$"):
        wishes_of(make_parser().parse_args(["rehearse", "--mind", "file", "--model-file", str(file)]))


def test_an_interview_with_a_tiny_model(tmp_path: Path) -> None:
    """Too small to word a follow-up that holds to the rules: the scripted interviewer may ask instead, and does."""
    if reason := missing_part():
        pytest.skip(reason)
    command = [
        sys.executable, "-m", "desktop", "rehearse", "--question", "execution/library-holds", "--microphone", "none",
        "--voice", "none", "--json", "--data-dir", str(tmp_path), "--mind", "file", "--model-file", str(tiny_model()),
        "--server-seconds", "30",
    ]  # fmt: skip
    done = subprocess.run(
        command, cwd=REPOSITORY, input=ANSWER, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "far too small to interview" in done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one for one in events if one.get("kind") == "line_worded"], "the model was asked"
    assert not [one for one in events if one.get("kind") == "fault" and one["code"] == "mind_unavailable"]
    (manifest,) = tmp_path.glob("sessions/*/session.json")
    engines = json.loads(manifest.read_text(encoding="utf-8"))["engines"]
    assert engines["mind"] == "gemma-3-270m-q4_k_m, run by Hotseat, far too small to interview"
    assert _left_over() == []


def _left_over() -> list[str]:
    """Processes that serve a model and outlived the interview of this test."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment = (process / "environ").read_bytes()
            command = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if b"desktop.embedded.child" in command and os.fsencode(f"HOME={os.environ['HOME']}") in environment:
            found.append(process.name)
    return found
