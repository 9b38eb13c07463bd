"""Where somebody stands in a dimension: a bar for now, a ring for four weeks ago. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.language import tr
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.accessible import Painted, Reading, Role
from desktop.widgets.painting import filled_bar, smooth, width_of, words

MOST = 4
WIDTH, HEIGHT, THICKNESS = 220, 16, 8
_RING = 4.5


class DimensionBar(Painted):
    """A mean score from 1 to 4, and what it was."""

    accessible_role = Role.ProgressBar

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(name, title, parent)
        self._now: float | None = None
        self._before: float | None = None
        self._said = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(2 * WIDTH)

    def show_scores(self, now: float | None, before: float | None, said: str) -> None:
        """Show means; None: there is none. `said`: the same in words."""
        self._now, self._before, self._said = now, before, said
        self.update()
        self.tell()

    def reading(self) -> Reading:
        return Reading(self._said, self._now or 0.0, 0, MOST)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        rect = QRectF(0, (self.height() - THICKNESS) / 2, self.width(), THICKNESS)
        filled_bar(painter, rect, (self._now or 0.0) / MOST, "data")
        for step in range(1, MOST):  # where one word of the scale ends and the next begins
            if step > (self._now or 0.0):
                painter.fillRect(QRectF(rect.width() * step / MOST - 1, rect.top(), 2, THICKNESS), look().colour("bg"))
        if self._before is not None:
            at = max(_RING + 1, min(rect.width() * self._before / MOST, rect.width() - _RING - 1))
            paint_ring(painter, QPointF(at, rect.center().y()))


def paint_ring(painter: QPainter, at: QPointF) -> None:
    """The mark of four weeks ago."""
    painter.setPen(QPen(look().colour("text"), 1.75))
    painter.setBrush(look().colour("surface"))
    painter.drawEllipse(at, _RING, _RING)


class DimensionLegend(Painted):
    """What bar and ring stand for."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, tr("Bar: now; ring: four weeks ago"), parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        font = look().font(tokens.CAPTION)
        text = width_of(tr("now"), font) + width_of(tr("4 weeks ago"), font)
        return QSize(round(20 + 8 + 16 + 10 + 8 + text + 2), look().size(20))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, font, middle = smooth(self), look().font(tokens.CAPTION), self.height() / 2
        filled_bar(painter, QRectF(0, middle - 4, 20, 8), 1, "data")
        now = width_of(tr("now"), font) + 1
        words(painter, QRectF(28, 0, now, self.height()), tr("now"), font, "muted")
        ring = 28 + now + 16
        paint_ring(painter, QPointF(ring + 5, middle))
        words(painter, QRectF(ring + 18, 0, self.width(), self.height()), tr("4 weeks ago"), font, "muted")
