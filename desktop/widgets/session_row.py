"""How a session looks in a list: date, bold title, round, mode, length, call, play triangle. GUI thread.

Where there is no room for all columns, round, mode and length go under the title. Calls are never cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, cast

from PySide6.QtCore import QEvent, QRect, QRectF, QSize
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QToolTip

from desktop.language import tr
from desktop.session_words import (
    badge_of,
    length_of,
    mark_of,
    mode_word,
    round_title,
    title_of,
    verdict_of,
    verdicts,
    when_of,
)
from desktop.theme import tokens
from desktop.theme.icons import paint_icon
from desktop.theme.look import look
from desktop.widgets.painting import CENTRED, width_of, words
from desktop.widgets.plain import plain_tip
from desktop.widgets.rows import INSET, ROW_HEIGHT, AnyIndex, RowDelegate, paint_triangle
from desktop.widgets.scores import paint_cell
from desktop.widgets.session_model import SessionRow, SessionsModel

GAP = 24
MARK, TRIANGLE = 16, 12
END_WIDTH = 40
LEAST_TITLE = 240
"""Narrower than this, the title takes the room of round, mode and length."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths in pixels, gaps included; those of 0 stand under the title: round, mode and length, or the day as well."""

    when: float
    round: float
    mode: float
    length: float
    verdict: float

    @property
    def folded(self) -> bool:
        return not self.round


class _Known(NamedTuple):
    """What the widths follow from."""

    width: int
    """Without the insets."""
    body: int
    rounds: frozenset[str]


