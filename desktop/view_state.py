"""What a person sees of an interview, as one frozen value, and how each event changes it. Pure; no Qt.

The Live page renders it while the interview is held; replay folds the same events again up to a moment. There is no
second way from events to a view.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import singledispatch

from interviewer.events import (
    AnswerBegan,
    AnswerEnded,
    AnswerHeard,
    AnswerKept,
    AnswerTyped,
    Event,
    Fault,
    Gap,
    LevelShown,
    LineBegan,
    LineSaid,
    MicrophoneReady,
    Part,
    Paused,
    PhaseBegan,
    Pressed,
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
)
from interviewer.plan import Mode
from interviewer.records.manifest import PlanSummary
from speech.words import SAMPLE_RATE

FLOOR_DB = -60.0
"""What a meter shows of silence."""
MUTE_SECONDS = 3.0
"""A recorder that is lost is back within two; nobody is made to type for that."""
HEARD = frozenset(
    {
        "microphone_quiet",
        "microphone_clipping",
        "microphone_rate",
        "microphone_rate_wrong",
        "microphone_not_changed",
    }
)
"""Codes of troubles that leave a microphone heard; with the last, another one did not open."""
SOON_SECONDS = 120.0
"""Two minutes before the end the clock says so."""
SHORT_SOON_SECONDS = (60.0, 30.0)
"""In an interview so short that two minutes would be most of it."""
HINTS = 3


class Doing(StrEnum):
    """What the interview is doing, in the one word the page says."""

    OPENING = "opening"
    SPEAKING = "speaking"
    LISTENING = "listening"
    THINKING = "thinking"
    PAUSED = "paused"
    ENDED = "ended"


class Speaker(StrEnum):
    INTERVIEWER = "interviewer"
    YOU = "you"


@dataclass(frozen=True, slots=True)
class Turn:
    """What one of the two said, as far as it is known."""

    speaker: Speaker
    number: int
    """Of the interviewer's line or of the answer."""
    at: float
    """Session seconds."""
    text: str
    role: Role | None = None
    open: bool = False
    """Still being said."""
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """A part that does not work as it should, or something refused."""

    part: Part | None
    """None: a key that did nothing."""
    sentence: str
    at: float = 0.0
    """Session seconds."""
    costs_sound: bool = False
    """While it lasts nothing, or not everything, is recorded."""
    over: bool = False
    """It works again."""


@dataclass(frozen=True, slots=True)
class ViewState:
    """Everything the page shows."""

    plan: PlanSummary
    now: float = 0.0
    """Session seconds of the latest event."""
    doing: Doing = Doing.OPENING
    microphone: str = ""
    """Name of the device that is heard; empty while there is none."""
    began: float | None = None
    """When the first question had been asked: the plan's time starts then."""
    held_since: float | None = None
    held_seconds: float = 0.0
    phase: str = ""
    phase_began: float = 0.0
    """Plan seconds at which the phase began."""
    question: str = ""
    """The main question as it was asked."""
    case: str = ""
    """The opening line of the case that is being fished in; empty outside one."""
    case_at: float = 0.0
    turns: tuple[Turn, ...] = ()
    line: int = 0
    answer: int = 0
    answer_began: float | None = None
    """Session seconds; None while no answer is open."""
    unsure: str = ""
    """What the last words of the open answer seem to be."""
    speech: bool = False
    """The candidate is being heard right now."""
    peak_db: float = FLOOR_DB
    countdown: float | None = None
    """Seconds until the answer ends by itself."""
    thinking_until: float | None = None
    hints: tuple[float, ...] = ()
    """Plan seconds at which a hint was given."""
    troubles: tuple[Trouble, ...] = ()
    """Latest of each part, oldest first."""
    refused: str = ""
    """Why the last key did nothing; empty after another event of consequence."""
    lost_seconds: float = 0.0
    """Sound that never arrived."""
    mute_since: float | None = None
    """Session seconds since which the microphone delivers nothing to go by; None while it does."""
    ended: str = ""
    """Reason of the end; empty while it goes on."""

    @property
    def typing_offered(self) -> bool:
        """Speaking does not work, and not only for a moment: the typed answer is put forward."""
        if self.mute_since is None:
            return False
        return self.began is None or self.now - self.mute_since >= MUTE_SECONDS

    @property
    def exam(self) -> bool:
        return self.plan.mode == Mode.EXAM

    @property
    def seconds(self) -> float:
        """Length of the plan."""
        return self.plan.minutes * 60

    @property
    def elapsed(self) -> float:
        """Plan seconds used; pauses do not count."""
        if self.began is None:
            return 0.0
        until = self.now if self.held_since is None else self.held_since
        return max(0.0, until - self.began - self.held_seconds)

    @property
    def seconds_left(self) -> float:
        """Negative when over."""
        return self.seconds - self.elapsed

    @property
    def phase_left(self) -> float:
        """Seconds left of the running phase."""
        length = next((phase.seconds for phase in self.plan.phases if phase.id == self.phase), 0.0)
        return self.phase_began + length - self.elapsed

    @property
    def answer_seconds(self) -> float:
        """How long the open answer has lasted."""
        return self.now - self.answer_began if self.answer_began is not None else 0.0

    @property
    def can_end_answer(self) -> bool:
        return self.doing is Doing.LISTENING

    @property
    def speaking_over_answer(self) -> bool:
        """The interviewer puts a line in while an answer is open."""
        return self.doing is Doing.SPEAKING and self.answer_began is not None


