"""What to practise next, in one sentence, and why in another; a link that sets it up. GUI thread.

Signals of `NextLine`: `wanted()`, it is to be set up.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.language import tr
from desktop.progress import words
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.flow import Flow
from desktop.widgets.plain import PlainLabel
from desktop.widgets.sentence import Sentence
from interviewer.progress.next import Advice


class NextLine(QWidget):
    """Hidden while there is nothing to say."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("progress_next")
        self.text = Sentence(size=tokens.SECTION, wrap=True, name="progress_next_text")
        self.why = PlainLabel(tone="muted", wrap=True, name="progress_next_why")
        self.go = Button(tr("Set it up"), "progress_set_up", kind="quiet")
        self.go.clicked.connect(self.wanted)
        flow = Flow(spacing=4)
        flow.addWidget(self.text)
        flow.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(flow)
        column.addWidget(self.why)

    def show_advice(self, advice: Advice | None, today: date) -> None:
        """Show what is advised; None: nothing."""
        self.setVisible(advice is not None)
        if advice is None:
            return
        self.text.setText(words.advice_words(advice, today))
        self.why.setText(words.why_words(advice))
        self.go.setAccessibleDescription(self.text.text())
