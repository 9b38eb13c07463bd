"""The metrics and objectives a candidate named, by role, and what is wrong with them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from interviewer.content import cues
from interviewer.content.model import Metrics
from interviewer.listening.substance import Flag, MetricTable

MOST_OBJECTIVES = 3
"""Two or three are usual; with more of them none comes first."""
ALIKE = 0.6
"""Share of the smaller one's words from which two metrics are taken for the same."""

CUT_SHORT = 3
"""Letters of a word from which it can stand for a longer one."""

_WORD = re.compile(r"[\w']+")


@dataclass(frozen=True, slots=True)
class Mention:
    """A metric or an objective as it was said."""

    role: str
    """north_star, secondary, guardrail or objective."""
    words: str
    sentence: tuple[int, int] | None = None
    """Its answer and its place in that; metrics of one sentence are different ones unless the words are the same."""


def table(mentions: Iterable[Mention], listens: Metrics, *, guarded: bool) -> MetricTable:
    """The table of what was mentioned, in the order it was said.

    Flags are raised only where the round says what can be counted: other rounds ask for no metrics.

    Args:
        guarded: a countable metric that must not be harmed was named.
    """
    by_role: dict[str, list[str]] = {"north_star": [], "secondary": [], "guardrail": [], "objective": []}
    kept: list[Mention] = []
    for mention in mentions:
        others = [other for other in kept if other.role == mention.role]
        again = any(_again(mention, other, listens) for other in others)
        if mention.role == "north_star" or not again:
            kept.append(mention)
            by_role[mention.role].append(mention.words)
    north_star = by_role["north_star"][-1] if by_role["north_star"] else None
    secondary, guardrails = tuple(by_role["secondary"]), tuple(by_role["guardrail"])
    objectives = tuple(by_role["objective"])
    measured = [words for words in (north_star, *secondary, *guardrails) if words]
    flags = {
        Flag.NO_GUARDRAIL: not guarded,
        Flag.NORTH_STAR_REPEATED: north_star is not None
        and any(_alike(north_star, words, listens) for words in secondary),
        Flag.NOT_MEASURABLE: any(not is_countable(words, listens) for words in measured),
        Flag.OBJECTIVE_WITHOUT_METRIC: len(objectives) > len(measured),
        Flag.TOO_MANY_OBJECTIVES: len(objectives) > MOST_OBJECTIVES,
    }
    raised = tuple(flag for flag, is_raised in flags.items() if is_raised) if listens.counts else ()
    return MetricTable(north_star, secondary, guardrails, objectives, raised)


def is_countable(words: str, listens: Metrics) -> bool:
    """Whether a metric can be counted as it was said: it names a feeling only where it also says how to count it."""
    plain = cues.plain(words)
    return not cues.heard(listens.feelings, plain) or cues.heard(listens.counts, plain)


def _again(mention: Mention, before: Mention, listens: Metrics) -> bool:
    """Whether what was said before is said again; in one sentence only with the same words."""
    if mention.sentence is not None and mention.sentence == before.sentence:
        return mention.words.lower() in before.words.lower()
    return _alike(mention.words, before.words, listens)


def _alike(first: str, second: str, listens: Metrics) -> bool:
    """Whether two wordings are taken for the same metric; a word may be cut short, as “sub” for “subscriber”."""
    one, other = sorted((_content(words, listens) for words in (first, second)), key=len)
    shared = sum(any(_same(word, each) for each in other) for word in one)
    return bool(one) and shared >= ALIKE * len(one)


def _same(first: str, second: str) -> bool:
    shorter, longer = sorted((first, second), key=len)
    return shorter == longer or (len(shorter) >= CUT_SHORT and longer.startswith(shorter))


def _content(words: str, listens: Metrics) -> frozenset[str]:
    found = (word.lower() for word in _WORD.findall(words))
    return frozenset(word.rstrip("s") for word in found if not {word, word.rstrip("s")} & set(listens.small_words))
