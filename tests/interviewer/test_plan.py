"""Plans keep their length and scale the round's phases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.content.model import Round
from interviewer.errors import PlanError
from interviewer.plan import LENGTHS_MINUTES, SHORTEST_MINUTES, Mode, make_plan, questions_in
from tests.interviewer.content.support import shipped

PACK = shipped()
QUESTION = next(each for each in PACK.questions if each.round == "execution")
ROUND = PACK.round_of(QUESTION)
STORIES = tuple(each for each in PACK.questions if each.round == "behavioural")
BEHAVIOURAL = PACK.round_of(STORIES[0])


@given(st.sampled_from(PACK.rounds), st.floats(SHORTEST_MINUTES, 90))
def test_phases_add_up_and_keep_their_proportions(entry: Round, minutes: float) -> None:
    first, *more = (each for each in PACK.questions if each.round == entry.id)
    plan = make_plan(entry, first, minutes, Mode.EXAM, tuple(more))
    assert plan.seconds == pytest.approx(minutes * 60)
    kept = [phase for phase in entry.phases if phase.question < len(plan.questions)]
    assert [phase.id for phase in plan.phases] == [phase.id for phase in kept]
    total = sum(phase.minutes for phase in kept)
    for planned, written in zip(plan.phases, kept, strict=True):
        assert planned.seconds / plan.seconds == pytest.approx(written.minutes / total)


@pytest.mark.parametrize(("minutes", "stories"), [(2, 1), (10, 1), (20, 2), (35, 3), (45, 3), (90, 3)])
def test_a_round_of_stories_has_as_many_as_there_is_time_for(minutes: int, stories: int) -> None:
    assert questions_in(BEHAVIOURAL, minutes) == stories
    plan = make_plan(BEHAVIOURAL, STORIES[0], minutes, Mode.PRACTICE, STORIES[1:])
    assert plan.questions == STORIES[:stories]
    assert [phase.question for phase in plan.phases] == list(range(stories))


@pytest.mark.parametrize(
    "entry", [each for each in PACK.rounds if each.id != "behavioural"], ids=lambda entry: entry.id
)
def test_other_rounds_have_one_main_question_whatever_their_length(entry: Round) -> None:
    assert {questions_in(entry, minutes) for minutes in (2, 10, 35, 90)} == {1}


def test_fewer_questions_than_planned_share_the_time() -> None:
    plan = make_plan(BEHAVIOURAL, STORIES[0], 35, Mode.PRACTICE, STORIES[1:2])
    assert [phase.id for phase in plan.phases] == ["story_1", "story_2"]
    assert plan.seconds == pytest.approx(35 * 60)


@pytest.mark.parametrize("minutes", LENGTHS_MINUTES)
def test_the_phase_at_a_time(minutes: int) -> None:
    plan = make_plan(ROUND, QUESTION, minutes, Mode.PRACTICE)
    assert plan.phase_at(0).id == "clarify"
    assert plan.phase_at(plan.seconds - 1).id == "troubleshooting"
    assert plan.phase_at(plan.seconds + 60).id == "troubleshooting"


@pytest.mark.parametrize("minutes", [0, 0.9, 90.1, -5, float("nan"), float("inf")])
def test_an_impossible_length_is_refused(minutes: float) -> None:
    with pytest.raises(PlanError, match="1 to 90 minutes"):
        make_plan(ROUND, QUESTION, minutes, Mode.PRACTICE)


def test_a_minute_is_enough_for_a_sample() -> None:
    plan = make_plan(ROUND, QUESTION, SHORTEST_MINUTES, Mode.PRACTICE)
    assert plan.seconds == pytest.approx(60)
    assert plan.time_calls() == ()


def test_a_question_of_another_round_is_refused() -> None:
    other = QUESTION.model_copy(update={"round": "strategy"})
    with pytest.raises(PlanError, match="round “strategy”"):
        make_plan(ROUND, other, 20, Mode.PRACTICE)


def test_time_calls_come_in_the_second_half_only() -> None:
    assert make_plan(ROUND, QUESTION, 35, Mode.EXAM).time_calls() == (600.0, 300.0, 120.0)
    assert make_plan(ROUND, QUESTION, 10, Mode.EXAM).time_calls() == (300.0, 120.0)
    assert make_plan(ROUND, QUESTION, 2, Mode.EXAM).time_calls() == ()
