"""A form that asks a model something and says in a sentence how it went. Qt thread."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from desktop.desk import Desk
from desktop.engine import Job
from desktop.pages.panels.panel import Remark
from desktop.servers import TONES, Tried
from desktop.widgets.accessible import announce
from desktop.widgets.frames import Card


class AskingForm(Card):
    """One question at a time. `askers` are the buttons that ask; they rest meanwhile and say `busy`."""

    def __init__(self, desk: Desk, name: str, busy: str, parent: QWidget | None = None) -> None:
        super().__init__(padding=16, spacing=12, parent=parent)
        self.setObjectName(f"{name}_form")
        self.desk = desk
        self.remark = Remark(f"{name}_remark")
        self.askers: tuple[QPushButton, ...] = ()
        self.job: Job | None = None
        self._busy = busy

    def leave(self) -> None:
        """Nobody looks any more."""
        if self.job is not None:
            self.job.cancel()
            self.job = None
        self.allow(True)

    def show_tried(self, tried: Tried) -> None:
        """How it went."""
        self.say(TONES[tried.verdict], tried.sentence)

    def say(self, tone: str, sentence: str) -> None:
        """The end of a question, in a sentence."""
        self.job = None
        self.allow(True)
        self.remark.say(tone, sentence)
        announce(self, sentence)

    def allow(self, allowed: bool) -> None:
        """Whether something can be asked."""
        for button in self.askers:
            button.setEnabled(allowed)
            button.setToolTip("" if allowed else self._busy)


def line(name: str, title: str, example: str) -> QLineEdit:
    """A field for one line; `example` stands in it while it is empty."""
    field = QLineEdit()
    field.setObjectName(name)
    field.setAccessibleName(title)
    field.setPlaceholderText(example)
    field.setMinimumWidth(280)
    return field
