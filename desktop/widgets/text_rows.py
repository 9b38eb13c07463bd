"""Rows of text: a title, a line of details under it, a word at the right. Titles may wrap. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from desktop.theme import tokens
from desktop.theme.icons import paint_icon
from desktop.theme.look import look
from desktop.widgets.painting import RIGHT, words
from desktop.widgets.plain import plain_tip
from desktop.widgets.rows import INSET, ROW_HEIGHT, AnyIndex, RowDelegate, RowsView

GLYPH = 16


@dataclass(frozen=True, slots=True)
class TextRow:
    """What one row says. `tone` is that of the glyph and of the details, where there is a glyph."""

    key: str
    title: str
    detail: str = ""
    right: str = ""
    glyph: str = ""
    tone: str = "muted"

    @property
    def said(self) -> str:
        """The whole row in words."""
        return ", ".join(part for part in (self.title, self.detail, self.right) if part)


class TextRowsModel(QAbstractListModel):
    """Rows in the order they are given in."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[TextRow] = []

    @property
    def rows(self) -> Sequence[TextRow]:
        return self._rows

    def show(self, rows: Sequence[TextRow]) -> None:
        """Show these rows and no others; views are told only if something is another."""
        if list(rows) != self._rows:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.said
        return plain_tip(row.said) if role == Qt.ItemDataRole.ToolTipRole else None


class TextRowDelegate(RowDelegate):
    """Paints rows of a `TextRowsModel`."""

    def __init__(self, parent: QAbstractItemView, *, wraps: bool = False) -> None:
        """`wraps`: titles are sentences and never cut."""
        super().__init__(parent)
        self._view, self._wraps = parent, wraps

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        row = self._row(index)
        title = self._title_height(row) if self._wraps else look().size(20)
        height = title + (look().size(16) if row.detail else 0) + 12
        return QSize(80, max(look().size(ROW_HEIGHT), round(height)))

    def paint_inside(self, painter: QPainter, rect: QRectF, _option: Any, index: AnyIndex) -> None:
        row = self._row(index)
        title = self._title_height(row) if self._wraps else look().size(20)
        height = title + (look().size(16) if row.detail else 0)
        room = rect.width() - self._right_width(row)
        top = rect.center().y() - height / 2
        if self._wraps:
            painter.setFont(self.letters.font())
            painter.setPen(look().colour("text"))
            painter.drawText(QRectF(rect.left(), top, room, title), int(_WRAPPED), row.title)
        else:
            shown = self.letters.elided(row.title, room, bold=True)
            place = QRectF(rect.left(), top, room + 2, title)
            words(painter, place, shown, self.letters.font(bold=True), "text")
        if row.detail:
            tone = row.tone if row.glyph and not row.right else "muted"
            shown = self.letters.elided(row.detail, room, tokens.CAPTION)
            place = QRectF(rect.left(), top + title, room + 2, look().size(16))
            words(painter, place, shown, self.letters.font(tokens.CAPTION), tone)
        self._paint_right(painter, rect, row)

    def _paint_right(self, painter: QPainter, rect: QRectF, row: TextRow) -> None:
        if row.right:
            words(painter, rect, row.right, self.letters.font(tokens.CAPTION), "muted", RIGHT)
        if row.glyph:
            side = look().size(GLYPH)
            left = rect.right() - self._right_width(row) + 12
            place = QRectF(left, rect.center().y() - side / 2, side, side)
            paint_icon(painter, row.glyph, place, getattr(look().tokens, row.tone))

    def _right_width(self, row: TextRow) -> float:
        width = self.letters.width(row.right, tokens.CAPTION) if row.right else 0.0
        if row.glyph:
            width += look().size(GLYPH) + (4 if row.right else 0)
        return width + 12 if width else 0.0

    def _title_height(self, row: TextRow) -> float:
        room = self._view.viewport().width() - 2 * INSET - self._right_width(row)
        metrics = QFontMetricsF(self.letters.font())
        return metrics.boundingRect(QRectF(0, 0, max(room, 40), 100_000), int(_WRAPPED), row.title).height()

    def _row(self, index: AnyIndex) -> TextRow:
        return cast(TextRowsModel, self._view.model()).rows[index.row()]


_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class TextRowsView(RowsView):
    """A list of `TextRow`s."""

    def __init__(self, name: str, title: str, *, wraps: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(name, title, parent=parent)
        self.texts = TextRowsModel(self)
        self.setModel(self.texts)
        self.setItemDelegate(TextRowDelegate(self, wraps=wraps))

    @property
    def key(self) -> str:
        """The key of the current row; empty for none."""
        index = self.currentIndex()
        return self.texts.rows[index.row()].key if index.isValid() else ""

    def select_key(self, key: str) -> bool:
        """Make the row of a key current; False when there is none."""
        for number, row in enumerate(self.texts.rows):
            if row.key == key:
                self.select_row(number)
                return True
        return False
