"""Bytes that are on the disk when a call returns, and what to say when they are not.

Every write of the record goes through here. Runs on any thread; each call waits for the disk (0.3 ms typically, some
milliseconds at worst on a solid-state disk).
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from interviewer.errors import RecordNotWritten
from interviewer.records.folder import DAMAGED, FILE_MODE

BINARY = getattr(os, "O_BINARY", 0)
"""Windows would otherwise turn every newline into two characters."""

FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})

_CAUSES = {
    errno.EROFS: "the disk is read-only. Choose another data folder",
    errno.EACCES: "Hotseat may not write there. Check the folder's permissions",
    errno.EPERM: "Hotseat may not write there. Check the folder's permissions",
    errno.EFBIG: "the file has reached the largest size allowed. Raise the limit or end the interview",
    errno.EIO: "the disk reported a fault. Check it, or choose another data folder",
    errno.ENOENT: "the session folder is gone. Check whether its disk is still connected",
}


def not_written(error: OSError, what: str) -> RecordNotWritten:
    """The error for the user: `what` (a noun phrase) could not be written, why, and what to do."""
    if error.errno in FULL:
        cause = "the disk is full. Free some space; what was recorded until now is safe"
    else:
        cause = _CAUSES.get(error.errno or 0, f"the system said: {error.strerror or error}. Check the data folder")
    return RecordNotWritten(f"{what} could not be written: {cause}.")


def is_full(error: OSError) -> bool:
    """Whether a write failed for want of space."""
    return error.errno in FULL


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte; a disk that is nearly full takes a part first and refuses only then.

    Raises: OSError.
    """
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable. Windows keeps them by itself and has no call for it."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_file(path: Path, data: bytes) -> None:
    """Write a new private file and sync it.

    Raises: OSError; the part that was written is removed again.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | BINARY, FILE_MODE)
    try:
        try:
            write_all(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def replace_file(path: Path, data: bytes) -> None:
    """Replace a file in one step: whoever opens it at any moment finds the old bytes or the new ones.

    Raises: OSError; the old file then stands unchanged.
    """
    draft = path.with_name(path.name + ".tmp")
    write_file(draft, data)
    draft.replace(path)
    sync_folder(path.parent)


def put_aside(path: Path) -> None:
    """Rename a file that does not read, so that another may stand in its place and nothing put aside before is lost.

    Raises: OSError.
    """
    aside = path.with_name(path.name + DAMAGED)
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}{DAMAGED}-{number}")
    path.rename(aside)
    sync_folder(path.parent)
