"""Words and times that several formats write alike. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from interviewer.export.values import Remark, Speaker, State
from interviewer.review.annotations import Mark

SPEAKERS: Mapping[Speaker, str] = MappingProxyType({Speaker.INTERVIEWER: "Interviewer", Speaker.CANDIDATE: "Candidate"})
KINDS: Mapping[Mark, str] = MappingProxyType(
    {
        Mark.STRENGTH: "Strength",
        Mark.GAP: "Gap",
        Mark.MOMENT: "Moment",
        Mark.DELIVERY: "Delivery",
        Mark.CASE: "Case",
        Mark.COVERAGE: "Covered",
        Mark.NOTE: "Note",
        Mark.HINT: "Hint",
        Mark.TROUBLE: "Trouble",
        Mark.LOST: "Lost sound",
    }
)
STATES: Mapping[State, str] = MappingProxyType({State.DONE: "done", State.PARTLY: "in part", State.OPEN: "not heard"})
NOTHING_SAID = "(nothing was said)"


def clock(seconds: float) -> str:
    """`12:41`, from an hour on `1:02:03`; whole seconds that have gone by."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def one_line(text: str) -> str:
    """Without line breaks and tabs; runs of blanks become one."""
    return " ".join(text.split())


def number(value: float) -> str:
    """At most three decimals, no trailing zeros, never an exponent."""
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"


def in_short(remark: Remark) -> str:
    """What it is about and what it says, in one line."""
    return one_line(" · ".join(filter(None, (remark.about, remark.text or remark.quote))))
