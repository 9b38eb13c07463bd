"""A field to search a list by, and boxes to filter it by. GUI thread.

Signals of `SearchField`: `searched(str)`, a moment after the last change; `left()`, down was pressed.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QToolButton, QWidget

from desktop.language import tr
from desktop.theme.icons import icon
from desktop.theme.look import look

DEBOUNCE_MS = 150
SEARCH_WIDTH = 280


class SearchField(QLineEdit):
    """Text to search by. Esc empties it; down goes on to what was found."""

    searched = Signal(str)
    left = Signal()

    def __init__(self, name: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(hint)
        self.setPlaceholderText(hint)
        self._clear = self.addAction(icon("x", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setToolTip(tr("Clear"))
        self._clear.triggered.connect(self.empty)
        self._clear.setVisible(False)
        mark = self.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        mark.setToolTip(hint)
        mark.setEnabled(False)
        for number, button in enumerate(self.findChildren(QToolButton)):
            button.setObjectName(f"{name}_{('clear', 'icon')[number]}")
            button.setAccessibleName((tr("Clear"), tr("Search"))[number])
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._last = ""
        self._timer = QTimer(self)
        self._timer.setObjectName(f"{name}_debounce")
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self.settle)
        self.textChanged.connect(self._typed)
        self.returnPressed.connect(self.settle)
        look().changed.connect(self._take_size)
        self._take_size()

    def settle(self) -> None:
        """Search now for what stands there."""
        self._timer.stop()
        if self.text().strip() != self._last:
            self._last = self.text().strip()
            self.searched.emit(self._last)

    def empty(self) -> None:
        """Search for nothing any more."""
        self.clear()
        self.settle()

    def pause(self) -> None:
        """Nobody looks: search for nothing more."""
        self._timer.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.empty()
        elif event.key() == Qt.Key.Key_Down:
            self.settle()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._timer.start()

    def _take_size(self) -> None:
        self.setMinimumWidth(look().size(SEARCH_WIDTH))


def choice(name: str, title: str, entries: Iterable[tuple[str, str]]) -> QComboBox:
    """A box of texts with values, as wide as its longest."""
    box = QComboBox()
    box.setObjectName(name)
    box.setAccessibleName(title)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    for text, value in entries:
        box.addItem(text, value)
    return box
