"""A figure of delivery, how it was obtained and how sure it is. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sure(StrEnum):
    """How far a figure may be trusted."""

    GOOD = "good"
    FAIR = "fair"
    LOW = "low"


class Band(StrEnum):
    """Where a figure lies. Bands are wide, for good speakers differ; they are no pass marks."""

    LOW = "low"
    TYPICAL = "typical"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number."""

    value: float
    unit: str
    how: str
    """In a sentence: from what it was obtained."""
    sure: Sure
    at_least: bool = False
    """Some may have been missed: say "at least"."""
    band: Band | None = None
    """None where no band is known to mean anything."""
    sample: int = 0
    """Of how many words, pauses or voiced frames."""


ENOUGH_SECONDS = 30.0
ENOUGH_WORDS = 60
"""Either is enough for rates and averages; below both there is no figure."""


def enough(words: int, seconds: float) -> bool:
    """Whether an answer is long enough for rates and averages to mean anything."""
    return words >= ENOUGH_WORDS or seconds >= ENOUGH_SECONDS


def band(value: float, low: float, high: float) -> Band:
    """Where a value lies to a neutral band."""
    if value < low:
        return Band.LOW
    return Band.HIGH if value > high else Band.TYPICAL


def weaker(one: Sure, other: Sure) -> Sure:
    """The less sure of two."""
    order = list(Sure)
    return max(one, other, key=order.index)
