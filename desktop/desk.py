"""What every page is handed: the engine, settings, folders, dialogs, and a way to other pages. Qt thread.

Signals of `Desk`: `wanted(Place)`, somebody wants to be somewhere else; `settings_changed(Settings)`, after they were
kept; `sessions_changed()`, a session came, went or was changed on the disk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from desktop.engine import Engine
from desktop.paths import Paths
from desktop.secrets import Secrets
from desktop.settings import Settings, SettingsFile, SettingsNotWritten
from desktop.shortcuts import Shortcuts

if TYPE_CHECKING:
    from desktop.embedded.store import LanguageModels
    from desktop.headless import Wishes
    from speech.whisper.models import ModelStore


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in the window."""


@dataclass(frozen=True, slots=True)
class AtPractice(Place):
    question: str = ""
    """Id of a question to preselect."""
    round: str = ""
    """Id of a round to preselect."""
    mode: str = ""
    """`practice` or `exam`, to preselect."""
    level: str = ""
    """A level to preselect."""
    company: str = ""
    """Id of a company on the board that it is for."""


@dataclass(frozen=True, slots=True)
class AtLive(Place):
    """An interview, held from now on."""

    wishes: Wishes


@dataclass(frozen=True, slots=True)
class AtAfter(Place):
    """What a session was worth."""

    session: Path
    fresh: bool = False
    """The interview has just ended: the self-rating comes before the reveal."""


@dataclass(frozen=True, slots=True)
class AtLibrary(Place):
    search: str = ""
    files: tuple[Path, ...] = ()
    """To be taken in: bundles, recordings, transcripts."""


@dataclass(frozen=True, slots=True)
class AtProgress(Place):
    """Readiness, what has changed, the companies ahead."""


@dataclass(frozen=True, slots=True)
class AtReplay(Place):
    session: Path
    seconds: float = 0.0
    """Session second to begin at."""
    beside: bool = False
    """A redo with its first take beside it."""


@dataclass(frozen=True, slots=True)
class AtPacks(Place):
    pack: str = ""


@dataclass(frozen=True, slots=True)
class AtSettings(Place):
    section: str = ""
    """`microphone`, `speech`, `interviewer`, `voice`, `appearance`, `shortcuts`, `privacy`, `data` or `about`."""


@dataclass(frozen=True, slots=True)
class AtSetUp(Place):
    step: int = 0
    """0 microphone, 1 speech, 2 interviewer, 3 voice, 4 sample question."""


class Dialogs(Protocol):
    """What asks or tells in a window of its own; a test answers instead."""

    def confirm(self, title: str, text: str, yes: str, no: str, *, danger: bool = False) -> bool:
        """Whether the person chose `yes`. `no` is the default, and what Esc means."""

    def tell(self, title: str, text: str, details: str = "") -> None:
        """Say something that has to be seen."""

    def choose_folder(self, title: str, start: Path) -> Path | None:
        """An existing folder, None when nothing was chosen."""

    def ask_text(self, title: str, text: str, label: str, start: str) -> str | None:
        """A line of text, None when it was called off."""

    def choose_files(self, title: str, start: Path, kinds: str) -> list[Path]:
        """Existing files, none when nothing was chosen."""

    def choose_save(self, title: str, start: Path, kinds: str) -> Path | None:
        """Where to write a file, None when nothing was chosen."""


class Desk(QObject):
    """What a page works with."""

    wanted = Signal(object)
    settings_changed = Signal(object)
    sessions_changed = Signal()

    def __init__(
        self,
        *,
        engine: Engine,
        paths: Paths,
        settings: SettingsFile,
        secrets: Secrets,
        shortcuts: Shortcuts,
        dialogs: Dialogs,
        models: Callable[[], ModelStore],
        language_models: Callable[[], LanguageModels],
    ) -> None:
        super().__init__()
        self.engine = engine
        self.paths = paths
        self.secrets = secrets
        self.shortcuts = shortcuts
        self.dialogs = dialogs
        self.models = models
        """Makes the store of speech models by the settings of the moment."""
        self.language_models = language_models
        """The same of language models."""
        self._settings = settings

    @property
    def settings(self) -> Settings:
        return self._settings.value

    @property
    def settings_problems(self) -> tuple[str, ...]:
        """What of the settings file could not be used, in sentences."""
        return self._settings.problems

    def change(self, **sections: object) -> None:
        """Change some of the settings at once, as in `change(sound=Sound(...))`; kept and told to everybody."""
        known = len(self.settings_problems)
        try:
            self._settings.write(self.settings.model_copy(update=sections))
        except SettingsNotWritten as fault:
            self.dialogs.tell("", str(fault))
        for problem in self.settings_problems[known:]:
            self.dialogs.tell("", problem)
        self.settings_changed.emit(self.settings)

    def go(self, place: Place) -> None:
        """Ask to be taken somewhere."""
        self.wanted.emit(place)
