"""The card a sample session is asked for on: held in the background with its progress, then opened. Qt thread.

Signals of `DemoCard`: `opened(object)`, the folder of a session to be replayed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.demonstration import demonstration_of
from desktop.desk import Desk
from desktop.language import tr
from desktop.pages.panels.panel import Remark
from desktop.theme import tokens
from desktop.widgets.accessible import announce
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Card, Heading
from desktop.widgets.plain import PlainLabel
from desktop.widgets.times import clock_text

if TYPE_CHECKING:
    from desktop.demo import Progress

_STEPS = 1000


class DemoCard(Card):
    """Hold, cancel, open."""

    opened = Signal(object)

    def __init__(self, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        """`name`: object name, before those of its parts."""
        super().__init__(padding=16, spacing=8, parent=parent)
        self.setObjectName(name)
        self._demo = demonstration_of(desk)
        self.about = PlainLabel(
            tr(
                "A synthetic candidate is interviewed here, in the background and without a sound. "
                "It takes about two minutes; then its replay opens."
            ),
            tone="muted",
            wrap=True,
            name=f"{name}_about",
        )
        self.bar = QProgressBar()
        self.bar.setObjectName(f"{name}_bar")
        self.bar.setAccessibleName(tr("Progress of the demo"))
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _STEPS)
        self.state = PlainLabel(size=tokens.CAPTION, tone="muted", wrap=True, name=f"{name}_state")
        self.remark = Remark(f"{name}_remark")
        self.hold = Button(tr("Hold the demo"), f"{name}_hold", symbol="play")
        self.cancel = Button(tr("Cancel"), f"{name}_cancel")
        self.open = Button(tr("Open the replay"), f"{name}_open", symbol="play")
        head = Heading(tr("A sample session"), self.hold, self.cancel, self.open)
        for widget in (head, self.about, self.bar, self.state, self.remark):
            self.body.addWidget(widget)
        self.hold.clicked.connect(self._hold)
        self.cancel.clicked.connect(self._cancel)
        self.open.clicked.connect(self._open)
        self._demo.changed.connect(self.refresh)
        self._demo.held.connect(self._held)
        self.refresh()

    def refresh(self) -> None:
        """Show how far it is."""
        running, session = self._demo.running, self._demo.session
        here = session is not None and session.is_dir()
        self.hold.setVisible(not running and not here)
        self.open.setVisible(not running and here)
        for widget in (self.bar, self.state, self.cancel):
            widget.setVisible(running)
        self.bar.setValue(round(_STEPS * self._demo.progress.share) if self._demo.progress is not None else 0)
        self.state.setText(words_for(self._demo.progress))
        if here and not running:
            self.remark.say("good", tr("It is held, and listed in the Library."))
        else:
            self.remark.say("warn", self._demo.sentence)

    def _hold(self) -> None:
        self._demo.start()
        self.cancel.setFocus()
        announce(self, tr("The demo is being held."))

    def _cancel(self) -> None:
        self._demo.cancel()
        self.hold.setFocus()
        announce(self, tr("The demo was called off."))

    def _open(self) -> None:
        if self._demo.session is not None:
            self.opened.emit(self._demo.session)

    def _held(self, session: Path) -> None:
        """Opened where somebody waits for it; who has gone elsewhere is left there."""
        if self.isVisible():
            self.opened.emit(session)


def words_for(progress: Progress | None) -> str:
    """How far a demonstration is, as in "0:42 of about 2:20"."""
    if progress is None or (progress.seconds == 0 and not progress.reviewing):
        return tr("Getting ready")
    if progress.reviewing:
        return tr("Reviewing it")
    if progress.typed:
        return tr("{time}, answers are typed: a voice or a speech model is missing", time=clock_text(progress.seconds))
    return tr("{time} of about {whole}", time=clock_text(progress.seconds), whole=clock_text(progress.whole_seconds))
