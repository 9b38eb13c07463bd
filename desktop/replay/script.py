"""The transcript as something that can be followed: turns of stretches, each with its time. Pure.

How finely depends on what is known. A second hearing knows every word and filler to some hundredths of a second; a
careful pass knows each word of the reading text; live text knows utterances; a typed answer only
when it was begun. Of the interviewer's lines only the whole span is known: their words are spread over it by their
letters, which is off by some tenths of a second at most and good enough to follow.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from desktop.replay.timeline import line_spans
from desktop.view_state import Speaker
from interviewer.events import Event
from interviewer.records.transcript import Answer, Exchange, transcript_of
from speech.delivery.fillers import fillers
from speech.delivery.words import Spoken
from speech.words import Utterance

UNSURE = 0.5
"""A word with less probability is marked."""
PAUSE_SECONDS = 2.0
"""A pause inside an answer is told from here on."""
LINGER_SECONDS = 0.6
"""A stretch stays marked for so long after its end when nothing follows."""
NOTHING_HEARD: Mapping[int, Spoken] = MappingProxyType({})


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
        return " ".join(stretch.text for stretch in self.stretches)


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


def script_of(events: tuple[Event, ...], heard: Mapping[int, Spoken] = NOTHING_HEARD) -> Script:
    """The transcript of a session; turns in the order they began.

    Args:
        heard: all that was said in answers somebody listened to again, by their numbers; shown in place of their
            reading text.
    """
    spans = line_spans(events)
    turns = [turn for exchange in transcript_of(events) for turn in _turns(exchange, spans, heard)]
    return Script(tuple(sorted(turns, key=lambda turn: turn.start)))


def fluent(script: Script) -> Script:
    """The same without a word about pauses."""
    turns = (
        replace(turn, stretches=tuple(replace(stretch, pause=0.0) for stretch in turn.stretches))
        for turn in script.turns
    )
    return Script(tuple(turns))


def _turns(exchange: Exchange, spans: dict[int, tuple[float, float]], heard: Mapping[int, Spoken]) -> Iterator[Turn]:
    if exchange.asked:
        start, end = spans.get(exchange.line, (exchange.start, exchange.start))
        yield Turn(Speaker.INTERVIEWER, start, tuple(spread(exchange.asked, start, end)))
    for answer in exchange.answers:
        stretches = _stretches(answer, heard.get(answer.number))
        yield Turn(Speaker.YOU, answer.start, tuple(_with_pauses(answer, stretches)), answer.typed)


def spread(text: str, start: float, end: float) -> Iterator[Stretch]:
    """The words of a text over a span, each as long as its share of the letters; one stretch where there is no span."""
    words = _one_line(text).split()
    letters = sum(len(word) + 1 for word in words)
    if end <= start:
        if words:
            yield Stretch(" ".join(words), start, end)
        return
    at = start
    for word in words:
        until = at + (end - start) * (len(word) + 1) / letters
        yield Stretch(word, at, until)
        at = until


def _stretches(answer: Answer, heard: Spoken | None) -> list[Stretch]:
    """Utterances as far as they are the text that is shown; what they do not tell comes as one stretch behind them.

    What was typed lasts no time: nobody hears it.
    """
    spoken = [utterance for utterance in answer.utterances if utterance.text.strip()]
    told = " ".join(utterance.text.strip() for utterance in spoken)
    if not answer.text.startswith(told):
        spoken, told = [], ""
    if told and heard is not None and heard.words:
        stretches = list(_of_hearing(heard))
    else:
        stretches = [stretch for utterance in spoken for stretch in _of_utterance(utterance)]
    rest = _one_line(answer.text.removeprefix(told))
    if rest:
        start = max([answer.start, *(stretch.end for stretch in stretches)])
        end = start if answer.typed else max(start, answer.start + (answer.seconds or 0.0))
        stretches.append(Stretch(rest, start, end))
    return stretches


def _of_hearing(heard: Spoken) -> Iterator[Stretch]:
    filling = {number for filler in fillers(heard) for number in filler.ids}
    for word in heard.words:
        if text := _one_line(word.text):
            filler = word.id in filling
            yield Stretch(text, word.start, word.end, not filler and word.confidence < UNSURE, filler=filler)


def _of_utterance(utterance: Utterance) -> Iterator[Stretch]:
    if not utterance.words:
        yield Stretch(_one_line(utterance.text), utterance.start, utterance.end, utterance.probability < UNSURE)
        return
    for word in utterance.words:
        if text := _one_line(word.text):
            yield Stretch(text, word.start, word.end, word.probability < UNSURE)


def _one_line(text: str) -> str:
    """A turn is one paragraph, and what stands for an object in a document would not be text there."""
    return " ".join(text.replace("\ufffc", " ").split())


def _with_pauses(answer: Answer, stretches: list[Stretch]) -> Iterator[Stretch]:
    """The silence before the first word counts too: it is how long somebody thought."""
    before = answer.start
    for stretch in stretches:
        silence = stretch.start - before
        told = silence if silence >= PAUSE_SECONDS else 0.0
        yield replace(stretch, pause=told)
        before = max(before, stretch.end)
