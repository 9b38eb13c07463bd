"""What candidates give themselves, best before the coach's review is shown: a review of its own, `reviews/self.json`.

A call, and a score for each dimension they had a view on. Nothing is quoted: nobody has to prove what they think of
themselves. Values are pure; reading and writing block, any thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from interviewer.content.model import Level
from interviewer.errors import SessionMissing
from interviewer.records.folder import SessionFolder
from interviewer.review.call import Call
from interviewer.review.storage import read_review, write_review
from interviewer.review.values import DimensionReview, Maker, Review, Reviewer

SELF = "self"
"""Name of the review."""
CANDIDATE = Maker(Reviewer.SELF, "you")

_WORST_FIRST = tuple(reversed(Call))


@dataclass(frozen=True, slots=True)
class SelfRating:
    """What somebody gave themselves."""

    call: Call
    scores: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """From 1 to 4, by dimension; those they had no view on are left out."""


@dataclass(frozen=True, slots=True)
class Rateable:
    """A dimension that can be rated."""

    id: str
    title: str
    weight: int
    core: bool


def self_review(rating: SelfRating, of: str, level: Level, dimensions: Sequence[Rateable]) -> Review:
    """A rating as a review of round `of`; scores of other dimensions than these are left out."""
    reviews = tuple(
        DimensionReview(
            dimension=one.id,
            title=one.title,
            weight=one.weight,
            core=one.core,
            score=rating.scores.get(one.id),
            anchor="",
            evidence=(),
            why="" if one.id in rating.scores else "You gave no score for it.",
        )
        for one in dimensions
    )
    reason = f"{rating.call.capitalize()}, by yourself."
    return Review(CANDIDATE, of, level, rating.call, reason, dimensions=reviews)


def rating_in(review: Review) -> SelfRating | None:
    """The rating a review of this kind holds; None when it has no call."""
    if review.call is None:
        return None
    scores = {one.dimension: one.score for one in review.dimensions if one.score is not None}
    return SelfRating(review.call, MappingProxyType(scores))


def steps_above(own: Call, other: Call) -> int:
    """How many steps of the scale `own` is better than `other`; negative: worse."""
    return _WORST_FIRST.index(own) - _WORST_FIRST.index(other)


def keep_self_rating(
    folder: SessionFolder, rating: SelfRating, of: str, level: Level, dimensions: Sequence[Rateable]
) -> None:
    """Keep a rating with its session, in place of an earlier one.

    Raises: SessionBusy, RecordNotWritten.
    """
    write_review(folder, self_review(rating, of, level, dimensions), SELF)


def kept_self_rating(folder: SessionFolder) -> SelfRating | None:
    """The rating that was kept; None: none was.

    Raises: SessionDamaged, SessionTooNew.
    """
    try:
        return rating_in(read_review(folder, SELF))
    except SessionMissing:
        return None
