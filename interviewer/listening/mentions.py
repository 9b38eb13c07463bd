"""Which words of a sentence name a metric by themselves, and which only say more of the one beside them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interviewer.content.model import Metrics
from interviewer.listening.claim import Claim
from interviewer.listening.metric_table import is_countable
from interviewer.listening.names import POINTING
from interviewer.listening.spoken import Spoken

RELATIVE = frozenset({"who", "that", "which"})
HESITATION = 2
"""Words between a relative pronoun and what it begins."""
OPENING = frozenset({"the", "a", "their", "its"})
"""After a mark they begin what was just named in other words: “replies, the share that is answered”."""
OPENING = frozenset({"the", "a", "their", "its"})
"""After a mark they begin what was just named in other words: “replies, the share that is answered”."""
LEADING = 4
"""Words that may lead from what was said first to how it is counted: “so I'd track the”."""
UNITS = frozenset({"in", "by", "per"})
"""After a mark they begin how a metric is counted: “the error of the forecast, in centimetres”."""


def goes_on(sentence: Spoken, claim: Claim, first: int) -> bool:
    """Whether words belong to what was named before: “who come … and then stay”, “who, um, stay”."""
    between = sentence.words[claim.last : first]
    if sentence.words[claim.last - 1] in RELATIVE:
        return len(between) <= HESITATION
    joined = between == ("and", "then") or (between == ("and",) and claim.role == "north_star")
    return joined and bool(RELATIVE & set(sentence.words[claim.first : claim.last]))


def on_their_own(claims: Sequence[Claim], sentence: Spoken, listens: Metrics) -> Iterator[Claim]:
    """The claims that name a metric by themselves."""
    pairs = zip(claims, (None, *claims), strict=False)
    named = [claim for claim, before in pairs if not _is_unit(sentence, claim, before, listens)]
    for place, claim in enumerate(named):
        after = named[place + 1] if place + 1 < len(named) else None
        if after is None or not _is_explained(sentence, claim, after, named, listens):
            yield claim


def _is_unit(sentence: Spoken, claim: Claim, before: Claim | None, listens: Metrics) -> bool:
    """Whether words say how the metric before is counted, or what is said of it."""
    words = sentence.words
    if words[max(0, claim.first - 2) : claim.first] in (("as", "a"), ("as", "the")):
        return words[claim.first] in listens.heads and (words[0] in POINTING or before is not None)
    if before is None:
        return False
    lead = words[claim.first - 1]
    return sentence.marked[claim.first - 1] and (lead in POINTING or (lead in UNITS and claim.last - claim.first == 1))


def _is_explained(sentence: Spoken, claim: Claim, after: Claim, claims: Sequence[Claim], listens: Metrics) -> bool:
    """Whether words are put better right after: “replies, so the share of messages that are answered”."""
    between = sentence.words[claim.last : after.first]
    if "so" in between and "and" not in between and len(between) <= LEADING:
        return True
    if not counts(sentence, after, listens) or counts(sentence, claim, listens):
        return False
    if not any(sentence.marked[claim.last : after.first + 1]) or "and" in between:
        return False
    if claim.last - claim.first == 1 and not is_countable(sentence.said(claim.first, claim.last), listens):
        return set(between) <= OPENING
    return len(claims) == 2 and bool(OPENING & set(between)) and len(between) <= HESITATION


def counts(sentence: Spoken, claim: Claim, listens: Metrics) -> bool:
    """Whether words say how something is counted."""
    return bool(set(sentence.words[claim.first : claim.last]) & {*listens.heads, "per"})
