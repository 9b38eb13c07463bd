"""Where an answer is typed: put forward when speaking does not work, and always there for who prefers it.

Signals of `AnswerBox`: `sent()`, what was typed is to be given, if anybody takes it; `closed()`.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.theme.look import look
from desktop.widgets.buttons import Button
from desktop.widgets.plain import PlainLabel

LINES = 4


class _Field(QPlainTextEdit):
    """Ctrl+Enter sends, Esc goes back to speaking; Enter is a new line."""

    sent = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.sent.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class AnswerBox(QFrame):
    """A field of a few lines, with its two buttons."""

    sent = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answer_box")
        self.setProperty("kind", "surface")
        self.field = _Field()
        self.field.setObjectName("answer_field")
        self.field.setAccessibleName(tr("Your answer, typed"))
        self.field.setPlaceholderText(tr("Type your answer. Ctrl+Enter gives it, Esc goes back to speaking."))
        self.field.setTabChangesFocus(True)
        self.field.sent.connect(self._send)
        self.field.left.connect(self._close)
        self.field.textChanged.connect(self._typed)
        self._send_button = Button(tr("Give this answer"), "answer_send", kind="secondary", symbol="keyboard")
        self._send_button.clicked.connect(self._send)
        self._close_button = Button(tr("Speak instead"), "answer_close", kind="plain")
        self._close_button.clicked.connect(self._close)
        self._why = PlainLabel(tone="muted", name="answer_why")
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self._why, 1)
        buttons.addWidget(self._close_button)
        buttons.addWidget(self._send_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 8, 32, 12)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addLayout(buttons)
        look().changed.connect(self._take_size)
        self._take_size()
        self._typed()
        self.hide()

    def open(self, why: str = "") -> None:
        """Show it and put the keyboard into it."""
        self._why.setText(why)
        self.show()
        self.field.setFocus()

    def set_can_speak(self, can: bool) -> None:
        """Without a microphone there is nothing to go back to."""
        self._close_button.setVisible(can)

    @property
    def text(self) -> str:
        return self.field.toPlainText().strip()

    def take_text(self) -> str:
        """What was typed, which leaves the field empty."""
        text = self.text
        self.field.clear()
        return text

    def _send(self) -> None:
        if self.text:
            self.sent.emit()

    def _close(self) -> None:
        if self._close_button.isVisible():
            self.hide()
            self.closed.emit()

    def _typed(self) -> None:
        self._send_button.setEnabled(bool(self.text))

    def _take_size(self) -> None:
        self.field.setFixedHeight(LINES * look().size(20) + 20)
