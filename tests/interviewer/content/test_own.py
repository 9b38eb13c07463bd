"""A question of one's own, from a line of text."""

from __future__ import annotations

import pytest

from assets import resource
from interviewer.content.loader import load_packs
from interviewer.content.model import Round
from interviewer.content.own import own_question
from interviewer.errors import PlanError
from interviewer.plan import Mode, make_plan


@pytest.fixture(scope="module")
def execution() -> Round:
    (pack,) = load_packs(resource("packs"), round_id="execution").packs
    return next(entry for entry in pack.rounds if entry.id == "execution")


def test_it_is_asked_as_it_was_written(execution: Round) -> None:
    question = own_question(execution, "  How would you measure\n a bakery's  success? ", "senior")
    assert question.spoken == "How would you measure a bakery's success?"
    assert question.title == "How would you measure a bakery's success"
    assert make_plan(execution, question, 20, Mode.PRACTICE).question is question


def test_what_is_no_unicode_is_a_question_mark(execution: Round) -> None:
    question = own_question(execution, "How would you measure a caf\udce9?", "pm")
    assert question.spoken == "How would you measure a caf??"


def test_the_same_text_is_the_same_question(execution: Round) -> None:
    one = own_question(execution, "How would you measure a bakery?", "pm")
    other = own_question(execution, "how would you  measure a Bakery?", "apm")
    assert one.id == other.id != own_question(execution, "How would you measure a brewery?", "pm").id


def test_a_long_one_has_a_short_title(execution: Round) -> None:
    question = own_question(execution, "How would you set goals " + "for a very large bakery " * 8 + "?", "pm")
    assert len(question.title) <= 62
    assert question.title.endswith(" …")


@pytest.mark.parametrize("text", ["Why?", "x" * 601, "   "])
def test_what_cannot_be_asked_is_refused(execution: Round, text: str) -> None:
    with pytest.raises(PlanError, match="12 to 600 characters"):
        own_question(execution, text, "pm")
