"""The one stream of events: what the window shows, the session file keeps and the replay plays.

An event is a frozen fact with its time. `kept` events make up `events.jsonl`; the others (levels, ticks, a countdown)
are shown and forgotten. Everything the pure core decides on arrives as an event, and everything it decides ends in one.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar

from speech.words import Utterance, Word

FORMAT = 1
"""Version of the event lines; see `interviewer/records/migrations.py`."""


class Key(StrEnum):
    """What the candidate can press."""

    DONE = "done"
    ASK = "ask"
    THINK = "think"
    REPEAT = "repeat"
    HINT = "hint"
    PAUSE = "pause"
    RESUME = "resume"
    STOP_VOICE = "stop_voice"
    WRITE = "write"
    """Begins to write: however long that takes, silence ends no answer."""
    SPEAK = "speak"
    """Writes no more, and has given nothing."""
    END = "end"


class By(StrEnum):
    """Who or what ended something."""

    KEY = "key"
    SILENCE = "silence"
    TIME = "time"
    SOURCE = "source"
    """The recording that stands for the candidate came to its end."""
    TYPED = "typed"
    FAULT = "fault"
    END = "end"
    """The interview itself ended."""
    ASK = "ask"
    """The candidate asked something back."""


class Role(StrEnum):
    """What the interviewer's line is for."""

    QUESTION = "question"
    PROBE = "probe"
    CHALLENGE = "challenge"
    """Changes what the candidate had built on: a constraint, a contradiction, a corrected figure."""
    TRADE_OFF = "trade_off"
    TROUBLESHOOTING = "troubleshooting"
    CLARIFICATION = "clarification"
    REPEAT = "repeat"
    NUDGE = "nudge"
    TIME_CALL = "time_call"
    HINT = "hint"
    CLOSING = "closing"


ASKING = frozenset({Role.QUESTION, Role.PROBE, Role.CHALLENGE, Role.TRADE_OFF, Role.TROUBLESHOOTING, Role.NUDGE})
"""Roles of lines that open something new and ask for an answer of their own; the others belong to what is open."""


class Part(StrEnum):
    """The parts that can fail and come back."""

    MICROPHONE = "microphone"
    TRANSCRIBER = "transcriber"
    VOICE = "voice"
    MIND = "mind"
    DISK = "disk"
    RECORD = "record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact at a time. Subclasses name their `kind`, the word that stands in the session file."""

    kind: ClassVar[str] = ""
    kept: ClassVar[bool] = True

    t: float
    """Seconds on the session clock."""
    frame: int | None = None
    """Frame of the session recording the fact belongs to, when it belongs to one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStarted(Event):
    kind: ClassVar[str] = "session_started"

    round: str
    question: str
    minutes: float
    mode: str
    engines: MappingProxyType[str, str]
    """What speaks, listens, transcribes and decides, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MicrophoneReady(Event):
    """The first sound has arrived: whoever speaks now is recorded."""

    kind: ClassVar[str] = "microphone_ready"

    device: str
    host_api: str = ""
    """The device's other name half: with it, it is found again after something was plugged in."""
    rate: int
    """Frames a second the device delivers; recordings are always at `speech.words.SAMPLE_RATE`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudioOpened(Event):
    """Microphone, recogniser and voice are as ready as they will be: the interview can begin."""

    kind: ClassVar[str] = "studio_opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseBegan(Event):
    kind: ClassVar[str] = "phase_began"

    phase: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LineBegan(Event):
    """The interviewer starts to say something; `text` is its first sentence."""

    kind: ClassVar[str] = "line_began"

    line: int
    role: Role
    item: str
    """Stable id of the question, probe or case that is asked."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSaid(Event):
    """The interviewer has finished, or was stopped."""

    kind: ClassVar[str] = "line_said"

    line: int
    role: Role
    item: str
    text: str
    """All of it, heard or not."""
    seconds: float
    """Length of the sound; 0 when the line was only shown."""
    heard_seconds: float
    stopped: bool
    file: str
    """Path of the sound inside the session folder; empty when the line was only shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWorded(Event):
    """A line was given to a language model to be worded; precedes its `LineSaid`."""

    kind: ClassVar[str] = "line_worded"

    line: int
    refused: tuple[str, ...]
    """Rules its replies broke, in order; see `interviewer/minds/reply_rules.py`."""
    said: bool
    """Whether its wording is said; if not, the scripted line is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerBegan(Event):
    """From `frame` on the candidate is recorded, and what is heard is taken for an answer to `line`."""

    kind: ClassVar[str] = "answer_began"

    answer: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileBegan(Event):
    """`frame` is the first frame of a new sound file."""

    kind: ClassVar[str] = "file_began"

    answer: int
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechBegan(Event):
    kind: ClassVar[str] = "speech_began"

    answer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechPaused(Event):
    kind: ClassVar[str] = "speech_paused"

    answer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentHeard(Event):
    """Live text of a stretch of speech; replaced for scoring by `AnswerKept`."""

    kind: ClassVar[str] = "segment_heard"

    answer: int
    utterance: Utterance


