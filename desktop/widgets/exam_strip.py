"""The last exams of a round as a strip of cells, oldest first; and what the cells stand for. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.language import tr
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.accessible import Painted, Reading, Role
from desktop.widgets.flow import Flow
from desktop.widgets.painting import bar, smooth
from desktop.widgets.plain import PlainLabel
from desktop.widgets.scores import Cell, cell_of, paint_cell
from interviewer.review.call import Call

SIDE, GAP = 20, 4
_SMALL = 14

Mark = Cell | Literal["uncalled"]
"""A cell, or an exam that was held and has no call yet."""


CALLS = frozenset(call.value for call in Call)


def mark_word(mark: Mark) -> str:
    """What a cell stands for."""
    return {
        "hire": tr("hire"),
        "lean": tr("lean hire"),
        "no": tr("no"),
        "uncalled": tr("no call yet"),
        "none": tr("none yet"),
    }[mark]


def mark_of(call: str) -> Mark:
    """The cell of an exam by its call in the words of `Call`; of no call: the one for that."""
    return cell_of(Call(call)) if call in CALLS else "uncalled"


def paint_mark(painter: QPainter, rect: QRectF, mark: Mark) -> None:
    """A cell in a square. The painter is antialiased."""
    if mark != "uncalled":
        paint_cell(painter, rect, mark)
        return
    painter.setPen(QPen(look().colour("border"), 1.5))
    painter.setBrush(look().colour("surface"))
    painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), rect.width() / 4, rect.width() / 4)
    for place in (-1, 0, 1):
        at = rect.center()
        bar(painter, QRectF(at.x() + place * rect.width() * 0.2 - 1, at.y() - 1, 2, 2), "text")


class ExamStrip(Painted):
    """So many cells; those for exams that were not held yet come first."""

    accessible_role = Role.Graphic

    def __init__(self, name: str, title: str, cells: int, parent: QWidget | None = None) -> None:
        """`title`: what a screen reader calls it; `cells`: how many exams there is room for."""
        super().__init__(name, title, parent)
        self._cells = cells
        self.marks: tuple[Mark, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show exams, oldest first."""
        self.marks = tuple(marks)[-self._cells :]
        self.update()
        self.tell()

    def reading(self) -> Reading:
        words = ", ".join(mark_word(mark) for mark in self.marks) or tr("no exam yet")
        return Reading(words, self.marks.count("hire"), 0, self._cells, 1)

    def sizeHint(self) -> QSize:
        return QSize(self._cells * SIDE + (self._cells - 1) * GAP, SIDE)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        shown: list[Mark] = ["none"] * (self._cells - len(self.marks))
        shown += self.marks
        for number, mark in enumerate(shown):
            paint_mark(painter, QRectF(number * (SIDE + GAP), 0, SIDE, SIDE), mark)


class _Small(Painted):
    """One cell of the legend; its word stands beside it."""

    def __init__(self, mark: Mark) -> None:
        super().__init__(f"legend_{mark}", mark_word(mark))
        self._mark: Mark = mark
        self.setFixedSize(_SMALL, _SMALL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_mark(smooth(self), QRectF(0, 0, _SMALL, _SMALL), self._mark)


class ExamLegend(QWidget):
    """What the cells stand for; goes on in the next line where there is no room."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        flow = Flow(self, spacing=12)
        self._parts: dict[Mark, QWidget] = {}
        marks: tuple[Mark, ...] = ("hire", "lean", "no", "uncalled", "none")
        for mark in marks:
            part = QWidget()
            row = QHBoxLayout(part)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(4)
            row.addWidget(_Small(mark))
            row.addWidget(PlainLabel(mark_word(mark), size=tokens.CAPTION, tone="muted"))
            flow.addWidget(part)
            self._parts[mark] = part

    def show_uncalled(self, there: bool) -> None:
        """Whether there is an exam without a call, so that its cell has to be explained."""
        self._parts["uncalled"].setVisible(there)
