"""A thin chart along a session, under the waveform and in line with it: pace, or loudness. GUI thread.

Signals of `CurveLane`: `sought(float)`, the person wants to hear from there.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.language import tr
from desktop.replay.curves import Curve
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.accessible import Painted, Reading, Role
from desktop.widgets.lanes import INSET, lanes_left
from desktop.widgets.painting import stroke, words
from desktop.widgets.plain import plain_tip
from desktop.widgets.times import clock_text

HEIGHT = 28
_AROUND = 4


class CurveLane(Painted):
    """One curve, and where the replay is in it."""

    sought = Signal(float)
    accessible_role = Role.Chart

    def __init__(
        self,
        name: str,
        title: str,
        in_words: Callable[[float], str],
        usual: tuple[float, float] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`in_words`: a value with its unit; `usual`: from and to, shaded."""
        super().__init__(name, title, parent)
        self._in_words, self._usual = in_words, usual
        self._curve, self._seconds, self._at = Curve(()), 0.0, 0.0
        self._range = (0.0, 1.0)
        self._left = lanes_left()
        self._pixmap: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_curve(self, curve: Curve, seconds: float) -> None:
        """Another curve, of a session so long."""
        self._curve, self._seconds, self._at = curve, seconds, 0.0
        low, high = self._usual or (curve.least, curve.most)
        self._range = (min(low, curve.least), max(high, curve.most)) if curve.points else (low, high)
        self._repaint_all()

    def show_position(self, seconds: float) -> None:
        """Where the replay is."""
        before, self._at = round(self._x(self._at)), seconds
        after = round(self._x(seconds))
        if before != after:
            low, high = sorted((before, after))
            self.update(QRect(low - 2, 0, high - low + 4, self.height()))
        self.tell()

    def reading(self) -> Reading:
        value, curve = self._curve.at(self._at), self._curve
        now = self._in_words(value) if value is not None else tr("nothing is spoken")
        span = tr("{least} to {most}", least=self._in_words(curve.least), most=self._in_words(curve.most))
        text = tr("{now} at {time}; {span} in all", now=now, time=clock_text(self._at), span=span)
        return Reading(text, curve.least if value is None else value, curve.least, curve.most)

    def sizeHint(self) -> QSize:
        return QSize(600, max(HEIGHT, look().size(20)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._left + 200, self.sizeHint().height())

    # -- from the person

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._seconds > 0:
            self.sought.emit(self._seconds_at(event.position().x()))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), plain_tip(self.tip_at(event.pos().x())), self)
            return True
        return super().event(event)

    def tip_at(self, x: int) -> str:
        """What is told of a place: its time, and the value there."""
        seconds = self._seconds_at(x)
        value = self._curve.at(seconds) if x >= self._left else None
        return f"{clock_text(seconds)}  {self._in_words(value)}" if value is not None else ""

    # -- painting

    def look_changed(self) -> None:
        self._left = lanes_left()
        self._pixmap = None
        super().look_changed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._pixmap = None
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._pixmap is None:
            self._pixmap = self._painted()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._pixmap)
        painter.fillRect(QRectF(round(self._x(self._at)) - 1, 0, 2, self.height()), look().colour("text"))

    def _painted(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(self._left, 0, self.width() - self._left, 1), look().colour("line"))
        if self._usual is not None:
            top, bottom = self._y(self._usual[1]), self._y(self._usual[0])
            painter.fillRect(QRectF(self._left, top, self.width() - self._left, bottom - top), look().colour("band"))
        rect = QRectF(INSET, 0, self._left - INSET, self.height())
        words(painter, rect, self.accessibleName(), look().font(tokens.CAPTION), "muted")
        painter.setPen(stroke(look().colour("data"), 1.5))
        for piece in self._curve.pieces():
            places = [QPointF(self._x(point.at), self._y(point.value)) for point in piece]
            if len(places) == 1:
                painter.setPen(QPen(look().colour("data"), 2))
                painter.drawPoint(places[0])
                painter.setPen(stroke(look().colour("data"), 1.5))
            else:
                painter.drawPolyline(QPolygonF(places))
        painter.end()
        return pixmap

    def _repaint_all(self) -> None:
        self._pixmap = None
        self.update()

    def _x(self, seconds: float) -> float:
        width = max(1, self.width() - self._left) - 1
        return self._left + width * (seconds / self._seconds if self._seconds else 0.0)

    def _seconds_at(self, x: float) -> float:
        share = (x - self._left) / max(1, self.width() - self._left - 1)
        return min(max(0.0, share), 1.0) * self._seconds

    def _y(self, value: float) -> float:
        low, high = self._range
        share = (value - low) / (high - low) if high > low else 0.5
        return self.height() - _AROUND - (self.height() - 2 * _AROUND) * share
