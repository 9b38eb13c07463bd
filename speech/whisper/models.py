"""The model manager: which speech models there are, and a whole, checked local folder for the one that is wanted.

Synchronous file work except `download`. A first `resolve` hashes and perhaps joins 150 MB (about a second), so the
asyncio thread calls it through `asyncio.to_thread`. Only `download` ever reaches the network.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from speech.errors import DiskFull, ModelDamaged, ModelError, ModelMissing
from speech.weights import packages
from speech.weights.checked import Manifest, read_manifest, trusted, unchanged, write_manifest
from speech.weights.download import Hub
from speech.weights.partial import arrived_bytes
from speech.weights.progress import Meter, OnBytes, OnProgress
from speech.weights.shelf import Shelf, copy
from speech.weights.space import need_space, writing
from speech.whisper.advice import missing, remedy
from speech.whisper.catalogue import KNOWN_MODELS, KnownModel
from speech.whisper.listing import ModelInfo, describe, downloadable, is_english_only, size_of
from speech.whisper.sources import NAME, Origin, Source, Sources, name_of
from speech.whisper.verify import check_files, model_files, recheck_files

log = logging.getLogger("hotseat.models")


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A local folder that is whole, checked, and ready to load."""

    name: str
    folder: Path
    origin: Origin
    publisher: str
    """Whose published hashes the files match; empty when there were none to compare with."""
    licence: str
    english_only: bool
    notes: tuple[str, ...] = ()
    """Sentences about better models that were passed over because they are damaged or do not fit on the disk."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found about one model."""

    name: str
    origin: Origin
    folder: Path
    sound: bool
    sentence: str
    command: str = ""
    """What helps in a terminal, as typed after `hotseat`."""


