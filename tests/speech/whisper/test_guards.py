"""Text nobody said is refused; what somebody said passes."""

from __future__ import annotations

import math

import pytest

from speech.whisper.guards import compression_ratio, invented, looping

SAID = "I would first look at whether the drop is real, and then at when it began and for whom."


def test_what_was_said_passes() -> None:
    assert not invented(SAID, no_speech=0.05, log_probability=-0.2)
    assert not looping(SAID, 6.0)


@pytest.mark.parametrize(
    ("text", "no_speech", "log_probability"),
    [
        ("You", 0.95, -0.72),
        (". . . .", 0.1, -0.53),
        ("", 0.0, -0.1),
        (SAID, 0.0, -math.inf),
        (SAID, 0.0, math.nan),
        ("and so on " * 20, 0.0, -0.1),
    ],
    ids=["five seconds of zeros", "pink noise", "nothing", "impossible", "no number", "a loop"],
)
def test_what_nobody_said_is_refused(text: str, no_speech: float, log_probability: float) -> None:
    assert invented(text, no_speech=no_speech, log_probability=log_probability)


@pytest.mark.parametrize(("no_speech", "log_probability"), [(0.95, -0.2), (0.1, -0.9)])
def test_one_doubt_alone_refuses_nothing(no_speech: float, log_probability: float) -> None:
    assert not invented("Yes.", no_speech=no_speech, log_probability=log_probability)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("the metric " * 30, 30.0),
        ("one two three four five six seven eight nine ten", 1.0),
        ("The letter used should be fine in form. The letter used should be fine in form.", 6.0),
    ],
    ids=["compresses too well", "faster than anybody speaks", "a sentence twice"],
)
def test_a_loop_is_noticed(text: str, seconds: float) -> None:
    assert looping(text, seconds)


@pytest.mark.parametrize("text", ["No, no, no.", "It is, it is, well, it is what it is.", "Yes. We did.", ""])
def test_ordinary_repetition_is_none(text: str) -> None:
    assert not looping(text, 2.5)


def test_nothing_does_not_compress() -> None:
    assert compression_ratio("") == 0.0
