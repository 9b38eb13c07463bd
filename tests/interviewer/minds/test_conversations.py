"""Whatever is said, an interview keeps to the rules of conduct and comes to its end."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.content.model import Question
from interviewer.events import Role
from interviewer.ports import Trigger
from tests.interviewer.minds.support import PACK, ROUND, Talk

PHRASES = st.sampled_from(
    [
        "",
        "um",
        "The north star is finished courses per week, because it joins both sides.",
        "Our guardrail would be complaints per visit.",
        "I see three groups of users.",
        "My goal is to shorten the wait and that comes first.",
        "I'll cover the mission, then segments.",
        "It exists because it solves a problem.",
        "First they search, then they order, and then they collect.",
        "How many users are there?",
        "When did it start, was it sudden, and is it Android or the website in all regions?",
        "What caused it?",
        "Can you repeat that?",
        "Let me think for a minute.",
        "I think it was caused by the release.",
        "I would roll it back.",
        "Is that okay?",
        "{north_star} {} {0} %s",
        "Ω ≠ 5 % — “quoted” …",
        "north star is " * 30,
    ]
)
TRIGGERS = st.sampled_from(
    [Trigger.ANSWER] * 12 + [Trigger.ASK, Trigger.REPEAT, Trigger.HINT, Trigger.NOTHING_HEARD, Trigger.TIME_CALL]
)
TURNS = st.lists(st.tuples(TRIGGERS, st.lists(PHRASES, max_size=4).map(" ".join), st.floats(1, 400)), max_size=60)
ASKED_ONCE = (Role.PROBE, Role.TRADE_OFF, Role.TROUBLESHOOTING, Role.NUDGE)


def knows(asked: Question) -> set[str]:
    """Every fact the interviewer may give."""
    facts = {fact.fact for fact in asked.brief.facts} | {asked.brief.default}
    for follow_up in asked.follow_ups:
        facts |= {fact.fact for fact in follow_up.case.facts} if follow_up.case else set()
    lines = PACK.round_of(asked).lines
    return facts.union(lines.thinking, lines.be_specific, lines.no_data, lines.your_diagnosis, lines.go_ahead)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PACK.questions), st.floats(2, 90), st.integers(0, 99), TURNS)
def test_the_rules_of_conduct_hold(
    asked: Question, minutes: float, seed: int, turns: list[tuple[Trigger, str, float]]
) -> None:
    talk = Talk(asked, minutes, seed)
    lines = [talk.say(Trigger.OPENING)]
    facts: dict[str, str] = {}
    for trigger, text, seconds in turns:
        if talk.seconds >= talk.plan.seconds or lines[-1].role is Role.CLOSING:
            break
        lines.append(talk.answer(text, seconds, trigger))
    if lines[-1].role is not Role.CLOSING:
        lines.append(talk.say(Trigger.CLOSING))

    once = [line.item for line in lines if line.role in ASKED_ONCE]
    assert len(once) == len(set(once))
    for line in lines:
        assert line.text.strip()
        assert line.text.count("?") <= 1 or line.role is Role.REPEAT
        if line.role is Role.CLARIFICATION:
            assert facts.setdefault(line.item + line.text, line.text) == line.text
            left = line.text
            for fact in sorted(knows(asked), key=len, reverse=True):
                left = left.replace(fact, "")
            assert not left.strip(), left
        else:
            greeting = line.role is Role.QUESTION
            assert len(line.text.removesuffix(asked.spoken).split()) <= (15 if greeting else 40)
    assert lines[-1].text in ROUND.lines.closing


@pytest.mark.parametrize("asked", PACK.questions, ids=lambda asked: asked.id)
@pytest.mark.parametrize("minutes", [2, 10, 35, 90])
def test_it_ends_by_itself_however_little_is_said(asked: Question, minutes: float) -> None:
    talk = Talk(asked, minutes)
    talk.say(Trigger.OPENING)
    roles: list[Role] = []
    while not roles or roles[-1] is not Role.CLOSING:
        roles.append(talk.answer("Well, that depends on many things.", 1).role)
        assert len(roles) < 30
    assert roles.count(Role.PROBE) <= 4
    assert Role.TROUBLESHOOTING in roles


def test_a_reply_takes_less_than_five_milliseconds() -> None:
    talk = Talk(PACK.questions[0])
    talk.say(Trigger.OPENING)
    answer = (
        "The north star would be visits per week because it joins both sides. I see two groups who come for different "
        "reasons, and my goal is to shorten the wait for both of them before anything else happens. "
    ) * 20
    talk.answer(answer, 300)
    took = []
    for number in range(20):
        talk.exchanges = talk.exchanges[:1]
        talk.exchanges[0] = type(talk.exchanges[0])(1, Role.QUESTION, PACK.questions[0].id, "", f"{answer} {number}")
        began = time.thread_time()
        talk.say(Trigger.ANSWER)
        took.append(time.thread_time() - began)
    assert len(answer.split()) > 700
    assert sorted(took)[len(took) // 2] < 0.005, took  # of processor time: other work on the machine does not count
