"""From events to what a person sees: pure, the same for live and replay."""

from __future__ import annotations

from types import MappingProxyType

from desktop.live_words import notice, phase_detail, phase_title, state_text
from desktop.view_state import Doing, Speaker, ViewState, begin, reduce, view_at
from interviewer.events import (
    AnswerBegan,
    AnswerEnded,
    AnswerHeard,
    AnswerKept,
    AnswerTyped,
    By,
    Event,
    Fault,
    Gap,
    Key,
    LevelShown,
    LineBegan,
    LineSaid,
    MicrophoneReady,
    Part,
    Paused,
    PhaseBegan,
    Refused,
    Restored,
    Resumed,
    Role,
    SegmentHeard,
    SessionEnded,
    SessionStarted,
    SilenceCounted,
    SpeechBegan,
    SpeechPaused,
    StudioOpened,
    TailGuessed,
    ThinkingBegan,
    Ticked,
)
from interviewer.records.manifest import PhaseSummary, PlanSummary
from speech.words import Utterance

PLAN = PlanSummary(
    round="execution",
    question="execution/x",
    question_title="X",
    question_text="How would you measure X?",
    mode="practice",
    minutes=10,
    phases=(
        PhaseSummary(id="clarify", title="Clarify", seconds=60),
        PhaseSummary(id="metrics", title="Metrics", seconds=540),
    ),
)


def said(line: int, t: float, role: Role = Role.QUESTION, text: str = "How would you measure X?") -> tuple[Event, ...]:
    return (
        LineBegan(t=t, line=line, role=role, item="i", text=text.split(". ", maxsplit=1)[0]),
        LineSaid(
            t=t + 2, line=line, role=role, item="i", text=text, seconds=2, heard_seconds=2, stopped=False, file=""
        ),
    )


def heard(answer: int, start: float, text: str) -> SegmentHeard:
    return SegmentHeard(t=start + 2, answer=answer, utterance=Utterance(text, start, start + 1, 0.9))


def folded(*events: Event, plan: PlanSummary = PLAN) -> ViewState:
    view = begin(plan)
    for event in events:
        view = reduce(view, event)
    return view


OPENED = (
    SessionStarted(
        t=0, round="execution", question="execution/x", minutes=10, mode="practice", engines=MappingProxyType({})
    ),
    MicrophoneReady(t=0.5, device="Headset", rate=48000),
    StudioOpened(t=1),
)
ASKED = (*OPENED, *said(1, 2), PhaseBegan(t=4, phase="clarify", seconds=60))
LISTENING = (*ASKED, AnswerBegan(t=5, answer=1, line=1))


def test_states_in_their_order() -> None:
    assert begin(PLAN).doing is Doing.OPENING
    assert folded(*OPENED).doing is Doing.THINKING
    assert folded(*OPENED, said(1, 2)[0]).doing is Doing.SPEAKING
    assert folded(*ASKED).doing is Doing.THINKING
    assert folded(*LISTENING).doing is Doing.LISTENING
    ended = AnswerEnded(t=30, answer=1, by=By.KEY, seconds=25)
    assert folded(*LISTENING, ended).doing is Doing.THINKING
    assert folded(*LISTENING, ended, SessionEnded(t=40, reason="candidate")).doing is Doing.ENDED


def test_the_clock_starts_when_the_question_was_asked_and_stands_still_in_a_pause() -> None:
    view = folded(*LISTENING, Ticked(t=34))
    assert view.elapsed == 30
    assert view.seconds_left == 570
    paused = folded(*LISTENING, Paused(t=34), Ticked(t=100))
    assert paused.elapsed == 30
    assert paused.doing is Doing.PAUSED
    resumed = folded(*LISTENING, Paused(t=34), Ticked(t=100), Resumed(t=100), Ticked(t=110))
    assert resumed.elapsed == 40
    assert resumed.doing is Doing.LISTENING


def test_captions_grow_and_are_replaced_by_the_careful_text() -> None:
    view = folded(*LISTENING, heard(1, 6, "I would"), heard(1, 8, "count loans."))
    (question, answer) = view.turns
    assert (question.speaker, answer.speaker) == (Speaker.INTERVIEWER, Speaker.YOU)
    assert answer.text == "I would count loans."
    assert answer.open
    kept = AnswerKept(t=40, answer=1, utterances=(Utterance("I would count all loans.", 6, 9, 0.9),), model="base")
    view = reduce(reduce(view, AnswerEnded(t=30, answer=1, by=By.KEY, seconds=25)), kept)
    assert view.turns[-1].text == "I would count all loans."
    assert not view.turns[-1].open


def test_what_the_last_words_seem_to_be_is_shown_until_they_are_known() -> None:
    view = folded(*LISTENING, heard(1, 6, "I would"), TailGuessed(t=9, answer=1, text="count lawns"))
    assert view.unsure == "count lawns"
    assert view.turns[-1].text == "I would"
    known = reduce(view, heard(1, 8, "count loans."))
    assert (known.unsure, known.turns[-1].text) == ("", "I would count loans.")
    assert reduce(view, AnswerEnded(t=30, answer=1, by=By.KEY, seconds=25)).unsure == ""


def test_a_pending_text_does_not_replace_what_was_heard() -> None:
    view = folded(*LISTENING, heard(1, 6, "I would count loans."), AnswerHeard(t=30, answer=1, text="I", pending=True))
    assert view.turns[-1].text == "I would count loans."


