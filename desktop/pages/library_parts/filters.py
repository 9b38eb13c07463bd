"""The search field and the filters of the Library. GUI thread.

Signals of `Filters`: `searched(str)`, the text a moment after the last key; `changed()`, a filter was chosen.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from desktop import library_filter as kinds
from desktop.language import tr
from desktop.library_filter import Wanted
from desktop.session_words import mode_word, round_title
from desktop.widgets.flow import Flow
from desktop.widgets.search_field import SearchField, choice
from interviewer.plan import Mode


class Filters(QWidget):
    """What is shown of the library."""

    searched = Signal(str)
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchField("library_search", tr("Search titles and what was said"))
        self.search.searched.connect(self.searched)
        self.round = choice("library_round", tr("Round"), ((tr("All rounds"), ""),))
        modes = ((mode_word(mode.value), mode.value) for mode in Mode)
        self.mode = choice("library_mode", tr("Mode"), ((tr("All modes"), ""), *modes))
        states = ((tr("Recovered"), kinds.RECOVERED), (tr("Not transcribed"), kinds.UNKEPT))
        self.state = choice(
            "library_state", tr("State"), ((tr("All states"), ""), *states, (tr("Damaged"), kinds.DAMAGED))
        )
        calls = ((tr("A hire"), kinds.HIRE), (tr("A no"), kinds.NO_HIRE), (tr("No call"), kinds.NO_CALL))
        self.call = choice("library_call", tr("Call"), ((tr("All calls"), ""), *calls))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        flow = Flow(spacing=8)
        flow.addWidget(self.search)
        for box in self._boxes:
            box.activated.connect(lambda _index: self.changed.emit())
            flow.addWidget(box)
        column.addLayout(flow)

    @property
    def _boxes(self) -> tuple[QComboBox, ...]:
        return (self.round, self.mode, self.state, self.call)

    @property
    def wanted(self) -> Wanted:
        """What is chosen."""
        return Wanted(*(str(box.currentData()) for box in self._boxes))

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for."""
        return self.wanted != Wanted() or bool(self.search.text().strip())

    def offer_rounds(self, rounds: Iterable[str]) -> None:
        """Offer the rounds there are sessions of."""
        there = sorted(rounds, key=round_title)
        if [self.round.itemData(number) for number in range(1, self.round.count())] == there:
            return
        chosen = self.round.currentData()
        while self.round.count() > 1:
            self.round.removeItem(1)
        for name in there:
            self.round.addItem(round_title(name), name)
        self.round.setCurrentIndex(max(0, self.round.findData(chosen)))

    def clear(self) -> None:
        """Ask for nothing; tells both."""
        for box in self._boxes:
            box.setCurrentIndex(0)
        self.search.empty()
        self.changed.emit()
