"""What is put in order when the window opens: interrupted sessions, old ones, files left behind. Blocking; no Qt."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from desktop.paths import Paths
from interviewer.errors import RecordError

log = logging.getLogger("hotseat.start")


@dataclass(frozen=True, slots=True)
class Started:
    """What was found."""

    notes: tuple[str, ...] = ()
    """Sentences about sessions that were recovered."""
    changed: bool = False
    """The list of sessions is another one than before."""


def start_up(paths: Paths, keep_days: int) -> Started:
    """Recover what was interrupted, move old sessions to the trash if that is wished, delete copies for replay."""
    from desktop.replay.sound import folder_of  # all of these heavy: in the worker, not before the first paint
    from desktop.retention import tidy
    from interviewer.records.recovery import recover_all
    from speech.joined import clear

    clear(folder_of(paths))
    notes = tuple(f"{recovered.title}: {recovered.note}" for recovered in recover_all(paths.sessions))
    try:
        moved = tidy(paths.data, keep_days)
    except RecordError as fault:
        log.warning("old sessions could not be moved", extra={"code": fault.code})
        moved = 0
    return Started(notes, bool(notes) or moved > 0)
