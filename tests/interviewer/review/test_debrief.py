"""The debrief tells exactly what happened in a case."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from interviewer.content.model import FollowUp, Question
from interviewer.events import Role
from interviewer.records.transcript import Exchange
from interviewer.review.debrief import CaseDebrief, cases_in, debrief
from interviewer.review.told import in_order
from tests.interviewer.review.support import LIBRARY, ROUND, SOLVED, STRONG, Candidate, held
from tests.interviewer.review.talk import Talk

FISHING = "execution/library-holds/fewer-collected"
DONE = "I think the Android release broke the notifications. I would roll it back."


def debriefs(transcript: Sequence[Exchange], question: Question = LIBRARY) -> list[CaseDebrief]:
    return [debrief(case, ROUND) for case in cases_in(in_order(transcript), [question], ROUND.follow_ups)]


async def fished(*case: str) -> CaseDebrief:
    """The debrief of a whole interview in which these things are said in the case."""
    (one,) = debriefs((await held(Candidate(STRONG, case))).transcript)
    return one


def opened(*said: str, item: str = FISHING) -> Talk:
    return Talk().line(Role.QUESTION, LIBRARY.id, "An answer.").line(Role.TROUBLESHOOTING, item, *said)


# --- the way through a case -------------------------------------------------------------------------------------------


async def test_the_path_is_exact() -> None:
    case = await fished(
        "Where did it fall, in all branches?",
        "When did it start?",
        "Did anything change on iPhone or Android?",
        "When did it start again?",
        DONE,
        "I'd send the missed notices.",
    )
    told = [(step.slot, step.question, step.signal, step.repeat) for step in case.path]
    assert told == [
        ("geography", 1, False, False),
        ("time_period", 2, True, False),
        ("platform", 3, True, False),
        ("time_period", 4, True, True),
    ]
    assert [step.at for step in case.path] == sorted(step.at for step in case.path)
    assert case.path[0].at > case.opened > 0
    assert case.path[2].quote == "Did anything change on iPhone or Android?"
    assert (case.questions, case.repeats, case.misses) == (4, 1, ())
    assert (case.questions_to_last_signal, case.questions_to_diagnosis) == (3, 4)
    assert case.diagnosis is not None
    assert case.diagnosis.quote == "I think the Android release broke the notifications."
    assert case.diagnosis.at > case.path[-1].at
    assert (case.premature, case.cause_right, case.action_fits) == (False, True, True)
    assert case.signals_never_asked == ("trend", "tech", "segments")
    assert (case.question, case.follow_up, case.item) == (LIBRARY.id, "fewer-collected", "diagnosis")


async def test_several_slots_in_one_question() -> None:
    case = await fished("Which platform is it, and since when?", DONE, "I'd roll it back.")
    assert {(step.slot, step.question) for step in case.path} == {("platform", 1), ("time_period", 1)}
    assert (case.questions, case.questions_to_last_signal) == (1, 1)


async def test_a_diagnosis_before_any_signal_is_premature() -> None:
    case = await fished("Was there a holiday or a strike?", DONE, "I'd roll it back.")
    assert (case.premature, case.cause_right, case.questions_to_last_signal) == (True, True, None)
    assert case.questions_to_diagnosis == 1
    at_once = await fished(DONE, "I'd roll it back.")
    assert (at_once.premature, at_once.questions_to_diagnosis, at_once.path) == (True, 0, ())


async def test_what_is_asked_after_the_diagnosis_does_not_make_it_less_premature() -> None:
    case = await fished(DONE, "Was it on Android?", "I'd roll it back.")
    assert [step.slot for step in case.path] == ["platform"]
    assert (case.premature, case.questions, case.questions_to_diagnosis) == (True, 1, 0)


async def test_questions_that_got_no_fact_are_misses() -> None:
    case = await fished("Is there anything unusual?", "What caused it?", "How large is your team?", *SOLVED)
    assert [(miss.kind, miss.question) for miss in case.misses] == [("vague", 1), ("cause", 2), ("off_sheet", 3)]
    assert case.misses[2].quote == "How large is your team?"
    assert (case.questions, case.questions_to_last_signal) == (6, 6)


# --- the diagnosis ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "right"),
    [
        (DONE, True),
        ("So the cause is not the Android release, it is the holidays.", False),
        ("I think it is not the season, it is the Android release.", True),
        ("I'd say we can rule out the Android update. My conclusion is that members read less.", False),
    ],
)
async def test_only_what_is_claimed_is_the_cause(said: str, right: bool) -> None:
    case = await fished("When did it start?", said, "I'd look further.")
    assert case.diagnosis is not None
    assert case.cause_right is right


async def test_what_comes_after_the_diagnosis_can_put_it_right() -> None:
    wrong = "I think it is the weather."
    assert (await fished("When did it start?", wrong, "No, it must be the Android release.")).cause_right
    assert not (await fished("When did it start?", wrong, "Was there an Android release?", "I'd wait.")).cause_right


async def test_an_action_that_is_ruled_out_does_not_fit() -> None:
    said = "I think the Android release broke the notifications."
    assert (await fished("When did it start?", said, "I would roll it back.")).action_fits
    assert not (await fished("When did it start?", said, "I would not roll it back. I would wait.")).action_fits


async def test_somebody_who_only_talks_has_made_no_diagnosis() -> None:
    case = await fished("Hm, that is a lot.", "That is quite a change.", "Well, well.", "I see.")
    assert case.diagnosis is None
    assert (case.questions, case.questions_to_diagnosis, case.premature) == (0, None, False)
    assert case.answers >= 3


def test_time_may_run_out_before_the_interviewer_takes_the_diagnosis() -> None:
    talk = opened("When did it start?").line(Role.CLARIFICATION, f"{FISHING}/time_period", DONE)
    talk.line(Role.CLOSING, "execution/closing")
    (case,) = debriefs(talk.exchanges)
    assert case.diagnosis is not None
    assert (case.cause_right, case.action_fits, case.questions_to_diagnosis) == (True, True, 1)


def test_a_question_that_was_cut_off_by_the_end_is_no_diagnosis() -> None:
    talk = opened("When did it start?").line(Role.CLARIFICATION, f"{FISHING}/time_period", "Was it Android?")
    (case,) = debriefs(talk.exchanges)
    assert case.diagnosis is None


# --- how it stands in a record ----------------------------------------------------------------------------------------


def test_lines_put_in_are_no_replies() -> None:
    talk = opened("When did it start?")
    talk.line(Role.TIME_CALL, "execution/time/120").line(Role.HINT, f"{LIBRARY.id}/hint/1")
    talk.line(Role.CLARIFICATION, f"{FISHING}/time_period", "Say that again.")
    talk.line(Role.REPEAT, f"{FISHING}/time_period", "And which platform?")
    talk.line(Role.CLARIFICATION, f"{FISHING}/platform", DONE)
    talk.line(Role.TROUBLESHOOTING, f"{FISHING}/action", "Roll it back.")
    (case,) = debriefs(talk.exchanges)
    assert [(step.slot, step.question, step.quote) for step in case.path] == [
        ("time_period", 1, "When did it start?"),
        ("platform", 2, "And which platform?"),
    ]


def test_the_order_holds_when_nothing_took_any_time() -> None:
    talk = opened("When did it start?").line(Role.CLARIFICATION, f"{FISHING}/time_period", "Which platform?")
    talk.line(Role.CLARIFICATION, f"{FISHING}/platform", DONE)
    talk.line(Role.TROUBLESHOOTING, f"{FISHING}/action", "Roll it back.")
    (case,) = debriefs(talk.untimed())
    assert [step.quote for step in case.path] == ["When did it start?", "Which platform?"]
    assert case.questions_to_diagnosis == 2


def test_a_case_that_is_not_transcribed_still_has_its_path() -> None:
    talk = Talk().line(Role.TROUBLESHOOTING, FISHING, "", pending=True)
    talk.line(Role.CLARIFICATION, f"{FISHING}/tech+platform", "", pending=True)
    (case,) = debriefs(talk.exchanges)
    assert [(step.slot, step.quote, step.at) for step in case.path] == [("tech", "", 2.0), ("platform", "", 2.0)]
    assert case.diagnosis is None


def test_several_cases_in_one_session() -> None:
    first = next(one for one in LIBRARY.follow_ups if one.case is not None)
    second = first.model_copy(update={"id": "another"})
    question = LIBRARY.model_copy(update={"follow_ups": (*LIBRARY.follow_ups, second)})
    talk = opened("When did it start?").line(Role.CLARIFICATION, f"{FISHING}/time_period", DONE)
    talk.line(Role.TROUBLESHOOTING, f"{FISHING}/action", "Roll it back.")
    talk.line(Role.PROBE, f"{LIBRARY.id}/who-waits", "Which platform do you mean?")
    other = f"{LIBRARY.id}/another"
    talk.line(Role.TROUBLESHOOTING, other, "Which platform is it?").line(Role.CLARIFICATION, f"{other}/platform", "Hm.")
    one, two = debriefs(talk.exchanges, question)
    assert ([step.slot for step in one.path], one.cause_right) == (["time_period"], True)
    assert ([step.slot for step in two.path], two.diagnosis) == (["platform"], None)
    assert two.path[0].repeat is False


def test_without_a_case_there_is_no_debrief() -> None:
    talk = Talk().line(Role.QUESTION, LIBRARY.id, "When did it start?")
    assert debriefs(talk.exchanges) == []
    plain: FollowUp = LIBRARY.follow_ups[0]
    assert plain.case is None
    assert debriefs(opened("Why?", item=f"{LIBRARY.id}/{plain.id}").exchanges) == []
