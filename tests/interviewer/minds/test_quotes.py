"""What is quoted as the candidate's metric is one that the candidate named, whole and not what became of it."""

from __future__ import annotations

import pytest

from interviewer.events import Role
from interviewer.minds.listening import Listener
from interviewer.ports import Trigger
from tests.interviewer.minds.support import ROUND, Talk, opened, question

METRICS = (
    "My north star is the number of holds collected within two weeks. My guardrail is that complaints must not rise."
)
NORTH_STAR = "the number of holds collected within two weeks"
VERDICTS = (
    "The north star is up ten percent, but complaints are up too, so I would look closer.",
    "The main metric is flat, so I would not ship it.",
    "The main metric is lower than before, and the guardrail is worse by a little.",
    "I'd say the main metric is rising. The guardrail is never fine.",
)


def quotes(*answers: str) -> dict[str, str]:
    return dict(Listener(ROUND).hear(answers).quotes)


def test_metrics_are_quoted_whole_and_without_what_they_must_not_do() -> None:
    assert quotes(METRICS) == {"north_star": NORTH_STAR, "guardrail": "complaints"}


@pytest.mark.parametrize("verdict", VERDICTS)
def test_what_became_of_a_metric_is_no_metric(verdict: str) -> None:
    assert quotes(verdict) == {}


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("The main metric should never be downloads.", {}),
        ("My guardrail would be that churn must not go up.", {"guardrail": "churn"}),
        ("My guardrail is that staff time stays flat.", {"guardrail": "staff time"}),
        ("My goal is to lower the wait.", {"objective": "lower the wait"}),
        ("The north star is finished sign up forms a week.", {"north_star": "finished sign up forms a week"}),
    ],
)
def test_a_quote_ends_where_the_verdict_begins(said: str, quoted: dict[str, str]) -> None:
    assert quotes(said) == quoted


def test_a_metric_may_still_be_changed() -> None:
    assert quotes(METRICS, "My north star is loans per member.")["north_star"] == "loans per member"


def in_a_trade_off(answer: str) -> Talk:
    """An interview in which a first trade-off is answered so."""
    talk = opened(question("library-holds"))
    talk.answer(METRICS, 180)
    talk.until(Role.TRADE_OFF, "I see what you mean there.")
    talk.answer(answer)
    return talk


@pytest.mark.parametrize("answer", [*VERDICTS, "The main metric is a proxy for reading. I would ship it."])
def test_what_is_said_of_a_trade_off_names_no_other_metric(answer: str) -> None:
    talk = in_a_trade_off(answer)
    heard = talk.mind.heard(talk.situation(Trigger.ANSWER))
    assert dict(heard.quotes) == {"north_star": NORTH_STAR, "guardrail": "complaints"}


def test_what_is_said_after_a_question_about_a_trade_off_belongs_to_it() -> None:
    talk = in_a_trade_off("How long was the test, may I ask?")
    assert talk.exchanges[-1].role is Role.CLARIFICATION
    talk.answer("The main metric is a proxy for reading. I would ship it.")
    assert talk.mind.heard(talk.situation(Trigger.ANSWER)).quotes["north_star"] == NORTH_STAR


def test_a_metric_first_named_in_a_trade_off_is_heard() -> None:
    talk = opened(question("library-holds"))
    talk.until(Role.TRADE_OFF, "I see what you mean there.")
    talk.answer("It depends. My north star is loans per member.")
    assert talk.mind.heard(talk.situation(Trigger.ANSWER)).quotes["north_star"] == "loans per member"
