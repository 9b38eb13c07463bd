"""Shapes that painted widgets share, in colours of the theme. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop.theme.look import look

CENTRED = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def smooth(widget: QWidget) -> QPainter:
    """A painter on a widget, shapes antialiased."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def bar(painter: QPainter, rect: QRectF, tone: str) -> None:
    """A bar with round ends."""
    if rect.width() <= 0:
        return
    radius = min(rect.height(), rect.width()) / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look().colour(tone))
    painter.drawRoundedRect(rect, radius, radius)


def filled_bar(painter: QPainter, rect: QRectF, share: float, tone: str, ground: str = "track") -> None:
    """A bar of which a share is filled from the left, however little that is."""
    bar(painter, rect, ground)
    width = rect.width() * max(0.0, min(1.0, share))
    filled = QRectF(rect.left(), rect.top(), width, rect.height())
    if width >= rect.height():
        bar(painter, filled, tone)
    elif width > 0:
        # Too short for round ends of its own: it is cut out of the bar's.
        painter.save()
        painter.setClipRect(filled)
        bar(painter, rect, tone)
        painter.restore()


def dashed(painter: QPainter, rect: QRectF, radius: float, dash: float = 2) -> None:
    """An edge of dashes so long: nothing is known here."""
    pen = QPen(look().colour("border"), 1)
    pen.setDashPattern([dash, 2])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def tick(painter: QPainter, rect: QRectF, tone: str) -> None:
    """A check mark in a square."""
    painter.setPen(stroke(look().colour(tone), rect.width() / 8))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    places = ((0.27, 0.53), (0.44, 0.69), (0.75, 0.34))
    left, top, side = rect.left(), rect.top(), rect.width()
    painter.drawPolyline([QPointF(left + x * side, top + y * side) for x, y in places])


def stroke(colour: QColor, width: float) -> QPen:
    """A pen with round ends."""
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def words(painter: QPainter, rect: QRectF, text: str, font: QFont, tone: str, align: Qt.AlignmentFlag = LEFT) -> None:
    """One line of text."""
    painter.setFont(font)
    painter.setPen(look().colour(tone))
    painter.drawText(rect, int(align | Qt.TextFlag.TextSingleLine), text)


def width_of(text: str, font: QFont) -> float:
    """How wide a line of text is."""
    return QFontMetricsF(font).horizontalAdvance(text)
