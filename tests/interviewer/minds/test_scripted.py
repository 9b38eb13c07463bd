"""The scripted mind asks, waits, answers, follows up, steers and closes as DOMAIN 3 and 4 say."""

from __future__ import annotations

import pytest

from interviewer.content import cues
from interviewer.content.model import Question
from interviewer.events import Role
from interviewer.ports import Saying, Trigger
from tests.interviewer.minds.support import (
    EXECUTION_METRICS,
    EXECUTION_PURPOSE,
    PACK,
    PEOPLE,
    ROUND,
    Talk,
    opened,
    question,
    some_of_each,
)

LIBRARY = question("library-holds")
CASE = "execution/library-holds/fewer-collected"


async def sayings(talk: Talk, trigger: Trigger) -> list[Saying]:
    return [saying async for saying in talk.mind.reply(talk.situation(trigger))]


async def test_a_line_comes_sentence_by_sentence() -> None:
    said = await sayings(Talk(LIBRARY), Trigger.OPENING)
    assert len(said) >= 2
    assert {(saying.role, saying.item) for saying in said} == {(Role.QUESTION, LIBRARY.id)}
    assert " ".join(saying.text for saying in said).endswith(LIBRARY.spoken)


@pytest.mark.parametrize("seed", range(3))
def test_every_question_is_read_as_written(seed: int) -> None:
    for asked in PACK.questions:
        line = Talk(asked, seed=seed).say(Trigger.OPENING)
        assert line.text.endswith(f" {asked.spoken}")
        assert line.text.removesuffix(f" {asked.spoken}") in PACK.round_of(asked).lines.opening


@some_of_each
def test_the_candidates_own_words_come_back(asked: Question) -> None:
    entry, answers = PACK.round_of(asked), PEOPLE[asked.round]
    heard = [
        cues.last_quote(q.cues, cues.plain(said), entry.listening.trimming) for said in answers for q in entry.quotes
    ]
    lines: list[str] = []
    for said in answers:
        talk = opened(asked)
        lines += [talk.answer(said, 180).text, *(talk.answer("I see what you mean there.").text for _ in range(6))]
    assert any(words in line.lower() for line in lines for words in heard if words), lines


def test_the_most_important_gap_is_probed_first() -> None:
    talk = opened(LIBRARY)
    line = talk.answer(EXECUTION_METRICS, 1300)
    assert line.item == f"{LIBRARY.id}/what-could-break"
    talk = opened(LIBRARY)
    assert talk.answer(EXECUTION_PURPOSE, 1300).item == f"{LIBRARY.id}/single-number"


def test_naming_the_framework_is_not_doing_it() -> None:
    talk = opened(LIBRARY)
    named = "I'll start with the mission, then segments, then goals, the north star metric and guardrails."
    assert talk.answer(named, 1300).item == f"{LIBRARY.id}/single-number"


def test_what_was_said_before_a_phase_is_moved_on_to_with_a_nudge() -> None:
    talk = opened(LIBRARY)
    assert talk.answer("I am thinking about libraries in general here.", 20).item == "execution/nudge/rationale"
    line = talk.answer("It exists because copies are few, that is the need. It serves the mission.", 30)
    assert line.role in (Role.PROBE, Role.NUDGE)


def test_the_clock_moves_the_interview_on() -> None:
    talk = opened(LIBRARY)
    assert talk.answer(EXECUTION_METRICS, 25.5 * 60).role is Role.TRADE_OFF
    assert talk.answer("Both sides matter. I would test it.", 3.6 * 60).role is Role.TROUBLESHOOTING
    assert talk.answer("Did it start suddenly?", 20).role is Role.CLARIFICATION
    assert talk.answer("I think it was caused by a bug, I would roll it back.", 4.9 * 60).role is Role.TROUBLESHOOTING
    assert talk.answer("Then I would tell the members about it.", 60).role is Role.CLOSING


def test_nothing_new_is_asked_at_the_very_end() -> None:
    talk = opened(LIBRARY)
    assert talk.answer(EXECUTION_METRICS, talk.plan.seconds - 30).role is Role.CLOSING


# --- clarifying questions ----------------------------------------------------------------------------------


@pytest.mark.parametrize("trigger", [Trigger.ASK, Trigger.ANSWER])
def test_the_brief_answers(trigger: Trigger) -> None:
    talk = opened(LIBRARY)
    line = talk.answer("Before I start, how many members do we have?", 8, trigger)
    assert (line.role, line.text) == (Role.CLARIFICATION, LIBRARY.brief.facts[0].fact)


def test_two_questions_get_two_facts_and_no_more() -> None:
    line = opened(LIBRARY).answer("Is it free, and how many branches are there?", 8, Trigger.ASK)
    assert line.text == f"{LIBRARY.brief.facts[0].fact} {LIBRARY.brief.facts[3].fact}"


