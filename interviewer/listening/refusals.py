"""Metrics that are spoken of and not taken: turned down where they are named, or taken back later on. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from interviewer.content.model import Metrics
from interviewer.listening.claim import METRIC_ROLES, Claim
from interviewer.listening.reader import Named
from interviewer.listening.spoken import Spoken
from interviewer.listening.surroundings import BACK_WORDS, around, begun

BACK = 3
"""Sentences back in which a metric put first is looked for that is taken back."""


def take_back(
    found: list[Claim],
    refused: set[int],
    number: int,
    sentence: Spoken,
    named: Iterable[Named],
    listens: Metrics,
) -> None:
    """Drop the last metric, if this sentence takes it back: the one put first also from some sentences further on."""
    taken = sentence.matches(listens.taken_back, 0, BACK_WORDS)
    if not taken or any(sentence.within(each.begin, each.end)[1] <= taken[0][0] for each in named):
        return
    near = [claim for claim in found if claim.role in METRIC_ROLES and 0 < number - claim.sentence <= BACK]
    # What was turned down already needs no taking back.
    if not near or any(near[-1].sentence < other < number for other in refused):
        return
    if near[-1].role == "north_star" or near[-1].sentence == number - 1:
        found.remove(near[-1])
        refused.add(near[-1].sentence)


def corrected(metrics: list[Claim], sentence: Spoken, listens: Metrics) -> list[Claim]:
    """Without a metric that is taken back before the next one is named; that one takes its place."""
    kept: list[Claim] = []
    for claim in metrics:
        if kept and sentence.matches(listens.taken_back, kept[-1].last, claim.first):
            kept[-1] = replace(claim, role=kept[-1].role)
        else:
            kept.append(claim)
    return kept


def is_turned_down(
    sentence: Spoken, before: tuple[int, int], after: tuple[int, int], claim: Claim, listens: Metrics
) -> bool:
    """Whether the words around a metric say that it is not the one."""
    ahead = sentence.matches(listens.turned_down, before[0], min(claim.first + 2, claim.last))
    astride = around(sentence, listens.turned_down, claim, before, after)
    behind = begun(sentence, listens.turned_down, after)
    if ahead or astride or behind or sentence.matches(listens.wished, 0, claim.first):
        return True
    near = [last for _, last in sentence.matches(listens.instead_of, *before)]
    return bool(near) and set(sentence.words[max(near) : before[1]]) <= set(listens.joints)
