"""What is said about each model in a list: found by looking at sizes and earlier checks, without hashing anything."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from speech.errors import ModelDamaged
from speech.weights import checked
from speech.weights.space import MARGIN
from speech.whisper import verify
from speech.whisper.catalogue import MODEL_FILE, KnownModel
from speech.whisper.sources import Origin, Source


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """One line of the list of models."""

    name: str
    origin: Origin
    publisher: str
    """Hub repository or package; empty when nobody's hashes are known for it."""
    installed: bool
    verified: bool
    """Hashed once, and unchanged since."""
    default: bool
    """Would be taken for English when no name is given."""
    english_only: bool
    bytes: int
    disk_need_bytes: int
    """What downloading or joining it would take; 0 when it is ready."""
    licence: str
    folder: Path | None
    arrived_bytes: int = 0
    """What an interrupted download of it has left: from there it goes on. 0 for one that is ready."""


def describe(source: Source, *, default: bool) -> ModelInfo:
    """A model on this machine."""
    kept = checked.read_manifest(source.manifest)
    sound = kept is not None and kept.name == source.name and checked.unchanged(kept, source.folder)
    edition = source.editions[0] if source.editions else None
    publisher = kept.publisher if kept is not None and sound else ""
    if source.package is not None:
        publisher = source.package.packaged.edition.publisher
    bytes_ = size_of(source)
    return ModelInfo(
        name=source.name,
        origin=source.origin,
        publisher=publisher,
        installed=True,
        verified=sound and not source.to_join,
        default=default,
        english_only=is_english_only(source),
        bytes=bytes_,
        disk_need_bytes=int(bytes_ * MARGIN) if source.to_join else 0,
        licence=edition.licence if edition is not None else "",
        folder=source.package.folder if source.package is not None else source.folder,
    )


def downloadable(model: KnownModel, arrived: int = 0) -> ModelInfo:
    """A model that is not on this machine, but for so many bytes."""
    return ModelInfo(
        name=model.name,
        origin=Origin.HUB,
        publisher=model.hub.publisher,
        installed=False,
        verified=False,
        default=False,
        english_only=model.english_only,
        bytes=model.hub.bytes,
        disk_need_bytes=int((model.hub.bytes - arrived) * MARGIN),
        licence=model.hub.licence,
        folder=None,
        arrived_bytes=arrived,
    )


def size_of(source: Source) -> int:
    """Bytes of the files a model uses."""
    if source.package is not None:
        return source.package.packaged.edition.bytes
    try:
        return sum((source.folder / name).stat().st_size for name in verify.model_files(source.folder))
    except (OSError, ModelDamaged):
        path = source.folder / MODEL_FILE
        return path.stat().st_size if path.is_file() else 0


def is_english_only(source: Source) -> bool:
    """Whether it understands English only: known for published models, else told by its vocabulary."""
    if source.known is not None:
        return source.known.english_only
    try:
        return verify.english_only(source.folder)
    except ModelDamaged:
        return False
