"""Headers of the sound files in a session: read them, and put them right after a crash.

Sound is never touched. The candidate's files have one form, a 44-byte header and 16-bit mono at `SAMPLE_RATE`, which
makes a lost header certain to restore; the interviewer's lines may come from any engine, so there only sizes are
mended. What is no sound at all is put aside as `*.damaged`. Runs on any thread.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from interviewer.records.durable import BINARY, put_aside, write_all
from interviewer.records.folder import answer_and_part
from speech.words import SAMPLE_RATE

HEADER_BYTES = 44
FRAME_BYTES = 2
"""16-bit mono."""

_SCAN_BYTES = 4096
"""The sound begins within this; engines put at most some text before it."""
_PCM = 1
_EXTENSIBLE = 0xFFFE
_MAGIC = ((0, b"RIFF"), (8, b"WAVE"), (12, b"fmt "), (36, b"data"))
_TRACES_NEEDED = 2
"""Of the four words of a header, so many in their place tell that a file began as ours."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a WAV header says, and what the file holds."""

    rate: int
    """Frames a second."""
    channels: int
    bits: int
    data_start: int
    """Byte of the file where the sound begins."""
    data_bytes: int
    """As the header says."""
    file_bytes: int

    @property
    def frame_bytes(self) -> int:
        return self.channels * self.bits // 8

    @property
    def present_bytes(self) -> int:
        """Bytes of sound the header claims and the file really has."""
        return min(self.data_bytes, self.file_bytes - self.data_start)

    @property
    def frames(self) -> int:
        return self.present_bytes // self.frame_bytes

    @property
    def seconds(self) -> float:
        return self.frames / self.rate

    @property
    def true(self) -> bool:
        """Whether the sound the header claims is all there."""
        return self.data_bytes <= self.file_bytes - self.data_start


class Repair(StrEnum):
    """What `repair` did."""

    NONE = "none"
    SIZES = "sizes"
    """The header's sizes were behind or ahead of the file."""
    HEADER = "header"
    """The header was unreadable and was written anew."""
    PUT_ASIDE = "put_aside"
    """Not a sound file; renamed to `*.damaged`."""


def our_header(data_bytes: int, rate: int = SAMPLE_RATE) -> bytes:
    """The 44 bytes before 16-bit mono sound."""
    byte_rate = rate * FRAME_BYTES
    return (
        struct.pack("<4sI4s", b"RIFF", HEADER_BYTES - 8 + data_bytes, b"WAVE")
        + struct.pack("<4sIHHIIHH", b"fmt ", 16, _PCM, 1, rate, byte_rate, FRAME_BYTES, 16)
        + struct.pack("<4sI", b"data", data_bytes)
    )


def read_header(path: Path) -> Header | None:
    """The header of a PCM WAV file, or None when there is no sense in it.

    Raises: OSError.
    """
    with path.open("rb") as file:
        return _parse(file.read(_SCAN_BYTES), os.fstat(file.fileno()).st_size)


def _parse(head: bytes, file_bytes: int) -> Header | None:
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        return None
    form: tuple[int, int, int] | None = None
    at = 12
    while at + 8 <= len(head):
        name, size = struct.unpack_from("<4sI", head, at)
        if name == b"fmt " and size >= 16 and at + 24 <= len(head):
            form = _form(head, at + 8)
        elif name == b"data":
            return None if form is None else Header(*form, at + 8, size, file_bytes)
        at += 8 + size + size % 2
    return None


def _form(head: bytes, at: int) -> tuple[int, int, int] | None:
    """(rate, channels, bits) of a format chunk whose numbers agree with each other."""
    code, channels, rate, byte_rate, frame_bytes, bits = struct.unpack_from("<HHIIHH", head, at)
    agrees = frame_bytes == channels * bits // 8 and byte_rate == rate * frame_bytes
    if code not in (_PCM, _EXTENSIBLE) or not agrees or not rate or not frame_bytes or bits % 8:
        return None
    return rate, channels, bits


def repair(path: Path) -> Repair:
    """Make a sound file of a session playable to its last whole frame. A second call finds nothing to do.

    Raises: OSError.
    """
    return _repair_ours(path) if answer_and_part(path.name) is not None else _repair_other(path)


def _repair_ours(path: Path) -> Repair:
    with path.open("rb") as file:
        head = file.read(HEADER_BYTES)
        size = os.fstat(file.fileno()).st_size
    data_bytes = max(0, size - HEADER_BYTES) // FRAME_BYTES * FRAME_BYTES
    wanted = our_header(data_bytes)
    if head == wanted and size == HEADER_BYTES + data_bytes:
        return Repair.NONE
    if not _began_as_ours(head):
        return _put_aside(path)
    whole = _blank_sizes(head) == _blank_sizes(wanted)
    _patch(path, {0: wanted}, torn_at=HEADER_BYTES + data_bytes if size > HEADER_BYTES + data_bytes else None)
    return Repair.SIZES if whole else Repair.HEADER


def _blank_sizes(head: bytes) -> bytes:
    return head[:4] + head[8:40]


def _began_as_ours(head: bytes) -> bool:
    """Whether enough of a header is left, or it never reached the disk (which then shows zeros) or only in part."""
    if not any(head):
        return True
    if len(head) < HEADER_BYTES:
        begun = our_header(0)[: len(head)]
        return head[:4] + head[8:] == begun[:4] + begun[8:]
    return sum(head[at : at + 4] == word for at, word in _MAGIC) >= _TRACES_NEEDED


def _repair_other(path: Path) -> Repair:
    header = read_header(path)
    if header is None:
        return _put_aside(path)
    if header.true and header.data_bytes:
        return Repair.NONE
    there = (header.file_bytes - header.data_start) // header.frame_bytes * header.frame_bytes
    if header.data_bytes == there:
        return Repair.NONE
    end = header.data_start + there
    sizes = {4: struct.pack("<I", end - 8), header.data_start - 4: struct.pack("<I", there)}
    _patch(path, sizes, torn_at=end if header.file_bytes > end else None)
    return Repair.SIZES


def _patch(path: Path, pieces: dict[int, bytes], *, torn_at: int | None) -> None:
    """Write pieces at their places; on the disk when it returns.

    `torn_at` is where half a frame at the end begins. Only then is the file cut: a recorder that outlives its parent by
    a moment may still be adding whole frames to it.
    """
    descriptor = os.open(path, os.O_RDWR | BINARY)
    try:
        for at, piece in pieces.items():
            os.lseek(descriptor, at, os.SEEK_SET)
            write_all(descriptor, piece)
        if torn_at is not None:
            os.ftruncate(descriptor, torn_at)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _put_aside(path: Path) -> Repair:
    put_aside(path)
    return Repair.PUT_ASIDE
