"""Where a session that comes from outside is put together: beside the others, out of sight, and theirs in one step.

A folder `.import-…` next to the sessions; whatever goes wrong, nothing is left of it. Blocking; any thread.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from interviewer.errors import ImportRefused
from interviewer.records.durable import sync_folder
from interviewer.records.folder import ARRIVED, FILE_MODE, FOLDER_MODE, LOCK

PREFIX = ".import-"
STALE_SECONDS = 24 * 3600.0
"""What is older was left behind by a process that died."""


@contextlib.contextmanager
def staged(sessions_dir: Path) -> Iterator[Path]:
    """An empty private folder on the disk of the sessions, which is gone again at the end.

    Raises: OSError.
    """
    sessions_dir.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    _clear_stale(sessions_dir)
    folder = sessions_dir / f"{PREFIX}{secrets.token_hex(6)}"
    folder.mkdir(mode=FOLDER_MODE)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def move_in(made: Path, sessions_dir: Path) -> Path:
    """Make a finished folder one of the sessions, under its own name; where it lies now.

    Raises:
        ImportRefused: there is a session of that name.
        OSError.
    """
    target = sessions_dir / made.name
    if target.exists():
        raise ImportRefused(f"There is a session {made.name} already. Move it to the trash, then try again.")
    (made / LOCK).unlink(missing_ok=True)
    (made / ARRIVED).touch(FILE_MODE)
    for folder in (*(entry for entry in made.iterdir() if entry.is_dir()), made):
        sync_folder(folder)
    made.rename(target)
    sync_folder(sessions_dir)
    return target


def _clear_stale(sessions_dir: Path) -> None:
    for folder in sessions_dir.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > STALE_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)
