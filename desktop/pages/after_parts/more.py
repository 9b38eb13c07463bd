"""What follows the evidence: the model answer folded away, own notes, what happened to the record. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.pages.after_parts.columns import SectionHeading
from desktop.pages.after_parts.texts import wrapped
from desktop.report.values import ModelAnswer, Remark
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Card, Icon
from desktop.widgets.moments import TimeButton
from desktop.widgets.plain import PlainLabel

Play = Callable[[float], None]
MEASURE = (3, 1)
"""Long text takes this share of the width, the other stays free: lines of a hundred letters can be read."""


class FoldedParts(QWidget):
    """A button that unfolds the parts of an answer; `column` is the layout they go into."""

    def __init__(self, title: str, name: str, about: PlainLabel, parent: QWidget | None = None) -> None:
        """`about`: what stands beside the button."""
        super().__init__(parent)
        self.fold = Button(title, name, kind="plain", symbol="chevron-right")
        self.fold.clicked.connect(self._unfold)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.fold)
        row.addWidget(about)
        row.addStretch(1)
        self.parts = QWidget()
        self.parts.setObjectName(f"{name}_parts")
        self.column = QVBoxLayout(self.parts)
        self.column.setContentsMargins(40, 0, 0, 8)
        self.column.setSpacing(4)
        self.parts.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        measured = QHBoxLayout()
        measured.addWidget(self.parts, MEASURE[0])
        measured.addStretch(MEASURE[1])
        column.addLayout(measured)

    def _unfold(self) -> None:
        shown = self.parts.isHidden()
        self.parts.setVisible(shown)
        self.fold.set_label(self.fold.text(), "chevron-down" if shown else "chevron-right")


class ModelAnswerView(FoldedParts):
    """The model answer of a pack."""

    def __init__(self, number: int, answer: ModelAnswer, *, named: bool, parent: QWidget | None = None) -> None:
        """`named`: there are several; say of which question this is."""
        title = trn("Model answer in {n} part", "Model answer in {n} parts", len(answer.parts))
        if named:
            title = tr("{title}: {question}", title=title, question=answer.title)
        first = PlainLabel(tr("read your own first"), tone="muted", size=tokens.CAPTION)
        super().__init__(title, f"model_answer_{number}", first, parent)
        for part, text in answer.parts:
            self.column.addWidget(wrapped(part, bold=True))
            self.column.addWidget(wrapped(text))
            self.column.addSpacing(8)


def notes_section(pad: str) -> QWidget:
    """What was written on the notepad."""
    section, column = _section(tr("Your notes"))
    card = Card(padding=16, spacing=0)
    card.body.addWidget(wrapped(pad, name="after_notes"))
    column.addWidget(card)
    return section


def remarks_section(remarks: Sequence[Remark], play: Play, *, has_sound: bool) -> QWidget:
    """Faults, gaps, what was read."""
    section, column = _section(tr("About this recording") if has_sound else tr("About this session"))
    for number, remark in enumerate(remarks):
        row = QHBoxLayout()
        row.setSpacing(8)
        fault = remark.at is not None
        row.addWidget(Icon("triangle-alert" if fault else "info", "muted", 16), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(wrapped(remark.sentence, tone="muted", name=f"after_remark_{number}"), 1)
        if remark.at is not None and has_sound:
            button = TimeButton(f"after_remark_{number}_play", remark.at, size=tokens.CAPTION)
            button.wanted.connect(play)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)
    return section


def _section(title: str) -> tuple[QWidget, QVBoxLayout]:
    section = QWidget()
    column = QVBoxLayout(section)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addWidget(SectionHeading(title))
    return section, column
