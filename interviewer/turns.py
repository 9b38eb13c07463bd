"""Whose turn it is and what happens next: `step(state, event) -> state, commands`. Pure.

No clock, no await, no I/O: time arrives in events, and everything done is a command whose outcome comes back as an
event. The conduct of a real interviewer is enforced here: she waits, says how long is left at a pause, lets a sentence
be finished when time is over, gives hints in Practice only, and never takes the clock from the code.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import singledispatch

from interviewer.commands import BePatient, Close, Command, Emit, Finish, GoOn, Hold, Hush, Listen, Reply
from interviewer.events import (
    ASKING,
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
from interviewer.plan import Mode, Plan
from interviewer.ports import Exchange, Trigger
from interviewer.state import Stage, State

THINKING_SECONDS = 60.0
"""Asking for a minute is good form, and a minute is what is meant."""
PAUSE_SECONDS = 1.0
"""A pause this long is where an interviewer would put a word in."""
GRACE_SECONDS = 30.0
"""When time is over the candidate may finish the sentence; nobody is cut off in a word before that."""
CALL_SECONDS = 30.0
"""A time call so soon after another tells nothing new: the first was late because somebody was speaking."""
TELLING_SECONDS = 180.0
"""Where there are several main questions, each asks for a story: two or three minutes that nobody breaks into."""
LAST_LINE_SECONDS = 1.0
"""Somebody who ends the interview waits no longer than this for a line that has not begun."""

CANDIDATE = "candidate"
"""Why an interview ends whose candidate pressed the key for it."""


Step = tuple[State, tuple[Command, ...]]


def begin(plan: Plan) -> State:
    """The state before the first event."""
    return State(plan, calls=plan.time_calls())


def step(state: State, event: Event) -> Step:
    """Take one event in. Events that change nothing return the state as it was, with its time."""
    state = replace(state, now=max(state.now, event.t))
    if state.stage is Stage.CLOSING and isinstance(event, Pressed) and event.text and state.answer:
        return _added(state, event.text)
    if state.stage is Stage.ENDED or (state.stage is Stage.CLOSING and not isinstance(event, _STILL_TAKEN_IN)):
        return state, ()
    return _react(event, state)


_STILL_TAKEN_IN = (SegmentHeard, SessionEnded)
"""What still counts while an interview is closed: text that comes late, and the end."""


# -- reactions to what happens


@singledispatch
def _react(event: Event, state: State) -> Step:
    return state, ()


@_react.register
def _opened(_event: StudioOpened, state: State) -> Step:
    return _speak(state, Trigger.OPENING) if state.stage is Stage.OPENING else (state, ())


@_react.register
def _line_began(event: LineBegan, state: State) -> Step:
    return replace(state, line=event.line), ()


@_react.register
def _line_said(event: LineSaid, state: State) -> Step:
    exchange = Exchange(event.line, event.role, event.item, event.text)
    state = replace(state, exchanges=(*state.exchanges, exchange), quiet_since=event.t)
    if event.role is Role.HINT:
        state = replace(state, hints=state.hints + 1)
    if state.interjecting:
        return replace(state, interjecting=False), ()
    if state.stage is not Stage.SPEAKING:
        return state, ()
    if state.began is None:
        state = replace(state, began=event.t)
    if event.role is Role.CLOSING:
        state = replace(state, ending=state.ending or "finished")
    if state.typed_ahead and (state.ending or state.seconds_left <= 0):
        return _listen(state)  # to what was written meanwhile, and to no more
    if state.ending:
        return _close(state, state.ending)
    if state.seconds_left <= 0:
        return _time_is_over(state)
    if due := _due_call(state):
        return _speak(_called(state, due), Trigger.TIME_CALL)
    return _listen(state)


@_react.register
def _answer_began(event: AnswerBegan, state: State) -> Step:
    return replace(state, answer_began=event.t, quiet_since=event.t), ()


@_react.register
def _speech_began(event: SpeechBegan, state: State) -> Step:
    return replace(state, speaking_since=event.t, spoke=True), ()


@_react.register
def _speech_paused(event: SpeechPaused, state: State) -> Step:
    return replace(state, speaking_since=None, quiet_since=event.t), ()


@_react.register
def _segment(event: SegmentHeard, state: State) -> Step:
    if event.answer != state.answer or state.complete:
        return state, ()
    text = event.utterance.text
    return _with_answer(state, lambda one: replace(one, answered=f"{one.answered} {text}".strip())), ()


@_react.register
def _answer_heard(event: AnswerHeard, state: State) -> Step:
    if event.answer != state.answer or state.stage is not Stage.FINISHING:
        return state, ()
    text = _joined(event.text, state.typed)
    state = replace(_answered(state, text), complete=not event.pending)
    if state.ending:
        return _close(state, state.ending)
    if state.seconds_left <= 0:
        return _time_is_over(state)
    if not text and not event.pending:
        return _nothing_heard(state)
    return _speak(replace(state, unheard=0), Trigger.ASK if state.asking else Trigger.ANSWER)


def _answered(state: State, text: str) -> State:
    """The complete text in place of the segments heard so far."""
    began, seconds = state.answer_began, state.now - state.answer_began
    return _with_answer(state, lambda one: replace(one, answered=text, seconds=seconds, began=began))


def _with_answer(state: State, change: Callable[[Exchange], Exchange]) -> State:
    exchanges = (change(one) if one.line == state.answering else one for one in state.exchanges)
    return replace(state, exchanges=tuple(exchanges))


def _nothing_heard(state: State) -> Step:
    if state.unheard == 0:
        return _speak(replace(state, unheard=1), Trigger.NOTHING_HEARD)
    sentence = "Nothing was heard again. Type your answer, or check the microphone."
    fault = Fault(t=state.now, part=Part.MICROPHONE, code="nothing_heard", sentence=sentence)
    state, commands = _listen(replace(state, unheard=state.unheard + 1))
    return state, (Emit(fault), *commands)


@_react.register
def _ticked(_event: Ticked, state: State) -> Step:
    if state.leaving_since is not None and state.stage is Stage.SPEAKING:
        return _close(state, state.ending) if state.now - state.leaving_since >= LAST_LINE_SECONDS else (state, ())
    state, commands = _phase(state)
    if state.stage is not Stage.LISTENING or state.interjecting:
        return state, commands
    quiet = state.speaking_since is None and state.now - state.quiet_since >= PAUSE_SECONDS
    left = state.seconds_left
    if left <= -GRACE_SECONDS or (left <= 0 and quiet and state.spoke):  # who says nothing may be writing
        state, more = _finish(state, By.TIME)
        return state, (*commands, *more)
    if quiet and not _is_telling(state) and (due := _due_call(state)):
        return replace(_called(state, due), interjecting=True), (*commands, Reply(Trigger.TIME_CALL))
    return state, commands


def _phase(state: State) -> Step:
    if state.began is None:
        return state, ()
    phase = state.plan.phase_at(state.elapsed)
    if phase.id == state.phase:
        return state, ()
    began = PhaseBegan(t=state.now, phase=phase.id, seconds=phase.seconds)
    return replace(state, phase=phase.id), (Emit(began),)


# -- reactions to keys


@_react.register
def _pressed(event: Pressed, state: State) -> Step:
    reaction = {
        Key.DONE: _done,
        Key.ASK: _ask,
        Key.THINK: _think,
        Key.REPEAT: _repeat,
        Key.HINT: _hint,
        Key.PAUSE: _pause,
        Key.RESUME: _resume,
        Key.STOP_VOICE: _stop_voice,
        Key.WRITE: _write,
        Key.SPEAK: _write_no_more,
        Key.END: _end,
    }[event.key]
    return reaction(state, event)


def _done(state: State, event: Pressed) -> Step:
    if state.stage is Stage.SPEAKING and event.by is By.KEY:
        return _written_ahead(state, event.text), (Hush(),)
    if state.stage is Stage.FINISHING and event.text:
        return _added(state, event.text)
    if state.stage is Stage.HELD and event.text:
        state, gone_on = _resume(state, event)
        state, finished = _finish(state, By.TYPED, event.text)
        return state, (*gone_on, *finished)
    if state.stage is Stage.HELD and event.by is By.KEY:
        return _refuse(state, event.key, "The interview is paused. Go on first.")
    if state.stage is not Stage.LISTENING:
        return _refuse(state, event.key, "There is no answer to end right now.") if event.by is By.KEY else (state, ())
    return _finish(state, By.TYPED if event.text else event.by, event.text)


def _ask(state: State, event: Pressed) -> Step:
    if state.stage is not Stage.LISTENING:
        return _refuse(state, event.key, "Ask once the interviewer listens.")
    return _finish(replace(state, asking=True), By.ASK, event.text)


def _think(state: State, event: Pressed) -> Step:
    if state.stage is not Stage.LISTENING:
        return _refuse(state, event.key, "Take your time once the interviewer listens.")
    until = state.now + THINKING_SECONDS
    return state, (Emit(ThinkingBegan(t=state.now, until=until)), BePatient(max(until, _patience(state))))


def _repeat(state: State, event: Pressed) -> Step:
    if state.stage is not Stage.LISTENING or state.interjecting:
        return _refuse(state, event.key, "Ask for it again once the interviewer listens.")
    return replace(state, interjecting=True), (Reply(Trigger.REPEAT),)


def _hint(state: State, event: Pressed) -> Step:
    if state.plan.mode is Mode.EXAM:
        return _refuse(state, event.key, "There are no hints in an exam.")
    if state.stage is not Stage.LISTENING or state.interjecting:
        return _refuse(state, event.key, "Ask for a hint once the interviewer listens.")
    return replace(state, interjecting=True), (Reply(Trigger.HINT),)


def _pause(state: State, event: Pressed) -> Step:
    if state.plan.mode is Mode.EXAM:
        return _refuse(state, event.key, "An exam cannot be paused.")
    if state.stage is Stage.HELD:
        return _refuse(state, event.key, "The interview is paused already.")
    if state.stage is not Stage.LISTENING or state.interjecting:
        return _refuse(state, event.key, "Pause once the interviewer listens.")
    state = replace(state, stage=Stage.HELD, held_since=state.now, speaking_since=None)
    return state, (Hold(), Emit(Paused(t=state.now)))


def _resume(state: State, event: Pressed) -> Step:
    if state.stage is not Stage.HELD or state.held_since is None:
        return _refuse(state, event.key, "Nothing is paused.")
    held = state.held_seconds + state.now - state.held_since
    state = replace(state, stage=Stage.LISTENING, held_since=None, held_seconds=held, quiet_since=state.now)
    return state, (GoOn(), Emit(Resumed(t=state.now)))


def _stop_voice(state: State, _event: Pressed) -> Step:
    return state, (Hush(),)


def _write(state: State, _event: Pressed) -> Step:
    return _patient(replace(state, writing=True))


def _write_no_more(state: State, _event: Pressed) -> Step:
    return _patient(replace(state, writing=False))


def _patient(state: State) -> Step:
    return state, (BePatient(_patience(state)),) if state.stage is Stage.LISTENING else ()


def _end(state: State, event: Pressed) -> Step:
    if state.stage in (Stage.LISTENING, Stage.HELD):
        return _finish(replace(state, ending=CANDIDATE), By.END, event.text)
    if state.stage is Stage.OPENING:
        return _close(state, CANDIDATE)
    told: tuple[Command, ...] = ()
    if state.stage is Stage.FINISHING and event.text:
        state, told = _added(state, event.text)
    else:
        state = _written_ahead(state, event.text)
    since = state.now if state.leaving_since is None else state.leaving_since
    return replace(state, ending=state.ending or CANDIDATE, leaving_since=since), (*told, Hush())


# -- what is done


def _speak(state: State, trigger: Trigger) -> Step:
    return replace(state, stage=Stage.SPEAKING, interjecting=False), (Reply(trigger),)


def _time_is_over(state: State) -> Step:
    return _speak(replace(state, ending="time"), Trigger.CLOSING)


def _listen(state: State) -> Step:
    ahead = state.typed_ahead
    state = replace(
        state,
        stage=Stage.LISTENING,
        answer=state.answer + 1,
        answering=_last_asked(state),
        complete=False,
        typed="",
        typed_ahead="",
        asking=False,
        spoke=False,
        speaking_since=None,
        quiet_since=state.now,
    )
    commands: tuple[Command, ...] = (Listen(state.answer, state.answering), BePatient(_patience(state)))
    if ahead:
        state, more = _finish(state, By.TYPED, ahead)
        commands += more
    return state, commands


def _last_asked(state: State) -> int:
    """The line an answer is for. How long is left is no question."""
    lines = (one.line for one in reversed(state.exchanges) if one.role is not Role.TIME_CALL)
    return next(lines, state.line)


def _patience(state: State) -> float:
    """Until when no answer ends by itself: a case is fished in, and an answer is written, at any pace."""
    if state.writing:
        return math.inf
    asking = (one.role for one in reversed(state.exchanges) if one.role in ASKING)
    return math.inf if next(asking, None) is Role.TROUBLESHOOTING else state.now


def _written_ahead(state: State, text: str) -> State:
    return replace(state, typed_ahead=_joined(state.typed_ahead, text))


def _added(state: State, text: str) -> Step:
    """More, written when the answer has ended and no other has begun: it belongs to that one."""
    told = Emit(AnswerTyped(t=state.now, answer=state.answer, text=text))
    return replace(state, typed=_joined(state.typed, text)), (told,)


def _joined(*texts: str) -> str:
    return " ".join(filter(None, texts))


def _finish(state: State, by: By, typed: str = "") -> Step:
    state = replace(state, typed=typed, writing=state.writing and not typed)
    told: tuple[Command, ...] = (Emit(AnswerTyped(t=state.now, answer=state.answer, text=typed)),) if typed else ()
    hush: tuple[Command, ...] = (Hush(),) if state.interjecting else ()
    state = replace(state, stage=Stage.FINISHING, interjecting=False)
    return state, (*told, *hush, Finish(state.answer, by))


def _close(state: State, reason: str) -> Step:
    return replace(state, stage=Stage.CLOSING, ending=reason), (Close(reason),)


@_react.register
def _ended(_event: SessionEnded, state: State) -> Step:
    return replace(state, stage=Stage.ENDED), ()


def _due_call(state: State) -> float | None:
    """The latest time call that has come due; earlier ones that were missed are passed over."""
    due = [left for left in state.calls if state.began is not None and 0 < state.seconds_left <= left]
    return min(due) if due else None


def _is_telling(state: State) -> bool:
    """Whether the candidate is still in the first minutes of a story."""
    if not any(phase.question for phase in state.plan.round.phases):
        return False
    asking = next((one.role for one in reversed(state.exchanges) if one.role in ASKING), None)
    return asking is Role.QUESTION and state.now - state.answer_began < TELLING_SECONDS


def _called(state: State, due: float) -> State:
    latest = min(due, state.seconds_left - CALL_SECONDS)
    return replace(state, calls=tuple(left for left in state.calls if left < latest))


def _refuse(state: State, key: Key, sentence: str) -> Step:
    return state, (Emit(Refused(t=state.now, key=key, sentence=sentence)),)
