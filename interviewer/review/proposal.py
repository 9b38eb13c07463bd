"""A possible improvement with its weight. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.review.values import Improvement


@dataclass(frozen=True, slots=True)
class Proposal:
    """An improvement that may be chosen."""

    importance: int
    """On the scale of the importance of items, 1 to 10."""
    improvement: Improvement
