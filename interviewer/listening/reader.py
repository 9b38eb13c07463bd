"""Reads what is meant out of single sentences: a trained encoder, and one small linear head for each thing asked of it.

A reader is a folder of data: `weights.npz`, `tokenizer.json`, `vocabulary.txt` and `labels.json`, made by
`packaging/reader/train.py`.
What it answers are estimates from 0 to 1; `case_turns` and `coverage` decide. Pure: the same text gives the same
answer, and sentences read before are remembered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from interviewer.listening.encoder import Encoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

NAMING = 0.7
"""From here on a word is of the name of a metric or an objective."""
MAYBE_NAMING = 0.4
"""From here on one beside such a word belongs to the name too."""
GAP_WORDS = 2
_WORDS = re.compile(r"[\w'’%-]+")
_APART = re.compile(r"[,;:.]|\b(?:and|or|plus|then)\b")

LABELS = frozenset({"kinds", "slots", "items", "roles"})
"""What labels.json has: a list of names each, in the order of the head they belong to."""
REMEMBERED = 512
"""Sentences: an hour of talk."""
BEFORE_CHARACTERS = 160
"""Of the sentence before, its end; as in training."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Estimates for a candidate's turn in a case."""

    kinds: Mapping[str, float]
    """Adding up to 1. `ask` stands for a question about slots."""
    slots: Mapping[str, float]
    """Each by itself."""


@dataclass(frozen=True, slots=True)
class Named:
    """Words of a sentence that name a metric or an objective."""

    role: str
    """north_star, secondary, guardrail or objective."""
    begin: int
    """First character in the sentence."""
    end: int
    """Character after the last."""
    chance: float


@dataclass(frozen=True, slots=True)
class Sentence:
    """Estimates for a sentence of an answer."""

    items: Mapping[str, float]
    """How likely each item of the framework was done in it."""
    announces: float
    """How likely it only says what is to come."""
    named: tuple[Named, ...]


class Reads(Protocol):
    """What understands sentences."""

    def turn(self, text: str) -> Turn:
        """What a turn in a case asks for."""

    def sentence(self, text: str, before: str) -> Sentence:
        """What a sentence does, after the one `before` it."""


class Readers:
    """The readers there are, by name: each a folder inside `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._readers: dict[str, Reader] = {}

    def __call__(self, name: str) -> Reader | None:
        """The reader of that name; None for the empty name and for one that is not there."""
        if not name or not (self._folder / name).is_dir():
            return None
        if name not in self._readers:
            self._readers[name] = Reader(self._folder / name)
        return self._readers[name]


class Reader:
    """A reader from a folder. Loads on first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.turn = lru_cache(REMEMBERED)(self._turn)
        self.sentence = lru_cache(REMEMBERED)(self._sentence)
        self._network = lru_cache(1)(self._load)

    def load(self) -> None:
        """Load now what the first sentence would wait for.

        Raises:
            OSError: a file is missing or cannot be read.
            ValueError: a file is not what it should be.
        """
        self._network()

    def _load(self) -> tuple[Encoder, dict[str, Any]]:
        file = self._folder / "labels.json"
        labels = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(labels, dict) or not labels.keys() >= LABELS:
            raise ValueError(f"{file} does not have all of {', '.join(sorted(LABELS))}.")
        return Encoder(self._folder), labels

    def _turn(self, text: str) -> Turn:
        encoder, labels = self._network()
        pooled = encoder.encode(text).pooled
        kinds = _softmax(encoder.head("kinds", pooled))
        slots = _sigmoid(encoder.head("slots", pooled))
        return Turn(_labelled(labels["kinds"], kinds), _labelled(labels["slots"], slots))

    def _sentence(self, text: str, before: str) -> Sentence:
        encoder, labels = self._network()
        read = encoder.encode(text, before[-BEFORE_CHARACTERS:] or ".")
        items = _labelled(labels["items"], _sigmoid(encoder.head("done", read.pooled)))
        announces = float(_sigmoid(encoder.head("announces", read.pooled))[0])
        tags = _softmax(encoder.head("tags", read.tokens)) if read.spans else ()
        return Sentence(items, announces, _named(labels["roles"], text, read.spans, tags))


def _softmax(scores: Floats) -> Floats:
    import numpy as np

    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Floats = np.divide(weights, weights.sum(axis=-1, keepdims=True), dtype=np.float32)
    return result


def _sigmoid(scores: Floats) -> Floats:
    import numpy as np

    result: Floats = np.divide(1.0, 1.0 + np.exp(-scores), dtype=np.float32)
    return result


def _labelled(labels: list[str], values: Floats) -> Mapping[str, float]:
    return MappingProxyType({label: float(value) for label, value in zip(labels, values, strict=True)})


def _named(roles: list[str], text: str, spans: tuple[tuple[int, int], ...], tags: Any) -> tuple[Named, ...]:
    """Runs of words that name the same thing.

    Tag 0 is none; role r begins with tag 2r + 1 and goes on with 2r + 2. Words count whole, gaps of up to two words
    within a run belong to it, and a mark or an "and" between two runs keeps them apart.
    """
    words = [match.span() for match in _WORDS.finditer(text)]
    chances = [[0.0] * len(roles) for _ in words]
    for place, (begin, end) in enumerate(words):
        rows = [row for (first, last), row in zip(spans, tags, strict=True) if first < end and last > begin]
        for role in range(len(roles)):
            chances[place][role] = max((float(row[2 * role + 1] + row[2 * role + 2]) for row in rows), default=0.0)
    found: list[Named] = []
    for first, last in _runs(text, words, [sum(each) for each in chances]):
        within = chances[first : last + 1]
        totals = [sum(each[role] for each in within) for role in range(len(roles))]
        best = max(range(len(roles)), key=lambda role: totals[role])
        found.append(Named(roles[best], words[first][0], words[last][1], totals[best] / len(within)))
    return tuple(found)


def _runs(text: str, words: list[tuple[int, int]], naming: list[float]) -> list[tuple[int, int]]:
    """First and last word of each run: likely words, with less likely ones beside and between them."""
    runs: list[tuple[int, int]] = []
    for place in (place for place, chance in enumerate(naming) if chance >= MAYBE_NAMING):
        if runs and place - runs[-1][1] <= GAP_WORDS + 1:
            between = text[words[runs[-1][1]][1] : words[place][0]]
            if not _APART.search(between):
                runs[-1] = (runs[-1][0], place)
                continue
        runs.append((place, place))
    return [run for run in runs if max(naming[run[0] : run[1] + 1]) >= NAMING]
