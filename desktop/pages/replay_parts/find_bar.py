"""The bar that finds text in the transcript. GUI thread.

Signals of `FindBar`: `closed()`, after it was hidden.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.language import tr
from desktop.pages.replay_parts.bar_field import BarField
from desktop.widgets.buttons import IconButton
from desktop.widgets.plain import PlainLabel
from desktop.widgets.transcript import Transcript


class FindBar(QWidget):
    """A field, how many there are, previous and next. Enter: next, Shift+Enter: previous, Esc: close."""

    closed = Signal()

    def __init__(self, transcript: Transcript, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._transcript = transcript
        self._found: list[QTextCursor] = []
        self._at = 0
        title = tr("Find in the transcript")
        self.field = BarField("find_text", title, title)
        self.field.textChanged.connect(self._look_for)
        self.field.entered.connect(lambda shift: self.step(-1 if shift else 1))
        self.field.left.connect(self.close_bar)
        self.count = PlainLabel(tone="muted", name="find_count")
        self.previous = IconButton("chevron-left", tr("Previous"), "find_previous", kind="plain")
        self.next = IconButton("chevron-right", tr("Next"), "find_next", kind="plain")
        close = IconButton("x", tr("Close"), "find_close", kind="plain")
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        close.clicked.connect(self.close_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 4, 4)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        for widget in (self.count, self.previous, self.next, close):
            row.addWidget(widget)
        self.hide()
        self._tell()

    def open_bar(self) -> None:
        """Show it, ready to type; what was looked for last is selected."""
        self.show()
        self.field.take_focus()
        if self.field.text():
            self._look_for(self.field.text())

    def close_bar(self) -> None:
        """Hide it; the cursor of the transcript stays where something was found."""
        self.hide()
        self._transcript.show_found(None)
        self.closed.emit()

    def clear(self) -> None:
        """Forget everything: another session is shown."""
        self.hide()
        self.field.clear()

    def step(self, by: int) -> None:
        """On to the next place, or back; behind the last comes the first."""
        if self._found and not self._found[0].hasSelection():  # the text was written anew, in another look
            self._found = self._transcript.find_all(self.field.text())
        if self._found:
            self._at = (self._at + by) % len(self._found)
            self._transcript.show_found(self._found[self._at])
        self._tell()

    def _look_for(self, text: str) -> None:
        self._found, self._at = self._transcript.find_all(text), 0
        if self.isHidden():
            return
        self._transcript.show_found(self._found[0] if self._found else None)
        self._tell()

    def _tell(self) -> None:
        there = len(self._found)
        if not self.field.text().strip():
            self.count.setText("")
        else:
            self.count.setText(tr("{at} of {all}", at=self._at + 1, all=there) if there else tr("not found"))
        why = "" if there else tr("Nothing was found")
        for button in (self.previous, self.next):
            button.setEnabled(there > 0)
            button.setToolTip(button.accessibleName() if there else why)
