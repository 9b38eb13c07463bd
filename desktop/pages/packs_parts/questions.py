"""The questions of a pack: searched, filtered, opened. GUI thread.

Signals of `Questions`: `opened(str)`, the id of a question.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.pages.packs_parts.words import difficulty_word, question_row
from desktop.session_words import level_title, round_title
from desktop.widgets.buttons import Button
from desktop.widgets.flow import Flow
from desktop.widgets.frames import EmptyState
from desktop.widgets.marks import Check
from desktop.widgets.rows import inset
from desktop.widgets.search_field import SearchField, choice
from desktop.widgets.text_rows import TextRowsView
from interviewer.content.model import Pack, Question

DIFFICULTIES = ("easy", "medium", "hard")
LEAST_HEIGHT = 160
"""Below it, the whole page scrolls."""
LEVELS = ("apm", "pm", "senior", "group")


class Questions(QWidget):
    """A list with filters."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pack: Pack | None = None
        self._practised: Collection[str] = ()
        self.search = SearchField("packs_search", tr("Search questions"))
        self.round = choice("packs_round", tr("Round"), ((tr("All rounds"), ""),))
        levels = ((level_title(level), level) for level in LEVELS)
        self.level = choice("packs_level", tr("Level"), ((tr("All levels"), ""), *levels))
        grades = ((difficulty_word(grade), grade) for grade in DIFFICULTIES)
        self.difficulty = choice("packs_difficulty", tr("Difficulty"), ((tr("Any difficulty"), ""), *grades))
        self.industry = choice("packs_industry", tr("Industry"), ((tr("All industries"), ""),))
        self.industry.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.industry.setMinimumContentsLength(16)
        self.fresh = Check(tr("Not practised yet"), "packs_fresh")
        self.view = TextRowsView("packs_questions", tr("Questions"))
        self.view.setUniformItemSizes(True)
        self.view.setMinimumHeight(LEAST_HEIGHT)
        self.view.opens_at_once = True
        clear = Button(tr("Clear search and filters"), "packs_clear")
        clear.clicked.connect(self.clear)
        self.nothing = EmptyState(
            "search", tr("No question fits"), tr("No question of this pack has all that is asked for."), clear
        )
        self._lay_out()
        self.view.opened.connect(lambda index: self.opened.emit(self.view.texts.rows[index.row()].key))
        self.search.searched.connect(lambda _text: self._show())
        self.search.left.connect(self._to_list)
        self.fresh.toggled.connect(lambda _on: self._show())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        filters = QWidget()
        flow = Flow(filters)
        flow.addWidget(self.search)
        for box in self._boxes:
            box.activated.connect(lambda _index: self._show())
            flow.addWidget(box)
        flow.addWidget(self.fresh)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.view)
        self.middle.addWidget(self.nothing)
        column.addLayout(inset(filters))
        column.addWidget(self.middle, 1)

    @property
    def _boxes(self) -> tuple[QComboBox, ...]:
        return (self.round, self.level, self.difficulty, self.industry)

    def show_pack(self, pack: Pack, practised: Collection[str]) -> None:
        """Show the questions of a pack; what is filtered by stays where it can."""
        self._pack, self._practised = pack, practised
        _offer(self.round, ((round_title(entry.id, entry.title), entry.id) for entry in pack.rounds))
        industries = sorted({question.industry for question in pack.questions})
        _offer(self.industry, ((industry, industry) for industry in industries))
        self._show()

    def clear(self) -> None:
        """Ask for nothing."""
        for box in self._boxes:
            box.setCurrentIndex(0)
        self.fresh.setChecked(False)
        self.search.empty()
        self._show()

    def pause(self) -> None:
        """Nobody looks."""
        self.search.pause()

    def _show(self) -> None:
        if self._pack is None:
            return
        pack, key = self._pack, self.view.key
        fitting = [question for question in pack.questions if self._fits(question)]
        rows = [question_row(pack, question, practised=question.id in self._practised) for question in fitting]
        self.view.texts.show(rows)
        if not self.view.select_key(key):
            self.view.select_row(0)
        self.middle.setCurrentWidget(self.view if rows else self.nothing)

    def _fits(self, question: Question) -> bool:
        asked = (question.round, question.level, question.difficulty, question.industry)
        if not all(box.currentData() in ("", value) for box, value in zip(self._boxes, asked, strict=True)):
            return False
        if self.fresh.isChecked() and question.id in self._practised:
            return False
        text = f"{question.title} {question.spoken} {question.industry} {question.id}".casefold()
        return all(word in text for word in self.search.text().casefold().split())

    def _to_list(self) -> None:
        if self.view.texts.rowCount():
            self.view.setFocus()


def _offer(box: QComboBox, entries: Iterable[tuple[str, str]]) -> None:
    """Other entries behind the first; the choice stays if it is still there."""
    chosen = box.currentData()
    while box.count() > 1:
        box.removeItem(1)
    for text, value in entries:
        box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
