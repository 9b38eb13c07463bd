"""Where speech models are on this machine, in the order in which they are looked for. Reads folders, changes nothing.

A folder the user names; installed weight packages that are whole; the models folder with everything downloaded,
imported or joined; installed weight packages that must be joined first.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from speech.weights import packages
from speech.weights.checked import MANIFEST
from speech.weights.facts import Edition
from speech.whisper.catalogue import MODEL_FILE, KnownModel

OUTSIDE = ".checked"
"""Folder inside the models folder with the manifests of models that lie elsewhere: package folders may be read-only."""

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""Names a model may have; they become names of folders."""

_PREFIX = re.compile(r"^(faster-whisper-|whisper-)")


class Origin(StrEnum):
    FOLDER = "folder"
    """The folder the user named."""
    PACKAGE = "package"
    """An installed Python package."""
    INSTALLED = "installed"
    """The models folder."""
    HUB = "hub"
    """Not on this machine; it can be downloaded."""


@dataclass(frozen=True, slots=True)
class Source:
    """One place a model of some name can be had from."""

    name: str
    origin: Origin
    folder: Path
    """Where the model is, or will be once it is joined."""
    manifest: Path
    known: KnownModel | None
    package: packages.FoundPackage | None = None
    """The package it comes from; in that case the hashes are those of the package."""

    @property
    def to_join(self) -> bool:
        return self.package is not None and bool(self.package.parts)

    @property
    def editions(self) -> Sequence[Edition]:
        """What its files may be; none when nobody published hashes for this name."""
        if self.package is not None:
            return (self.package.packaged.edition,)
        return self.known.editions if self.known is not None else ()


class Sources:
    """Looks a machine over for models each time it is asked, so that a model that was just installed is found."""

    def __init__(self, models_dir: Path, extra_folder: Path | None, known: Sequence[KnownModel]) -> None:
        self.models_dir = models_dir
        self.extra_folder = extra_folder
        self.known = {model.name: model for model in known}

    def all(self) -> tuple[Source, ...]:
        """Everything there is, in order; the same name may come several times."""
        found = [*self._packaged()]
        whole = [source for source in found if not source.to_join]
        return (*self._named_folder(), *whole, *self._installed(), *(source for source in found if source.to_join))

    def of(self, name: str) -> tuple[Source, ...]:
        return tuple(source for source in self.all() if source.name == name)

    def installed(self, name: str) -> Source:
        """The place of `name` in the models folder, whether or not anything is there."""
        folder = self.models_dir / name
        return Source(name, Origin.INSTALLED, folder, folder / MANIFEST, self.known.get(name))

    def extra_is_a_model(self) -> bool:
        """Whether the user named one model rather than a folder of models."""
        return self.extra_folder is not None and (self.extra_folder / MODEL_FILE).is_file()

    def _named_folder(self) -> Iterator[Source]:
        if self.extra_folder is None:
            return
        folders = [self.extra_folder] if self.extra_is_a_model() else _subfolders(self.extra_folder)
        for folder in folders:
            if (folder / MODEL_FILE).is_file():
                name = name_of(folder)
                yield Source(name, Origin.FOLDER, folder, self._outside(folder), self.known.get(name))

    def _installed(self) -> Iterator[Source]:
        for folder in _subfolders(self.models_dir):
            if NAME.fullmatch(folder.name) and ((folder / MODEL_FILE).exists() or (folder / MANIFEST).exists()):
                yield self.installed(folder.name)

    def _packaged(self) -> Iterator[Source]:
        for model in self.known.values():
            found = packages.find(model.packaged) if model.packaged is not None else None
            if found is None:
                continue
            folder = self.models_dir / model.name if found.parts else found.folder
            manifest = folder / MANIFEST if found.parts else self._outside(folder)
            yield Source(model.name, Origin.PACKAGE, folder, manifest, model, found)

    def _outside(self, folder: Path) -> Path:
        key = hashlib.sha256(str(folder.absolute()).encode(errors="surrogateescape")).hexdigest()[:16]
        return self.models_dir / OUTSIDE / f"{key}.json"


def name_of(folder: Path) -> str:
    """What to call the model in `folder`.

    `faster-whisper-base.en` and a hub cache's `models--Systran--faster-whisper-base.en/snapshots/<commit>` are base.en.
    """
    folder = folder.absolute()
    label = folder.parent.parent.name.split("--")[-1] if folder.parent.name == "snapshots" else folder.name
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", _PREFIX.sub("", label))
    return name.strip(".-_")[:64] or "model"


def _subfolders(folder: Path) -> list[Path]:
    try:
        return sorted(each for each in folder.iterdir() if each.is_dir() and not each.name.startswith("."))
    except OSError:
        return []
