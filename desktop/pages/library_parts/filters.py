"""The search field and the filters of the Library. GUI thread.

Signals of `Filters`: `searched(str)`, the text a moment after the last key; `changed()`, a filter was chosen.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop import library_filter as kinds
from desktop.language import tr
from desktop.library_filter import Wanted
from desktop.session_words import mode_word, round_title
from desktop.theme.icons import icon
from desktop.theme.look import look
from desktop.widgets.flow import Flow
from interviewer.plan import Mode

DEBOUNCE_MS = 150
SEARCH_WIDTH = 280


class SearchField(QLineEdit):
    """Text to search by. Esc empties it; down goes on to what was found.

    Signals: `searched(str)`, a moment after the last change; `left()`, down was pressed.
    """

    searched = Signal(str)
    left = Signal()

    def __init__(self, name: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(hint)
        self.setPlaceholderText(hint)
        self._clear = self.addAction(icon("x", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setToolTip(tr("Clear"))
        self._clear.triggered.connect(self.empty)
        self._clear.setVisible(False)
        self.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._last = ""
        self._timer = QTimer(self)
        self._timer.setObjectName(f"{name}_debounce")
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self.settle)
        self.textChanged.connect(self._typed)
        self.returnPressed.connect(self.settle)
        look().changed.connect(self._take_size)
        self._take_size()

    def settle(self) -> None:
        """Search now for what stands there."""
        self._timer.stop()
        if self.text().strip() != self._last:
            self._last = self.text().strip()
            self.searched.emit(self._last)

    def empty(self) -> None:
        """Search for nothing any more."""
        self.clear()
        self.settle()

    def pause(self) -> None:
        """Nobody looks: search for nothing more."""
        self._timer.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.empty()
        elif event.key() == Qt.Key.Key_Down:
            self.settle()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._timer.start()

    def _take_size(self) -> None:
        self.setMinimumWidth(look().size(SEARCH_WIDTH))


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


def choice(name: str, title: str, entries: Iterable[tuple[str, str]]) -> QComboBox:
    """A box of texts with values, as wide as its longest."""
    box = QComboBox()
    box.setObjectName(name)
    box.setAccessibleName(title)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    for text, value in entries:
        box.addItem(text, value)
    return box