def soon_seconds(total: float) -> float:
    """How long before the end of an interview of `total` seconds the clock says so: never before half time."""
    return next((left for left in (SOON_SECONDS, *SHORT_SOON_SECONDS) if left <= total / 2), SHORT_SOON_SECONDS[-1])


def begin(plan: PlanSummary) -> ViewState:
    """The view before the first event."""
    return ViewState(plan, question=plan.question_text)


def reduce(view: ViewState, event: Event) -> ViewState:
    """The view after an event."""
    return _react(event, replace(view, now=event.t) if event.t > view.now else view)


def view_at(plan: PlanSummary, events: Iterable[Event], seconds: float) -> ViewState:
    """The view at a moment of a session that is over."""
    view = begin(plan)
    for event in events:
        if event.t > seconds:
            break
        view = reduce(view, event)
    return replace(view, now=max(view.now, min(seconds, view.now if view.ended else seconds)))


@singledispatch
def _react(event: Event, view: ViewState) -> ViewState:
    return view


@_react.register
def _started(event: SessionStarted, view: ViewState) -> ViewState:
    return replace(view, plan=view.plan.model_copy(update={"minutes": event.minutes, "mode": event.mode}))


@_react.register
def _microphone(event: MicrophoneReady, view: ViewState) -> ViewState:
    return replace(view, microphone=event.device, mute_since=None)


@_react.register
def _opened(_event: StudioOpened, view: ViewState) -> ViewState:
    return replace(view, doing=Doing.THINKING) if view.doing is Doing.OPENING else view


@_react.register
def _phase_began(event: PhaseBegan, view: ViewState) -> ViewState:
    planned = 0.0
    for phase in view.plan.phases:
        if phase.id == event.phase:
            break
        planned += phase.seconds
    return replace(view, phase=event.phase, phase_began=planned)


# -- the interviewer


@_react.register
def _line_began(event: LineBegan, view: ViewState) -> ViewState:
    turn = Turn(Speaker.INTERVIEWER, event.line, event.t, event.text, event.role, open=True)
    view = replace(view, doing=Doing.SPEAKING, line=event.line, turns=(*view.turns, turn), refused="", countdown=None)
    if event.role is Role.QUESTION:
        return replace(view, question=_asked(view, event.text), case="")
    if event.role is Role.TROUBLESHOOTING:
        return replace(view, case=view.case or event.text, case_at=view.case_at if view.case else view.elapsed)
    return view


@_react.register
def _line_said(event: LineSaid, view: ViewState) -> ViewState:
    view = _with_turn(view, Speaker.INTERVIEWER, event.line, lambda turn: replace(turn, text=event.text, open=False))
    if event.role is Role.QUESTION:
        view = replace(view, question=_asked(view, event.text))
    if event.role is Role.TROUBLESHOOTING and view.case and event.text.startswith(view.case):
        view = replace(view, case=event.text)
    if event.role is Role.HINT:
        view = replace(view, hints=(*view.hints, view.elapsed))
    began = event.t if view.began is None else view.began
    doing = Doing.LISTENING if view.answer_began is not None else Doing.THINKING
    return replace(view, began=began, doing=view.doing if view.doing is Doing.ENDED else doing)


# -- the candidate


@_react.register
def _answer_began(event: AnswerBegan, view: ViewState) -> ViewState:
    return replace(
        view, doing=Doing.LISTENING, answer=event.answer, answer_began=event.t, speech=False, thinking_until=None
    )


@_react.register
def _speech_began(_event: SpeechBegan, view: ViewState) -> ViewState:
    return replace(view, speech=True, thinking_until=None, refused="")


@_react.register
def _speech_paused(_event: SpeechPaused, view: ViewState) -> ViewState:
    return replace(view, speech=False)


@_react.register
def _segment(event: SegmentHeard, view: ViewState) -> ViewState:
    text = event.utterance.text.strip()
    if event.answer == view.answer:
        view = replace(view, unsure="")
    if not text:
        return view
    said = _turn(view, Speaker.YOU, event.answer)
    if said is None:
        turn = Turn(Speaker.YOU, event.answer, event.utterance.start, text, open=True)
        return replace(view, turns=(*view.turns, turn))
    return _with_turn(view, Speaker.YOU, event.answer, lambda turn: replace(turn, text=f"{turn.text} {text}".strip()))


@_react.register
def _guessed(event: TailGuessed, view: ViewState) -> ViewState:
    return replace(view, unsure=event.text.strip()) if event.answer == view.answer else view


