"""A pack for another job needs no code: its own phases, kinds, items, quotes and slots carry whole interviews."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import assets
from interviewer.content.choose import more_questions
from interviewer.content.loader import load_pack, load_packs
from interviewer.content.model import Case, Pack, Question
from interviewer.events import Key, Role
from interviewer.minds.scripted import ScriptedMind
from interviewer.plan import Mode, make_plan, questions_in
from tests.interviewer.content.support import shipped
from tests.interviewer.minds.rehearsal import Act, Rehearsal, Said

ANALYST = Path(__file__).parents[1] / "fixtures" / "packs" / "analyst"
PACK = load_pack(ANALYST)
TEMPLATE = load_pack(assets.resource("templates", "pack"))
(ROUND,) = PACK.rounds
QUESTIONS = {question.id.split("/")[1]: question for question in PACK.questions}
EVERY = [(pack, question) for pack in (PACK, TEMPLATE) for question in pack.questions]

each_question = pytest.mark.parametrize(("pack", "asked"), EVERY, ids=lambda each: each.id)

CAREFUL = (
    "The manager of the route decides what to offer afterwards. I would exclude bookings without an account. Per "
    "person and crossing, I'd compare those who were cancelled with travellers a day earlier."
)
HASTY = "I would ask the crew how they feel about it and draw a chart of that."
FISHING = (
    "When was the table last refreshed?",
    "Are there any duplicates in it?",
    "How are the tables joined?",
    "What about empty fields, and is there a time zone involved?",
)
DIAGNOSIS = "I think the join adds rows, since a crossing has several prices now."
ACTION = "I'd keep one price for each crossing and test that the join adds no rows."


def held(pack: Pack, asked: Question, acts: list[Act], minutes: float = 24, seed: int = 0) -> list[Said]:
    chosen = pack.round_of(asked)
    more = more_questions([pack], asked, questions_in(chosen, minutes) - 1, seed=seed)
    return Rehearsal(make_plan(chosen, asked, minutes, Mode.PRACTICE, more), ScriptedMind(seed)).hold(acts)


def answering(*texts: str, seconds: float = 60.0) -> list[Act]:
    return [Act(Key.DONE, text, seconds) for text in texts]


def spoken_by(pack: Pack, asked: Question) -> Iterator[str]:
    """Every line the interviewer may say without a quote or a time in it."""
    entry = pack.round_of(asked)
    for name in type(entry.lines).model_fields:
        yield from getattr(entry.lines, name)
    yield from (asked.spoken, asked.brief.default, *(fact.fact for fact in asked.brief.facts), *asked.hints.graded)
    yield from (phase.nudge for phase in entry.phases)
    for follow_up in (*asked.follow_ups, *entry.follow_ups):
        yield follow_up.spoken
        yield from (fact.fact for fact in follow_up.case.facts) if follow_up.case else ()


def case_of(asked: Question) -> Case:
    return next(follow_up.case for follow_up in asked.follow_ups if follow_up.case)


def test_it_has_nothing_of_the_shipped_pack_but_the_format() -> None:
    pm = shipped()
    assert {slot.id for slot in ROUND.slots} & {slot.id for entry in pm.rounds for slot in entry.slots} == set()
    assert {phase.id for phase in ROUND.phases} & {phase.id for entry in pm.rounds for phase in entry.phases} == set()
    assert {"doubt", "detective"} <= {kind.id for kind in ROUND.kinds}
    assert [dimension.id for dimension in ROUND.dimensions] == ["purpose", "method", "scepticism"]


def test_it_stands_beside_the_shipped_pack() -> None:
    library = load_packs(assets.resource("packs"), ANALYST.parent)
    assert [shelved.pack.id for shelved in library.shelved] == ["analyst", "pm"]
    assert library.problems == ()


@each_question
@pytest.mark.parametrize("minutes", [3, 10, 24, 60])
@pytest.mark.parametrize("text", ["", CAREFUL, HASTY])
def test_any_interview_ends_within_its_own_words(pack: Pack, asked: Question, minutes: float, text: str) -> None:
    said = held(pack, asked, answering(*[text] * 20, seconds=45), minutes)
    assert said[0].line.text.endswith(asked.spoken)
    assert said[-1].line.role is Role.CLOSING
    asked_items = [one.line.item for one in said if one.line.role in (Role.PROBE, Role.CHALLENGE, Role.TROUBLESHOOTING)]
    assert len(asked_items) == len(set(asked_items))
    lines = sorted(spoken_by(pack, asked), key=len, reverse=True)
    for one in said:
        if one.line.role in (Role.CLARIFICATION, Role.NUDGE, Role.CLOSING, Role.QUESTION):
            left = one.line.text
            for line in lines:
                left = left.replace(line, "")
            assert not left.strip(), one.line.text


def test_two_candidates_are_asked_different_things() -> None:
    asked = QUESTIONS["ferry-cancellations"]
    careful = [one.line.text for one in held(PACK, asked, answering(*[CAREFUL] * 12))]
    hasty = [one.line.text for one in held(PACK, asked, answering(*[HASTY] * 12))]
    assert "Which bookings would you look at, and which would you leave aside?" in hasty
    assert "Which bookings would you look at, and which would you leave aside?" not in careful
    assert "Who is waiting for this figure, and what will they do with it?" in hasty
    assert any("leave out bookings without" in text or "travellers a day earlier" in text for text in careful), careful


def test_its_own_case_is_answered_from_its_own_slots() -> None:
    asked = QUESTIONS["ferry-cancellations"]
    facts = {fact.slot: fact.fact for fact in case_of(asked).facts}
    acts = answering(CAREFUL, CAREFUL, CAREFUL, CAREFUL, CAREFUL, seconds=190)
    until_case = next(
        number for number in range(1, 6) if held(PACK, asked, acts[:number])[number].line.role is Role.TROUBLESHOOTING
    )
    said = held(PACK, asked, [*acts[:until_case], *answering(*FISHING, DIAGNOSIS, ACTION, seconds=8)])
    replies = {one.to: one.line for one in said if one.line.role is Role.CLARIFICATION}
    assert replies[FISHING[0]].text == facts["freshness"]
    assert replies[FISHING[1]].text == facts["duplicates"]
    assert replies[FISHING[2]].text == facts["joins"]
    assert replies[FISHING[3]].text == f"{facts['missing']} {facts['time_zone']}"
    action = next(one.line for one in said if one.to == DIAGNOSIS)
    assert action.text in ROUND.lines.action
    assert case_of(asked).cause not in " ".join(one.line.text for one in said)


def test_clarifying_questions_and_hints_come_from_the_question() -> None:
    asked = QUESTIONS["bakery-forecast"]
    acts = [Act(Key.ASK, "How were the twelve chosen?", 4), Act(Key.HINT), Act(Key.HINT)]
    said = held(PACK, asked, acts)
    assert [one.line.text for one in said[1:4]] == ["Their managers volunteered.", *asked.hints.graded[:2]]
