"""Whether a folder holds a whole speech model: the form of its files, their hashes, and the record of a check.

Pure file work, on whichever thread calls; hashing 150 MB takes about half a second, so the asyncio thread hands it on.
A model is hashed once; a manifest then keeps sizes, hashes and modification times, and later starts compare only
sizes and times.
"""

from __future__ import annotations

import hashlib
import json
import logging
import struct
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from speech.errors import ModelDamaged
from speech.whisper.catalogue import (
    CONFIG_FILE,
    ENGLISH_VOCABULARY,
    EXTRA_FILES,
    MODEL_FILE,
    TOKENIZER_FILE,
    VOCABULARY_FILES,
    Edition,
    FileFact,
)
from speech.whisper.progress import OnBytes, nothing

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


def model_files(folder: Path) -> tuple[str, ...]:
    """Names of the files a model needs or uses in `folder`.

    Raises: ModelDamaged when one that is needed is missing. Without tokenizer.json faster-whisper would silently ask
    the hub for one, so it is needed here.
    """
    missing = [name for name in (MODEL_FILE, CONFIG_FILE, TOKENIZER_FILE) if not (folder / name).is_file()]
    vocabulary = next((name for name in VOCABULARY_FILES if (folder / name).is_file()), None)
    if vocabulary is None:
        missing.append(" or ".join(VOCABULARY_FILES))
    if missing or vocabulary is None:
        raise ModelDamaged(f"The folder {folder} is no whole speech model: {', '.join(missing)} is missing.")
    extra = [name for name in EXTRA_FILES if (folder / name).is_file()]
    return (CONFIG_FILE, MODEL_FILE, TOKENIZER_FILE, vocabulary, *extra)


def hash_file(path: Path, on_bytes: OnBytes = nothing) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
            on_bytes(len(chunk))
    return digest.hexdigest()


def check_form(folder: Path) -> None:
    """Whether the files are what their names say, without hashes.

    Raises: ModelDamaged when a file is missing, is no JSON, or the weights are not a Whisper for CTranslate2.
    """
    for name in model_files(folder):
        if name.endswith(".json"):
            _read_json(folder / name)
    with (folder / MODEL_FILE).open("rb") as file:
        head = file.read(64)
    if _specification(head) != "WhisperSpec":
        raise ModelDamaged(
            f"{folder / MODEL_FILE} is not a Whisper model for CTranslate2. "
            "Convert it with ct2-transformers-converter, or take one that works with faster-whisper."
        )


def english_only(folder: Path) -> bool:
    """Whether the vocabulary is that of an English-only Whisper.

    Raises: ModelDamaged when the vocabulary does not read.
    """
    vocabulary = next(name for name in model_files(folder) if name in VOCABULARY_FILES)
    if vocabulary.endswith(".json"):
        tokens = len(_read_json(folder / vocabulary))
    else:
        tokens = (folder / vocabulary).read_bytes().count(b"\n")
    return tokens <= ENGLISH_VOCABULARY


def check_files(folder: Path, name: str, editions: Sequence[Edition], on_bytes: OnBytes = nothing) -> Manifest:
    """Hash a model's files and compare them with what was published under its name.

    With no `editions` there is nothing to compare with: the form is checked and the hashes found are recorded.
    Raises: ModelDamaged, naming the file.
    """
    names = model_files(folder)
    sizes = {each: (folder / each).stat().st_size for each in names}
    if not editions:
        check_form(folder)
    candidates = [each for each in editions if all(sizes.get(fact.name) == fact.bytes for fact in each.files)]
    if editions and not candidates:
        raise ModelDamaged(_wrong_size(folder, name, sizes, editions))
    files = tuple(_checked(folder / each, on_bytes) for each in names)
    for edition in candidates:
        if not _differing(files, edition.files):
            return Manifest(name, edition.publisher, edition.licence, files)
    if candidates:
        wrong = _differing(files, candidates[0].files)
        raise ModelDamaged(f"The speech model {name} is damaged: {', '.join(wrong)} in {folder} has the wrong content.")
    return Manifest(name, "", "", files)


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


def recheck_files(manifest: Manifest, folder: Path, on_bytes: OnBytes = nothing) -> Manifest:
    """Hash the files again and compare with an earlier check; the manifest with the present modification times.

    Raises: ModelDamaged, naming the file.
    """
    model_files(folder)
    missing = [file.name for file in manifest.files if not (folder / file.name).is_file()]
    if missing:
        raise ModelDamaged(f"The speech model {manifest.name} is damaged: {', '.join(missing)} is gone from {folder}.")
    files = tuple(_checked(folder / file.name, on_bytes) for file in manifest.files)
    if wrong := _differing(files, manifest.facts):
        what = f"{', '.join(wrong)} in {folder} has changed since it was checked"
        raise ModelDamaged(f"The speech model {manifest.name} is damaged: {what}.")
    return Manifest(manifest.name, manifest.publisher, manifest.licence, files)


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


def _checked(path: Path, on_bytes: OnBytes) -> CheckedFile:
    stat = path.stat()  # before hashing: a file that changes meanwhile is hashed again at the next start
    return CheckedFile(path.name, stat.st_size, hash_file(path, on_bytes), stat.st_mtime_ns)


def _differing(files: Iterable[CheckedFile], facts: Iterable[FileFact]) -> list[str]:
    found = {file.name: file.sha256 for file in files}
    return [fact.name for fact in facts if found.get(fact.name) != fact.sha256]


def _wrong_size(folder: Path, name: str, sizes: dict[str, int], editions: Sequence[Edition]) -> str:
    def misfits(edition: Edition) -> list[FileFact]:
        return [fact for fact in edition.files if sizes.get(fact.name) != fact.bytes]

    fact = min((misfits(edition) for edition in editions), key=len)[0]
    return (
        f"The speech model {name} is damaged: {fact.name} in {folder} has {sizes.get(fact.name, 0):,} bytes "
        f"and should have {fact.bytes:,}."
    )


def _specification(head: bytes) -> str:
    """The name of the model's kind in CTranslate2's binary format: u32 version, u16 length, name, zero byte."""
    if len(head) < 6:
        return ""
    (length,) = struct.unpack_from("<H", head, 4)
    return head[6 : 6 + length].rstrip(b"\0").decode("latin-1")


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        raise ModelDamaged(f"{path} is damaged: it is not JSON.") from None
