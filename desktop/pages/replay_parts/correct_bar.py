"""The bar in which words of the transcript are corrected. GUI thread.

Signals of `CorrectBar`: `kept(str)`, what was said; `play_wanted()`, the words once more; `closed()`.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.pages.replay_parts.bar_field import BarField
from desktop.replay.correcting import Passage
from desktop.theme import tokens
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.plain import ElidedLabel
from desktop.widgets.transcript_text import heard_text

LONGEST = 600
"""Characters of what can be written for so many words as can be chosen at once."""


class CorrectBar(QWidget):
    """What was heard, and a field for what was said. Enter keeps it, Esc does not; empty: nothing was said."""

    kept = Signal(str)
    play_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("correct_bar")
        self.setAccessibleName(tr("Correct what was heard"))
        self._passage: Passage | None = None
        self.heard = ElidedLabel(size=tokens.CAPTION, tone="muted", name="correct_heard")
        self.field = BarField("correct_text", tr("What you said"), tr("Nothing was said here"))
        self.field.setMaxLength(LONGEST)
        self.field.textChanged.connect(lambda _text: self._offer())
        self.field.entered.connect(lambda _shift: self._keep())
        self.field.left.connect(self.close_bar)
        self.play = IconButton("play", tr("Hear these words"), "correct_play", kind="plain")
        self.play.clicked.connect(self.play_wanted)
        close = IconButton("x", tr("Leave it as it is"), "correct_close", kind="plain")
        close.clicked.connect(self.close_bar)
        self.back = IconButton("undo-2", tr("As it was heard"), "correct_back", kind="plain")
        self.back.clicked.connect(self._take_back)
        self.keep = Button(tr("Correct"), "correct_keep", kind="primary")
        self.keep.clicked.connect(self._keep)
        top, row, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        for layout in (top, row):
            layout.setSpacing(8)
        top.addWidget(self.heard, 1)
        top.addWidget(close)
        for widget in (self.play, self.field, self.back, self.keep):
            row.addWidget(widget, 1 if widget is self.field else 0)
        column.setContentsMargins(4, 0, 16, 0)
        column.setSpacing(2)
        column.addLayout(top)
        column.addLayout(row)
        self.hide()

    @property
    def passage(self) -> Passage | None:
        """What is being corrected; None while the bar is hidden."""
        return self._passage

    def open_for(self, passage: Passage, *, playable: bool) -> None:
        """Show it for some words, ready to type."""
        self._passage = passage
        self.heard.setText(heard_text(passage.heard))
        self.field.setText(passage.shown)
        self.back.setVisible(bool(passage.corrections))
        self.play.setVisible(playable)
        self._offer()
        self.show()
        self.field.take_focus()

    def close_bar(self) -> None:
        """Hide it; nothing is kept."""
        if self._passage is not None:
            self._passage = None
            self.hide()
            self.closed.emit()

    def _take_back(self) -> None:
        if self._passage is not None:
            self.field.setText(self._passage.heard)
            self._keep()

    def _keep(self) -> None:
        """Something else than what stands there; the same closes it."""
        text = " ".join(self.field.text().split())
        if self._passage is not None and text != self._passage.shown:
            self.kept.emit(text)
        self.close_bar()

    def _offer(self) -> None:
        empty = not self.field.text().strip()
        self.keep.set_label(tr("Take out") if empty else tr("Correct"))
