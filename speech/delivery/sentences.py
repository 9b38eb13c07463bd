"""Sentences of the verbatim text, by the punctuation of the reading text: length, run-ons, trailing off. Pure."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from speech.delivery.words import Kind, Spoken, SpokenWord, plain

LONG_WORDS = 40
JOINS = 4
JOINING = frozenset({"and", "so", "because", "but"})
LAST_PART = 0.2
"""Of a sentence, in words: where a voice trails off."""
TRAILING_DB = 6.0
"""So far under the rest of its own sentence."""
SHORTEST = 5
"""Words; shorter sentences cannot trail off."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words from a beginning to a full stop."""

    start: float
    end: float
    ids: tuple[int, ...]
    words: int
    """Without fillers, repeats and cut-offs."""
    runs_on: bool
    """Too long to follow, or chained by and, so, because."""
    drop: float | None
    """How many dB its last fifth lies under the rest; None where that cannot be told."""

    @property
    def trails_off(self) -> bool:
        return self.drop is not None and self.drop >= TRAILING_DB


def sentences(spoken: Spoken) -> tuple[Sentence, ...]:
    """Every sentence in order."""
    ends = {one.ids[-1] for one in spoken.reading if one.ids and one.text.rstrip("\"'”’").endswith((".", "?", "!"))}
    found: list[Sentence] = []
    words: list[SpokenWord] = []
    for word in spoken.words:
        words.append(word)
        if word.id in ends or word is spoken.words[-1]:
            found.append(_sentence(words))
            words = []
    return tuple(found)


def _sentence(words: Sequence[SpokenWord]) -> Sentence:
    content = [word for word in words if word.kind is Kind.WORD]
    joins = sum(plain(word.text) in JOINING for word in content[1:])
    runs_on = len(content) > LONG_WORDS or joins >= JOINS
    ids = tuple(word.id for word in words)
    return Sentence(words[0].start, words[-1].end, ids, len(content), runs_on, _drop(content))


def _drop(words: Sequence[SpokenWord]) -> float | None:
    levels = [word.voice.loudness for word in words if word.voice is not None]
    if len(levels) < SHORTEST:
        return None
    last = max(1, round(LAST_PART * len(levels)))
    return round(statistics.median(levels[:-last]) - statistics.mean(levels[-last:]), 1)
