"""Who said what and when, as the events of a session tell it. Pure; the same events give the same transcript.

The text of an answer is the careful pass's where there is one (`kept`), otherwise the live text. What the candidate
corrected in the former is put into it here, for everybody who reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from interviewer.events import (
    AnswerBegan,
    AnswerEnded,
    AnswerHeard,
    AnswerKept,
    AnswerTyped,
    By,
    Event,
    FileBegan,
    LineBegan,
    LineSaid,
    Role,
    SegmentHeard,
)
from interviewer.records.corrections import Correction
from interviewer.records.mending import Mended, Placed, mended, tokens_of
from speech.words import SAMPLE_RATE, Utterance, Word


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """One sound file of an answer."""

    name: str
    """Path inside the session folder."""
    start_frame: int
    """Frame of the session its first frame is."""

    @property
    def start_seconds(self) -> float:
        return self.start_frame / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Answer:
    """What the candidate said to one line."""

    number: int
    line: int
    start: float
    """Seconds on the session clock."""
    seconds: float | None
    """None while it is being given."""
    by: By | None
    """What ended it."""
    text: str
    kept: bool
    """True when `text` and `utterances` come from the careful pass."""
    pending: bool
    """True when the live text is known to lack something and there is no careful pass yet."""
    typed: bool
    utterances: tuple[Utterance, ...]
    files: tuple[AnswerFile, ...]
    start_frame: int | None
    """Frame of the session its recording begins with."""
    end_frame: int | None
    """Frame behind its last one."""
    uncorrected: tuple[Utterance, ...] = ()
    """`utterances` as they were heard, where the candidate corrected something in them; else empty."""
    placed: tuple[Placed, ...] = ()
    """What was corrected, by the tokens of `heard` it takes the place of."""
    stale: tuple[Correction, ...] = ()
    """Corrections of words that are not there any more, as after a second transcription."""

    @property
    def heard(self) -> tuple[Utterance, ...]:
        """`utterances` as they were heard."""
        return self.uncorrected or self.utterances

    @property
    def heard_tokens(self) -> tuple[Word, ...]:
        """The words of `heard`."""
        return tuple(token for utterance in self.heard for token in tokens_of(utterance))


@dataclass(frozen=True, slots=True)
class Exchange:
    """A line of the interviewer with what was answered to it; line 0 is where answers to no known line go."""

    line: int
    role: Role | None
    item: str
    asked: str
    start: float
    """Seconds on the session clock."""
    seconds: float
    """Length of its sound; 0 when it was only shown or never finished."""
    stopped: bool
    file: str
    answers: tuple[Answer, ...]

    @property
    def answered(self) -> str:
        return " ".join(answer.text for answer in self.answers if answer.text)


@dataclass(slots=True)
class _Draft:
    """An answer while its events are read."""

    number: int
    line: int
    start: float
    seconds: float | None = None
    by: By | None = None
    start_frame: int | None = None
    end_frame: int | None = None
    segments: list[Utterance] = field(default_factory=list)
    heard: AnswerHeard | None = None
    kept: AnswerKept | None = None
    typed: str | None = None
    files: list[AnswerFile] = field(default_factory=list)

    def finished(self, corrections: Sequence[Correction] = ()) -> Answer:
        done = self._mended([one for one in corrections if one.answer == self.number])
        return Answer(
            number=self.number,
            line=self.line,
            start=self.start,
            seconds=self.seconds,
            by=self.by,
            text=self._text(done.utterances),
            kept=self.kept is not None,
            pending=self.kept is None and self.typed is None and (self.heard is None or self.heard.pending),
            typed=self.typed is not None,
            utterances=done.utterances,
            files=tuple(self.files),
            start_frame=self.start_frame,
            end_frame=self.end_frame,
            uncorrected=self.kept.utterances if self.kept is not None and done.placed else (),
            placed=done.placed,
            stale=done.stale,
        )

    def _mended(self, corrections: Sequence[Correction]) -> Mended:
        """Live text is replaced soon: only the careful pass is corrected."""
        if self.kept is None:
            return Mended(tuple(self.segments), stale=tuple(corrections))
        return mended(self.kept.utterances, corrections)

    def _text(self, utterances: tuple[Utterance, ...]) -> str:
        if self.kept is not None:
            spoken = _joined(utterances)
        elif self.heard is not None and not self.heard.pending:
            spoken = self.heard.text
        else:
            spoken = max(_joined(self.segments), self.heard.text if self.heard is not None else "", key=len)
        return " ".join(part for part in (spoken, self.typed or "") if part)


def _joined(utterances: Iterable[Utterance]) -> str:
    return " ".join(utterance.text.strip() for utterance in utterances if utterance.text.strip())


def answers_of(events: Iterable[Event], corrections: Sequence[Correction] = ()) -> tuple[Answer, ...]:
    """Every answer, in the order they began."""
    drafts: dict[int, _Draft] = {}
    line = 0
    for event in events:
        match event:
            case LineBegan() | LineSaid():
                line = event.line
            case AnswerBegan():
                draft = drafts.setdefault(event.answer, _Draft(event.answer, event.line, event.t))
                draft.line, draft.start, draft.start_frame = event.line, event.t, event.frame
            case AnswerTyped() | SegmentHeard() | FileBegan() | AnswerEnded() | AnswerHeard() | AnswerKept():
                _note(drafts.setdefault(event.answer, _Draft(event.answer, line, event.t)), event)
    return tuple(draft.finished(corrections) for draft in drafts.values())


def _note(
    draft: _Draft, event: AnswerTyped | SegmentHeard | FileBegan | AnswerEnded | AnswerHeard | AnswerKept
) -> None:
    match event:
        case AnswerTyped():
            draft.typed = " ".join(filter(None, (draft.typed, event.text)))
        case SegmentHeard():
            draft.segments.append(event.utterance)
        case FileBegan():
            draft.files.append(AnswerFile(event.file, event.frame if event.frame is not None else frame_at(event.t)))
        case AnswerEnded():
            draft.seconds, draft.by, draft.end_frame = event.seconds, event.by, event.frame
        case AnswerHeard():
            draft.heard = event
        case AnswerKept():
            draft.kept = event


def frame_at(seconds: float) -> int:
    """The frame of the session at a time: the session clock is the frame count."""
    return round(seconds * SAMPLE_RATE)


def transcript_of(events: Iterable[Event], corrections: Sequence[Correction] = ()) -> tuple[Exchange, ...]:
    """The conversation, line by line in the order they were begun."""
    told = tuple(events)
    answers: dict[int, list[Answer]] = {}
    for answer in answers_of(told, corrections):
        answers.setdefault(answer.line, []).append(answer)
    lines: dict[int, LineBegan | LineSaid] = {}
    starts: dict[int, float] = {}
    for event in told:
        if isinstance(event, LineBegan | LineSaid):
            lines[event.line] = event
            starts.setdefault(event.line, event.t)
    exchanges = [_exchange(line, starts[number], tuple(answers.pop(number, ()))) for number, line in lines.items()]
    strays = tuple(answer for rest in answers.values() for answer in rest)
    return (_nobodys(strays), *exchanges) if strays else tuple(exchanges)


def _exchange(line: LineBegan | LineSaid, start: float, answers: tuple[Answer, ...]) -> Exchange:
    seconds, stopped, file = (line.seconds, line.stopped, line.file) if isinstance(line, LineSaid) else (0.0, False, "")
    return Exchange(line.line, line.role, line.item, line.text, start, seconds, stopped, file, answers)


def _nobodys(answers: tuple[Answer, ...]) -> Exchange:
    start = min(answer.start for answer in answers)
    return Exchange(0, None, "", "", start, 0.0, False, "", answers)


def unkept_answers(events: Iterable[Event]) -> tuple[int, ...]:
    """Numbers of the answers that have sound but no careful pass yet."""
    return tuple(answer.number for answer in answers_of(events) if answer.files and not answer.kept)
