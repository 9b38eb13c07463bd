"""The sound of a session as one small file in memory, for a page that holds it itself. Blocking; any thread."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable
from pathlib import Path

from desktop.replay.timeline import Timeline
from interviewer.export.values import Sound
from speech.joined import join

MP3 = "audio/mpeg"
BYTES_A_SECOND = 3000
"""Of the sound in a page before it is written in letters, which makes it a third larger."""
_JOINING = 0.05
"""Share of the time that joining takes; the rest is making it small."""


def small_sound(line: Timeline, folder: Path, go_on: Callable[[float], bool]) -> Sound | None:
    """The whole session as MP3; None when `go_on`, which is told the share that is done, said no.

    `folder` takes two files meanwhile, which are deleted again.

    Raises: SpeechError.
    """
    from speech.files import compress  # heavy: only where somebody wants the sound

    name = folder / f"export-{secrets.token_hex(4)}"
    whole, small = name.with_suffix(".wav"), name.with_suffix(".mp3")
    try:
        if not join(line.clips, whole, line.seconds, lambda share: go_on(_JOINING * share)):
            return None
        if not compress(whole, small, lambda share: go_on(_JOINING + (1 - _JOINING) * share)):
            return None
        return Sound(small.read_bytes(), MP3)
    finally:
        for file in (whole, small):
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)


def page_bytes(seconds: float) -> int:
    """About how much the sound of a session adds to a page."""
    return round(seconds * BYTES_A_SECOND * 4 / 3)
