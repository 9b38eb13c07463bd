"""A redo of one part: what it asks, how it is held, what the rules hear of it beside the first take."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from interviewer.conduct import Interview
from interviewer.content.cues import plain
from interviewer.content.model import Round
from interviewer.events import Event, LineSaid, Role, SessionEnded
from interviewer.listening.coverage import read_substance
from interviewer.listening.substance import Flag, MetricTable, Said, Substance
from interviewer.minds.scripted import ScriptedMind
from interviewer.plan import Mode, Plan
from interviewer.records.manifest import summary_of
from interviewer.records.transcript import transcript_of
from interviewer.review.better import prompt_on
from interviewer.review.debrief import CaseDebrief
from interviewer.review.redo import REDO_SECONDS, items_meant, question_at, redo_plan, spoken
from interviewer.review.takes import NO_CALL, TakeHeard, heard_of, review_redo
from interviewer.review.told import Quoted
from interviewer.review.values import Improvement, ItemReview, QuestionReview, Review
from interviewer.scripted import MemoryRecord, ScriptedStudio, Turn, VirtualClock
from tests.interviewer.content.support import shipped
from tests.interviewer.review.support import LIBRARY, MEDIUM, ROUND, Candidate, held

GUARDED = "As a guardrail I would watch staff minutes per hold, which must not rise by more than a tenth."
CASE = CaseDebrief(LIBRARY.id, "c", "troubleshooting", "the share of ready holds", 0.0, "A cause.", "An action.")


def improvement(about: str) -> Improvement:
    return Improvement(about, 12.0, "I would ask people.", "It was not heard.", "Say a number.", "hint", "Say it.")


def plan_on(about: str) -> Plan:
    return redo_plan(ROUND, LIBRARY, improvement(about), cases=(CASE,))


# --- what it asks -----------------------------------------------------------------------------------------------------


def test_the_pack_s_own_question_for_the_part_is_asked() -> None:
    item = next(one for one in ROUND.items if one.id == "guardrails")
    assert plan_on("guardrails").question.spoken == prompt_on(item, ROUND, LIBRARY) != ""


def test_what_was_asked_is_asked_in_the_same_words() -> None:
    told = asyncio.run(held(Candidate(MEDIUM))).transcript
    probe = next(one for one in told if one.role is Role.PROBE)
    item = next(one.item for one in LIBRARY.follow_ups if probe.item == f"{LIBRARY.id}/{one.id}")
    worded = replace(probe, asked="You named planners. What could get worse for them?")
    first = tuple(worded if one is probe else one for one in told)
    assert redo_plan(ROUND, LIBRARY, improvement(item), first).question.spoken == worded.asked


def test_a_part_nobody_asks_for_narrows_the_main_question() -> None:
    bare = LIBRARY.model_copy(update={"follow_ups": ()})
    alone = ROUND.model_copy(update={"follow_ups": ()})
    asked = spoken(alone, bare, improvement("guardrails"))
    assert asked.startswith(LIBRARY.spoken)
    assert asked.endswith("that your answer names a metric that must not get worse.")


@pytest.mark.parametrize(
    ("about", "case", "words"),
    [
        ("structure", CASE, "take each step at once"),
        ("goals", CASE, "only one part counts: goals"),
        ("case:troubleshooting", CASE, "before you name a cause?"),
        ("case:troubleshooting", replace(CASE, cause_right=True), "what would you do about it today"),
        ("case:another", CASE, "what would you ask"),
        ("no-such-part", CASE, LIBRARY.spoken),
    ],
)
def test_every_other_improvement_has_its_question(about: str, case: CaseDebrief, words: str) -> None:
    assert words in spoken(ROUND, LIBRARY, improvement(about), cases=(case,))


def test_no_question_tells_how_it_went_or_is_longer_than_can_be_said() -> None:
    pack = shipped()
    for question in pack.questions:
        of = pack.round_of(question)
        for item in of.items:
            asked = spoken(of, question, improvement(item.id))
            assert "not heard" not in asked
            assert len(plain(asked).split()) <= 100, asked


def test_the_question_of_the_moment_is_redone() -> None:
    told = asyncio.run(held(Candidate(MEDIUM))).transcript
    first = next(one for one in told if one.role is Role.QUESTION)
    later = replace(first, item="execution/later", start=100.0)
    assert question_at((first, later), 99.0, "") == first.item
    assert question_at((first, later), 101.0, "") == "execution/later"
    assert question_at((first, later), None, "") == first.item
    assert question_at((), 5.0, "execution/written") == "execution/written"


# --- how it is held ---------------------------------------------------------------------------------------------------


def test_it_is_one_phase_of_ninety_seconds_in_practice() -> None:
    plan = plan_on("guardrails")
    assert [(phase.id, phase.seconds) for phase in plan.phases] == [("metrics", REDO_SECONDS)]
    assert plan.mode is Mode.PRACTICE
    assert plan.time_calls() == ()
    assert plan.question.id == LIBRARY.id
    assert plan.question.follow_ups == plan.round.follow_ups == ()
    assert [item.id for item in plan.round.items] == ["guardrails"]
    assert plan.question.hints.graded == ("It was not heard.", LIBRARY.hints.pointer, "Say a number.")


async def hold(plan: Plan, answer: str, seconds: float = 20.0) -> tuple[Event, ...]:
    """A redo that was held; `seconds`: how long the answer takes."""
    clock, record = VirtualClock(), MemoryRecord()
    pace = len(answer.split()) / seconds
    interview = Interview(
        plan,
        make_studio=lambda publish: ScriptedStudio(
            publish, clock, lambda _asked: Turn(answer, wait_seconds=0.2, words_a_second=pace)
        ),
        mind=ScriptedMind(),
        fallback=ScriptedMind(),
        clock=clock,
        record=record,
        engines={"mind": "scripted"},
        show=lambda event: None,
    )
    await interview.hold()
    return tuple(record.events)


def test_the_answer_ends_it_without_a_follow_up() -> None:
    events = asyncio.run(hold(plan_on("guardrails"), GUARDED))
    said = [event for event in events if isinstance(event, LineSaid)]
    assert [event.role for event in said] == [Role.QUESTION, Role.CLOSING]
    assert plan_on("guardrails").question.spoken in said[0].text
    assert isinstance(events[-1], SessionEnded)


def test_the_questions_of_a_case_are_the_answer_and_get_none() -> None:
    asked = "When did it start? Was it sudden or gradual?"
    events = asyncio.run(hold(plan_on("case:troubleshooting"), asked))
    assert [event.role for event in events if isinstance(event, LineSaid)] == [Role.QUESTION, Role.CLOSING]


def test_somebody_who_goes_on_is_stopped_after_the_grace() -> None:
    events = asyncio.run(hold(plan_on("guardrails"), " ".join([GUARDED] * 30), seconds=600))
    roles = [event.role for event in events if isinstance(event, LineSaid)]
    began = next(event.t for event in events if isinstance(event, LineSaid))
    assert Role.PROBE not in roles
    assert REDO_SECONDS < events[-1].t - began < REDO_SECONDS + 60


# --- what is heard of it ----------------------------------------------------------------------------------------------


def heard_in(about: str, answer: str) -> Review:
    plan = plan_on(about)
    told = transcript_of(asyncio.run(hold(plan, answer)))
    return review_redo(told, ROUND, LIBRARY, read_substance, about=about, plan=summary_of(plan))


def test_it_is_listened_to_and_neither_scored_nor_called() -> None:
    review = heard_in("guardrails", GUARDED)
    assert (review.call, review.call_reason, review.dimensions, review.improvements) == (None, NO_CALL, (), ())
    found = heard_of("guardrails", ROUND, review.questions, LIBRARY.id)
    assert found.whole
    assert found.evidence is not None
    assert "staff minutes" in found.evidence.quote


def test_what_was_not_said_is_not_heard() -> None:
    review = heard_in("guardrails", "I would ask people what they think of it and then go on from there.")
    assert heard_of("guardrails", ROUND, review.questions, LIBRARY.id).worth == 0


def test_a_trade_off_is_heard_although_the_main_line_asks_for_it() -> None:
    """Its cues only count in answers to a trade-off, which a redo of it is."""
    answer = (
        "On the one hand more holds are collected, on the other hand the queue grows, and that weighs more for me. "
        "So I would not ship it."
    )
    plan = plan_on("trade_off_judgement")
    told = transcript_of(asyncio.run(hold(plan, answer)))
    roles: list[Role | None] = []

    def read(of: Round, answers: Sequence[Said]) -> Substance:
        roles.extend(one.asked for one in answers)
        return read_substance(of, answers)

    review_redo(told, ROUND, LIBRARY, read, about="trade_off_judgement", plan=summary_of(plan))
    assert roles == [Role.TRADE_OFF]


def test_a_round_that_is_gone_leaves_the_words() -> None:
    plan = plan_on("guardrails")
    told = transcript_of(asyncio.run(hold(plan, GUARDED)))
    review = review_redo(told, None, None, read_substance, about="guardrails", plan=summary_of(plan))
    assert review.questions == ()
    assert review.words == len(GUARDED.split())


def test_two_takes_are_told_apart() -> None:
    def item(name: str, done: float) -> ItemReview:
        return ItemReview(name, name, "metrics", 5, True, done, Quoted("words", 1, 3.0) if done else None)

    items = (item("north_star", 0.5), item("guardrails", 0.0), item("objectives", 1.0))
    table = MetricTable("happiness", (), (), ("shorter waits",), (Flag.NOT_MEASURABLE, Flag.NO_GUARDRAIL))
    questions = (QuestionReview("q", "Q", items, table),)

    star = heard_of("north_star", ROUND, questions, "q")
    assert star == TakeHeard(0, 1, 1, Quoted("words", 1, 3.0), ("happiness",), (Flag.NOT_MEASURABLE,))
    assert heard_of("guardrails", ROUND, questions, "q") == TakeHeard(0, 1, flags=(Flag.NO_GUARDRAIL,))
    assert heard_of("objectives", ROUND, questions, "q").whole
    assert heard_of("objectives", ROUND, questions, "another") == TakeHeard(0, 0)
    assert heard_of("case:troubleshooting", ROUND, questions, "q") == TakeHeard(0, 0)
    assert heard_of("structure", ROUND, questions, "q").of == 3
    assert items_meant("metrics", ROUND) >= {"north_star", "guardrails"}
