"""A whole interview of each round from sound: a synthetic voice answers, Whisper hears it, the coach reviews it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.desktop.terminal.program import hotseat, objects
from tests.support.guards import skip_missing_part
from tests.support.weights import FOLDER_VARIABLE, model_folder

ANSWERS = {
    "execution": (
        "There are two groups, people who sell and people who buy. The north star would be completed orders per week.",
        "As a guardrail I would watch the number of complaints. First they search, then they order, then they pay.",
    ),
    "product_sense": (
        "I would focus on new parents first. Their biggest problem is that they have no time in the evening.",
        "One idea is a short list every morning. Another one is a helper who calls. I would build the list first.",
    ),
    "behavioural": (
        "Two years ago I led a small team at a bank. I decided to stop the release and I told the director myself.",
        "In the end complaints fell from forty to six. Looking back, I learned to ask earlier.",
    ),
    "strategy": (
        "The market grows by a tenth each year. The largest rival holds half of it and lives on its brand.",
        "I see three options. We could buy a partner, build it ourselves, or wait. I would choose to build.",
    ),
    "estimation": (
        "I assume thirty million households, and that a third of them own one. Each replaces it every four years.",
        "That makes two and a half million a year. As a sanity check, that is one for every thirty people.",
    ),
}


def recorded(folder: Path, texts: tuple[str, ...]) -> list[str | Path]:
    """Options for an interview in which a synthetic voice says these answers."""
    espeak = shutil.which("espeak-ng")
    if espeak is None:
        skip_missing_part("espeak-ng is not installed")
    options: list[str | Path] = []
    for number, text in enumerate(texts):
        file = folder / f"{number}.wav"
        subprocess.run([str(espeak), "-v", "en-us", "-s", "165", "-w", str(file), text], check=True)
        options += ["--answer", file]
    return options


@pytest.mark.whisper
@pytest.mark.parametrize("round_id", ANSWERS)
def test_a_round_from_spoken_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, round_id: str) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(model_folder("tiny.en")))
    options = recorded(tmp_path, ANSWERS[round_id])
    fast = ("--pace", "fast", "--minutes", "2", "--speech-model", "tiny.en", "--voice", "none", "--seed", "3")
    data = tmp_path / "data"
    done = hotseat("rehearse", "--round", round_id, *options, *fast, "--json", "--data-dir", data, seconds=110)
    assert (done.returncode, done.stderr) == (0, "")
    *events, last = objects(done.stdout)
    said = [event for event in events if event["kind"] == "line_said"]
    roles = [line["role"] for line in said]
    assert (roles[0], roles[-1]) == ("question", "closing")
    assert set(roles) & {"probe", "challenge", "trade_off", "troubleshooting", "nudge"}
    assert said[0]["item"].startswith(f"{round_id}/")
    heard = [event["text"] for event in events if event["kind"] == "answer_heard"]
    assert sum(len(text.split()) for text in heard) > 20
    assert (Path(last["session"]) / "reviews" / "coach.json").is_file(), "the coach wrote it when the interview ended"
    (kept,) = objects(hotseat("sessions", "review", "last", "--json", "--data-dir", data, seconds=60).stdout)
    assert kept["review"]["round"] == round_id
    assert last["review"].startswith(kept["review"]["call_reason"])
