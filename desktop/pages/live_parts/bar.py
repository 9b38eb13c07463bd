"""Bottom of the Live page: the state in words, the level, and what the candidate can do.

Signals of `Bar`: `pressed(str)`, the action of a button by its name in the table of shortcuts. The right slot holds
"I'm done" while somebody listens, "Stop voice" while the interviewer speaks, in the same place.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.language import tr
from desktop.live_words import state_text
from desktop.shortcuts import Shortcuts
from desktop.theme.look import look
from desktop.view_state import Doing, ViewState
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.meter import LevelMeter
from desktop.widgets.state import StateWord

SLOT_WIDTH = 168
METER_WIDTH = 176
STATE_WIDTH = 140
"""Room for the longest line of detail, so that nothing beside it moves."""


class Bar(QFrame):
    """State, level, actions."""

    pressed = Signal(str)

    def __init__(self, shortcuts: Shortcuts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("live_bar")
        self._shortcuts = shortcuts
        self.state = StateWord("live_state")
        self.meter = LevelMeter("live_meter")
        self.meter.setFixedWidth(METER_WIDTH)
        self.ask = self._button("ask", tr("Ask"), "circle-help")
        self.think = self._button("think", tr("Think"), "hourglass")
        self.pause = self._button("pause", tr("Pause"), "pause")
        self.write = IconButton("keyboard", tr("Type the answer"), "live_write", live=True)
        self.write.clicked.connect(lambda: self.pressed.emit("write"))
        self.end = Button(tr("End"), "live_end", kind="danger", live=True)
        self.end.clicked.connect(lambda: self.pressed.emit("end"))
        self.done = Button(tr("I’m done"), "live_done", kind="primary", live=True)
        self.done.clicked.connect(self._slot_pressed)
        self._stops_voice = False
        self._compact = False
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(32, 16, 32, 16)
        row.setSpacing(8)
        row.addWidget(self.state)
        row.addSpacing(16)
        row.addWidget(self.meter)
        row.addStretch(1)
        for button in (self.ask, self.think, self.pause, self.write, self.end, self.done):
            row.addWidget(button)
        look().changed.connect(self._take_size)
        self._take_size()
        self.refresh_keys()

    def _button(self, action: str, text: str, symbol: str) -> Button:
        button = Button(text, f"live_{action}", symbol=symbol, live=True, tip=self._shortcuts.title(action))
        button.clicked.connect(lambda: self.pressed.emit(action))
        return button

    def begin(self, *, exam: bool) -> None:
        """An exam cannot be paused."""
        self.pause.setVisible(not exam)

    def refresh_keys(self) -> None:
        """Show the keys the table says now."""
        for action, button in (("ask", self.ask), ("think", self.think), ("pause", self.pause)):
            button.set_key("" if self._compact else cap(self._shortcuts.key(action)))
        self._show_slot_key()

    def fit(self, width: int) -> None:
        """Leave out what does not find room in so many pixels: key caps and meter first, then words beside icons."""
        for compact, short in ((False, False), (True, False), (True, True)):
            self._compact = compact
            self.meter.setVisible(not compact)
            for button in (self.ask, self.think, self.pause):
                button.set_short(short)
            self.refresh_keys()
            if self._row.totalMinimumSize().width() <= width:
                return

    def render_view(self, view: ViewState) -> None:
        """Show a view: words, icon and what can be pressed change, places do not."""
        text = state_text(view)
        self.state.show_state(view.doing.value, text.word, text.detail)
        self.meter.show_level(view.peak_db)
        listening = view.doing is Doing.LISTENING
        for button in (self.ask, self.think):
            button.setEnabled(listening)
            button.setToolTip("" if listening else tr("Once the interviewer listens."))
        held = view.doing is Doing.PAUSED
        self.pause.setEnabled(listening or held)
        self.pause.set_label(tr("Go on") if held else tr("Pause"), "play" if held else "pause")
        self.write.setEnabled(view.doing not in (Doing.OPENING, Doing.ENDED))
        self.end.setEnabled(view.doing is not Doing.ENDED)
        self._show_slot(view)

    def _show_slot(self, view: ViewState) -> None:
        stops = view.doing is Doing.SPEAKING
        if stops != self._stops_voice:
            self._stops_voice = stops
            self.done.set_kind("secondary" if stops else "primary")
            self.done.set_label(tr("Stop voice") if stops else tr("I’m done"))
            self._show_slot_key()
        self.done.setEnabled(stops or view.can_end_answer)

    def _show_slot_key(self) -> None:
        key = self._shortcuts.key("stop_voice" if self._stops_voice else "done")
        self.done.set_key("" if self._compact else cap(key))

    def _slot_pressed(self) -> None:
        self.pressed.emit("stop_voice" if self._stops_voice else "done")

    def _take_size(self) -> None:
        self.state.setMinimumWidth(60 + look().size(STATE_WIDTH))
        self.done.setMinimumWidth(look().size(SLOT_WIDTH))


def cap(key: str) -> str:
    """A key as a cap shows it."""
    return tr("Enter") if key == "Return" else key
