"""A small pill that says where words go: "All local", or the name of a host."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.language import tr
from desktop.theme import tokens
from desktop.theme.icons import paint_icon
from desktop.theme.look import look

_WIDEST = 260


class Badge(QWidget):
    """Icon and word in a rounded edge; warns when the host does not answer."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._text, self._symbol, self._tone = "", "lock", "text"
        self.show_host("")
        look().changed.connect(self.updateGeometry)

    def show_host(self, host: str, *, answers: bool = True) -> None:
        """Name the host words go to; empty: they stay here."""
        if not host:
            self._text, self._symbol, self._tone = tr("All local"), "lock", "text"
        elif answers:
            self._text, self._symbol, self._tone = host, "server", "text"
        else:
            self._text, self._symbol, self._tone = tr("{host} · not answering", host=host), "triangle-alert", "warn"
        whole = tr("Nothing you say leaves this computer.") if not host else tr("Words go to {host}.", host=self._text)
        self.setAccessibleName(whole)
        self.setToolTip(whole)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetrics(look().font(tokens.CAPTION)).horizontalAdvance(self._text)
        return QSize(min(_WIDEST, width + 42), look().size(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(96, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look().colour("line" if self._tone == "text" else self._tone))
        painter.setBrush(look().colour("surface"))
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        colour = getattr(look().tokens, self._tone)
        paint_icon(painter, self._symbol, QRectF(10, (self.height() - 14) / 2, 14, 14), colour)
        font = look().font(tokens.CAPTION)
        painter.setFont(font)
        painter.setPen(look().colour(self._tone))
        room = QRectF(28, 0, self.width() - 38, self.height())
        text = QFontMetrics(font).elidedText(self._text, Qt.TextElideMode.ElideMiddle, int(room.width()) + 1)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
