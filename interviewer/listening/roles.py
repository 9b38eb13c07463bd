"""The roles that metrics have by what is said around them, by their heading, or by what their sentence does. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from interviewer.content.model import Metrics
from interviewer.listening.claim import METRIC_ROLES, NAMED, SURE, UNLIKELY, Claim, likeliest
from interviewer.listening.metric_table import is_countable
from interviewer.listening.names import NEAR_WORDS
from interviewer.listening.reader import Sentence
from interviewer.listening.refusals import is_turned_down
from interviewer.listening.spoken import Spoken
from interviewer.listening.surroundings import around, begun, stop

FELT = 0.9
"""From here on a feeling is taken for a metric that cannot be counted."""
NAMES_METRICS = 0.4
"""Where a sentence is less likely to name a metric, and nothing around the words gives the role, they are none."""


def in_roles(
    named: list[Claim], sentence: Spoken, estimate: Sentence, heading: str, listens: Metrics
) -> Iterator[Claim]:
    """Claims in the roles the sentence or its heading gives them, without those it turns down."""
    before_role, begin, refused = "", 0, False
    for place, claim in enumerate(named):
        until = named[place + 1].first if place + 1 < len(named) else len(sentence.words)
        end = stop(sentence, claim.last, until)
        before, after = (max(begin, claim.first - NEAR_WORDS), claim.first), (claim.last, end)
        begin = end
        goes_on = refused and set(sentence.words[slice(*before)]) <= set(listens.joints)
        refused = goes_on or is_turned_down(sentence, before, after, claim, listens)
        if refused:
            continue
        # Where nothing parts two metrics, what stands between them is said of the second, but for a verb of the first.
        shared = end == until < len(sentence.words)
        cued = _cued(sentence, claim, before, (after[0], after[0] + 1) if shared else after, listens)
        if not cued and before_role and set(sentence.words[slice(*before)]) <= set(listens.joints):
            cued = before_role
        before_role = cued if cued != "north_star" else ""
        if cued or (heading and claim.chance >= NAMED):
            yield replace(claim, role=cued or heading, cued=True)
        elif claim.cued:
            yield replace(claim, cued=False)
        elif claim.chance >= NAMED:
            yield from _by_its_sentence(claim, sentence, estimate, listens)


def _by_its_sentence(claim: Claim, sentence: Spoken, estimate: Sentence, listens: Metrics) -> Iterator[Claim]:
    """A metric whose role nothing around it gives, if its sentence is one that names metrics."""
    if claim.chance >= FELT and not is_countable(sentence.said(claim.first, claim.last), listens):
        yield claim
    elif likeliest(estimate)[1] >= NAMES_METRICS:
        yield replace(claim, role=_role(claim.role, estimate))


def _cued(sentence: Spoken, claim: Claim, before: tuple[int, int], after: tuple[int, int], listens: Metrics) -> str:
    """The role said after the words, or else the one said last before them; empty if there is none."""
    known = {"north_star": listens.first, "secondary": listens.further, "guardrail": listens.harmless}
    said_after: list[tuple[int, int, str]] = []
    said_before: list[tuple[int, int, str]] = []
    for role, texts in known.items():
        matches = begun(sentence, texts, after) + around(sentence, texts, claim, before, after)
        said_after += [(first, last, role) for first, last in matches]
        # Of two that end together the longer says more: “above every other number”.
        said_before += [(last, -first, role) for first, last in sentence.matches(texts, *before)]
    role = min(said_after)[2] if said_after else max(said_before)[2] if said_before else ""
    # “Also” is said of what is guarded too.
    return "guardrail" if role == "secondary" and claim.role == "guardrail" else role


def _role(role: str, estimate: Sentence) -> str:
    """The role of words in a sentence that does just one thing: what it does is surer than what single words do."""
    chances = {other: estimate.items.get(item, 0.0) for other, item in METRIC_ROLES.items()}
    best = max(chances, key=lambda other: chances[other])
    sure = role in chances and chances[best] >= SURE and chances[role] < UNLIKELY
    return best if sure else role
