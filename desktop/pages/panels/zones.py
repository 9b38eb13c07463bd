"""The three words over the level meter: too quiet, good, too loud; the one that holds is in bold. Qt thread."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.language import tr
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.meter import FLOOR_DB, LOUD_DB, QUIET_DB


class Zones(QWidget):
    """Says nothing to a screen reader: the meter under it does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look().changed.connect(self.updateGeometry)

    def show_level(self, peak_db: float | None) -> None:
        """Mark the zone a peak lies in; None: there is none."""
        zone = -1 if peak_db is None else 0 if peak_db < QUIET_DB else 1 if peak_db <= LOUD_DB else 2
        if zone != self._zone:
            self._zone = zone
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, look().size(tokens.CAPTION + 4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        texts = (tr("too quiet"), tr("good"), tr("too loud"))
        middle = (QUIET_DB + LOUD_DB) / 2
        places = (0.0, (middle - FLOOR_DB) / -FLOOR_DB, 1.0)
        widths = [QFontMetrics(look().font(tokens.CAPTION, bold=True)).horizontalAdvance(text) + 2 for text in texts]
        rightmost = self.width() - widths[2] - 8
        for number, (text, place, width) in enumerate(zip(texts, places, widths, strict=True)):
            here = number == self._zone
            left = (0.0, min(place * self.width() - width / 2, rightmost - width), self.width() - width)[number]
            painter.setFont(look().font(tokens.CAPTION, bold=here))
            painter.setPen(look().colour("text" if here else "muted"))
            align = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)[number]
            painter.drawText(QRectF(left, 0, width, self.height()), align | Qt.AlignmentFlag.AlignVCenter, text)
