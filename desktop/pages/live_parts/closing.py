"""What lies over the Live page while an interview is closed: that all is kept, and a way not to wait.

Signals of `Closing`: `hurry()`.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Card, Plate
from desktop.widgets.plain import PlainLabel

WIDTH = 440


class Closing(QWidget):
    """A card over a dimmed page."""

    hurry = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setObjectName("live_closing")
        self._page = page
        page.installEventFilter(self)
        card = Card(padding=24, spacing=12)
        card.setFixedWidth(look().size(WIDTH))
        self._title = PlainLabel(size=tokens.TITLE, bold=True, wrap=True, name="closing_title")
        self._text = PlainLabel(tone="muted", wrap=True, name="closing_text")
        self._progress = QProgressBar()
        self._progress.setObjectName("closing_progress")
        self._progress.setAccessibleName(tr("Finishing the transcript"))
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._later = Button(tr("Leave the rest for later"), "closing_later", kind="secondary")
        self._later.clicked.connect(self._leave)
        for widget in (self._title, self._text, Plate(self._progress)):
            card.body.addWidget(widget)
        card.body.addWidget(self._later, 0, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        self.hide()

    def show_closing(self) -> None:
        """The end was asked for."""
        self._show(tr("Ending the interview"))

    def show_over(self, why: str) -> None:
        """The interview is over; its answers are still transcribed with care."""
        self._show(why)

    def _show(self, title: str) -> None:
        self._title.setText(title)
        self._text.setText(
            tr("Everything is kept. Your answers are transcribed once more with care; the review goes by that text.")
        )
        self._later.setEnabled(True)
        self.setGeometry(self._page.rect())
        self.raise_()
        if self.isHidden():
            self.show()
            self._later.setFocus()

    def _leave(self) -> None:
        self._later.setEnabled(False)
        self.hurry.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._page.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        dim = QColor(look().tokens.bg)
        dim.setAlpha(215)
        painter.fillRect(self.rect(), dim)
