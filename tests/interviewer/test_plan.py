"""Plans keep their length and scale the round's phases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.errors import PlanError
from interviewer.plan import LENGTHS_MINUTES, Mode, make_plan
from tests.interviewer.content.support import shipped

PACK = shipped()
QUESTION = next(each for each in PACK.questions if each.round == "execution")
ROUND = PACK.round_of(QUESTION)


@given(st.floats(2, 90))
def test_phases_add_up_and_keep_their_proportions(minutes: float) -> None:
    plan = make_plan(ROUND, QUESTION, minutes, Mode.EXAM)
    assert plan.seconds == pytest.approx(minutes * 60)
    assert [phase.id for phase in plan.phases] == [phase.id for phase in ROUND.phases]
    for planned, written in zip(plan.phases, ROUND.phases, strict=True):
        assert planned.seconds / plan.seconds == pytest.approx(written.minutes / ROUND.minutes)


@pytest.mark.parametrize("minutes", LENGTHS_MINUTES)
def test_the_phase_at_a_time(minutes: int) -> None:
    plan = make_plan(ROUND, QUESTION, minutes, Mode.PRACTICE)
    assert plan.phase_at(0).id == "clarify"
    assert plan.phase_at(plan.seconds - 1).id == "troubleshooting"
    assert plan.phase_at(plan.seconds + 60).id == "troubleshooting"


@pytest.mark.parametrize("minutes", [0, 1.9, 90.1, -5, float("nan"), float("inf")])
def test_an_impossible_length_is_refused(minutes: float) -> None:
    with pytest.raises(PlanError, match="2 to 90 minutes"):
        make_plan(ROUND, QUESTION, minutes, Mode.PRACTICE)


def test_a_question_of_another_round_is_refused() -> None:
    other = QUESTION.model_copy(update={"round": "strategy"})
    with pytest.raises(PlanError, match="round “strategy”"):
        make_plan(ROUND, other, 20, Mode.PRACTICE)


def test_time_calls_come_in_the_second_half_only() -> None:
    assert make_plan(ROUND, QUESTION, 35, Mode.EXAM).time_calls() == (600.0, 300.0, 120.0)
    assert make_plan(ROUND, QUESTION, 10, Mode.EXAM).time_calls() == (300.0, 120.0)
    assert make_plan(ROUND, QUESTION, 2, Mode.EXAM).time_calls() == ()
