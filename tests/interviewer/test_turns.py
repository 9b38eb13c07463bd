"""The pure core: what every key does in every stage, and how time is called, granted and never taken from the clock."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.commands import BePatient, Close, Command, Emit, Finish, GoOn, Hold, Hush, Listen, Reply
from interviewer.events import (
    AnswerBegan,
    AnswerHeard,
    AnswerTyped,
    By,
    Event,
    Fault,
    Key,
    LineBegan,
    LineSaid,
    Part,
    Paused,
    PhaseBegan,
    Pressed,
    Refused,
    Resumed,
    Role,
    SegmentHeard,
    SessionEnded,
    SpeechBegan,
    SpeechPaused,
    StudioOpened,
    ThinkingBegan,
    Ticked,
)
from interviewer.plan import Mode
from interviewer.ports import Trigger
from interviewer.state import Stage
from interviewer.turns import GRACE_SECONDS, LAST_LINE_SECONDS, THINKING_SECONDS, begin, step
from speech.words import Utterance
from tests.interviewer.table import Table, plan

KEPT_STAGES = (Stage.OPENING, Stage.SPEAKING, Stage.LISTENING, Stage.FINISHING, Stage.HELD)
"""Stages in which a key can still mean something."""


def refused(table: Table) -> bool:
    return len(table.emitted(Refused)) == 1


# --- every key in every stage ---------------------------------------------------------------------------------------

DOES: dict[tuple[Stage, Key], tuple[type[Command], ...]] = {
    (Stage.SPEAKING, Key.DONE): (Hush,),
    (Stage.LISTENING, Key.DONE): (Finish,),
    (Stage.LISTENING, Key.ASK): (Finish,),
    (Stage.LISTENING, Key.THINK): (Emit, BePatient),
    (Stage.LISTENING, Key.REPEAT): (Reply,),
    (Stage.LISTENING, Key.HINT): (Reply,),
    (Stage.LISTENING, Key.PAUSE): (Hold, Emit),
    (Stage.HELD, Key.RESUME): (GoOn, Emit),
    (Stage.OPENING, Key.END): (Close,),
    (Stage.SPEAKING, Key.END): (Hush,),
    (Stage.LISTENING, Key.END): (Finish,),
    (Stage.FINISHING, Key.END): (Hush,),
    (Stage.HELD, Key.END): (Finish,),
    **{(stage, Key.STOP_VOICE): (Hush,) for stage in KEPT_STAGES},
    **{(stage, key): () for stage in KEPT_STAGES for key in (Key.WRITE, Key.SPEAK)},
    **{(Stage.LISTENING, key): (BePatient,) for key in (Key.WRITE, Key.SPEAK)},
}
"""What is commanded; every other key is refused with a sentence."""


@pytest.mark.parametrize("stage", KEPT_STAGES)
@pytest.mark.parametrize("key", Key)
def test_every_key_in_every_stage(stage: Stage, key: Key) -> None:
    table = Table().at(stage)
    commands = table.press(key)
    expected = DOES.get((stage, key))
    if expected is None:
        assert [type(one) for one in commands] == [Emit]
        assert refused(table)
        assert table.state.stage is stage
    else:
        assert tuple(type(one) for one in commands) == expected
        assert not table.emitted(Refused)


@pytest.mark.parametrize("key", Key)
@pytest.mark.parametrize("stage", [Stage.CLOSING, Stage.ENDED])
def test_no_key_does_anything_once_the_end_is_decided(stage: Stage, key: Key) -> None:
    table = Table().at(Stage.CLOSING)
    if stage is Stage.ENDED:
        table.tell(SessionEnded(t=table.t, reason="candidate"))
    assert table.press(key) == ()
    assert table.state.stage is stage


@pytest.mark.parametrize("key", [Key.HINT, Key.PAUSE])
def test_an_exam_knows_neither_hints_nor_pauses(key: Key) -> None:
    table = Table(mode=Mode.EXAM).at(Stage.LISTENING)
    table.press(key)
    assert refused(table)
    assert table.state.stage is Stage.LISTENING


@pytest.mark.parametrize("key", [key for key in Key if key not in (Key.HINT, Key.PAUSE)])
def test_every_other_key_is_the_same_in_an_exam(key: Key) -> None:
    practice, exam = Table().at(Stage.LISTENING), Table(mode=Mode.EXAM).at(Stage.LISTENING)
    assert [type(one) for one in practice.press(key)] == [type(one) for one in exam.press(key)]
    assert practice.state.stage is exam.state.stage


def test_a_refusal_is_a_sentence_and_names_the_key() -> None:
    table = Table().at(Stage.SPEAKING)
    table.press(Key.THINK)
    (event,) = table.emitted(Refused)
    assert isinstance(event, Refused)
    assert event.key is Key.THINK
    assert event.sentence.endswith(".")


@pytest.mark.parametrize("by", [By.SILENCE, By.SOURCE])
@pytest.mark.parametrize("stage", [stage for stage in KEPT_STAGES if stage is not Stage.LISTENING])
def test_nobody_is_bothered_by_an_end_that_comes_too_late(stage: Stage, by: By) -> None:
    table = Table().at(stage)
    assert table.press(Key.DONE, by=by) == ()


# --- the conversation -----------------------------------------------------------------------------------------------


def test_the_plan_begins_when_the_question_has_been_asked() -> None:
    table = Table()
    table.wait(5)
    assert table.tell(StudioOpened(t=5.0)) == (Reply(Trigger.OPENING),)
    assert table.state.elapsed == 0
    table.say(Role.QUESTION, seconds=8)
    assert table.state.elapsed == 0
    table.wait(3)
    assert table.state.elapsed == pytest.approx(3)


def test_a_studio_that_opens_twice_asks_once() -> None:
    table = Table().at(Stage.LISTENING)
    assert table.tell(StudioOpened(t=table.t)) == ()


def test_an_answer_leads_to_the_next_line_and_that_to_listening() -> None:
    table = Table().at(Stage.LISTENING)
    assert table.answer("One thing.") == (Reply(Trigger.ANSWER),)
    commands = table.say(Role.PROBE)
    assert commands[0] == Listen(2, 2)
    assert [one.answered for one in table.state.exchanges] == ["One thing.", ""]


def test_asking_something_back_returns_to_listening() -> None:
    table = Table().at(Stage.LISTENING)
    table.speak("Is it one city?")
    table.press(Key.ASK)
    assert table.heard("Is it one city?") == (Reply(Trigger.ASK),)
    commands = table.say(Role.CLARIFICATION, "One city.")
    assert commands[0] == Listen(2, 2)
    assert not table.state.asking
    assert table.answer("Then I would start there.") == (Reply(Trigger.ANSWER),)


def test_an_ask_in_which_nothing_is_heard_makes_no_question_of_the_next_answer() -> None:
    table = Table().at(Stage.LISTENING)
    table.press(Key.ASK)
    table.heard("")
    table.say(Role.REPEAT, "I did not catch that.")
    table.press(Key.ASK)
    table.heard("")
    assert table.answer("Here is my answer.") == (Reply(Trigger.ANSWER),)


def test_segments_add_up_until_the_whole_text_takes_their_place() -> None:
    table = Table().at(Stage.LISTENING)
    table.segment("One")
    table.segment("two.")
    assert table.state.exchanges[0].answered == "One two."
    table.press(Key.DONE)
    table.heard("One, two. Three.")
    assert table.state.exchanges[0].answered == "One, two. Three."


def test_a_late_segment_of_a_complete_answer_is_known_already() -> None:
    table = Table().at(Stage.LISTENING)
    table.press(Key.DONE)
    table.heard("All of it.")
    table.segment("of it.", answer=1)
    assert table.state.exchanges[0].answered == "All of it."


def test_a_late_segment_of_an_answer_that_lacks_something_is_added() -> None:
    table = Table().at(Stage.LISTENING)
    table.press(Key.DONE)
    assert table.heard("Most", pending=True) == (Reply(Trigger.ANSWER),)
    table.segment("of it.", answer=1)
    assert table.state.exchanges[0].answered == "Most of it."
    table.say()
    table.segment("of it.", answer=1)
    assert table.state.exchanges[1].answered == ""


def test_typed_answers() -> None:
    table = Table().at(Stage.LISTENING)
    commands = table.press(Key.DONE, "I would type this.")
    (typed,) = table.emitted(AnswerTyped)
    assert typed == AnswerTyped(t=table.t, answer=1, text="I would type this.")
    assert commands[-1] == Finish(1, By.TYPED)
    assert table.heard("") == (Reply(Trigger.ANSWER),)
    assert table.state.exchanges[0].answered == "I would type this."


def test_what_was_said_and_what_was_typed_is_one_answer() -> None:
    table = Table().at(Stage.LISTENING)
    table.speak("I said this.")
    table.press(Key.DONE, "And typed this.")
    table.heard("I said this.")
    assert table.state.exchanges[0].answered == "I said this. And typed this."


def test_an_answer_typed_while_the_interviewer_speaks_is_given_when_she_listens() -> None:
    table = Table().at(Stage.SPEAKING)
    assert table.press(Key.DONE, "Written ahead.") == (Hush(),)
    commands = table.say(Role.PROBE)
    assert [type(one) for one in commands] == [Listen, BePatient, Emit, Finish]
    assert table.state.stage is Stage.FINISHING
    table.heard("")
    assert table.state.exchanges[-1].answered == "Written ahead."
    assert table.say()[0] == Listen(3, 3)


WRITTEN = "Written by hand."


def typed_to(table: Table) -> list[str]:
    """What was typed as the record has it."""
    return [event.text for event in table.emitted(AnswerTyped) if isinstance(event, AnswerTyped)]


@pytest.mark.parametrize("key", [Key.DONE, Key.END])
@pytest.mark.parametrize("stage", [one for one in Stage if one not in (Stage.OPENING, Stage.ENDED)])
def test_what_is_typed_is_kept_whenever_it_is_given(stage: Stage, key: Key) -> None:
    table = Table().at(stage)
    table.press(key, WRITTEN)
    if stage is Stage.SPEAKING:
        table.say(Role.PROBE)
    assert typed_to(table) == [WRITTEN]
    assert not table.emitted(Refused)
    if stage is not Stage.CLOSING:
        table.heard("")
        assert [one.answered for one in table.state.exchanges if WRITTEN in one.answered]
        assert (table.state.stage is Stage.CLOSING) is (key is Key.END)


def test_what_is_written_in_a_pause_ends_the_pause() -> None:
    table = Table().at(Stage.HELD)
    assert [type(one) for one in table.press(Key.DONE, WRITTEN)] == [GoOn, Emit, Emit, Finish]
    assert table.heard("") == (Reply(Trigger.ANSWER),)


def test_no_silence_ends_an_answer_that_is_being_written() -> None:
    table = Table().at(Stage.LISTENING)
    assert table.press(Key.WRITE) == (BePatient(math.inf),)
    assert table.press(Key.SPEAK) == (BePatient(table.t),)
    table.press(Key.WRITE)
    table.answer("Spoken as well.")
    assert table.say(Role.PROBE)[1] == BePatient(math.inf)
    table.press(Key.DONE, WRITTEN)
    table.heard("")
    assert table.say(Role.PROBE)[1] == BePatient(table.t)


def test_two_things_written_ahead_are_one_answer() -> None:
    table = Table().at(Stage.SPEAKING)
    table.press(Key.DONE, "One thing.")
    table.press(Key.DONE, "And another.")
    table.say(Role.PROBE)
    assert typed_to(table) == ["One thing. And another."]


def test_what_was_written_ahead_of_the_end_is_kept() -> None:
    table = Table().at(Stage.SPEAKING)
    table.press(Key.DONE, WRITTEN)
    table.press(Key.END)
    table.say(Role.PROBE)
    assert typed_to(table) == [WRITTEN]
    assert table.heard("") == (Close("candidate"),)


def test_what_was_written_over_the_last_line_is_kept_and_asks_for_no_more() -> None:
    table = Table().at(Stage.SPEAKING)
    table.press(Key.DONE, WRITTEN)
    table.say(Role.CLOSING)
    assert typed_to(table) == [WRITTEN]
    assert table.heard("") == (Close("finished"),)


def test_what_was_written_as_time_ran_out_is_kept() -> None:
    table = Table().at(Stage.SPEAKING)
    table.press(Key.DONE, WRITTEN)
    table.say(Role.PROBE, seconds=table.state.seconds_left + 1)
    assert typed_to(table) == [WRITTEN]
    assert table.heard("") == (Reply(Trigger.CLOSING),)


def test_a_typed_question() -> None:
    table = Table().at(Stage.LISTENING)
    table.press(Key.ASK, "Which market?")
    assert table.heard("") == (Reply(Trigger.ASK),)


def test_nothing_heard_is_said_once_and_then_typing_is_offered() -> None:
    table = Table().at(Stage.LISTENING)
    table.press(Key.DONE)
    assert table.heard("") == (Reply(Trigger.NOTHING_HEARD),)
    table.say(Role.REPEAT, "I did not catch that.")
    table.press(Key.DONE)
    table.heard("")
    (fault,) = table.emitted(Fault)
    assert isinstance(fault, Fault)
    assert (fault.part, fault.code) == (Part.MICROPHONE, "nothing_heard")
    assert "ype" in fault.sentence
    assert table.state.stage is Stage.LISTENING
    assert table.state.answer == 3


def test_noise_that_sounds_like_speech_is_not_asked_for_again_and_again() -> None:
    table = Table().at(Stage.LISTENING)
    for _ in range(2):
        table.speak("")
        table.press(Key.DONE)
        table.heard("")
        if table.state.stage is Stage.SPEAKING:
            table.say(Role.REPEAT, "I did not catch that.")
    assert len(table.emitted(Fault)) == 1


def test_an_answer_makes_up_for_an_earlier_silence() -> None:
    table = Table().at(Stage.LISTENING)
    table.press(Key.DONE)
    table.heard("")
    table.say(Role.REPEAT)
    table.answer("Now you hear me.")
    table.say()
    table.press(Key.DONE)
    assert table.heard("") == (Reply(Trigger.NOTHING_HEARD),)


def test_an_answer_that_is_not_transcribed_yet_is_no_silence() -> None:
    table = Table().at(Stage.LISTENING)
    table.press(Key.DONE)
    assert table.heard("", pending=True) == (Reply(Trigger.ANSWER),)


def test_hints_are_counted_when_they_were_given() -> None:
    table = Table().at(Stage.LISTENING)
    assert table.press(Key.HINT) == (Reply(Trigger.HINT),)
    assert table.state.hints == 0
    table.say(Role.HINT)
    assert table.state.hints == 1
    assert table.state.stage is Stage.LISTENING


@pytest.mark.parametrize("key", [Key.HINT, Key.REPEAT, Key.PAUSE])
def test_one_line_is_put_in_at_a_time(key: Key) -> None:
    table = Table().at(Stage.LISTENING)
    table.press(Key.REPEAT)
    table.press(key)
    assert refused(table)


def test_a_line_that_is_put_in_leaves_the_answer_whole() -> None:
    table = Table().at(Stage.LISTENING)
    table.speak("Before.")
    table.press(Key.REPEAT)
    table.say(Role.REPEAT, "How would you measure success?")
    assert table.state.stage is Stage.LISTENING
    table.speak("After.")
    assert table.state.exchanges[0].answered == "Before. After."
    table.press(Key.DONE)
    table.heard("Before. After.")
    assert [one.answered for one in table.state.exchanges] == ["Before. After.", ""]
    assert len(table.listens()) == 1


def test_being_done_stops_a_line_that_is_put_in() -> None:
    table = Table().at(Stage.LISTENING)
    table.press(Key.REPEAT)
    assert [type(one) for one in table.press(Key.DONE)] == [Hush, Finish]
    table.say(Role.REPEAT)
    assert table.state.stage is Stage.FINISHING


def test_no_line_but_an_answers_closes_the_interview() -> None:
    """Whatever a mind makes of a line that it puts in: only the clock and the candidate end an open answer."""
    table = Table().at(Stage.LISTENING)
    table.press(Key.REPEAT)
    assert table.say(Role.CLOSING) == ()
    assert table.state.stage is Stage.LISTENING


def test_the_mind_closes_the_interview() -> None:
    table = Table().at(Stage.SPEAKING)
    assert table.say(Role.CLOSING) == (Close("finished"),)


def test_thinking_is_announced_and_patient() -> None:
    table = Table().at(Stage.LISTENING)
    began, patient = table.press(Key.THINK)
    until = table.t + THINKING_SECONDS
    assert began == Emit(ThinkingBegan(t=table.t, until=until))
    assert patient == BePatient(until)


def test_every_answer_begins_with_its_own_patience() -> None:
    table = Table().at(Stage.LISTENING)
    assert BePatient(table.t) in table.commands
    table.answer()
    table.say(Role.TROUBLESHOOTING, "It fell by a tenth.")
    assert table.commands[-1] == BePatient(math.inf)
    assert table.press(Key.THINK)[1] == BePatient(math.inf)
    table.answer("Since when?")
    table.say(Role.CLARIFICATION, "Two weeks.")
    assert table.commands[-1] == BePatient(math.inf)
    table.answer("It was the release.")
    table.say(Role.PROBE, "And what else?")
    assert table.commands[-1] == BePatient(table.t)


# --- the clock ------------------------------------------------------------------------------------------------------


def test_phases_follow_the_plan() -> None:
    table = Table(10).at(Stage.LISTENING)
    table.wait(600)
    phases = [event.phase for event in table.emitted(PhaseBegan) if isinstance(event, PhaseBegan)]
    assert phases == [phase.id for phase in plan(10).phases]


def test_a_time_call_waits_for_a_pause() -> None:
    table = Table(10).at(Stage.LISTENING)
    table.tell(SpeechBegan(t=table.t, answer=1))
    assert [one for one in table.wait(310) if isinstance(one, Reply)] == []
    table.tell(SpeechPaused(t=table.t, answer=1))
    assert table.wait(0.8) == []
    assert table.wait(0.3) == [Reply(Trigger.TIME_CALL)]
    assert table.state.stage is Stage.LISTENING
    table.say(Role.TIME_CALL, "About five minutes left.")
    assert [one for one in table.wait(60) if isinstance(one, Reply)] == []


def test_a_time_call_that_is_due_after_a_line_comes_before_listening() -> None:
    table = Table(10).at(Stage.LISTENING)
    table.tell(SpeechBegan(t=table.t, answer=1))
    table.wait(305)
    table.press(Key.DONE)
    table.heard("Long.")
    assert table.say(Role.PROBE, "And then?") == (Reply(Trigger.TIME_CALL),)
    commands = table.say(Role.TIME_CALL, "About five minutes left.")
    assert commands[0] == Listen(2, 2), "the answer is for the probe, not for the time call"


def test_a_call_that_was_missed_is_not_made_up_for() -> None:
    table = Table(20).at(Stage.LISTENING)
    table.tell(SpeechBegan(t=table.t, answer=1))
    table.wait(17 * 60)
    table.tell(SpeechPaused(t=table.t, answer=1))
    assert [one for one in table.wait(2) if isinstance(one, Reply)] == [Reply(Trigger.TIME_CALL)]
    table.say(Role.TIME_CALL)
    assert table.state.calls == (120.0,)


@pytest.mark.parametrize(("spoken", "left"), [(8 * 60 - 25, ()), (8 * 60 - 40, (120.0,))])
def test_a_late_call_takes_the_place_of_one_that_would_follow_at_once(spoken: float, left: tuple[float, ...]) -> None:
    table = Table(10).at(Stage.LISTENING)
    table.tell(SpeechBegan(t=table.t, answer=1))
    table.wait(spoken)
    table.tell(SpeechPaused(t=table.t, answer=1))
    assert [one for one in table.wait(2) if isinstance(one, Reply)] == [Reply(Trigger.TIME_CALL)]
    assert table.state.calls == left


def test_at_the_end_of_time_the_sentence_may_be_finished() -> None:
    table = Table(2).at(Stage.LISTENING)
    table.wait(110)
    table.tell(SpeechBegan(t=table.t, answer=1))
    table.wait(10 + GRACE_SECONDS - 1)
    assert table.state.stage is Stage.LISTENING
    table.tell(SpeechPaused(t=table.t, answer=1))
    assert Finish(1, By.TIME) not in table.wait(0.8), "a breath is no end of a sentence"
    assert Finish(1, By.TIME) in table.wait(0.3)


def test_after_the_grace_even_a_sentence_ends() -> None:
    table = Table(2).at(Stage.LISTENING)
    table.wait(110)
    table.tell(SpeechBegan(t=table.t, answer=1))
    assert Finish(1, By.TIME) not in table.wait(10 + GRACE_SECONDS - 0.2)
    assert Finish(1, By.TIME) in table.wait(0.4)
    assert table.heard("Some of it") == (Reply(Trigger.CLOSING),)
    assert table.say(Role.CLOSING) == (Close("time"),)


def test_who_writes_an_answer_has_the_grace_too() -> None:
    table = Table(2).at(Stage.LISTENING)
    assert Finish(1, By.TIME) not in table.wait(120 + GRACE_SECONDS - 0.2)
    table.press(Key.DONE, "Written in time.")
    assert table.heard("") == (Reply(Trigger.CLOSING),)


def test_time_that_runs_out_while_the_interviewer_speaks_closes() -> None:
    table = Table(2).at(Stage.SPEAKING)
    assert table.say(Role.PROBE, seconds=130) == (Reply(Trigger.CLOSING),)


def test_the_closing_line_ends_it_whatever_it_is_called() -> None:
    table = Table(2).at(Stage.SPEAKING)
    table.say(Role.PROBE, seconds=130)
    assert table.say(Role.PROBE) == (Close("time"),)


def test_a_pause_stops_the_plans_clock() -> None:
    table = Table(10).at(Stage.LISTENING)
    table.wait(20)
    assert table.press(Key.PAUSE) == (Hold(), Emit(Paused(t=table.t)))
    assert table.wait(1000) == []
    assert table.state.elapsed == pytest.approx(20)
    assert table.press(Key.RESUME) == (GoOn(), Emit(Resumed(t=table.t)))
    table.wait(5)
    assert table.state.elapsed == pytest.approx(25)
    table.press(Key.PAUSE)
    table.wait(7)
    table.press(Key.RESUME)
    assert table.state.elapsed == pytest.approx(25)
    assert table.state.seconds_left == pytest.approx(575)


# --- ending ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", [Stage.LISTENING, Stage.HELD])
def test_ending_an_open_answer_finishes_it_first(stage: Stage) -> None:
    table = Table().at(stage)
    assert Finish(1, By.END) in table.press(Key.END)
    assert table.heard("So far.") == (Close("candidate"),)
    assert table.state.exchanges[0].answered == "So far."


def test_ending_while_an_answer_is_finished_waits_for_its_text() -> None:
    table = Table().at(Stage.FINISHING)
    table.press(Key.END)
    assert table.heard("All.") == (Close("candidate"),)


def test_ending_while_a_line_is_put_in_keeps_the_answer() -> None:
    table = Table().at(Stage.LISTENING)
    table.press(Key.REPEAT)
    assert [type(one) for one in table.press(Key.END)] == [Hush, Finish]
    assert table.say(Role.REPEAT) == (), "the answer comes first"
    assert table.heard("So far.") == (Close("candidate"),)


def test_ending_while_the_interviewer_speaks_stops_her() -> None:
    table = Table().at(Stage.SPEAKING)
    assert table.press(Key.END) == (Hush(),)
    assert table.say(Role.PROBE) == (Close("candidate"),)


def test_nobody_waits_for_a_line_that_has_not_begun() -> None:
    table = Table().at(Stage.SPEAKING)
    table.press(Key.END)
    table.wait(0.5)
    table.press(Key.END)
    assert table.wait(LAST_LINE_SECONDS - 0.4) == [Close("candidate")]


def test_who_leaves_during_the_closing_words_has_had_all_the_time() -> None:
    table = Table(2).at(Stage.SPEAKING)
    table.say(Role.PROBE, seconds=130)
    assert table.press(Key.END) == (Hush(),)
    assert table.wait(2) == [Close("time")]


# --- any order of events --------------------------------------------------------------------------------------------

texts = st.sampled_from(["", "yes", "I would count visits."])
answers = st.integers(0, 4)
HAPPENINGS = st.one_of(
    st.builds(Pressed, t=st.just(0.0), key=st.sampled_from(Key), by=st.sampled_from(By), text=texts),
    st.builds(StudioOpened, t=st.just(0.0)),
    st.builds(LineBegan, t=st.just(0.0), line=answers, role=st.sampled_from(Role), item=texts, text=texts),
    st.builds(
        LineSaid,
        t=st.just(0.0),
        line=answers,
        role=st.sampled_from(Role),
        item=texts,
        text=texts,
        seconds=st.just(1.0),
        heard_seconds=st.just(1.0),
        stopped=st.booleans(),
        file=st.just(""),
    ),
    st.builds(AnswerBegan, t=st.just(0.0), answer=answers, line=answers),
    st.builds(SpeechBegan, t=st.just(0.0), answer=answers),
    st.builds(SpeechPaused, t=st.just(0.0), answer=answers),
    st.builds(SegmentHeard, t=st.just(0.0), answer=answers, utterance=st.builds(Utterance, texts, *[st.just(0.5)] * 3)),
    st.builds(AnswerHeard, t=st.just(0.0), answer=answers, text=texts, pending=st.booleans()),
    st.builds(Ticked, t=st.just(0.0)),
    st.builds(Fault, t=st.just(0.0), part=st.sampled_from(Part), code=texts, sentence=texts),
)
STORIES = st.lists(st.tuples(st.floats(0, 90), HAPPENINGS), max_size=60)


def at(event: Event, t: float) -> Event:
    fields = {name: getattr(event, name) for name in type(event).__slots__}
    return type(event)(**{**fields, "t": t, "frame": None})


def press_until_closed(table: Table, key: Key) -> None:
    """Press a key as often as it takes, doing faithfully what is commanded, for a bounded number of events."""
    for _ in range(6):
        if table.state.stage is Stage.CLOSING:
            return
        table.press(key)
        if table.state.stage is Stage.SPEAKING:
            table.say(Role.PROBE)
        elif table.state.stage is Stage.FINISHING:
            table.heard("")


@settings(max_examples=400, deadline=None)
@given(STORIES, st.sampled_from(Mode), st.sampled_from([2.0, 10.0]))
def test_whatever_happens(story: list[tuple[float, Event]], mode: Mode, minutes: float) -> None:
    table = Table(minutes, mode)
    for seconds, event in story:
        table.t += seconds
        table.tell(at(event, table.t))
    press_until_closed(table, Key.END)
    assert table.state.stage is Stage.CLOSING
    assert sum(isinstance(one, Close) for one in table.commands) == 1
    turns = [one for one in table.commands if isinstance(one, (Listen, Finish))]
    numbers = [one.answer for one in turns if isinstance(one, Listen)]
    assert numbers == list(range(1, len(numbers) + 1)), "answers are numbered once"
    for first, second in itertools.pairwise(turns):
        if isinstance(first, Listen):
            assert second == Finish(first.answer, second.by if isinstance(second, Finish) else By.KEY)
        else:
            assert isinstance(second, Listen), "an answer is finished once"
    for one in table.commands:
        if isinstance(one, Emit) and isinstance(one.event, AnswerTyped):
            assert 1 <= one.event.answer <= table.state.answer


@given(STORIES)
def test_time_never_runs_backwards(story: list[tuple[float, Event]]) -> None:
    state = begin(plan())
    for seconds, event in story:
        before = state.now
        state, _ = step(state, at(event, seconds))
        assert state.now >= before
