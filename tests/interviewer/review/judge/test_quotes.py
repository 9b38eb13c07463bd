"""A quote is found as it was said, mis-hearings and all, and nothing is found that was not said."""

from __future__ import annotations

import pytest

from interviewer.events import Role
from interviewer.records.transcript import Answer
from interviewer.review.judge.quotes import find
from interviewer.review.told import answers_in, in_order
from tests.interviewer.review.talk import Talk

SPOKEN = (
    "I would, um, look at holds that are collected within fourteen days. We should not chase growth. The weight is "
    "long, and the data base of members says so."
)
SHORT = "Retention, yes."


def answers(*spoken: str) -> tuple[Answer, ...]:
    return answers_in(in_order(Talk().line(Role.QUESTION, "q", *spoken).exchanges))


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("holds that are collected within fourteen days", "holds that are collected within fourteen days."),
        ("Holds that are collected within 14 days.", "holds that are collected within fourteen days."),
        ("I would look at holds that are collected", "I would, um, look at holds that are collected"),
        ("The wait is long, and the database of members", "The weight is long, and the data base of members"),
        ("we should not chase growth", "We should not chase growth."),
        ("I would look at holds … collected within fourteen days", "collected within fourteen days."),
        ("Retention, yes", "Retention, yes."),
    ],
)
def test_what_was_said_is_found_as_it_was_said(quote: str, found: str) -> None:
    quoted = find(quote, answers(SPOKEN, SHORT))
    assert quoted is not None
    assert quoted.quote == found
    assert quoted.at in (2.0, 13.0), "the answer's beginning: it was typed"


@pytest.mark.parametrize(
    "quote",
    [
        "",
        "…",
        "days",
        "fourteen days",
        "We should chase growth",
        "We should never chase growth",
        "holds that are collected within forty days",
        "holds that are collected within fifteen days",
        "Line 1.",
        "My north star is the share of members who come back",
        "The mission of the library is reading for everybody in the city",
    ],
)
def test_what_was_not_said_is_found_nowhere(quote: str) -> None:
    assert find(quote, answers(SPOKEN, SHORT)) is None


def test_the_closest_answer_is_taken() -> None:
    spoken = ("I count holds collected in a week or two.", "I count holds collected in a week or more.")
    quoted = find("I count holds collected in a week or more", answers(*spoken))
    assert quoted is not None
    assert quoted.answer == 2


def test_it_is_found_deep_in_a_long_answer() -> None:
    spoken = " ".join(f"Then there is number {number}." for number in range(500))
    quoted = find("there is number 377", answers(spoken))
    assert quoted is not None
    assert quoted.quote == "there is number 377."
