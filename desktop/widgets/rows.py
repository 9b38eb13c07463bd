"""Lists of painted rows: opened by Enter or double click, with a target at their right end. GUI thread.

Signals of `RowsView`: `opened(QModelIndex)`; `end_clicked(QModelIndex)`, the target at the end of a row was clicked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.theme import tokens
from desktop.theme.look import look

AnyIndex = QModelIndex | QPersistentModelIndex
INSET = 8
"""A row's ground reaches so far beyond its text; a list stands so much further out than what is above it."""
ROW_HEIGHT = 48
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HasEnd(Protocol):
    """A delegate whose rows have a target at their right end."""

    def end_of(self, rect: QRect, index: AnyIndex) -> QRect:
        """Where it is in a row; empty for none."""


class RowsView(QListView):
    """A list whose rows are painted by its delegate. Arrows, Home, End and typing move; Enter opens."""

    opened = Signal(QModelIndex)
    end_clicked = Signal(QModelIndex)

    def __init__(self, name: str, title: str, *, many: bool = False, parent: QWidget | None = None) -> None:
        """`title`: what a screen reader calls it; `many`: several rows can be selected."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setProperty("no_ring", True)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.opens_at_once = False
        """A single click opens."""
        self._pressed_end = QPersistentModelIndex()
        look().changed.connect(self.lay_out)

    def lay_out(self) -> None:
        """Have every row measured again."""
        self.setUniformItemSizes(self.uniformItemSizes())
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def rows(self) -> list[int]:
        """Numbers of the selected rows, from the top."""
        return sorted(index.row() for index in self.selectionModel().selectedIndexes())

    def select_row(self, row: int) -> None:
        """Make a row the only selected one, and the current one."""
        if self.model() is not None and 0 <= row < self.model().rowCount():
            self.setCurrentIndex(self.model().index(row, 0))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, look().size(ROW_HEIGHT))

    def event(self, event: QEvent) -> bool:
        """Enter is the list's own, whatever else it means on the page."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._end_under(event)
        self._pressed_end = QPersistentModelIndex(index)
        if not index.isValid():
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed_end.isValid():
            index, self._pressed_end = self._end_under(event), QPersistentModelIndex()
            if index.isValid():
                self.end_clicked.emit(index)
            return
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if self.opens_at_once and index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid() or self.opens_at_once:
            return
        if self._end_under(event).isValid():
            self._pressed_end = QPersistentModelIndex(index)
            return
        self.opened.emit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        hand = self._end_under(event).isValid() or self.opens_at_once
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Somebody who comes by keyboard finds a current row."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.select_row(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def _end_under(self, event: QMouseEvent) -> QModelIndex:
        """The row whose end is under the mouse; invalid for none."""
        point = event.position().toPoint()
        index = self.indexAt(point)
        end: Callable[[QRect, AnyIndex], QRect] | None = getattr(self.itemDelegate(), "end_of", None)
        if end is None or not index.isValid():
            return QModelIndex()
        return index if end(self.visualRect(index), index).contains(point) else QModelIndex()


def inset(widget: QWidget) -> QHBoxLayout:
    """A widget above or below a list, in line with the text of its rows."""
    row = QHBoxLayout()
    row.setContentsMargins(INSET, 0, INSET, 0)
    row.addWidget(widget)
    return row


class Letters:
    """Fonts and their measures, made once: a list asks for them some thousand times a second while it scrolls."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, bool], tuple[QFont, QFontMetricsF]] = {}

    def forget(self) -> None:
        """Another look: make them anew."""
        self._made.clear()

    def font(self, size: int = tokens.BODY, *, bold: bool = False) -> QFont:
        return self._of(size, bold)[0]

    def width(self, text: str, size: int = tokens.BODY, *, bold: bool = False) -> float:
        return self._of(size, bold)[1].horizontalAdvance(text)

    def elided(self, text: str, room: float, size: int = tokens.BODY, *, bold: bool = False) -> str:
        """The text, cut at its end where there is no room."""
        return self._of(size, bold)[1].elidedText(text, Qt.TextElideMode.ElideRight, room)

    def _of(self, size: int, bold: bool) -> tuple[QFont, QFontMetricsF]:
        made = self._made.get((size, bold))
        if made is None:
            font = look().font(size, bold=bold)
            made = self._made[size, bold] = (font, QFontMetricsF(font))
        return made


class RowDelegate(QStyledItemDelegate):
    """Ground, hairline and focus of a row; a subclass paints what is in it."""

    def __init__(self, parent: QAbstractItemView, *, inset: int = INSET) -> None:
        """`inset`: 0 for a list that cannot stand further out; it then has a hairline over its first row as well."""
        super().__init__(parent)
        self.letters = Letters()
        self.inset = inset
        look().changed.connect(self.letters.forget)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        options: Any = option
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(options.rect)
        self._paint_ground(painter, rect, options.state, index)
        self.paint_inside(painter, rect.adjusted(self.inset, 0, -self.inset, 0), options, index)
        painter.restore()

    def paint_inside(self, painter: QPainter, rect: QRectF, option: Any, index: AnyIndex) -> None:
        """What the row says, in a rectangle without the insets."""

    def _paint_ground(self, painter: QPainter, rect: QRectF, state: Any, index: AnyIndex) -> None:
        flag = QStyle.StateFlag
        inner = rect.adjusted(0, 1, 0, 0)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & flag.State_Selected or state & flag.State_MouseOver:
            painter.setBrush(look().colour("atint" if state & flag.State_Selected else "sunken"))
            painter.drawRoundedRect(inner, 6, 6)
        if index.row() or not self.inset:
            painter.fillRect(
                QRectF(rect.left() + self.inset, rect.top(), rect.width() - 2 * self.inset, 1), look().colour("line")
            )
        if state & flag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look().colour("accent"), 2))
            painter.drawRoundedRect(inner.adjusted(1, 1, -1, -1), 6, 6)


def paint_triangle(painter: QPainter, rect: QRectF, tone: str) -> None:
    """A play triangle in a square."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look().colour(tone))
    side = rect.width()
    left, top = rect.left() + side * 0.2, rect.top() + side * 0.14
    tip = QPointF(left + side * 0.64, rect.center().y())
    painter.drawPolygon(QPolygonF([QPointF(left, top), tip, QPointF(left, rect.bottom() - side * 0.14)]))
