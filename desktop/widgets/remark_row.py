"""How a remark looks in a list: marker, kind, title and time, some lines of its quote and of what it says. GUI thread.

Rows are measured by the width of their texts alone, so that hundreds are laid out at once; lines are broken when a row
is painted.
"""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

from desktop.language import tr
from desktop.replay.annotated import better_words, kind_word, why_words
from desktop.theme import tokens
from desktop.theme.icons import paint_icon
from desktop.theme.look import look
from desktop.widgets.moments import MARKER, paint_marker, paint_triangle
from desktop.widgets.painting import words
from desktop.widgets.remark_model import RemarksModel
from desktop.widgets.rows import AnyIndex, RowDelegate
from desktop.widgets.times import clock_text
from interviewer.review.annotations import Annotation, Kind
from interviewer.review.stances import Stance

EDGE, GAP = 6, 8
"""Room beside a row for the bar of what is heard and for the ring of the keyboard, and between two rows."""
PADDING = 12
MOST_LINES = 2
"""Of the quote, and of what is said of it."""
HEAD, LINE = 24, 20
_TRIANGLE, _ICON = 8, 16
_SYMBOLS = {Stance.AGREE: "thumbs-up", Stance.DISAGREE: "thumbs-down", Stance.HIDDEN: "eye-off"}


