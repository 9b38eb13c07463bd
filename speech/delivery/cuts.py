"""Time within an answer that is not its speaker's, and the words closed up over it. Pure.

An interview that is held, an interviewer who speaks: nobody's silence then. Figures are made of words closed up over
such time; what is shown keeps the times at which it was said.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from speech.delivery.words import Spoken

Span = tuple[float, float]
"""From and to, in seconds."""
NEAR_SECONDS = 0.01
"""Times of figures are rounded to it."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """Spans that are taken out, in order and apart."""

    spans: tuple[Span, ...] = ()

    def closed(self, spoken: Spoken) -> Spoken:
        """An answer as if there was no such time in it."""
        if not self.spans:
            return spoken
        words = tuple(
            replace(word, start=round(self._closed(word.start), 3), end=round(self._closed(word.end), 3))
            for word in spoken.words
        )
        return replace(spoken, words=words)

    def shown(self, span: Span) -> Span:
        """Where a span of closed up words really lies. Where something was cut out, it begins after and ends before."""
        start, end = span
        for first, last in self.spans:
            start += last - first if start > first - NEAR_SECONDS else 0.0
            end += last - first if end > first + NEAR_SECONDS else 0.0
        return round(start, 3), round(max(start, end), 3)

    def seconds(self, span: Span) -> float:
        """How much of a span is the speaker's."""
        start, end = span
        return end - start - sum(max(0.0, min(end, last) - max(start, first)) for first, last in self.spans)

    def _closed(self, at: float) -> float:
        return at - sum(min(at, last) - first for first, last in self.spans if first < at)


def cuts_between_words(spoken: Spoken, others: Iterable[Span]) -> Cuts:
    """What of some spans lies between two words: a word that is heard is the speaker's, whoever else spoke."""
    apart = joined_spans(others)
    gaps = [(one.end, other.start) for one, other in itertools.pairwise(spoken.words)]
    inside = ((max(span[0], gap[0]), min(span[1], gap[1])) for gap in gaps for span in apart)
    return Cuts(tuple(span for span in inside if span[0] < span[1]))


def joined_spans(spans: Iterable[Span]) -> Sequence[Span]:
    """The same time in spans that are in order and apart."""
    apart: list[Span] = []
    for start, end in sorted(spans):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], end))
        elif start < end:
            apart.append((start, end))
    return apart
