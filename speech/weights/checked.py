"""That files are what was published: their hashes, and the record of a check that was made once.

Pure file work, on whichever thread calls; hashing 150 MB takes about half a second, so the asyncio thread hands it on.
A model is hashed once; a manifest then keeps sizes, hashes and modification times, and later starts compare only
sizes and times.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from speech.weights.facts import Edition, FileFact
from speech.weights.progress import OnBytes, nothing

log = logging.getLogger("hotseat.models")

MANIFEST = "hotseat-model.json"
FORMAT = 1
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file as it was when it was hashed."""

    name: str
    bytes: int
    sha256: str
    mtime_ns: int
    """Modification time, nanoseconds."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The record of one check."""

    name: str
    publisher: str
    """Whose files these are; empty when nobody's hashes were known and the first ones found are kept."""
    licence: str
    files: tuple[CheckedFile, ...]

    @property
    def facts(self) -> tuple[FileFact, ...]:
        return tuple(FileFact(file.name, file.bytes, file.sha256) for file in self.files)


def hash_file(path: Path, on_bytes: OnBytes = nothing) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
            on_bytes(len(chunk))
    return digest.hexdigest()


def trusted(folder: Path, name: str, edition: Edition) -> Manifest:
    """The record of files that were hashed while they were written: by a join or a download."""
    stats = [(fact, (folder / fact.name).stat()) for fact in edition.files]
    files = tuple(CheckedFile(fact.name, stat.st_size, fact.sha256, stat.st_mtime_ns) for fact, stat in stats)
    return Manifest(name, edition.publisher, edition.licence, files)


def unchanged(manifest: Manifest, folder: Path) -> bool:
    """Whether sizes and modification times still are those of the check."""
    try:
        stats = [(file, (folder / file.name).stat()) for file in manifest.files]
    except OSError:
        return False
    return all((file.bytes, file.mtime_ns) == (stat.st_size, stat.st_mtime_ns) for file, stat in stats)


def write_manifest(manifest: Manifest, path: Path) -> None:
    """Keep the record of a check. A folder that cannot be written only costs another check at the next start."""
    line = {"format": FORMAT, **asdict(manifest)}
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(line, indent=1) + "\n", encoding="utf-8")
        part.replace(path)
    except OSError as error:
        log.warning("a model's check could not be recorded", extra={"path": str(path), "errno": error.errno})


def read_manifest(path: Path) -> Manifest | None:
    """The record of an earlier check; None when there is none that this version understands."""
    try:
        line = json.loads(path.read_text(encoding="utf-8"))
        if line["format"] != FORMAT:
            return None
        files = tuple(
            CheckedFile(str(each["name"]), int(each["bytes"]), str(each["sha256"]), int(each["mtime_ns"]))
            for each in line["files"]
        )
        manifest = Manifest(str(line["name"]), str(line["publisher"]), str(line["licence"]), files)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return manifest if all(Path(file.name).name == file.name for file in files) and files else None


def checked(path: Path, on_bytes: OnBytes) -> CheckedFile:
    stat = path.stat()  # before hashing: a file that changes meanwhile is hashed again at the next start
    return CheckedFile(path.name, stat.st_size, hash_file(path, on_bytes), stat.st_mtime_ns)


def differing(files: Iterable[CheckedFile], facts: Iterable[FileFact]) -> list[str]:
    found = {file.name: file.sha256 for file in files}
    return [fact.name for fact in facts if found.get(fact.name) != fact.sha256]