def test_typed_answers_are_turns_and_stay_as_they_were_typed() -> None:
    typed = AnswerTyped(t=20, answer=1, text="Loans a week.")
    view = folded(*LISTENING, typed, AnswerHeard(t=21, answer=1, text="Loans a week."))
    assert view.turns[-1].text == "Loans a week."
    assert view.turns[-1].typed


def test_a_line_put_into_an_answer_leaves_it_open() -> None:
    view = folded(*LISTENING, said(2, 10, Role.TIME_CALL, "About five minutes left.")[0])
    assert view.doing is Doing.SPEAKING
    assert view.speaking_over_answer
    view = folded(*LISTENING, *said(2, 10, Role.TIME_CALL, "About five minutes left."))
    assert view.doing is Doing.LISTENING
    assert view.question == "How would you measure X?"


def test_a_case_comes_beside_the_question_and_facts_do_not_replace_it() -> None:
    case = said(2, 20, Role.TROUBLESHOOTING, "Loans fell. Find out why.")
    fact = said(3, 30, Role.TROUBLESHOOTING, "Only on phones.")
    view = folded(*LISTENING, *case, *fact)
    assert view.case == "Loans fell. Find out why."
    assert view.question == "How would you measure X?"
    assert view.case_at == 16


def test_hints_are_counted_with_their_time() -> None:
    view = folded(*LISTENING, *said(2, 14, Role.HINT, "Think of both sides."))
    assert view.hints == (12.0,)


def test_troubles_are_told_with_what_is_safe_first() -> None:
    fault = Fault(t=24, part=Part.MIND, code="late", sentence="The server took too long.")
    view = folded(*LISTENING, fault)
    told = notice(view)
    assert told is not None
    assert told.text == "Your recording is safe, 0:20 so far. The server took too long."
    assert told.tone == "warn"
    over = notice(reduce(view, Restored(t=30, part=Part.MIND, sentence="It answers again.")))
    assert over is not None
    assert over.tone == "good"


def test_without_a_microphone_typing_is_put_forward_until_it_is_back() -> None:
    fault = Fault(t=24, part=Part.MICROPHONE, code="microphone_lost", sentence="Recording stopped.")
    assert not folded(*LISTENING, fault).typing_offered  # a recorder that is lost is back in a moment
    view = folded(*LISTENING, fault, Ticked(t=28))
    assert view.typing_offered
    assert state_text(view).detail == "Type your answer"
    assert not reduce(view, Restored(t=25, part=Part.MICROPHONE, sentence="Back.")).typing_offered


def test_a_microphone_that_is_too_quiet_is_heard() -> None:
    fault = Fault(t=24, part=Part.MICROPHONE, code="microphone_quiet", sentence="You are very quiet.")
    view = folded(*LISTENING, fault, Ticked(t=40))
    assert not view.typing_offered
    told = notice(view)
    assert told is not None
    assert (told.tone, told.text) == ("warn", "You are very quiet.")


def test_words_of_the_state() -> None:
    view = folded(*LISTENING, Ticked(t=53))
    assert (state_text(view).word, state_text(view).detail) == ("Listening", "0:48 in this answer")
    thinking = folded(*LISTENING, ThinkingBegan(t=10, until=70), Ticked(t=28))
    assert state_text(thinking).detail == "Take your time: 0:42"
    assert "0 in this answer" not in state_text(folded(*LISTENING, SilenceCounted(t=9, seconds=3.2))).detail
    assert state_text(folded(*LISTENING, SilenceCounted(t=9, seconds=3.2))).detail == "Ends in 3 s unless you go on"


def test_speech_calls_thinking_off() -> None:
    view = folded(*LISTENING, ThinkingBegan(t=10, until=70), SpeechBegan(t=20, answer=1))
    assert view.thinking_until is None
    assert view.speech
    assert not reduce(view, SpeechPaused(t=21, answer=1)).speech


def test_phases_have_a_title_and_in_practice_a_rest() -> None:
    view = folded(*LISTENING, PhaseBegan(t=64, phase="metrics", seconds=540), Ticked(t=84))
    assert phase_title(view) == "Metrics"
    assert view.phase_left == 520
    assert phase_detail(view) == "8:40 left in this part"
    exam = PLAN.model_copy(update={"mode": "exam"})
    assert phase_detail(folded(*LISTENING[1:], Ticked(t=84), plan=exam)) == ""


def test_refusals_pass_and_levels_and_gaps_are_kept() -> None:
    view = folded(
        *LISTENING,
        Refused(t=6, key=Key.PAUSE, sentence="Not now."),
        LevelShown(t=7, peak_db=-90, rms_db=-99, speech=False),
    )
    assert view.refused == "Not now."
    assert view.peak_db == -60
    assert reduce(view, SpeechBegan(t=8, answer=1)).refused == ""
    assert reduce(view, Gap(t=8, frames=16000, cause="lost")).lost_seconds == 1.0


def test_replay_folds_the_same_events() -> None:
    events = (*LISTENING, heard(1, 6, "I would"), heard(1, 20, "count loans."))
    assert view_at(PLAN, events, 10).turns[-1].text == "I would"
    assert view_at(PLAN, events, 99).turns == folded(*events).turns
    assert view_at(PLAN, events, 10).now == 10
