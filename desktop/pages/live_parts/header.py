"""Top of the Live page: what is held, the clock, the phases, where words go, which microphone listens.

Signals of `Header`: `full_screen()`, `other_microphone()`.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.live_words import phase_detail, phase_title
from desktop.theme import tokens
from desktop.view_state import Doing, ViewState
from desktop.widgets.accessible import announce
from desktop.widgets.badge import Badge
from desktop.widgets.buttons import IconButton
from desktop.widgets.clock import BigClock
from desktop.widgets.phases import PhaseStrip
from desktop.widgets.plain import ElidedLabel, PlainLabel

MARGIN = 32


class Header(QWidget):
    """Round and mode, time left, phase, phase strip."""

    full_screen = Signal()
    other_microphone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("live_header")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._round = ElidedLabel(size=tokens.SECTION, bold=True, name="live_round", least=120)
        self._mode = ElidedLabel(tone="muted", name="live_mode", least=120)
        self.clock = BigClock("live_clock")
        self._phase = PlainLabel(bold=True, name="live_phase")
        self._detail = PlainLabel(tone="muted", name="live_phase_detail")
        self.badge = Badge("live_words_go")
        self.microphone = IconButton("mic", tr("Choose another microphone"), "live_microphone")
        self.microphone.clicked.connect(self.other_microphone)
        self._screen = IconButton("maximize", tr("Full screen"), "live_full_screen")
        self._screen.clicked.connect(self.full_screen)
        self.strip = PhaseStrip("live_phases")
        self._plan: object = None
        self._announced = ""
        self._lay_out()

    def _lay_out(self) -> None:
        top = QGridLayout()
        top.setContentsMargins(0, 0, 0, 0)
        left = QVBoxLayout()
        left.setContentsMargins(0, 12, 0, 0)
        left.setSpacing(0)
        left.addWidget(self._round)
        left.addWidget(self._mode)
        left.addStretch(1)
        middle = QVBoxLayout()
        middle.setSpacing(4)
        middle.addWidget(self.clock, 0, Qt.AlignmentFlag.AlignHCenter)
        words = QHBoxLayout()
        words.setSpacing(4)
        words.addStretch(1)
        words.addWidget(self._phase)
        words.addWidget(self._detail)
        words.addStretch(1)
        middle.addLayout(words)
        right = QHBoxLayout()
        right.setContentsMargins(0, 12, 0, 0)
        right.setSpacing(8)
        right.addStretch(1)
        right.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        right.addWidget(self.microphone, 0, Qt.AlignmentFlag.AlignTop)
        right.addWidget(self._screen, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(left, 0, 0)
        top.addLayout(middle, 0, 1)
        top.addLayout(right, 0, 2)
        top.setColumnStretch(0, 1)
        top.setColumnStretch(2, 1)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 16, MARGIN, 24)
        column.setSpacing(24)
        column.addLayout(top)
        column.addWidget(self.strip)

    def set_titles(self, round_title: str, mode: str) -> None:
        """The round, and level and mode under it."""
        self._round.setText(round_title)
        self._mode.setText(mode)

    def set_compact(self, compact: bool) -> None:
        """Where there is little room the strip names only the phase that runs, and the margins are narrower."""
        self._column.setContentsMargins(MARGIN, 4 if compact else 16, MARGIN, 8 if compact else 24)
        self._column.setSpacing(8 if compact else 24)
        self.strip.compact = compact

    def set_microphone_key(self, key: str) -> None:
        """The key that chooses another one; empty: none."""
        name = self.microphone.accessibleName()
        self.microphone.setToolTip(f"{name} ({key})" if key else name)

    def set_full_screen(self, on: bool) -> None:
        if on:
            self._screen.set_meaning("minimize", tr("Leave full screen"))
        else:
            self._screen.set_meaning("maximize", tr("Full screen"))

    def render_view(self, view: ViewState) -> None:
        """Show a view."""
        self.clock.show_left(view.seconds_left, view.seconds)
        self.microphone.setEnabled(view.doing not in (Doing.OPENING, Doing.ENDED))
        self._show_phase(view)
        if view.exam:
            self.strip.show_total(view.elapsed, view.seconds)
        else:
            plan = tuple((phase.id, phase.title, phase.seconds) for phase in view.plan.phases)
            if plan != self._plan:
                self._plan = plan
                self.strip.show_plan(plan)
            self.strip.show_progress(view.elapsed, view.phase)

    def _show_phase(self, view: ViewState) -> None:
        urgent = self.clock.words(view.seconds_left) if view.began is not None else ""
        over = view.seconds_left <= 0
        self._phase.setText(urgent or phase_title(view))
        self._phase.set_tone(("bad" if over else "warn") if urgent else "")
        detail = "" if urgent else phase_detail(view)
        self._detail.setText(f"· {detail}" if detail else "")
        self._detail.setVisible(bool(detail))
        said = tr("Time is up.") if over and urgent else urgent or phase_title(view)
        if said and said != self._announced:
            self._announced = said
            announce(self, said)
