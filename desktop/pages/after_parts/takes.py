"""A redo beside its first take: what was said, what the rules heard of it, how it was spoken. GUI thread.

Signals of `TakesView`: `play(float)` and `play_first(float)`, session seconds of this take and of the first one;
`again_wanted()`, the same part once more; `first_wanted()`, the review of the first take; `both_wanted()`, both in
Replay.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.pages.after_parts.columns import SectionHeading, empty
from desktop.pages.after_parts.texts import wrapped
from desktop.report.takes import Take, Takes
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Card
from desktop.widgets.moments import TimeButton
from desktop.widgets.plain import PlainLabel
from desktop.widgets.take import add_heard


class TakesView(QWidget):
    """Two takes of one part."""

    play = Signal(float)
    play_first = Signal(float)
    again_wanted = Signal()
    first_wanted = Signal()
    both_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("after_takes")
        self.again = Button(tr("Once more · 90 seconds"), "takes_again", kind="primary", symbol="refresh-cw")
        self.first = Button(tr("Back to the review"), "takes_first", symbol="file-text")
        self.both = Button(tr("Hear both"), "takes_both", symbol="layers", tip=tr("Side by side in Replay"))
        self.both.clicked.connect(self.both_wanted)
        self.again.clicked.connect(self.again_wanted)
        self.first.clicked.connect(self.first_wanted)
        self._heading = SectionHeading("")
        self._change = wrapped(size=tokens.SECTION, name="takes_change")
        self._missing = wrapped(tone="muted", name="takes_missing")
        self._better = wrapped(tone="muted", name="takes_better")
        self._remark = wrapped(tone="muted", name="takes_remark")
        self._cards = QHBoxLayout()
        self._cards.setSpacing(16)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self.again)
        buttons.addWidget(self.both)
        buttons.addWidget(self.first)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self._heading, self._change, self._missing):
            column.addWidget(widget)
        column.addLayout(self._cards)
        for widget in (self._remark, self._better):
            column.addWidget(widget)
        column.addLayout(buttons)

    def show_takes(self, takes: Takes) -> None:
        """Show others."""
        self._heading.title.setText(tr("{part}: before and after", part=takes.title))
        better = tr("Better, from {source}: {better}", source=takes.source, better=takes.better)
        texts = (
            (self._change, takes.change),
            (self._missing, takes.missing),
            (self._remark, takes.remark),
            (self._better, better if takes.better else ""),
        )
        for label, text in texts:
            label.setText(text)
            label.setVisible(bool(text))
        self.again.setVisible(takes.again)
        self.first.setVisible(bool(takes.first))
        self.both.setVisible(takes.before is not None)
        empty(self._cards)
        if takes.before is not None:
            self._cards.addWidget(_card(tr("Before"), "takes_before", takes.before, self.play_first.emit), 1)
        self._cards.addWidget(_card(tr("Now"), "takes_now", takes.now, self.play.emit), 1)


def _card(title: str, name: str, take: Take, play: Callable[[float], None]) -> Card:
    card = Card(padding=16, spacing=8)
    card.setObjectName(name)
    head = QHBoxLayout()
    head.setSpacing(8)
    head.addWidget(PlainLabel(title, bold=True))
    head.addStretch(1)
    add_heard(head, name, take)
    card.body.addLayout(head)
    for number, moment in enumerate(take.moments, 1):
        row = QHBoxLayout()
        row.setSpacing(8)
        quote = tr("“{quote}”", quote=moment.quote)
        row.addWidget(wrapped(quote, name=f"{name}_quote_{number}", beside_button=moment.at is not None), 1)
        if moment.at is not None:
            button = TimeButton(f"{name}_play_{number}", moment.at, size=tokens.CAPTION)
            button.wanted.connect(play)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(row)
    for part, text in (("note", take.note), ("metrics", take.metrics), ("delivery", take.delivery)):
        if text:
            card.body.addWidget(wrapped(text, size=tokens.CAPTION, tone="muted", name=f"{name}_{part}"))
    card.body.addStretch(1)
    return card
