"""A span of a session that is played by itself, once or over and over. Pure."""

from __future__ import annotations

from dataclasses import dataclass

BEFORE_SECONDS, AFTER_SECONDS = 0.7, 0.5
"""So much is played around a remark: word times are off by some tenths of a second."""
LEAST_SECONDS = 1.0
"""A loop of less would be a stutter."""


@dataclass(frozen=True, slots=True)
class Span:
    """From where to where, in session seconds."""

    start: float
    end: float
    loops: bool = False

    def holds(self, seconds: float) -> bool:
        """Whether a moment lies in it; the first one does."""
        return self.start <= seconds < self.end


def span_around(start: float, end: float, length: float, *, loops: bool = False) -> Span:
    """A remark with what is played around it, inside a session of `length` seconds."""
    first = max(0.0, start - BEFORE_SECONDS)
    last = max(end + AFTER_SECONDS, first + LEAST_SECONDS)
    return Span(min(first, max(0.0, length - LEAST_SECONDS)), min(last, length), loops)
