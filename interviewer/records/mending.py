"""Corrections put into the words they stand on: found again by those words near their time, else stale. Pure.

What was heard is a row of tokens, one a word. A correction takes the place of a run of them and keeps their time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from interviewer.records.corrections import Correction
from speech.words import Utterance, Word, spread_over

NEAR_SECONDS = 1.5
"""A second transcription puts a word at most so far from where the first one did: Whisper's times are off by up to
0.4 s, and by more after a long pause."""
_EDGES = "\"“”‘’'.,;:!?()[]{}…-–— "


@dataclass(frozen=True, slots=True)
class Placed:
    """A correction with the run of heard tokens it takes the place of."""

    correction: Correction
    first: int
    behind: int
    """Equal to `first`: the reading text has nothing of it, and what was said is put in."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A token as it is shown, and the run of heard ones it stands for."""

    first: int
    behind: int
    correction: Correction | None = None
    """None: it is as it was heard."""

    @property
    def removed(self) -> bool:
        """Whether it is no token at all, but where some were taken out."""
        return self.correction is not None and not self.correction.words


@dataclass(frozen=True, slots=True)
class Mended:
    """The text of an answer with its corrections."""

    utterances: tuple[Utterance, ...]
    placed: tuple[Placed, ...] = ()
    """In the order of the answer; no two overlap."""
    stale: tuple[Correction, ...] = ()
    """Those whose words are gone."""


def mended(utterances: tuple[Utterance, ...], corrections: Sequence[Correction]) -> Mended:
    """Utterances of one answer with the corrections of that answer."""
    if not corrections:
        return Mended(utterances)
    rows = [tokens_of(utterance) for utterance in utterances]
    tokens = [token for row in rows for token in row]
    placed, stale = _placed(tokens, corrections)
    made: list[Utterance] = []
    begin = 0
    for number, (utterance, row) in enumerate(zip(utterances, rows, strict=True)):
        last = number == len(rows) - 1
        made += _utterance(utterance, tokens, begin, begin + len(row), placed, last=last)
        begin += len(row)
    return Mended(tuple(made), placed, stale)


def tokens_of(utterance: Utterance) -> tuple[Word, ...]:
    """Its words; where it has none, those of its text, each with its whole time."""
    if utterance.words:
        return utterance.words
    return tuple(Word(text, utterance.start, utterance.end, utterance.probability) for text in utterance.text.split())


def run_at(texts: Sequence[str], starts: Sequence[float], wanted: Sequence[str], at: float) -> int | None:
    """Where some words stand among others, nearest to a time and not far from it; None: nowhere."""
    plain_texts, plain_wanted = [*map(plain, texts)], [*map(plain, wanted)]
    if not plain_wanted:
        return None
    there = [
        place
        for place in range(len(plain_texts) - len(plain_wanted) + 1)
        if abs(starts[place] - at) <= NEAR_SECONDS and plain_texts[place : place + len(plain_wanted)] == plain_wanted
    ]
    return min(there, key=lambda place: abs(starts[place] - at), default=None)


def plain(text: str) -> str:
    """A word as it is compared: small letters, no punctuation around it."""
    return text.casefold().strip(_EDGES)


def pieces(count: int, placed: Iterable[Placed]) -> Iterator[Piece]:
    """`count` heard tokens as they are shown: one for each token of the mended text, and one for each gap."""
    at = 0
    for one in placed:
        yield from (Piece(place, place + 1) for place in range(at, one.first))
        yield from (Piece(one.first, one.behind, one.correction) for _ in one.correction.words or ("",))
        at = one.behind
    yield from (Piece(place, place + 1) for place in range(at, count))


def _placed(
    tokens: Sequence[Word], corrections: Sequence[Correction]
) -> tuple[tuple[Placed, ...], tuple[Correction, ...]]:
    texts, starts = [token.text for token in tokens], [token.start for token in tokens]
    found: list[Placed] = []
    stale: list[Correction] = []
    for one in corrections:
        place = _place(texts, starts, one)
        if place is None:
            if run_at(texts, starts, one.words, one.start) is None:
                stale.append(one)
        elif any(_clash(place, other) for other in found):
            stale.append(one)
        else:
            found.append(place)
    return tuple(sorted(found, key=lambda one: (one.first, one.behind))), tuple(stale)


def _place(texts: Sequence[str], starts: Sequence[float], one: Correction) -> Placed | None:
    wanted = one.read.split()
    if wanted:
        place = run_at(texts, starts, wanted, one.start)
        return None if place is None else Placed(one, place, place + len(wanted))
    if one.words and run_at(texts, starts, one.words, one.start) is not None:
        return None  # by now the transcript has them itself
    place = bisect_left(starts, one.start)
    return Placed(one, place, place)


def _clash(one: Placed, other: Placed) -> bool:
    return one.first < other.behind and other.first < one.behind


def _utterance(
    utterance: Utterance, tokens: Sequence[Word], begin: int, end: int, placed: Sequence[Placed], *, last: bool
) -> Iterator[Utterance]:
    """An utterance with what was corrected in it; none when nothing is left. A run belongs to where it begins."""
    mine = [one for one in placed if begin <= one.first < end or (last and one.first == end)]
    reaching = max((one.behind for one in placed if one.first < begin), default=begin)
    if not mine and reaching <= begin:
        yield utterance
        return
    words: list[Word] = []
    at = max(begin, reaching)
    for one in mine:
        words += tokens[at : one.first]
        words += _words(one, tokens, utterance)
        at = max(at, min(end, one.behind))
    words += tokens[at:end]
    if words:
        text = " ".join(word.text.strip() for word in words)
        yield replace(utterance, text=text, words=tuple(words) if utterance.words else ())


def _words(one: Placed, tokens: Sequence[Word], utterance: Utterance) -> Iterator[Word]:
    """The corrected words: each with the time of the one it stands for where there are as many."""
    heard, said = tokens[one.first : one.behind], one.correction.words
    if len(heard) == len(said):
        yield from (Word(text, word.start, word.end, 1.0) for text, word in zip(said, heard, strict=True))
        return
    start, end = (heard[0].start, heard[-1].end) if heard else (one.correction.start, one.correction.end)
    if not heard:
        start, end = max(utterance.start, start), max(utterance.start, end)
    yield from (Word(text, first, until, 1.0) for text, first, until in spread_over(said, start, end))
