"""The download of a model, which goes on whatever page is in front; one at a time of each kind. Qt thread.

Pausing ends the transfer and keeps what has arrived; resuming goes on from there, as does a later start of Hotseat.

Signals of `Downloads`: `changed()`, `current` is another; `finished(str)`, the model of that name is there and checked.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from PySide6.QtCore import QObject, Signal

from desktop.desk import Desk
from desktop.engine import Job
from desktop.language import tr
from desktop.settings import Settings
from speech.errors import ModelError, SpeechError
from speech.weights.progress import OnProgress, Progress

if TYPE_CHECKING:
    from desktop.embedded.store import LanguageFile

State = Literal["running", "checking", "paused", "failed"]


@dataclass(frozen=True, slots=True)
class Download:
    """How far it is."""

    name: str
    state: State
    bytes: int = 0
    total: int = 0
    bytes_per_second: float = 0.0
    seconds_left: float | None = None
    sentence: str = ""
    """Why it failed or was paused, and what to do."""


class Downloaded(Protocol):
    """What a store gives for a model that is here."""

    @property
    def name(self) -> str: ...


class Store(Protocol):
    """Where models of a kind come from and are kept."""

    async def download(self, name: str, *, hub_url: str, on_progress: OnProgress | None) -> Downloaded: ...

    def drop(self, name: str) -> Path: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """Models of one kind: their store, and how one is chosen."""

    name: str
    store: Callable[[Desk], Store]
    chosen: Callable[[Settings], object]
    """What the settings say; it is looked at before and after a download."""
    use: Callable[[Desk, Any], None]
    """Choose one that has just come."""


class Downloads(QObject):
    """See above. `downloads_of(desk)` and `language_downloads_of(desk)` are those of a desk."""

    changed = Signal()
    finished = Signal(str)

    def __init__(self, desk: Desk, kind: Kind) -> None:
        super().__init__(desk)
        self.setObjectName(f"{kind.name}_downloads")
        self._desk = desk
        self._kind = kind
        self._job: Job | None = None
        self._turn = asyncio.Lock()
        """A transfer that is being ended lets go of its file before another one takes it up."""
        self._transfer: object = None
        """Which transfer is under way: what an earlier one still tells is not heard."""
        self._chosen: object = None
        self.current: Download | None = None
        self.hub_url = ""
        """A mirror to download from; empty: where each model is published."""
        desk.settings_changed.connect(self._settings_changed)

    @property
    def busy(self) -> bool:
        """Whether another download would have to wait."""
        return self.current is not None and self.current.state in ("running", "checking")

    def begin(self, name: str) -> None:
        """Download a model, or go on with it. Does nothing while another one is under way."""
        if self.busy:
            return
        before = self.current if self.current is not None and self.current.name == name else Download(name, "running")
        self._chosen = self._kind.chosen(self._desk.settings)
        self._show(replace(before, state="running", sentence="", bytes_per_second=0.0, seconds_left=None))
        store, url = self._kind.store(self._desk), self.hub_url
        transfer_id = self._transfer = object()

        async def transfer() -> Downloaded:
            async with self._turn:
                return await store.download(
                    name, hub_url=url, on_progress=lambda progress: self._tell(transfer_id, progress)
                )

        self._job = self._desk.engine.run(transfer, self._done, self._failed, owner=self)

    def pause(self) -> None:
        """Stop the transfer and keep what has arrived."""
        if self._job is not None and self.current is not None and self.busy:
            self._job.cancel()
            self._job = None
            self._show(replace(self.current, state="paused", bytes_per_second=0.0, seconds_left=None))

    def cancel(self) -> None:
        """Stop the transfer and delete what has arrived; a model that came another way stays."""
        if self.current is None:
            return
        if self._job is not None:
            self._job.cancel()
            self._job = None
        name, store = self.current.name, self._kind.store(self._desk)

        async def remove() -> None:
            async with self._turn:
                with contextlib.suppress(ModelError):  # no model of that name can be downloaded
                    await asyncio.to_thread(store.drop, name)

        self._show(None)
        self._desk.engine.run(remove, lambda _: self.changed.emit(), owner=self)

    def came(self, name: str) -> None:
        """A model is here, and checked, that came another way: its download is given up."""
        if self.current is not None and self.current.name == name:
            self.cancel()

    def _tell(self, transfer_id: object, progress: Progress) -> None:
        """From the asyncio thread, ten times a second."""
        self._desk.engine.post(lambda: self._progressed(transfer_id, progress))

    def _progressed(self, transfer_id: object, progress: Progress) -> None:
        if transfer_id is not self._transfer or self._job is None or self.current is None:
            return
        self._show(
            Download(
                self.current.name,
                "checking" if progress.bytes >= progress.total else "running",
                progress.bytes,
                progress.total,
                progress.bytes_per_second,
                progress.seconds_left,
            )
        )

    def _done(self, files: Downloaded) -> None:
        """Whoever downloads a model wants it used, unless another one was chosen meanwhile."""
        self._job = None
        self._show(None)
        if self._kind.chosen(self._desk.settings) == self._chosen:
            self._kind.use(self._desk, files)
        self.finished.emit(files.name)

    def _failed(self, error: Exception) -> None:
        self._job = None
        sentence = error.sentence if isinstance(error, SpeechError) else ""
        if self.current is not None:
            self._show(replace(self.current, state="failed", sentence=sentence, bytes_per_second=0.0))
        if not sentence:
            self._desk.engine.failed.emit(error)

    def _settings_changed(self, settings: Settings) -> None:
        if settings.privacy.offline_only and self.busy:
            self.pause()
            if self.current is not None:
                self._show(replace(self.current, sentence=tr("Paused: Offline only was switched on.")))

    def _show(self, download: Download | None) -> None:
        self.current = download
        self.changed.emit()


def _use_speech(desk: Desk, files: Downloaded) -> None:
    if desk.settings.speech.model != files.name:
        desk.change(speech=desk.settings.speech.model_copy(update={"model": files.name}))


def _use_language(desk: Desk, files: LanguageFile) -> None:
    chosen = {"kind": "file", "file": str(files.file)}
    desk.change(interviewer=desk.settings.interviewer.model_copy(update=chosen))


SPEECH = Kind("speech", lambda desk: desk.models(), lambda settings: settings.speech.model, _use_speech)
LANGUAGE = Kind(
    "language",
    lambda desk: desk.language_models(),
    lambda settings: (settings.interviewer.kind, settings.interviewer.file),
    _use_language,
)


def downloads_of(desk: Desk) -> Downloads:
    """The downloads of speech models; there is one such object, made when it is first asked for."""
    return _of(desk, SPEECH)


def language_downloads_of(desk: Desk) -> Downloads:
    """The same of language models."""
    return _of(desk, LANGUAGE)


def _of(desk: Desk, kind: Kind) -> Downloads:
    found = desk.findChild(Downloads, f"{kind.name}_downloads")
    return found if found is not None else Downloads(desk, kind)
