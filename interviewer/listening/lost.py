"""Metrics that a reader lost and the way of speaking gives away. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from interviewer.content.model import Metrics
from interviewer.listening.claim import DOUBTFUL, METRIC_ROLES, NAMED, SURE, Claim, likeliest
from interviewer.listening.headings import ANNOUNCES
from interviewer.listening.mentions import counts
from interviewer.listening.names import POINTING, SPEAKER, says_something, trimmed, without_edges
from interviewer.listening.reader import Sentence
from interviewer.listening.spoken import Spoken

FRAGMENT = 8
"""Words of a sentence that can be nothing but the name of a metric."""
FRAGMENT_NAMES = 0.4
"""It is where it is estimated at least so high to name one, and surely so high or told its role."""
FRAMED = 0.1
"""A sentence whose frame alone says that it names a metric is estimated at least so high to do so."""
LONGEST_TAIL = 10
"""Words of a last metric in a row."""


def fragment(number: int, sentence: Spoken, estimate: Sentence, listens: Metrics) -> list[Claim]:
    """A metric that is all of a short sentence in which the reader found none: “Third, speaking minutes.”"""
    size, (role, chance) = len(sentence.words), likeliest(estimate)
    if estimate.named or size > FRAGMENT or chance < FRAGMENT_NAMES or sentence.text.rstrip().endswith("?"):
        return []
    begin = max((place for place in range(1, size) if sentence.marked[place]), default=0)
    first, last = without_edges(sentence, begin, size, listens)
    if not says_something(sentence, first, last, listens) or set(sentence.words) & {*SPEAKER, *POINTING}:
        return []
    return [Claim(number, role, first, last, NAMED if chance >= SURE else DOUBTFUL)]


def framed(number: int, sentence: Spoken, estimate: Sentence, listens: Metrics) -> list[Claim]:
    """A metric where the reader found none and the words around it say so; doubtful until they say its role too."""
    if estimate.named or estimate.announces >= ANNOUNCES or sentence.text.rstrip().endswith("?"):
        return []
    others = (chance for item, chance in estimate.items.items() if item not in METRIC_ROLES.values())
    if max(others, default=0.0) >= SURE:
        return []
    for begin, until in sentence.quotes(listens.framed):
        end = next((place for place in range(begin, until) if sentence.words[place] in listens.goal_ends), until)
        first, last = trimmed(sentence, begin, end, listens)
        if says_something(sentence, first, last, listens):
            role, chance = likeliest(estimate)
            return [Claim(number, role, first, last, DOUBTFUL, cued=chance >= FRAMED)]
    return []


def last_of_row(metrics: Sequence[Claim], goals: Sequence[Claim], sentence: Spoken, listens: Metrics) -> list[Claim]:
    """A counted metric after the last “, and” of a sentence that names others."""
    if not metrics:
        return []
    ends, words = max(claim.last for claim in (*metrics, *goals)), sentence.words
    joint = next((place for place in range(len(words) - 1, ends, -1) if sentence.marked[place]), None)
    if joint is None or words[joint] != "and" or len(words) - joint > LONGEST_TAIL:
        return []
    first, last = without_edges(sentence, joint, len(words), listens)
    tail = replace(metrics[-1], first=first, last=last)
    plain = words[first - 1] in ("the", "a") or words[first] in listens.heads
    return [tail] if first < last and plain and counts(sentence, tail, listens) else []