def test_what_the_brief_does_not_know_is_the_candidates_call() -> None:
    line = opened(LIBRARY).answer("What colour is the logo?", 8, Trigger.ASK)
    assert line.text == LIBRARY.brief.default


def test_the_same_question_gets_the_same_words() -> None:
    talk = opened(LIBRARY)
    first = talk.answer("How many members are there?", 8, Trigger.ASK)
    talk.answer(EXECUTION_METRICS, 300)
    assert talk.answer("How many members are there?", 8, Trigger.ASK) == first


@some_of_each
def test_every_fact_of_a_brief_can_be_reached(asked: Question) -> None:
    for fact in asked.brief.facts:
        cue = fact.asks[0].replace("...", "")
        words = " ".join(word.split("|")[0].replace("*", "").replace("?", "") for word in cue.split())
        line = opened(asked).answer(f"Could you tell me, {words}?", 5, Trigger.ASK)
        assert fact.fact in line.text


def test_checking_back_is_no_question() -> None:
    talk = opened(LIBRARY)
    assert talk.answer("I would take members who wait. Does that make sense?", 10).role is not Role.CLARIFICATION


# --- the case ----------------------------------------------------------------------------------------------


def fishing(asked: Question = LIBRARY) -> Talk:
    talk = opened(asked)
    assert talk.answer(EXECUTION_METRICS, 29.5 * 60).role is Role.TROUBLESHOOTING
    return talk


@pytest.mark.parametrize(
    ("said", "slots"),
    [
        ("When did this start?", "time_period"),
        ("Was it sudden or gradual?", "trend"),
        ("How did it look last year?", "year_over_year"),
        ("Is this only in certain branches or cities?", "geography"),
        ("Can we trust the data?", "data_quality"),
        ("Is it iOS or Android?", "platform"),
        ("Is there a seasonal pattern?", "industry"),
        ("Did a competitor launch anything?", "competitors"),
        ("Were there any holidays?", "environment"),
        ("Did we change any prices?", "marketing"),
        ("Did we release anything new?", "tech"),
        ("Is it new users or existing ones?", "segments"),
        ("I'd like to know whether it differs between Android and iPhone", "platform"),
        ("Okay, so when did it start, and is it iOS or Android?", "time_period+platform"),
    ],
)
def test_a_slot_is_answered_from_the_sheet(said: str, slots: str) -> None:
    line = fishing().answer(said, 10)
    assert (line.role, line.item) == (Role.CLARIFICATION, f"{CASE}/{slots}")
    case = next(follow_up.case for follow_up in LIBRARY.follow_ups if follow_up.case is not None)
    facts = [fact.fact for slot in slots.split("+") for fact in case.facts if fact.slot == slot]
    assert line.text == " ".join(facts)


@pytest.mark.parametrize("trigger", [Trigger.ASK, Trigger.ANSWER])
def test_a_case_question_by_key_and_by_voice_gets_the_same(trigger: Trigger) -> None:
    assert fishing().answer("Did we release anything new?", 10, trigger).item == f"{CASE}/tech"


@pytest.mark.parametrize(
    ("said", "kind", "wordings"),
    [
        ("What caused it?", "cause", ROUND.lines.your_diagnosis),
        ("What else do we know?", "vague", ROUND.lines.be_specific),
        ("How large is the team?", "off_sheet", ROUND.lines.no_data),
        ("Let me see. There are many parts to this.", "go_ahead", ROUND.lines.go_ahead),
    ],
)
def test_what_is_not_on_the_sheet(said: str, kind: str, wordings: tuple[str, ...]) -> None:
    line = fishing().answer(said, 10)
    assert line.item == f"{CASE}/{kind}"
    assert line.text in wordings


def test_facts_stay_the_same_and_the_case_stays_shut() -> None:
    talk = fishing()
    first = talk.answer("Is it iOS or Android?", 10)
    talk.answer("When did it start?", 10)
    assert talk.answer("Is it iOS or Android?", 10) == first
    case = next(follow_up.case for follow_up in LIBRARY.follow_ups if follow_up.case is not None)
    assert case.cause not in " ".join(exchange.asked for exchange in talk.exchanges)


def test_a_diagnosis_ends_the_questions_and_is_not_confirmed() -> None:
    talk = fishing()
    line = talk.answer("So I think it was caused by the Android release.", 10)
    assert (line.role, line.item) == (Role.TROUBLESHOOTING, f"{CASE}/action")
    assert line.text in ROUND.lines.action
    assert talk.answer("I would roll it back.", 230).role is Role.CLOSING


def test_somebody_who_neither_asks_nor_concludes_is_led_on_twice() -> None:
    talk = fishing()
    items = [talk.answer("There are many parts to this.", 10).item for _ in range(3)]
    assert items == [f"{CASE}/go_ahead", f"{CASE}/go_ahead", f"{CASE}/action"]


