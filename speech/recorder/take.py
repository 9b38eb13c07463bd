"""The files of one answer, written as the sound arrives. Used inside the recorder child."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from speech.errors import DiskFull
from speech.recorder.syncer import sync_now
from speech.recorder.wav import Sync, WavWriter
from speech.words import SAMPLE_RATE

SYNC_SECONDS = 1.0
FILE_FRAMES = 600 * SAMPLE_RATE
"""A new file every ten minutes: what a damaged file can cost."""


@dataclass(frozen=True, slots=True)
class FileBegan:
    """From session frame `frame` on the sound goes to `path`."""

    path: Path
    frame: int


class Take:
    """One answer on disk. `part` counts its files; session frames number its sound."""

    def __init__(
        self, folder: Path, pattern: str, part: int, *, sync: Sync = sync_now, file_frames: int = FILE_FRAMES
    ) -> None:
        """`pattern` names the files and has one `{part}` field, as in `0001-candidate{part}.wav`."""
        self.folder = folder
        self.end_frame = 0
        """Session frame after the last one written."""
        self._pattern = pattern
        self._part = part
        self._sync = sync
        self._file_frames = file_frames
        self._writer: WavWriter | None = None
        self._synced = 0.0
        self._full = False

    @property
    def part(self) -> int:
        """Number the next file will have."""
        return self._part

    @property
    def full(self) -> bool:
        """True from a DiskFull until `retry`: what arrives meanwhile is not kept."""
        return self._full

    def write(self, pcm: bytes, frame: int) -> FileBegan | None:
        """Write int16 frames, the first of which is session frame `frame`; the file they opened, if they did.

        Raises: DiskFull. Every file is playable then, and `end_frame` says what fitted.
        """
        if self._full:
            return None
        try:
            began = self._file_for(frame)
            assert self._writer is not None
            self._write(self._writer, pcm, frame)
        except DiskFull:
            self._full, self._writer = True, None
            raise
        return began

    def retry(self) -> None:
        """There may be room again: go on in a new file."""
        self._full = False

    def close(self) -> None:
        """Close the open file. Safe to call twice.

        Raises: DiskFull when the last second may not be durable.
        """
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()

    def _write(self, writer: WavWriter, pcm: bytes, frame: int) -> None:
        before = writer.frames
        try:
            writer.write(pcm)
            if time.monotonic() - self._synced >= SYNC_SECONDS:
                writer.sync()
                self._synced = time.monotonic()
        finally:
            self.end_frame = frame + writer.frames - before

    def _file_for(self, frame: int) -> FileBegan | None:
        """Open the next file where one is due: at the beginning, after a hole, after ten minutes."""
        if self._writer is not None and self._writer.frames < self._file_frames and frame == self.end_frame:
            return None
        self.close()
        path = self._free_path()
        try:
            self._writer = WavWriter(path, self._sync)
        except OSError as fault:
            why = os.strerror(fault.errno or 0)
            sentence = f"The recording cannot be written ({why}). Check the disk that holds {self.folder}."
            raise DiskFull(sentence, code="disk_failed") from fault
        self._synced = time.monotonic()
        return FileBegan(path, frame)

    def _free_path(self) -> Path:
        while True:
            suffix = "" if self._part == 1 else f"-{self._part:02d}"
            path = self.folder / self._pattern.replace("{part}", suffix)
            self._part += 1
            if not path.exists():
                return path
