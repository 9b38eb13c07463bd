"""What a partner gives somebody whose session they opened: `reviews/partner.json` on the partner's computer.

A call, and a score for each dimension they had a view on, as a self-rating is given. Handed back, it becomes one more
review of the candidate's. Reading and writing block, any thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from interviewer.content.model import Level
from interviewer.errors import SessionMissing
from interviewer.records.folder import SessionFolder
from interviewer.review.self_rating import Rateable, SelfRating, rating_in, self_review
from interviewer.review.storage import read_review, write_review
from interviewer.review.values import Maker, Review, Reviewer

PARTNER = "partner"
"""Name of the review; on the candidate's computer the partner's own name follows it."""


def partner_review(
    rating: SelfRating, of: str, level: Level, dimensions: Sequence[Rateable], by: str = "Partner"
) -> Review:
    """A rating as a partner's review of round `of`."""
    review = self_review(rating, of, level, dimensions)
    rows = tuple(replace(one, why="" if one.score is not None else "No score was given.") for one in review.dimensions)
    reason = f"{rating.call.capitalize()}, by a partner."
    return replace(review, made_by=Maker(Reviewer.PARTNER, by), call_reason=reason, dimensions=rows)


def keep_partner_rating(
    folder: SessionFolder, rating: SelfRating, of: str, level: Level, dimensions: Sequence[Rateable]
) -> None:
    """Keep it, in place of an earlier one of one's own. Raises: SessionBusy, RecordNotWritten."""
    write_review(folder, partner_review(rating, of, level, dimensions), PARTNER)


def kept_partner_rating(folder: SessionFolder) -> SelfRating | None:
    """The rating that was kept; None: none was. Raises: SessionDamaged, SessionTooNew."""
    try:
        return rating_in(read_review(folder, PARTNER))
    except SessionMissing:
        return None
