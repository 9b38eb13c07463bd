"""The sound of a session made ready for its replay: one file to play, and what is drawn of it. Blocking; any thread."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop.paths import Paths
from desktop.replay.timeline import Timeline
from speech.joined import clear, join
from speech.peaks import columns_of, peaks_of, silences_of

ROOM, ROOM_BESIDE = "replay", "replay-beside"
"""In the cache: where joined files lie, and those of first takes that are heard beside. Can be deleted at any time."""
SKIPPED_SECONDS = 1.0
"""A silence of this length is skipped where that is asked for."""


@dataclass(frozen=True)
class Picture:
    """What there is to see of the sound. Not slotted: it holds functions."""

    interviewer: Callable[[int], list[float]]
    """The loudest peak of each of so many equal parts."""
    you: Callable[[int], list[float]]
    silences: tuple[tuple[float, float], ...]
    """(start, end) in session seconds."""


class SoundFile:
    """The joined file of one opening, made in a worker thread and deleted when the page is left."""

    def __init__(self, paths: Paths, session: str, room: str = ROOM) -> None:
        """`room`: two files that are there at once lie in two rooms."""
        self.path = paths.cache / room / f"{session}-{secrets.token_hex(4)}.wav"
        self._left = False

    def make(self, timeline: Timeline, tell: Callable[[float], None]) -> bool:
        """Write it, after deleting what earlier openings left; False when it was left meanwhile.

        Raises: SpeechError.
        """
        clear(self.path.parent)
        return join(timeline.clips, self.path, timeline.seconds, lambda share: self._go_on(share, tell))

    def leave(self) -> None:
        """Nobody wants it any more. From any thread."""
        self._left = True

    def delete(self) -> None:
        """Delete it, once nothing plays it any more."""
        clear(self.path.parent)

    def _go_on(self, share: float, tell: Callable[[float], None]) -> bool:
        tell(share)
        return not self._left


def folder_of(paths: Paths) -> Path:
    """Where joined files lie; all of it can be deleted at any time."""
    return paths.cache / ROOM


def picture_of(timeline: Timeline) -> Picture:
    """Read every sound once and draw it."""
    interviewer = peaks_of(timeline.interviewer, timeline.seconds)
    you = peaks_of(timeline.you, timeline.seconds)
    return Picture(
        interviewer=lambda count: columns_of(interviewer, count),
        you=lambda count: columns_of(you, count),
        silences=tuple(silences_of((interviewer, you), SKIPPED_SECONDS)),
    )
