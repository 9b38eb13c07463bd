"""Labels that show text as it is, whatever it holds. Every label of the window is one of these; a lint sees to it.

A rich-text label renders local images out of whatever was spoken, typed or generated.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.theme import tokens
from desktop.theme.look import look, restyle


class PlainLabel(QLabel):
    """Plain text in one of the sizes of the look, in a colour by its token's name."""

    def __init__(
        self,
        text: str = "",
        *,
        size: int = tokens.BODY,
        bold: bool = False,
        tone: str = "",
        wrap: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`tone`: muted, accent, good, warn or bad; empty: the colour of text."""
        super().__init__(parent)
        self._size, self._bold = size, bold
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setText(text)
        if name:
            self.setObjectName(name)
        if tone:
            self.setProperty("tone", tone)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        self._take_font()
        look().changed.connect(self._take_font)

    def set_tone(self, tone: str) -> None:
        """Change the colour."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)

    def set_bold(self, bold: bool) -> None:
        self._bold = bold
        self._take_font()

    def set_size(self, size: int) -> None:
        """Another text size of the table."""
        if size != self._size:
            self._size = size
            self._take_font()

    def _take_font(self) -> None:
        self.setFont(look().font(self._size, bold=self._bold))


class ElidedLabel(PlainLabel):
    """One line that is cut at its end where there is no room; the whole text is its tooltip and accessible name."""

    def __init__(self, text: str = "", *, least: int = 40, **options: object) -> None:
        """`least`: pixels it wants in any case."""
        self._least = least
        super().__init__(text, **options)  # type: ignore[arg-type]
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self.setAccessibleName(text)
        self._tip()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self.text()) + 2, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tip()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = QFontMetrics(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.contentsRect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)

    def _tip(self) -> None:
        whole = QFontMetrics(self.font()).horizontalAdvance(self.text()) <= self.width()
        self.setToolTip("" if whole else plain_tip(self.text()))


def plain_tip(text: str) -> str:
    """A text as a tooltip shows it literally: Qt takes what looks like markup for markup."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<span>{escaped}</span>" if escaped != text else text