# --- the other occasions -----------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["Could you repeat the question?", "Sorry, can you say that again?"])
def test_a_spoken_wish_to_hear_it_again(said: str) -> None:
    line = opened(LIBRARY).answer(said, 4)
    assert (line.role, line.item, line.text) == (Role.REPEAT, LIBRARY.id, LIBRARY.spoken)


def test_who_was_granted_time_hears_the_question_again() -> None:
    talk = opened(LIBRARY)
    talk.answer("Let me take a minute to think about that.", 4)
    assert talk.answer("Sorry, could you repeat the question?", 60).text == LIBRARY.spoken


def test_what_is_not_transcribed_yet_is_no_wish_to_hear_it_once_more() -> None:
    talk = opened(LIBRARY)
    assert talk.answer("Could you repeat the question?", 4).role is Role.REPEAT
    assert talk.answer("", 90).role not in (Role.REPEAT, Role.QUESTION)


def test_a_question_not_transcribed_yet_is_not_answered_as_the_one_before_it() -> None:
    talk = opened(LIBRARY)
    fact = talk.answer("How many members are there?", 5, Trigger.ASK)
    assert fact.text == LIBRARY.brief.facts[0].fact
    assert talk.answer("", 5, Trigger.ASK).text != fact.text


def test_a_wish_with_an_answer_or_a_question_after_it_is_not_only_a_wish() -> None:
    thought = "Let me think. The north star would be completed visits per week."
    assert opened(LIBRARY).answer(thought, 600).role is Role.PROBE
    asked = opened(LIBRARY).answer("Give me a moment. How many members are there?", 8)
    assert asked.text == LIBRARY.brief.facts[0].fact


def test_the_key_repeats_the_last_question_in_the_same_words() -> None:
    talk = opened(LIBRARY)
    probe = talk.answer(EXECUTION_METRICS, 700)
    talk.answer("How many members are there?", 5, Trigger.ASK)
    line = talk.say(Trigger.REPEAT)
    assert (line.role, line.item, line.text) == (Role.REPEAT, probe.item, probe.text)


def test_asking_for_a_minute_is_granted() -> None:
    line = opened(LIBRARY).answer("Let me take a minute to think about that.", 4)
    assert line.role is Role.CLARIFICATION
    assert line.text in ROUND.lines.thinking


def test_hints_are_graded_and_run_out() -> None:
    talk = opened(LIBRARY)
    lines = [talk.say(Trigger.HINT) for _ in range(4)]
    assert [line.text for line in lines[:3]] == list(LIBRARY.hints.graded)
    assert lines[3].text in ROUND.lines.hints_over
    assert {line.role for line in lines} == {Role.HINT}


def test_silence_is_answered_twice_in_different_words() -> None:
    talk = opened(LIBRARY)
    lines = [talk.answer("", 5, Trigger.NOTHING_HEARD) for _ in range(3)]
    assert [line.text for line in lines] == [*ROUND.lines.nothing_heard, ROUND.lines.nothing_heard[-1]]
    assert {(line.role, line.item) for line in lines} == {(Role.REPEAT, LIBRARY.id)}


def test_an_answer_not_yet_transcribed_gets_a_follow_up() -> None:
    talk = opened(LIBRARY)
    assert talk.answer("", 700).role in (Role.PROBE, Role.NUDGE)


def test_time_put_in_during_an_answer_does_not_hide_it() -> None:
    talk = opened(LIBRARY)
    talk.answer(EXECUTION_METRICS, 700)
    talk.seconds += 350
    call = talk.say(Trigger.TIME_CALL)
    assert call.role is Role.TIME_CALL
    said = talk.exchanges[-2]
    talk.exchanges[-2] = type(said)(said.line, said.role, said.item, said.asked, "How many members are there?", 350)
    assert talk.say(Trigger.ANSWER).text == LIBRARY.brief.facts[0].fact


def test_time_calls_differ_and_end_at_time() -> None:
    talk = opened(LIBRARY)
    talk.seconds = talk.plan.seconds - 600
    first = talk.say(Trigger.TIME_CALL)
    talk.seconds = talk.plan.seconds - 120
    second = talk.say(Trigger.TIME_CALL)
    talk.seconds = talk.plan.seconds + 1
    assert "about ten minutes" in first.text
    assert "about two minutes" in second.text
    assert talk.say(Trigger.TIME_CALL).text in ROUND.lines.time_over


def test_the_closing_thanks_and_judges_nothing() -> None:
    line = opened(LIBRARY).say(Trigger.CLOSING)
    assert line.role is Role.CLOSING
    assert line.text in ROUND.lines.closing
    assert "thank" in line.text.lower()


def test_the_seed_decides_the_wording_and_nothing_else_does() -> None:
    texts = {seed: Talk(LIBRARY, seed=seed).say(Trigger.OPENING).text for seed in range(12)}
    assert len(set(texts.values())) > 1
    assert texts == {seed: Talk(LIBRARY, seed=seed).say(Trigger.OPENING).text for seed in range(12)}
