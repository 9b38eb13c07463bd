"""How much of a framework was heard: a mark, a title and a time for each item. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.accessible import Painted, Role
from desktop.widgets.painting import smooth, tick
from desktop.widgets.plain import ElidedLabel, PlainLabel
from desktop.widgets.times import clock_text

Kind = Literal["done", "named", "open"]
Item = tuple[str, Kind, float | None]
"""Title, mark and session seconds."""
MARK, ROW = 16, 26


def coverage_word(kind: Kind) -> str:
    """A mark in words."""
    words = {"done": tr("done"), "named": tr("named only"), "open": tr("not heard")}
    return words[kind]


def paint_coverage(painter: QPainter, kind: Kind, rect: QRectF) -> None:
    """A mark in a square."""
    ring = rect.adjusted(1, 1, -1, -1)
    if kind == "done":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().colour("data"))
        painter.drawEllipse(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        tick(painter, rect, "surface")
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look().colour("data" if kind == "named" else "border"), 1.5))
    painter.drawEllipse(ring)
    if kind == "named":
        painter.setBrush(look().colour("data"))
        painter.drawPie(ring, 90 * 16, -180 * 16)


class CoverageMark(Painted):
    """A mark by itself."""

    def __init__(self, kind: Kind = "open", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, coverage_word(kind), parent)
        self._kind: Kind = kind
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def kind(self) -> Kind:
        return self._kind

    def show_kind(self, kind: Kind) -> None:
        """Show another mark."""
        if kind != self._kind:
            self._kind = kind
            self.setAccessibleName(coverage_word(kind))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(MARK, MARK)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_coverage(smooth(self), self._kind, QRectF(0, 0, MARK, MARK))


class _Row(Painted):
    """One item; one line to a screen reader."""

    accessible_role = Role.ListItem

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", "", parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.mark = CoverageMark()
        self.title = ElidedLabel(size=tokens.CAPTION)
        self.time = PlainLabel(size=tokens.CAPTION, tone="muted")
        row.addWidget(self.mark)
        row.addWidget(self.title, 1)
        row.addWidget(self.time)
        self.look_changed()

    def show_item(self, item: Item) -> None:
        title, kind, seconds = item
        self.mark.show_kind(kind)
        self.title.setText(title)
        self.title.set_tone("" if kind == "done" else "muted")
        self.time.setText(clock_text(seconds) if seconds is not None else "")
        said = (title, coverage_word(kind), self.time.text())
        self.setAccessibleName(", ".join(part for part in said if part))

    def look_changed(self) -> None:
        self.setFixedHeight(look().size(ROW))


class CoverageList(Painted):
    """Two columns of items, filled downwards; folded, the count alone."""

    accessible_role = Role.List

    def __init__(self, name: str, parent: QWidget | None = None, *, columns: int = 2) -> None:
        super().__init__(name, tr("Coverage"), parent)
        self._columns = columns
        self._items: tuple[Item, ...] = ()
        self._rows: list[_Row] = []
        self._more_to_come = False
        self.count = PlainLabel(tone="muted", name=f"{name}_count")
        self._grid_widget = QWidget()
        self._grid_widget.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout(self._grid_widget)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(0)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.count)
        outer.addWidget(self._grid_widget)
        outer.addStretch(1)
        self.fold(False)

    @property
    def count_text(self) -> str:
        """How many are done: "11 of 14"; for a heading as well."""
        done = sum(kind == "done" for _, kind, _ in self._items)
        return tr("{done} of {all}", done=done, all=len(self._items))

    @property
    def items(self) -> tuple[Item, ...]:
        return self._items

    def show_items(self, items: Sequence[Item]) -> None:
        """Show items in their order; rows that stay the same are left alone.

        Rows that are missing are made one between two events: all together take a tenth of a second where processors
        are busy.
        """
        before, self._items = self._items, tuple(items)
        if len(before) != len(self._items):
            while len(self._rows) > len(self._items):
                self._rows.pop().deleteLater()
            for number in range(len(self._rows)):
                self._place(number)
            before = ()
        for number, row in enumerate(self._rows):
            if not before or before[number] != self._items[number]:
                row.show_item(self._items[number])
        self.count.setText(self.count_text)
        self._make_the_next_later()

    def fold(self, folded: bool) -> None:
        """Show the count alone, or the items."""
        self._grid_widget.setVisible(not folded)
        self.count.setVisible(folded)

    def _make_the_next_later(self) -> None:
        if not self._more_to_come and len(self._rows) < len(self._items):
            self._more_to_come = True
            QTimer.singleShot(0, self, self._make_the_next)

    def _make_the_next(self) -> None:
        self._more_to_come = False
        if (number := len(self._rows)) < len(self._items):
            row = _Row(self._grid_widget)
            row.show_item(self._items[number])
            self._rows.append(row)
            self._place(number)
            row.setVisible(True)
        self._make_the_next_later()

    def _place(self, number: int) -> None:
        deep = -(-len(self._items) // self._columns)
        self._grid.addWidget(self._rows[number], number % deep, number // deep)
