"""What delivery is about: words as they were really spoken, with ids that the reading text shares. Pure.

Two texts of one answer: the verbatim one, with every "um" and repeated word, is evidence; the reading one is Whisper's
clean sentence. A reading word names the ids of the verbatim words it stands for, so that a mark on either is a mark on
both. Times are seconds on the clock of the sound that was given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Kind(StrEnum):
    """What a verbatim word is to the sentence it stands in."""

    WORD = "word"
    FILLER = "filler"
    """A filled pause: um, uh, er, hm, ah."""
    CUTOFF = "cutoff"
    """A word broken off: "I-"."""
    REPEAT = "repeat"
    """Said again at once; the last one counts as the word."""


class Timing(StrEnum):
    """How the times of a word were found, best first."""

    ALIGNED = "aligned"
    """By the aligner, from sounds of the word: about 0.03 s off."""
    SNAPPED = "snapped"
    """Whisper's times moved to where the sound begins and ends: about 0.1 s off."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How a word sounded."""

    loudness: float
    """Mean level in dB below full scale, never above 0."""
    voiced_seconds: float
    """Time for which a pitch was found."""
    pitch: float
    """Mean over it, semitones above 100 Hz; 0 where there is none."""
    pitch_squares: float
    """Mean of the squares of the same, so that deviations of many words can be pooled."""


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """One word of the verbatim text."""

    id: int
    """Its place in the verbatim text of this answer, from 0."""
    text: str
    """As written, with punctuation."""
    start: float
    end: float
    """>= start."""
    kind: Kind
    confidence: float
    """0 to 1: how likely it was said."""
    timing: Timing
    voice: Voice | None = None
    """None when too short to measure."""


@dataclass(frozen=True, slots=True)
class ReadingWord:
    """One word of the reading text and the verbatim words it stands for, in order; may be none."""

    text: str
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """An answer as it was spoken."""

    words: tuple[SpokenWord, ...]
    reading: tuple[ReadingWord, ...]
    seconds: float
    """Length of the sound."""
    noise: float = -90.0
    """Level of its quietest tenth, dB below full scale."""

    def moved(self, by: float) -> Spoken:
        """The same, `by` seconds later."""
        words = tuple(
            replace(word, start=round(word.start + by, 3), end=round(word.end + by, 3)) for word in self.words
        )
        return replace(self, words=words)

    @property
    def verbatim(self) -> str:
        """Everything said, as one text."""
        return " ".join(word.text for word in self.words)

    @property
    def text(self) -> str:
        """The reading text."""
        return " ".join(word.text for word in self.reading)


FILLED_PAUSES = frozenset(
    ["um", "umm", "uhm", "uh", "uhh", "er", "erm", "hm", "hmm", "mm", "mmm", "ah", "ahh", "eh", "ehm"]
)
EDGES = "\"“”‘'.,;:!?()[]{}…-–—"


def plain(text: str) -> str:
    """A word as it is compared: small letters, no punctuation."""
    return text.casefold().replace("’", "'").strip(EDGES + " ")


def is_filled_pause(text: str) -> bool:
    """Whether a written word is one of the sounds people make while they think."""
    return plain(text) in FILLED_PAUSES


def is_cut_off(text: str) -> bool:
    """Whether a written word was broken off: it ends in a single dash."""
    bare = text.rstrip(",.")
    return len(bare) > 1 and bare[-1] in "-–—" and bare[-2].isalpha()


def joined(parts: Sequence[Spoken]) -> Spoken:
    """Parts of one answer, each with times on the same clock, as one; ids are counted through."""
    words: list[SpokenWord] = []
    reading: list[ReadingWord] = []
    for part in parts:
        first = len(words)
        words.extend(replace(word, id=word.id + first) for word in part.words)
        reading.extend(ReadingWord(one.text, tuple(i + first for i in one.ids)) for one in part.reading)
    noise = min((part.noise for part in parts), default=-90.0)
    return Spoken(tuple(words), tuple(reading), sum(part.seconds for part in parts), noise)
