"""One pack: what it is, its questions, its rounds, its faults, and what can be done with it. GUI thread.

Signals of `PackView`: `wanted(str)`, one of `ACTIONS`; `opened(str)`, the id of a question; `file_wanted(str)`, a file
inside the pack.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.pack_shelf import Shelved
from desktop.pages.packs_parts.id_form import IdForm
from desktop.pages.packs_parts.questions import Questions
from desktop.pages.packs_parts.words import fault_row, faults_text, origin
from desktop.session_words import round_title
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.flow import Flow
from desktop.widgets.frames import EmptyState
from desktop.widgets.plain import PlainLabel
from desktop.widgets.rows import INSET
from desktop.widgets.segmented import Segmented
from desktop.widgets.text_rows import TextRow, TextRowsView
from interviewer.content.model import Pack
from interviewer.errors import Problem

ACTIONS = ("check", "duplicate", "folder", "delete")
QUESTIONS, ROUNDS, FAULTS = "questions", "rounds", "faults"


class PackView(QWidget):
    """The right side of the Packs page."""

    wanted = Signal(str)
    opened = Signal(str)
    file_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = PlainLabel(size=tokens.TITLE, bold=True, wrap=True, name="pack_title")
        self.facts = PlainLabel(size=tokens.CAPTION, tone="muted", wrap=True, name="pack_facts")
        self.about = PlainLabel(wrap=True, name="pack_about")
        self.buttons = {
            "check": Button(tr("Check"), "pack_check", symbol="shield-check"),
            "duplicate": Button(tr("Duplicate"), "pack_duplicate", symbol="copy"),
            "folder": Button(tr("Open folder"), "pack_folder", symbol="folder-open", kind="plain"),
            "delete": Button(tr("Delete"), "pack_delete", symbol="trash-2", kind="danger"),
        }
        self.form = IdForm()
        self.tabs = Segmented(tr("Parts of the pack"), "pack_tabs", ())
        self.questions = Questions()
        self.rounds = TextRowsView("pack_rounds", tr("Rounds"))
        self.faults = TextRowsView("pack_faults", tr("Faults"), wraps=True)
        self.sound = EmptyState(
            "circle-check", tr("No faults"), tr("Every file reads, fits the others and can be said aloud.")
        )
        # No QStackedWidget: it does not say how high its pages want to be at a width.
        self._parts = (self.questions, self.rounds, self.faults, self.sound)
        self._lay_out()
        self.tabs.chosen.connect(self._show_part)
        self.questions.opened.connect(self.opened)
        self.faults.opened.connect(lambda index: self.file_wanted.emit(self.faults.texts.rows[index.row()].key))
        self.rounds.opened.connect(lambda index: self.file_wanted.emit(self.rounds.texts.rows[index.row()].key))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        head = QVBoxLayout()
        head.setContentsMargins(INSET, 0, INSET, 0)
        head.setSpacing(8)
        for label in (self.title, self.facts, self.about):
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            head.addWidget(label)
        flow = Flow()
        for action, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, action=action: self.wanted.emit(action))
            flow.addWidget(button)
        head.addSpacing(4)
        head.addLayout(flow)
        head.addWidget(self.form)
        head.addSpacing(4)
        # Without an alignment its own width would be taken for that of all, and the height reckoned by it.
        head.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(head)
        for part in self._parts:
            column.addWidget(part, 1)

    def show_pack(self, shelved: Shelved, practised: Collection[str]) -> None:
        """Show a pack from its beginning."""
        self.form.hide()
        pack = shelved.pack
        self.title.setText(shelved.title)
        self.facts.setText(_facts(shelved))
        self.facts.set_tone("muted" if pack is not None else "warn")
        self.about.setText(pack.about if pack is not None else tr("It is left out everywhere until this is mended."))
        self.about.setVisible(bool(self.about.text()))
        self.buttons["delete"].setEnabled(shelved.users)
        self.buttons["delete"].setToolTip(
            "" if shelved.users else tr("This pack came with Hotseat. A duplicate of it is yours.")
        )
        if pack is not None:
            self.questions.show_pack(pack, practised)
            self.rounds.texts.show([_round_row(pack, number) for number in range(len(pack.rounds))])
        self._offer_tabs(pack, shelved.problems)
        self.show_faults(shelved.problems, checked=False)
        self.tabs.choose(QUESTIONS if pack is not None else FAULTS)
        self._show_part(QUESTIONS if pack is not None else FAULTS)

    def show_faults(self, problems: Sequence[Problem], *, checked: bool = True) -> None:
        """Show what a check found; `checked`: bring it to the front."""
        self.faults.texts.show([fault_row(problem) for problem in problems])
        if checked:
            pack_tabs = [(text, value) for text, value in self._tab_texts if value != FAULTS]
            self._set_tabs([*pack_tabs, (faults_text(len(problems)), FAULTS)])
            self.tabs.choose(FAULTS)
            self._show_part(FAULTS)

    def _offer_tabs(self, pack: Pack | None, problems: Sequence[Problem]) -> None:
        tabs = []
        if pack is not None:
            tabs.append((trn("{n} question", "{n} questions", len(pack.questions)), QUESTIONS))
            tabs.append((trn("{n} round", "{n} rounds", len(pack.rounds)), ROUNDS))
        self._set_tabs([*tabs, (faults_text(len(problems)), FAULTS)])

    def _set_tabs(self, tabs: list[tuple[str, str]]) -> None:
        self._tab_texts = tabs
        self.tabs.set_choices(tabs)
        order = [self.buttons["delete"], *self.tabs.findChildren(QPushButton), self.questions.search]
        for one, other in pairwise(order):
            self.setTabOrder(one, other)

    def _show_part(self, part: object) -> None:
        shown: QWidget = {QUESTIONS: self.questions, ROUNDS: self.rounds}.get(str(part), self.faults)
        if shown is self.faults and not self.faults.texts.rowCount():
            shown = self.sound
        for widget in self._parts:
            widget.setVisible(widget is shown)


def _facts(shelved: Shelved) -> str:
    pack = shelved.pack
    if pack is None:
        return tr("{faults} · {origin}", faults=faults_text(len(shelved.problems)), origin=origin(shelved))
    return tr(
        "Version {version} · language {language} · licence {licence} · {origin}",
        version=pack.version,
        language=pack.language,
        licence=pack.licence,
        origin=origin(shelved),
    )


def _round_row(pack: Pack, number: int) -> TextRow:
    entry = pack.rounds[number]
    count = sum(question.round == entry.id for question in pack.questions)
    phases = " · ".join(f"{phase.title} {phase.minutes:g}" for phase in entry.phases)
    right = tr("{minutes} min, {n} questions", minutes=f"{entry.minutes:g}", n=count)
    return TextRow(f"rounds/{entry.id}.toml", round_title(entry.id, entry.title), phases, right)