@dataclass(frozen=True, slots=True, kw_only=True)
class TailGuessed(Event):
    """What the last stretch of speech seems to have been; the segment that follows says for sure."""

    kind: ClassVar[str] = "tail_guessed"
    kept: ClassVar[bool] = False

    answer: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceCounted(Event):
    """The answer ends by itself in `seconds` unless somebody speaks; None: the countdown was called off."""

    kind: ClassVar[str] = "silence_counted"
    kept: ClassVar[bool] = False

    seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerEnded(Event):
    """The recording of an answer is closed; its last frame is `frame` - 1."""

    kind: ClassVar[str] = "answer_ended"

    answer: int
    by: By
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerHeard(Event):
    """The live text of an answer is complete."""

    kind: ClassVar[str] = "answer_heard"

    answer: int
    text: str
    pending: bool = False
    """True when part of it could not be transcribed yet; the careful pass catches up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerKept(Event):
    """The careful pass over a whole answer: the text that is kept and scored."""

    kind: ClassVar[str] = "answer_kept"

    answer: int
    utterances: tuple[Utterance, ...]
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTyped(Event):
    kind: ClassVar[str] = "answer_typed"

    answer: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed(Event):
    kind: ClassVar[str] = "pressed"

    key: Key
    by: By = By.KEY
    text: str = ""
    """A typed answer, with `Key.DONE` or `Key.ASK`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Event):
    """A key that does nothing now, and why."""

    kind: ClassVar[str] = "refused"

    key: Key
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThinkingBegan(Event):
    """The candidate asked for time; silence until `until` is never a fault."""

    kind: ClassVar[str] = "thinking_began"

    until: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused(Event):
    kind: ClassVar[str] = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(Event):
    kind: ClassVar[str] = "resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap(Event):
    """Sound that never arrived: `frames` zeros stand in its place from `frame` on."""

    kind: ClassVar[str] = "gap"

    frames: int
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault(Event):
    """A part failed or needs attention. The interview goes on; the sentence says what to do."""

    kind: ClassVar[str] = "fault"

    part: Part
    code: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored(Event):
    """A part that failed works again."""

    kind: ClassVar[str] = "restored"

    part: Part
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded(Event):
    """The last event of every session that was closed."""

    kind: ClassVar[str] = "session_ended"

    reason: str
    """`finished`, `time`, `candidate`, `interrupted` or `failed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked(Event):
    kind: ClassVar[str] = "ticked"
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelShown(Event):
    """What the microphone hears right now."""

    kind: ClassVar[str] = "level_shown"
    kept: ClassVar[bool] = False

    peak_db: float
    """dBFS, 0 is full scale."""
    rms_db: float
    """dBFS, 0 is full scale."""
    speech: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown(Event):
    """An event of a later version: kept as it is, and ignored."""

    kind: ClassVar[str] = "unknown"

    line: MappingProxyType[str, Any]


def _leaves(cls: type[Event]) -> dict[str, type[Event]]:
    return {leaf.kind: leaf for leaf in cls.__subclasses__()}


KINDS: MappingProxyType[str, type[Event]] = MappingProxyType(_leaves(Event))
"""Every kind of event by the word that stands for it."""


def to_json(event: Event) -> dict[str, Any]:
    """The event as a JSON object, `kind` first. `from_json` is its inverse."""
    if isinstance(event, Unknown):
        return dict(event.line)
    fields = {field.name: _plain(getattr(event, field.name)) for field in dataclasses.fields(event)}
    if fields["frame"] is None:
        del fields["frame"]
    return {"kind": event.kind, **fields}


def from_json(line: dict[str, Any]) -> Event:
    """The event a JSON object stands for; unknown kinds become `Unknown`, unknown fields are passed over.

    Raises:
        KeyError, TypeError, ValueError: a known kind lacks a field or has one of the wrong form.
    """
    cls = KINDS.get(str(line["kind"]))
    if cls is None or cls is Unknown:
        return Unknown(t=float(line.get("t", 0.0)), frame=line.get("frame"), line=MappingProxyType(dict(line)))
    values: dict[str, Any] = {}
    for field in dataclasses.fields(cls):
        if field.name in line:
            values[field.name] = _typed(field.name, line[field.name])
    return cls(**values)


def _typed(name: str, value: Any) -> Any:
    reader = _READERS.get(name)
    return value if reader is None else reader(value)


def _utterance(value: dict[str, Any]) -> Utterance:
    words = tuple(Word(**word) for word in value.get("words", ()))
    return Utterance(value["text"], value["start"], value["end"], value["probability"], words)


_READERS: dict[str, Any] = {
    "key": Key,
    "by": By,
    "role": Role,
    "part": Part,
    "engines": MappingProxyType,
    "refused": tuple,
    "utterance": _utterance,
    "utterances": lambda value: tuple(_utterance(item) for item in value),
}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, MappingProxyType):
        return dict(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, float):
        return round(value, 4)
    return value
