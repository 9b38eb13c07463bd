"""A figure over the last sessions: a line with a dot at its end, over the band that needs no word. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.accessible import Painted, Reading, Role
from desktop.widgets.painting import smooth, stroke, width_of, words

WIDTH, HEIGHT = 184, 56
_EDGE, _DOT = 6, 4.5


class TrendLine(Painted):
    """Values from left to right."""

    accessible_role = Role.Chart

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(name, title, parent)
        self._values: tuple[float, ...] = ()
        self._band: tuple[float, float] | None = None
        self._band_words = self._said = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_values(
        self, values: Sequence[float], said: str, band: tuple[float, float] | None = None, band_words: str = ""
    ) -> None:
        """Show values, oldest first. `said`: the same in words; `band`: from and to, with what it stands for."""
        self._values, self._said, self._band, self._band_words = tuple(values), said, band, band_words
        self.setToolTip("")
        self.update()
        self.tell()

    def reading(self) -> Reading:
        if not self._values:
            return Reading(self._said, 0.0)
        return Reading(self._said, self._values[-1], min(self._values), max(self._values))

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, look().size(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(96, look().size(HEIGHT))

    def scale(self) -> tuple[float, float]:
        """The least and the most value of the picture: all values, and of the band at least its nearer edge."""
        told = [*self._values]
        if self._band is not None:
            low, high = self._band
            least, most = min(told), max(told)
            told += [edge for edge in self._band if least <= edge <= most]
            if least > high:
                told.append(high)
            if most < low:
                told.append(low)
        least, most = min(told), max(told)
        room = (most - least) * 0.15 or max(abs(most) * 0.1, 0.5)
        return least - room, most + room

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._values:
            return
        painter = smooth(self)
        least, most = self.scale()
        inner = QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)

        def height(value: float) -> float:
            return inner.bottom() - (value - least) / (most - least) * inner.height()

        if self._band is not None:
            top, bottom = height(min(self._band[1], most)), height(max(self._band[0], least))
            band = QRectF(0, top, self.width(), max(2.0, bottom - top)) & QRectF(self.rect())
            painter.fillRect(band, look().colour("band"))
            font = look().font(tokens.CAPTION)
            if band.height() >= look().size(16) and width_of(self._band_words, font) < band.width() - 12:
                low = QRectF(band.left() + 6, band.bottom() - look().size(18), band.width(), look().size(16))
                words(painter, low, self._band_words, font, "muted")
        step = inner.width() / max(1, len(self._values) - 1)
        points = [QPointF(inner.left() + number * step, height(value)) for number, value in enumerate(self._values)]
        painter.setPen(stroke(look().colour("data"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(points)
        painter.setPen(stroke(look().colour("bg"), 2))
        painter.setBrush(look().colour("accent"))
        painter.drawEllipse(points[-1], _DOT, _DOT)
