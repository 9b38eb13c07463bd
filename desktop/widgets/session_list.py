"""Lists of sessions that look alike everywhere: the library's, and the last few on the Practice page. GUI thread."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.desk import AtAfter, AtReplay, Desk
from desktop.language import tr
from desktop.session_words import today_here
from desktop.theme.look import look
from desktop.widgets.plain import PlainLabel
from desktop.widgets.rows import RowsView
from desktop.widgets.session_model import SessionRow, SessionsModel
from desktop.widgets.session_row import SessionDelegate
from interviewer.errors import InterviewerError
from interviewer.records.index import Filter, Index
from interviewer.records.listed import Listed

RECENT = 3


class SessionsView(RowsView):
    """A list of sessions."""

    def __init__(
        self, name: str, title: str, *, many: bool = False, replays: bool = True, parent: QWidget | None = None
    ) -> None:
        """`replays`: rows end in a play triangle."""
        super().__init__(name, title, many=many, parent=parent)
        self.sessions = SessionsModel(today_here(), self)
        self.setModel(self.sessions)
        self.setItemDelegate(SessionDelegate(self, replays=replays))
        self.setUniformItemSizes(True)

    def selected(self) -> list[Listed]:
        """The selected sessions, from the top."""
        return [self.sessions.rows[row].listed for row in self.rows()]

    def select_ids(self, ids: Collection[str], *, otherwise: int) -> None:
        """Select the sessions of these ids; when none is there, the row `otherwise` or the last."""
        rows = [number for number, row in enumerate(self.sessions.rows) if row.listed.id in ids]
        self.select_row(rows[0] if rows else min(otherwise, self.sessions.rowCount() - 1))
        for row in rows[1:]:
            self.selectionModel().select(self.sessions.index(row, 0), QItemSelectionModel.SelectionFlag.Select)


class RecentSessions(QWidget):
    """The last sessions; a click opens one, its triangle replays it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setObjectName("recent_sessions")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.view = SessionsView("recent_sessions_list", tr("Last sessions"))
        self.view.opens_at_once = True
        self.view.opened.connect(self._open)
        self.view.end_clicked.connect(self._replay)
        self.empty = PlainLabel(
            tr("No session yet. The first one is listed here, to be replayed and read again."),
            tone="muted",
            wrap=True,
            name="recent_sessions_empty",
        )
        self.view.hide()
        self.empty.hide()
        column.addWidget(self.view)
        column.addWidget(self.empty)
        look().changed.connect(self._fit)

    def refresh(self) -> None:
        """Read the list again."""
        data = self._desk.paths.data
        self._desk.engine.call(lambda: _latest(data), self._show, self._cannot, owner=self)

    def _show(self, sessions: list[Listed]) -> None:
        self.view.sessions.show([SessionRow(listed) for listed in sessions], today=today_here())
        self.view.setVisible(bool(sessions))
        self.empty.setVisible(not sessions)
        self._fit()

    def _cannot(self, error: Exception) -> None:
        if not isinstance(error, InterviewerError):
            raise error
        self.empty.setText(error.sentence)
        self.view.hide()
        self.empty.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as its rows: the page scrolls, the list does not."""
        rows = self.view.sessions.rowCount()
        if rows:
            height = self.view.sizeHintForRow(0)
            self.view.setFixedHeight(rows * height)

    def _open(self, index: QModelIndex) -> None:
        self._desk.go(AtAfter(self._desk.paths.sessions / self.view.sessions.row(index).listed.id))

    def _replay(self, index: QModelIndex) -> None:
        self._desk.go(AtReplay(self._desk.paths.sessions / self.view.sessions.row(index).listed.id))


def _latest(data: Path) -> list[Listed]:
    with Index.open(data) as index:
        return index.sessions(Filter(limit=RECENT))
