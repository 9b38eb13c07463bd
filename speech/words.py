"""The plain words both rooms speak in: what was said, and when on the session clock.

Owns `Word` and `Utterance`, the only types `interviewer` takes from `speech`, and what both reckon with them. The
session clock counts seconds since the session began; at `SAMPLE_RATE` frames a second it is the same thing as the frame
count of the recording.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SAMPLE_RATE = 16_000
"""Frames a second of everything recorded; Whisper and Silero both take 16 kHz mono."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as heard."""

    text: str
    start: float
    """Seconds on the session clock."""
    end: float
    """Seconds on the session clock, >= start."""
    probability: float
    """The recogniser's own estimate, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch of speech between two pauses, as text."""

    text: str
    start: float
    """Seconds on the session clock."""
    end: float
    """Seconds on the session clock, >= start."""
    probability: float
    """Mean probability of its tokens, 0 to 1."""
    words: tuple[Word, ...] = ()
    """Empty in live text; filled by the careful pass."""


def spread_over(words: Sequence[str], start: float, end: float) -> Iterator[tuple[str, float, float]]:
    """Words over a span with their starts and ends, each as long as its share of the letters."""
    letters = sum(len(word) + 1 for word in words)
    at = start
    for word in words:
        until = at + (end - start) * (len(word) + 1) / letters
        yield word, at, until
        at = until
