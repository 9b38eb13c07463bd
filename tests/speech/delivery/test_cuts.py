"""Time within an answer that is not its speaker's counts for nothing, and what is shown is where it was said."""

from __future__ import annotations

import pytest

from speech.delivery.cuts import Cuts, cuts_between_words, joined_spans
from speech.delivery.pauses import Where
from speech.delivery.report import delivery
from tests.speech.delivery.said import say

HALF = "we lend tools to people " * 8
HELD = (12.4, 312.4)


def test_a_held_interview_is_no_pause_and_no_slow_stretch() -> None:
    plain = delivery(say(f"{HALF} the [1.0] tools {HALF}"))
    held = delivery(say(f"{HALF} the [301.0] tools {HALF}"), [HELD])
    assert [pause.seconds for pause in held.pauses] == pytest.approx([1.0])
    assert (held.pace.words_a_minute, held.pauses_a_minute) == (plain.pace.words_a_minute, plain.pauses_a_minute)
    assert held.pause_seconds == plain.pause_seconds
    assert (held.pace.slow, held.pace.speaking_seconds) == ((), plain.pace.speaking_seconds)
    assert held.pace.variation == plain.pace.variation


def test_what_is_shown_keeps_its_times() -> None:
    spoken = say(f"{HALF} the [301.0] tools {HALF}")
    found = delivery(spoken, [HELD])
    (pause,) = found.pauses
    before, after = spoken.words[40], spoken.words[41]
    assert (pause.start, pause.end, pause.where) == (before.end, after.start, Where.INSIDE)
    assert found.spoken is spoken
    assert found.pace.longest_run is not None
    assert found.pace.longest_run[1] < HELD[0] or found.pace.longest_run[0] > HELD[1]
    assert found.pace.along[0].start == 0.0
    assert found.pace.along[-1].end == pytest.approx(spoken.words[-1].end, abs=5.0)


def test_stretches_on_both_sides_of_a_cut_lie_where_they_were_said() -> None:
    slow = "tools [0.5] " * 40
    spoken = say(f"{slow} [100] {slow}")
    cut = (spoken.words[39].end + 0.5, spoken.words[40].start)
    (stretch,) = delivery(spoken, [cut]).pace.slow
    assert stretch[1] - stretch[0] > 150
    assert delivery(spoken, [cut]).cuts.seconds(stretch) == pytest.approx(64, abs=5)
    assert delivery(spoken, [cut]).pauses[39].seconds == pytest.approx(0.5)


def test_a_word_that_is_heard_is_the_speakers_whoever_else_spoke() -> None:
    spoken = say("we lend [2] tools [2] to people")
    cuts = cuts_between_words(spoken, [(0.4, 6.0)])
    assert cuts.spans == ((0.6, 2.6), (2.9, 4.9))
    assert [word.end - word.start for word in cuts.closed(spoken).words] == pytest.approx([0.3] * 5)
    assert delivery(spoken, [(0.4, 6.0)]).pauses == ()


def test_a_span_that_begins_or_ends_at_a_cut_does_not_hold_it() -> None:
    cuts = Cuts(((10.0, 20.0), (30.0, 31.0)))
    assert cuts.shown((5.0, 10.0)) == (5.0, 10.0)
    assert cuts.shown((10.0, 12.0)) == (20.0, 22.0)
    assert cuts.shown((8.0, 22.0)) == (8.0, 33.0)
    assert cuts.seconds((5.0, 33.0)) == pytest.approx(17.0)


def test_spans_that_overlap_count_once() -> None:
    assert list(joined_spans([(5.0, 9.0), (1.0, 2.0), (2.0, 3.0), (8.0, 10.0), (4.0, 4.0)])) == [
        (1.0, 3.0),
        (5.0, 10.0),
    ]
