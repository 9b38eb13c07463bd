"""What is said of the questions a case was searched with."""

from __future__ import annotations

import pytest

from interviewer.review.case_advice import advise_on_case
from interviewer.review.values import Improvement
from tests.interviewer.review.support import LIBRARY, STRONG, Candidate, held, reviewed

TWO_AT_ONCE = "When did it start, and is it on iPhone or Android?"
BRANCHES = "Where did it fall, in all branches?"
SOLVED = ("I think the Android release broke the notifications. I would roll it back.", "I'd send the missed notices.")


async def advised(*asked: str) -> tuple[Improvement, ...]:
    """What is advised on a case that was solved after these questions."""
    (case,) = reviewed(await held(Candidate(STRONG, (*asked, *SOLVED)))).cases
    assert (case.questions, case.cause_right, case.action_fits) == (len(asked), True, True)
    return tuple(proposal.improvement for proposal in advise_on_case(case, [LIBRARY]))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ((TWO_AT_ONCE, TWO_AT_ONCE), "1 of your 2 questions was asked before, or got no fact."),
        ((TWO_AT_ONCE, TWO_AT_ONCE, TWO_AT_ONCE), "2 of your 3 questions were asked before, or got no fact."),
        (("When did it start?", "How large is your team?"), "1 of your 2 questions was asked before, or got no fact."),
        (
            (TWO_AT_ONCE, "When did it start?", "What caused it?"),
            "2 of your 3 questions were asked before, or got no fact.",
        ),
    ],
)
async def test_questions_that_told_nothing_new_are_counted_once_each(asked: tuple[str, ...], words: str) -> None:
    (wasteful,) = await advised(*asked)
    assert wasteful.missing == words


async def test_a_question_that_asks_for_something_new_too_is_not_wasted() -> None:
    assert await advised("When did it start?", f"{TWO_AT_ONCE[:-1]}, again?", BRANCHES) == ()
    assert await advised(TWO_AT_ONCE, BRANCHES, "Was there a new release?") == ()
