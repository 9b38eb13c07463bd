"""A self-rating is kept as a review of its own, beside the coach's, and reads as it was given."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.errors import SessionBusy, SessionDamaged
from interviewer.records import lock
from interviewer.records.folder import SessionFolder
from interviewer.review.call import Call
from interviewer.review.self_rating import (
    Rateable,
    SelfRating,
    keep_self_rating,
    kept_self_rating,
    self_review,
    steps_above,
)
from interviewer.review.storage import COACH, read_review, review_file, write_review
from interviewer.review.values import Reviewer
from tests.interviewer.review.support import STRONG, Candidate, held, reviewed

DIMENSIONS = (Rateable("goals", "Goals", 3, True), Rateable("metrics", "Metrics", 4, True))


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> SessionFolder:
    folder = SessionFolder(tmp_path / "session")
    folder.make()
    return folder


def keep(folder: SessionFolder, rating: SelfRating) -> None:
    keep_self_rating(folder, rating, "execution", "pm", DIMENSIONS)


def test_it_reads_as_it_was_given_and_may_be_given_again(folder: SessionFolder) -> None:
    assert kept_self_rating(folder) is None
    keep(folder, SelfRating(Call.HIRE, {"metrics": 2}))
    assert kept_self_rating(folder) == SelfRating(Call.HIRE, {"metrics": 2})
    keep(folder, SelfRating(Call.NO_HIRE))
    assert kept_self_rating(folder) == SelfRating(Call.NO_HIRE)


def test_it_is_a_review_made_by_the_candidate() -> None:
    review = self_review(SelfRating(Call.HIRE, {"metrics": 2, "unknown": 4}), "execution", "senior", DIMENSIONS)
    assert (review.made_by.kind, review.call, review.level) == (Reviewer.SELF, Call.HIRE, "senior")
    assert [(one.dimension, one.score) for one in review.dimensions] == [("goals", None), ("metrics", 2)]
    assert review.dimensions[0].why


async def test_the_coachs_review_stays_as_it_is(folder: SessionFolder) -> None:
    coachs = reviewed(await held(Candidate(STRONG)))
    write_review(folder, coachs)
    keep(folder, SelfRating(Call.STRONG_HIRE))
    assert read_review(folder, COACH) == coachs


def test_what_cannot_be_kept_or_read_is_told(folder: SessionFolder) -> None:
    with lock.acquire(folder.path), pytest.raises(SessionBusy):
        keep(folder, SelfRating(Call.HIRE))
    review_file(folder, "self").write_text("{")
    with pytest.raises(SessionDamaged):
        kept_self_rating(folder)


@pytest.mark.parametrize(
    ("own", "other", "steps"),
    [
        (Call.HIRE, Call.LEAN_HIRE, 1),
        (Call.LEAN_NO_HIRE, Call.LEAN_HIRE, -1),
        (Call.STRONG_HIRE, Call.STRONG_NO_HIRE, 5),
        (Call.HIRE, Call.HIRE, 0),
    ],
)
def test_the_gap_is_counted_in_steps_of_the_scale(own: Call, other: Call, steps: int) -> None:
    assert steps_above(own, other) == steps
