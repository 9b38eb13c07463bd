"""What was heard of a framework, laid over the phases of the interview: a mark, a title, and a dot at its time.

GUI thread. Each row is one item of a list to a screen reader; its quote is its description and its tooltip.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.report.values import Coverage, CoverageRow
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.accessible import Painted, Role
from desktop.widgets.coverage import MARK, coverage_word, paint_coverage
from desktop.widgets.painting import CENTRED, LEFT, bar, smooth, width_of, words
from desktop.widgets.plain import plain_tip
from desktop.widgets.times import clock_text

ROW, HEAD = 24, 24
DOT = 10
_GAP = 8
_MOST_TITLE = 0.5
"""Of the width: the map has the rest."""
_LEAST = 320


class CoverageMap(Painted):
    """Rows over bands."""

    accessible_role = Role.List

    def __init__(self, name: str, coverage: Coverage, parent: QWidget | None = None) -> None:
        super().__init__(name, tr("Coverage map"), parent)
        self.coverage = coverage
        self._left = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self.rows = [_Row(f"{name}_{number}", row, self) for number, row in enumerate(coverage.rows)]
        for row in self.rows:
            self._column.addWidget(row)
        self.look_changed()

    @property
    def map_left(self) -> float:
        """Where the time line begins."""
        return self._left

    def place(self, seconds: float) -> float:
        """Where a moment is."""
        share = min(1.0, max(0.0, seconds / max(1.0, self.coverage.seconds)))
        return self._left + share * (self.width() - self._left)

    def shown_bands(self) -> tuple[str, ...]:
        """The names of phases there is room for."""
        font = look().font(tokens.CAPTION)
        bands = self.coverage.bands
        return tuple(
            band.title
            for band in bands
            if width_of(band.title, font) <= self.place(band.end) - self.place(band.start) - 2
        )

    def look_changed(self) -> None:
        self._column.setContentsMargins(0, look().size(HEAD), 0, 4)
        self._measure()
        super().look_changed()

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        font = look().font(tokens.CAPTION)
        widest = max((width_of(row.title, font) for row in self.coverage.rows), default=0.0)
        self._left = MARK + _GAP + min(widest + 2 * _GAP, self.width() * _MOST_TITLE)

    def event(self, event: QEvent) -> bool:
        """A tooltip names the phase under the pointer, where its name had no room."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            x = event.pos().x()
            here = (band.title for band in self.coverage.bands if self.place(band.start) <= x < self.place(band.end))
            QToolTip.showText(event.globalPos(), plain_tip(next(here, "")) if x >= self._left else "", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        font, shown = look().font(tokens.CAPTION), self.shown_bands()
        for number, band in enumerate(self.coverage.bands):
            left, right = self.place(band.start), self.place(band.end)
            rect = QRectF(left, 0, right - left, self.height())
            if number % 2 == 0:
                painter.fillRect(rect, look().colour("band"))
            if band.title in shown:
                words(painter, QRectF(left, 0, right - left, look().size(HEAD - 4)), band.title, font, "muted", CENTRED)


class _Row(Painted):
    """One item."""

    accessible_role = Role.ListItem

    def __init__(self, name: str, row: CoverageRow, parent: CoverageMap) -> None:
        time = clock_text(row.at) if row.at is not None else ""
        said = ", ".join(filter(None, (row.title, coverage_word(row.kind), time)))
        super().__init__(name, said, parent)
        self._map, self._row = parent, row
        self._beside = ", ".join(filter(None, (time, row.note)))
        quote = f"“{row.quote}”" if row.quote else ""
        self.setAccessibleDescription(quote)
        self.setToolTip(plain_tip("\n".join(filter(None, (row.title, quote)))))
        self.look_changed()

    @property
    def beside(self) -> str:
        """What stands on the map: a time, a word, or both."""
        return self._beside

    def look_changed(self) -> None:
        self.setFixedHeight(look().size(ROW))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, font, middle = smooth(self), look().font(tokens.CAPTION), self.height() / 2
        paint_coverage(painter, self._row.kind, QRectF(0, middle - MARK / 2, MARK, MARK))
        left = self._map.map_left
        room = left - MARK - 2 * _GAP
        title = QFontMetricsF(font).elidedText(self._row.title, Qt.TextElideMode.ElideRight, room)
        tone = "text" if self._row.kind == "done" else "muted"
        words(painter, QRectF(MARK + _GAP, 0, room + 1, self.height()), title, font, tone)
        self._paint_moment(painter, left, middle)

    def _paint_moment(self, painter: QPainter, left: float, middle: float) -> None:
        font = look().font(tokens.CAPTION)
        width = width_of(self._beside, font) + 1
        if self._row.at is None:
            words(painter, QRectF(left + 4, 0, width, self.height()), self._beside, font, "muted")
            return
        at = min(max(left + DOT / 2, self._map.place(self._row.at)), self.width() - DOT / 2)
        bar(painter, QRectF(left, middle - 1, at - left, 2), "track")
        painter.setBrush(look().colour("data"))
        painter.drawEllipse(QPointF(at, middle), DOT / 2, DOT / 2)
        after = at + DOT / 2 + 6
        if after + width > self.width():
            after = at - DOT / 2 - 6 - width
            painter.fillRect(QRectF(after - 2, middle - 2, width + 4, 4), look().colour(self._ground(after)))
        words(painter, QRectF(after, 0, width, self.height()), self._beside, font, "muted", LEFT)

    def _ground(self, x: float) -> str:
        bands = enumerate(self._map.coverage.bands)
        here = next((n for n, band in bands if self._map.place(band.start) <= x < self._map.place(band.end)), 1)
        return "bg" if here % 2 else "band"
