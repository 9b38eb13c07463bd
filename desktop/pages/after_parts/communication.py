"""How it was said, as a language model heard it: five aspects, apart from content and from the call. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.pages.after_parts.columns import SectionHeading
from desktop.pages.after_parts.texts import wrapped
from desktop.report.values import AspectRow, Moment
from desktop.theme import tokens
from desktop.widgets.frames import Line
from desktop.widgets.moments import TimeButton
from desktop.widgets.plain import PlainLabel

Play = Callable[[float], None]


def communication_section(rows: Sequence[AspectRow], play: Play) -> QWidget:
    """A few lines for each aspect."""
    section = QWidget()
    section.setObjectName("after_communication")
    column = QVBoxLayout(section)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(Line())
    column.addSpacing(8)
    estimate = PlainLabel(tr("AI estimate"), size=tokens.CAPTION, tone="muted", name="communication_estimate")
    column.addWidget(SectionHeading(tr("How it was said"), estimate))
    for row in rows:
        _add(column, row, play)
        column.addSpacing(8)
    return section


def _add(column: QVBoxLayout, row: AspectRow, play: Play) -> None:
    name = f"aspect_{row.id}"
    top = QHBoxLayout()
    top.setSpacing(12)
    top.addWidget(wrapped(row.title, bold=True), 1)
    top.addWidget(PlainLabel(row.word, tone="muted", name=f"{name}_word"))
    column.addLayout(top)
    if row.remark:
        column.addWidget(wrapped(row.remark, name=f"{name}_remark"))
    for number, moment in enumerate(row.moments[:1], 1):
        column.addLayout(quoted(moment, f"{name}_play_{number}", play))
    if row.better:
        column.addWidget(wrapped(tr("Better: “{words}”", words=row.better), name=f"{name}_better"))


def quoted(moment: Moment, name: str, play: Play) -> QHBoxLayout:
    """Words of the candidate's, with where they can be heard. `name`: of the button."""
    line = QHBoxLayout()
    line.setSpacing(12)
    line.addWidget(wrapped(f"“{moment.quote}”", tone="muted", beside_button=True), 1)
    if moment.at is not None:
        button = TimeButton(name, moment.at, size=tokens.CAPTION)
        button.wanted.connect(play)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    return line
