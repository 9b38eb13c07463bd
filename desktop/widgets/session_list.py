"""A list of sessions, which looks the same everywhere. GUI thread."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QWidget

from desktop.session_words import today_here
from desktop.widgets.rows import INSET, RowsView
from desktop.widgets.session_model import SessionsModel
from desktop.widgets.session_row import SessionDelegate

if TYPE_CHECKING:
    from interviewer.records.listed import Listed


class SessionsView(RowsView):
    """A list of sessions."""

    def __init__(
        self,
        name: str,
        title: str,
        *,
        many: bool = False,
        replays: bool = True,
        inset: int = INSET,
        parent: QWidget | None = None,
    ) -> None:
        """`replays`: rows end in a play triangle; `inset`: as of a `RowDelegate`."""
        super().__init__(name, title, many=many, parent=parent)
        self.sessions = SessionsModel(today_here(), self)
        self.setModel(self.sessions)
        self.setItemDelegate(SessionDelegate(self, replays=replays, inset=inset))
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
