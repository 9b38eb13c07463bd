"""What things stand in and beside: cards, hairlines, banners, key caps, empty states, scrolling pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.theme import tokens
from desktop.theme.icons import paint_icon
from desktop.theme.look import look, restyle
from desktop.widgets.buttons import Button
from desktop.widgets.plain import ElidedLabel, PlainLabel

Tone = Literal["good", "warn", "bad", "info"]
_RING = 4
"""Room for the ring around what has the focus."""
_SYMBOLS = {"good": "circle-check", "warn": "triangle-alert", "bad": "circle-x", "info": "info"}


class Card(QFrame):
    """A surface with a thin edge. `body` is its layout."""

    def __init__(self, *, padding: int = 24, spacing: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(spacing)


class Plate(QWidget):
    """The ground of a card, painted in full: what moves on it has nothing beneath it painted again."""

    def __init__(self, moving: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(moving)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), look().colour("surface"))


class Line(QFrame):
    """A hairline."""

    def __init__(self, *, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "line")
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


class Icon(QWidget):
    """An icon by itself, in a colour by its token. Says nothing to a screen reader: text stands beside it."""

    def __init__(self, symbol: str, tone: str = "muted", side: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._symbol, self._tone, self._side = symbol, tone, side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_symbol(self, symbol: str, tone: str) -> None:
        self._symbol, self._tone = symbol, tone
        self.update()

    def sizeHint(self) -> QSize:
        side = look().size(self._side)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_icon(painter, self._symbol, QRectF(self.rect()), getattr(look().tokens, self._tone))


class Banner(QFrame):
    """A sentence that has to be seen, with at most two things to do about it. Hidden until `say`."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("kind", "banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        self._icon = Icon("info", "accent")
        self._text = PlainLabel(wrap=True, name=f"{name}_text")
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1)
        self._buttons: list[Button] = []
        self._row = row
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while hidden."""
        return self._text.text() if not self.isHidden() else ""

    def say(self, tone: Tone, text: str, *actions: tuple[str, str, Callable[[], None]]) -> None:
        """Show a sentence. `actions`: label, object name and what it does."""
        self.clear()
        self.setProperty("tone", tone)
        self._icon.show_symbol(_SYMBOLS[tone], "accent" if tone == "info" else tone)
        self._text.setText(text)
        self.setAccessibleName(text)
        for label, name, act in actions:
            button = Button(label, name, kind="secondary")
            button.clicked.connect(lambda _checked=False, act=act: act())
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            self._buttons.append(button)
        restyle(self)
        self.show()

    def clear(self) -> None:
        """Hide it."""
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = []
        self._text.setText("")
        self.hide()


class EmptyState(QWidget):
    """Where nothing is yet: what, why, and one thing to do."""

    def __init__(
        self, symbol: str, what: str, why: str, action: Button | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(Icon(symbol, "muted", 48), 0, Qt.AlignmentFlag.AlignHCenter)
        self.what = PlainLabel(what, size=tokens.SECTION, bold=True, wrap=True)
        self.why = PlainLabel(why, tone="muted", wrap=True)
        for label in (self.what, self.why):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        if action is not None:
            column.addSpacing(8)
            column.addWidget(action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)


class _Scrolled(QWidget):
    """As high as its texts are at its width; Qt would ask for the height of texts that are wrapped much narrower."""

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), 0) if self.hasHeightForWidth() else least


class Scroll(QScrollArea):
    """A page that scrolls up and down only. `body` is the layout of what scrolls."""

    def __init__(self, *, margin: int = tokens.MARGIN, spacing: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = _Scrolled()
        inside.setProperty("kind", "scrolled")
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(margin, margin - 8, margin, margin - 8)
        self.body.setSpacing(spacing)
        self.setWidget(inside)


class Snug(Scroll):
    """As high as what is in it where there is room, for a window that must fit a low screen, too."""

    def __init__(self, name: str, *, width: int, spacing: int = 12, parent: QWidget | None = None) -> None:
        """`width`: of the window it is made for, in pixels."""
        super().__init__(margin=0, spacing=spacing, parent=parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.setContentsMargins(_RING, _RING, _RING, _RING)
        self._width = width

    def sizeHint(self) -> QSize:
        return QSize(self._width, self.body.totalHeightForWidth(self._width))


class Heading(QWidget):
    """A title with something at its right end."""

    def __init__(self, title: str, *right: QWidget, size: int = tokens.SECTION, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.title = ElidedLabel(title, size=size, bold=True)
        row.addWidget(self.title, 1)
        for widget in right:
            row.addWidget(widget)
