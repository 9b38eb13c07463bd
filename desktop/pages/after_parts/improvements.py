"""At most three things to do better: the moment, what was missing, what better sounds like, one drill. GUI thread.

Signals of `Improvements`: `play(float)`, session seconds; `practise_wanted()`, the same question again;
`redo_wanted(str)`, one of them once more, by what it is about; `redo_opened(str)`, a redo by its session's id.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.pages.after_parts.columns import SectionHeading, empty
from desktop.pages.after_parts.texts import wrapped
from desktop.report.takes import RedoRow
from desktop.report.values import ImprovementCard
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.buttons import Button, Kind
from desktop.widgets.frames import Card, Icon
from desktop.widgets.moments import TimeButton


class Improvements(QWidget):
    """A card for each."""

    play = Signal(float)
    practise_wanted = Signal()
    redo_wanted = Signal(str)
    redo_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._heading = SectionHeading("")
        self.again = Button(tr("Practise this question again"), "after_again", symbol="refresh-cw")
        self.again.clicked.connect(self.practise_wanted)
        self._nothing = wrapped(tone="muted", name="after_nothing_to_improve")
        self._cards = QVBoxLayout()
        self._cards.setSpacing(12)
        self._redos = QVBoxLayout()
        self._redos.setSpacing(4)
        column.addWidget(self._heading)
        column.addWidget(self._nothing)
        column.addLayout(self._cards)
        column.addLayout(self._redos)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)

    def show_cards(
        self, cards: Sequence[ImprovementCard], redos: Sequence[RedoRow], *, again: bool, reviewed: bool
    ) -> None:
        """Show others. `again`: the question is known and can be practised; `reviewed`: there is a review at all."""
        empty(self._cards)
        empty(self._redos)
        self._heading.title.setText(_title(len(cards)))
        self._nothing.setText(tr("The review names nothing that was missing."))
        self._heading.setVisible(reviewed)
        self._nothing.setVisible(reviewed and not cards)
        self.again.setVisible(again)
        for number, card in enumerate(cards, 1):
            self._cards.addWidget(self._card(number, card))
        if redos:
            self._redos.addWidget(wrapped(tr("Redone"), bold=True))
        for number, redo in enumerate(redos, 1):
            self._redos.addLayout(self._redo_row(number, redo))

    def _card(self, number: int, one: ImprovementCard) -> Card:
        card = Card(padding=16, spacing=8)
        card.setObjectName(f"improvement_{number}")
        card.body.setContentsMargins(16, 8, 8, 16)
        card.body.addLayout(self._top(number, one))
        texts = QVBoxLayout()
        texts.setContentsMargins(0, 0, 8, 0)
        texts.setSpacing(8)
        card.body.addLayout(texts)
        texts.addWidget(wrapped(one.missing, name=f"improvement_{number}_missing"))
        if one.moment.quote:
            said = tr("You said: “{quote}”", quote=one.moment.quote)
            texts.addWidget(wrapped(said, tone="muted"))
        if one.better:
            texts.addWidget(_quotation(one))
        if one.note:
            texts.addWidget(wrapped(one.note, size=tokens.CAPTION, tone="muted", name=f"improvement_{number}_note"))
        if one.drill:
            texts.addLayout(_drill(one.drill))
        if one.redo:
            texts.addLayout(self._redo(number, one))
        return card

    def _redo(self, number: int, one: ImprovementCard) -> QHBoxLayout:
        """The weakest part comes first, and so does its button."""
        row = QHBoxLayout()
        row.setSpacing(12)
        kind: Kind = "primary" if number == 1 else "secondary"
        button = Button(tr("Redo this part"), f"improvement_{number}_redo", kind=kind, symbol="refresh-cw")
        button.setAccessibleName(tr("Redo this part: {part}", part=one.title))
        button.clicked.connect(lambda: self.redo_wanted.emit(one.redo))
        row.addWidget(button)
        about = wrapped(tr("90 seconds, then before and after"), size=tokens.CAPTION, tone="muted")
        row.addWidget(about, 1)
        return row

    def _redo_row(self, number: int, redo: RedoRow) -> QHBoxLayout:
        row, texts = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(8)
        texts.setSpacing(0)
        texts.addWidget(wrapped(redo.title, name=f"redo_{number}_title"))
        if redo.change:
            texts.addWidget(wrapped(redo.change, size=tokens.CAPTION, tone="muted", name=f"redo_{number}_change"))
        row.addLayout(texts, 1)
        button = Button(tr("Before and after"), f"redo_{number}_open", kind="quiet")
        button.setAccessibleName(tr("Before and after: {redo}", redo=redo.title))
        button.clicked.connect(lambda: self.redo_opened.emit(redo.session))
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _top(self, number: int, one: ImprovementCard) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(wrapped(one.title, bold=True), 1)
        row.addStrut(look().size(tokens.CONTROL_HEIGHT))
        if one.moment.at is not None:
            play = TimeButton(f"improvement_{number}_play", one.moment.at, size=tokens.CAPTION)
            play.wanted.connect(self.play)
            row.addWidget(play, 0, Qt.AlignmentFlag.AlignTop)
        return row


def _title(number: int) -> str:
    return {
        0: tr("Nothing to improve"),
        1: tr("One thing to improve"),
        2: tr("Two things to improve"),
        3: tr("Three things to improve"),
    }.get(number, trn("{n} thing to improve", "{n} things to improve", number))


def _quotation(one: ImprovementCard) -> QFrame:
    frame = QFrame()
    frame.setProperty("kind", "quotation")
    column = QVBoxLayout(frame)
    column.setContentsMargins(10, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(wrapped(one.better))
    if one.source:
        source = tr("Better, from: {source}", source=one.source)
        column.addWidget(wrapped(source, size=tokens.CAPTION, tone="muted"))
    return frame


def _drill(text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(Icon("rotate-cw", "accent", 16), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(wrapped(tr("Drill: {drill}", drill=text)), 1)
    return row
