"""What holds of the metrics of a whole answer: one is put first, and none counts twice. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from interviewer.content.model import Metrics
from interviewer.listening.claim import FELT, METRIC_ROLES, UNLIKELY, Claim
from interviewer.listening.metric_table import alike
from interviewer.listening.reader import Sentence
from interviewer.listening.spoken import Spoken

SURE_DIGITS = 2
"""Metrics are as sure as each other to so many decimal places."""
ENOUGH = 2
"""Words in common from which a metric in another role is taken for one spoken of again."""


def one_first(found: list[Claim], estimates: Sequence[Sentence]) -> list[Claim]:
    """One metric only is put first: the surest of those said to be, or else of all; of two as sure the later.

    Others that seemed to be are replaced by it when they came before, and stand beside it when they come after.
    """
    firsts = [(claim, place) for place, claim in enumerate(found) if claim.role == "north_star"]
    if not firsts:
        return found
    pool = [each for each in firsts if each[0].cued] or firsts
    chosen, chosen_place = max(pool, key=lambda each: (round(_sureness(each[0], estimates), SURE_DIGITS), each[1]))
    kept: list[Claim] = []
    for place, claim in enumerate(found):
        if claim.role != "north_star" or claim is chosen:
            kept.append(claim)
        elif not claim.cued and claim.sentence != chosen.sentence:
            items = estimates[claim.sentence].items
            others = {role: items.get(METRIC_ROLES[role], 0.0) for role in ("secondary", "guardrail")}
            role = max(others, key=lambda each: others[each])
            if place > chosen_place or others[role] >= UNLIKELY:
                kept.append(replace(claim, role=role))
    return kept


def once(found: list[Claim], spoken: Sequence[Spoken], estimates: Sequence[Sentence], listens: Metrics) -> list[Claim]:
    """Without metrics that are only spoken of again: those alike to one of another role, where nothing gives theirs."""

    def is_sure(claim: Claim) -> bool:
        item = METRIC_ROLES.get(claim.role, "")
        placed = claim.cued or claim.role in ("objective", "north_star")
        return placed or estimates[claim.sentence].items.get(item, 0.0) >= FELT

    def is_again(claim: Claim, other: Claim) -> bool:
        apart = other.role not in (claim.role, "objective") and other.sentence != claim.sentence
        shorter = len(words[claim].split()) <= len(words[other].split())
        again = apart and shorter and other.sentence < claim.sentence
        return again and alike(words[claim], words[other], listens, ENOUGH)

    words = {claim: spoken[claim.sentence].said(claim.first, claim.last) for claim in found}
    return [claim for claim in found if is_sure(claim) or not any(is_again(claim, other) for other in found)]


def _sureness(claim: Claim, estimates: Sequence[Sentence]) -> float:
    """From 0 to 1: that a metric is put first by its sentence, and that its words name it."""
    return estimates[claim.sentence].items.get("north_star", 0.0) * claim.chance
