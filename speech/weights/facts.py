"""What is known of a model's files before they are here: names, sizes, hashes, and where they are published. Pure."""

from __future__ import annotations

from dataclasses import dataclass

HUB_URL = "https://huggingface.co"


@dataclass(frozen=True, slots=True)
class FileFact:
    """What a file must be."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One published conversion of a model. The same name may have several, with different bytes."""

    publisher: str
    """Hub repository or package; for people to read."""
    files: tuple[FileFact, ...]
    licence: str = "MIT"
    revision: str = ""
    """Commit on the hub; empty for a package."""

    @property
    def bytes(self) -> int:
        return sum(fact.bytes for fact in self.files)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a file that is cut up over several packages."""

    package: str
    path: str


@dataclass(frozen=True, slots=True)
class Packaged:
    """Weights that come as importable packages. They are found and read, and never imported."""

    requirement: str
    """What to install with pip."""
    package: str
    """The importable package that holds all whole files."""
    folder: str
    """Folder of those files inside the package."""
    edition: Edition
    joined: str = ""
    """Name of the file that must be put together from `parts` first; empty when nothing must."""
    parts: tuple[Part, ...] = ()
