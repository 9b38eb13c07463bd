"""Time spent on each phase against the plan: a bar, a tick for the plan, the time and the difference. GUI thread.

Every phase is drawn to one scale. A difference of a minute or more stands out.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.report.values import PhaseRow
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.accessible import Painted, Reading, Role
from desktop.widgets.painting import RIGHT, filled_bar, smooth, width_of, words
from desktop.widgets.plain import plain_tip
from desktop.widgets.times import clock_text, signed_text, spoken_text

ROW, THICKNESS, TICK = 28, 8, 16
_GAP = 12
_MOST_TITLE = 0.36
REMARKABLE_SECONDS = 60


class PlanBars(Painted):
    """A row for each phase."""

    accessible_role = Role.List

    def __init__(self, name: str, phases: Sequence[PhaseRow], parent: QWidget | None = None) -> None:
        super().__init__(name, tr("Time against plan"), parent)
        self.phases = tuple(phases)
        self.longest = max((max(phase.planned, phase.spent or 0.0) for phase in phases), default=1.0) or 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.rows = [_Row(f"{name}_{number}", phase, self) for number, phase in enumerate(self.phases)]
        for row in self.rows:
            column.addWidget(row)

    @property
    def title_width(self) -> float:
        """What the longest title takes, within reason."""
        font = look().font()
        widest = max((width_of(phase.title, font) for phase in self.phases), default=0.0)
        return min(widest + 1, self.width() * _MOST_TITLE)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, super().minimumSizeHint().height())


class _Row(Painted):
    """One phase."""

    accessible_role = Role.ListItem

    def __init__(self, name: str, phase: PhaseRow, parent: PlanBars) -> None:
        super().__init__(name, phase.title, parent)
        self._phase, self._bars = phase, parent
        self.setToolTip(plain_tip(f"{phase.title}: {self.reading().text}"))
        self.look_changed()

    def look_changed(self) -> None:
        self.setFixedHeight(look().size(ROW))
        self.update()

    @property
    def texts(self) -> tuple[str, str]:
        """Time spent, and by how much it differs from the plan."""
        if self._phase.spent is None:
            return "–", tr("not known")
        return clock_text(self._phase.spent), signed_text(self._phase.spent - self._phase.planned)

    def reading(self) -> Reading:
        planned, spent = self._phase.planned, self._phase.spent
        if spent is None:
            text = tr("{planned} planned, spent not known", planned=spoken_text(planned))
            return Reading(text, 0.0, 0.0, self._longest())
        text = tr("{spent} of {planned} planned", spent=spoken_text(spent), planned=spoken_text(planned))
        return Reading(text, spent, 0.0, self._longest())

    def _longest(self) -> float:
        return self._bars.longest

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, font = smooth(self), look().font()
        left = self._bars.title_width
        title = QFontMetricsF(font).elidedText(self._phase.title, Qt.TextElideMode.ElideRight, left)
        words(painter, QRectF(0, 0, left, self.height()), title, font, "text")
        spent, differs = self.texts
        times, difference = self._columns()
        bold = self._phase.spent is not None and abs(self._phase.spent - self._phase.planned) >= REMARKABLE_SECONDS
        right = self.width() - difference
        words(
            painter,
            QRectF(right, 0, difference, self.height()),
            differs,
            look().font(bold=bold),
            "text" if bold else "muted",
            RIGHT,
        )
        words(painter, QRectF(right - times, 0, times, self.height()), spent, font, "text", RIGHT)
        rect = QRectF(left + _GAP, (self.height() - THICKNESS) / 2, right - times - left - 2 * _GAP, THICKNESS)
        filled_bar(painter, rect, (self._phase.spent or 0.0) / self._longest(), "data")
        at = rect.left() + rect.width() * self._phase.planned / self._longest()
        painter.fillRect(QRectF(min(at, rect.right()) - 2, (self.height() - TICK) / 2, 2, TICK), look().colour("text"))

    def _columns(self) -> tuple[float, float]:
        """Widths of the time spent and of the difference."""
        bold = look().font(bold=True)
        unknown = width_of(tr("not known"), look().font()) if any(one.spent is None for one in self._bars.phases) else 0
        return width_of("00:00", look().font()) + 4, max(width_of("+00:00", bold), unknown) + _GAP


class PlanLegend(Painted):
    """What bar and tick stand for."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, tr("Bar: time spent; tick: plan"), parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        font = look().font(tokens.CAPTION)
        text = width_of(tr("spent"), font) + width_of(tr("plan"), font)
        return QSize(round(16 + 8 + 12 + 2 + 8 + text + 2), look().size(ROW - 8))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, font = smooth(self), look().font(tokens.CAPTION)
        middle = self.height() / 2
        filled_bar(painter, QRectF(0, middle - 4, 16, 8), 1, "data")
        spent = width_of(tr("spent"), font) + 1
        words(painter, QRectF(24, 0, spent, self.height()), tr("spent"), font, "muted")
        tick = 24 + spent + 12
        painter.fillRect(QRectF(tick, middle - 6, 2, 12), look().colour("text"))
        words(painter, QRectF(tick + 10, 0, self.width(), self.height()), tr("plan"), font, "muted")
