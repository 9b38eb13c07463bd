"""The one card of the Practice page: what is practised, for how long, how.

Signals of `Choices`: `start()`, the button or Enter; `changed()`, another choice was made; `company_chosen(str)`, a
person practises for the company of that id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.practice_choices import SHIPPED_ROUNDS, Choice, Practicable
from desktop.session_words import level_title, round_title
from desktop.settings import Practice
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.buttons import Button
from desktop.widgets.combo import Combo
from desktop.widgets.frames import Card
from desktop.widgets.phases import PhaseStrip
from desktop.widgets.plain import PlainLabel
from desktop.widgets.segmented import Segmented
from interviewer.content.levels import LEVELS, Level
from interviewer.plan import LENGTHS_MINUTES, LONGEST_OWN, SHORTEST_OWN, Mode

if TYPE_CHECKING:
    from desktop.headless import Wishes

SURPRISE, PICK, OWN = "surprise", "pick", "own"
_LABEL_WIDTH, _LEAST_COMPANY, _MOST_STRETCH = 80, 96, 100
_STIFF = (QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)


class _Row(QWidget):
    """A choice with its name before it; what can stretch does."""

    def __init__(self, label: str, *widgets: QWidget) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self._name = PlainLabel(label, tone="muted")
        row.addWidget(self._name)
        for widget in widgets:
            row.addWidget(widget, 0 if widget.sizePolicy().horizontalPolicy() in _STIFF else _MOST_STRETCH)
        row.addStretch(1)

    @property
    def name_width(self) -> int:
        """How wide the name wants to be."""
        return max(look().size(_LABEL_WIDTH), self._name.sizeHint().width())

    def align(self, width: int) -> None:
        """Have the choice begin where those of other rows do."""
        self._name.setFixedWidth(width)


class Choices(Card):
    """Round, level, question, length, mode, and the start."""

    start = Signal()
    changed = Signal()
    company_chosen = Signal(str)

    def __init__(self, last: Practice, parent: QWidget | None = None) -> None:
        """`last`: the choices of last time."""
        super().__init__(padding=24, spacing=12, parent=parent)
        self._offered: Practicable | None = None
        self._pickable: tuple[Choice, ...] = ()
        shipped = tuple((round_title(name), name) for name in SHIPPED_ROUNDS)
        self.round = Segmented(tr("Round"), "practice_round", shipped)
        self.level = QComboBox()
        self.level.setObjectName("practice_level")
        self.level.setAccessibleName(tr("Level"))
        self.level.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for level in LEVELS:
            self.level.addItem(level_title(level), level)
        self.company = Combo("practice_company", tr("Company you practise for"))
        self.company.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.company.setMinimumContentsLength(24)
        self._for = PlainLabel(tr("Company"), tone="muted")
        self._for.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        for widget in (self._for, self.company):
            widget.hide()
        sources = ((tr("Surprise me"), SURPRISE), (tr("Pick one"), PICK), (tr("Paste my own"), OWN))
        self.source = Segmented(tr("Question"), "practice_source", sources)
        self.source.choose(SURPRISE)
        self._unasked = PlainLabel(size=tokens.CAPTION, tone="muted", name="practice_unasked")
        self.pick = QComboBox()
        self.pick.setObjectName("practice_pick")
        self.pick.setAccessibleName(tr("Question to practise"))
        self.pick.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.pick.setMinimumContentsLength(24)
        self.pick.setPlaceholderText(tr("Pick a question"))
        self.own = QPlainTextEdit()
        self.own.setObjectName("practice_own")
        self.own.setAccessibleName(tr("A question of your own"))
        self.own.setPlaceholderText(tr("Paste or type one question, as it would be asked aloud."))
        self.own.setTabChangesFocus(True)
        lengths = tuple((tr("{n} min", n=minutes), float(minutes)) for minutes in LENGTHS_MINUTES)
        self.length = Segmented(tr("Length"), "practice_length", lengths)
        modes = ((tr("Practice"), Mode.PRACTICE.value), (tr("Exam"), Mode.EXAM.value))
        self.mode = Segmented(tr("Mode"), "practice_mode", modes)
        self._means = PlainLabel(size=tokens.CAPTION, tone="muted", wrap=True, name="practice_mode_means")
        self.strip = PhaseStrip("practice_phases")
        self.go = Button(tr("Start"), "practice_start", kind="primary", live=True)
        self.go.clicked.connect(self.start)
        self._hint = PlainLabel(tone="muted", wrap=True, name="practice_hint")
        self._pick_row, self._own_row = _Row("", self.pick), _Row("", self.own)
        self._lay_out()
        self.prefer(last)
        self._connect()

    def _lay_out(self) -> None:
        rows = QVBoxLayout()
        rows.setSpacing(16)
        self.body.addLayout(rows)
        self._rows = (
            _Row(tr("Round"), self.round),
            _Row(tr("Level"), self.level, self._for, self.company),
            _Row(tr("Question"), self.source, self._unasked),
            self._pick_row,
            self._own_row,
            _Row(tr("Length"), self.length),
            _Row(tr("Mode"), self.mode, self._means),
        )
        for row in self._rows:
            rows.addWidget(row)
        self.body.addSpacing(4)
        self.body.addWidget(self.strip)
        self.body.addSpacing(4)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        self.body.addLayout(foot)
        foot.addWidget(self.go, 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self._hint, 1)
        look().changed.connect(self._take_size)
        self._take_size()

    def _connect(self) -> None:
        for segmented in (self.round, self.source, self.length, self.mode):
            segmented.chosen.connect(lambda _value: self._choice_made())
        self.level.activated.connect(lambda _index: self._choice_made())
        self.company.activated.connect(lambda _index: self.company_chosen.emit(str(self.company.currentData())))
        self.pick.activated.connect(lambda _index: self._choice_made())
        self.own.textChanged.connect(self._refresh_start)

    # -- what is offered and chosen

    def offer(self, offered: Practicable) -> None:
        """Show what there is; the choices stay where they still can be had."""
        self._offered = offered
        picking, picked = self.source.value == PICK and bool(self._pickable), self.pick.currentData()
        self.round.set_choices([(round_title(entry.id, entry.title), entry.id) for entry in offered.rounds])
        if self.round.value is None and offered.rounds:
            self.round.choose(offered.rounds[0].id)
        self.refresh()
        if picking:
            self._pick(picked)

    def prefer(self, last: Practice) -> None:
        """Preselect the choices of last time."""
        for segmented, value in ((self.round, last.round), (self.length, last.minutes), (self.mode, last.mode.value)):
            segmented.choose(value)
        self.level.setCurrentIndex(max(0, self.level.findData(last.level)))
        self.refresh()

    def prefer_round(self, round_id: str, mode: str, level: str) -> None:
        """Have a round ready to be started; an empty choice stays as it is."""
        self.round.choose(round_id)
        self.mode.choose(mode)
        if (place := self.level.findData(level)) >= 0:
            self.level.setCurrentIndex(place)
        self.refresh()

    def offer_companies(self, companies: Sequence[tuple[str, str]]) -> None:
        """Offer companies by text and id; the choice stays where it still can be had."""
        chosen = self.company.currentData()
        self.company.clear()
        self.company.addItem(tr("No company"), "")
        for text, company_id in companies:
            self.company.addItem(text, company_id)
        self.company.choose(chosen)
        for widget in (self._for, self.company):
            widget.setVisible(bool(companies))

    def preselect(self, question: str) -> None:
        """Have a certain question ready to be started, and no other one where it is gone."""
        self.round.choose(question.partition("/")[0])
        self.source.choose(PICK)
        self.refresh()
        self._pick(question)

    def chosen(self) -> Practice:
        """The choices as they are remembered."""
        level: Level = LEVELS[max(0, self.level.currentIndex())]
        minutes = self.length.value
        return Practice(
            round=str(self.round.value or "execution"),
            level=level,
            minutes=float(minutes) if minutes is not None else float(LENGTHS_MINUTES[1]),
            mode=Mode(str(self.mode.value or Mode.PRACTICE.value)),
        )

    def wishes(self, base: Wishes) -> Wishes:
        """The choices as wishes, over those that come from the settings."""
        chosen, source = self.chosen(), self.source.value
        return replace(
            base,
            round=chosen.round,
            level=chosen.level,
            minutes=chosen.minutes,
            mode=chosen.mode,
            question=str(self.pick.currentData()) if source == PICK and self.pick.currentData() else None,
            own=self.own.toPlainText() if source == OWN else "",
        )

    # -- how it looks

    def refresh(self) -> None:
        """Show what follows from the choices."""
        offered, round_id = self._offered, str(self.round.value)
        source = self.source.value
        self._pick_row.setVisible(source == PICK)
        self._own_row.setVisible(source == OWN)
        if offered is not None:
            self._fill_pick(offered, round_id)
            count = offered.unasked(round_id)
            words = trn("{n} you have not had yet", "{n} you have not had yet", count)
            self._unasked.setText(words if count else tr("You have had them all; the oldest comes again"))
            self.strip.show_plan(offered.phases(round_id, self.chosen().minutes))
        self._unasked.setVisible(source == SURPRISE)
        exam = self.mode.value == Mode.EXAM.value
        practice = tr("Hints, pauses and live coverage. Only exams count.")
        self._means.setText(tr("No hints, no pauses, no captions. It counts.") if exam else practice)
        self._refresh_start()

    def _fill_pick(self, offered: Practicable, round_id: str) -> None:
        """The questions of a round; the one that is picked stays where it is among them, else it is the first."""
        pickable, picked = offered.questions.get(round_id, ()), self.pick.currentData()
        if pickable == self._pickable:
            return
        self._pickable = pickable
        self.pick.clear()
        for choice in pickable:
            asked = f"  · {tr('had')}" if choice.asked else ""
            self.pick.addItem(f"{choice.title}{asked}", choice.id)
        self.pick.setCurrentIndex(max(0, self.pick.findData(picked)))

    def _pick(self, question: object) -> None:
        """Pick a question; none where it is not offered."""
        self.pick.setCurrentIndex(self.pick.findData(question) if question else -1)
        self._refresh_start()

    def _refresh_start(self) -> None:
        length = len(" ".join(self.own.toPlainText().split()))
        picked = self.source.value != PICK or self.pick.currentIndex() >= 0
        fits = self.source.value != OWN or SHORTEST_OWN <= length <= LONGEST_OWN
        self.go.setEnabled(picked and fits)
        if not picked:
            gone = tr("The question is not there any more. Pick another one.")
            self._hint.setText(gone if self._pickable else tr("There is no question to pick in this round."))
        elif fits:
            self._hint.setText(tr("Headphones keep the voice out of your recording."))
        else:
            told = tr(
                "A question of {least} to {most} characters; this one has {n}.",
                least=SHORTEST_OWN,
                most=LONGEST_OWN,
                n=length,
            )
            self._hint.setText(told)

    def _choice_made(self) -> None:
        self.refresh()
        self.changed.emit()

    def _take_size(self) -> None:
        width = max(row.name_width for row in self._rows)
        for row in self._rows:
            row.align(width)
        self.go.setMinimumWidth(look().size(176))
        self.company.setMinimumWidth(look().size(_LEAST_COMPANY))
        self.own.setFixedHeight(look().size(76))
