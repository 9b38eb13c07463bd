"""Who speaks and since when, beside each turn of a transcript; above it where there is little room. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from desktop.language import tr
from desktop.replay.script import Turn
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.view_state import Speaker
from desktop.widgets.painting import LEFT, width_of, words
from desktop.widgets.times import clock_text
from desktop.widgets.transcript_text import LINE

_WIDTH, _BESIDE, _EDGE = 72, 16, 16
"""Of names and times; between them and the text; left of them."""
_LEAST_MEASURE, _ABOVE, _NAME = 300, 20, 16
"""With lines shorter than the first, names stand in a line of the second height above the text."""


class Names:
    """Measures and paints them."""

    def __init__(self) -> None:
        self._stacked = False

    def fit(self, room: float) -> bool:
        """Choose their place by the width there is; whether it is another one."""
        before = self._stacked
        self._stacked = room - _EDGE - self._width() - _BESIDE < look().size(_LEAST_MEASURE)
        return self._stacked is not before

    @property
    def indent(self) -> int:
        """Pixels left of the text."""
        return _EDGE if self._stacked else _EDGE + self._width() + _BESIDE

    @property
    def above(self) -> int:
        """Pixels above each turn."""
        return look().size(_ABOVE) if self._stacked else 0

    def paint(self, painter: QPainter, turn: Turn, top: float, height: float, *, current: bool) -> None:
        """Name and time of a turn whose text lies at `top`, and a bar where it is the current one."""
        if current:
            painter.fillRect(QRectF(0, top - self.above, 2, height + self.above), look().colour("accent"))
        yours, line = turn.speaker is Speaker.YOU, look().size(_NAME)
        name, bold = tr("You") if yours else tr("Interviewer"), look().font(tokens.CAPTION, bold=True)
        first = QRectF(_EDGE, top + (look().size(LINE) - line) / 2, self._width(), line)
        second = first.translated(0, line)
        if self._stacked:
            first.moveTop(top - line)
            second = first.translated(width_of(name, bold) + 8, 0)
        words(painter, first, name, bold, "accent" if yours else "text", LEFT)
        words(painter, second, clock_text(turn.start), look().font(tokens.CAPTION), "muted", LEFT)

    def _width(self) -> int:
        font = look().font(tokens.CAPTION, bold=True)
        return max(_WIDTH, *(round(width_of(name, font)) + 1 for name in (tr("Interviewer"), tr("You"))))
