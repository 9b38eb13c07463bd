"""Finds lines that say nearly the same. Pure, any thread."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

ALIKE = 0.8
"""Share of common words from which two short lines are taken for the same one."""
ALIKE_BY_RARITY = 0.6
"""The same for the questions of a pack, where a word counts the less the more other questions have it. Of the shipped
pack's questions no two come above 0.2; a question told again in other words, with its subject kept, lies above 0.7."""
FEW_COMMON = 0.3
"""With no more than this share of common words two lines differ, however rare those words are."""

Named = tuple[str, str]
"""An id and its line."""


def alike(lines: Iterable[Named], earlier: Iterable[Named] = ()) -> Iterator[Named]:
    """Pairs of ids, the later one second, whose lines share nearly all their words; each later id once.

    Args:
        earlier: lines that may be repeated among themselves, but not by one of `lines`.
    """
    before = [(name, words_of(line)) for name, line in earlier]
    for second, line in lines:
        words = words_of(line)
        first = next((name for name, others in before if _share(words, others) >= ALIKE), None)
        if first is not None:
            yield first, second
        before.append((second, words))


def alike_by_rarity(lines: Iterable[Named]) -> Iterator[Named]:
    """Pairs of ids, the later one second, whose lines share nearly all the words that set them apart from the others;
    each later id once."""
    bags = [(name, words_of(line)) for name, line in lines]
    frequency = Counter(word for _, words in bags for word in words)
    for number, (second, words) in enumerate(bags):
        before = (name for name, others in bags[:number] if _share_by_rarity(words, others, frequency))
        first = next(before, None)
        if first is not None:
            yield first, second


def words_of(line: str) -> frozenset[str]:
    """The words of a line, in lower case."""
    return frozenset(re.findall(r"\w+", line.lower()))


def _share(words: frozenset[str], others: frozenset[str]) -> float:
    few, many = sorted((len(words), len(others)))
    if few < ALIKE * many:
        return 0.0  # so unlike in length that nothing has to be compared
    return len(words & others) / max(1, len(words | others))


def _share_by_rarity(words: frozenset[str], others: frozenset[str], frequency: Counter[str]) -> bool:
    common, together = words & others, words | others
    if len(common) <= FEW_COMMON * len(together):
        return False
    weights = {word: 1 / (1 + frequency[word] - (word in words) - (word in others)) for word in together}
    return sum(weights[word] for word in common) >= ALIKE_BY_RARITY * sum(weights.values())
