"""The question card: what was asked stays on the screen, large; in a case the case does, and the question folds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.theme import tokens
from desktop.theme.icons import icon
from desktop.view_state import ViewState
from desktop.widgets.frames import Line
from desktop.widgets.plain import PlainLabel
from desktop.widgets.times import clock_text

LONG_CHARACTERS = 260
"""A longer question is set in the size of a section, so that it does not fill the page."""


class QuestionCard(QFrame):
    """The main question, and the case that is being fished in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("live_question_card")
        self.setProperty("kind", "surface")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._folded, self._compact = True, False
        self._fold = QPushButton()
        self._fold.setObjectName("live_main_question")
        self._fold.setAccessibleName(tr("Main question"))
        self._fold.setProperty("kind", "row")
        self._fold.setAutoDefault(False)
        self._fold.clicked.connect(self._toggle)
        self.question = PlainLabel(size=tokens.TITLE, bold=True, wrap=True, name="live_question")
        self._asked = PlainLabel(size=tokens.CAPTION, bold=True, tone="muted", name="live_case_asked")
        self.case = PlainLabel(size=tokens.TITLE, bold=True, wrap=True, name="live_case")
        self._how = PlainLabel(
            tr("Ask for the data you need. Naming a cause and an action ends the case."), tone="muted", wrap=True
        )
        for label in (self.question, self.case):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 20, 32, 20)
        column.setSpacing(8)
        for widget in (self._fold, self.question, self._asked, self.case, self._how):
            column.addWidget(widget)
        self._line = Line()

    def render_view(self, view: ViewState) -> None:
        """Show the question, or the case with the question folded above it."""
        fishing = bool(view.case)
        self.question.setText(view.question)
        self.case.setText(view.case)
        self.case.set_size(self._size(view.case, tokens.PAGE_TITLE if view.exam else tokens.TITLE))
        self.question.set_size(self._size(view.question, tokens.TITLE))
        self._asked.setText(tr("The case, asked at {time}", time=clock_text(view.case_at)))
        for widget in (self._asked, self.case, self._how, self._fold):
            widget.setVisible(fishing)
        self.question.setVisible(not fishing or not self._folded)
        if fishing:
            self._fold.setText(tr("Main question"))
            self._fold.setIcon(icon("chevron-right" if self._folded else "chevron-down", "muted"))
            self._fold.setAccessibleName(tr("Main question: {text}", text=view.question))

    def set_compact(self, compact: bool) -> None:
        """Where there is little room the question is set smaller."""
        self._compact = compact

    def _size(self, text: str, usual: int) -> int:
        return tokens.SECTION if self._compact or len(text) > LONG_CHARACTERS else usual

    def _toggle(self) -> None:
        self._folded = not self._folded
        self.question.setVisible(not self._folded)
        self._fold.setIcon(icon("chevron-right" if self._folded else "chevron-down", "muted"))
