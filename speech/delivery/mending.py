"""Other words in place of some that were misheard in a hearing; its times, ids and both texts go on agreeing. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from speech.delivery.kinds import kinds
from speech.delivery.words import Kind, ReadingWord, Spoken, SpokenWord, Timing
from speech.words import spread_over


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a hearing and what was really said."""

    first: int
    """Id of the first verbatim word."""
    behind: int
    """Id behind the last one; equal to `first`: none is replaced, and nothing is put in."""
    reading: tuple[int, int]
    """The same places in the reading text; equal: the reading text has none of them."""
    texts: tuple[str, ...]
    """What was said; none: nothing."""


def with_runs(spoken: Spoken, runs: Sequence[Run]) -> Spoken:
    """The same with some runs replaced, in order and without overlap in either text."""
    words: list[SpokenWord] = []
    ids: dict[int, int] = {}
    made: list[tuple[int, ...]] = []
    at = 0
    for run in runs:
        _keep(words, ids, spoken.words[at : run.first])
        begin = len(words)
        words += _said(spoken.words[run.first : run.behind], run.texts, begin)
        made.append(tuple(range(begin, len(words))))
        at = run.behind
    _keep(words, ids, spoken.words[at:])
    found = kinds([word.text for word in words])
    words = [replace(word, kind=kind) for word, kind in zip(words, found, strict=True)]
    return replace(spoken, words=tuple(words), reading=tuple(_reading(spoken.reading, runs, made, ids)))


def _keep(words: list[SpokenWord], ids: dict[int, int], kept: Sequence[SpokenWord]) -> None:
    for word in kept:
        ids[word.id] = len(words)
        words.append(replace(word, id=len(words)))


def _said(heard: Sequence[SpokenWord], texts: Sequence[str], begin: int) -> Iterator[SpokenWord]:
    """How a stretch sounded stays with it, whatever the words in it are."""
    if not heard:
        return
    as_many = len(heard) == len(texts)
    for number, (text, at, until) in enumerate(spread_over(texts, heard[0].start, heard[-1].end)):
        old = heard[number] if number < len(heard) else None
        yield SpokenWord(
            id=begin + number,
            text=text,
            start=old.start if old is not None and as_many else round(at, 3),
            end=old.end if old is not None and as_many else round(until, 3),
            kind=Kind.WORD,
            confidence=1.0,
            timing=old.timing if old is not None and as_many else Timing.SNAPPED,
            voice=old.voice if old is not None else None,
        )


def _reading(
    reading: Sequence[ReadingWord], runs: Sequence[Run], made: Sequence[tuple[int, ...]], ids: dict[int, int]
) -> Iterator[ReadingWord]:
    at = 0
    for run, new in zip(runs, made, strict=True):
        first, behind = run.reading
        yield from (_moved(word, ids) for word in reading[at:first])
        if behind > first or run.texts:
            yield from (
                ReadingWord(text, () if number is None else (number,))
                for text, number in zip_longest(run.texts, new[: len(run.texts)])
            )
        at = behind
    yield from (_moved(word, ids) for word in reading[at:])


def _moved(word: ReadingWord, ids: dict[int, int]) -> ReadingWord:
    return ReadingWord(word.text, tuple(ids[one] for one in word.ids if one in ids))
