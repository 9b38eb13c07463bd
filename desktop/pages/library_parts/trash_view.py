"""The trash of the Library: what lies there, back out of it, gone for good. GUI thread.

Signals of `TrashView`: `closed()`, back to the sessions; `changed()`, something left the trash.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.language import tr, trn
from desktop.library_work import Moved, bring_back, delete_for_good, in_trash_path, trashed
from desktop.retention import TRASH_DAYS
from desktop.session_words import size_text, today_here
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.flow import Flow
from desktop.widgets.frames import Banner, Heading
from desktop.widgets.plain import PlainLabel
from desktop.widgets.rows import INSET, inset
from desktop.widgets.session_list import SessionsView
from desktop.widgets.session_model import SessionRow
from interviewer.records.listed import Listed


class TrashView(QWidget):
    """A list with Restore and Delete for good."""

    closed = Signal()
    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setObjectName("library_trash_view")
        self.back = Button(tr("Library"), "trash_back", kind="quiet", symbol="chevron-left")
        self.restore = Button(tr("Restore"), "trash_restore", symbol="undo-2")
        self.delete = Button(tr("Delete for good"), "trash_delete", kind="danger", symbol="trash-2")
        self.empty_all = Button(tr("Empty the trash"), "trash_empty", kind="danger")
        self.banner = Banner("trash_banner")
        self.text = PlainLabel(tone="muted", wrap=True, name="trash_text")
        self.view = SessionsView("trash_list", tr("Sessions in the trash"), many=True, replays=False)
        self._lay_out()
        self.back.clicked.connect(self.closed)
        self.restore.clicked.connect(self._restore)
        self.delete.clicked.connect(lambda: self._delete(self._chosen()))
        self.empty_all.clicked.connect(lambda: self._delete([row.listed for row in self.view.sessions.rows]))
        self.view.selectionModel().selectionChanged.connect(self._offer)
        self._offer()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.MARGIN - 8, 24, tokens.MARGIN - 8, 24)
        column.setSpacing(16)
        head = Heading(tr("Trash"), self.back, size=tokens.PAGE_TITLE)
        buttons = Flow()
        for button in (self.restore, self.delete, self.empty_all):
            buttons.addWidget(button)
        for widget in (head, self.banner, self.text):
            column.addLayout(inset(widget))
        column.addWidget(self.view, 1)
        buttons.setContentsMargins(INSET, 0, INSET, 0)
        column.addLayout(buttons)

    def refresh(self) -> None:
        """Read the trash again."""
        self.text.setText(tr("Reading the trash"))
        paths = self._desk.paths
        self._desk.engine.call(lambda: trashed(paths), self._show, owner=self)

    def _show(self, sessions: tuple[Listed, ...]) -> None:
        self.view.sessions.show([SessionRow(listed) for listed in sessions], today=today_here())
        size = size_text(sum(listed.disk_bytes for listed in sessions))
        said = trn("{n} session, {size}.", "{n} sessions, {size}.", len(sessions), size=size)
        rest = tr("Each is deleted for good {days} days after it was moved here.", days=TRASH_DAYS)
        self.text.setText(f"{said} {rest}" if sessions else tr("The trash is empty. Deleted sessions are kept here."))
        self.view.setEnabled(bool(sessions))
        self.view.select_row(0)
        self._offer()

    def _offer(self) -> None:
        some = bool(self.view.rows())
        why = "" if some else tr("Select sessions first.")
        for button in (self.restore, self.delete):
            button.setEnabled(some)
            button.setToolTip(why)
        rows = self.view.sessions.rowCount()
        self.empty_all.setEnabled(rows > 0)
        self.empty_all.setToolTip("" if rows else tr("The trash is empty."))

    def _chosen(self) -> list[Listed]:
        return self.view.selected()

    def _restore(self) -> None:
        folders, paths = self._folders(self._chosen()), self._desk.paths
        self._work(
            lambda: bring_back(paths, folders), lambda n: trn("{n} session restored.", "{n} sessions restored.", n)
        )

    def _delete(self, sessions: list[Listed]) -> None:
        size = size_text(sum(listed.disk_bytes for listed in sessions))
        text = trn(
            "{n} session with its recordings, {size}, is deleted for good. It cannot be brought back.",
            "{n} sessions with their recordings, {size}, are deleted for good. They cannot be brought back.",
            len(sessions),
            size=size,
        )
        if self._desk.dialogs.confirm(
            tr("Delete for good?"), text, tr("Delete for good"), tr("Keep in the trash"), danger=True
        ):
            folders = self._folders(sessions)
            self._work(
                lambda: delete_for_good(folders), lambda n: trn("{n} session deleted.", "{n} sessions deleted.", n)
            )

    def _folders(self, sessions: list[Listed]) -> list[Path]:
        return [in_trash_path(self._desk.paths, listed.id) for listed in sessions]

    def _work(self, work: Callable[[], Moved], said: Callable[[int], str]) -> None:
        def done(moved: Moved) -> None:
            if moved.faults:
                self.banner.say("bad", " ".join(moved.faults))
            else:
                self.banner.say("good", said(len(moved.done)))
            self.changed.emit()
            self.refresh()

        self._desk.engine.call(work, done, owner=self)
