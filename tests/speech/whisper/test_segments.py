"""Where an answer is cut: scripted boundaries, and any sequence of boundaries a recorder can give."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speech.whisper.segments import (
    COMMIT_SECONDS,
    HARD_SECONDS,
    LONG_SECONDS,
    POST_ROLL_FRAMES,
    PRE_ROLL_FRAMES,
    Decode,
    Segmenter,
    Span,
)
from speech.words import SAMPLE_RATE

STEP = SAMPLE_RATE // 10
"""Levels come ten times a second."""
ONSET = 1024
"""Frames of speech after which an onset is known."""
PAUSE = 3072
"""Frames of silence after which a pause is known."""

Bursts = Sequence[tuple[int, int]]


def at(second: float) -> int:
    return round(second * SAMPLE_RATE)


def span(start: float, end: float) -> Span:
    return Span(at(start), at(end))


def answer(bursts: Bursts, key: int, level: Callable[[int], float] = lambda frame: -20.0) -> list[Decode]:
    """What is decoded of somebody who speaks in `bursts` (from frame, to frame) until the key at frame `key`."""
    segmenter = Segmenter()
    events: list[tuple[int, int, Callable[[], list[Decode]]]] = []
    for start, end in bursts:
        events.append((start + ONSET, 0, partial(segmenter.speech, start)))
        events.append((end + PAUSE, 1, partial(segmenter.pause, end)))
    events += [(frame, 2, partial(segmenter.heard, frame, level(frame))) for frame in range(STEP, key + 1, STEP)]
    wanted: list[Decode] = []
    for known, _, tell in sorted(events, key=lambda event: event[:2]):
        if known <= key:
            wanted += tell()
    return wanted + segmenter.finish(key)


def speak(*bursts: tuple[float, float], key: float) -> list[Decode]:
    return answer([(at(start), at(end)) for start, end in bursts], at(key))


def finals(wanted: Sequence[Decode]) -> list[Span]:
    return [decode.span for decode in wanted if decode.final]


def guesses(wanted: Sequence[Decode]) -> list[Span]:
    return [decode.span for decode in wanted if not decode.final]


def test_a_pause_ends_a_segment() -> None:
    assert finals(speak((1.0, 3.0), (4.0, 6.0), key=8.0)) == [span(1.0, 3.0), span(4.0, 6.0)]


def test_a_shorter_pause_does_not() -> None:
    assert finals(speak((1.0, 3.0), (3.0 + COMMIT_SECONDS - 0.1, 6.0), key=8.0)) == [span(1.0, 6.0)]


def test_every_pause_is_guessed_to_be_the_end() -> None:
    wanted = speak((1.0, 3.0), (3.4, 6.0), key=8.0)
    assert guesses(wanted) == [span(1.0, 3.0), span(1.0, 6.0)]
    assert finals(wanted) == [span(1.0, 6.0)]


def test_the_shortest_pause_ends_a_long_segment() -> None:
    end = 1.0 + LONG_SECONDS
    wanted = speak((1.0, end), (end + 0.3, end + 2.0), key=end + 2.1)
    assert finals(wanted) == [span(1.0, end), span(end + 0.3, end + 2.1)]
    assert guesses(wanted) == []


def test_the_key_in_the_middle_of_a_word_ends_the_last_segment() -> None:
    assert finals(speak((1.0, 9.0), key=2.5)) == [span(1.0, 2.5)]


def test_the_key_in_a_known_pause_takes_what_was_guessed() -> None:
    wanted = speak((1.0, 3.0), key=3.3)
    assert guesses(wanted) == finals(wanted) == [span(1.0, 3.0)]


def test_the_key_before_the_pause_is_known_takes_all_that_was_heard() -> None:
    assert finals(speak((1.0, 3.0), key=3.1)) == [span(1.0, 3.1)]


@pytest.mark.parametrize("key", [1.0, 5.0])
def test_silence_is_not_decoded(key: float) -> None:
    assert speak(key=key) == []


def test_a_click_is_neither_decoded_nor_guessed() -> None:
    assert speak((1.0, 1.1), key=4.0) == []


def test_somebody_who_never_pauses_is_cut_where_it_is_quietest() -> None:
    quiet = at(1.0 + HARD_SECONDS - 2.0)
    wanted = answer([(at(1.0), at(30.0))], at(32.0), lambda frame: -45.0 if frame == quiet else -20.0)
    cut = quiet - STEP // 2
    assert finals(wanted) == [Span(at(1.0), cut - POST_ROLL_FRAMES), Span(cut, at(30.0))]


def test_a_cut_leaves_more_than_a_click() -> None:
    end = at(1.0 + HARD_SECONDS)
    wanted = answer([(at(1.0), end)], end + SAMPLE_RATE, lambda frame: -60.0 if frame > end - STEP else -20.0)
    first, rest = finals(wanted)
    assert first.end + POST_ROLL_FRAMES == rest.start
    assert rest.end - rest.start >= at(0.2)


def test_what_is_listened_to_reaches_beyond_the_speech() -> None:
    assert span(1.0, 2.0).listened(0) == Span(at(1.0) - PRE_ROLL_FRAMES, at(2.0) + POST_ROLL_FRAMES)
    assert span(1.0, 2.0).listened(at(0.9)).start == at(0.9)


# --- any answer -----------------------------------------------------------------------------------------------------


@st.composite
def answers(draw: st.DrawFn) -> tuple[Bursts, int]:
    """Bursts of speech of 0.3 to 50 s with pauses a recorder can tell, and a key somewhere after the beginning."""
    frame, bursts = 0, []
    for _ in range(draw(st.integers(1, 5))):
        frame += draw(st.integers(PAUSE + ONSET, at(1.5)))
        end = frame + draw(st.one_of(st.integers(at(0.3), at(6)), st.integers(at(6), at(45))))
        bursts.append((frame, end))
        frame = end
    return bursts, draw(st.integers(bursts[-1][0] + at(0.2), frame + at(2)))


@settings(max_examples=150, deadline=None)
@given(answers(), st.integers(1, 10_000))
def test_segments_never_overlap_and_miss_nothing(answered: tuple[Bursts, int], loudness: int) -> None:
    bursts, key = answered
    spans = finals(answer(bursts, key, lambda frame: -float(frame // STEP * loudness % 61)))

    floor, listened = 0, []
    for one in spans:
        assert one.start < one.end
        listened.append(one.listened(floor))
        floor = listened[-1].end
    for before, after in itertools.pairwise(listened):
        assert before.start < before.end <= after.start < after.end

    for start, end in bursts:
        missed = start
        for one in listened:
            if one.start <= missed < one.end:
                missed = one.end
        assert missed >= min(end, key), "speech that nobody listened to"


@settings(max_examples=50, deadline=None)
@given(answers())
def test_no_segment_is_longer_than_the_model_hears(answered: tuple[Bursts, int]) -> None:
    bursts, key = answered
    for one in finals(answer(bursts, key)):
        heard = one.listened(0)
        assert heard.end - heard.start < at(28.0)
