"""A button with the marker of a kind and how many there are of it: shows that kind alone, or not. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QStylePainter, QWidget

from desktop.language import tr
from desktop.widgets.buttons import Button
from desktop.widgets.moments import MARKER, Kind, paint_marker

_GAP, _PADDING = 6, 9


class KindChip(Button):
    """Pressed while its kind is chosen."""

    def __init__(self, kind: Kind, word: str, parent: QWidget | None = None) -> None:
        """`word`: what the kind is called."""
        self._kind: Kind = kind
        self._word = word
        super().__init__("0", f"chip_{kind}", checkable=True, parent=parent)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """How many there are."""
        self.set_label(str(count))
        self.setAccessibleName(tr("{kind}, {n}", kind=self._word, n=count))
        self.setToolTip(self._word)

    def sizeHint(self) -> QSize:
        """Less wide than other buttons: there are up to seven in a row."""
        return QSize(2 * _PADDING + 2 + self._content_width(), super().sizeHint().height())

    def _content_width(self) -> int:
        return MARKER + _GAP + QFontMetrics(self._text_font(widest=True)).horizontalAdvance(self._shown)

    def _paint_content(self, painter: QStylePainter) -> None:
        left, middle = (self.width() - self._content_width()) / 2, self.height() / 2
        painter.save()
        paint_marker(painter, self._kind, QRectF(left, middle - MARKER / 2, MARKER, MARKER))
        painter.restore()
        painter.translate(MARKER + _GAP, 0)
        super()._paint_content(painter)
