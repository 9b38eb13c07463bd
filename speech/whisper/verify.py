"""Whether a folder holds a whole speech model: the form of its files, and their hashes. Pure file work."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from speech.errors import ModelDamaged
from speech.weights.checked import Manifest, checked, differing
from speech.weights.facts import Edition, FileFact
from speech.weights.progress import OnBytes, nothing
from speech.whisper.catalogue import (
    CONFIG_FILE,
    ENGLISH_VOCABULARY,
    EXTRA_FILES,
    MODEL_FILE,
    TOKENIZER_FILE,
    VOCABULARY_FILES,
)


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
    files = tuple(checked(folder / each, on_bytes) for each in names)
    for edition in candidates:
        if not differing(files, edition.files):
            return Manifest(name, edition.publisher, edition.licence, files)
    if candidates:
        wrong = differing(files, candidates[0].files)
        raise ModelDamaged(f"The speech model {name} is damaged: {', '.join(wrong)} in {folder} has the wrong content.")
    return Manifest(name, "", "", files)


def recheck_files(manifest: Manifest, folder: Path, on_bytes: OnBytes = nothing) -> Manifest:
    """Hash the files again and compare with an earlier check; the manifest with the present modification times.

    Raises: ModelDamaged, naming the file.
    """
    model_files(folder)
    missing = [file.name for file in manifest.files if not (folder / file.name).is_file()]
    if missing:
        raise ModelDamaged(f"The speech model {manifest.name} is damaged: {', '.join(missing)} is gone from {folder}.")
    files = tuple(checked(folder / file.name, on_bytes) for file in manifest.files)
    if wrong := differing(files, manifest.facts):
        what = f"{', '.join(wrong)} in {folder} has changed since it was checked"
        raise ModelDamaged(f"The speech model {manifest.name} is damaged: {what}.")
    return Manifest(manifest.name, manifest.publisher, manifest.licence, files)


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
