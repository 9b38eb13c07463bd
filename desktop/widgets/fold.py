"""Something folded away behind a line that says what it is. GUI thread.

Signals of `Fold`: `opened()`, it was unfolded.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStylePainter, QVBoxLayout, QWidget

from desktop.theme import tokens
from desktop.theme.icons import paint_icon
from desktop.theme.look import look

CHEVRON, GAP = 20, 8
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class FoldButton(QPushButton):
    """A chevron and a title that wraps, as wide as there is room."""

    def __init__(self, title: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setProperty("kind", "row")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(320))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, look().size(tokens.CONTROL_HEIGHT))

    def heightForWidth(self, width: int) -> int:
        metrics = QFontMetricsF(look().font(bold=True))
        room = QRectF(0, 0, max(40, width - self._left()), 10_000)
        text = metrics.boundingRect(room, int(_WRAPPED), self.text())
        return max(look().size(tokens.CONTROL_HEIGHT), round(text.height()) + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        painter.setRenderHint(QStylePainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look().colour("sunken"))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        side = look().size(CHEVRON)
        symbol = "chevron-down" if self.isChecked() else "chevron-right"
        paint_icon(painter, symbol, QRectF(0, (self.height() - side) / 2, side, side), look().tokens.muted)
        painter.setFont(look().font(bold=True))
        painter.setPen(look().colour("text"))
        rect = QRectF(self._left(), 0, self.width() - self._left(), self.height())
        painter.drawText(rect, int(_WRAPPED), self.text())

    def _left(self) -> int:
        return look().size(CHEVRON) + GAP


class Fold(QWidget):
    """A line with a chevron; `body` is the layout of what it shows and hides. Folded at first."""

    opened = Signal()

    def __init__(self, title: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_fold")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.button = FoldButton(title, name)
        self.inside = QWidget()
        self.body = QVBoxLayout(self.inside)
        self.body.setContentsMargins(CHEVRON + GAP, 0, 0, 12)
        self.body.setSpacing(4)
        self.inside.hide()
        column.addWidget(self.button)
        column.addWidget(self.inside)
        self.button.toggled.connect(self._show)

    @property
    def is_open(self) -> bool:
        return self.button.isChecked()

    def _show(self, is_open: bool) -> None:
        self.inside.setVisible(is_open)
        if is_open:
            self.opened.emit()
