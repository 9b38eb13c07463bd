"""A few small dots, some of them filled: how much of a few was used."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.language import tr
from desktop.theme.look import look

_SIDE, _STEP = 8, 12


class Dots(QWidget):
    """`count` dots in a row."""

    def __init__(self, name: str, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._count, self._filled = count, 0
        self.show_filled(0)

    def show_filled(self, filled: int) -> None:
        self._filled = min(filled, self._count)
        self.setAccessibleName(tr("{used} of {all} used", used=self._filled, all=self._count))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_STEP * (self._count - 1) + _SIDE + 2, _SIDE + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(self._count):
            filled = number < self._filled
            painter.setPen(QPen(look().colour("accent" if filled else "border"), 1))
            painter.setBrush(look().colour("accent") if filled else Qt.BrushStyle.NoBrush)
            radius = _SIDE / 2 - 0.5
            painter.drawEllipse(QPointF(_SIDE / 2 + 1 + number * _STEP, _SIDE / 2 + 1), radius, radius)
