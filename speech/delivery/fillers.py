"""Words that stand for nothing: um and uh, and "like", "you know", "so" where they are used so. Pure.

A filled pause is known by its sound; the others only by use. "I like it" is a verb, "it's like a library" compares,
"so that" is a purpose: none of them counts. Where use is unclear nothing is counted: a filler that is none costs more
trust than one that is missed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from speech.delivery.words import Kind, Spoken, SpokenWord, plain

SIDE_SECONDS = 0.15
"""A silence so long beside a word sets it apart, as a comma does."""
CLUSTER_SECONDS = 5.0
CLUSTER_SIZE = 3


@dataclass(frozen=True, slots=True)
class Filler:
    """A word or phrase that fills."""

    word: str
    start: float
    end: float
    how: str
    """"sound" for um and uh, "use" for words that are fillers only by their use."""
    confidence: float
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A candidate within its surroundings, for the tests of use."""

    words: tuple[str, ...]
    """All words of the answer, plain."""
    first: int
    last: int
    apart_before: bool
    """A comma, a silence, or the beginning is before it."""
    apart_after: bool
    begins: bool
    """It begins a sentence."""

    def before(self, back: int = 1) -> str:
        """The word so many places before it, "" for none."""
        at = self.first - back
        return self.words[at] if at >= 0 else ""

    @property
    def after(self) -> str:
        return self.words[self.last + 1] if self.last + 1 < len(self.words) else ""


LIKERS = frozenset({
    "i", "you", "we", "they", "he", "she", "people", "users", "would", "i'd", "we'd", "you'd", "they'd", "really", "to",
    "don't", "didn't", "doesn't", "also", "might", "who", "customers", "not", "do", "did", "will",
})  # fmt: skip
"""Before them "like" is a verb."""
COMPARED = frozenset({
    "look", "looks", "looked", "feel", "feels", "felt", "sound", "sounds", "seem", "seems", "something", "anything",
    "things", "stuff", "more", "just", "much", "companies", "products", "it's", "is", "was", "be",
})  # fmt: skip
"""Before them "like" compares or gives an example, unless it is set apart on both sides."""


def _like(place: Place) -> bool:
    if place.before() in LIKERS or place.after in ("to", "that", "this", "it", "them", "for"):
        return place.apart_before and place.apart_after
    if place.before() in COMPARED:
        return place.apart_before and place.apart_after
    return place.apart_after or (place.apart_before and not place.begins)


def _you_know(place: Place) -> bool:
    asked = place.before() in ("do", "did", "if", "as", "how", "that", "let", "when", "once", "don't", "what")
    return not asked and place.after not in ("what", "how", "the", "that", "if", "about", "who", "where", "why")


def _i_mean(place: Place) -> bool:
    return place.before() not in ("what", "how", "do") and place.after not in ("by", "is", "the")


def _so(place: Place) -> bool:
    return place.begins and place.apart_after and place.after not in ("that", "far", "much", "many")


def _set_apart(place: Place) -> bool:
    return place.apart_before and place.apart_after


def _either_side(place: Place) -> bool:
    return place.apart_before or place.apart_after


def _sort_of(place: Place) -> bool:
    return place.before() not in ("a", "the", "this", "that", "what", "some", "any", "same", "one", "every", "which")


BY_USE: tuple[tuple[str, Callable[[Place], bool], float], ...] = (
    ("like", _like, 0.7),
    ("you know", _you_know, 0.85),
    ("i mean", _i_mean, 0.8),
    ("so", _so, 0.6),
    ("basically", _either_side, 0.7),
    ("actually", _set_apart, 0.6),
    ("literally", _set_apart, 0.6),
    ("right", _set_apart, 0.5),
    ("sort of", _sort_of, 0.6),
)
"""The phrase, what makes it a filler, and how sure that test is: judged on written examples, not measured."""


def fillers(spoken: Spoken) -> tuple[Filler, ...]:
    """Every filler in order."""
    by_sound = [
        Filler(plain(word.text), word.start, word.end, "sound", word.confidence, (word.id,))
        for word in spoken.words
        if word.kind is Kind.FILLER
    ]
    return tuple(sorted([*by_sound, *_by_use(spoken)], key=lambda filler: filler.start))


def clusters(found: Sequence[Filler]) -> tuple[tuple[float, float], ...]:
    """Stretches (from, to) with `CLUSTER_SIZE` fillers or more, each at most `CLUSTER_SECONDS` after the last."""
    spans: list[tuple[float, float]] = []
    row: list[Filler] = []
    for filler in [*found, None]:
        if filler is not None and (not row or filler.start - row[-1].end <= CLUSTER_SECONDS):
            row.append(filler)
            continue
        if len(row) >= CLUSTER_SIZE:
            spans.append((row[0].start, row[-1].end))
        row = [filler] if filler is not None else []
    return tuple(spans)


def _by_use(spoken: Spoken) -> list[Filler]:
    words = [word for word in spoken.words if word.kind is not Kind.FILLER]
    texts = tuple(plain(word.text) for word in words)
    found: list[Filler] = []
    for phrase, is_filler, confidence in BY_USE:
        parts = tuple(phrase.split())
        for first in range(len(texts) - len(parts) + 1):
            last = first + len(parts) - 1
            if texts[first : last + 1] == parts and is_filler(_place(words, texts, first, last)):
                heard = min(word.confidence for word in words[first : last + 1])
                ids = tuple(word.id for word in words[first : last + 1])
                start, end = words[first].start, words[last].end
                found.append(Filler(phrase, start, end, "use", round(confidence * heard, 3), ids))
    return found


def _place(words: Sequence[SpokenWord], texts: tuple[str, ...], first: int, last: int) -> Place:
    before = words[first - 1] if first else None
    after = words[last + 1] if last + 1 < len(words) else None
    begins = before is None or before.text.endswith((".", "?", "!"))
    return Place(
        texts,
        first,
        last,
        begins or _parted(before, words[first]),
        after is None or _parted(words[last], after),
        begins,
    )


def _parted(one: SpokenWord | None, other: SpokenWord) -> bool:
    if one is None:
        return True
    return one.text.endswith((",", ".", ";", ":", "?", "!", "…", "-")) or other.start - one.end >= SIDE_SECONDS
