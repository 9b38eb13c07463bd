"""The sound of a session to look at and to move in: two lanes, phases, markers and a playhead. GUI thread.

Bars are painted once per width into two pixmaps, played and not yet played, and markers into a third; a tick draws
their two halves and the line between. It is a slider to the keyboard and to a screen reader.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.language import tr
from desktop.replay.marks import Marker
from desktop.replay.timeline import Band
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.accessible import Painted, Reading, Role
from desktop.widgets.lanes import INSET, lane_names, lanes_left, paint_marks
from desktop.widgets.painting import CENTRED, width_of, words
from desktop.widgets.plain import plain_tip
from desktop.widgets.times import clock_text, spoken_text
from desktop.widgets.waveform_bars import Columns, no_columns, paint_bars

STEP_SECONDS, PAGE_SECONDS = 5.0, 30.0
LANE, ROW, LABEL_ROW = 50, 30, 20
_NEAR = 9


class Waveform(Painted):
    """Shows a session and where the replay is.

    Signals: `sought(float)`, the person wants to hear from there; `marked(str)`, they chose the marker of the remark
    of that id.
    """

    sought = Signal(float)
    marked = Signal(str)
    accessible_role = Role.Slider

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, tr("Position"), parent)
        self._seconds, self._at = 0.0, 0.0
        self._bands: tuple[Band, ...] = ()
        self._markers: tuple[Marker, ...] = ()
        self._lanes: tuple[Columns, Columns] = (no_columns, no_columns)
        self._pixmaps: tuple[QPixmap, QPixmap] | None = None
        self._marks: QPixmap | None = None
        self._span: tuple[float, float] | None = None
        self._left = lanes_left()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    # -- what it shows

    def show_session(self, seconds: float, bands: Sequence[Band]) -> None:
        """Another session, without its sound as yet."""
        self._seconds, self._bands, self._at = seconds, tuple(bands), 0.0
        self._markers, self._span = (), None
        self.show_sound(no_columns, no_columns)

    def show_sound(self, interviewer: Columns, you: Columns) -> None:
        """The sound of the two lanes."""
        self._lanes = (interviewer, you)
        self._repaint_all()

    def show_markers(self, markers: Sequence[Marker]) -> None:
        """Other markers."""
        self._markers, self._marks = tuple(markers), None
        self.update()

    def show_span(self, span: tuple[float, float] | None) -> None:
        """What is played by itself, in session seconds; None: everything is."""
        if span != self._span:
            self._span = span
            self.update()

    def show_position(self, seconds: float) -> None:
        """Where the replay is; repaints only where that makes a difference."""
        before, band = self._x(self._at), self._band()
        self._at = min(max(0.0, seconds), self._seconds)
        after = self._x(self._at)
        if band is not self._band():
            self.update()
        elif round(before) != round(after):
            low, high = sorted((before, after))
            self.update(QRect(int(low) - 8, 0, int(high - low) + 17, self.height()))
        self.tell()

    @property
    def markers(self) -> tuple[Marker, ...]:
        return self._markers

    @property
    def shows_span(self) -> bool:
        """Whether a span is marked."""
        return self._span is not None

    @property
    def position(self) -> float:
        return self._at

    def x_of(self, seconds: float) -> int:
        """Pixel of a moment."""
        return round(self._x(seconds))

    def reading(self) -> Reading:
        said = tr("{now} of {all}", now=spoken_text(self._at), all=spoken_text(self._seconds))
        band = self._band()
        text = f"{said}, {band.title}" if band is not None else said
        return Reading(text, self._at, 0.0, self._seconds, STEP_SECONDS)

    def take_value(self, value: float) -> None:
        self._seek(value)

    # -- moving in it

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            marker = self._marker_near(event.position().toPoint())
            self._seek(marker.at if marker is not None else self._seconds_at(event.position().x()))
            if marker is not None and marker.id:
                self.marked.emit(marker.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._seek(self._seconds_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        steps = {
            Qt.Key.Key_Left: -STEP_SECONDS,
            Qt.Key.Key_Down: -STEP_SECONDS,
            Qt.Key.Key_Right: STEP_SECONDS,
            Qt.Key.Key_Up: STEP_SECONDS,
            Qt.Key.Key_PageUp: PAGE_SECONDS,
            Qt.Key.Key_PageDown: -PAGE_SECONDS,
            Qt.Key.Key_Home: -self._seconds,
            Qt.Key.Key_End: self._seconds,
        }
        if key in steps and not event.modifiers():
            self._seek(self._at + steps[key])
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), plain_tip(self.tip_at(event.pos())), self)
            return True
        return super().event(event)

    def tip_at(self, place: QPoint) -> str:
        """What is told of a place: the marker there, else its time and phase."""
        if place.x() < self._left:
            return ""
        if (marker := self._marker_near(place)) is not None:
            return f"{clock_text(marker.at)}  {marker.text or tr('My note')}"
        seconds = self._seconds_at(place.x())
        band = next((band for band in self._bands if band.start <= seconds < band.end), None)
        return f"{clock_text(seconds)}  {band.title}" if band is not None else clock_text(seconds)

    def _seek(self, seconds: float) -> None:
        if self._seconds > 0:
            self.sought.emit(min(max(0.0, seconds), self._seconds))

    def _marker_near(self, place: QPoint) -> Marker | None:
        if place.y() < self._top(2) or not self._markers:
            return None
        nearest = min(self._markers, key=lambda marker: abs(self._x(marker.at) - place.x()))
        return nearest if abs(self._x(nearest.at) - place.x()) <= _NEAR else None

    # -- where things are

    def _width(self) -> int:
        return max(1, self.width() - self._left)

    def _x(self, seconds: float) -> float:
        return self._left + (self._width() - 1) * (seconds / self._seconds if self._seconds else 0.0)

    def _seconds_at(self, x: float) -> float:
        share = (x - self._left) / max(1, self._width() - 1)
        return min(max(0.0, share), 1.0) * self._seconds

    def _top(self, row: int) -> int:
        """Upper edge of a lane, 0 or 1, or of the row of markers, 2."""
        return look().size(LABEL_ROW) + row * LANE

    def _band(self) -> Band | None:
        return next((band for band in reversed(self._bands) if band.start <= self._at), None)

    def sizeHint(self) -> QSize:
        return QSize(600, self._top(2) + max(ROW, look().size(ROW)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._left + 200, self.sizeHint().height())

    # -- painting

    def look_changed(self) -> None:
        self._left = lanes_left()
        self._pixmaps = self._marks = None
        super().look_changed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._pixmaps = self._marks = None
        super().resizeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _repaint_all(self) -> None:
        self._pixmaps = self._marks = None
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_bands(painter)
        self._paint_span(painter)
        self._paint_lanes(painter)
        self._paint_bars(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_markers(painter)
        self._paint_head(painter)
        if self.hasFocus():
            painter.setPen(QPen(look().colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)

    def _paint_bands(self, painter: QPainter) -> None:
        """A name wider than its band is left out; the tooltip has it."""
        now = self._band()
        for number, band in enumerate(self._bands):
            left, right = self._x(band.start), self._x(band.end)
            if number % 2 == 0:
                painter.fillRect(QRectF(left, 0, right - left, self.height()), look().colour("band"))
            font = look().font(tokens.CAPTION, bold=band is now)
            if width_of(band.title, font) + 4 <= right - left:
                rect = QRectF(left, 0, right - left, self._top(0))
                words(painter, rect, band.title, font, "text" if band is now else "muted", CENTRED)

    def _paint_span(self, painter: QPainter) -> None:
        """An edge as well as a ground: it is not told by colour alone."""
        if self._span is not None:
            left, right = (self._x(seconds) for seconds in self._span)
            rect = QRectF(left, self._top(0), max(3.0, right - left), self.height() - self._top(0) - 1)
            painter.fillRect(rect, look().colour("atint"))
            painter.setPen(QPen(look().colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect)

    def _paint_lanes(self, painter: QPainter) -> None:
        for row, name in enumerate(lane_names()[:3]):
            height = LANE if row < 2 else self.height() - self._top(2)
            font = look().font(tokens.CAPTION, bold=row == 1)
            rect = QRectF(INSET, self._top(row), self._left - INSET, height)
            words(painter, rect, name, font, "accent" if row == 1 else "muted")
            if row == 2:
                continue
            painter.setPen(QPen(look().colour("line"), 1, Qt.PenStyle.DotLine))
            middle = self._top(row) + LANE // 2
            painter.drawLine(self._left, middle, self.width(), middle)
            painter.setPen(QPen(look().colour("line"), 1))
            painter.drawLine(self._left, self._top(row + 1), self.width(), self._top(row + 1))

    def _paint_bars(self, painter: QPainter) -> None:
        if self._pixmaps is None:
            size, ratio = QSize(self._width(), 2 * LANE), self.devicePixelRatioF()
            played = paint_bars(self._lanes, ("text", "data"), size, ratio)
            self._pixmaps = (played, paint_bars(self._lanes, ("border", "border"), size, ratio))
        head = round(self._x(self._at))
        played, left = self._pixmaps
        top = self._top(0)
        for pixmap, clip in (
            (played, QRect(self._left, top, head - self._left, 2 * LANE)),
            (left, QRect(head, top, self.width() - head, 2 * LANE)),
        ):
            painter.save()
            painter.setClipRect(clip)
            painter.drawPixmap(self._left, top, pixmap)
            painter.restore()

    def _paint_markers(self, painter: QPainter) -> None:
        top = self._top(2)
        if self._marks is None:
            size = QSize(self.width(), self.height() - top)
            self._marks = paint_marks(self._markers, self._x, size, self.devicePixelRatioF())
        painter.drawPixmap(0, top, self._marks)

    def _paint_head(self, painter: QPainter) -> None:
        x, top = round(self._x(self._at)), self._top(0)
        colour = look().colour("text")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([QPointF(x - 5, top), QPointF(x + 5, top), QPointF(x, top + 7)]))
        painter.drawRect(QRectF(x - 1, top, 2, self.height() - top))
