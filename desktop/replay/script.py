"""The transcript as something that can be followed: turns of stretches, each with its time. Pure.

How finely depends on what is known. A second hearing knows every word and filler to some hundredths of a second; a
careful pass knows each word of the reading text; live text knows utterances; a typed answer only
when it was begun. Of the interviewer's lines only the whole span is known: their words are spread over it by their
letters, which is off by some tenths of a second at most and good enough to follow. Words of the candidate's know
which heard ones they stand for, so that they can be corrected.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from desktop.delivery.mending import MendedSpoken
from desktop.delivery.storage import Heard
from desktop.replay.timeline import line_spans
from desktop.view_state import Speaker
from interviewer.events import Event
from interviewer.records.corrections import Correction
from interviewer.records.library import Session
from interviewer.records.mending import Piece, Placed, pieces
from interviewer.records.transcript import Answer, Exchange, transcript_of
from speech.delivery.fillers import fillers
from speech.delivery.words import Spoken
from speech.words import Utterance, spread_over

UNSURE = 0.5
"""A word with less probability is marked."""
PAUSE_SECONDS = 2.0
"""A pause inside an answer is told from here on."""
LINGER_SECONDS = 0.6
"""A stretch stays marked for so long after its end when nothing follows."""
NOTHING_HEARD: Mapping[int, Spoken] = MappingProxyType({})
NOTHING_MENDED: Mapping[int, MendedSpoken] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Said:
    """Which heard words of an answer a stretch stands for."""

    answer: int
    first: int
    """Place among the words of the second hearing, where there is one, else of the careful pass."""
    behind: int
    """>= `first`."""
    heard: str
    """Those words."""
    in_hearing: bool = False
    """Whether that is the second hearing."""
    correction: str = ""
    """Id of what was corrected; empty: it is as it was heard."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A word, or more where no finer times are known."""

    text: str
    start: float
    """Session seconds."""
    end: float
    unsure: bool = False
    pause: float = 0.0
    """Seconds of silence before it, when they are worth telling; else 0."""
    filler: bool = False
    """A word that stands for nothing, as "um" does."""
    said: Said | None = None
    """None: it cannot be corrected."""
    removed: bool = False
    """Nothing was said here, by a correction; `text` is what was heard."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one of the two said."""

    speaker: Speaker
    start: float
    stretches: tuple[Stretch, ...]
    """Empty: nothing is known of what was said."""
    typed: bool = False

    @property
    def text(self) -> str:
        return " ".join(stretch.text for stretch in self.stretches if not stretch.removed)


@dataclass(frozen=True)
class Script:
    """A whole conversation. Not slotted: the order by time is kept once made."""

    turns: tuple[Turn, ...]

    @cached_property
    def _by_time(self) -> list[tuple[float, int, int]]:
        """(start, turn, stretch) of everything; -1 for the beginning of a turn."""
        places = [
            (stretch.start, number, at)
            for number, turn in enumerate(self.turns)
            for at, stretch in enumerate(turn.stretches)
        ]
        places += [(turn.start, number, -1) for number, turn in enumerate(self.turns)]
        return sorted(places)

    def at(self, seconds: float) -> tuple[int, int]:
        """(turn, stretch) that is heard; -1 for none: before the first one, or in a pause."""
        place = bisect_right(self._by_time, (seconds, len(self.turns), 0)) - 1
        if place < 0:
            return -1, -1
        _, turn, at = self._by_time[place]
        if at < 0 or seconds > self.turns[turn].stretches[at].end + LINGER_SECONDS:
            return turn, -1
        return turn, at


def script_of(
    events: tuple[Event, ...],
    heard: Mapping[int, Spoken] = NOTHING_HEARD,
    corrections: Sequence[Correction] = (),
    mended: Mapping[int, MendedSpoken] = NOTHING_MENDED,
) -> Script:
    """The transcript of a session; turns in the order they began.

    Args:
        heard: all that was said in answers somebody listened to again, by their numbers; shown in place of their
            reading text. With what was corrected in it.
        corrections: of the session.
        mended: what was corrected in those of `heard` in which something was.
    """
    spans = line_spans(events)
    told = _Told(spans, heard, mended)
    turns = [turn for exchange in transcript_of(events, corrections) for turn in _turns(exchange, told)]
    return Script(tuple(sorted(turns, key=lambda turn: turn.start)))


def session_script(session: Session, hearings: Iterable[Heard]) -> Script:
    """The transcript of a session with all that was said in the answers somebody listened to again."""
    there = tuple(hearings)
    said = {one.answer: one.spoken for one in there}
    mended = {one.answer: one.mended for one in there if one.mended is not None}
    return script_of(session.events, said, session.corrections.all, mended)


def without_removed(script: Script) -> Script:
    """The same without a word about what was taken out of it."""
    turns = (
        replace(turn, stretches=tuple(stretch for stretch in turn.stretches if not stretch.removed))
        for turn in script.turns
    )
    return Script(tuple(turns))


