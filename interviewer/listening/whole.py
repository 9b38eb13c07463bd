"""What holds of the metrics of a whole answer: one is put first. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from interviewer.listening.claim import METRIC_ROLES, UNLIKELY, Claim
from interviewer.listening.reader import Sentence

SURE_DIGITS = 2
"""Metrics are as sure as each other to so many decimal places."""


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


def _sureness(claim: Claim, estimates: Sequence[Sentence]) -> float:
    """From 0 to 1: that a metric is put first by its sentence, and that its words name it."""
    return estimates[claim.sentence].items.get("north_star", 0.0) * claim.chance
