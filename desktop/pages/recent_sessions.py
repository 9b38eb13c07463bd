"""The last sessions, on the Practice page. GUI thread."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.desk import AtAfter, AtReplay, Desk
from desktop.language import tr
from desktop.session_words import today_here
from desktop.theme.look import look
from desktop.widgets.plain import PlainLabel
from interviewer.errors import InterviewerError

if TYPE_CHECKING:
    from desktop.widgets.session_list import SessionsView
    from interviewer.records.listed import Listed

RECENT = 3


class RecentSessions(QWidget):
    """The last sessions; a click opens one, its triangle replays it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._rows = desk, 0
        self.setObjectName("recent_sessions")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.empty = PlainLabel(
            tr("No session yet. The first one is listed here, to be replayed and read again."),
            tone="muted",
            wrap=True,
            name="recent_sessions_empty",
        )
        self.empty.hide()
        self._column.addWidget(self.empty)

    @cached_property
    def view(self) -> SessionsView:
        """The list; made when it is first known what to list, not before the first paint."""
        from desktop.widgets.session_list import SessionsView

        view = SessionsView("recent_sessions_list", tr("Last sessions"), inset=0, parent=self)
        view.opens_at_once = True
        view.opened.connect(self._open)
        view.end_clicked.connect(self._replay)
        self._column.insertWidget(0, view)
        look().changed.connect(self._fit)
        return view

    def refresh(self) -> None:
        """Read the list again."""
        data = self._desk.paths.data
        self._desk.engine.call(lambda: _latest(data), self._show, self._cannot, owner=self)

    def _show(self, sessions: list[Listed]) -> None:
        from desktop.widgets.session_model import SessionRow

        self._rows = len(sessions)
        self.view.sessions.show([SessionRow(listed) for listed in sessions], today=today_here())
        self.view.setVisible(bool(sessions))
        self.empty.setVisible(not sessions)
        self._fit()

    def _cannot(self, error: Exception) -> None:
        if not isinstance(error, InterviewerError):
            raise error
        self.empty.setText(error.sentence)
        self._rows = 0
        self.view.hide()
        self.empty.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as its rows: the page scrolls, the list does not."""
        if self._rows:
            self.view.setFixedHeight(self._rows * self.view.sizeHintForRow(0))

    def _open(self, index: QModelIndex) -> None:
        self._desk.go(AtAfter(self._desk.paths.sessions / self.view.sessions.row(index).listed.id))

    def _replay(self, index: QModelIndex) -> None:
        self._desk.go(AtReplay(self._desk.paths.sessions / self.view.sessions.row(index).listed.id))


def _latest(data: Path) -> list[Listed]:
    from interviewer.records.index import Filter, Index  # heavy: in the worker, not before the first paint

    with Index.open(data) as index:
        return index.sessions(Filter(redos=False, limit=RECENT))