@_react.register
def _answer_typed(event: AnswerTyped, view: ViewState) -> ViewState:
    said = _turn(view, Speaker.YOU, event.answer)
    if said is None:
        turn = Turn(Speaker.YOU, event.answer, event.t, event.text, typed=True)
        return replace(view, turns=(*view.turns, turn))
    return _with_turn(
        view, Speaker.YOU, event.answer, lambda turn: replace(turn, text=f"{turn.text} {event.text}", typed=True)
    )


@_react.register
def _answer_ended(event: AnswerEnded, view: ViewState) -> ViewState:
    view = _with_turn(view, Speaker.YOU, event.answer, lambda turn: replace(turn, open=False))
    return replace(
        view,
        doing=view.doing if view.doing is Doing.ENDED else Doing.THINKING,
        answer_began=None,
        unsure="",
        speech=False,
        countdown=None,
        thinking_until=None,
    )


@_react.register
def _answer_heard(event: AnswerHeard, view: ViewState) -> ViewState:
    if not event.text or event.pending:
        return view
    said = _turn(view, Speaker.YOU, event.answer)
    if said is None:
        turn = Turn(Speaker.YOU, event.answer, event.t, event.text)
        return replace(view, turns=(*view.turns, turn))
    if said.typed:
        return view
    return _with_turn(view, Speaker.YOU, event.answer, lambda turn: replace(turn, text=event.text, open=False))


@_react.register
def _answer_kept(event: AnswerKept, view: ViewState) -> ViewState:
    text = " ".join(one.text.strip() for one in event.utterances if one.text.strip())
    said = _turn(view, Speaker.YOU, event.answer)
    if not text or said is None or said.typed:
        return view
    return _with_turn(view, Speaker.YOU, event.answer, lambda turn: replace(turn, text=text, open=False))


@_react.register
def _pressed(_event: Pressed, view: ViewState) -> ViewState:
    return replace(view, refused="") if view.refused else view


@_react.register
def _refused(event: Refused, view: ViewState) -> ViewState:
    return replace(view, refused=event.sentence)


@_react.register
def _thinking(event: ThinkingBegan, view: ViewState) -> ViewState:
    return replace(view, thinking_until=event.until)


@_react.register
def _paused(event: Paused, view: ViewState) -> ViewState:
    return replace(view, doing=Doing.PAUSED, held_since=event.t, speech=False, countdown=None)


@_react.register
def _resumed(event: Resumed, view: ViewState) -> ViewState:
    since = event.t if view.held_since is None else view.held_since
    return replace(view, doing=Doing.LISTENING, held_since=None, held_seconds=view.held_seconds + event.t - since)


@_react.register
def _counted(event: SilenceCounted, view: ViewState) -> ViewState:
    return replace(view, countdown=event.seconds)


@_react.register
def _level(event: LevelShown, view: ViewState) -> ViewState:
    return replace(view, peak_db=max(FLOOR_DB, event.peak_db))


# -- what goes wrong, and the end


@_react.register
def _fault(event: Fault, view: ViewState) -> ViewState:
    others = tuple(trouble for trouble in view.troubles if trouble.part is not event.part)
    since = view.mute_since
    if event.code == "nothing_heard":
        since = event.t - MUTE_SECONDS
    elif event.part is Part.MICROPHONE and event.code not in HEARD and since is None:
        since = event.t
    trouble = Trouble(event.part, event.sentence, event.t, costs_sound=_costs_sound(event))
    return replace(view, troubles=(*others, trouble), mute_since=since)


def _costs_sound(fault: Fault) -> bool:
    return fault.part in (Part.MICROPHONE, Part.DISK, Part.RECORD) and fault.code not in HEARD


@_react.register
def _restored(event: Restored, view: ViewState) -> ViewState:
    others = tuple(trouble for trouble in view.troubles if trouble.part is not event.part)
    since = view.mute_since if event.part is not Part.MICROPHONE else None
    return replace(view, troubles=(*others, Trouble(event.part, event.sentence, event.t, over=True)), mute_since=since)


@_react.register
def _gap(event: Gap, view: ViewState) -> ViewState:
    return replace(view, lost_seconds=view.lost_seconds + event.frames / SAMPLE_RATE)


@_react.register
def _ended(event: SessionEnded, view: ViewState) -> ViewState:
    return replace(view, doing=Doing.ENDED, ended=event.reason, answer_began=None, speech=False, countdown=None)


def _asked(view: ViewState, text: str) -> str:
    """The question in a line, without the words of welcome before the first one."""
    first = view.plan.question_text
    return first if first and (first in text or view.line <= 1) else text


# -- turns


def _turn(view: ViewState, speaker: Speaker, number: int) -> Turn | None:
    return next((turn for turn in reversed(view.turns) if turn.speaker is speaker and turn.number == number), None)


def _with_turn(view: ViewState, speaker: Speaker, number: int, change: Callable[[Turn], Turn]) -> ViewState:
    turns = tuple(change(turn) if turn.speaker is speaker and turn.number == number else turn for turn in view.turns)
    return replace(view, turns=turns)
