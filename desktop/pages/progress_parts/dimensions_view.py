"""A round dimension by dimension: now against four weeks ago. GUI thread.

Signals of `DimensionsView`: `round_chosen(str)`, a person wants those of another round.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.pages.progress_parts.section import Controls, Section, TableSwitch, empty
from desktop.progress import words
from desktop.progress.figures import NONE
from desktop.progress.picture import Picture
from desktop.session_words import round_title
from desktop.theme.look import look
from desktop.widgets.combo import Combo
from desktop.widgets.dimension_bar import DimensionBar, DimensionLegend
from desktop.widgets.frames import Line
from desktop.widgets.plain import PlainLabel
from desktop.widgets.scores import score_word
from desktop.widgets.twin import TwinTable
from interviewer.progress.trends import FEWEST, Dimension, word

ROW_HEIGHT = 40
_GAP, _LEAST_BAR, _MOST_TITLE = 16, 120, 200


class DimensionsView(Section):
    """A row a dimension."""

    round_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.round = Combo("progress_round", tr("Round whose dimensions are shown"))
        self.round.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
        self.legend = DimensionLegend("dimensions_legend")
        self.switch = TableSwitch("dimensions_table_switch", tr("dimensions"))
        super().__init__(
            "progress_dimensions",
            tr("Dimensions"),
            Controls(self.round, self.legend, self.switch, spacing=16),
            parent=parent,
        )
        self.table = TwinTable("dimensions_table", tr("Dimensions"))
        self.missing = PlainLabel(tone="muted", wrap=True, name="dimensions_missing")
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.rows: list[DimensionRow] = []
        self.body.addSpacing(8)
        self.body.addWidget(self.missing)
        self.body.addWidget(self._list)
        self.body.addWidget(self.table)
        self.switch.switched.connect(lambda _table: self._arrange())
        self.round.activated.connect(lambda _index: self.round_chosen.emit(str(self.round.currentData())))
        self._enough = False
        look().changed.connect(self._align)

    def show_picture(self, picture: Picture) -> None:
        """Show where somebody stands in the chosen round."""
        self._offer(picture)
        self._enough = picture.scored >= FEWEST
        self.missing.setText(_missing(picture))
        self.table.show_rows(
            (tr("Dimension"), tr("Now"), tr("Four weeks ago"), tr("Change")),
            [_texts(one) for one in picture.dimensions] if self._enough else [],
        )
        empty(self._column)
        self.rows = [DimensionRow(one) for one in picture.dimensions] if self._enough else []
        for row in self.rows:
            self._column.addWidget(row)
        self._align()
        self._arrange()
        self.turn()

    def _arrange(self) -> None:
        self.missing.setHidden(self._enough)
        self.legend.setVisible(self._enough and not self.switch.shows_table)
        self.switch.setVisible(self._enough)
        self._list.setVisible(self._enough and not self.switch.shows_table)
        self.table.setVisible(self._enough and self.switch.shows_table)

    def _offer(self, picture: Picture) -> None:
        if [self.round.itemData(number) for number in range(self.round.count())] != list(picture.rounds):
            self.round.clear()
            for name in picture.rounds:
                self.round.addItem(round_title(name), name)
        self.round.choose(picture.round)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._align()

    def _align(self) -> None:
        bold, plain = QFontMetrics(look().font(bold=True)), QFontMetrics(look().font())
        titles = [bold.horizontalAdvance(row.title.text()) + 4 for row in self.rows]
        title = min(look().size(_MOST_TITLE), max(titles, default=0))
        word_width = max(plain.horizontalAdvance(score_word(score)) for score in (1, 2, 3, 4)) + 4
        change = max((plain.horizontalAdvance(row.change.text()) for row in self.rows), default=0) + 4
        room = self.width() - title - word_width - 3 * _GAP - _LEAST_BAR
        for row in self.rows:
            row.align(title, word_width, min(change, max(room, look().size(80))))


class DimensionRow(QWidget):
    """Where somebody stands in one dimension."""

    def __init__(self, dimension: Dimension, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"progress_dimension_{dimension.id}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        _, now, _before, change = _texts(dimension)
        self.title = PlainLabel(dimension.title, bold=True, wrap=True)
        self.bar = DimensionBar(f"progress_dimension_{dimension.id}_bar", dimension.title)
        self.bar.show_scores(dimension.now, dimension.before, f"{now}, {change}")
        self.word = PlainLabel(now, tone="" if dimension.now is not None else "muted")
        self.change = PlainLabel(change, tone="muted", wrap=True)
        grid = self._grid = QGridLayout()
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(_GAP)
        for place, widget in enumerate((self.title, self.bar, self.word, self.change)):
            grid.addWidget(widget, 0, place, Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addWidget(Line())
        self.setAccessibleName(tr("{title}: {now}, {change}", title=dimension.title, now=now, change=change))

    def align(self, title: int, word_width: int, change: int) -> None:
        """Take on the widths of all rows."""
        self.title.setFixedWidth(title)
        self.word.setFixedWidth(word_width)
        self.change.setFixedWidth(change)
        self._grid.setRowMinimumHeight(0, look().size(ROW_HEIGHT) - 9)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())


def _texts(dimension: Dimension) -> tuple[str, str, str, str]:
    """Title, now, four weeks ago, change."""
    steps = {score: score_word(score).lower() for score in (1, 2, 3, 4)}
    return (
        dimension.title,
        score_word(word(dimension.now)) if dimension.now is not None else NONE,
        score_word(word(dimension.before)) if dimension.before is not None else NONE,
        words.change_words(dimension, steps),
    )


def _missing(picture: Picture) -> str:
    name = words.round_inside(picture.round)
    if not picture.scored:
        return tr("Not enough yet: no session of {round} has scores; {n} are needed.", round=name, n=FEWEST)
    return trn(
        "Not enough yet: {n} session of {round} has scores, {more} more needed.",
        "Not enough yet: {n} sessions of {round} have scores, {more} more needed.",
        picture.scored,
        round=name,
        more=FEWEST - picture.scored,
    )
