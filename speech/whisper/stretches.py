"""Where a long recording is cut for the careful pass, and what that pass has missed: pure.

faster-whisper prepares a whole sound at once, which takes 600 MB for ten minutes. Stretches of bounded length that end
in pauses need no more for an hour than for one minute, and live segments can go in between.
"""

from __future__ import annotations

from collections.abc import Sequence

STRETCH_SECONDS = 60.0
"""The longest stretch: two of Whisper's windows. It makes no more word errors than one call (70 for 69 of 1426)."""
EARLIEST = 0.5
"""A stretch is cut in its last half, at the longest pause there."""

UNHEARD_SECONDS = 2.0
"""So much voice without a word is not taken for a breath: a detector gives each side of a voice 0.4 s of room."""

Seconds = tuple[float, float]
"""From and to."""


def pause_to_cut_at(voiced: Sequence[Seconds], seconds: float) -> float | None:
    """The middle of the longest pause in the last half of the first `seconds`; None where nobody pauses.

    `voiced` are the (start, end) seconds at which somebody speaks, in order, none beyond `seconds`. Two that touch have
    a pause between them all the same: a detector gives each some room.
    """
    bounds = [0.0, *(bound for span in voiced for bound in span), seconds]
    pauses = [(until - since, (since + until) / 2) for since, until in zip(bounds[::2], bounds[1::2], strict=True)]
    late = [pause for pause in pauses if seconds * EARLIEST <= pause[1] < seconds]
    return max(late)[1] if late else None


def unheard(voiced: Sequence[Seconds], since: float, until: float) -> list[Seconds]:
    """Where somebody speaks for `UNHEARD_SECONDS` at least between a word that ends and one that begins."""
    between = [(max(start, since), min(end, until)) for start, end in voiced]
    return [(start, end) for start, end in between if end - start >= UNHEARD_SECONDS]
