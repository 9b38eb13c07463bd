"""Where a session came from that was not held on this computer. A table of literals; pure."""

from __future__ import annotations

from enum import StrEnum


class Origin(StrEnum):
    """`Manifest.origin`; empty for a session held here."""

    BUNDLE = "bundle"
    """Somebody else's, opened from a bundle: none of the candidate's own figures."""
    RECORDING = "recording"
    """The candidate's, from a sound file of another program; no exam of ours."""
    TRANSCRIPT = "transcript"
    """The candidate's, from a text; nothing can be heard of it."""


IMPORTED = "imported"
"""`PlanSummary.mode` of what was neither practice nor exam with us, so that readiness never counts it."""
