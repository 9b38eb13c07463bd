"""Small charts of figures over the last sessions, each with its number in words; a table instead. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.pages.progress_parts.section import Section, TableSwitch
from desktop.progress.figures import Figure, delivery_rows
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.frames import Line
from desktop.widgets.plain import PlainLabel
from desktop.widgets.trend_line import WIDTH, TrendLine
from desktop.widgets.twin import TwinTable

ROW_HEIGHT = 80


class FiguresView(Section):
    """A row a figure."""

    def __init__(self, name: str, title: str, what: str, parent: QWidget | None = None) -> None:
        """`what`: what the table is of, for a screen reader."""
        self.switch = TableSwitch(f"{name}_table_switch", what)
        super().__init__(f"progress_{name}", title, self.switch, parent=parent)
        self.table = TwinTable(f"{name}_table", title)
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.rows: dict[str, FigureRow] = {}
        self.body.addWidget(self._list)
        self.body.addWidget(self.table)
        self.switch.switched.connect(lambda _table: self._arrange())

    def show_figures(self, title: str, figures: Sequence[Figure], today: date) -> None:
        """Show other figures under a title."""
        self.title.setText(title)
        for figure in figures:
            if figure.id not in self.rows:
                self.rows[figure.id] = FigureRow(figure.id)
                self._column.addWidget(self.rows[figure.id])
            self.rows[figure.id].show_figure(figure)
        head = (tr("Session of"), *(figure.title for figure in figures))
        self.table.show_rows(head, delivery_rows(figures, today))
        self.switch.setVisible(any(figure.trend.enough for figure in figures) or self.switch.shows_table)
        self._arrange()
        self.turn()

    def _arrange(self) -> None:
        self._list.setVisible(not self.switch.shows_table)
        self.table.setVisible(self.switch.shows_table)


class FigureRow(QWidget):
    """One figure: its number and its line, or what is missing."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"figure_{name}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._title = PlainLabel(wrap=True)
        self.value = PlainLabel(size=tokens.TITLE, bold=True, name=f"figure_{name}_value")
        self.caption = PlainLabel(size=tokens.CAPTION, tone="muted", wrap=True, name=f"figure_{name}_caption")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        for label in (self._title, self.value, self.caption):
            texts.addWidget(label)
        self.line = TrendLine(f"figure_{name}_line", "")
        self.line.setMaximumWidth(2 * WIDTH)
        self._row = row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(16)
        row.addLayout(texts, 2)
        row.addWidget(self.line, 3, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)
        column.addWidget(Line())
        look().changed.connect(self._take_size)
        self._take_size()

    def show_figure(self, figure: Figure) -> None:
        """Show it as it is now."""
        self._title.setText(figure.title)
        self.value.setText(figure.value)
        self.value.setVisible(not figure.missing)
        self.caption.setText(figure.missing or figure.caption)
        self.line.setAccessibleName(figure.title)
        self.line.setVisible(not figure.missing)
        values = [point.value for point in figure.trend.points] if not figure.missing else []
        self.line.show_values(values, figure.said, figure.band, figure.band_words)
        self.setAccessibleName(f"{figure.title}: {figure.missing or f'{figure.value} {figure.caption}'}")

    def _take_size(self) -> None:
        self._title.setMinimumHeight(look().size(20))
