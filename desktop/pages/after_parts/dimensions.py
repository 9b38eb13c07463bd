"""The dimensions of the rubric as bars with words, each with what it stands on. GUI thread.

Signals of `Dimensions`: `play(float)`, session seconds; `level_chosen(str)`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.pages.after_parts.columns import SectionHeading, empty
from desktop.pages.after_parts.texts import wrapped
from desktop.practice_choices import LEVELS
from desktop.report.values import DimensionRow, Moment
from desktop.session_words import level_title
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.buttons import IconButton
from desktop.widgets.combo import Combo
from desktop.widgets.flow import Flow
from desktop.widgets.frames import Line
from desktop.widgets.moments import TimeButton
from desktop.widgets.plain import PlainLabel
from desktop.widgets.scores import ScoreBar, score_word

TITLE_WIDTH = 176
Play = Callable[[float], None]


class Dimensions(QWidget):
    """Heading with the level, then a row for each."""

    play = Signal(float)
    level_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level = Combo("after_level", tr("Level to be measured by"))
        for level in LEVELS:
            self.level.addItem(level_title(level), level)
        self.level.activated.connect(lambda _index: self.level_chosen.emit(self.level.currentData()))
        against = PlainLabel(tr("against the level"), size=tokens.CAPTION, tone="muted")
        against.setBuddy(self.level)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(SectionHeading(tr("Dimensions"), against, self.level))
        column.addSpacing(4)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column.addLayout(self._rows)

    def show_rows(self, rows: Sequence[DimensionRow], level: str) -> None:
        """Show other dimensions, or the same by another level."""
        empty(self._rows)
        self.level.choose(level)
        for row in rows:
            self._rows.addWidget(Line())
            self._rows.addWidget(DimensionView(row, self.play.emit))

    def set_changeable(self, changeable: bool, why: str) -> None:
        """Whether another level can be chosen now, and why not."""
        self.level.setEnabled(changeable)
        self.level.setToolTip("" if changeable else why)


class DimensionView(QWidget):
    """One dimension; what else it stands on unfolds."""

    def __init__(self, row: DimensionRow, play: Play, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"dimension_{row.id}")
        self._row, self._play = row, play
        column = QVBoxLayout(self)
        tall = 8 if row.score is None else 4 if row.core else 2
        column.setContentsMargins(0, tall, 0, tall)
        column.setSpacing(4 if row.score is None else 0)
        column.addLayout(self._top())
        if row.score is None:
            column.addWidget(self._why_not())
            return
        if row.core and row.moments:
            column.addLayout(self._quoted(row.moments[0], "first"))
        self.details = QWidget()
        self.details.setObjectName(f"dimension_{row.id}_details")
        self._fill_details()
        self.details.hide()
        column.addWidget(self.details)

    def _why_not(self) -> PlainLabel:
        size = tokens.BODY if self._row.core else tokens.CAPTION
        return wrapped(self._row.why, size=size, tone="muted", name=f"dimension_{self._row.id}_why")

    def _top(self) -> QHBoxLayout:
        row = self._row
        title = wrapped(row.title, bold=row.core)
        title.setFixedWidth(look().size(TITLE_WIDTH))
        bar = ScoreBar(f"dimension_{row.id}_score", row.score)
        bar.setAccessibleName(row.title)
        word = PlainLabel(score_word(row.score), tone="muted" if row.score is None else "", name=f"{row.id}_word")
        scored = QWidget()
        flow = Flow(scored, spacing=12)
        flow.addWidget(bar)
        flow.addWidget(word)
        if row.own is not None:
            you = tr("you: {word}", word=score_word(row.own).lower())
            flow.addWidget(PlainLabel(you, size=tokens.CAPTION, tone="muted", name=f"{row.id}_own"))
        if row.coach is not None:
            coach = tr("coach: {word}", word=score_word(row.coach).lower())
            flow.addWidget(PlainLabel(coach, size=tokens.CAPTION, tone="muted", name=f"{row.id}_coach"))
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(title)
        line.addWidget(scored, 1, Qt.AlignmentFlag.AlignVCenter)
        if row.score is not None:
            self._add_controls(line)
        return line

    def _add_controls(self, line: QHBoxLayout) -> None:
        row = self._row
        if not row.core and row.moments and row.moments[0].at is not None:
            line.addWidget(self._time(row.moments[0].at, "first"))
        self.fold = IconButton("chevron-right", tr("Why: {title}", title=row.title), f"dimension_{row.id}_fold")
        self.fold.clicked.connect(self._unfold)
        line.addWidget(self.fold)

    def _fill_details(self) -> None:
        row = self._row
        column = QVBoxLayout(self.details)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(8)
        column.addWidget(wrapped(row.why))
        if row.anchor:
            text = tr("{word} at this level: {anchor}", word=score_word(row.score), anchor=row.anchor)
            column.addWidget(wrapped(text, tone="muted"))
        shown = 1 if row.core else 0
        for number, moment in enumerate(row.moments[shown:], 1):
            column.addLayout(self._quoted(moment, str(number)))

    def _quoted(self, moment: Moment, which: str) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(wrapped(f"“{moment.quote}”", tone="muted", beside_button=True), 1)
        if moment.at is not None:
            line.addWidget(self._time(moment.at, which), 0, Qt.AlignmentFlag.AlignTop)
        line.addSpacing(look().size(tokens.CONTROL_HEIGHT) + line.spacing())
        return line

    def _time(self, at: float, which: str) -> TimeButton:
        button = TimeButton(f"dimension_{self._row.id}_play_{which}", at)
        button.wanted.connect(self._play)
        return button

    def _unfold(self) -> None:
        folded = self.details.isHidden()
        self.details.setVisible(folded)
        title = self._row.title
        meaning = tr("Less: {title}", title=title) if folded else tr("Why: {title}", title=title)
        self.fold.set_meaning("chevron-down" if folded else "chevron-right", meaning)
