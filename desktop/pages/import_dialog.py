"""The window in which interviews from elsewhere are told about before they are taken in. GUI thread.

Everything in it is guessed already; whoever agrees presses one button. Signals of `ImportDialog`: `decided(object)`,
what to take in as pairs of files and `About`.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from desktop.import_choices import Choices, Interview
from desktop.import_plan import About
from desktop.language import tr, trn
from desktop.pages.panels.panel import Actions, Field, Remark
from desktop.theme import tokens
from desktop.widgets.accessible import announce
from desktop.widgets.buttons import Button
from desktop.widgets.combo import Combo
from desktop.widgets.focus import FocusRing
from desktop.widgets.frames import Card, Snug
from desktop.widgets.plain import ElidedLabel, PlainLabel
from interviewer.content.model import Level
from interviewer.content.own import own_question
from interviewer.errors import PlanError

WIDTH, MARGIN = 560, 24
_UNSAID, _OWN = "", "own"
_ANY_LEVEL: Level = "pm"
"""Of a question whose length is looked at."""


class InterviewForm(Card):
    """One interview."""

    def __init__(self, choices: Choices, interview: Interview, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        name = f"import_{number}"
        self.setObjectName(name)
        self.interview, self._choices = interview, choices
        self.round = Combo(f"{name}_round", tr("Round"))
        for one in choices.rounds:
            self.round.addItem(choices.title_of(one.id), one.id)
        self.round.choose(interview.guess.round)
        self.question = Combo(f"{name}_question", tr("Question"))
        self.own = QLineEdit()
        self.own.setObjectName(f"{name}_own")
        self.own.setAccessibleName(tr("What was asked"))
        self.own.setPlaceholderText(tr("What was asked, in a sentence"))
        self.speaker = Combo(f"{name}_speaker", tr("You are"))
        for who in interview.speakers:
            self.speaker.addItem(trn("{name}, {n} word", "{name}, {n} words", who.words, name=who.name), who.name)
        self.speaker.choose(interview.guess.speaker)
        self.fault = Remark(f"{name}_fault")
        self._lay_out(name)
        self._offer_questions()
        self.question.choose(interview.guess.question)
        self._judge()
        self.round.activated.connect(lambda _index: self._offer_questions())
        self.question.activated.connect(lambda _index: self._judge())
        self.own.textEdited.connect(lambda _text: self.fault.say("warn", ""))

    def _lay_out(self, name: str) -> None:
        files = ", ".join(file.name for file in self.interview.files)
        self.body.addWidget(ElidedLabel(files, bold=True))
        self.body.addWidget(PlainLabel(self._why(), size=tokens.CAPTION, tone="muted", wrap=True, name=f"{name}_why"))
        self.body.addWidget(Field(tr("Round"), self.round))
        self.body.addWidget(Field(tr("Question"), self.question))
        self.body.addWidget(self.own)
        if len(self.interview.speakers) > 1:
            self.body.addWidget(Field(tr("You are"), self.speaker))
        self.body.addWidget(self.fault)

    def _why(self) -> str:
        if self.interview.guess.question:
            return tr("The interviewer’s words fit a question of a pack. Change what is wrong.")
        if self.interview.speakers:
            return tr("Guessed from what is said. Change what is wrong.")
        return tr("It is reviewed by the rubric of its round. With a transcript beside it, who speaks would be known.")

    def _offer_questions(self) -> None:
        """Those of the round, after what fits every round."""
        before = self.question.currentData()
        self.question.clear()
        self.question.addItem(tr("Not said"), _UNSAID)
        self.question.addItem(tr("In my own words"), _OWN)
        for one in self._choices.questions:
            if one.round == self.round.currentData():
                self.question.addItem(one.title, one.id)
        self.question.choose(before)
        self._judge()

    def _judge(self) -> None:
        self.own.setVisible(self.question.currentData() == _OWN)
        self.fault.say("warn", "")

    @property
    def about(self) -> About:
        """What was chosen."""
        chosen = str(self.question.currentData())
        question = self.own.text().strip() if chosen == _OWN else chosen
        speaker = str(self.speaker.currentData() or "")
        return About(round=str(self.round.currentData()), question=question, speaker=speaker)

    def check(self) -> bool:
        """Whether it can be taken in so; what is wrong is said."""
        if self.question.currentData() != _OWN or not self.own.text().strip():
            return True
        entry = next(one for one in self._choices.rounds if one.id == self.round.currentData())
        try:
            own_question(entry, self.own.text(), _ANY_LEVEL)
        except PlanError as error:
            self.fault.say("bad", error.sentence)
            announce(self, error.sentence)
            return False
        return True


class ImportDialog(QDialog):
    """Some interviews. `open` shows it; it deletes itself when it is closed."""

    decided = Signal(object)

    def __init__(self, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("import_dialog")
        self.setWindowTitle(tr("Import"))
        self.setMinimumWidth(WIDTH)
        self._choices = choices
        self.forms = [InterviewForm(choices, one, number) for number, one in enumerate(choices.interviews)]
        self.take_in = Button(tr("Take in"), "import_take", kind="primary", symbol="download")
        self.cancel = Button(tr("Cancel"), "import_cancel")
        self._lay_out()
        self.take_in.clicked.connect(self._decide)
        self.cancel.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        count = len(self.forms)
        title = trn("An interview from elsewhere", "{n} interviews from elsewhere", count)
        column.addWidget(PlainLabel(title, size=tokens.TITLE, bold=True, wrap=True))
        scroll = Snug("import_scroll", width=WIDTH - 2 * MARGIN)
        for form in self.forms:
            scroll.body.addWidget(form)
        scroll.body.addStretch(1)
        column.addWidget(scroll, 1)
        column.addWidget(Actions(self.take_in, self.cancel))
        self.take_in.setDefault(True)
        self._ring = FocusRing(self)

    def _decide(self) -> None:
        faulty = [form for form in self.forms if not form.check()]
        if faulty:
            faulty[0].own.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            told = [(form.interview.files, form.about) for form in self.forms]
            self.decided.emit((*((files, About()) for files in self._choices.others), *told))
            self.accept()
