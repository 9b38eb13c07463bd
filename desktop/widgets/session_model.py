"""Sessions as a Qt list model: one row a session, said whole to a screen reader. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.session_words import in_words, title_of

if TYPE_CHECKING:
    from interviewer.records.listed import Listed

ROW_ROLE = Qt.ItemDataRole.UserRole
"""A `SessionRow`."""


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session and, when words were searched, where they were found."""

    listed: Listed
    snippet: str = ""


class SessionsModel(QAbstractListModel):
    """Rows in the order they are given in."""

    def __init__(self, today: date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.today = today
        """What "Yesterday" goes by."""
        self.with_snippets = False
        self.rounds: frozenset[str] = frozenset()
        """Those of its sessions."""
        self._rows: list[SessionRow] = []

    @property
    def rows(self) -> Sequence[SessionRow]:
        return self._rows

    def show(self, rows: Sequence[SessionRow], *, today: date, with_snippets: bool = False) -> None:
        """Show these rows and no others; views are told only if something is another."""
        if (list(rows), today, with_snippets) == (self._rows, self.today, self.with_snippets):
            return
        self.beginResetModel()
        self._rows, self.today, self.with_snippets = list(rows), today, with_snippets
        self.rounds = frozenset(row.listed.round for row in rows)
        self.endResetModel()

    def row(self, index: QModelIndex | QPersistentModelIndex) -> SessionRow:
        """The session of a valid index."""
        return self._rows[index.row()]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return title_of(row.listed)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return in_words(row.listed, self.today, row.snippet)
        return row if role == ROW_ROLE else None
