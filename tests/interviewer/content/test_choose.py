"""Questions are found by id, drawn by chance from a round, and not repeated while there are others."""

from __future__ import annotations

import pytest

from interviewer.content.choose import question_by_id, question_of_round
from interviewer.errors import PlanError
from tests.interviewer.content.support import shipped

PACKS = (shipped(),)
IDS = [question.id for question in PACKS[0].questions]


def test_a_question_comes_with_its_round() -> None:
    entry, question = question_by_id(PACKS, "execution/yard-slots")
    assert (entry.id, question.id) == ("execution", "execution/yard-slots")


@pytest.mark.parametrize("wrong", ["execution/yard-slot", "yard-slots", "Execution/yard-slots", "yard"])
def test_a_near_miss_is_named(wrong: str) -> None:
    with pytest.raises(PlanError, match="execution/yard-slots") as caught:
        question_by_id(PACKS, wrong)
    assert caught.value.code == "plan_impossible"


def test_a_far_miss_names_examples() -> None:
    with pytest.raises(PlanError, match="There is, for example"):
        question_by_id(PACKS, "zzz")


def test_an_unknown_round_is_refused() -> None:
    with pytest.raises(PlanError, match="Did you mean “execution”"):
        question_of_round(PACKS, "executions", seed=1)
    with pytest.raises(PlanError, match="No pack has any"):
        question_of_round((), "execution", seed=1)


def test_a_round_without_questions_says_so() -> None:
    empty = PACKS[0].model_copy(update={"questions": ()})
    with pytest.raises(PlanError, match="has no question yet"):
        question_of_round((empty,), "execution", seed=1)


def test_the_seed_decides() -> None:
    drawn = {question_of_round(PACKS, "execution", seed=seed)[1].id for seed in range(60)}
    again = {question_of_round(PACKS, "execution", seed=7)[1].id for _ in range(5)}
    assert drawn == set(IDS)
    assert len(again) == 1


def test_recent_questions_are_avoided_and_the_oldest_returns_first() -> None:
    for seed in range(20):
        assert question_of_round(PACKS, "execution", seed=seed, recent=IDS[1:])[1].id == IDS[0]
        assert question_of_round(PACKS, "execution", seed=seed, recent=[*IDS[2:], IDS[0], IDS[1]])[1].id == IDS[2]
        assert question_of_round(PACKS, "execution", seed=seed, recent=[IDS[0], *IDS])[1].id == IDS[0]


def test_of_two_packs_the_first_wins() -> None:
    other = PACKS[0].model_copy(update={"id": "mine", "questions": PACKS[0].questions[:1]})
    assert question_of_round((other, *PACKS), "execution", seed=3)[1].id == IDS[0]
