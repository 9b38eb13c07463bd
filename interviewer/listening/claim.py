"""A metric or an objective that a sentence names, as the rules around a reader pass it on. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from interviewer.listening.reader import Sentence

METRIC_ROLES = MappingProxyType(
    {"north_star": "north_star", "secondary": "secondary_metrics", "guardrail": "guardrails"}
)
"""Roles of a metric, with the item that naming one does."""
NAMED = 0.45
"""Words less likely than this to be a metric are not taken for one."""
DOUBTFUL = 0.25
"""Less likely words are taken for one where what is said around them gives the role."""
SURE = 0.6
"""From here on an estimate is gone by, whatever stands around the words."""
UNLIKELY = 0.2
"""Below this an estimate says that it is not so."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A metric or an objective in one sentence. Places are counted in words."""

    sentence: int
    role: str
    """north_star, secondary, guardrail or objective."""
    first: int
    last: int
    """After its last word."""
    chance: float
    cued: bool = False
    """Whether the words around it say the role."""


def likeliest(estimate: Sentence) -> tuple[str, float]:
    """The role of which a sentence most likely names a metric, and how likely."""
    chances = {role: estimate.items.get(item, 0.0) for role, item in METRIC_ROLES.items()}
    best = max(chances, key=lambda role: chances[role])
    return best, chances[best]
