"""Windows that ask or tell: plain text only, the safe answer preselected. `desktop.desk.Dialogs` in Qt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.focus import FocusRing
from desktop.widgets.plain import PlainLabel

WIDTH = 480
LONGEST_LINE = 60
"""Characters of a line that is asked for."""


class Question(QDialog):
    """A title, a text, perhaps details, and one or two answers."""

    def __init__(
        self, parent: QWidget | None, title: str, text: str, *, yes: str, no: str = "", danger: bool = False
    ) -> None:
        super().__init__(parent)
        self.setObjectName("dialog")
        self.setWindowTitle(title or tr("Hotseat"))
        self.setAccessibleDescription(text)
        self.setMinimumWidth(WIDTH)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 24, 24, 24)
        self.column.setSpacing(12)
        if title:
            self.column.addWidget(PlainLabel(title, size=tokens.TITLE, bold=True, wrap=True, name="dialog_title"))
        self.column.addWidget(PlainLabel(text, wrap=True, name="dialog_text"))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(12)
        self._buttons.addStretch(1)
        self.yes = Button(yes, "dialog_yes", kind="danger" if danger else "primary")
        self.yes.clicked.connect(self.accept)
        if no:
            self.no = Button(no, "dialog_no", kind="secondary")
            self.no.clicked.connect(self.reject)
            self._buttons.addWidget(self.no)
            self.no.setDefault(True)
            self.no.setFocus()
        else:
            self.yes.setDefault(True)
        self._buttons.addWidget(self.yes)
        self.column.addSpacing(8)
        self.column.addLayout(self._buttons)
        self._ring = FocusRing(self)

    def add_details(self, details: str) -> None:
        """Text to be read and copied, between the text and the answers."""
        field = QPlainTextEdit(details)
        field.setObjectName("dialog_details")
        field.setAccessibleName(tr("Details"))
        field.setReadOnly(True)
        field.setTabChangesFocus(True)
        self.column.insertWidget(self.column.count() - 2, field)

    def add_field(self, label: str, start: str) -> QLineEdit:
        """A line to be typed, between the text and the answers."""
        field = QLineEdit(start)
        field.setObjectName("dialog_field")
        field.setAccessibleName(label)
        field.setPlaceholderText(label)
        field.setMaxLength(LONGEST_LINE)
        field.textChanged.connect(lambda typed: self.yes.setEnabled(bool(typed.strip())))
        self.yes.setEnabled(bool(start.strip()))
        self.yes.setDefault(True)
        self.column.insertWidget(self.column.count() - 2, field)
        field.setFocus()
        return field


class QtDialogs:
    """Dialogs over the window that is in front."""

    def __init__(self, window: Callable[[], QWidget | None]) -> None:
        self._window = window

    def confirm(self, title: str, text: str, yes: str, no: str, *, danger: bool = False) -> bool:
        dialog = Question(self._window(), title, text, yes=yes, no=no, danger=danger)
        return _shown(dialog) == QDialog.DialogCode.Accepted

    def tell(self, title: str, text: str, details: str = "") -> None:
        dialog = Question(self._window(), title, text, yes=tr("Close"))
        if details:
            dialog.add_details(details)
        _shown(dialog)

    def choose_folder(self, title: str, start: Path) -> Path | None:
        name = QFileDialog.getExistingDirectory(self._window(), title, str(start))
        return Path(name) if name else None

    def ask_text(self, title: str, text: str, label: str, start: str) -> str | None:
        dialog = Question(self._window(), title, text, yes=tr("Go on"), no=tr("Cancel"))
        typed: list[str] = [start]
        dialog.add_field(label, start).textChanged.connect(typed.append)
        return typed[-1] if _shown(dialog) == QDialog.DialogCode.Accepted else None

    def choose_files(self, title: str, start: Path, kinds: str) -> list[Path]:
        names, _ = QFileDialog.getOpenFileNames(self._window(), title, str(start), kinds)
        return [Path(name) for name in names]

    def choose_save(self, title: str, start: Path, kinds: str) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(self._window(), title, str(start), kinds)
        return Path(name) if name else None


def _shown(dialog: QDialog) -> int:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog.exec()
