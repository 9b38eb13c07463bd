"""Room on the disk for a model: asked before writing, and put into words when it runs out while writing."""

from __future__ import annotations

import contextlib
import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

from speech.errors import DiskFull

MARGIN = 1.1
"""Free space wanted before a model is written, as a multiple of what will be written."""

_CURE = "Make room, or choose another data folder with --data-dir."


def need_space(folder: Path, size: int, what: str = "the speech model") -> None:
    """Raises: DiskFull when the disk of `folder`, which need not exist yet, has no room for `size` bytes more."""
    place = folder.absolute()
    while not place.exists():
        place = place.parent
    need, free = int(size * MARGIN), shutil.disk_usage(place).free
    if free < need:
        figures = f"has {free / 1e6:,.0f} MB left, and {what} needs {need / 1e6:,.0f} MB"
        raise DiskFull(f"The disk of {folder} {figures}. {_CURE}")


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """While writing below `folder`.

    Raises: DiskFull, with code `disk_read_only` when nothing may be written there.
    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(f"The disk of {folder} is full. {_CURE}") from error
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            sentence = f"Hotseat may not write to {folder}. Choose another data folder with --data-dir."
            raise DiskFull(sentence, code="disk_read_only") from error
        raise
