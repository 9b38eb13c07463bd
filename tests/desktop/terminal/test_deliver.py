"""`hotseat deliver`: what it prints fits the schema that is published with it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assets import resource
from desktop.terminal.deliver import SCHEMA, lines
from desktop.terminal.delivery_json import as_object
from speech.delivery.report import delivery
from speech.delivery.words import Voice
from tests.desktop.terminal.program import hotseat, objects
from tests.speech.delivery.said import say
from tests.support.guards import skip_missing_part
from tests.support.schema import faults
from tests.support.weights import model_folder

CLIP = Path("/usr/share/pocketsphinx/test/data/librivox/sense_and_sensibility_01_austen_64kb-0870.wav")
PLAN = (
    "Um, I think there are three things. [0.6] First, the the users want, like, a quick plan. [1.2] Let me think. [3] "
    + "We chose that plan because, [0.4] you know, it works for most people and so it is good and so we took it. " * 3
    + "To summarize, [0.5] that plan."
)


@pytest.fixture(scope="module")
def schema() -> Any:
    return json.loads(resource(SCHEMA).read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", ["", "one", "um,", PLAN, PLAN * 3])
def test_what_is_printed_fits_the_schema(schema: Any, text: str) -> None:
    found = delivery(say(text, voice=Voice(-20.0, 0.2, 3.0, 9.5)))
    printed = json.loads(json.dumps(as_object(Path("a.wav"), "base", found), allow_nan=False))
    assert faults(printed, schema) == []
    assert lines(found)


def test_the_checker_notices_what_does_not_fit(schema: Any) -> None:
    good = json.loads(json.dumps(as_object(Path("a.wav"), "base", delivery(say(PLAN)))))
    changes: tuple[Callable[[dict[str, Any]], object], ...] = (
        lambda one: one.pop("pace"),
        lambda one: one.update(extra=1),
        lambda one: one["words"][0].update(kind="noise"),
        lambda one: one["pauses"][0].update(start=-1),
        lambda one: one["repeats"].update(value="many"),
        lambda one: one.update(summary={"text": 1}),
    )
    for change in changes:
        spoilt = copy.deepcopy(good)
        change(spoilt)
        assert faults(spoilt, schema)


def test_the_lines_say_where_and_how_sure() -> None:
    said = "\n".join(lines(delivery(say(PLAN))))
    assert "at least" in said
    assert "0:00.0 um" in said
    assert "(not sure)" in said


def test_too_little_speech_is_said() -> None:
    said = "\n".join(lines(delivery(say("one two"))))
    assert "Too little speech" in said
    assert "words a minute" not in said


def test_the_schema_is_printed(tmp_path: Path, schema: Any) -> None:
    done = hotseat("deliver", "--schema", "--data-dir", tmp_path)
    assert (done.returncode, json.loads(done.stdout)) == (0, schema)


def test_no_file_is_a_wrong_use(tmp_path: Path) -> None:
    done = hotseat("deliver", "--data-dir", tmp_path)
    assert done.returncode == 2
    assert "FILE" in done.stderr


@pytest.mark.whisper
@pytest.mark.slow
def test_a_recording_from_end_to_end(tmp_path: Path, schema: Any) -> None:
    if not CLIP.is_file():
        skip_missing_part("no LibriVox clips; install the Debian package pocketsphinx-testdata")
    model_folder("tiny.en")
    done = hotseat(
        "deliver", CLIP, tmp_path / "none.wav", "--json", "--speech-model", "tiny.en", "--data-dir", tmp_path
    )
    found, fault = objects(done.stdout)
    assert faults(found, schema) == []
    assert fault["error"] == "file_unreadable"
    assert done.returncode == 1
    assert len(found["words"]) > 15
    assert {word["timing"] for word in found["words"]} == {"aligned"}
    assert found["fillers"] == []
    ids = [number for word in found["reading"] for number in word["ids"]]
    assert ids == sorted(ids)
