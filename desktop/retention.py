"""How long sessions and deleted packs are kept: the trash is emptied after a month, of either.

Old sessions go there by themselves when that is wished; packs only when a person deletes them. How old a session is
counts from its start, or from when it came here or out of the trash, whichever is later.
`outlived` decides, pure; `tidy` carries it out when the window opens, `trash_all` when a person asks. Blocking, any
thread. What cannot be read is never moved, and nothing but the trash is ever deleted.
"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop.paths import PACKS_TRASH
from interviewer.errors import RecordError, SessionBusy, SessionMissing
from interviewer.records.folder import ARRIVED, SessionFolder, started_in_name
from interviewer.records.library import TRASH, session_folders, trash
from interviewer.records.manifest import State, read_manifest

TRASH_DAYS = 30
"""How long a session or a pack lies in the trash."""
DAY_SECONDS = 86_400

log = logging.getLogger("hotseat.retention")


def outlived(since: datetime, now: datetime, keep_days: int) -> bool:
    """Whether a session that is kept since then has been kept long enough. `keep_days` 0: never."""
    return keep_days > 0 and now - since > timedelta(days=keep_days)


def tidy(data: Path, keep_days: int, now: datetime | None = None) -> int:
    """Move sessions older than `keep_days` days to the trash, and delete what has lain there for a month.

    Returns how many were moved. Raises: RecordError when one cannot be moved.
    """
    now = now or datetime.now(UTC)
    purge(data, now)
    return sum(_moved(path) for path in old_sessions(data, keep_days, now))


def old_sessions(data: Path, keep_days: int, now: datetime | None = None) -> list[Path]:
    """The sessions older than `keep_days` days; none that is being held or cannot be read."""
    now = now or datetime.now(UTC)
    if keep_days <= 0:
        return []
    found = []
    for path in session_folders(data / "sessions"):
        since = _kept_since(path) if _may_be_old(path.name, now, keep_days) else None
        if since is not None and outlived(since, now, keep_days):
            found.append(path)
    return found


def purge(data: Path, now: datetime | None = None) -> int:
    """Delete what was moved to the trash more than a month ago; how many sessions and packs that were."""
    latest = (now or datetime.now(UTC)).timestamp() - TRASH_DAYS * DAY_SECONDS
    return _delete(path for path in (*trashed(data), *trashed_packs(data)) if _moved_at(path) < latest)


def empty_trash(data: Path) -> tuple[int, int]:
    """Delete everything in the trash; how many sessions and how many packs that were."""
    return _delete(trashed(data)), _delete(trashed_packs(data))


def trash_all(data: Path) -> tuple[int, int]:
    """Move every session to the trash: how many were moved, and how many are being held and stay.

    Raises: RecordError when one cannot be moved.
    """
    folders = session_folders(data / "sessions")
    moved = sum(_moved(path) for path in folders)
    return moved, sum(path.exists() for path in folders)


def trashed(data: Path) -> list[Path]:
    """Sessions in the trash."""
    return _folders_in(data / TRASH)


def trashed_packs(data: Path) -> list[Path]:
    """Packs in the trash."""
    return _folders_in(data / PACKS_TRASH)


def _folders_in(folder: Path) -> list[Path]:
    """None of them a link: what it leads to is somebody else's."""
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _moved(path: Path) -> bool:
    try:
        trash(path)
    except (SessionBusy, SessionMissing):
        return False
    return True


def _may_be_old(name: str, now: datetime, keep_days: int) -> bool:
    """By the name of its folder alone: to open those of 2 000 sessions would take a second."""
    started = started_in_name(name)
    return started is None or outlived(started, now + timedelta(days=1), keep_days)


def _kept_since(path: Path) -> datetime | None:
    """From when the age of a session that is over counts; None for any other, and for one that cannot be read."""
    try:
        manifest = read_manifest(SessionFolder(path))
        if manifest.state is State.RECORDING:
            return None
        arrived = _arrived(path, imported=bool(manifest.origin))
    except (RecordError, OSError, ValueError, OverflowError):  # the last two: of a time no calendar has
        return None
    return max(manifest.started, arrived) if arrived is not None else manifest.started


def _arrived(path: Path, *, imported: bool) -> datetime | None:
    """When a session came here or back, None: it was held here. Raises: OSError, ValueError, OverflowError."""
    try:
        seconds = (path / ARRIVED).stat().st_mtime
    except FileNotFoundError:
        if not imported:
            return None
        seconds = path.stat().st_mtime  # taken in by a version that kept no mark: not before its folder was made
    return datetime.fromtimestamp(seconds, UTC)


def _moved_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return time.time()


def _delete(paths: Iterable[Path]) -> int:
    count = 0
    for path in paths:
        try:
            shutil.rmtree(path)
            count += 1
        except OSError as error:
            log.warning("the trash could not be emptied", extra={"error": type(error).__name__})
    return count
