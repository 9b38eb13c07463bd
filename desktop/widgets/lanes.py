"""Where lanes under and beside each other begin: all have the same room for their names at the left. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from desktop.language import tr
from desktop.replay.marks import Marker
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.moments import MARKER, paint_marker
from desktop.widgets.painting import width_of
from interviewer.review.annotations import Mark

INSET = 8
_LEAST = 84


def lane_names() -> tuple[str, str, str, str, str]:
    """Of the two lanes of sound, the row of markers, and the two curves."""
    return tr("Interviewer"), tr("You"), tr("Notes"), tr("Pace"), tr("Loudness")


def lanes_left() -> int:
    """Pixels the widest of the names takes."""
    font = look().font(tokens.CAPTION, bold=True)
    return max(_LEAST, round(max(width_of(text, font) for text in lane_names())) + INSET + 12)


def _marker(kind: Mark, ratio: float) -> QPixmap:
    """With a pixel more at each edge."""
    pixmap = QPixmap(round((MARKER + 2) * ratio), round((MARKER + 2) * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_marker(painter, kind.value, QRectF(1, 1, MARKER, MARKER))
    painter.end()
    return pixmap


def paint_marks(markers: Sequence[Marker], x_of: Callable[[float], float], size: QSize, ratio: float) -> QPixmap:
    """A row of markers, once for all ticks; `x_of`: the pixel of a moment, `ratio`: device pixels a pixel."""
    pixmap = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    top, painted = (size.height() - MARKER) // 2, {kind: _marker(kind, ratio) for kind in Mark}
    for x, kind in dict.fromkeys((round(x_of(marker.at)), marker.kind) for marker in markers):
        painter.drawPixmap(x - MARKER // 2 - 1, top - 1, painted[kind])
    painter.end()
    return pixmap
