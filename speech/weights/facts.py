"""What is known of a model's files before they are here: names, sizes, hashes, and where they are published. Pure."""

from __future__ import annotations

from dataclasses import dataclass

HUB_URL = "https://huggingface.co"
PACKAGES_HOST = "files.pythonhosted.org"
"""Where the package index keeps its files."""


@dataclass(frozen=True, slots=True)
class FileFact:
    """What a file must be."""

    name: str
    bytes: int
    sha256: str
    path: str = ""
    """Where it lies on its host; empty: where a hub keeps the files of a revision."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One published conversion of a model. The same name may have several, with different bytes."""

    publisher: str
    """Hub repository or package; for people to read."""
    files: tuple[FileFact, ...]
    licence: str = "MIT"
    revision: str = ""
    """Commit on the hub; empty for a package."""
    host: str = HUB_URL
    """Where it is published."""

    def url(self, host: str, fact: FileFact) -> str:
        """The address of a file on its host, or on a mirror with the same paths."""
        return f"{host}/{fact.path or f'{self.publisher}/resolve/{self.revision}/{fact.name}'}"

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
