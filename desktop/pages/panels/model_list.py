"""A table of models. Arrow keys choose a line; what can be done with it stands under the table. Qt thread.

Signals of `ModelList`: `picked()`, another line is the current one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableWidget, QTableWidgetItem, QWidget

from desktop.theme import tokens
from desktop.theme.look import look

ROW_HEIGHT = 36
_COLUMN_GAP = 24
_SIZE, _MEMORY, _MORE, _STATE = 1, 2, 3, 4
_NARROW = ((_MEMORY, 560), (_MORE, 460), (_SIZE, 280))
"""Columns that go where there is less room than that; the text under the table tells the same."""


class ModelRow(Protocol):
    """What a table shows of a model."""

    @property
    def name(self) -> str: ...

    @property
    def cells(self) -> tuple[str, ...]: ...

    @property
    def used(self) -> bool: ...

    @property
    def ready(self) -> bool: ...

    @property
    def paused(self) -> bool: ...

    @property
    def recommended(self) -> bool: ...


class ModelList(QTableWidget):
    """One line a model."""

    picked = Signal()

    def __init__(self, name: str, title: str, columns: tuple[str, ...], parent: QWidget | None = None) -> None:
        """`columns`: the titles of name, size, memory, one more, and state."""
        super().__init__(0, len(columns), parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setHorizontalHeaderLabels(list(columns))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        self.setStyleSheet("QTableView::item { padding-left: 4px; }")
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(_STATE, QHeaderView.ResizeMode.Stretch)
        self._lines: list[ModelRow] = []
        self.currentCellChanged.connect(lambda row, _column, old, _old: self.picked.emit() if row != old else None)
        look().changed.connect(self._take_size)

    @property
    def current(self) -> ModelRow | None:
        """The line that is chosen."""
        return self._lines[self.currentRow()] if 0 <= self.currentRow() < len(self._lines) else None

    def show_lines(self, lines: Sequence[ModelRow]) -> None:
        """Show models; the one that was chosen stays so, at first it is the one that `choose` takes of no name."""
        before = self.current.name if self.current is not None else ""
        self.blockSignals(True)
        self._lines = list(lines)
        self.setRowCount(len(lines))
        for row, line in enumerate(lines):
            for column, text in enumerate(line.cells):
                item = QTableWidgetItem(text)
                if column == 0 or line.used:
                    item.setFont(look().font(bold=line.used))
                self.setItem(row, column, item)
        self.blockSignals(False)
        self.choose(before)
        self._take_size()

    def choose(self, name: str) -> None:
        """Choose the line of a model; of none of that name the one in use, else one half here, else the recommended."""
        wanted = next((row for row, line in enumerate(self._lines) if line.name == name), None)
        if wanted is None:
            wanted = next((row for row, line in enumerate(self._lines) if line.used), None)
        if wanted is None:
            wanted = next((row for row, line in enumerate(self._lines) if line.paused), None)
        if wanted is None:
            wanted = next((row for row, line in enumerate(self._lines) if line.recommended), 0)
        self.setCurrentCell(wanted, 0)
        self.picked.emit()

    def sizeHint(self) -> QSize:
        header = max(self.horizontalHeader().sizeHint().height(), look().size(28))
        return QSize(400, header + self.rowCount() * look().size(ROW_HEIGHT) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _take_size(self) -> None:
        self.setFont(look().font())
        self.horizontalHeader().setFont(look().font(tokens.CAPTION))
        self.verticalHeader().setDefaultSectionSize(look().size(ROW_HEIGHT))
        for row in range(self.rowCount()):
            self.setRowHeight(row, look().size(ROW_HEIGHT))
        self.updateGeometry()
        self._fit()

    def _fit(self) -> None:
        metrics = QFontMetrics(look().font(bold=True))
        for column in range(_STATE):
            items = [self.horizontalHeaderItem(column), *(self.item(row, column) for row in range(self.rowCount()))]
            widest = max(metrics.horizontalAdvance(item.text()) for item in items if item is not None)
            self.setColumnWidth(column, widest + _COLUMN_GAP)
        for column, least in _NARROW:
            self.setColumnHidden(column, self.viewport().width() < look().size(least))