class RemarkDelegate(RowDelegate):
    """Paints rows of a `RemarksModel`; the open one is a widget of the view's."""

    def __init__(self, parent: QAbstractItemView) -> None:
        super().__init__(parent, inset=EDGE)
        self._view = parent
        self.open_row, self.open_height = -1, 0
        """The row whose widget is shown instead, and how high that is."""
        self.heard_row = -1
        self._broken: dict[tuple[str, int], tuple[str, ...]] = {}
        self._heights: dict[tuple[str, str, int], int] = {}
        look().changed.connect(self.forget)

    def forget(self) -> None:
        """Measure everything again."""
        self._broken.clear()
        self._heights.clear()

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        row = index.row()
        if row == self.open_row:
            return QSize(120, self.open_height + GAP)
        one, width = self._model().rows[row], self._view.viewport().width()
        key = (one.id, one.why, width)
        height = self._heights.get(key)
        if height is None:
            lines = sum(self._line_count(text, self._room(width)) for text in _texts(one))
            height = self._heights[key] = 2 * PADDING + look().size(HEAD) + lines * look().size(LINE) + GAP
        return QSize(120, height)

    def end_of(self, rect: QRect, index: AnyIndex) -> QRect:
        """The time with its triangle, as large as a finger needs it; none where the open row shows its own."""
        if index.row() == self.open_row:
            return QRect()
        width = round(self.letters.width(self._time(index.row()), tokens.BODY)) + _TRIANGLE + 2 * PADDING
        height = look().size(HEAD) + PADDING
        return QRect(QPoint(rect.right() - EDGE - width, rect.top()), QSize(width, height))

    def updateEditorGeometry(self, _editor: Any, _option: QStyleOptionViewItem, _index: AnyIndex) -> None:
        """Rows have no editors of Qt's."""

    def paint_inside(self, painter: QPainter, rect: QRectF, option: Any, index: AnyIndex) -> None:
        row = index.row()
        one, card = self._model().rows[row], rect.adjusted(0.5, 0.5, -0.5, -0.5 - GAP)
        if row == self.open_row:
            return
        painter.setPen(look().colour("line"))
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.setBrush(look().colour("sunken" if hovered else "surface"))
        painter.drawRoundedRect(card, tokens.CARD_RADIUS, tokens.CARD_RADIUS)
        inner = card.adjusted(PADDING, PADDING, -PADDING, -PADDING)
        self._paint_head(painter, QRectF(inner.topLeft(), inner.topRight()).adjusted(0, 0, 0, look().size(HEAD)), row)
        top = inner.top() + look().size(HEAD)
        for number, text in enumerate(_texts(one)):
            tone = "muted" if number or (one.kind is not Kind.NOTE and not one.quote) else "text"
            for line in self._lines(text, inner.width()):
                place = QRectF(inner.left(), top, inner.width() + 2, look().size(LINE))
                words(painter, place, line, self.letters.font(), tone)
                top += look().size(LINE)

    def _paint_head(self, painter: QPainter, head: QRectF, row: int) -> None:
        one, middle = self._model().rows[row], head.center().y()
        paint_marker(painter, one.kind.value, QRectF(head.left(), middle - MARKER / 2, MARKER, MARKER))
        time = self._time(row)
        left = head.right() - self.letters.width(time)
        words(painter, QRectF(left, head.top(), head.width(), head.height()), time, self.letters.font(), "accent")
        left -= _TRIANGLE + 5
        paint_triangle(painter, QRectF(left, middle - 4.5, _TRIANGLE, 9), "accent")
        if (stance := self._model().stance(row)) is not None:
            side = look().size(_ICON)
            left -= side + 8
            square = QRectF(left, middle - side / 2, side, side)
            paint_icon(painter, _SYMBOLS[stance], square, look().tokens.muted)
        start = head.left() + MARKER + 8
        word = self.letters.elided(kind_word(one.kind), left - 8 - start, bold=True)
        rect = QRectF(start, head.top(), left - start, head.height())
        words(painter, rect, word, self.letters.font(bold=True), "text")
        start += self.letters.width(word, bold=True) + 8
        title = self.letters.elided(one.title, max(0.0, left - 8 - start))
        rect = QRectF(start, head.top(), max(0.0, left - start), head.height())
        words(painter, rect, title, self.letters.font(), "muted")

    def _paint_ground(self, painter: QPainter, rect: QRectF, state: Any, index: AnyIndex) -> None:
        """What is heard has a bar beside it; the row of the keyboard a ring around its widget."""
        card = rect.adjusted(EDGE, 0, -EDGE, -GAP)
        if index.row() == self.heard_row:
            painter.fillRect(QRectF(rect.left(), card.top(), 3, card.height()), look().colour("accent"))
        if index.row() == self.open_row and self._view.hasFocus() and state & QStyle.StateFlag.State_HasFocus:
            radius = tokens.CARD_RADIUS + 2
            painter.setPen(QPen(look().colour("accent"), 2))
            painter.drawRoundedRect(card.adjusted(-2, -1, 2, 2), radius, radius)

    # -- lines

    def _room(self, width: int) -> float:
        return max(40.0, width - 2 * (EDGE + PADDING) - 1)

    def _line_count(self, text: str, room: float) -> int:
        return 1 if self.letters.width(text) <= room else MOST_LINES

    def _lines(self, text: str, room: float) -> tuple[str, ...]:
        key = (text, round(room))
        if key not in self._broken:
            if len(self._broken) > 2000:
                self._broken.clear()
            self._broken[key] = self._break(text, room)
        return self._broken[key]

    def _break(self, text: str, room: float) -> tuple[str, ...]:
        """Into at most so many lines, the last one cut where there is more."""
        if self._line_count(text, room) == 1:
            return (text,)
        layout, lines, at = QTextLayout(text, self.letters.font()), [], 0
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        for _ in range(MOST_LINES - 1):
            line = layout.createLine()
            line.setLineWidth(room)
            at = line.textStart() + line.textLength()
            lines.append(text[line.textStart() : at].rstrip())
        layout.endLayout()
        return (*lines, self.letters.elided(text[at:], room))

    def _time(self, row: int) -> str:
        return clock_text(self._model().rows[row].start)

    def _model(self) -> RemarksModel:
        return cast(RemarksModel, self._view.model())


def _texts(one: Annotation) -> tuple[str, ...]:
    """What a row says under its head: the quote, and what is better or else why; of a note what was written."""
    if one.kind is Kind.NOTE:
        return (_one_line(one.why) or tr("Nothing written yet."),)
    said = (better_words(one) if one.kind is Kind.GAP else "") or why_words(one)
    quote = tr("“{quote}”", quote=_one_line(one.quote)) if one.quote else ""
    return tuple(text for text in (quote, _one_line(said)) if text)


def _one_line(text: str) -> str:
    return " ".join(text.split())
