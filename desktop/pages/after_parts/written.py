"""A model answer that a language model wrote, part by part beside what was said; folded away at first. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.pages.after_parts.communication import quoted
from desktop.pages.after_parts.more import MEASURE
from desktop.pages.after_parts.texts import wrapped
from desktop.report.values import WrittenPart
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.plain import PlainLabel

Play = Callable[[float], None]


class WrittenAnswer(QWidget):
    """A button that unfolds the parts."""

    def __init__(self, parts: Sequence[WrittenPart], play: Play, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._play = play
        title = trn("Your answer and a better one, {n} part", "Your answer and a better one, {n} parts", len(parts))
        self.fold = Button(title, "written_answer", kind="plain", symbol="chevron-right")
        self.fold.clicked.connect(self._unfold)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.fold)
        row.addWidget(PlainLabel(tr("AI estimate"), tone="muted", size=tokens.CAPTION, name="written_estimate"))
        row.addStretch(1)
        self.parts = QWidget()
        self.parts.setObjectName("written_answer_parts")
        self._fill(parts)
        self.parts.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        measured = QHBoxLayout()
        measured.addWidget(self.parts, MEASURE[0])
        measured.addStretch(MEASURE[1])
        column.addLayout(measured)

    def _fill(self, parts: Sequence[WrittenPart]) -> None:
        column = QVBoxLayout(self.parts)
        column.setContentsMargins(40, 0, 0, 8)
        column.setSpacing(4)
        for number, part in enumerate(parts, 1):
            name = f"written_{number}"
            column.addWidget(wrapped(part.title, bold=True))
            for place, moment in enumerate(part.moments, 1):
                column.addLayout(quoted(moment, f"{name}_play_{place}", self._play))
            if not part.moments:
                column.addWidget(wrapped(tr("You did not come to this."), tone="muted"))
            if part.missing:
                column.addWidget(wrapped(tr("Missing: {missing}", missing=part.missing), name=f"{name}_missing"))
            column.addWidget(wrapped(part.text, name=f"{name}_text"))
            if part.note:
                column.addWidget(wrapped(part.note, size=tokens.CAPTION, tone="muted", name=f"{name}_note"))
            column.addSpacing(8)

    def _unfold(self) -> None:
        shown = self.parts.isHidden()
        self.parts.setVisible(shown)
        self.fold.set_label(self.fold.text(), "chevron-down" if shown else "chevron-right")
