"""A small table of texts: what a chart shows, for whoever would rather read it. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableWidget, QTableWidgetItem, QWidget

from desktop.theme.look import look
from desktop.widgets.plain import plain_tip

ROW_HEIGHT, HEAD_HEIGHT = 36, 32
_PADDING = 20
"""Beside the text of a cell, both sides together."""
WRAPPED = Qt.AlignmentFlag(int(Qt.TextFlag.TextWordWrap))
"""Has the heads of columns wrap."""


class TwinTable(QTableWidget):
    """As high as its rows; the page scrolls, the table does not. Cells wrap where there is no room."""

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        """`title`: what a screen reader calls it."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | WRAPPED)
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.viewport().setAutoFillBackground(False)
        self.setStyleSheet("QTableView::item { padding-left: 5px; }")
        look().changed.connect(self._fit)

    def show_rows(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show other texts."""
        self.clear()
        self.setColumnCount(len(head))
        self.setRowCount(len(rows))
        self.setHorizontalHeaderLabels(list(head))
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setToolTip(plain_tip(text))
                self.setItem(number, column, item)
        self._fit()

    @property
    def texts(self) -> list[tuple[str, ...]]:
        """What stands in the rows."""
        return [
            tuple(self._text(row, column) for column in range(self.columnCount())) for row in range(self.rowCount())
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _wanted(self, *, heads_wrap: bool) -> list[int]:
        """How wide each column wants to be."""
        bold, plain = QFontMetrics(look().font(bold=True)), QFontMetrics(look().font())
        widths = []
        for column in range(self.columnCount()):
            head = self._head(column).split() if heads_wrap else [self._head(column)]
            texts = [plain.horizontalAdvance(self._text(row, column)) for row in range(self.rowCount())]
            widths.append(max([*(bold.horizontalAdvance(part) for part in head), *texts, 0]) + _PADDING)
        return widths

    def _head(self, column: int) -> str:
        item = self.horizontalHeaderItem(column)
        return item.text() if item is not None else ""

    def _text(self, row: int, column: int) -> str:
        item = self.item(row, column)
        return item.text() if item is not None else ""

    def _fit(self) -> None:
        """Columns as wide as their texts, with heads that wrap where that does not fit, else all of one width."""
        bold = QFontMetrics(look().font(bold=True))
        wanted = self._wanted(heads_wrap=False)
        if sum(wanted) > self.viewport().width():
            wanted = self._wanted(heads_wrap=True)
        room = self.viewport().width()
        share = (room - sum(wanted)) // max(1, len(wanted))
        heights = [look().size(HEAD_HEIGHT)]
        for column, width in enumerate(wanted):
            given = width + share if share >= 0 else room // len(wanted)
            self.setColumnWidth(column, given)
            inner = QRect(0, 0, max(40, given - _PADDING + 8), 10_000)
            heights.append(bold.boundingRect(inner, int(Qt.TextFlag.TextWordWrap), self._head(column)).height() + 12)
        self.horizontalHeader().setFixedHeight(max(heights))
        self.verticalHeader().setMinimumSectionSize(look().size(ROW_HEIGHT))
        self.resizeRowsToContents()
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        height = max(heights) + rows + 2
        if height != self.height():
            self.setFixedHeight(height)