def fluent(script: Script) -> Script:
    """The same without a word about pauses."""
    turns = (
        replace(turn, stretches=tuple(replace(stretch, pause=0.0) for stretch in turn.stretches))
        for turn in script.turns
    )
    return Script(tuple(turns))


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of a session beside its transcript."""

    spans: Mapping[int, tuple[float, float]]
    heard: Mapping[int, Spoken]
    mended: Mapping[int, MendedSpoken]


def _turns(exchange: Exchange, told: _Told) -> Iterator[Turn]:
    if exchange.asked:
        start, end = told.spans.get(exchange.line, (exchange.start, exchange.start))
        yield Turn(Speaker.INTERVIEWER, start, tuple(spread(exchange.asked, start, end)))
    for answer in exchange.answers:
        stretches = _stretches(answer, told.heard.get(answer.number), told.mended.get(answer.number))
        yield Turn(Speaker.YOU, answer.start, tuple(_with_pauses(answer, stretches)), answer.typed)


def spread(text: str, start: float, end: float) -> Iterator[Stretch]:
    """The words of a text over a span, each as long as its share of the letters; one stretch where there is no span."""
    words = _one_line(text).split()
    if end <= start:
        if words:
            yield Stretch(" ".join(words), start, end)
        return
    yield from (Stretch(*piece) for piece in spread_over(words, start, end))


def _stretches(answer: Answer, heard: Spoken | None, mended: MendedSpoken | None) -> list[Stretch]:
    """Utterances as far as they are the text that is shown; what they do not tell comes as one stretch behind them.

    What was typed lasts no time: nobody hears it.
    """
    spoken = [utterance for utterance in answer.utterances if utterance.text.strip()]
    told = " ".join(utterance.text.strip() for utterance in spoken)
    if not answer.text.startswith(told):
        spoken, told = [], ""
    if told and heard is not None and heard.words:
        original, placed = (heard, ()) if mended is None else (mended.original, mended.placed)
        words = [(word.text, word.start, word.end) for word in original.words]
        said = _Row(answer.number, words, placed, in_hearing=True)
        stretches = [one for one in said.over(_of_hearing(heard)) if one.text]
    else:
        found = [stretch for utterance in spoken for stretch in _of_utterance(utterance)]
        tokens = [(word.text, word.start, word.end) for word in answer.heard_tokens] if answer.kept else []
        row = _Row(answer.number, tokens, answer.placed)
        stretches = [one for one in (row.over(found) if answer.kept else found) if one.text]
    rest = _one_line(answer.text.removeprefix(told))
    if rest:
        start = max([answer.start, *(stretch.end for stretch in stretches)])
        end = start if answer.typed else max(start, answer.start + (answer.seconds or 0.0))
        stretches.append(Stretch(rest, start, end))
    return stretches


@dataclass(frozen=True, slots=True)
class _Row:
    """The heard words of an answer, with what takes the place of some."""

    answer: int
    tokens: Sequence[tuple[str, float, float]]
    """Text, start and end."""
    placed: Sequence[Placed]
    in_hearing: bool = False

    def over(self, stretches: Iterable[Stretch]) -> Iterator[Stretch]:
        """Stretches of the mended text with the heard words they stand for, and those that were taken out."""
        if not self.placed:
            yield from self._as_heard(stretches)
            return
        row = pieces(len(self.tokens), self.placed)
        for stretch in stretches:
            mine: list[Piece] = []
            for piece in row:
                if piece.removed:
                    yield self._gap(piece)
                    continue
                mine.append(piece)
                if len(mine) == max(1, len(stretch.text.split())):
                    break
            yield replace(stretch, said=self._said(mine)) if mine else stretch
        yield from (self._gap(piece) for piece in row if piece.removed)

    def _as_heard(self, stretches: Iterable[Stretch]) -> Iterator[Stretch]:
        """An hour has ten thousand words, and in nearly every answer none of them is corrected."""
        first = 0
        for one in stretches:
            behind = min(first + max(1, one.text.count(" ") + 1), len(self.tokens))
            heard = " ".join(text.strip() for text, _, _ in self.tokens[first:behind])
            said = Said(self.answer, first, behind, heard, self.in_hearing) if behind > first else None
            yield Stretch(one.text, one.start, one.end, one.unsure, one.pause, one.filler, said)
            first = behind

    def _said(self, mine: Sequence[Piece]) -> Said:
        first, behind = min(piece.first for piece in mine), max(piece.behind for piece in mine)
        heard = " ".join(text.strip() for text, _, _ in self.tokens[first:behind])
        corrected = (piece.correction.id for piece in mine if piece.correction is not None)
        return Said(self.answer, first, behind, heard, self.in_hearing, next(corrected, ""))

    def _gap(self, piece: Piece) -> Stretch:
        assert piece.correction is not None
        said = self._said([piece])
        heard = self.tokens[piece.first : piece.behind]
        start, end = (heard[0][1], heard[-1][2]) if heard else (piece.correction.start, piece.correction.end)
        return Stretch(said.heard or piece.correction.heard, start, end, said=said, removed=True)


def _of_hearing(heard: Spoken) -> Iterator[Stretch]:
    filling = {number for filler in fillers(heard) for number in filler.ids}
    for word in heard.words:
        filler = word.id in filling
        unsure = not filler and word.confidence < UNSURE
        yield Stretch(_one_line(word.text), word.start, word.end, unsure, filler=filler)


def _of_utterance(utterance: Utterance) -> Iterator[Stretch]:
    if not utterance.words:
        yield Stretch(_one_line(utterance.text), utterance.start, utterance.end, utterance.probability < UNSURE)
        return
    for word in utterance.words:
        yield Stretch(_one_line(word.text), word.start, word.end, word.probability < UNSURE)


def _one_line(text: str) -> str:
    """A turn is one paragraph, and what stands for an object in a document would not be text there."""
    return " ".join(text.replace("\ufffc", " ").split())


def _with_pauses(answer: Answer, stretches: list[Stretch]) -> Iterator[Stretch]:
    """The silence before the first word counts too: it is how long somebody thought."""
    before = answer.start
    for stretch in stretches:
        silence = stretch.start - before
        yield replace(stretch, pause=silence) if silence >= PAUSE_SECONDS else stretch
        before = max(before, stretch.end)
