"""The overall call, computed from the scores of an interview. Pure; whoever scored, a rule, a model or a partner.

A score of 3 is what the anchors call a yes, so that a mean of 3 is a hire; the other thresholds lie half a point apart.
Three conditions keep one good part from carrying an interview, as debriefs in hiring committees do:
a core dimension that is a strong no rules out every hire; without evidence on two thirds of the core there is none
either; a strong hire is at least a yes in all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Call(StrEnum):
    """Whether to hire, from best to worst."""

    STRONG_HIRE = "strong hire"
    HIRE = "hire"
    LEAN_HIRE = "lean hire"
    LEAN_NO_HIRE = "lean no hire"
    NO_HIRE = "no hire"
    STRONG_NO_HIRE = "strong no hire"


THRESHOLDS = (
    (3.5, Call.STRONG_HIRE),
    (3.0, Call.HIRE),
    (2.5, Call.LEAN_HIRE),
    (2.0, Call.LEAN_NO_HIRE),
    (1.5, Call.NO_HIRE),
)
"""Least weighted mean of the scores; below the last it is a strong no."""
CORE_FOR_A_CALL = 1 / 3
"""Less than this share of the core's weight assessed: too little to call anything."""
CORE_FOR_A_HIRE = 2 / 3
"""Less than this: nothing better than a lean no."""
STRONG_NO, YES = 1, 3

_WORST_FIRST = tuple(reversed(Call))


@dataclass(frozen=True, slots=True)
class Rated:
    """What the call needs to know of a dimension."""

    weight: float
    core: bool
    score: int | None
    """1 to 4; None: not assessed."""


def overall(dimensions: Sequence[Rated]) -> Call | None:
    """The call for these scores; None when too little was assessed. Without a core, every dimension is core."""
    core = [one for one in dimensions if one.core] or list(dimensions)
    share = _assessed_share(core)
    rated = [(one.score, one.weight) for one in dimensions if one.score is not None]
    if not rated or share < CORE_FOR_A_CALL:
        return None
    mean = sum(score * weight for score, weight in rated) / sum(weight for _, weight in rated)
    call = next((call for least, call in THRESHOLDS if mean >= least), Call.STRONG_NO_HIRE)
    if share < CORE_FOR_A_HIRE or any(one.score == STRONG_NO for one in core):
        return _no_better_than(call, Call.LEAN_NO_HIRE)
    if any(one.score is None or one.score < YES for one in core):
        return _no_better_than(call, Call.HIRE)
    return call


def leaning(call: Call) -> Call:
    """The same side, without conviction."""
    return Call.LEAN_HIRE if _WORST_FIRST.index(call) >= _WORST_FIRST.index(Call.LEAN_HIRE) else Call.LEAN_NO_HIRE


def _no_better_than(call: Call, best: Call) -> Call:
    return min(call, best, key=_WORST_FIRST.index)


def _assessed_share(dimensions: Sequence[Rated]) -> float:
    total = sum(one.weight for one in dimensions)
    return sum(one.weight for one in dimensions if one.score is not None) / total if total else 0.0
