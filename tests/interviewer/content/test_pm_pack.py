"""The shipped pack is complete: what every question needs for a whole interview is there."""

from __future__ import annotations

import pytest

from interviewer.content import cues
from interviewer.content.model import Question
from interviewer.minds.sentences import split
from tests.interviewer.content.support import shipped

PACK = shipped()
ROUND = PACK.rounds[0]
SLOTS = {
    "time_period", "trend", "year_over_year", "geography", "data_quality", "platform", "industry", "competitors",
    "environment", "marketing", "tech", "segments",
}  # fmt: skip

each_question = pytest.mark.parametrize("question", PACK.questions, ids=lambda question: question.id)


def test_there_is_enough_to_begin_with() -> None:
    assert len(PACK.questions) >= 6
    assert len({question.industry for question in PACK.questions}) == len(PACK.questions)
    assert {slot.id for slot in ROUND.slots} == SLOTS


def test_every_item_can_be_asked_for_by_some_probe() -> None:
    wanted = {item.id for item in ROUND.items if item.importance >= 5}
    for question in PACK.questions:
        missing = wanted - {follow_up.item for follow_up in question.follow_ups} - {"mission", "lifecycle", "threats"}
        assert not missing, f"{question.id} never asks for {missing}"


@each_question
def test_a_question_is_complete(question: Question) -> None:
    kinds = [follow_up.kind for follow_up in question.follow_ups]
    assert len(question.brief.facts) >= 6
    assert kinds.count("probe") >= 5
    assert kinds.count("trade_off") == 2
    assert kinds.count("troubleshooting") == 1
    assert len(question.strong) >= 4
    assert [section.title for section in question.model_answer] == [
        "Why the product exists",
        "Segments and journeys",
        "Candidate metrics",
        "Objectives and why",
        "The deciding metric and why",
        "Guardrails",
    ]


@each_question
def test_a_case_points_at_its_cause_and_can_be_named(question: Question) -> None:
    (case,) = [follow_up.case for follow_up in question.follow_ups if follow_up.case is not None]
    assert {fact.slot for fact in case.facts} == SLOTS
    assert 2 <= sum(fact.signal for fact in case.facts) <= 6
    assert cues.heard(case.cause_cues, cues.plain(case.cause))


def test_nothing_spoken_praises_or_judges() -> None:
    banned = ("great", "excellent", "perfect", "well done", "good answer", "good point", "correct", "hire*")
    spoken = [line for name in type(ROUND.lines).model_fields for line in getattr(ROUND.lines, name)]
    spoken += [phase.nudge for phase in ROUND.phases]
    for question in PACK.questions:
        spoken += [follow_up.spoken for follow_up in question.follow_ups]
    for line in spoken:
        assert not cues.heard(banned, cues.plain(line)), line


def test_every_line_is_whole_sentences() -> None:
    for question in PACK.questions:
        for follow_up in question.follow_ups:
            for sentence in split(follow_up.spoken):
                assert sentence[-1] in ".?"
                assert sentence[0].isupper()
