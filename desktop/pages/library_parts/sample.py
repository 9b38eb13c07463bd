"""A sample session where there is none of one's own yet, and what is told of it while it is held. Qt thread.

Signals of `DemoBanner`: `opened(object)`, the folder of a session to be replayed.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.demonstration import demonstration_of
from desktop.desk import AtReplay, Desk, Place
from desktop.language import tr
from desktop.pages.demo_card import DemoCard
from desktop.theme.look import look
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Banner, EmptyState, Scroll

CARD_WIDTH = 520
"""At most."""


class EmptyLibrary(Scroll):
    """How to fill it, and under that the card of a sample session."""

    def __init__(self, start: Button, demo: DemoCard) -> None:
        super().__init__(margin=8)
        self._demo = demo
        what, why = tr("No session yet"), tr("Every interview is kept here, to be read, heard and compared.")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(demo, 1000)
        row.addStretch(1)
        self.body.addWidget(EmptyState("mic", what, why, start), 3)
        self.body.addLayout(row)
        self.body.addStretch(2)
        look().changed.connect(self._take_size)
        self._take_size()

    def _take_size(self) -> None:
        self._demo.setMaximumWidth(look().size(CARD_WIDTH))


class DemoBanner(Banner):
    """Says above the list of sessions what the card says where there are none."""

    opened = Signal(object)

    def __init__(self, desk: Desk, card: DemoCard, parent: QWidget | None = None) -> None:
        super().__init__("library_demo_banner", parent)
        self._card = card
        self._demo = demonstration_of(desk)
        self._told = False
        """What came of the last one needs no more words."""
        self._demo.changed.connect(self.refresh)
        desk.wanted.connect(self._gone_to)

    def refresh(self) -> None:
        """Say what there is to say, once: its buttons stay where the keyboard may be."""
        running, session = self._demo.running, self._demo.session
        if running:
            self._told = False
        if self._card.isVisible() or self._told or not (running or session):
            self._put("")
        elif running:
            self._put(tr("A sample session is being held in the background."), (tr("Cancel"), self._demo.cancel))
        else:
            self._put(tr("The sample session is held."), (tr("Open the replay"), self._open))

    def forget(self) -> None:
        """The page is left: whoever comes back knows."""
        self._told = not self._demo.running
        self.refresh()

    def _gone_to(self, place: Place) -> None:
        """Whoever opens it, from wherever, knows of it."""
        if isinstance(place, AtReplay) and place.session == self._demo.session:
            self.forget()

    def _put(self, text: str, *actions: tuple[str, Callable[[], None]]) -> None:
        if text == self.text:
            return
        if not text:
            self.clear()
            return
        self.say("info", text, *((label, "library_demo_act", act) for label, act in actions))

    def _open(self) -> None:
        if self._demo.session is not None:
            self.opened.emit(self._demo.session)
