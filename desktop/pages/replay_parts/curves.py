"""Pace and loudness under the waveform, once they are known. GUI thread. Signals of `CurvesStrip`: `sought(float)`."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.language import tr
from desktop.replay.curves import Curve, Curves
from desktop.widgets.curve import CurveLane
from desktop.widgets.lanes import lane_names
from speech.delivery.pace import TYPICAL_WORDS

NOTHING = Curves(Curve(()), Curve(()))


class CurvesStrip(QWidget):
    """Two lanes in line with those of the waveform; hidden until there is something to show and it is wanted."""

    sought = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = self._wanted = False
        names = lane_names()
        self.pace = CurveLane("replay_pace", names[3], _pace_words, TYPICAL_WORDS)
        self.loudness = CurveLane("replay_loudness", names[4], _loudness_words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for lane in (self.pace, self.loudness):
            lane.sought.connect(self.sought)
            column.addWidget(lane)
        self.hide()

    @property
    def known(self) -> bool:
        """Whether there is anything to show."""
        return self._known

    def show_curves(self, curves: Curves | None, seconds: float) -> None:
        """The curves of a session so long; None: they are not known."""
        found = curves or NOTHING
        self._known = bool(found.pace.points or found.loudness.points)
        self.pace.show_curve(found.pace, seconds)
        self.loudness.show_curve(found.loudness, seconds)
        self._show()

    def want(self, wanted: bool) -> None:
        """Whether somebody wants to see them."""
        self._wanted = wanted
        self._show()

    def show_position(self, seconds: float) -> None:
        """Where the replay is."""
        if self.isVisible():
            self.pace.show_position(seconds)
            self.loudness.show_position(seconds)

    def _show(self) -> None:
        self.setVisible(self._known and self._wanted)


def _pace_words(value: float) -> str:
    return tr("{n} words a minute", n=round(value))


def _loudness_words(value: float) -> str:
    return tr("{n} dB", n=round(value))
