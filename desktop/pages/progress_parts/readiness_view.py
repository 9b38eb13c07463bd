"""Readiness round by round: the last exams, a word, the reason; under it the rule. GUI thread."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.pages.progress_parts.section import Controls, Section, TableSwitch
from desktop.progress import words
from desktop.progress.picture import Picture
from desktop.session_words import round_title, when_of
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.exam_strip import ExamLegend, ExamStrip, mark_of
from desktop.widgets.frames import Icon, Line
from desktop.widgets.plain import PlainLabel
from desktop.widgets.twin import TwinTable
from interviewer.progress.readiness import LAST, Readiness, State

ROW_HEIGHT = 48
LEAST_REASON = 200
"""Narrower than this, the reason stands under the rest."""
_GAP, _STRIP = 16, 92
_MOST_NAME = 180


class ReadinessView(Section):
    """A row a round."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.legend = ExamLegend("readiness_legend")
        self.switch = TableSwitch("readiness_table_switch", tr("the last exams"))
        super().__init__(
            "progress_readiness", tr("Readiness"), Controls(self.legend, self.switch, spacing=16), parent=parent
        )
        self.rows: dict[str, ReadinessRow] = {}
        self.table = TwinTable("readiness_table", tr("The last exams"))
        self.table.hide()
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.rule = PlainLabel(words.rule(), size=tokens.CAPTION, tone="muted", wrap=True, name="readiness_rule")
        self.only_rules = PlainLabel(size=tokens.CAPTION, tone="warn", wrap=True, name="readiness_only_rules")
        self.only_rules.setText(words.only_rules())
        self.body.addWidget(self._list)
        self.body.addWidget(self.table)
        self.body.addSpacing(8)
        self.body.addWidget(self.rule)
        self.body.addWidget(self.only_rules)
        self.switch.switched.connect(self._switch)
        look().changed.connect(self._align)

    def show_picture(self, picture: Picture) -> None:
        """Show how the rounds stand."""
        self._fill(picture.readiness)
        uncalled = [exam for one in picture.readiness.values() for exam in one.exams if not exam.call]
        self.legend.show_uncalled(bool(uncalled))
        self.only_rules.setVisible(picture.only_rules)
        rows = [
            (round_title(name), when_of(exam.day.isoformat(), picture.today), words.exam_word(exam))
            for name, found in picture.readiness.items()
            for exam in reversed(found.exams)
        ]
        self.table.show_rows((tr("Round"), tr("Exam of"), tr("Call")), rows)
        self.switch.setEnabled(bool(rows) or self.switch.shows_table)
        self.turn()

    def _fill(self, found: Mapping[str, Readiness]) -> None:
        for name, one in found.items():
            if name not in self.rows:
                self.rows[name] = ReadinessRow(name)
                self._column.addWidget(self.rows[name])
            self.rows[name].show_readiness(one)
        for name in self.rows.keys() - found.keys():
            row = self.rows.pop(name)
            self._column.removeWidget(row)
            row.deleteLater()
        self._align()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._align()

    def _align(self) -> None:
        """Columns begin where those of other rows do."""
        metrics, plain = QFontMetrics(look().font(bold=True)), QFontMetrics(look().font())
        names = [metrics.horizontalAdvance(round_title(name)) + 4 for name in self.rows]
        name = min(look().size(_MOST_NAME), max(names, default=0))
        ready = metrics.horizontalAdvance(words.state_word(State.READY)) + look().size(16) + 4
        state = max(ready, *(plain.horizontalAdvance(words.state_word(one)) for one in State)) + 4
        beside = self.width() - name - _STRIP - state - 3 * _GAP >= LEAST_REASON
        for row in self.rows.values():
            row.align(name, state, beside=beside)

    def _switch(self, table: bool) -> None:
        self._list.setVisible(not table)
        self.table.setVisible(table)


class ReadinessRow(QWidget):
    """How one round stands."""

    def __init__(self, round_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"readiness_{round_id}")
        title = round_title(round_id)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._name = PlainLabel(title, bold=True, wrap=True)
        self.strip = ExamStrip(f"readiness_{round_id}_strip", tr("The last exams: {round}", round=title), LAST)
        self._state = QWidget()
        line = QHBoxLayout(self._state)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        self._check = Icon("check", "good", 16)
        self.state = PlainLabel(name=f"readiness_{round_id}_state")
        line.addWidget(self._check)
        line.addWidget(self.state, 1)
        self.reason = PlainLabel(tone="muted", wrap=True, name=f"readiness_{round_id}_reason")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 6, 0, 6)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(4)
        middle = Qt.AlignmentFlag.AlignVCenter
        for place, widget in enumerate((self._name, self.strip, self._state)):
            self._grid.addWidget(widget, 0, place, middle)
        self._grid.addWidget(self.reason, 0, 3, middle)
        self._grid.setColumnStretch(3, 1)
        self._beside = True
        column.addLayout(self._grid)
        column.addWidget(Line())

    def show_readiness(self, found: Readiness) -> None:
        """Show its exams, its state and why."""
        self.strip.show_marks([mark_of(words.counted_call(exam)) for exam in found.exams])
        ready = found.state is State.READY
        self._check.setVisible(ready)
        self.state.setText(words.state_word(found.state))
        self.state.set_bold(ready)
        self.state.set_tone("good" if ready else "")
        self.reason.setText(words.reason(found))
        self.setAccessibleName(f"{self._name.text()}: {self.state.text()}. {self.reason.text()}")

    def align(self, name: int, state: int, *, beside: bool) -> None:
        """Take on widths; the reason stands beside the rest or under it."""
        self._name.setFixedWidth(name)
        self._state.setFixedWidth(state)
        self._grid.setRowMinimumHeight(0, look().size(ROW_HEIGHT) - 13 if beside else look().size(28))
        if beside is not self._beside:
            self._beside = beside
            self._grid.removeWidget(self.reason)
            place = (0, 3, 1, 1) if beside else (1, 0, 1, 4)
            self._grid.addWidget(self.reason, *place, Qt.AlignmentFlag.AlignVCenter)
