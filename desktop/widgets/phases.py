"""The plan of an interview as a strip: phases as wide as their minutes, or one bar for the whole. GUI thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.language import tr
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.accessible import Painted, Reading, Role
from desktop.widgets.painting import bar, filled_bar, smooth, width_of, words
from desktop.widgets.plain import plain_tip
from desktop.widgets.times import clock_text, minutes_number, minutes_text, spoken_text

THICKNESS, GAP = 6, 4
_UNDER = 6
"""From the bar to its names."""

Phase = tuple[str, str, float]
"""Id, title and planned seconds."""


@dataclass(frozen=True, slots=True)
class _Label:
    left: float
    width: float
    number: int


class PhaseStrip(Painted):
    """Phases one after another. Done ones are quiet, the current one fills in the accent, the rest is empty."""

    accessible_role = Role.ProgressBar

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, tr("Time plan"), parent)
        self._phases: tuple[Phase, ...] = ()
        self._current, self._elapsed = "", 0.0
        self._total: float | None = None
        self._compact = False
        self._painted: tuple[object, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def compact(self) -> bool:
        """Whether only the current phase is named."""
        return self._compact

    @compact.setter
    def compact(self, compact: bool) -> None:
        if compact != self._compact:
            self._compact = compact
            self.update()

    def show_plan(self, phases: Sequence[Phase]) -> None:
        """Show a plan of which nothing has begun."""
        self._phases, self._total = tuple(phases), None
        self._current, self._elapsed = "", 0.0
        self.update()
        self.tell()

    def show_progress(self, elapsed_seconds: float, current_id: str) -> None:
        """Show how far the plan has come; the phases before the current one are done, whenever that was."""
        self._elapsed, self._current = elapsed_seconds, current_id
        self._repaint_if_seen()

    def show_total(self, elapsed_seconds: float, total_seconds: float) -> None:
        """Show one bar for the whole, as in an exam."""
        self._elapsed, self._total = elapsed_seconds, total_seconds
        self._repaint_if_seen()

    @property
    def shown_names(self) -> tuple[str, ...]:
        """The names there is room for, as they are written."""
        return tuple(self._written(label.number) for label in self._labels())

    @property
    def total_text(self) -> str:
        """What stands under the one bar: "30:08 of 35:00"; empty while phases are shown."""
        if self._total is None:
            return ""
        return tr("{elapsed} of {total}", elapsed=clock_text(self._elapsed), total=clock_text(self._total))

    def reading(self) -> Reading:
        length = self._total if self._total is not None else sum(seconds for _, _, seconds in self._phases)
        return Reading(self._said(length), min(length, max(0.0, self._elapsed)), 0.0, length, 1.0)

    def sizeHint(self) -> QSize:
        return QSize(400, THICKNESS + _UNDER + look().size(tokens.CAPTION + 4))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """A tooltip names the phase under the pointer, with its minutes."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), plain_tip(self.tip_at(event.pos().x())), self)
            return True
        return super().event(event)

    def tip_at(self, x: float) -> str:
        """The name and minutes of the phase at a place; empty where there is none."""
        for (_, title, seconds), rect in zip(self._phases, self._rects(), strict=True):
            if self._total is None and rect.left() <= x <= rect.right() + GAP:
                return tr("{title}, {minutes}", title=title, minutes=minutes_text(seconds))
        return ""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        if self._total is not None:
            self._paint_total(painter, self._total)
            return
        current = self._number()
        for number, rect in enumerate(self._rects()):
            if current is None or number > current:
                bar(painter, rect, "track")
            elif number < current:
                bar(painter, rect, "border")
            else:
                filled_bar(painter, rect, self._share_of_current(), "accent")
        for label in self._labels():
            self._paint_label(painter, label)

    def _paint_total(self, painter: QPainter, total: float) -> None:
        filled_bar(painter, QRectF(0, 0, self.width(), THICKNESS), self._elapsed / max(1.0, total), "border")
        rect = QRectF(0, THICKNESS + _UNDER, self.width(), look().size(tokens.CAPTION + 4))
        words(painter, rect, self.total_text, look().font(tokens.CAPTION), "muted")

    def _paint_label(self, painter: QPainter, label: _Label) -> None:
        _, title, seconds = self._phases[label.number]
        current = label.number == self._number()
        rect = QRectF(label.left, THICKNESS + _UNDER, label.width + 2, look().size(tokens.CAPTION + 4))
        tone = "text" if current else "muted"
        font = look().font(tokens.CAPTION, bold=current)
        words(painter, rect, title, font, tone)
        rect.setLeft(rect.left() + width_of(f"{title} ", font))
        words(painter, rect, minutes_number(seconds), look().font(tokens.CAPTION), tone)

    def _labels(self) -> list[_Label]:
        """The names that have room. The current one always has; it pushes out those it needs the room of."""
        rects, current = self._rects(), self._number()
        labels = [self._label(number, rect) for number, rect in enumerate(rects)]
        if self._total is not None or (self._compact and current is None):
            return []
        if self._compact and current is not None:
            return [labels[current]]
        fits = [
            label
            for label, rect in zip(labels, rects, strict=True)
            if label.number == current or label.width <= rect.width() + GAP / 2
        ]
        first = labels[current] if current is not None else None
        return [label for label in fits if first is None or label is first or not _touch(label, first)]

    def _label(self, number: int, rect: QRectF) -> _Label:
        font = look().font(tokens.CAPTION, bold=number == self._number())
        width = width_of(self._written(number), font)
        return _Label(max(0.0, min(rect.left(), self.width() - width)), width, number)

    def _written(self, number: int) -> str:
        _, title, seconds = self._phases[number]
        return f"{title} {minutes_number(seconds)}"

    def _rects(self) -> list[QRectF]:
        return list(self._bars())

    def _bars(self) -> Iterator[QRectF]:
        total = sum(seconds for _, _, seconds in self._phases) or 1.0
        room, left = self.width() - GAP * (len(self._phases) - 1), 0.0
        for _, _, seconds in self._phases:
            width = room * seconds / total
            yield QRectF(left, 0, width, THICKNESS)
            left += width + GAP

    def _number(self) -> int | None:
        ids = [phase for phase, _, _ in self._phases]
        return ids.index(self._current) if self._current in ids else None

    def _share_of_current(self) -> float:
        number = self._number() or 0
        began = sum(seconds for _, _, seconds in self._phases[:number])
        return (self._elapsed - began) / max(1.0, self._phases[number][2])

    def _said(self, length: float) -> str:
        if self._elapsed <= 0 and self._number() is None:
            plan = (f"{title} {minutes_text(seconds)}" for _, title, seconds in self._phases)
            return ", ".join(plan) if self._total is None else spoken_text(length)
        used = tr("{elapsed} of {total}", elapsed=spoken_text(self._elapsed), total=spoken_text(length))
        number = self._number()
        if self._total is not None or number is None:
            return used
        where = tr("{title}, part {n} of {all}", title=self._phases[number][1], n=number + 1, all=len(self._phases))
        return f"{where}, {used}"

    def _repaint_if_seen(self) -> None:
        """Half a pixel or another second is what can be seen."""
        length = self._total or sum(seconds for _, _, seconds in self._phases) or 1.0
        seen = (self._current, round(2 * self.width() * self._elapsed / length), self.total_text)
        if seen != self._painted:
            self._painted = seen
            self.update()
            self.tell()


def _touch(one: _Label, other: _Label) -> bool:
    return one.left < other.left + other.width + GAP and other.left < one.left + one.width + GAP
