"""Radio buttons and check boxes in the colours of the theme: the marks of Fusion are too faint on ours. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget

from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.painting import smooth, tick

MARK, GAP = 18, 8
"""Side of the mark, and its distance from the text."""


def indent() -> int:
    """How far the text is from the left edge."""
    return look().size(MARK) + GAP


class Radio(QRadioButton):
    """One of several."""

    def __init__(self, text: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _set_up(self, text, name)

    def sizeHint(self) -> QSize:
        return _size(self)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        rect = _mark_rect(self)
        tone = _edge(self)
        painter.setBrush(look().colour("surface"))
        painter.setPen(look().colour(tone))
        painter.drawEllipse(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        if self.isChecked():
            inset = rect.width() / 4
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look().colour(tone))
            painter.drawEllipse(rect.adjusted(inset, inset, -inset, -inset))
        _paint_text(self, painter)


class Check(QCheckBox):
    """On or off."""

    def __init__(self, text: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _set_up(self, text, name)

    def sizeHint(self) -> QSize:
        return _size(self)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        rect = _mark_rect(self)
        tone = _edge(self)
        painter.setPen(look().colour(tone))
        painter.setBrush(look().colour(tone if self.isChecked() else "surface"))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if self.isChecked():
            tick(painter, rect, "on_accent" if self.isEnabled() else "surface")
        _paint_text(self, painter)


def _set_up(button: QAbstractButton, text: str, name: str) -> None:
    button.setText(text)
    button.setAccessibleName(text)
    if name:
        button.setObjectName(name)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    look().changed.connect(button.updateGeometry)


def _size(button: QAbstractButton) -> QSize:
    width = indent() + QFontMetrics(look().font()).horizontalAdvance(button.text()) + 4
    return QSize(width, look().size(tokens.CONTROL_HEIGHT))


def _mark_rect(button: QAbstractButton) -> QRectF:
    side = look().size(MARK)
    return QRectF(0, (button.height() - side) / 2, side, side)


def _edge(button: QAbstractButton) -> str:
    if not button.isEnabled():
        return "muted"
    return "accent" if button.isChecked() else "border"


def _paint_text(button: QAbstractButton, painter: QPainter) -> None:
    painter.setFont(look().font())
    painter.setPen(look().colour("text" if button.isEnabled() else "muted"))
    rect = QRectF(indent(), 0, button.width() - indent(), button.height())
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), button.text())
