"""The report of a session on a page that scrolls. Renders values; what is wanted of it is told by signals. GUI thread.

Signals of `ReportView`: `play(float)`, session seconds; `back()`, `replay()`, `practise()`, `rate()`;
`rater_chosen(str)`, `level_chosen(str)`; `listen()`, figures of the delivery are wanted; `judge()`, a review by a
language model is.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.language import tr
from desktop.pages.after_parts.call_card import CallCard
from desktop.pages.after_parts.columns import Columns, Side, empty
from desktop.pages.after_parts.communication import communication_section
from desktop.pages.after_parts.delivery import delivery_section
from desktop.pages.after_parts.dimensions import Dimensions
from desktop.pages.after_parts.evidence import case_section, coverage_section, plan_section
from desktop.pages.after_parts.header import CompactHeader, Header
from desktop.pages.after_parts.improvements import Improvements
from desktop.pages.after_parts.metrics import MetricsView
from desktop.pages.after_parts.more import ModelAnswerView, notes_section, remarks_section
from desktop.pages.after_parts.takes import TakesView
from desktop.pages.after_parts.written import WrittenAnswer
from desktop.report.values import Report
from desktop.widgets.frames import Banner, Line, Scroll

WIDE = 1000
"""A page this wide has two columns."""
_SCROLLED = 56
"""From here on the small header stands in for the large one."""


class ReportView(QWidget):
    """One report at a time."""

    play = Signal(float)
    back = Signal()
    replay = Signal()
    practise = Signal()
    rate = Signal()
    rater_chosen = Signal(str)
    level_chosen = Signal(str)
    listen = Signal()
    judge = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header, self.card = Header(), CallCard()
        self.work, self.waiting, self.problem = (Banner(f"after_{name}") for name in ("work", "waiting", "problem"))
        self.judging, self.hearing = Banner("after_judging"), Banner("after_hearing")
        self.dimensions, self.improvements, self.takes = Dimensions(), Improvements(), TakesView()
        self.columns = Columns()
        self._below = QVBoxLayout()
        self._below.setSpacing(24)
        self.area = Scroll(spacing=24)
        self.area.setObjectName("after_scroll")
        self._lay_out()
        self.compact = CompactHeader(self)
        self.area.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._connect()

    def _lay_out(self) -> None:
        body = self.area.body
        top = QVBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.header)
        for banner in (self.problem, self.waiting, self.work, self.judging, self.hearing):
            top.addWidget(banner)
        self._rule = Line()
        body.addLayout(top)
        for widget in (self.card, self.takes, self.columns, self._rule):
            body.addWidget(widget)
        body.addLayout(self._below)
        body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area)

    def _connect(self) -> None:
        for header in (self.header, self.compact):
            header.back.connect(self.back)
            header.replay.connect(self.replay)
        self.card.rate_wanted.connect(self.rate)
        self.card.rater_chosen.connect(self.rater_chosen)
        self.card.judge_wanted.connect(self.judge)
        self.dimensions.play.connect(self.play)
        self.dimensions.level_chosen.connect(self.level_chosen)
        self.improvements.play.connect(self.play)
        self.improvements.practise_wanted.connect(self.practise)
        self.takes.play.connect(self.play)

    # -- what is shown

    def show_report(self, report: Report) -> None:
        """Show a report. It is built out of sight: in a page that is seen every part that comes lays all of it out."""
        inside = self.area.widget()
        assert inside is not None
        focus = QApplication.focusWidget()
        within = focus is not None and inside.isAncestorOf(focus)
        inside.hide()
        self._build(report)
        inside.show()
        if focus is not None and within and isValid(focus):
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self, report: Report) -> None:
        self.header.show_report(report)
        self.compact.show_report(report)
        self.card.show_report(report)
        self.card.setVisible(report.takes is None)
        self.takes.setVisible(report.takes is not None)
        if report.takes is not None:
            self.takes.show_takes(report.takes)
        self.dimensions.show_rows(report.dimensions, report.level)
        self.improvements.show_cards(
            report.improvements,
            report.redos,
            again=bool(report.question),
            reviewed=report.verdict is not None,
        )
        self._show_columns(report)
        self._show_rest(report)
        self._fold()

    def _show_columns(self, report: Report) -> None:
        blocks: list[tuple[QWidget, Side]] = []
        if report.dimensions:
            blocks.append((self.dimensions, "left"))
        if report.takes is None and (report.verdict is not None or report.question):
            blocks.append((self.improvements, "right"))
        if report.communication:
            blocks.append((communication_section(report.communication, self.play.emit), "right"))
        for number, coverage in enumerate(report.coverage, 1):
            blocks.append((coverage_section(number, coverage), "left"))
        if report.phases:
            blocks.append((plan_section(report.phases), "right"))
        if report.delivery is not None and (report.delivery.rows or report.delivery.unheard):
            blocks.append((delivery_section(report.delivery, self.play.emit, self.listen.emit), "right"))
        for number, case in enumerate(report.cases, 1):
            blocks.append((case_section(number, case, self.play.emit), "left"))
        self.columns.show_blocks(blocks, keep=(self.dimensions, self.improvements))

    def _show_rest(self, report: Report) -> None:
        empty(self._below)
        for number, table in enumerate(report.metrics, 1):
            self._below.addWidget(MetricsView(number, table, self.play.emit))
        if report.written:
            self._below.addWidget(WrittenAnswer(report.written, self.play.emit))
        several = len(report.model_answers) > 1
        for number, answer in enumerate(report.model_answers, 1):
            self._below.addWidget(ModelAnswerView(number, answer, named=several))
        if report.pad:
            self._below.addWidget(notes_section(report.pad))
        if report.remarks:
            self._below.addWidget(remarks_section(report.remarks, self.play.emit, has_sound=report.has_sound))
        self._rule.setVisible(self._below.count() > 0)

    def set_changeable(self, changeable: bool) -> None:
        """Whether another level can be asked for now."""
        self.dimensions.set_changeable(changeable, tr("It is being reviewed. Wait for that, or cancel it."))

    def to_top(self) -> None:
        """Scroll up."""
        self.area.verticalScrollBar().setValue(0)

    # -- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.compact.lie_over(self.width())
        self._fold()

    def _fold(self) -> None:
        self.columns.set_wide(self.width() >= WIDE)

    def _scrolled(self, value: int) -> None:
        self.compact.setVisible(value > _SCROLLED)
