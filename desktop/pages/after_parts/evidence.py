"""What the review stands on: coverage, time against plan, the way through a case. GUI thread.

Each function makes a section for a report; `play` is called with session seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.pages.after_parts.columns import SectionHeading
from desktop.pages.after_parts.texts import wrapped
from desktop.report.values import CasePath, Coverage, PhaseRow
from desktop.theme import tokens
from desktop.widgets.coverage_map import CoverageMap
from desktop.widgets.flow import Flow
from desktop.widgets.frames import Line
from desktop.widgets.moments import TimeButton
from desktop.widgets.plain import PlainLabel
from desktop.widgets.plan_bars import PlanBars, PlanLegend
from desktop.widgets.step_chip import StepChip

Play = Callable[[float], None]


def coverage_section(number: int, coverage: Coverage) -> QWidget:
    """The map of one main question."""
    done = PlainLabel(
        tr("{done} of {all} done", done=coverage.done, all=len(coverage.rows)),
        tone="muted",
        name=f"coverage_{number}_count",
    )
    section, column = _section(SectionHeading(tr("Coverage map"), done))
    if coverage.title:
        column.addWidget(wrapped(coverage.title, tone="muted"))
    column.addWidget(CoverageMap(f"coverage_{number}", coverage))
    if coverage.remark:
        column.addWidget(wrapped(coverage.remark, tone="muted"))
    return section


def plan_section(phases: Sequence[PhaseRow]) -> QWidget:
    """Time against plan."""
    section, column = _section(SectionHeading(tr("Time against plan"), PlanLegend("plan_legend")))
    column.addWidget(PlanBars("plan_bars", phases))
    return section


def case_section(number: int, case: CasePath, play: Play) -> QWidget:
    """The way through a case, and where it led."""
    count = PlainLabel(case.count, tone="muted", name=f"case_{number}_count")
    section, column = _section(SectionHeading(tr("Case path")))
    column.addWidget(wrapped(case.metric, tone="muted"))
    column.addWidget(count)
    if case.steps:
        chips = QWidget()
        flow = Flow(chips)
        for place, step in enumerate(case.steps):
            flow.addWidget(StepChip(f"case_{number}_step_{place}", step))
        column.addWidget(chips)
    if case.diagnosis is not None:
        column.addLayout(_diagnosis(number, case, play))
    for place, sentence in enumerate(case.verdict):
        column.addWidget(wrapped(sentence, tone="muted" if place else ""))
    return section


def _diagnosis(number: int, case: CasePath, play: Play) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    moment = case.diagnosis
    assert moment is not None
    quote = tr("Your diagnosis: “{quote}”", quote=moment.quote)
    row.addWidget(wrapped(quote, name=f"case_{number}_diagnosis", beside_button=True), 1)
    if moment.at is not None:
        button = TimeButton(f"case_{number}_play", moment.at, size=tokens.CAPTION)
        button.wanted.connect(play)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    return row


def _section(head: SectionHeading) -> tuple[QWidget, QVBoxLayout]:
    section = QWidget()
    column = QVBoxLayout(section)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addWidget(Line())
    column.addSpacing(8)
    column.addWidget(head)
    return section, column
