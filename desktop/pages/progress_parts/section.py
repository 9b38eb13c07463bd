"""A part of the page: a title with controls at its right, a hairline, and what is in it; perhaps a table instead. GUI
thread.

Signals of `TableSwitch`: `switched(bool)`, the table is wanted, or the picture again.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.buttons import Button
from desktop.widgets.flow import Flow
from desktop.widgets.frames import Line
from desktop.widgets.plain import PlainLabel

HEAD_HEIGHT = 40
_UNDER = QBoxLayout.Direction.TopToBottom


class Section(QWidget):
    """`body` is the layout of what is in it."""

    def __init__(self, name: str, title: str, *right: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QWidget()
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight, head)
        self._head.setContentsMargins(0, 0, 0, 4)
        self._head.setSpacing(12)
        self.title = PlainLabel(title, size=tokens.SECTION, bold=True, wrap=True, name=f"{name}_title")
        self._head.addWidget(self.title, 1, Qt.AlignmentFlag.AlignVCenter)
        self._right = right
        for widget in right:
            self._head.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addWidget(head)
        column.addWidget(Line())
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        column.addLayout(self.body)
        look().changed.connect(self._take_size)
        self._take_size()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def turn(self) -> None:
        """Something in the head has another width now."""
        self._turn()

    def _turn(self) -> None:
        """Where there is no room a button loses its text; where that is not enough, all goes under the title."""
        title = QFontMetrics(look().font(tokens.SECTION, bold=True)).horizontalAdvance(self.title.text()) + 4
        switches = self.findChildren(TableSwitch)
        for short in (False, True):
            for switch in switches:
                switch.set_short(short)
            right = sum(widget.sizeHint().width() + 12 for widget in self._right if not widget.isHidden())
            if title + right <= self.width():
                break
        direction = QBoxLayout.Direction.LeftToRight if title + right <= self.width() else _UNDER
        if self._head.direction() is not direction:
            self._head.setDirection(direction)

    def _take_size(self) -> None:
        self.title.setMinimumHeight(look().size(HEAD_HEIGHT) - 4)


class Controls(QWidget):
    """Several things at the right of a head, which go on in the next line where there is no room."""

    def __init__(self, *widgets: QWidget, spacing: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = Flow(self, spacing=spacing)
        for widget in widgets:
            flow.addWidget(widget)


class TableSwitch(Button):
    """Shows a picture as a table, and back."""

    switched = Signal(bool)

    def __init__(self, name: str, what: str) -> None:
        """`what`: what the table is of, for a screen reader."""
        super().__init__(tr("Table"), name, kind="quiet", symbol="list")
        self._what = what
        self.shows_table = False
        self.clicked.connect(self._switch)
        self._name()

    def set_short(self, short: bool) -> None:
        """Show the icon alone; what it does stands in the tooltip in any case."""
        super().set_short(short)
        self._name()

    def _switch(self) -> None:
        self.shows_table = not self.shows_table
        if self.shows_table:
            self.set_label(tr("Chart"), "chart-line")
        else:
            self.set_label(tr("Table"), "list")
        self._name()
        self.switched.emit(self.shows_table)

    def _name(self) -> None:
        table = tr("Show as table: {what}", what=self._what)
        said = tr("Show as chart: {what}", what=self._what) if self.shows_table else table
        self.setAccessibleName(said)
        self.setToolTip(said)


def empty(column: QVBoxLayout) -> None:
    """Delete the widgets of a layout."""
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
