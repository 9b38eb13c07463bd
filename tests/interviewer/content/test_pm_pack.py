"""The shipped pack is complete: what every question needs for a whole interview is there."""

from __future__ import annotations

import pytest

from interviewer.content import cues
from interviewer.content.model import FollowUp, Question, Round
from interviewer.minds.sentences import split
from tests.interviewer.content.support import shipped

PACK = shipped()
SLOTS = {
    "time_period", "trend", "year_over_year", "geography", "data_quality", "platform", "industry", "competitors",
    "environment", "marketing", "tech", "segments",
}  # fmt: skip
CASES = [(question, each) for question in PACK.questions for each in question.follow_ups if each.case is not None]
FOLLOW_UPS = [
    *(each for entry in PACK.rounds for each in entry.follow_ups),
    *(each for question in PACK.questions for each in question.follow_ups),
]
REACTING = [each for each in FOLLOW_UPS if each.when]

each_question = pytest.mark.parametrize("question", PACK.questions, ids=lambda question: question.id)
each_round = pytest.mark.parametrize("entry", PACK.rounds, ids=lambda entry: entry.id)


def asked_of(question: Question) -> tuple[FollowUp, ...]:
    return (*PACK.round_of(question).follow_ups, *question.follow_ups)


@each_question
def test_every_important_item_can_be_asked_for(question: Question) -> None:
    wanted = {item.id for item in PACK.round_of(question).items if item.importance >= 6}
    missing = wanted - {follow_up.item for follow_up in asked_of(question)}
    assert not missing, f"{question.id} never asks for {missing}"


@each_question
def test_every_kind_of_follow_up_can_be_asked(question: Question) -> None:
    kinds = [follow_up.kind for follow_up in asked_of(question)]
    for kind in PACK.round_of(question).kinds:
        if kind.role != "troubleshooting":
            assert kinds.count(kind.id) >= kind.most, f"{question.id} has too few of {kind.id}"


@each_question
def test_a_question_is_complete(question: Question) -> None:
    assert len(question.brief.facts) >= 6
    assert len(question.strong) >= 4
    assert len(question.model_answer) >= 4
    assert all(30 <= len(section.text.split()) <= 150 for section in question.model_answer)


@pytest.mark.parametrize(("question", "opened"), CASES, ids=lambda each: each.id)
def test_a_case_points_at_its_cause_and_can_be_named(question: Question, opened: FollowUp) -> None:
    case = opened.case
    assert case is not None
    assert {fact.slot for fact in case.facts} == SLOTS
    assert 2 <= sum(fact.signal for fact in case.facts) <= 6
    assert cues.heard(case.cause_cues, cues.plain(case.cause))


@each_round
def test_nothing_spoken_praises_or_judges(entry: Round) -> None:
    banned = ("great", "excellent", "perfect", "well done", "good answer", "good point", "correct", "hire*")
    spoken = [line for name in type(entry.lines).model_fields for line in getattr(entry.lines, name)]
    spoken += [phase.nudge for phase in entry.phases]
    spoken += [follow_up.spoken for follow_up in entry.follow_ups]
    for question in PACK.questions:
        if question.round == entry.id:
            spoken += [follow_up.spoken for follow_up in question.follow_ups]
    for line in spoken:
        assert not cues.heard(banned, cues.plain(line)), line


@pytest.mark.parametrize("follow_up", REACTING, ids=lambda follow_up: follow_up.id)
def test_what_answers_to_bare_words_does_not_say_what_the_candidate_thinks(follow_up: FollowUp) -> None:
    """`when` hears “I would not count applications” too: the line may say what came up, not what was said of it."""
    for sentence in split(follow_up.spoken):
        first, second, *_ = sentence.lower().split()
        assert not first.startswith("you'"), sentence
        assert first != "you" or second in ("spoke", "mentioned", "talked", "brought"), sentence
        assert (first, second) not in (("there", "was"), ("there", "were")), sentence


@pytest.mark.parametrize(
    ("follow_up", "told"),
    [
        (
            "any-went-well",
            "At first everything was fine. Then I changed a price table on my own, and nobody was happy.",
        ),
        (
            "found-by-a-customer",
            "I noticed it myself before a customer complained. In the end one client wrote back to thank us.",
        ),
    ],
)
def test_a_story_does_not_call_for_a_follow_up_about_its_opposite(follow_up: str, told: str) -> None:
    (found,) = (each for each in REACTING if each.id == follow_up)
    said = cues.plain(told)
    assert not cues.heard(found.when, said) or cues.heard(found.unless, said)


@each_question
def test_every_line_is_whole_sentences(question: Question) -> None:
    for follow_up in asked_of(question):
        for sentence in split(follow_up.spoken):
            assert sentence[-1] in ".?"
            assert sentence[0].isupper()