class ModelStore:
    """The speech models of one data folder and of this machine.

    `extra_folder` is a folder the user named: one model, or a folder of models. `offline_only` refuses downloads before
    any socket is opened. Progress is told on the calling thread.
    """

    def __init__(
        self,
        models_dir: Path,
        *,
        extra_folder: Path | None = None,
        known: Sequence[KnownModel] = KNOWN_MODELS,
        offline_only: bool = False,
    ) -> None:
        self._shelf = Shelf(models_dir)
        self._sources = Sources(models_dir, extra_folder, known)
        self._offline_only = offline_only

    def list(self) -> tuple[ModelInfo, ...]:
        """Every model on this machine and every one that can be downloaded; nothing is hashed."""
        default = next((source.name for source in self._ranked("en")), None)
        here: dict[str, ModelInfo] = {}
        for source in self._sources.all():
            if source.name not in here:
                here[source.name] = describe(source, default=source.name == default)
        rest = [model for model in self._sources.known.values() if model.name not in here]
        return (*here.values(), *(downloadable(model, self._arrived(model)) for model in rest))

    def resolve(
        self, name: str | None = None, *, language: str = "en", on_progress: OnProgress | None = None
    ) -> ModelFiles:
        """The folder of a model, checked by hash once per install and joined when it comes in parts.

        Without a name the best one present is taken: base.en before base before tiny.en for English; bigger ones only
        when nothing else is there. A damaged one is passed over, with a note.

        Raises: ModelMissing, ModelDamaged when no sound one is left, DiskFull when joining it does not fit.
        """
        sources = self._wanted(name, language)
        faults: list[ModelError | DiskFull] = []
        for source in sources:
            try:
                return self._prepare(source, on_progress, tuple(str(fault) for fault in faults))
            except (ModelDamaged, DiskFull) as fault:
                log.warning("a speech model was passed over", extra={"model": source.name, "code": fault.code})
                faults.append(fault)
        raise faults[0]

    def verify(self, name: str | None = None, *, on_progress: OnProgress | None = None) -> tuple[Verdict, ...]:
        """Hash everything again, of one model or of all that are here.

        Raises: ModelMissing when a model of that name is not on this machine.
        """
        sources = self._sources.of(name) if name is not None else self._sources.all()
        if name is not None and not sources:
            raise self._missing(name)
        meter = Meter(sum(size_of(source) for source in sources), on_progress)
        return tuple(self._judge(source, meter.add) for source in sources)

    def import_folder(
        self, folder: Path, *, name: str | None = None, on_progress: OnProgress | None = None
    ) -> ModelFiles:
        """Copy a CTranslate2 model folder into the models folder.

        Under the name of a published model its files must be those published; under any other name their hashes are
        recorded as they are.

        Raises: ModelMissing when there is no such folder, ModelDamaged when it is no whole model or not the one it is
        called, DiskFull, ModelError with code `model_exists` or `model_name`.
        """
        if not folder.is_dir():
            raise ModelMissing(f"There is no folder {folder}.")
        names = model_files(folder)
        name = name or name_of(folder)
        target = self._free(name)
        size = sum((folder / each).stat().st_size for each in names)
        need_space(self._shelf.folder, size)
        meter = Meter(2 * size, on_progress)
        with self._shelf.making(name) as half, writing(self._shelf.folder):
            for each in names:
                copy(folder / each, half / each, meter.add)
            try:
                manifest = check_files(half, name, target.editions, meter.add)
            except ModelDamaged as fault:
                cure = "Give it another name if it is a model of your own." if target.known else ""
                raise ModelDamaged(f"{folder} was not imported. {fault} {cure}".strip()) from None
            self._shelf.publish(half, target.folder, manifest)
        return self._files(target, manifest)

    def remove(self, name: str) -> Path:
        """Delete a model, finished or half downloaded, from the models folder; what was deleted.

        Raises: ModelMissing when there is none of that name, ModelError with code `model_elsewhere` when it lies in a
        package or in the user's own folder.
        """
        target, half = self._sources.installed(name).folder, self._shelf.downloading(name)
        if NAME.fullmatch(name) and (target.is_dir() or half.is_dir()):
            self._shelf.remove(target, half)
            return target
        elsewhere = self._sources.of(name)
        if not elsewhere:
            raise self._missing(name)
        source = elsewhere[0]
        cure = "Delete that folder yourself."
        if source.package is not None:
            cure = f"Remove it with: pip uninstall {source.package.packaged.requirement}"
        raise ModelError(f"The speech model {name} lies in {source.folder}. {cure}", code="model_elsewhere")

    def drop(self, name: str) -> Path:
        """Delete what has arrived of a download, if anything has; where that was. A model that is here stays.

        Raises: ModelMissing for an unknown name.
        """
        if name not in self._sources.known:
            raise self._missing(name)
        half = self._shelf.downloading(name)
        self._shelf.remove(half)
        return half

    async def download(self, name: str, *, hub_url: str = "", on_progress: OnProgress | None = None) -> ModelFiles:
        """Download a model from the hub, or go on with a download that was interrupted; one that is here is kept.

        Cancelling leaves what has arrived for the next time. `hub_url` may be a mirror; the hashes are those of the
        catalogue in any case.

        Raises: ModelMissing for an unknown name, DiskFull, DownloadFailed.
        """
        model = self._sources.known.get(name)
        if model is None:
            raise ModelMissing(
                f"There is no speech model {name} to download. Choose one of {', '.join(self._sources.known)}."
            )
        with contextlib.suppress(ModelMissing, ModelDamaged, DiskFull):
            return await asyncio.to_thread(self.resolve, name)
        target, half = self._sources.installed(name), self._shelf.downloading(name)
        await Hub(hub_url or model.hub.host, offline_only=self._offline_only).fetch_model(model.hub, half, on_progress)
        manifest = trusted(half, name, model.hub)
        self._shelf.publish(half, target.folder, manifest)
        return self._files(target, manifest)

    def _arrived(self, model: KnownModel) -> int:
        return arrived_bytes(self._shelf.downloading(model.name), model.hub.files)

    def _wanted(self, name: str | None, language: str) -> Sequence[Source]:
        if name is None:
            sources: Sequence[Source] = self._ranked(language)
            if not sources:
                raise self._missing(None)
            return sources
        sources = self._sources.of(name)
        if not sources:
            raise self._missing(name)
        if language != "en" and is_english_only(sources[0]):
            sentence = f"The speech model {name} understands English only. Choose one without .en in its name."
            raise ModelMissing(sentence, code="model_language")
        return sources

    def _ranked(self, language: str) -> Sequence[Source]:
        """What a default may be, best first. A single model the user named comes before everything."""

        def order(source: Source) -> tuple[bool, bool, int, int]:
            named = self._sources.extra_is_a_model() and source.origin is Origin.FOLDER
            rank = source.known.rank if source.known is not None else None
            return (not named, rank is None, rank or 0, 0 if rank is not None else size_of(source))

        fitting = [source for source in self._sources.all() if language == "en" or not is_english_only(source)]
        return sorted(fitting, key=order)

    def _prepare(self, source: Source, on_progress: OnProgress | None, notes: tuple[str, ...]) -> ModelFiles:
        meter = Meter(size_of(source), on_progress)
        if source.package is not None and source.to_join:
            with self._shelf.making(source.name) as half:
                packages.join(source.package, half, meter.add)
                manifest = trusted(half, source.name, source.package.packaged.edition)
                self._shelf.publish(half, source.folder, manifest)
            return self._files(source, manifest, notes)
        kept = read_manifest(source.manifest)
        if kept is not None and kept.name == source.name and unchanged(kept, source.folder):
            model_files(source.folder)
            return self._files(source, kept, notes)
        manifest = self._check(source, meter.add)
        return self._files(source, manifest, notes)

    def _check(self, source: Source, on_bytes: OnBytes) -> Manifest:
        """Hash a model that lies ready, against its publisher's hashes or against those found the first time."""
        kept = read_manifest(source.manifest)
        try:
            if kept is not None and not source.editions:
                manifest = recheck_files(kept, source.folder, on_bytes)
            else:
                manifest = check_files(source.folder, source.name, source.editions, on_bytes)
        except ModelDamaged as fault:
            cure, command = remedy(source)
            raise ModelDamaged(f"{fault} {cure}", command=command) from None
        manifest = replace(manifest, name=source.name)  # its folder may have got another name
        write_manifest(manifest, source.manifest)
        return manifest

    def _judge(self, source: Source, on_bytes: OnBytes) -> Verdict:
        try:
            if source.package is not None and source.to_join:
                packages.check(source.package, on_bytes)
                sentence = f"The parts are those published as {source.package.packaged.edition.publisher}."
            else:
                publisher = self._check(source, on_bytes).publisher
                sentence = f"The files are those published as {publisher}."
                if not publisher:
                    sentence = "The files are as they were when they were first seen; nobody published hashes for them."
            place = source.package.folder if source.package is not None else source.folder
            return Verdict(source.name, source.origin, place, True, sentence)
        except ModelDamaged as fault:
            if source.editions and not source.to_join:
                source.manifest.unlink(missing_ok=True)  # so that the next start looks again, and refuses
            return Verdict(source.name, source.origin, source.folder, False, str(fault), fault.command)

    def _files(self, source: Source, manifest: Manifest, notes: tuple[str, ...] = ()) -> ModelFiles:
        return ModelFiles(
            name=source.name,
            folder=source.folder,
            origin=source.origin,
            publisher=manifest.publisher,
            licence=manifest.licence,
            english_only=is_english_only(source),
            notes=notes,
        )

    def _free(self, name: str) -> Source:
        """Where to put a new model."""
        if not NAME.fullmatch(name):
            sentence = f"{name!r} cannot be the name of a model. Use letters, digits, dots and dashes."
            raise ModelError(sentence, code="model_name")
        target = self._sources.installed(name)
        if target.folder.exists():
            sentence = f"There is a speech model {name} already. Remove it first."
            raise ModelError(sentence, code="model_exists", command=f"models remove {name}")
        return target

    def _missing(self, name: str | None) -> ModelMissing:
        return missing(name, self._sources)
