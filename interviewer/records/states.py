"""How far a session got, as its manifest says it. Apart from the manifest, so that lists can be made without it."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    RECORDING = "recording"
    """Being held now, or its process died; the lock tells which."""
    CLOSED = "closed"
    RECOVERED = "recovered"
    """Its process died; what was on the disk was put in order afterwards."""
    FAILED = "failed"
    """Closed after a fault that ended it."""
