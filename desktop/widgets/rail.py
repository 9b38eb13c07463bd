"""The rail at the left: the pages, and where words go. Signals: `chosen(str)`, the name of a page."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from desktop.hosts import goes_out
from desktop.language import tr
from desktop.theme import tokens
from desktop.theme.icons import paint_icon
from desktop.theme.look import look

_ICON = 20


class _Item(QPushButton):
    """Icon over text."""

    def __init__(self, text: str, symbol: str, name: str) -> None:
        super().__init__(text)
        self._symbol = symbol
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setProperty("kind", "rail")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(tokens.RAIL_WIDTH - 16, look().size(56))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = "accent" if self.isChecked() else "muted"
        left = (self.width() - _ICON) / 2
        paint_icon(painter, self._symbol, QRectF(left, look().size(8), _ICON, _ICON), getattr(look().tokens, tone))
        font = _fitting(self.text(), self.width() - 4, bold=self.isChecked())
        painter.setFont(font)
        painter.setPen(look().colour(tone))
        text = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - 4)
        rect = QRectF(0, look().size(8) + _ICON + 2, self.width(), look().size(20))
        painter.drawText(rect, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)


def _fitting(text: str, room: int, *, bold: bool) -> QFont:
    """A caption's font, at a large text size smaller where the word would be cut: the rail does not grow."""
    font = look().font(tokens.CAPTION, bold=bold)
    while font.pixelSize() > tokens.CAPTION and QFontMetrics(font).horizontalAdvance(text) > room:
        font.setPixelSize(font.pixelSize() - 1)
    return font


class _Mark(QWidget):
    """The name of the program as a sign: a chair."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(tokens.RAIL_WIDTH - 16, 40)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_icon(painter, "hotseat", QRectF(self.width() / 2 - 12, 8, 24, 24), look().tokens.text)


class Rail(QFrame):
    """The pages by name."""

    chosen = Signal(str)

    def __init__(self, pages: tuple[tuple[str, str, str], ...], parent: QWidget | None = None) -> None:
        """`pages`: name, text and icon of each."""
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName(tr("Pages"))
        self.setProperty("kind", "rail")
        self.setFixedWidth(tokens.RAIL_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 16, 8, 16)
        column.setSpacing(4)
        column.addWidget(_Mark())
        column.addSpacing(16)
        self._group = QButtonGroup(self)
        self._items: dict[str, _Item] = {}
        for name, text, symbol in pages:
            item = _Item(text, symbol, f"rail_{name}")
            item.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
            self._group.addButton(item)
            self._items[name] = item
            column.addWidget(item)
        column.addStretch(1)
        self.words = WordsGo("rail_words")
        column.addWidget(self.words)

    def select(self, name: str) -> None:
        """Mark a page as the one in front."""
        self._items[name].setChecked(True)

    def set_tip(self, name: str, tip: str) -> None:
        """The tooltip of a page, as in "Ctrl+1"."""
        self._items[name].setToolTip(tip)


class WordsGo(QWidget):
    """Where words go: this computer alone, or a host by its name. Icon over text."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._text, self._symbol = tr("All local"), "lock"
        self.setFixedWidth(tokens.RAIL_WIDTH - 16)
        self.show_host("")

    def show_host(self, words: str, sound: str = "") -> None:
        """Name the hosts words and the sound of answers go to; empty: none."""
        self._text, self._symbol = (words or sound, "server") if words or sound else (tr("All local"), "lock")
        whole = goes_out(words, sound) or tr("Nothing you say leaves this computer.")
        self.setAccessibleName(whole)
        self.setToolTip(whole)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(tokens.RAIL_WIDTH - 16, look().size(48))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_icon(painter, self._symbol, QRectF((self.width() - 18) / 2, 2, 18, 18), look().tokens.muted)
        font = look().font(tokens.CAPTION)
        painter.setFont(font)
        painter.setPen(look().colour("muted"))
        text = QFontMetrics(font).elidedText(self._text, Qt.TextElideMode.ElideMiddle, self.width())
        painter.drawText(QRectF(0, 24, self.width(), look().size(20)), Qt.AlignmentFlag.AlignHCenter, text)
