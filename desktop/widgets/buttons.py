"""Buttons by what they are for, with an icon and the key that does the same.

`Button` emits Qt's own `clicked`. One primary button a page.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from desktop.theme import tokens
from desktop.theme.icons import icon, paint_icon
from desktop.theme.look import look, restyle

Kind = Literal["primary", "secondary", "quiet", "plain", "danger", "checked"]

_TONES = {"primary": "on_accent", "quiet": "accent", "danger": "bad"}
_ICON, _GAP, _CAP_PADDING = 20, 8, 6


class Button(QPushButton):
    """A button with a text, perhaps an icon before it and a key cap after it."""

    def __init__(
        self,
        text: str,
        name: str,
        *,
        kind: Kind = "secondary",
        symbol: str = "",
        live: bool = False,
        checkable: bool = False,
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`name`: its object name; `symbol`: a Lucide icon; `live`: 44 high, as on the Live page."""
        super().__init__(parent)
        self._symbol, self._cap, self._label, self._short = symbol, "", text, False
        self.setObjectName(name)
        self.setProperty("kind", kind)
        self.setProperty("live", live)
        self.setCheckable(checkable)
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(tip)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        look().changed.connect(self._look_changed)
        self._look_changed()

    def set_label(self, text: str, symbol: str = "") -> None:
        """Another text, and another icon where one is named."""
        self._label = text
        self._symbol = symbol or self._symbol
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: Kind) -> None:
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            restyle(self)
            self._look_changed()

    def set_key(self, key: str) -> None:
        """The key that does the same, shown as a cap and in the tooltip; empty: none."""
        self._cap = key
        self.updateGeometry()
        self.update()

    def set_short(self, short: bool) -> None:
        """Show the icon alone, where there is no room for the text: it becomes the tooltip."""
        if short != self._short and self._symbol:
            self._short = short
            self.setToolTip(self.text() if short else "")
            self.updateGeometry()
            self.update()

    @property
    def _shown(self) -> str:
        return "" if self._short else self._label

    @property
    def cap(self) -> str:
        """The key that is shown; empty: none."""
        return self._cap

    def sizeHint(self) -> QSize:
        padding = 16 if self.property("live") else 12
        height = look().size(tokens.LIVE_CONTROL_HEIGHT if self.property("live") else tokens.CONTROL_HEIGHT)
        return QSize(2 * padding + 2 + self._content_width(), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fusion centres icon and text, but knows no key cap; so only the ground is drawn by the style."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_content(painter)

    def _paint_content(self, painter: QStylePainter) -> None:
        colour = getattr(look().tokens, self._tone())
        left = (self.width() - self._content_width()) / 2
        middle = self.height() / 2
        if self._symbol:
            side = look().size(_ICON)
            paint_icon(painter, self._symbol, QRectF(left, middle - side / 2, side, side), colour)
            left += side + (_GAP if self._shown else 0)
        font = self._text_font()
        metrics = QFontMetrics(font)
        width = metrics.horizontalAdvance(self._shown)
        painter.setFont(font)
        painter.setPen(look().colour(self._tone()))
        painter.drawText(QRectF(left, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, self._shown)
        if self._cap:
            self._paint_cap(painter, left + width + _GAP, middle)

    def _paint_cap(self, painter: QStylePainter, left: float, middle: float) -> None:
        font = look().font(tokens.CAPTION)
        metrics = QFontMetrics(font)
        width, height = metrics.horizontalAdvance(self._cap) + 2 * _CAP_PADDING, metrics.height() + 2
        rect = QRectF(left + 0.5, middle - height / 2 + 0.5, width - 1, height - 1)
        painter.setPen(look().colour(self._tone() if self.property("kind") == "primary" else "line"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, 4, 4)
        painter.setPen(look().colour(self._tone() if self.property("kind") == "primary" else "muted"))
        painter.setFont(font)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._cap)

    def _content_width(self) -> int:
        width = QFontMetrics(self._text_font(widest=True)).horizontalAdvance(self._shown)
        if self._symbol:
            width += look().size(_ICON) + (_GAP if self._shown else 0)
        if self._cap:
            width += _GAP + QFontMetrics(look().font(tokens.CAPTION)).horizontalAdvance(self._cap) + 2 * _CAP_PADDING
        return width

    def _text_font(self, *, widest: bool = False) -> QFont:
        bold = self.property("kind") in ("primary", "checked") or self.isChecked() or (widest and self.isCheckable())
        return look().font(bold=bold)

    def _tone(self) -> str:
        if not self.isEnabled():
            return "muted"
        if self.isChecked() or self.property("kind") == "checked":
            return "accent"
        return _TONES.get(str(self.property("kind")), "text")

    def _look_changed(self) -> None:
        self.setFont(look().font())
        self.updateGeometry()
        self.update()


class IconButton(Button):
    """A button that is an icon alone; its text is the accessible name and the tooltip."""

    def __init__(
        self,
        symbol: str,
        text: str,
        name: str,
        *,
        kind: Kind = "plain",
        live: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", name, kind=kind, symbol=symbol, live=live, parent=parent)
        self.setAccessibleName(text)
        self.setToolTip(text)

    def set_meaning(self, symbol: str, text: str) -> None:
        """Another icon with another meaning."""
        self._symbol = symbol
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    def sizeHint(self) -> QSize:
        side = look().size(tokens.LIVE_CONTROL_HEIGHT if self.property("live") else tokens.CONTROL_HEIGHT)
        return QSize(side, side)


def set_icon(button: QPushButton, name: str, tone: str = "text") -> None:
    """Give a plain QPushButton an icon of the theme."""
    button.setIcon(icon(name, tone))
