"""Checks that a rubric can tell answers apart. Pure, any thread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from interviewer.content.findings import Finding, known, unique
from interviewer.content.model import Anchors, Dimension, Level, Round

DECIDES_ALONE = 3
"""From this many core dimensions on, none may weigh more than all the others together."""


def rubric(entry: Round) -> Iterator[Finding]:
    """What is wrong in the rubric of a round, by paths of the rubric's file."""
    yield from unique("dimensions", [dimension.id for dimension in entry.dimensions])
    items = [item.id for item in entry.items]
    for number, dimension in enumerate(entry.dimensions):
        yield from known(("dimensions", number, "items"), "item", dimension.items, items)
        for path, sentence in _anchors(dimension.anchors):
            yield ("dimensions", number, "anchors", *path), sentence
    yield from _weights(entry.dimensions)


def unjudged(entry: Round) -> Iterator[Finding]:
    """Items of a scored round that no dimension looks at, by paths of the round's file."""
    judged = {item for dimension in entry.dimensions for item in dimension.items}
    for number, item in enumerate(entry.items):
        if item.id not in judged:
            sentence = f"No dimension of the rubric has the item “{item.id}”: it is listened for and never scored."
            yield ("items", number, "id"), sentence


def _weights(dimensions: tuple[Dimension, ...]) -> Iterator[Finding]:
    core = [(number, dimension) for number, dimension in enumerate(dimensions) if dimension.core]
    if not core:
        yield ("dimensions",), "No dimension is core. Leave out “core = false” where every interview gives evidence."
    total = sum(dimension.weight for _, dimension in core)
    for number, dimension in core:
        if len(core) >= DECIDES_ALONE and 2 * dimension.weight > total:
            sentence = f"“{dimension.id}” weighs more than all other core dimensions together, so it decides alone."
            yield ("dimensions", number, "weight"), sentence


def _anchors(anchors: Anchors) -> Iterator[Finding]:
    """Anchors that stand for two scores or two levels at once."""
    seen: dict[str, str] = {}
    for level in get_args(Level):
        for number, anchor in enumerate(anchors.at(level)):
            place = f"score {number + 1} of {level}"
            words = " ".join(anchor.lower().split())
            if words in seen:
                yield (level, number), f"This is what {seen[words]} says too. Say what sets {place} apart."
            seen.setdefault(words, place)
