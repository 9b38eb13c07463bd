"""What an interview was worth, as marks: bars, the scale of calls, cells of the last exams. GUI thread."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.language import tr
from desktop.session_words import score_word
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.accessible import Painted, Reading, Role
from desktop.widgets.moments import Marker, TimeButton
from desktop.widgets.painting import CENTRED, bar, dashed, smooth, tick, width_of, words
from interviewer.review.call import Call

__all__ = [
    "CallScale",
    "ExamCell",
    "Marker",
    "ScoreBar",
    "TimeButton",
    "call_word",
    "cell_of",
    "score_word",
]

PARTS, PART_GAP = 4, 4
CALLS = tuple(reversed(Call))
"""From strong no hire to strong hire."""
_REVIEW, _OWN, _STOP = 16, 14, 6
"""Widths of the discs on the scale."""

Cell = Literal["hire", "lean", "no", "none"]


def call_word(call: Call) -> str:
    """A call in words, as on the scale."""
    return {
        Call.STRONG_NO_HIRE: tr("Strong no"),
        Call.NO_HIRE: tr("No"),
        Call.LEAN_NO_HIRE: tr("Lean no"),
        Call.LEAN_HIRE: tr("Lean hire"),
        Call.HIRE: tr("Hire"),
        Call.STRONG_HIRE: tr("Strong hire"),
    }[call]


class ScoreBar(Painted):
    """A score in four parts; dashed where nothing was assessed."""

    accessible_role = Role.ProgressBar

    def __init__(self, name: str, score: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(name, tr("Score"), parent)
        self._score = score
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def score(self) -> int | None:
        return self._score

    def show_score(self, score: int | None) -> None:
        """Show a score from 1 to 4; None: not assessed."""
        self._score = score
        self.update()
        self.tell()

    def reading(self) -> Reading:
        return Reading(score_word(self._score), self._score or 0, 0, PARTS, 1)

    def sizeHint(self) -> QSize:
        return QSize(176, 8)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        width = (self.width() - PART_GAP * (PARTS - 1)) / PARTS
        for number in range(PARTS):
            rect = QRectF(number * (width + PART_GAP), (self.height() - 8) / 2, width, 8)
            if self._score is None:
                dashed(painter, rect, 4)
            else:
                bar(painter, rect, "data" if number < self._score else "track")


class CallScale(Painted):
    """Six calls from strong no to strong hire: a filled disc for the review's, a ring for your own."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, tr("Call"), parent)
        self._review: Call | None = None
        self._own: Call | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_calls(self, review: Call | None, own: Call | None) -> None:
        """Show the call of the review and your own; None: there is none."""
        self._review, self._own = review, own
        self.update()
        self.tell()

    def reading(self) -> Reading:
        parts = []
        if self._review is not None:
            parts.append(tr("Review: {call}", call=call_word(self._review)))
        if self._own is not None:
            parts.append(tr("You: {call}", call=call_word(self._own)))
        shown = self._review or self._own
        return Reading(", ".join(parts) or tr("No call"), CALLS.index(shown) + 1 if shown else 0, 0, len(CALLS), 1)

    def sizeHint(self) -> QSize:
        return QSize(432, look().size(16) * 2 + 2 * 8 + _REVIEW)

    def minimumSizeHint(self) -> QSize:
        font = look().font(tokens.CAPTION, bold=True)
        widest = max(width_of(call_word(call), font) for call in CALLS)
        return QSize(round(len(CALLS) * (widest + 4)), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        line = look().size(16)
        middle = line + 8 + _REVIEW / 2
        places = [self._place(number) for number in range(len(CALLS))]
        painter.setPen(QPen(look().colour("line"), 2))
        painter.drawLine(QPointF(places[0], middle), QPointF(places[-1], middle))
        for call, at in zip(CALLS, places, strict=True):
            self._paint_stop(painter, call, QPointF(at, middle))
            self._paint_names(painter, call, at, line, middle)

    def _paint_stop(self, painter: QPainter, call: Call, at: QPointF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().colour("border"))
        painter.drawEllipse(at, _STOP / 2, _STOP / 2)
        if call is self._review:
            painter.setBrush(look().colour("accent"))
            painter.drawEllipse(at, _REVIEW / 2, _REVIEW / 2)
        if call is self._own:
            painter.setPen(QPen(look().colour("on_accent" if call is self._review else "text"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush if call is self._review else look().colour("surface"))
            radius = 4 if call is self._review else _OWN / 2
            painter.drawEllipse(at, radius, radius)

    def _paint_names(self, painter: QPainter, call: Call, at: float, line: int, middle: float) -> None:
        under = look().font(tokens.CAPTION, bold=call is self._review)
        tone = "text" if call in (self._review, self._own) else "muted"
        rect = self._around(at, call_word(call), middle + _REVIEW / 2 + 8, line)
        words(painter, rect, call_word(call), under, tone, CENTRED)
        above = self._above(call)
        if above:
            bold = call is self._review
            rect = self._around(at, above, 0, line)
            font = look().font(tokens.CAPTION, bold=bold)
            words(painter, rect, above, font, "accent" if bold else "text", CENTRED)

    def _above(self, call: Call) -> str:
        if call is self._review and call is self._own:
            return tr("Review and you")
        return tr("Review") if call is self._review else tr("You") if call is self._own else ""

    def _around(self, at: float, text: str, top: float, line: int) -> QRectF:
        """A rectangle for a text round a place, kept inside."""
        width = width_of(text, look().font(tokens.CAPTION, bold=True)) + 4
        left = max(0.0, min(at - width / 2, self.width() - width))
        return QRectF(left, top, width, line)

    def _place(self, number: int) -> float:
        font = look().font(tokens.CAPTION, bold=True)
        first = max(_REVIEW, width_of(call_word(CALLS[0]), font)) / 2 + 2
        last = max(_REVIEW, width_of(call_word(CALLS[-1]), font)) / 2 + 2
        return first + (self.width() - first - last) * number / (len(CALLS) - 1)


def cell_of(call: Call | None) -> Cell:
    """The cell of a call; None: the interview has not been held, or has no call."""
    if call is None:
        return "none"
    if call in (Call.HIRE, Call.STRONG_HIRE):
        return "hire"
    return "lean" if call is Call.LEAN_HIRE else "no"


class ExamCell(Painted):
    """One exam: filled check for a hire, outlined check for a lean hire, bar for any no, dashed for none yet."""

    def __init__(self, kind: Cell = "none", name: str = "", parent: QWidget | None = None, *, side: int = 20) -> None:
        super().__init__(name, "", parent)
        self._side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_kind(kind)

    @property
    def kind(self) -> Cell:
        return self._kind

    def show_kind(self, kind: Cell) -> None:
        self._kind: Cell = kind
        said = {"hire": tr("hire or better"), "lean": tr("lean hire"), "no": tr("no hire"), "none": tr("none yet")}
        self.setAccessibleName(said[kind])
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_cell(smooth(self), QRectF(0, 0, self._side, self._side), self._kind)


def paint_cell(painter: QPainter, rect: QRectF, kind: Cell) -> None:
    """The mark of a call in a square, for widgets and rows alike. The painter is antialiased."""
    if kind == "none":
        dashed(painter, rect, 5, 3)
        return
    painter.setPen(QPen(look().colour("border" if kind == "no" else "data"), 1.5))
    painter.setBrush(look().colour("data" if kind == "hire" else "surface"))
    painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), rect.width() / 4, rect.width() / 4)
    if kind == "no":
        side = rect.width()
        bar(painter, QRectF(rect.left() + side * 0.27, rect.center().y() - 1, side * 0.46, 2), "text")
    else:
        tick(painter, rect, "surface" if kind == "hire" else "data")
