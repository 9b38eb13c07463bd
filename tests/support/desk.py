"""A desk for pages under test: real engine, real settings file, own folders, dialogs that answer what a test says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from desktop.desk import Desk, Place
from desktop.embedded.store import LanguageModels
from desktop.engine import Engine
from desktop.paths import find
from desktop.secrets import Secrets
from desktop.settings import SettingsFile
from desktop.shortcuts import Shortcuts
from speech.whisper.models import ModelStore


@dataclass
class AnsweredDialogs:
    """Says yes or no as told, and remembers what it was asked."""

    yes: bool = True
    folder: Path | None = None
    files: list[Path] = field(default_factory=list)
    text: str | None = None
    asked: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def confirm(self, title: str, text: str, yes: str, no: str, *, danger: bool = False) -> bool:
        self.asked.append(text)
        return self.yes

    def tell(self, title: str, text: str, details: str = "") -> None:
        self.told.append(text)

    def choose_folder(self, title: str, start: Path) -> Path | None:
        return self.folder

    def ask_text(self, title: str, text: str, label: str, start: str) -> str | None:
        self.asked.append(text)
        return self.text

    def choose_files(self, title: str, start: Path, kinds: str) -> list[Path]:
        return self.files

    def choose_save(self, title: str, start: Path, kinds: str) -> Path | None:
        return self.folder


@dataclass
class TestDesk:
    """A desk, its dialogs, and where its pages wanted to go."""

    __test__ = False

    desk: Desk
    dialogs: AnsweredDialogs
    wanted: list[Place]


@contextmanager
def running_desk(folder: Path) -> Iterator[TestDesk]:
    """A desk whose data lies below `folder`; its engine is stopped at the end. Needs an application with a look."""
    paths = find(folder)
    paths.make()
    settings = SettingsFile(paths.settings)
    dialogs = AnsweredDialogs()
    engine = Engine()
    desk = Desk(
        engine=engine,
        paths=paths,
        settings=settings,
        secrets=Secrets(lambda: None),
        shortcuts=Shortcuts(settings.value.shortcuts),
        dialogs=dialogs,
        models=lambda: ModelStore(paths.models, offline_only=True),
        language_models=lambda: LanguageModels(paths.language_models, offline_only=True),
    )
    wanted: list[Place] = []
    desk.wanted.connect(wanted.append)
    try:
        yield TestDesk(desk, dialogs, wanted)
    finally:
        engine.stop()
