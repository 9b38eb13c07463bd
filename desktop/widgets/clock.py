"""The time that is left, large: figures, colour and words change together, and nothing blinks. GUI thread."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.language import tr
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.view_state import soon_seconds
from desktop.widgets.accessible import Painted, Reading, Role
from desktop.widgets.painting import CENTRED, smooth, words
from desktop.widgets.times import clock_text, spoken_text

LAST_SECONDS = 60
_HOUR = 3600.0


def shown_seconds(seconds_left: float) -> int:
    """What the figures say: a second is shown until it is over."""
    return math.ceil(seconds_left)


def time_words(seconds_left: float, of: float = _HOUR) -> str:
    """What stands under the figures when the time gets short; empty before that. `of`: seconds of the interview."""
    shown, soon = shown_seconds(seconds_left), soon_seconds(of)
    if shown > soon:
        return ""
    if shown > LAST_SECONDS:
        return tr("Two minutes left")
    if shown > 0:
        return tr("Last minute") if soon >= LAST_SECONDS else tr("Half a minute left")
    return tr("Over by {time}", time=clock_text(-seconds_left)) if seconds_left <= -1 else tr("Time is up")


def time_tone(seconds_left: float, of: float = _HOUR) -> str:
    """The token of the colour of figures and words."""
    shown = shown_seconds(seconds_left)
    return "text" if shown > soon_seconds(of) else "warn" if shown > 0 else "bad"


class BigClock(Painted):
    """The countdown. As wide as "00:00", so that it stands still."""

    accessible_role = Role.Clock

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, tr("Time left"), parent)
        self._left, self._of = 0.0, _HOUR
        self._most = _HOUR
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The figures shown."""
        return clock_text(shown_seconds(self._left))

    @property
    def tone(self) -> str:
        """The token of their colour."""
        return time_tone(self._left, self._of)

    def show_left(self, seconds_left: float, of: float = _HOUR) -> None:
        """Show the time left of a whole, negative when over; repaints only when another second is shown."""
        before = (self.text, self.tone)
        self._left, self._of = seconds_left, of
        self._most = max(self._most, seconds_left)
        if (self.text, self.tone) != before:
            if len(self.text) != len(before[0]):
                self.updateGeometry()
            self.update()
            self.tell()

    def words(self, seconds_left: float) -> str:
        """What to say under the figures: nothing, "Two minutes left", "Over by 0:12"."""
        return time_words(seconds_left, self._of)

    def reading(self) -> Reading:
        shown = shown_seconds(self._left)
        if shown > 0:
            text = tr("{time} left", time=spoken_text(shown))
        else:
            text = tr("over by {time}", time=spoken_text(-self._left)) if self._left <= -1 else tr("time is up")
        return Reading(text, max(0, shown), 0.0, self._most, 1.0)

    def sizeHint(self) -> QSize:
        font = look().font(tokens.TIMER, bold=True)
        widest = "0:00:00" if len(self.text) > len("00:00") else "00:00"
        return QSize(QFontMetrics(font).horizontalAdvance(widest) + 4, look().size(tokens.TIMER + 4))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        font = look().font(tokens.TIMER, bold=True)
        words(smooth(self), QRectF(self.rect()), self.text, font, self.tone, CENTRED)
