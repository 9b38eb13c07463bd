"""`speech.recorder.health`: each trouble is found in time, told once, and its end is told too."""

from __future__ import annotations

import pytest

from speech.recorder.activity import Level
from speech.recorder.health import SENTENCES, Health

STEP = 0.125
DEAD = Level(-120.0, -120.0, 0.0, zero=True)
FAINT = Level(-70.0, -80.0, 0.0, zero=False)
GOOD = Level(-12.0, -25.0, 0.0, zero=False)
ROOM = Level(-62.0, -70.0, 0.0, zero=False)
LOUD = Level(0.0, -3.0, 0.05, zero=False)


def told(health: Health, *stretches: tuple[Level, float], answering: bool = True) -> list[tuple[float, str]]:
    """What is found while each level lasts for so many seconds, and when."""
    found, now = [], 0.0
    for heard, seconds in stretches:
        for _ in range(round(seconds / STEP)):
            now += STEP
            if (code := health.process(STEP, heard, answering=answering)) is not None:
                found.append((now, code))
    return found


def test_a_good_microphone_is_not_talked_about() -> None:
    assert told(Health(), (GOOD, 60.0)) == []


@pytest.mark.parametrize("answering", [True, False])
def test_a_dead_microphone_is_told_after_two_seconds_once(answering: bool) -> None:
    assert told(Health(), (DEAD, 60.0), answering=answering) == [(2.0, "microphone_dead")]


def test_a_microphone_that_wakes_up_is_told() -> None:
    assert told(Health(), (DEAD, 3.0), (GOOD, 1.0)) == [(2.0, "microphone_dead"), (3.125, "microphone_well")]


def test_a_microphone_that_is_slow_to_wake_up_is_not_told() -> None:
    assert told(Health(), (DEAD, 1.875), (GOOD, 5.0)) == []


def test_silence_in_an_answer_is_told_after_five_seconds_each_time() -> None:
    stretches = ((GOOD, 1.0), (DEAD, 20.0), (GOOD, 1.0), (DEAD, 6.0))
    assert told(Health(), *stretches) == [
        (6.0, "microphone_silent"),
        (21.125, "microphone_well"),
        (27.0, "microphone_silent"),
    ]


def test_silence_while_the_interviewer_speaks_is_nothing() -> None:
    assert told(Health(), (GOOD, 1.0), (DEAD, 60.0), answering=False) == []


def test_a_very_quiet_microphone_is_told_after_eight_seconds() -> None:
    assert told(Health(), (FAINT, 30.0), (GOOD, 1.0)) == [(8.0, "microphone_quiet"), (30.125, "microphone_well")]


def test_who_was_heard_may_think_in_a_quiet_room() -> None:
    assert told(Health(), (GOOD, 10.0), (ROOM, 45.0), (GOOD, 10.0)) == []
    assert told(Health(), (GOOD, 1.0), (ROOM, 90.0)) == [(61.0, "microphone_quiet")]


def test_clipping_is_told_after_a_second_and_forgiven_slowly() -> None:
    assert told(Health(), (LOUD, 5.0), (GOOD, 20.0)) == [(1.0, "microphone_clipping"), (15.0, "microphone_well")]
    assert told(Health(), (LOUD, 0.875), (GOOD, 10.0)) == []


def test_one_trouble_can_follow_another() -> None:
    assert told(Health(), (LOUD, 2.0), (DEAD, 8.0), (GOOD, 1.0)) == [
        (1.0, "microphone_clipping"),
        (6.0, "microphone_well"),
        (7.0, "microphone_silent"),
        (10.125, "microphone_well"),
    ]


def test_every_finding_has_a_sentence_with_a_cure() -> None:
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())
    assert {code for code in SENTENCES if code != "microphone_well"} == {
        "microphone_dead", "microphone_silent", "microphone_quiet", "microphone_clipping",
    }  # fmt: skip
