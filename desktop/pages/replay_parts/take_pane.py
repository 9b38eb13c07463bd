"""One of two takes in Replay: play it, what was heard of it, how it was spoken, and its words. GUI thread.

Signals of `TakePane`: `play_wanted()`; `sought(float)`, session seconds of this take.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.replay.script import Script
from desktop.report.takes import Take
from desktop.theme import tokens
from desktop.widgets.buttons import IconButton
from desktop.widgets.plain import ElidedLabel, PlainLabel
from desktop.widgets.take import add_heard
from desktop.widgets.times import clock_text
from desktop.widgets.transcript import Transcript


class TakePane(QWidget):
    """A column. Its player is somebody else's."""

    play_wanted = Signal()
    sought = Signal(float)

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._title = name, title
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.play = IconButton("play", tr("Play: {take}", take=title), f"{name}_play", kind="secondary")
        self.play.clicked.connect(self.play_wanted)
        self.time = PlainLabel(clock_text(0.0), tone="muted", name=f"{name}_time")
        self._heard = QHBoxLayout()
        self._heard.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.play)
        top.addWidget(ElidedLabel(title, bold=True), 1)
        top.addLayout(self._heard)
        top.addWidget(self.time)
        self.note, self.figures = (
            PlainLabel(size=tokens.CAPTION, tone="muted", wrap=True, name=f"{name}_{part}")
            for part in ("note", "figures")
        )
        self.transcript = Transcript(f"{name}_transcript")
        self.transcript.setAccessibleName(tr("Transcript: {take}", take=title))
        self.transcript.sought.connect(self.sought)
        self.transcript.left.connect(lambda: self.transcript.follow(False))
        self.transcript.return_wanted.connect(lambda: self.transcript.follow(True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        column.addLayout(top)
        for label in (self.note, self.figures):
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.transcript, 1)

    def show_take(self, take: Take, script: Script, *, why_silent: str = "") -> None:
        """Another take; `why_silent`: why it cannot be played, empty when it can."""
        while (item := self._heard.takeAt(0)) is not None and (before := item.widget()) is not None:
            before.deleteLater()
        add_heard(self._heard, self._name, take)
        for label, texts in ((self.note, (take.note,)), (self.figures, (take.metrics, take.delivery))):
            label.setText(" · ".join(filter(None, texts)))
            label.setVisible(bool(label.text()))
        self.play.setEnabled(not why_silent)
        self.play.setToolTip(why_silent or self.play.accessibleName())
        self.transcript.show_script(script)

    def show_position(self, seconds: float) -> None:
        """Where its sound is."""
        self.time.setText(clock_text(seconds))
        self.transcript.show_position(seconds)

    def show_playing(self, playing: bool) -> None:
        name = tr("Pause: {take}", take=self._title) if playing else tr("Play: {take}", take=self._title)
        self.play.set_meaning("pause" if playing else "play", name)
