"""Takes in files from the window, one interview after the other, and reviews those that have words. GUI thread.

What files do not say of themselves is asked in a window first. Nothing is asked or begun while an interview is held;
what came by then is taken up by `go_on`. Signals of `Importing`: `progress(str)`; `ended(object)`, a `Result`;
`took_in()`, a session came or was changed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.desk import AtLive, Desk, Place
from desktop.engine import Job
from desktop.import_choices import Choices, choices_of
from desktop.import_plan import About
from desktop.imports import Imported, take
from desktop.language import tr
from desktop.pages.import_dialog import ImportDialog
from desktop.paths import Paths
from desktop.reviews import review_after
from interviewer.errors import InterviewerError
from speech.errors import SpeechError

Chosen = tuple[tuple[Path, ...], About]
"""The files of an interview, and what is known of it."""
MOST_TOLD = 3
"""Faults that are told in full; what is said has to fit into a banner."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of some files."""

    sentence: str
    folders: tuple[Path, ...] = ()
    """Of the sessions that came, or were added to."""
    waiting: tuple[Path, ...] = ()
    """Those of them that are to be transcribed."""
    faults: int = 0


class Importing(QObject):
    """One run at a time."""

    progress = Signal(str)
    ended = Signal(object)
    took_in = Signal()

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._job: Job | None = None
        self._asking = False
        self._next: list[Path] = []
        self._at_live = False
        desk.wanted.connect(self._make_room)

    @property
    def running(self) -> bool:
        return self._job is not None or self._asking

    def start(self, files: Sequence[Path]) -> None:
        """Take these in, those with something to choose once that was asked; after those that are under way."""
        if not files:
            return
        if self.running or self._at_live:
            self._next += files
            return
        paths = self._desk.paths
        self.progress.emit(tr("Reading {file}", file=files[0].name))
        self._job = self._desk.engine.call(
            lambda: choices_of(files, paths), partial(self._ask, files), self._broke_off, owner=self
        )

    def go_on(self) -> None:
        """The page is in front again: take up what an interview has held up."""
        self._at_live = False
        if not self.running:
            self._start_next()

    def _make_room(self, place: Place) -> None:
        if isinstance(place, AtLive):
            self._at_live = True

    def _ask(self, files: Sequence[Path], choices: Choices) -> None:
        self._job = None
        if self._at_live:
            self._next[:0] = files
        elif choices.interviews:
            self._asking = True
            dialog = ImportDialog(choices, self._page.window())
            dialog.decided.connect(self.begin)
            dialog.rejected.connect(self.leave_it)
            dialog.open()
        else:
            self.begin([(files, About()) for files in choices.others])

    def begin(self, interviews: Sequence[Chosen]) -> None:
        """Take in what was chosen."""
        self._asking = False
        self.progress.emit(tr("Reading {file}", file=interviews[0][0][0].name))
        work = _Work(self._desk.paths, tuple(interviews), self._tell)
        self._job = self._desk.engine.run(work.run, self._done, self._broke_off, owner=self)

    def leave_it(self) -> None:
        """Nobody wants what was asked about."""
        self._asking = False
        self.ended.emit(Result(tr("Nothing was taken in.")))
        self._start_next()

    def cancel(self) -> None:
        """Give up what is under way; what came before it stays."""
        self._next.clear()
        if self._job is not None:
            self._job.cancel()
            self._job = None
            self.ended.emit(Result(tr("Stopped. What was not finished was not taken in.")))
            self.took_in.emit()

    def _tell(self, text: str) -> None:
        self._desk.engine.post(lambda: self._told(text), owner=self)

    def _told(self, text: str) -> None:
        if self._job is not None:
            self.progress.emit(text)

    def _done(self, result: Result) -> None:
        self._job = None
        self.took_in.emit()
        self.ended.emit(result)
        self._start_next()

    def _broke_off(self, error: Exception) -> None:
        """A defect of our own: the next ones are taken in nevertheless."""
        self._desk.engine.report(error)
        self._done(Result(tr("Importing broke off. What was taken in before is kept."), faults=1))

    def _start_next(self) -> None:
        waiting, self._next = self._next, []
        self.start(waiting)


class _Work:
    """What runs on the asyncio thread. `tell` may be called from there."""

    def __init__(self, paths: Paths, interviews: tuple[Chosen, ...], tell: Callable[[str], None]) -> None:
        self._paths, self._interviews, self._tell = paths, interviews, tell

    async def run(self) -> Result:
        done: list[Imported] = []
        faults: list[str] = []
        for files, about in self._interviews:
            try:
                done.append(await take(files, about, self._paths, self._teller(files[0])))
            except (InterviewerError, SpeechError) as fault:
                faults.append(str(fault))
        for one in done:
            if one.reviewable and not one.waits:
                await asyncio.to_thread(review_after, one.folder, self._paths)
        more = len(faults) - MOST_TOLD
        told = [*faults[:MOST_TOLD], *([tr("{n} more files were refused.", n=more)] if more > 0 else [])]
        sentence = " ".join([*(one.sentence for one in done[-MOST_TOLD:]), *told])
        waiting = tuple(one.folder for one in done if one.waits)
        return Result(sentence, tuple(one.folder for one in done), waiting, len(faults))

    def _teller(self, file: Path) -> Callable[[float], None]:
        last = -1

        def told(share: float) -> None:
            nonlocal last
            percent = round(100 * share)
            if percent > last:
                last = percent
                self._tell(tr("Reading {file}, {percent} %", file=file.name, percent=percent))

        return told
