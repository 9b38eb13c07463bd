"""What a table of models is read from, and what is done to one of them, one thing at a time. Qt thread.

Signals of `ModelWork`: `changed()`, another model is the current one, or something else can be done with it.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.desk import Desk
from desktop.engine import Job
from desktop.language import tr
from desktop.model_downloads import Downloads
from desktop.pages.panels.model_list import ModelList, ModelRow
from desktop.pages.panels.panel import Remark
from desktop.widgets.buttons import Button
from speech.errors import SpeechError

Look = Callable[[str], Callable[[], Sequence[ModelRow]]]
"""Takes the name of the model whose download is under way, empty for none; what it gives reads the lines, in any
thread."""


class ModelWork(QObject):
    """Of one table; how each thing goes is said in `remark`."""

    changed = Signal()

    def __init__(self, desk: Desk, downloads: Downloads, table: ModelList, remark: Remark, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._downloads, self._table, self._remark = desk, downloads, table, remark
        self._look: Look = lambda _arriving: lambda: ()
        self._folder = Path()
        self._looking: Job | None = None
        self._arriving = ""
        """The model whose download is under way, as far as the table knows."""
        self._shown = ""
        """The model the text under the table is about."""
        self.doing = ""
        """What is being done to a model, in a sentence; empty: nothing."""
        self.free = 0
        """Bytes that the disk has left."""
        table.picked.connect(self._picked)
        downloads.changed.connect(self._download_changed)
        desk.settings_changed.connect(lambda _settings: self.refresh() if page.isVisible() else None)

    def read_from(self, look: Look, folder: Path) -> None:
        """Where the lines come from, and the folder on whose disk models are kept."""
        self._look, self._folder = look, folder

    def refresh(self) -> None:
        """Look again at what is on this machine."""
        self._arriving = self._under_way()
        read, folder = self._look(self._arriving), self._folder

        def look_there() -> tuple[Sequence[ModelRow], int]:
            return read(), shutil.disk_usage(folder).free

        if self._looking is not None:
            self._looking.cancel()
        self._looking = self._desk.engine.call(look_there, self._show, owner=self)

    def _show(self, found: tuple[Sequence[ModelRow], int]) -> None:
        lines, self.free = found
        self._table.show_lines(lines)
        stopped = self._downloads.current if not self._downloads.busy else None
        if stopped is not None and any(line.ready for line in lines if line.name == stopped.name):
            self._downloads.came(stopped.name)

    def _under_way(self) -> str:
        current = self._downloads.current
        return current.name if current is not None and self._downloads.busy else ""

    def _download_changed(self) -> None:
        """The table is read anew where a download begins or stops, not at each step of it."""
        if self._under_way() != self._arriving or self._downloads.current is None:
            self.refresh()
        self.changed.emit()

    def _picked(self) -> None:
        line = self._table.current
        if line is not None and line.name != self._shown and not self.doing:
            self._shown = line.name
            self._remark.clear()
        self.changed.emit()

    def is_on_the_card(self, name: str) -> bool:
        """Whether the card of the download has that model, with buttons of its own."""
        return self._downloads.current is not None and self._downloads.current.name == name

    def no_download(self, need: int) -> str:
        """Why a model that needs so many bytes of the disk cannot be downloaded now; empty when it can."""
        if self.free < need:
            return tr("There is not enough room on the disk.")
        if self._downloads.current is not None:
            return tr("Another download comes first.")
        return ""

    def begin(self, sentence: str, work: Callable[[], Awaitable[Any]], done: Callable[[Any], None]) -> None:
        """Do something to a model; `done` has to call `end`."""
        self.doing = sentence
        self._remark.say("muted", sentence)
        self.changed.emit()
        self._desk.engine.run(work, done, self._failed, owner=self)

    def in_thread(self, sentence: str, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """The same for work that blocks."""
        self.begin(sentence, lambda: asyncio.to_thread(work), done)

    def remove(self, work: Callable[[], Path], done: str) -> None:
        """Delete something of a model, and say that in `done`."""
        self.in_thread(tr("One moment"), work, lambda _folder: self.end("muted", done))

    def end(self, tone: str, sentence: str) -> None:
        """It is done, or was not."""
        self.doing = ""
        self._remark.say(tone, sentence)
        self.changed.emit()
        self.refresh()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, SpeechError):
            self.end("bad", error.sentence)
        else:
            self.end("bad", tr("This did not work."))
            self._desk.engine.failed.emit(error)


def allow(button: Button, why_not: str) -> None:
    """Whether a button can be pressed; empty: it can."""
    button.setEnabled(not why_not)
    button.setToolTip(why_not)
