"""The bars of a waveform. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from desktop.theme.look import look

Columns = Callable[[int], list[float]]
"""The loudest peak of each of so many equal parts of the session, 0 to 1."""

EVERY = 3
"""A bar every so many pixels."""
_BAR = 2
_HALF = 19
"""Longest half of a bar."""
_FAINTEST = 0.03
"""Of what is loud in a lane: less is not drawn."""
_LOUD_PLACE = 0.98
_CURVE = 0.7
"""Quiet words would be dots beside loud ones."""


def no_columns(count: int) -> list[float]:
    """Nothing is known of the sound yet."""
    return [0.0] * count


def paint_bars(lanes: Sequence[Columns], tones: Sequence[str], size: QSize, ratio: float) -> QPixmap:
    """Lanes one below the other, each in the colour of its token; `ratio`: device pixels a pixel."""
    pixmap = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setPen(Qt.PenStyle.NoPen)
    height = size.height() / len(lanes)
    for row, (columns, tone) in enumerate(zip(lanes, tones, strict=True)):
        painter.setBrush(look().colour(tone))
        painter.drawRects(_rects(columns(size.width() // EVERY), (row + 0.5) * height))
    painter.end()
    return pixmap


def _rects(columns: Sequence[float], middle: float) -> list[QRectF]:
    if not any(columns):
        return []
    loud = max(sorted(columns)[int((len(columns) - 1) * _LOUD_PLACE)], max(columns) / 4)
    halves = ((number, min(1.0, column / loud)) for number, column in enumerate(columns))
    return [
        QRectF(number * EVERY, middle - half, _BAR, 2 * half)
        for number, share in halves
        if share > _FAINTEST and (half := max(1.0, round(_HALF * share**_CURVE)))
    ]
