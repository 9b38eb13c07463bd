"""A small picture of a sound: bars as high as it was loud. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.language import tr
from desktop.widgets.accessible import Painted, Reading, Role
from desktop.widgets.painting import bar, smooth


class SoundBars(Painted):
    """Bars every few pixels; those that were heard in the accent, the others empty."""

    accessible_role = Role.ProgressBar

    def __init__(
        self,
        name: str,
        parent: QWidget | None = None,
        *,
        title: str = "",
        thickness: int = 2,
        step: int = 4,
        tone: str = "accent",
        height: int = 40,
    ) -> None:
        """`title`: whose sound it is, for a screen reader; `tone`: token of what was heard."""
        super().__init__(name, title or tr("Sound"), parent)
        self._thickness, self._step, self._tone, self._height = thickness, step, tone, height
        self._peaks: tuple[float, ...] = ()
        self._played = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_peaks(self, peaks: Sequence[float]) -> None:
        """Show a sound by its peaks, 0 to 1, over its whole length."""
        self._peaks = tuple(min(1.0, max(0.0, peak)) for peak in peaks)
        self.update()

    def show_played(self, share: float) -> None:
        """Show how much of it was heard, 0 to 1."""
        share = min(1.0, max(0.0, share))
        seen = int(share * self._count()) != int(self._played * self._count()) or (share in (0.0, 1.0))
        self._played = share
        if seen:
            self.update()
            self.tell()

    def clear(self) -> None:
        """Show no sound."""
        self._peaks, self._played = (), 0.0
        self.update()
        self.tell()

    @property
    def played(self) -> float:
        """How much was heard, 0 to 1."""
        return self._played

    def reading(self) -> Reading:
        percent = round(self._played * 100)
        text = tr("{percent} percent played", percent=percent) if self._peaks else tr("no sound")
        return Reading(text, percent, 0.0, 100.0, 1.0)

    def sizeHint(self) -> QSize:
        return QSize(240, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(64, self._height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, count = smooth(self), self._count()
        heard = self._played * count
        for number, peak in enumerate(self.bars(count)):
            high = max(float(self._thickness), peak * self.height())
            rect = QRectF(number * self._step, (self.height() - high) / 2, self._thickness, high)
            bar(painter, rect, self._tone if number < heard else "track")

    def bars(self, count: int) -> list[float]:
        """The peaks at so many places; each the highest of those that fall on it."""
        if not self._peaks or count <= 0:
            return []
        known = len(self._peaks)
        edges = [number * known // count for number in range(count + 1)]
        return [max(self._peaks[low : max(high, low + 1)]) for low, high in pairwise(edges)]

    def _count(self) -> int:
        return max(0, (self.width() - self._thickness) // self._step + 1)
