"""Questions are found by id, drawn by chance from a round, and not repeated while there are others."""

from __future__ import annotations

import pytest

from interviewer.content.choose import more_questions, question_by_id, question_of_round, round_part
from interviewer.content.model import Round
from interviewer.errors import PlanError
from tests.interviewer.content.support import shipped

PACKS = (shipped(),)
EXECUTION = [question for question in PACKS[0].questions if question.round == "execution"]
IDS = [question.id for question in EXECUTION]


def test_a_question_comes_with_its_round() -> None:
    entry, question = question_by_id(PACKS, "execution/yard-slots")
    assert (entry.id, question.id) == ("execution", "execution/yard-slots")


def test_every_question_comes_with_its_round() -> None:
    for question in PACKS[0].questions:
        assert question_by_id(PACKS, question.id)[0].id == question.round


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


@pytest.mark.parametrize("entry", PACKS[0].rounds, ids=lambda entry: entry.id)
def test_the_seed_decides(entry: Round) -> None:
    ids = {question.id for question in PACKS[0].questions if question.round == entry.id}
    drawn = {question_of_round(PACKS, entry.id, seed=seed)[1].id for seed in range(40 * len(ids))}
    again = {question_of_round(PACKS, entry.id, seed=7)[1].id for _ in range(5)}
    assert drawn == ids
    assert len(again) == 1


def test_recent_questions_are_avoided_and_the_oldest_returns_first() -> None:
    for seed in range(20):
        assert question_of_round(PACKS, "execution", seed=seed, recent=IDS[1:])[1].id == IDS[0]
        assert question_of_round(PACKS, "execution", seed=seed, recent=[*IDS[2:], IDS[0], IDS[1]])[1].id == IDS[2]
        assert question_of_round(PACKS, "execution", seed=seed, recent=[IDS[0], *IDS])[1].id == IDS[0]


def test_of_two_packs_the_first_wins() -> None:
    other = PACKS[0].model_copy(update={"id": "mine", "questions": tuple(EXECUTION[:1])})
    assert question_of_round((other, *PACKS), "execution", seed=3)[1].id == IDS[0]


def more(count: int, seed: int = 0, recent: tuple[str, ...] = ()) -> list[str]:
    return [each.id for each in more_questions(PACKS, EXECUTION[0], count, seed=seed, recent=recent)]


def test_more_questions_are_others_of_the_round_and_all_different() -> None:
    for seed in range(20):
        drawn = more(3, seed)
        assert len(set(drawn)) == 3
        assert set(drawn) <= set(IDS[1:])
        assert drawn == more(3, seed)
    assert len({tuple(more(2, seed)) for seed in range(20)}) > 10


def test_there_are_no_more_questions_than_the_round_has() -> None:
    assert sorted(more(1000)) == sorted(IDS[1:])
    assert more_questions((), EXECUTION[0], 2, seed=0) == ()


def test_more_questions_avoid_recent_ones_and_take_the_oldest_of_them_first() -> None:
    recent = (*IDS[2:], IDS[3])
    assert more(3, recent=recent) == [IDS[1], IDS[2], IDS[4]]


def test_a_pack_can_be_named() -> None:
    other = PACKS[0].model_copy(update={"id": "mine", "questions": tuple(EXECUTION[:1])})
    packs = (other, *PACKS)
    assert question_of_round(packs, "mine:execution", seed=3)[1].id == IDS[0]
    assert len({question_of_round(packs, "pm:execution", seed=seed)[1].id for seed in range(9)}) > 1
    assert question_by_id(packs, "pm:execution/yard-slots")[1].id == "execution/yard-slots"
    with pytest.raises(PlanError, match="execution/yard-slots"):
        question_by_id(packs, "pm:execution/yard-slot")
    with pytest.raises(PlanError, match="There is no question “execution/yard-slots”"):
        question_by_id(packs, "mine:execution/yard-slots")
    with pytest.raises(PlanError, match=r"There is no pack “pn”\. Did you mean “pm”"):
        question_of_round(packs, "pn:execution", seed=3)


@pytest.mark.parametrize("name", ["execution", "pm:execution", "execution/yard-slots", "pm:execution/yard-slots"])
def test_the_round_in_a_name(name: str) -> None:
    assert round_part(name) == "execution"
