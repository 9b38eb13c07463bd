"""An engine on one button: what it is, what it is set to, and whether it works. GUI thread.

`EnginePill` emits Qt's own `clicked`.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from desktop.theme import tokens
from desktop.theme.icons import paint_icon
from desktop.theme.look import look
from desktop.widgets.painting import RIGHT, width_of, words
from desktop.widgets.plain import plain_tip

Verdict = Literal["ready", "checking", "choose", "fix"]

_GLYPHS: dict[Verdict, tuple[str, str]] = {
    "ready": ("check", "good"),
    "checking": ("ellipsis", "muted"),
    "choose": ("triangle-alert", "warn"),
    "fix": ("x", "bad"),
}
"""Icon and colour of each verdict."""
_ICON, _GLYPH, _CHEVRON = 20, 16, 16


class EnginePill(QPushButton):
    """Icon, title over detail, verdict, chevron; all of it one button."""

    def __init__(
        self, name: str, title: str, symbol: str, parent: QWidget | None = None, *, height: int = 60, padding: int = 16
    ) -> None:
        """`height`: 60, 48 in lists; `padding`: at both ends."""
        super().__init__(parent)
        self._title, self._symbol, self._height, self._padding = title, symbol, height, padding
        self._verdict: Verdict = "checking"
        self._word = self._detail = ""
        self.setObjectName(name)
        self.setProperty("kind", "row")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)
        look().changed.connect(self._look_changed)

    @property
    def verdict(self) -> Verdict:
        return self._verdict

    @property
    def detail(self) -> str:
        """The line under the title, whole."""
        return self._detail

    def show_verdict(self, verdict: Verdict, word: str, detail: str = "") -> None:
        """Show whether it works: `word` is the verdict as it is read, `detail` what it is set to or what is missing."""
        self._verdict, self._word, self._detail = verdict, word, detail
        self.setAccessibleName(", ".join(part for part in (self._title, word, detail) if part))
        self._tip()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, look().size(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._left() + 96 + self._right(), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tip()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setRenderHint(QStylePainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        self._icon(painter, self._symbol, self._padding, _ICON, "muted")
        room = self._text_room()
        line = look().size(20)
        title = QFontMetrics(look().font()).elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        top = middle - (line + look().size(16)) / 2 if self._detail else middle - line / 2
        words(painter, QRectF(self._left(), top, room, line), title, look().font(), "text")
        rect = QRectF(self._left(), top + line, room, look().size(16))
        words(painter, rect, self._elided(), look().font(tokens.CAPTION), "muted")
        self._paint_verdict(painter)

    def _paint_verdict(self, painter: QStylePainter) -> None:
        self._icon(painter, "chevron-right", self.width() - self._padding - _CHEVRON, _CHEVRON, "muted")
        if not self._word:
            return
        glyph, tone = _GLYPHS[self._verdict]
        font = look().font(tokens.CAPTION, bold=True)
        right = self.width() - self._padding - _CHEVRON - 12
        width = width_of(self._word, font)
        words(painter, QRectF(right - width - 2, 0, width + 2, self.height()), self._word, font, tone, RIGHT)
        self._icon(painter, glyph, right - width - 4 - _GLYPH, _GLYPH, tone)

    def _icon(self, painter: QStylePainter, symbol: str, left: float, side: int, tone: str) -> None:
        rect = QRectF(left, (self.height() - side) / 2, side, side)
        paint_icon(painter, symbol, rect, getattr(look().tokens, tone))

    def _left(self) -> int:
        return self._padding + _ICON + 12

    def _right(self) -> int:
        verdict = _GLYPH + 16 + width_of(self._word, look().font(tokens.CAPTION, bold=True)) if self._word else 0
        return round(verdict) + 12 + _CHEVRON + self._padding

    def _text_room(self) -> int:
        return max(0, self.width() - self._left() - self._right())

    def _elided(self) -> str:
        metrics = QFontMetrics(look().font(tokens.CAPTION))
        return metrics.elidedText(self._detail, Qt.TextElideMode.ElideRight, self._text_room())

    def _tip(self) -> None:
        self.setToolTip(plain_tip(self._detail) if self._elided() != self._detail else "")

    def _look_changed(self) -> None:
        self.updateGeometry()
        self.update()
