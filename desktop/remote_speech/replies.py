"""What a server says it heard, as utterances with times: words where it tells them, segments else. Pure.

Nothing of a reply is trusted: times outside the sound are brought into it, what no file can hold is replaced, and text
that Whisper makes up for silence is left out, as it is of its own work here.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from interviewer.export.texts import writable
from speech.whisper.guards import invented
from speech.words import Utterance, Word

UNKNOWN_PROBABILITY = 1.0
"""Of text whose server says nothing of how sure it is."""


class NotThisApi(ValueError):
    """The reply is none of a transcription."""


@dataclass(frozen=True, slots=True)
class _Timed:
    text: str
    start: float
    end: float
    probability: float = UNKNOWN_PROBABILITY
    made_up: bool = False


def heard_in(page: bytes, seconds: float, offset: float) -> tuple[Utterance, ...]:
    """The utterances of a reply about a sound of so many seconds, which begins at session second `offset`.

    Raises: NotThisApi.
    """
    try:
        reply = json.loads(page)
    except (ValueError, RecursionError):
        raise NotThisApi("no JSON") from None
    if not isinstance(reply, dict) or not isinstance(reply.get("text"), str):
        raise NotThisApi("no text")
    words = list(_words(reply.get("words"), seconds))
    segments = list(_segments(reply.get("segments"), seconds))
    if not segments:
        said = writable(reply["text"]).strip()
        if invented(said, no_speech=0.0, log_probability=0.0):
            return ()
        end = max([seconds, *(word.end for word in words)])
        segments = [_Timed(said, words[0].start if words else 0.0, words[-1].end if words else end)]
    shared = _shared_out(words, segments)
    return tuple(_utterance(segment, mine, offset) for segment, mine in shared if not segment.made_up)


def _words(raw: object, seconds: float) -> Iterator[_Timed]:
    for each in _dicts(raw):
        timed = _timed(each, each.get("word"), seconds)
        if timed is not None:
            yield timed


def _segments(raw: object, seconds: float) -> Iterator[_Timed]:
    """All that have a text: a server whose text is made up throughout has given segments too."""
    for each in _dicts(raw):
        no_speech, sure = _number(each.get("no_speech_prob"), 0.0), _number(each.get("avg_logprob"), 0.0)
        timed = _timed(each, each.get("text"), seconds, math.exp(min(0.0, sure)))
        if timed is not None:
            yield replace(timed, made_up=invented(timed.text, no_speech=no_speech, log_probability=sure))


def _timed(
    each: dict[str, Any], text: object, seconds: float, probability: float = UNKNOWN_PROBABILITY
) -> _Timed | None:
    if not isinstance(text, str) or not (said := writable(text).strip()):
        return None
    start = min(max(0.0, _number(each.get("start"), 0.0)), seconds)
    end = min(max(start, _number(each.get("end"), start)), seconds)
    return _Timed(said, start, end, probability)


def _shared_out(words: Sequence[_Timed], segments: Sequence[_Timed]) -> Iterator[tuple[_Timed, list[_Timed]]]:
    """Each segment with its words: those that begin before the next one does, or in it where it is made up."""
    left = list(words)
    for number, segment in enumerate(segments):
        last = number + 1 == len(segments)
        until = math.inf if last else segments[number + 1].start
        if segment.made_up:
            until = min(until, segment.end)
        mine = []
        while left and (left[0].start < until or last):
            mine.append(left.pop(0))
        yield segment, _spelled(segment.text, mine)


def _spelled(text: str, words: list[_Timed]) -> list[_Timed]:
    """The words as the text has them, with its capitals and marks, where both have as many."""
    spelled = text.split()
    if len(spelled) != len(words):
        return words
    return [_Timed(said, word.start, word.end, word.probability) for said, word in zip(spelled, words, strict=True)]


def _utterance(segment: _Timed, words: Iterable[_Timed], offset: float) -> Utterance:
    timed = tuple(
        Word(f" {word.text}", _at(word.start, offset), _at(word.end, offset), segment.probability) for word in words
    )
    start = timed[0].start if timed else _at(segment.start, offset)
    end = max(start, timed[-1].end if timed else _at(segment.end, offset))
    return Utterance(segment.text, start, end, segment.probability, timed)


def _at(seconds: float, offset: float) -> float:
    return round(seconds + offset, 3)


def _dicts(raw: object) -> Iterator[dict[str, Any]]:
    yield from (each for each in raw if isinstance(each, dict)) if isinstance(raw, list) else ()


def _number(value: object, other: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return other
    try:
        number = float(value)
    except OverflowError:
        return other
    return number if math.isfinite(number) else other
