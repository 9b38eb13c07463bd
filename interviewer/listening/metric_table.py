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

_WORD = re.compile(r"[\w']+")


@dataclass(frozen=True, slots=True)
class Mention:
    """A metric or an objective as it was said."""

    role: str
    """north_star, secondary, guardrail or objective."""
    words: str


def table(mentions: Iterable[Mention], listens: Metrics, *, guarded: bool) -> MetricTable:
    """The table of what was mentioned, in the order it was said.

    Flags are raised only where the round says what can be counted: other rounds ask for no metrics.

    Args:
        guarded: a countable metric that must not be harmed was named.
    """
    by_role: dict[str, list[str]] = {"north_star": [], "secondary": [], "guardrail": [], "objective": []}
    for mention in mentions:
        said = by_role[mention.role]
        again = any(_alike(mention.words, other, listens) for other in said)
        if mention.role == "north_star" or not again:
            said.append(mention.words)
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


def _alike(first: str, second: str, listens: Metrics) -> bool:
    one, other = (_content(words, listens) for words in (first, second))
    smaller = min(len(one), len(other))
    return smaller > 0 and len(one & other) >= ALIKE * smaller


def _content(words: str, listens: Metrics) -> frozenset[str]:
    found = (word.lower() for word in _WORD.findall(words))
    return frozenset(word.rstrip("s") for word in found if not {word, word.rstrip("s")} & set(listens.small_words))
