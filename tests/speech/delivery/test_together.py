"""Figures over several answers."""

from __future__ import annotations

from speech.delivery.report import delivery
from speech.delivery.together import closed_up
from speech.delivery.words import Spoken
from tests.speech.delivery.said import say

FIRST = say("so we begin um with users " * 10)
SECOND = say("and then " * 30).moved(600.0)


def test_what_lies_between_two_answers_is_no_pause() -> None:
    whole = delivery(closed_up([FIRST, SECOND]))
    assert whole.pauses == ()
    assert whole.pace.words == 50 + 60
    assert whole.pace.speaking_seconds < 40
    assert [word.id for word in whole.spoken.words] == list(range(120))
    assert len(whole.fillers) == 10


def test_a_silent_answer_counts_nothing() -> None:
    silent = Spoken((), (), 12.0)
    assert closed_up([silent, FIRST, silent]) == closed_up([FIRST])
    assert closed_up([silent]).words == ()
