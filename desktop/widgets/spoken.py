"""Spoken words as lines of 26 on 16: firm ones, then an unsure tail with a caret; they can be selected. GUI thread.

`SpokenText` emits `selected()` when a person begins to select in it.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.accessible import Painted, Role

LINE = 26
_CARET_ROOM = 6


class SpokenText(Painted):
    """One text, wrapped to the width it is given. Plain: whatever stands in it is shown as it is."""

    accessible_role = Role.StaticText
    selected = Signal()

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, "", parent)
        self._firm = self._unsure = ""
        self._from = self._to = 0
        self._layout = QTextLayout()
        self._laid_for: tuple[object, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    @property
    def text(self) -> str:
        """The whole text, the unsure tail with it."""
        return f"{self._firm} {self._unsure}".strip() if self._unsure else self._firm

    @property
    def selection(self) -> str:
        """What is selected of it."""
        low, high = sorted((self._from, self._to))
        return self.text[low:high]

    def show_text(self, firm: str, unsure: str = "") -> None:
        """Show words; `unsure` ones may still change, and a caret stands behind them."""
        if (firm, unsure) == (self._firm, self._unsure):
            return
        if not self.text.startswith(firm[: max(self._from, self._to)]):
            self._from = self._to = 0
        self._firm, self._unsure = firm, unsure
        self.update()

    def select_all(self) -> None:
        self._select(0, len(self.text))

    def clear_selection(self) -> None:
        self._select(0, 0)

    def accessible_text(self) -> str:
        return self.text

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        self._lay(width)
        return max(1, self._layout.lineCount()) * look().size(LINE)

    def sizeHint(self) -> QSize:
        return QSize(400, look().size(LINE))

    def look_changed(self) -> None:
        self._laid_for = ()
        super().look_changed()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._lay(self.width())
        painter.setPen(look().colour("text"))
        self._layout.draw(painter, QPointF(0, 0), self._formats())
        if self._unsure:
            self._paint_caret(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.selected.emit()
        at = self._at(event.position())
        self._select(at, at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Taken, as the press was."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._select(self._from, self._at(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word."""
        at, text = self._at(event.position()), self.text
        low = text.rfind(" ", 0, at) + 1
        high = text.find(" ", at)
        self._select(low, high if high >= 0 else len(text))

    def _lay(self, width: int) -> None:
        """Break the lines, unless they are broken for this text and width already."""
        wanted = (self.text, width)
        if wanted == self._laid_for:
            return
        self._laid_for = wanted
        font, height = look().font(tokens.SECTION), look().size(LINE)
        self._layout.setFont(font)
        self._layout.setText(self.text)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        lift = (height - QFontMetricsF(font).height()) / 2
        self._layout.beginLayout()
        number = 0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(1, width - _CARET_ROOM))
            line.setPosition(QPointF(0, number * height + lift))
            number += 1
        self._layout.endLayout()

    def _formats(self) -> list[QTextLayout.FormatRange]:
        formats = []
        if self._unsure:
            muted = QTextCharFormat()
            muted.setForeground(look().colour("muted"))
            formats.append(_range(len(self.text) - len(self._unsure), len(self._unsure), muted))
        low, high = sorted((self._from, self._to))
        if high > low:
            chosen = QTextCharFormat()
            chosen.setBackground(look().colour("accent"))
            chosen.setForeground(look().colour("on_accent"))
            formats.append(_range(low, high - low, chosen))
        return formats

    def _paint_caret(self, painter: QPainter) -> None:
        line = self._layout.lineAt(self._layout.lineCount() - 1)
        rect = QRectF(round(line.naturalTextRect().right()) + 4, line.y(), 2, line.height())
        painter.fillRect(rect, look().colour("accent"))

    def _at(self, place: QPointF) -> int:
        """The position in the text at a place."""
        number = max(0, min(int(place.y() / look().size(LINE)), self._layout.lineCount() - 1))
        if self._layout.lineCount() == 0:
            return 0
        return _position(self._layout.lineAt(number).xToCursor(place.x()))

    def _select(self, start: int, end: int) -> None:
        if (start, end) != (self._from, self._to):
            self._from, self._to = start, end
            self.update()


def _position(found: Any) -> int:
    """The position in what PySide makes of a C++ argument that is read and written: a pair, or the number alone."""
    return int(found[0] if isinstance(found, tuple) else found)


def _range(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, form
    return made
