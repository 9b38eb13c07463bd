"""The models folder as something that changes in whole steps: a model appears, is replaced, or goes, at once.

Everything is put together under a name that begins with a dot and renamed when it is complete; a process that is
killed leaves such a folder behind, and the next one removes it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from speech.errors import DownloadFailed
from speech.weights.checked import CHUNK_BYTES, MANIFEST, Manifest, write_manifest
from speech.weights.progress import OnBytes
from speech.weights.space import writing

LEFTOVER_SECONDS = 3600.0
"""Half-made folders older than this belong to a process that was killed: joining or copying takes seconds."""


class Shelf:
    """The models folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def downloading(self, name: str) -> Path:
        """Where a download collects its files; it stays until the download is complete or given up."""
        return self.folder / f".download-{name}"

    @contextlib.contextmanager
    def making(self, name: str) -> Iterator[Path]:
        """A path of its own for a new folder to put a model together in; what is left there afterwards is removed."""
        self._sweep()
        half = self.folder / f".making-{name}-{os.getpid()}"
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            discard(half)
        try:
            yield half
        finally:
            shutil.rmtree(half, ignore_errors=True)

    def publish(self, half: Path, place: Path, manifest: Manifest) -> None:
        """Put a finished folder in its place, instead of whatever is there.

        Raises: DiskFull.
        """
        with writing(self.folder):
            write_manifest(manifest, half / MANIFEST)
            discard(place)
            half.rename(place)

    def remove(self, *folders: Path) -> None:
        """Raises: DiskFull with code `disk_read_only` when they may not be removed."""
        with writing(self.folder):
            for folder in folders:
                discard(folder)

    def _sweep(self) -> None:
        now = time.time()
        for pattern in (".making-*", ".gone-*"):
            for folder in self.folder.glob(pattern):
                with contextlib.suppress(OSError):
                    if now - folder.stat().st_mtime > LEFTOVER_SECONDS:
                        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a lock file, which the system lets go of when the process ends.

    Raises: DownloadFailed with code `download_busy` when another process, or another download of this one, holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        try:
            _lock(file)
        except OSError:
            raise DownloadFailed("This model is being downloaded already.", code="download_busy") from None
        yield


def _lock(file: BinaryIO) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def discard(folder: Path) -> None:
    """Remove a folder: first from sight in one step, then its files. Does nothing when there is none."""
    if not folder.exists():
        return
    gone = folder.with_name(f".gone-{folder.name.lstrip('.')}-{os.getpid()}")
    shutil.rmtree(gone, ignore_errors=True)
    folder.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def copy(source: Path, target: Path, on_bytes: OnBytes) -> None:
    """Copy a file and have it on the disk."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as read, target.open("wb") as write:
        while chunk := read.read(CHUNK_BYTES):
            write.write(chunk)
            on_bytes(len(chunk))
        write.flush()
        os.fsync(write.fileno())
