"""A combo box on a page that scrolls: the wheel scrolls the page and never changes the choice. GUI thread.

Emits Qt's own `activated` when a person chooses.
"""

from __future__ import annotations

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget


class Combo(QComboBox):
    """A choice out of a list."""

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        """`name`: object name; `title`: what a screen reader calls it."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)

    def choose(self, value: object) -> None:
        """Set the choice by its data without telling anybody; the first one where it is not offered."""
        self.setCurrentIndex(max(0, self.findData(value)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the page."""
        event.ignore()
