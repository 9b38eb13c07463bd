"""The level meter: how loud the microphone is, −60 to 0 dB, with marks for well heard speech. GUI thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.language import tr
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.accessible import Painted, Reading, Role
from desktop.widgets.painting import CENTRED, filled_bar, smooth, width_of, words

FLOOR_DB, QUIET_DB, LOUD_DB = -60.0, -20.0, -9.0
"""Floor of the scale; below the second speech is quiet, above the third it is loud."""
SILENT_DB = -50.0
HOLD_SECONDS, FALL_DB_A_SECOND = 1.0, 20.0
"""How long the peak stands, and how fast it falls then."""
CAPTION_GAP = 8
FRAME_SECONDS = 1 / 30


def level_word(peak_db: float) -> str:
    """A level in a word."""
    if peak_db < SILENT_DB:
        return tr("silent")
    if peak_db < QUIET_DB:
        return tr("quiet")
    return tr("good") if peak_db <= LOUD_DB else tr("loud")


class LevelMeter(Painted):
    """A bar that follows the level, and a line that holds its peak for a second."""

    accessible_role = Role.ProgressBar

    def __init__(
        self,
        name: str,
        parent: QWidget | None = None,
        *,
        tall: bool = False,
        marks: bool = True,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`tall`: 16 high and marks with their unit, as in set-up; `marks`: captions under them; `now`: a clock."""
        super().__init__(name, tr("Microphone level"), parent)
        self._tall, self._captions, self._now = tall, marks, now
        self._thickness, self._over, self._under = (16, 6, 4) if tall else (8, 2, 2)
        self._level = self._held = FLOOR_DB
        self._held_at = self._painted_at = self._fallen_at = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def level_db(self) -> float:
        """The level shown."""
        return self._level

    @property
    def held_db(self) -> float:
        """The peak that is held."""
        return self._held

    def show_level(self, peak_db: float) -> None:
        """Show the peak of the last moment, in dB of full scale."""
        now = self._now()
        self._level = max(FLOOR_DB, min(0.0, peak_db))
        self._hold(now)
        if now - self._painted_at >= FRAME_SECONDS:
            self._painted_at = now
            self.update(self._bar_rect())
            self.tell()

    def clear(self) -> None:
        """Show that nothing is heard."""
        self._level = self._held = FLOOR_DB
        self.update(self._bar_rect())
        self.tell()

    def reading(self) -> Reading:
        text = tr("{word}, {level} decibels", word=level_word(self._level), level=round(self._level))
        return Reading(text, round(self._level), FLOOR_DB, 0.0, 1.0)

    def sizeHint(self) -> QSize:
        captions = self._under + look().size(tokens.CAPTION + 4) if self._captions else 0
        return QSize(176, self._marks_height + captions)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(self)
        rect = QRectF(0, self._over, self.width(), self._thickness)
        filled_bar(painter, rect, self._share(self._level), "data")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self._held > FLOOR_DB and self._held > self._level:
            at = round(self._share(self._held) * (self.width() - 2))
            painter.fillRect(QRect(at, self._over, 2, self._thickness), look().colour("text"))
        for mark in (QUIET_DB, LOUD_DB):
            at = round(self._share(mark) * self.width())
            painter.fillRect(QRect(at, 0, 1, self._marks_height), look().colour("text"))
        if self._captions and event.rect().bottom() >= self._bar_rect().bottom():
            self._paint_captions(painter)

    def captions(self) -> list[tuple[str, float, float]]:
        """Text, left edge and width of what stands under the marks: with its unit where there is room for it."""
        numbers = [f"−{abs(round(mark))}" for mark in (QUIET_DB, LOUD_DB)]
        marks = [self._share(mark) * self.width() for mark in (QUIET_DB, LOUD_DB)]
        if self._tall:
            placed = _placed([tr("{number} dB", number=number) for number in numbers], marks, self.width())
            if all(left <= mark <= left + width for (_, left, width), mark in zip(placed, marks, strict=True)):
                return placed
        return _placed(numbers, marks, self.width())

    def _paint_captions(self, painter: QPainter) -> None:
        font = look().font(tokens.CAPTION)
        top = self._marks_height + self._under
        for text, left, width in self.captions():
            words(painter, QRectF(left, top, width, self.height() - top), text, font, "muted", CENTRED)

    def _hold(self, now: float) -> None:
        if self._level >= self._held:
            self._held, self._held_at, self._fallen_at = self._level, now, now
        elif now - self._held_at > HOLD_SECONDS:
            since = max(self._fallen_at, self._held_at + HOLD_SECONDS)
            self._held = max(self._level, self._held - (now - since) * FALL_DB_A_SECOND)
            self._fallen_at = now

    @property
    def _marks_height(self) -> int:
        """The marks stand out of the bar, above and below."""
        return self._thickness + 2 * self._over

    def _bar_rect(self) -> QRect:
        return QRect(0, 0, self.width(), self._marks_height)

    @staticmethod
    def _share(db: float) -> float:
        return (db - FLOOR_DB) / -FLOOR_DB


def _placed(texts: Sequence[str], marks: Sequence[float], room: float) -> list[tuple[str, float, float]]:
    """Each text centred under its mark, or so far left of it that it ends before the edge and before the next text."""
    placed: list[tuple[str, float, float]] = []
    end = room
    for text, mark in reversed(list(zip(texts, marks, strict=True))):
        width = width_of(text, look().font(tokens.CAPTION)) + 4
        left = min(mark - width / 2, end - width)
        placed.insert(0, (text, left, width))
        end = left - CAPTION_GAP
    return placed
