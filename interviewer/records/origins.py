"""Where a session came from that the candidate did not hold here. A table of literals; pure."""

from __future__ import annotations

from enum import StrEnum


class Origin(StrEnum):
    """`Manifest.origin`; empty for a session the candidate held here."""

    BUNDLE = "bundle"
    """Somebody else's, opened from a bundle: none of the candidate's own figures."""
    RECORDING = "recording"
    """The candidate's, from a sound file of another program; no exam of ours."""
    TRANSCRIPT = "transcript"
    """The candidate's, from a text; nothing can be heard of it."""
    SAMPLE = "sample"
    """Held here by a synthetic candidate: none of anybody's own figures."""


NOBODYS_OWN = (Origin.BUNDLE, Origin.SAMPLE)
"""Sessions that say nothing of whoever uses this computer."""


IMPORTED = "imported"
"""`PlanSummary.mode` of what was neither practice nor exam with us, so that readiness never counts it."""
