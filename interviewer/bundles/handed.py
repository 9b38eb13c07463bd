"""Which notes and which review came from which partner's page: `handed_back` in `notes.json`. Pure.

A later file of the same partner takes the place of just these. What stands there may itself have come from a stranger:
it names a partner's notes and reviews, or it counts for nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from interviewer.records.notes import Notes
from interviewer.review.partner_rating import PARTNER

KEY = "handed_back"
_REVIEW = re.compile(rf"{PARTNER}(?:-[a-z0-9-]{{1,56}})?")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Whose file it is, and when it was saved."""

    partner: str
    """The same in every file of one partner."""
    saved: datetime


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was taken in of a partner's page before."""

    saved: datetime | None = None
    """None: nothing was."""
    review: str = ""
    """Name of their review; empty: they gave none."""
    notes: frozenset[str] = frozenset()
    """Ids of their notes."""


def earlier_of(notes: Notes, partner: str) -> Earlier:
    """What is here of that partner's page."""
    try:
        told = notes.others[KEY][partner]
        saved, review = datetime.fromisoformat(told["saved"]), str(told["review"])
        theirs = frozenset(one.id for one in notes.notes if one.by) & frozenset(told["notes"])
    except (LookupError, TypeError, ValueError):
        return Earlier()
    return Earlier(saved, review if _REVIEW.fullmatch(review) else "", theirs) if saved.tzinfo else Earlier()


def without(notes: Notes, earlier: Earlier) -> Notes:
    """The notes without those of that partner's page."""
    return replace(notes, notes=tuple(one for one in notes.notes if one.id not in earlier.notes))


def stamped(notes: Notes, stamp: Stamp, review: str, ids: frozenset[str]) -> Notes:
    """The notes with what of them, and which review, is of a partner's page."""
    told = notes.others.get(KEY)
    entry: dict[str, Any] = {"saved": stamp.saved.isoformat(), "review": review, "notes": sorted(ids)}
    entries = {**(told if isinstance(told, dict) else {}), stamp.partner: entry}
    return replace(notes, others={**notes.others, KEY: entries})