class SessionDelegate(RowDelegate):
    """Paints rows of a `SessionsModel`."""

    def __init__(self, parent: QAbstractItemView, *, replays: bool = True, inset: int = INSET) -> None:
        super().__init__(parent, inset=inset)
        self._view, self._replays = parent, replays
        self._known: _Known | None = None
        self._columns = Columns(0, 0, 0, 0, 0)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        lines = self.columns().folded + self._model().with_snippets
        return QSize(120, max(look().size(ROW_HEIGHT), 16 + look().size(20) + lines * look().size(16)))

    def end_of(self, rect: QRect, index: AnyIndex) -> QRect:
        """The play triangle, as large as a finger needs it."""
        if not self._replays or self._model().row(index).listed.problem:
            return QRect()
        width = look().size(END_WIDTH)
        width += self.inset // 2
        return QRect(rect.right() - width, rect.top(), width, rect.height())

    def columns(self) -> Columns:
        """The widths of the columns in the view as it is now."""
        known = _Known(self._view.viewport().width() - 2 * self.inset, look().size(tokens.BODY), self._model().rounds)
        if known != self._known:
            self._known, self._columns = known, _measured(known)
        return self._columns

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: AnyIndex
    ) -> bool:
        """The triangle says what it does, a title that is cut says itself."""
        if event.type() is not QEvent.Type.ToolTip or not index.isValid():
            return False
        options: Any = option
        rect = options.rect
        if self.end_of(rect, index).contains(event.pos()):
            text = tr("Replay")
        else:
            row = self._model().row(index)
            room = self._title_room(QRectF(rect).adjusted(self.inset, 0, -self.inset, 0), row)
            whole = self.letters.width(title_of(row.listed), bold=True) <= room
            text = "" if whole else title_of(row.listed)
        QToolTip.showText(event.globalPos(), plain_tip(text), view)
        return True

    def paint_inside(self, painter: QPainter, rect: QRectF, option: Any, index: AnyIndex) -> None:
        row, columns = self._model().row(index), self.columns()
        lines = self._under_title(row, columns)
        height = look().size(20) + len(lines) * look().size(16)
        first = QRectF(rect.left(), rect.center().y() - height / 2, rect.width(), look().size(20))
        self._paint_first(painter, first, row, columns)
        for number, line in enumerate(lines):
            room = first.width() - columns.when - (columns.verdict + look().size(END_WIDTH) if number == 0 else 0)
            left, top = first.left() + columns.when, first.bottom() + number * look().size(16)
            self._text(painter, QRectF(left, top, room, look().size(16)), line, tokens.CAPTION, "muted")
        middle = first if not columns.folded else rect
        self._paint_verdict(painter, middle, row, columns)
        if self._replays and not row.listed.problem:
            side = look().size(TRIANGLE)
            place = QRectF(rect.right() - side, middle.center().y() - side / 2, side, side)
            hovered = self._view.underMouse() and bool(option.state & QStyle.StateFlag.State_MouseOver)
            paint_triangle(painter, place, "text" if hovered else "muted")

    def _paint_first(self, painter: QPainter, line: QRectF, row: SessionRow, columns: Columns) -> None:
        listed = row.listed
        if columns.when:
            self._text(painter, line, self._when(row), tokens.BODY, "muted", columns.when)
        left, badge = line.left() + columns.when, badge_of(listed)
        room = self._title_room(line, row)
        title = self.letters.elided(title_of(listed), room, bold=True)
        words(painter, QRectF(left, line.top(), room + 2, line.height()), title, self.letters.font(bold=True), "text")
        if badge:
            start = left + self.letters.width(title, bold=True) + 8
            self._paint_badge(painter, QRectF(start, line.top(), self._badge_width(badge), line.height()), badge)
        if columns.folded:
            return
        left = line.right() - look().size(END_WIDTH) - columns.verdict - columns.length - columns.mode - columns.round
        shown = (
            (round_title(listed.round) if listed.round else "", columns.round),
            (mode_word(listed.mode), columns.mode),
            (length_of(listed), columns.length),
        )
        for text, width in shown:
            self._text(painter, QRectF(left, line.top(), width - GAP / 2, line.height()), text, tokens.BODY, "muted")
            left += width

    def _paint_verdict(self, painter: QPainter, line: QRectF, row: SessionRow, columns: Columns) -> None:
        mark, side = mark_of(row.listed), look().size(MARK)
        left = line.right() - look().size(END_WIDTH) - columns.verdict
        square = QRectF(round(left), round(line.center().y() - side / 2), side, side)
        if mark == "damaged":
            paint_icon(painter, "triangle-alert", square, look().tokens.warn)
        else:
            paint_cell(painter, square, mark)
        tone = {"damaged": "warn", "none": "muted"}.get(mark, "text")
        place = QRectF(left + side + 8, line.top(), columns.verdict, line.height())
        words(painter, place, verdict_of(row.listed), self.letters.font(), tone)

    def _under_title(self, row: SessionRow, columns: Columns) -> list[str]:
        lines = []
        if columns.folded:
            listed = row.listed
            parts = (
                "" if columns.when else self._when(row),
                round_title(listed.round) if listed.round else "",
                mode_word(listed.mode),
                length_of(listed),
            )
            lines.append(" · ".join(part for part in parts if part))
        if self._model().with_snippets:
            lines.append(" ".join(row.snippet.split()))
        return lines

    def _title_room(self, line: QRectF, row: SessionRow) -> float:
        columns, badge = self.columns(), badge_of(row.listed)
        others = columns.when + columns.round + columns.mode + columns.length + columns.verdict
        room = line.width() - others - look().size(END_WIDTH) - GAP / 2
        return room - (self._badge_width(badge) + 8 if badge else 0)

    def _text(
        self, painter: QPainter, rect: QRectF, text: str, size: int, tone: str, width: float | None = None
    ) -> None:
        room = rect.width() if width is None else width
        shown = self.letters.elided(text, room, size)
        place = QRectF(rect.left(), rect.top(), room + 2, rect.height())
        words(painter, place, shown, self.letters.font(size), tone)

    def _paint_badge(self, painter: QPainter, rect: QRectF, badge: str) -> None:
        height = look().size(20)
        chip = QRectF(rect.left(), rect.center().y() - height / 2, rect.width(), height)
        painter.setPen(look().colour("line"))
        painter.setBrush(look().colour("sunken"))
        painter.drawRoundedRect(chip.adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2)
        words(painter, chip, badge, self.letters.font(tokens.CAPTION), "muted", CENTRED)

    def _badge_width(self, badge: str) -> float:
        return self.letters.width(badge, tokens.CAPTION) + 16

    def _when(self, row: SessionRow) -> str:
        return when_of(row.listed.started, self._model().today)

    def _model(self) -> SessionsModel:
        return cast(SessionsModel, self._view.model())


def _measured(known: _Known) -> Columns:
    when, verdict = _when_width() + GAP, max(map(_body, verdicts())) + look().size(MARK) + 8 + GAP / 2
    rounds = max((_body(round_title(one)) for one in known.rounds if one), default=0.0) + GAP
    mode = max(_body(mode_word(one)) for one in ("practice", "exam")) + GAP
    length = _body(tr("{minutes} min", minutes=888)) + GAP
    room = known.width - when - verdict - look().size(END_WIDTH)
    if room - rounds - mode - length < look().size(LEAST_TITLE):
        return Columns(when if room >= look().size(LEAST_TITLE) else 0, 0, 0, 0, verdict)
    return Columns(when, rounds, mode, length, verdict)


def _when_width() -> float:
    today = date(2026, 12, 31)
    days = [date(2026, month, 20 + month % 7) for month in range(1, 13)] + [
        date(2025, 5, 28),
        date(2026, 12, 30),
        today,
    ]
    return max(_body(when_of(day.isoformat(), today)) for day in days)


def _body(text: str) -> float:
    return width_of(text, look().font())
