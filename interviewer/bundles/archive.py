"""A zip file from a stranger, read without trusting any of its words: names, sizes and counts are bounded first.

What no bundle of ours has is refused: other names, links, folders, doubled names, encryption, other compressions,
overlapping or hidden parts, files that unpack to more than they say or to a hundred times what they take. Blocking.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from interviewer.bundles.layout import CONTENTS, LONGEST_NAME, MOST_BYTES, MOST_FILES, largest
from interviewer.errors import ImportRefused
from interviewer.records.durable import BINARY, write_all
from interviewer.records.folder import FILE_MODE

MOST_RATIO = 100
"""Unpacked to packed; our text reaches 20, and sound is not compressed."""
FREE_BYTES = 100_000
"""So much of a file may be of any ratio."""
_END = struct.Struct("<4s4H2LH")
_END_MAGIC = b"PK\x05\x06"
_ENTRY_BYTES = 46
_LOCAL_BYTES = 30
_CHUNK = 256 * 1024
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error)
"""What `zipfile` raises for files that are none."""


@dataclass(frozen=True)
class Archive:
    """An open bundle whose directory has been looked through."""

    entries: dict[str, zipfile.ZipInfo]
    file: zipfile.ZipFile

    def read(self, name: str) -> bytes:
        """A whole small file. Raises: ImportRefused."""
        return b"".join(self._chunks(self.entries[name]))

    def unpack(self, name: str, target: Path, told: Callable[[int], None]) -> str:
        """Write a file where none is, to the disk; its sha256. `told`: how many bytes came.

        Raises: ImportRefused; OSError.
        """
        digest = hashlib.sha256()
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, FILE_MODE)
        try:
            for chunk in self._chunks(self.entries[name]):
                digest.update(chunk)
                write_all(descriptor, chunk)
                told(len(chunk))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        return digest.hexdigest()

    def _chunks(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """The bytes of a file, counted as they come."""
        most = min(entry.file_size, max(FREE_BYTES, MOST_RATIO * entry.compress_size))
        count = 0
        try:
            with self.file.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    count += len(chunk)
                    if count > most:
                        raise ImportRefused(f"The bundle is refused: {entry.filename} unpacks to more than it says.")
                    yield chunk
        except _BROKEN as error:
            raise ImportRefused(
                f"The bundle is damaged: {entry.filename} does not unpack. Ask for it again."
            ) from error
        if count != entry.file_size:
            raise ImportRefused(f"The bundle is damaged: {entry.filename} ends too early. Ask for it again.")


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """A bundle, once its directory has passed.

    Raises: ImportRefused.
    """
    try:
        if not path.is_file():
            raise ImportRefused(f"{path} is not there, or it is no file.")
        with path.open("rb") as stream:
            _check_end(stream, path.name)
            try:
                file = zipfile.ZipFile(stream)
            except _BROKEN as error:
                raise _damaged(path.name) from error
            with file:
                yield Archive(_checked(file), file)
    except OSError as error:
        raise ImportRefused(f"{path} cannot be read ({error.strerror}). Check the file and its disk.") from error


def _check_end(stream: IO[bytes], name: str) -> None:
    """The directory's size and count as the file's last bytes have them, before anything of it is read."""
    size = stream.seek(0, os.SEEK_END)
    if size > MOST_BYTES:
        raise _refused("it is larger than any session")
    stream.seek(max(0, size - _END.size))
    tail = stream.read(_END.size)
    if len(tail) < _END.size or not tail.startswith(_END_MAGIC):
        raise ImportRefused(f"{name} is not a bundle of Hotseat, or only a part of one. Ask for it again.")
    _magic, disk, first_disk, here, count, length, start, comment = _END.unpack(tail)
    if disk or first_disk or here != count or comment:
        raise _refused("it was not made by Hotseat")
    if count > MOST_FILES or length > MOST_FILES * (_ENTRY_BYTES + 2 * LONGEST_NAME):
        raise _refused("it holds too many files")
    if start + length + _END.size != size:
        raise _damaged(name)


def _checked(file: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    infos = file.infolist()
    if len(infos) > MOST_FILES:
        raise _refused("it holds too many files")
    found: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        if why := _fault_of(info):
            raise _refused(why)
        if info.filename.casefold() in found:
            raise _refused(f"it holds {info.filename} twice")
        found[info.filename.casefold()] = info
    if CONTENTS not in found:
        raise ImportRefused("This is not a bundle of Hotseat: it does not say what is in it.")
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise _refused("it unpacks to more than any session takes")
    _check_places(file, infos)
    return found


def _fault_of(info: zipfile.ZipInfo) -> str:
    """What is wrong with an entry of the directory; empty: nothing."""
    name, shown = info.filename, _shown(info.orig_filename)
    kind = stat.S_IFMT(info.external_attr >> 16)
    most = largest(name) if info.orig_filename == name else None
    checks = (
        (most is None, f"no session has a file called {shown}"),
        (kind not in (0, stat.S_IFREG) or bool(info.external_attr & 0x10), f"{shown} is a link or a folder"),
        (bool(info.flag_bits & _ENCRYPTED), f"{shown} is encrypted"),
        (info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED), f"{shown} is compressed in another way"),
        (bool(info.extra or info.comment or info.volume), f"{shown} has something hidden beside it"),
        (most is not None and info.file_size > most, f"{shown} is larger than it can be"),
        (
            info.file_size > max(FREE_BYTES, MOST_RATIO * info.compress_size),
            f"{shown} unpacks to a hundred times its size",
        ),
    )
    return next((why for wrong, why in checks if wrong), "")


def _check_places(file: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> None:
    """No two files share bytes."""
    placed = sorted((info.header_offset, info.header_offset + _LOCAL_BYTES + info.compress_size) for info in infos)
    ends = [start for start, _end in placed[1:]] + [file.start_dir]
    overlap = any(end > limit for (_start, end), limit in zip(placed, ends, strict=True))
    if overlap or any(first == second for first, second in itertools.pairwise(start for start, _ in placed)):
        raise _refused("files in it share the same bytes")


def _shown(name: str) -> str:
    """A stranger's name as it may stand in a sentence."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in name[:LONGEST_NAME])
    return f"“{plain}{'…' if len(name) > LONGEST_NAME else ''}”"


def _refused(why: str) -> ImportRefused:
    return ImportRefused(f"The bundle is refused: {why}. Nothing of it was taken in.")


def _damaged(name: str) -> ImportRefused:
    return ImportRefused(f"{name} is damaged or only a part of a bundle. Ask for it again.")
