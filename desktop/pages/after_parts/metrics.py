"""Metrics as they were heard, beside what a strong answer has. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.pages.after_parts.columns import SectionHeading
from desktop.pages.after_parts.texts import wrapped
from desktop.report.values import MetricRow, MetricTable
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.coverage import MARK, CoverageMark
from desktop.widgets.frames import Line
from desktop.widgets.moments import TimeButton
from desktop.widgets.plain import PlainLabel

Play = Callable[[float], None]
_COLUMNS = 4
_SHARES = (0, 32, 36, 20)


class MetricsView(QWidget):
    """One table. Text wraps; rows are as high as it needs."""

    def __init__(self, number: int, table: MetricTable, play: Play, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"metrics_{number}")
        self.setAccessibleName(tr("Metrics: heard and model answer"))
        self._name, self._play = f"metric_{number}", play
        source = PlainLabel(tr("from the question pack"), size=tokens.CAPTION, tone="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(SectionHeading(tr("Metrics: heard and model answer"), source))
        if table.title:
            column.addWidget(wrapped(table.title, tone="muted"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2)
        column.addLayout(self._grid)
        self._fill(table)
        if table.remark:
            column.addWidget(wrapped(table.remark, tone="muted", name=f"metrics_{number}_remark"))

    def _fill(self, table: MetricTable) -> None:
        heads = (tr("Kind"), tr("Heard from you"), tr("A strong answer has"), tr("Compared"))
        for place, (head, share) in enumerate(zip(heads, _SHARES, strict=True)):
            self._grid.addWidget(wrapped(head, size=tokens.CAPTION, bold=True, tone="muted"), 0, place)
            self._grid.setColumnStretch(place, share)
        for number, row in enumerate(table.rows):
            self._grid.addWidget(Line(), 2 * number + 1, 0, 1, _COLUMNS)
            self._add(number, row, 2 * number + 2)

    def _add(self, number: int, row: MetricRow, at: int) -> None:
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(wrapped(row.kind, tone="muted", beside_button=True), at, 0, top)
        self._grid.addWidget(self._heard(number, row), at, 1, top)
        self._grid.addWidget(wrapped(row.model, beside_button=True), at, 2, top)
        self._grid.addWidget(_compared(row), at, 3, top)

    def _heard(self, number: int, row: MetricRow) -> QWidget:
        cell = QWidget()
        line = QHBoxLayout(cell)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        said = wrapped(row.heard or tr("Not heard"), tone="" if row.heard else "muted", beside_button=True)
        said.setObjectName(f"{self._name}_{number}_heard")
        line.addWidget(said, 1, Qt.AlignmentFlag.AlignTop)
        if row.at is not None:
            button = TimeButton(f"{self._name}_{number}_play", row.at, size=tokens.CAPTION)
            button.wanted.connect(self._play)
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return cell


def _compared(row: MetricRow) -> QWidget:
    cell = QWidget()
    line = QHBoxLayout(cell)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    mark = QVBoxLayout()
    mark.setContentsMargins(0, (look().size(tokens.CONTROL_HEIGHT) - MARK) // 2, 0, 0)
    mark.addWidget(CoverageMark(row.mark))
    mark.addStretch(1)
    line.addLayout(mark)
    line.addWidget(wrapped(row.compared, beside_button=True), 1, Qt.AlignmentFlag.AlignTop)
    return cell
