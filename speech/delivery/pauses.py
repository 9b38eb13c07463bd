"""Silences between words: how long, and where. Pure.

A pause is a gap of 0.25 s at least between aligned words (de Jong and Bosker, 2013). Filled pauses are words here. At
the end of a sentence a pause helps who listens; inside a phrase it shows a search for words. Length alone does not tell
the two apart (O'Shaughnessy, 1992).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from speech.delivery.words import Kind, Spoken, SpokenWord, plain

SHORTEST_SECONDS = 0.25
THINKING_SECONDS = 20.0
"""How long an announcement ("let me think") covers the pauses after it."""
THINKING_SHORTEST = 1.5
"""Shorter pauses after one are pauses like any other."""


class Where(StrEnum):
    """Between what and what a pause lies."""

    SENTENCE = "sentence"
    CLAUSE = "clause"
    INSIDE = "inside"
    THINKING = "thinking"
    """After its speaker announced that they would think."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A silence."""

    start: float
    end: float
    where: Where
    after: int
    """The id of the word before it."""
    others: float = 0.0
    """How much of it is not its speaker's."""

    @property
    def seconds(self) -> float:
        return self.end - self.start - self.others


ANNOUNCED = tuple(
    tuple(phrase.split())
    for phrase in (
        "let me think", "let me just think", "give me a moment", "give me a second", "give me a minute",
        "take a moment", "take a second", "take a minute", "take some time", "think about this", "think about that",
        "gather my thoughts", "collect my thoughts", "structure my thoughts", "good question", "one moment",
        "some time to think", "a moment to think",
    )
)  # fmt: skip
_ANNOUNCED_ENDS = frozenset(phrase[-1] for phrase in ANNOUNCED)
OPENERS = frozenset(
    {
        "and", "but", "so", "because", "or", "which", "who", "when", "while", "if", "although", "though", "since",
        "then", "whereas", "where", "unless", "until", "first", "second", "finally",
    }
)  # fmt: skip
"""Words that begin a clause."""
BOUND = frozenset(
    {
        "the", "a", "an", "of", "to", "in", "on", "at", "for", "with", "my", "our", "your", "their", "his", "her",
        "its",
        "is", "are", "was", "were", "and", "or", "but", "very", "i",
    }
)  # fmt: skip
"""Words no phrase ends with: a pause after one is inside, whatever Whisper's punctuation says."""


def pauses(spoken: Spoken) -> tuple[Pause, ...]:
    """Every pause between two words, in order."""
    marks = _punctuation(spoken)
    found: list[Pause] = []
    announced = float("-inf")
    for one, other in itertools.pairwise(spoken.words):
        if announces(spoken.words, one.id):
            announced = one.end
        if round(other.start - one.end, 3) >= SHORTEST_SECONDS:
            where = _where(spoken.words, one.id, marks)
            thinking = one.end - announced < THINKING_SECONDS and other.start - one.end >= THINKING_SHORTEST
            found.append(Pause(one.end, other.start, Where.THINKING if thinking else where, one.id))
    return tuple(found)


def announces(words: Sequence[SpokenWord], last: int) -> bool:
    """Whether the word `last` ends a phrase by which a speaker asks for time."""
    return plain(words[last].text) in _ANNOUNCED_ENDS and any(
        tuple(plain(word.text) for word in words[max(0, last - len(phrase) + 1) : last + 1]) == phrase
        for phrase in ANNOUNCED
    )


def _punctuation(spoken: Spoken) -> dict[int, str]:
    """The mark after each verbatim word, by the reading text: the prompted pass puts commas around every "um"."""
    return {one.ids[-1]: one.text[-1] for one in spoken.reading if one.ids and one.text and one.text[-1] in ".?!,;:"}


def _where(words: Sequence[SpokenWord], last: int, marks: dict[int, str]) -> Where:
    """Fillers at either side do not count: the pause lies where the words around them part."""
    before = next((words[at] for at in range(last, -1, -1) if words[at].kind is not Kind.FILLER), None)
    after = next((words[at] for at in range(last + 1, len(words)) if words[at].kind is not Kind.FILLER), None)
    if before is None or after is None:
        return Where.SENTENCE
    mark = marks.get(before.id, "")
    if before.kind in (Kind.REPEAT, Kind.CUTOFF) or (plain(before.text) in BOUND and mark not in ".?!"):
        return Where.INSIDE
    if mark and mark in ".?!":
        return Where.SENTENCE
    return Where.CLAUSE if mark or plain(after.text) in OPENERS else Where.INSIDE
