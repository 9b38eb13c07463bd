"""Our own WAV writer: a 44-byte header that is true again every second, so that a kill leaves a playable file.

Other writers lose a recording to `kill -9` for at least some readers (libsndfile and `wave` fix the header only when
they close). Data goes to the kernel with every write and to the disk with every `sync`. Used inside the recorder child.
"""

from __future__ import annotations

import contextlib
import errno
import os
import struct
from collections.abc import Callable
from pathlib import Path

from speech.errors import DiskFull
from speech.recorder.syncer import sync_now
from speech.words import SAMPLE_RATE

HEADER_BYTES = 44
BYTES_PER_FRAME = 2

Sync = Callable[[int], None]
"""Makes the data of an open file durable, now or soon. Raises OSError."""


def header(frames: int, rate: int = SAMPLE_RATE) -> bytes:
    """The RIFF header of a 16-bit mono PCM file with `frames` frames."""
    data = frames * BYTES_PER_FRAME
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        *(b"RIFF", 36 + data, b"WAVE", b"fmt ", 16, 1, 1, rate, rate * BYTES_PER_FRAME, BYTES_PER_FRAME, 16),
        *(b"data", data),
    )


class WavWriter:
    """A growing 16-bit mono WAV file.

    Raises: FileExistsError when the path is taken, DiskFull when there is no room even for a header (then there is no
    file), other OSErrors of opening.
    """

    def __init__(self, path: Path, sync: Sync = sync_now) -> None:
        self.path = path
        self.frames = 0
        """Frames that are the kernel's."""
        self._sync = sync
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        self._fd: int | None = os.open(path, flags, 0o600)
        try:
            self._append(header(0))
        except DiskFull:
            path.unlink()
            raise

    def write(self, pcm: bytes | memoryview) -> None:
        """Append int16 frames; they are the kernel's when this returns.

        Raises: DiskFull. The file is closed then and playable up to the last frame that fitted.
        """
        self._append(pcm)
        self.frames += len(pcm) // BYTES_PER_FRAME

    def sync(self) -> None:
        """Make the header true, and header and data durable.

        Raises: DiskFull, as `write` does.
        """
        if self._fd is None:
            return
        try:
            self._patch_header()
            self._sync(self._fd)
        except OSError as fault:
            self._give_up()
            raise _disk_full(fault, self.path) from fault

    def close(self) -> None:
        """Make the header true, sync and close. Safe to call twice.

        Raises: DiskFull. The file is closed all the same.
        """
        if self._fd is None:
            return
        self.sync()
        os.close(self._fd)
        self._fd = None

    def _append(self, data: bytes | memoryview) -> None:
        view = memoryview(data).cast("B")
        while view:
            if self._fd is None:
                raise DiskFull(f"{self.path.name} is closed.")
            try:
                written = os.write(self._fd, view)  # a nearly full disk takes a part first
            except OSError as fault:
                self._give_up()
                raise _disk_full(fault, self.path) from fault
            view = view[written:]

    def _give_up(self) -> None:
        """Close at a whole frame. Patching the header needs no new room, so it works on a full disk."""
        assert self._fd is not None
        with contextlib.suppress(OSError):  # a disk that is gone takes no header either
            size = os.lseek(self._fd, 0, os.SEEK_END)
            self.frames = max(0, (size - HEADER_BYTES) // BYTES_PER_FRAME)
            os.ftruncate(self._fd, min(size, HEADER_BYTES + self.frames * BYTES_PER_FRAME))
            self._patch_header()
        with contextlib.suppress(OSError):
            os.close(self._fd)
        self._fd = None

    def _patch_header(self) -> None:
        assert self._fd is not None
        os.lseek(self._fd, 0, os.SEEK_SET)
        os.write(self._fd, header(self.frames))
        os.lseek(self._fd, 0, os.SEEK_END)


def _disk_full(fault: OSError, path: Path) -> DiskFull:
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(
            f"The disk is full, so recording has stopped. Free some space on the disk that holds {path.parent}."
        )
    why = os.strerror(fault.errno or errno.EIO)
    sentence = f"The recording cannot be written ({why}). Check the disk that holds {path.parent}."
    return DiskFull(sentence, code="disk_failed")
