"""How fast: words a minute, syllables a second, and how both vary along an answer. Pure."""

from __future__ import annotations

import re
import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from speech.delivery.figure import Figure, Sure, band, enough
from speech.delivery.pauses import Pause
from speech.delivery.spelling import spoken as as_spoken
from speech.delivery.words import Kind, Spoken, SpokenWord, Timing

TYPICAL_WORDS = (110.0, 190.0)
"""A minute. Good speakers measured 125 to 233; faster sounds surer (Miller, 1976), until 190."""
TYPICAL_SYLLABLES = (3.5, 6.0)
"""A second of articulation, pauses left out."""
WINDOW_SECONDS = 10.0
STEP_SECONDS = 5.0
FAST, SLOW = 200.0, 100.0
SUSTAINED_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class PaceAt:
    """Pace in a window."""

    start: float
    end: float
    words_a_minute: float


@dataclass(frozen=True, slots=True)
class Pace:
    """None for a figure means: too little speech."""

    words: int
    speaking_seconds: float
    """From the first word to the last, announced thinking left out."""
    first_word: float | None
    """Seconds from the start of the sound to the first word that is no filler."""
    words_a_minute: Figure | None
    syllables_a_second: Figure | None
    variation: Figure | None
    along: tuple[PaceAt, ...]
    fast: tuple[tuple[float, float], ...]
    """From and to: more than 200 words a minute for 15 s or longer."""
    slow: tuple[tuple[float, float], ...]
    longest_run: tuple[float, float] | None
    """From and to: the longest stretch without a pause."""


def pace(spoken: Spoken, pauses: Sequence[Pause]) -> Pace:
    """Pace of an answer whose pauses are known. Fillers are no words; repeated ones are, for they were spoken."""
    words = [word for word in spoken.words if word.kind is not Kind.FILLER]
    if not words:
        return Pace(0, 0.0, None, None, None, None, (), (), (), None)
    thinking = sum(pause.seconds for pause in pauses if pause.where == "thinking")
    speaking = words[-1].end - words[0].start - thinking
    along = _along(words)
    is_enough = enough(len(words), speaking)
    sure = timing_sure(spoken)
    return Pace(
        words=len(words),
        speaking_seconds=round(speaking, 2),
        first_word=words[0].start,
        words_a_minute=_words_a_minute(len(words), speaking, sure) if is_enough else None,
        syllables_a_second=_syllables(spoken, words, pauses, sure) if is_enough else None,
        variation=_variation(along) if len(along) >= 3 else None,
        along=along,
        fast=_sustained(along, lambda rate: rate > FAST),
        slow=_sustained(along, lambda rate: rate < SLOW),
        longest_run=_longest_run(spoken, pauses),
    )


def timing_sure(spoken: Spoken) -> Sure:
    """How sure figures are that rest on word times: those without the aligner's are marked down."""
    if not spoken.words:
        return Sure.LOW
    aligned = sum(word.timing is Timing.ALIGNED for word in spoken.words) / len(spoken.words)
    return Sure.GOOD if aligned > 0.9 else Sure.FAIR if aligned > 0.5 else Sure.LOW


def syllables(word: str) -> int:
    """Of a written word, by groups of vowels: right for nine English words in ten."""
    return sum(_syllables_of(part) for part in as_spoken(word))


def _syllables_of(part: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", part))
    silent = part.endswith("e") and not part.endswith(("le", "ee", "ye")) and groups > 1
    closed = part.endswith("ed") and len(part) > 3 and part[-3] not in "td" and groups > 1
    return max(1, groups - silent - closed)


def _words_a_minute(words: int, seconds: float, sure: Sure) -> Figure:
    rate = round(60 * words / max(seconds, 0.1), 1)
    how = "words without um and uh, from the first to the last, over the time between, announced thinking left out"
    return Figure(rate, "words a minute", how, sure, band=band(rate, *TYPICAL_WORDS), sample=words)


def _syllables(spoken: Spoken, words: Sequence[SpokenWord], pauses: Sequence[Pause], sure: Sure) -> Figure:
    said = spoken.words[-1].end - spoken.words[0].start - sum(pause.seconds for pause in pauses)
    said -= sum(word.end - word.start for word in spoken.words if word.kind is Kind.FILLER)
    count = sum(syllables(word.text) for word in words)
    rate = round(count / max(said, 0.1), 2)
    how = "syllables, counted from spelling, over the time spoken, pauses and fillers left out"
    return Figure(rate, "syllables a second", how, sure, band=band(rate, *TYPICAL_SYLLABLES), sample=count)


def _variation(along: Sequence[PaceAt]) -> Figure:
    deviation = round(statistics.pstdev(one.words_a_minute for one in along), 1)
    how = f"how far the pace of {WINDOW_SECONDS:.0f} s windows strays from their mean (standard deviation)"
    return Figure(deviation, "words a minute", how, Sure.LOW, sample=len(along))


def _along(words: Sequence[SpokenWord]) -> tuple[PaceAt, ...]:
    found: list[PaceAt] = []
    starts = [word.start for word in words]
    longest = max(word.end - word.start for word in words)
    start = words[0].start
    while start + WINDOW_SECONDS <= words[-1].end:
        end = start + WINDOW_SECONDS
        near = words[bisect_left(starts, start - longest) : bisect_right(starts, end)]
        inside = sum(_share(word, start, end) for word in near)
        found.append(PaceAt(round(start, 2), round(end, 2), round(60 * inside / WINDOW_SECONDS, 1)))
        start += STEP_SECONDS
    return tuple(found)


def _share(word: SpokenWord, start: float, end: float) -> float:
    """How much of a word lies in a window, 0 to 1."""
    return max(0.0, min(word.end, end) - max(word.start, start)) / max(word.end - word.start, 0.01)


def _sustained(along: Sequence[PaceAt], is_so: Callable[[float], bool]) -> tuple[tuple[float, float], ...]:
    spans: list[tuple[float, float]] = []
    for one in along:
        if not is_so(one.words_a_minute):
            continue
        if spans and one.start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], one.end)
        else:
            spans.append((one.start, one.end))
    return tuple(span for span in spans if span[1] - span[0] >= SUSTAINED_SECONDS)


def _longest_run(spoken: Spoken, pauses: Sequence[Pause]) -> tuple[float, float] | None:
    starts = [spoken.words[0].start, *(pause.end for pause in pauses)]
    ends = [*(pause.start for pause in pauses), spoken.words[-1].end]
    return max(zip(starts, ends, strict=True), key=lambda run: run[1] - run[0])
