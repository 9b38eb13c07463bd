"""Which sentences stand under a heading: “Now the guardrails.” says the role of the metrics that follow. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.content.model import Metrics
from interviewer.listening.claim import NAMED
from interviewer.listening.reader import Sentence
from interviewer.listening.spoken import Spoken

ANNOUNCES = 0.5
"""From here on a sentence without a metric says what is to come."""
SHORT = 6
"""One of so few words does so whatever it is estimated."""
LASTS = 2
"""Sentences without a metric after which a heading is forgotten."""
ASKING = frozenset({"what", "what's"})
"""Words with which somebody asks himself what comes next."""


def headings(spoken: Sequence[Spoken], estimates: Sequence[Sentence], listens: Metrics) -> list[str]:
    """For each sentence the role its heading gives to metrics; empty where there is none."""
    under: list[str] = []
    role, without = "", 0
    for sentence, estimate in zip(spoken, estimates, strict=True):
        names = [each for each in estimate.named if each.chance >= NAMED and each.role != "objective"]
        heads = _said(sentence, 0, listens) if not names and _is_heading(sentence, estimate) else ""
        under.append("" if heads else role)
        if names:
            last = max(sentence.within(each.begin, each.end)[1] for each in names)
            role, without = _trailing(sentence, last, listens) or role, 0
        elif heads:
            role, without = heads, 0
        else:
            without += 1
            role = role if without < LASTS else ""
    return under


def _is_heading(sentence: Spoken, estimate: Sentence) -> bool:
    return estimate.announces >= ANNOUNCES or len(sentence.words) <= SHORT


def _said(sentence: Spoken, begin: int, listens: Metrics) -> str:
    """The role that is said, in words of which the longest tell most; being put first is said of one metric only."""
    known = {"guardrail": listens.harmless, "secondary": listens.further}
    matches = [(last - first, role) for role, texts in known.items() for first, last in sentence.matches(texts, begin)]
    return max(matches)[1] if matches else ""


def _trailing(sentence: Spoken, last: int, listens: Metrics) -> str:
    """The role said at the end of a sentence, after all its metrics: recognisers leave out full stops."""
    asks = next((place for place in range(last, len(sentence.words)) if sentence.words[place] in ASKING), None)
    return _said(sentence, asks, listens) if asks is not None else ""
