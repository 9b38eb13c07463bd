"""What keeps a reviewer from flattering, and the candidate from talking it over. Pure.

A model that gives everything a 4 says nothing, and the rule-based coach, who only counts what was done, then says what
it missed. Where both happen the call goes no further than a lean; where only the scores differ both are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interviewer.review.values import DimensionReview, Review

MOST_OF_THE_COACH = 3
"""It never gives more: a 4 beside its 3 is no disagreement."""
FLAT_DIMENSIONS = 3
"""So many with the same score, and no other, are no coincidence any more."""
_WHOM = r"(?:me|this (?:answer|candidate|interview)|(?:every|all|each)(?: \w+)? ?dimensions?|everything)"
_MARK = r"4|four|(?:highest|top|full|maximum|best|strong) (?:marks?|scores?|grades?|ratings?|hire|yes)"
_TO_REVIEWER = (
    rf"\b(?:give|award|score|rate|grade|mark) {_WHOM}\b.{{0,40}}?\b(?:{_MARK})\b",
    r"\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:instructions?|anchors|rubric|your (?:rules|prompt))\b",
    r"\b(?:note|message|instruction)s? (?:to|for) (?:the )?(?:reviewer|grader|evaluator|judge|assistant|model)\b",
    r"\bsystem prompt\b",
    r"\byou are (?:now )?(?:an? )?(?:ai|language model|lenient|generous)\b",
)
_SPEAKS_TO_REVIEWER = re.compile("|".join(_TO_REVIEWER), re.IGNORECASE)


def speaks_to_reviewer(quote: str) -> bool:
    """Whether a quote asks for a score or gives orders to whoever reads it: no evidence of anything."""
    return _SPEAKS_TO_REVIEWER.search(quote) is not None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A dimension two reviewers scored differently."""

    dimension: str
    title: str
    core: bool
    score: int
    coach: int
    """The score of the rule-based coach."""
    heard: str
    """What the coach went by, in a sentence."""

    @property
    def steps(self) -> int:
        """How much higher the reviewer scored; negative: lower."""
        return min(self.score, MOST_OF_THE_COACH) - self.coach


def disagreements(review: Review, coach: Review | None) -> tuple[Disagreement, ...]:
    """Where a reviewer differs from the rules, the largest differences first."""
    found = list(_differing(review.dimensions, coach.dimensions if coach is not None else ()))
    return tuple(sorted(found, key=lambda one: (-abs(one.steps), not one.core)))


def _differing(own: Sequence[DimensionReview], coach: Sequence[DimensionReview]) -> Iterator[Disagreement]:
    heard = {one.dimension: one for one in coach}
    for one in own:
        other = heard.get(one.dimension)
        if one.score is None or other is None or other.score is None:
            continue
        found = Disagreement(one.dimension, one.title, one.core, one.score, other.score, other.why)
        if found.steps:
            yield found


def is_flat(dimensions: Sequence[DimensionReview]) -> bool:
    """Whether everything that was scored got the highest score."""
    scores = [one.score for one in dimensions if one.score is not None]
    return len(scores) >= FLAT_DIMENSIONS and set(scores) == {4}
