"""Sessions in the trash: what is there, back out of it, gone for good. Blocking file access, any thread.

`library.trash` puts them there. Nothing is deleted but by `delete`.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from interviewer.errors import RecordError, SessionMissing
from interviewer.records.durable import sync_folder
from interviewer.records.folder import ARRIVED, FILE_MODE, FOLDER_MODE, started_in_name
from interviewer.records.library import TRASH, session_folders
from interviewer.records.listed import Listed, contents_of

_AGAIN = re.compile(r"-\d+$")
"""What `library.trash` adds to a name that is in the trash already."""


def in_trash(data: Path) -> list[Listed]:
    """What lies in the trash of a data folder, newest session first; `id` is the name of the folder there."""
    return [contents_of(folder).listed for folder in reversed(session_folders(data / TRASH))]


def restore(path: Path, sessions_dir: Path) -> Path:
    """Move a session out of the trash; where it lies now, under its own name or, if that is taken, the one it has here.

    Raises:
        SessionMissing: it is not there.
        RecordError: it could not be moved.
    """
    if not path.is_dir():
        raise SessionMissing(f"Session {path.name} is not in the trash any more.")
    own = _AGAIN.sub("", path.name)
    free = [sessions_dir / name for name in (own, path.name) if not (sessions_dir / name).exists()]
    if started_in_name(path.name) is None or not free:
        free = [sessions_dir / path.name]
    if free[0].exists():
        raise RecordError(f"There is a session {path.name} in the library already; the one in the trash stays there.")
    try:
        sessions_dir.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        (path / ARRIVED).touch(FILE_MODE)
        path.rename(free[0])
        sync_folder(path.parent)
        sync_folder(sessions_dir)
    except OSError as error:
        raise RecordError(f"Session {path.name} could not be moved back ({error.strerror}).") from error
    return free[0]


def delete(path: Path) -> None:
    """Delete what lies in the trash, for good.

    Raises:
        RecordError: it is not in a trash, or something of it could not be deleted.
    """
    if path.parent.name != TRASH:
        raise RecordError(f"{path} is not in the trash; nothing was deleted.")
    try:
        shutil.rmtree(path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise RecordError(f"Session {path.name} could not be deleted ({error.strerror}). Try again later.") from error
