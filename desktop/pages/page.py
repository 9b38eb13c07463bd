"""What all pages have in common."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.desk import Desk, Place
from desktop.settings import Settings
from desktop.theme import tokens
from desktop.widgets.keys import Keys


class Page(QWidget):
    """A page of the window. `column` is its layout, without margins.

    The window makes a page when it is first wanted, calls `enter` each time it comes to the front and `leave` before
    another does. A page that must not be left now says why by `holds`.
    """

    def __init__(self, desk: Desk, name: str, title: str, parent: QWidget | None = None) -> None:
        """`name`: object name; `title`: what a screen reader calls the page."""
        super().__init__(parent)
        self.desk = desk
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.keys = Keys(self, desk.shortcuts)
        desk.settings_changed.connect(self._take_keys)

    def minimumSizeHint(self) -> QSize:
        """A page fits the smallest window: what does not find room scrolls, folds or is left out."""
        return QSize(tokens.SMALLEST_WINDOW[0] - tokens.RAIL_WIDTH, tokens.SMALLEST_WINDOW[1])

    def enter(self, place: Place) -> None:
        """Come to the front, to show what `place` names."""

    def leave(self) -> None:
        """Another page comes to the front: stop what sounds or moves."""

    def holds(self) -> bool:
        """Whether the page keeps the window where it is for now; it has said why."""
        return False

    @property
    def busy(self) -> bool:
        """Whether closing the window now would cut something off."""
        return False

    def first_focus(self) -> QWidget | None:
        """What has the keyboard when the page comes to the front."""
        return None

    def _take_keys(self, settings: Settings) -> None:
        """A key may be another one now."""
        self.desk.shortcuts.use(settings.shortcuts)
        self.keys.refresh()
