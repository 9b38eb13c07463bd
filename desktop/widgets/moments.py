"""Moments of an interview: the button that plays from one, and the shapes that mark what was noted there. GUI thread.

`TimeButton` emits Qt's own `clicked`, and `wanted(float)`: the session seconds to play from.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from desktop.language import tr
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.accessible import Painted
from desktop.widgets.painting import RIGHT, smooth, stroke, width_of, words
from desktop.widgets.times import clock_text

Kind = Literal["strength", "gap", "moment", "delivery", "case", "coverage", "note", "hint", "trouble", "lost"]
"""What is marked: remarks by what they are, then what happened. Each has a shape of its own beside its colour."""

_PADDING, _TRIANGLE, _BETWEEN, _COLUMN = 8, 8, 4, 40

TONES: dict[Kind, str] = {
    "strength": "good",
    "gap": "warn",
    "moment": "accent",
    "delivery": "muted",
    "case": "case",
    "coverage": "cover",
    "note": "text",
    "hint": "accent",
    "trouble": "bad",
    "lost": "bad",
}
MARKER = 12


class TimeButton(QPushButton):
    """A triangle and a time. Times are right-aligned in one column, so that the triangles of a list line up."""

    wanted = Signal(float)

    def __init__(self, name: str, seconds: float, parent: QWidget | None = None, *, size: int = tokens.BODY) -> None:
        """`size`: 14 in lists, 12 on cards."""
        super().__init__(parent)
        self._size = size
        self.setObjectName(name)
        self.setProperty("kind", "quiet")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: self.wanted.emit(self._seconds))
        look().changed.connect(self.updateGeometry)
        self.show_seconds(seconds)

    @property
    def seconds(self) -> float:
        """Session seconds it plays from."""
        return self._seconds

    def show_seconds(self, seconds: float) -> None:
        """Another moment."""
        self._seconds = seconds
        self.setAccessibleName(tr("Play from {time}", time=clock_text(seconds)))
        self.setToolTip(self.accessibleName())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(2 * _PADDING + _TRIANGLE + _BETWEEN + self._column()), look().size(tokens.CONTROL_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = "accent" if self.isEnabled() else "muted"
        paint_triangle(painter, QRectF(_PADDING, (self.height() - 9) / 2, _TRIANGLE, 9), tone)
        rect = QRectF(self.width() - _PADDING - self._column(), 0, self._column(), self.height())
        words(painter, rect, clock_text(self._seconds), look().font(self._size), tone, RIGHT)

    def _column(self) -> float:
        font = look().font(self._size)
        usual = max(look().size(_COLUMN) * self._size / tokens.BODY, width_of("00:00", font) + 1)
        return max(usual, width_of(clock_text(self._seconds), font) + 1)


def paint_triangle(painter: QPainter, rect: QRectF, tone: str) -> None:
    """A triangle that points right: play."""
    painter.setPen(stroke(look().colour(tone), 1))
    painter.setBrush(look().colour(tone))
    painter.drawPolygon(QPolygonF([rect.topLeft(), QPointF(rect.right(), rect.center().y()), rect.bottomLeft()]))


class Marker(Painted):
    """What was noted at a moment, by shape and colour."""

    def __init__(self, kind: Kind, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, marker_word(kind), parent)
        self._kind: Kind = kind
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def kind(self) -> Kind:
        return self._kind

    def sizeHint(self) -> QSize:
        return QSize(MARKER, MARKER)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_marker(smooth(self), self._kind, QRectF(0, 0, MARKER, MARKER))


def marker_word(kind: Kind) -> str:
    """A kind in a word."""
    return {
        "strength": tr("strength"),
        "gap": tr("gap"),
        "moment": tr("moment"),
        "delivery": tr("delivery"),
        "case": tr("case"),
        "coverage": tr("covered"),
        "note": tr("own note"),
        "hint": tr("hint"),
        "trouble": tr("trouble"),
        "lost": tr("lost sound"),
    }[kind]


def paint_marker(painter: QPainter, kind: Kind, rect: QRectF) -> None:
    """A marker in a square; for a row of them under a waveform too."""
    colour = look().colour(TONES[kind])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if kind == "strength":
        painter.drawEllipse(rect.adjusted(1, 1, -1, -1))
    elif kind == "delivery":
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 2))
        painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), 1, 1)
    elif kind in _STROKES:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(stroke(colour, rect.width() / 6))
        for line in _STROKES[kind]:
            painter.drawPolyline(_placed(line, rect))
    else:
        painter.drawPolygon(_placed(_SHAPES[kind], rect))


def _placed(points: Sequence[tuple[float, float]], rect: QRectF) -> QPolygonF:
    side = rect.width()
    return QPolygonF([QPointF(rect.left() + x * side, rect.top() + y * side) for x, y in points])


def _star() -> tuple[tuple[float, float], ...]:
    """Five points, the first one above."""
    angles = [math.pi * number / 5 for number in range(10)]
    reach = [0.56 if number % 2 == 0 else 0.25 for number in range(10)]
    return tuple(
        (0.5 + far * math.sin(angle), 0.54 - far * math.cos(angle)) for far, angle in zip(reach, angles, strict=True)
    )


_SHAPES: dict[Kind, tuple[tuple[float, float], ...]] = {
    "gap": ((0.5, 0.04), (1.0, 0.92), (0.0, 0.92)),
    "moment": ((0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5)),
    "case": _star(),
    "note": ((0.1, 0.04), (0.96, 0.04), (0.78, 0.32), (0.96, 0.62), (0.27, 0.62), (0.27, 1.0), (0.1, 1.0)),
}
_STROKES: dict[Kind, tuple[tuple[tuple[float, float], ...], ...]] = {
    "coverage": (((0.1, 0.55), (0.4, 0.82), (0.92, 0.2)),),
    "hint": (((0.5, 0.1), (0.9, 0.5), (0.5, 0.9), (0.1, 0.5), (0.5, 0.1)),),
    "trouble": (((0.5, 0.12), (0.92, 0.88), (0.08, 0.88), (0.5, 0.12)),),
    "lost": (((0.15, 0.15), (0.85, 0.85)), ((0.85, 0.15), (0.15, 0.85))),
}
