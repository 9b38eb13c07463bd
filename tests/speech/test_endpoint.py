"""The rule that ends an answer by itself: never under four seconds, never unseen, never against a wish for time."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.endpoint import (
    CEILING_SECONDS,
    FLOOR_SECONDS,
    SHOWN_AFTER_SECONDS,
    SPEECH_BEFORE_SECONDS,
    UNFINISHED_CEILING_SECONDS,
    Endpoint,
)

STEP = 0.1


class Talk:
    """A candidate who talks and pauses; what the endpoint says to each tenth of a second."""

    def __init__(self) -> None:
        self.endpoint = Endpoint()
        self.now = 0.0

    def take(self, seconds: float, *, speech: bool) -> list[float | None]:
        said = []
        for _ in range(round(seconds / STEP)):
            self.now += STEP
            said.append(self.endpoint.process(self.now, STEP, speech))
        return said

    def speak(self, seconds: float) -> list[float | None]:
        return self.take(seconds, speech=True)

    def pause(self, seconds: float) -> list[float | None]:
        return self.take(seconds, speech=False)

    def silence_that_ends(self) -> float | None:
        """How long the candidate must be silent from now on, None if twenty seconds are not enough."""
        said = self.pause(20)
        return round((said.index(0.0) + 1) * STEP, 1) if 0.0 in said else None


def begun() -> Talk:
    talk = Talk()
    talk.speak(10)
    return talk


def test_it_ends_after_the_floor_and_counts_down_before() -> None:
    said = begun().pause(FLOOR_SECONDS)
    unseen = round(SHOWN_AFTER_SECONDS / STEP) - 1
    assert said[:unseen] == [None] * unseen
    countdown = [left for left in said[unseen:] if left is not None]
    assert countdown[0] == pytest.approx(FLOOR_SECONDS - SHOWN_AFTER_SECONDS)
    assert countdown == sorted(countdown, reverse=True)
    assert countdown[-1] == pytest.approx(0, abs=1e-6)


def test_speech_calls_it_off() -> None:
    talk = begun()
    assert talk.pause(3)[-1] is not None
    assert talk.speak(0.1) == [None]
    assert talk.pause(1.4)[-1] is None
    assert talk.pause(2.0)[-1] == pytest.approx(1.6, abs=0.01) or talk.endpoint.wait_seconds > FLOOR_SECONDS


def test_little_speech_is_no_answer_yet() -> None:
    talk = Talk()
    talk.speak(SPEECH_BEFORE_SECONDS - 0.2)
    assert talk.silence_that_ends() is None
    talk.speak(0.4)
    assert talk.silence_that_ends() is not None


def test_silence_before_the_first_word_is_nobodys_fault() -> None:
    assert Talk().silence_that_ends() is None


@pytest.mark.parametrize(("pause", "ends"), [(1.0, FLOOR_SECONDS), (3.0, 4.8), (3.6, 5.8), (5.0, CEILING_SECONDS)])
def test_it_learns_from_this_speakers_pauses(pause: float, ends: float) -> None:
    talk = begun()
    for _ in range(10):
        talk.endpoint.patient(-math.inf)
        talk.take(pause, speech=False)
        talk.speak(2)
    assert talk.silence_that_ends() == pytest.approx(ends, abs=STEP + 0.01)


def test_pauses_are_remembered_from_answer_to_answer() -> None:
    talk = begun()
    for _ in range(10):
        talk.pause(3)
        talk.speak(2)
    talk.endpoint.begin()
    talk.speak(10)
    assert talk.silence_that_ends() == pytest.approx(4.8, abs=STEP + 0.01)


def test_one_long_pause_is_not_the_rule() -> None:
    talk = begun()
    for _ in range(19):
        talk.pause(1)
        talk.speak(2)
    talk.pause(3.9)
    talk.speak(2)
    assert talk.silence_that_ends() == FLOOR_SECONDS


@pytest.mark.parametrize(
    "text",
    ["and I would then", "I would look at holds and.", "Because of the, um", "It depends on", "So that's it and…"],
)
def test_an_unfinished_sentence_is_waited_for_longer(text: str) -> None:
    talk = begun()
    talk.endpoint.heard_text(text)
    assert talk.silence_that_ends() == pytest.approx(6.0, abs=STEP + 0.01)


@pytest.mark.parametrize(
    "text", ["That is all.", "Is that what you mean?", 'They said "yes."', "(I think.)", "", "   "]
)
def test_a_finished_one_is_not(text: str) -> None:
    talk = begun()
    talk.endpoint.heard_text("and I would then")
    talk.endpoint.heard_text(text)
    assert talk.silence_that_ends() == FLOOR_SECONDS


def test_a_new_answer_owes_nothing_to_the_last_ones_end() -> None:
    talk = begun()
    talk.endpoint.heard_text("and then")
    talk.pause(3)
    talk.endpoint.begin()
    assert talk.silence_that_ends() is None
    talk.speak(10)
    assert talk.silence_that_ends() == FLOOR_SECONDS


def test_time_to_think_is_followed_by_a_whole_countdown() -> None:
    talk = begun()
    talk.endpoint.patient(talk.now + 60)
    assert set(talk.pause(59.9)) == {None}
    assert talk.silence_that_ends() == pytest.approx(FLOOR_SECONDS, abs=STEP + 0.01)


def test_time_to_think_is_nobodys_usual_pause() -> None:
    talk = begun()
    talk.endpoint.patient(talk.now + 30)
    talk.pause(30)
    talk.speak(2)
    assert talk.silence_that_ends() == FLOOR_SECONDS


def test_a_case_never_ends_by_itself_and_what_follows_does_again() -> None:
    talk = begun()
    talk.endpoint.patient(math.inf)
    talk.speak(30)
    assert talk.silence_that_ends() is None
    talk.endpoint.begin()
    talk.endpoint.patient(talk.now)
    talk.speak(10)
    assert talk.silence_that_ends() == FLOOR_SECONDS


def test_silence_starts_again_after_an_interruption() -> None:
    talk = begun()
    talk.pause(3.5)
    talk.endpoint.restart()
    assert talk.silence_that_ends() == FLOOR_SECONDS


@given(st.lists(st.tuples(st.booleans(), st.floats(0.1, 30), st.sampled_from(["", "Done.", "and"])), max_size=20))
def test_never_under_the_floor_never_over_the_ceiling(story: list[tuple[bool, float, str]]) -> None:
    talk, silent = Talk(), 0.0
    for speech, seconds, text in story:
        talk.endpoint.heard_text(text)
        for left in talk.take(seconds, speech=speech):
            silent = 0.0 if speech else silent + STEP
            if left == 0.0:
                assert silent >= FLOOR_SECONDS - 1e-6
            if left is not None:
                assert silent >= SHOWN_AFTER_SECONDS - 1e-6
                assert 0 <= left <= UNFINISHED_CEILING_SECONDS
