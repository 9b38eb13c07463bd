"""Leads from a review to a redo of one of its parts, from a redo to its first take, and on. GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from desktop.desk import AtAfter, AtLive, AtReplay, Desk
from desktop.headless import Wishes
from desktop.pages.after_parts.report_view import ReportView
from desktop.report.opening import Opened
from desktop.wishes import wishes_from
from interviewer.records.manifest import RedoOf


class Redoing(QObject):
    """What the buttons of a redo do."""

    def __init__(self, desk: Desk, view: ReportView, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._opened: Opened | None = None
        view.improvements.redo_wanted.connect(self._redo)
        view.improvements.redo_opened.connect(lambda name: desk.go(AtAfter(desk.paths.sessions / name)))
        view.takes.again_wanted.connect(self._again)
        view.takes.first_wanted.connect(self._to_first)
        view.takes.play_first.connect(self._play_first)
        view.takes.both_wanted.connect(self._hear_both)

    def show_session(self, opened: Opened) -> None:
        """The session that is shown from now on."""
        self._opened = opened

    def _redo(self, about: str) -> None:
        """Take up a part of the session that is shown."""
        if self._opened is not None:
            report = self._opened.report
            card = next(one for one in report.improvements if one.redo == about)
            self._hold(RedoOf(session=self._opened.session.id, about=about, at=card.at, review=report.rater))

    def _again(self) -> None:
        if self._opened is not None and (redo := self._opened.session.manifest.redo_of) is not None:
            self._hold(redo)

    def _hold(self, redo: RedoOf) -> None:
        assert self._opened is not None
        desk, settings, level = self._desk, self._desk.settings, self._opened.report.level
        desk.engine.call(
            lambda: Wishes.for_redo(redo, wishes_from(settings, desk.secrets), level),
            lambda wishes: desk.go(AtLive(wishes)),
            owner=self,
        )

    @property
    def _first(self) -> Path | None:
        """The folder of the first take of what is shown; None: it is no redo, or that take is gone."""
        takes = self._opened.report.takes if self._opened is not None else None
        return self._desk.paths.sessions / takes.first if takes is not None and takes.first else None

    def _to_first(self) -> None:
        if (first := self._first) is not None:
            self._desk.go(AtAfter(first))

    def _hear_both(self) -> None:
        if self._opened is not None:
            self._desk.go(AtReplay(self._opened.session.folder.path, beside=True))

    def _play_first(self, seconds: float) -> None:
        if (first := self._first) is not None:
            self._desk.go(AtReplay(first, seconds))
