"""Finds what a reviewer quotes in what the candidate said; whatever was never said is found nowhere. Pure.

Models put a mis-heard word right, leave fillers out and change a small word, so that a quote may differ from the
transcript a little: by the edit distance of its words to the closest stretch of an answer (Sellers' algorithm). What
changes the meaning may not differ: figures and negations. What is shown is always what the transcript has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from interviewer.listening.spoken import Spoken
from interviewer.minds.wording import numbers
from interviewer.records.transcript import Answer
from interviewer.review.told import Quoted, said

LEAST_WORDS = 3
"""Fewer words prove nothing, unless they are the whole answer."""
MOST_WORDS = 60
"""Of a quote so much is looked for: the rest would not be shown."""
SHARE_WRONG = 0.25
"""Of its words a quote may have wrong, missing or added; a word that sounds alike counts half."""
ALIKE = 0.6
"""Ratio of `difflib` from which two words can be one that was mis-heard: 0.6 for wait and weight."""
HALF = 0.5
ROOM = 4
"""Words around a stretch that may belong to it."""
WINDOWS = 3
"""Stretches of one answer that are looked at closely."""
NEVER = 1_000.0
"""What no quote can afford."""

FILLERS = frozenset(["um", "uh", "erm", "uhm", "hmm", "mhm", "er", "ah"])
_NEGATIONS = (
    "no not never nobody nothing none neither nor without cannot can't don't doesn't didn't won't wouldn't isn't "
    "aren't wasn't weren't shouldn't couldn't hasn't haven't hadn't"
)
NEGATIONS = frozenset(_NEGATIONS.split())
Found = tuple[float, int, int]
"""How much is wrong, first word, the one after the last."""

_ELLIPSIS = re.compile(r"\s*(?:\.\.\.|…|\[[^\]]*\])\s*")


def find(quote: str, answers: Sequence[Answer]) -> Quoted | None:
    """The stretch of an answer that a quote stands for, with its moment; None: the candidate never said it.

    Of a quote with something left out in the middle its longest part is looked for.
    """
    part = max(_ELLIPSIS.split(quote), key=len)
    wanted = _words(part)[:MOST_WORDS]
    if not wanted:
        return None
    best: tuple[float, Quoted] | None = None
    for answer in answers:
        heard = Spoken.of(answer.text)
        if len(wanted) < min(LEAST_WORDS, len(heard.words)):
            continue
        found = _closest(wanted, heard.words)
        if found is None:
            continue
        wrong, begin, end = found
        if wrong <= SHARE_WRONG * len(wanted) and (best is None or wrong < best[0]):
            best = (wrong, _quoted(answer, heard, begin, end))
            if not wrong:
                break
    return None if best is None else best[1]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in Spoken.of(text).words if word not in FILLERS)


def _quoted(answer: Answer, heard: Spoken, begin: int, end: int) -> Quoted:
    first, last = heard.spans[begin][0], heard.spans[end - 1][1]
    if answer.text[last : last + 1] in (".", "?", "!"):
        last += 1
    moment = said(answer).moment(first)
    return Quoted(answer.text[first:last], answer.number, answer.start if moment is None else moment)


def _closest(wanted: Sequence[str], heard: Sequence[str]) -> Found | None:
    """How much is wrong in the closest stretch, and its first word and the one after its last; None: none is alike."""
    found = [
        (wrong, begin + first, begin + last)
        for begin, end in _windows(wanted, heard)
        for wrong, first, last in _aligned(wanted, heard[begin:end])
    ]
    return min(found, default=None)


def _windows(wanted: Sequence[str], heard: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The few stretches that have most of the words at all, longer than the quote by half: only they are aligned."""
    own = frozenset(wanted)
    size = len(wanted) + len(wanted) // 2 + ROOM
    inside = Counter(word for word in heard[: size - 1] if word in own)
    shared: list[tuple[int, int]] = []
    for begin in range(max(1, len(heard) - size + 1)):
        if begin + size - 1 < len(heard) and (word := heard[begin + size - 1]) in own:
            inside[word] += 1
        if len(inside) >= HALF * len(own):
            shared.append((len(inside), begin))
        if (word := heard[begin]) in own:
            inside[word] -= 1
            if not inside[word]:
                del inside[word]
    taken: list[int] = []
    for _, begin in sorted(shared, key=lambda one: -one[0]):
        if all(abs(begin - other) >= size // 2 for other in taken):
            taken.append(begin)
            yield max(0, begin - ROOM), begin + size + ROOM
        if len(taken) == WINDOWS:
            return


def _aligned(wanted: Sequence[str], heard: Sequence[str]) -> Iterator[Found]:
    """Where the quote could end, column by column over the stretch.

    Each column has the cost of the first so many words of the quote, and where they began. Two words on one side can
    stand for one that was split or joined.
    """
    column: list[tuple[float, int]] = [(0.0, 0)]
    for word in wanted:
        column.append((column[-1][0] + _alone(word), 0))
    earlier = before = column
    for place, word in enumerate(heard):
        earlier, before, column = before, column, [(0.0, place + 1)]
        for number, own in enumerate(wanted):
            steps = [
                (before[number][0] + _swap(own, word), before[number][1]),
                (before[number + 1][0] + _alone(word), before[number + 1][1]),
                (column[number][0] + _alone(own), column[number][1]),
            ]
            if place and heard[place - 1] + word == own:
                steps.append(earlier[number])
            if number and wanted[number - 1] + own == word:
                steps.append(before[number - 1])
            column.append(min(steps, key=_cost))
        if column[-1][1] <= place:
            yield column[-1][0], column[-1][1], place + 1


def _cost(step: tuple[float, int]) -> float:
    return step[0]


def _alone(word: str) -> float:
    """What it costs when only one side has a word."""
    return 0.0 if word in FILLERS else NEVER if _fixed(word) else 1.0


@lru_cache(maxsize=16_384)
def _swap(one: str, other: str) -> float:
    """What it costs when one side has another word."""
    if one == other:
        return 0.0
    if _fixed(one) or _fixed(other):
        same = one not in NEGATIONS and other not in NEGATIONS and numbers(one) == numbers(other) != frozenset()
        return 0.0 if same else NEVER
    return HALF if SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE else 1.0


@lru_cache(maxsize=16_384)
def _fixed(word: str) -> bool:
    """Whether a word carries what must not change."""
    return word in NEGATIONS or bool(numbers(word))
