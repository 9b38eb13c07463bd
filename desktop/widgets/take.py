"""What was heard of a part in one take, as a mark and a word. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from desktop.report.takes import Take
from desktop.widgets.coverage import CoverageMark
from desktop.widgets.plain import PlainLabel


def add_heard(row: QHBoxLayout, name: str, take: Take) -> None:
    """Put both into a row; nothing where the rules cannot tell. `name`: what their object names begin with."""
    if take.word:
        row.addWidget(CoverageMark(take.kind, f"{name}_mark"))
        row.addWidget(PlainLabel(take.word, name=f"{name}_word"))
