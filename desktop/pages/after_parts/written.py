"""A model answer that a language model wrote, part by part beside what was said; folded away at first. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from desktop.language import tr, trn
from desktop.pages.after_parts.communication import quoted
from desktop.pages.after_parts.more import FoldedParts
from desktop.pages.after_parts.texts import wrapped
from desktop.report.values import WrittenPart
from desktop.theme import tokens
from desktop.widgets.plain import PlainLabel

Play = Callable[[float], None]


class WrittenAnswer(FoldedParts):
    """The answer of a language model."""

    def __init__(self, parts: Sequence[WrittenPart], play: Play, parent: QWidget | None = None) -> None:
        title = trn("Your answer and a better one, {n} part", "Your answer and a better one, {n} parts", len(parts))
        estimate = PlainLabel(tr("AI estimate"), tone="muted", size=tokens.CAPTION, name="written_estimate")
        super().__init__(title, "written_answer", estimate, parent)
        for number, part in enumerate(parts, 1):
            self._add(f"written_{number}", part, play)

    def _add(self, name: str, part: WrittenPart, play: Play) -> None:
        self.column.addWidget(wrapped(part.title, bold=True))
        for place, moment in enumerate(part.moments, 1):
            self.column.addLayout(quoted(moment, f"{name}_play_{place}", play))
        if not part.moments:
            self.column.addWidget(wrapped(tr("You did not come to this."), tone="muted"))
        if part.missing:
            self.column.addWidget(wrapped(tr("Missing: {missing}", missing=part.missing), name=f"{name}_missing"))
        self.column.addWidget(wrapped(part.text, name=f"{name}_text"))
        if part.note:
            self.column.addWidget(wrapped(part.note, size=tokens.CAPTION, tone="muted", name=f"{name}_note"))
        self.column.addSpacing(8)
