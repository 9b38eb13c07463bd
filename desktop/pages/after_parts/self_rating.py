"""What you would give yourself, asked before the review is shown. Half a minute at most, and it can be skipped.

GUI thread. Signals of `SelfRatingView`: `rated(object)`, a `SelfRating`; `skipped()`.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.pages.after_parts.columns import empty
from desktop.pages.after_parts.steps import Steps
from desktop.pages.after_parts.texts import wrapped
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Card, Line, Scroll
from desktop.widgets.scores import CALLS, PARTS, call_word, score_word
from interviewer.review.call import Call
from interviewer.review.self_rating import Rateable, SelfRating

WIDTH = 760


class SelfRatingView(QWidget):
    """The call in six steps, then the core dimensions in four words each."""

    rated = Signal(object)
    skipped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scores: dict[str, Steps] = {}
        choices = [(call_word(call), call) for call in CALLS]
        self.call = Steps(tr("The call"), "rate_call", choices)
        self.call.chosen.connect(lambda _value: self._changed())
        self.show_review = Button(tr("Show the review"), "rate_done", kind="primary")
        self.show_review.clicked.connect(self.finish)
        self.skip = Button(tr("Skip"), "rate_skip", kind="quiet")
        self.skip.clicked.connect(self.skipped)
        self._title = wrapped(size=tokens.PAGE_TITLE, bold=True, name="rate_title")
        self._why = wrapped(tone="muted", name="rate_why")
        self._hire = wrapped(size=tokens.SECTION, bold=True, name="rate_hire")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(12)
        self._lay_out()

    def _lay_out(self) -> None:
        card = Card(padding=24, spacing=16)
        card.setMaximumWidth(look().size(WIDTH))
        heads = QVBoxLayout()
        heads.setSpacing(4)
        heads.addWidget(self._title)
        heads.addWidget(self._why)
        card.body.addLayout(heads)
        card.body.addWidget(self._hire)
        card.body.addWidget(self.call)
        self._line = Line()
        self._more = wrapped(tr("If you like, also in parts"), size=tokens.SECTION, bold=True)
        card.body.addWidget(self._line)
        card.body.addWidget(self._more)
        card.body.addLayout(self._rows)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        buttons.addWidget(self.skip)
        buttons.addWidget(self.show_review)
        card.body.addLayout(buttons)
        scroll = Scroll()
        scroll.setObjectName("rate_scroll")
        scroll.body.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 1000)
        row.addStretch(1)
        scroll.body.addLayout(row)
        scroll.body.addStretch(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)

    def ask(
        self, dimensions: Sequence[Rateable], rating: SelfRating | None, *, before: bool, partner: bool = False
    ) -> None:
        """Ask for a rating. `rating`: the one there is; `before`: the review has not been seen; `partner`: it is
        somebody else who was interviewed."""
        self._hire.setText(tr("Would you hire them?") if partner else tr("Would you hire yourself?"))
        if partner:
            self._title.setText(tr("Rate this interview"))
            self._why.setText(tr("You are the partner: hand it back from the Library, and it stands under your name."))
        else:
            self._title.setText(tr("How did it go?") if before else tr("Rate yourself"))
            self._why.setText(
                tr("Rate yourself before you see the review. It takes half a minute, and the gap is worth knowing.")
                if before
                else tr("Your own call stands beside the review’s.")
            )
        self.show_review.set_label(tr("Show the review") if before else tr("Keep it"))
        self.skip.set_label(tr("Skip") if before else tr("Cancel"))
        self._make_rows(dimensions)
        self.call.choose(rating.call if rating is not None else None)
        for name, steps in self._scores.items():
            steps.choose(rating.scores.get(name) if rating is not None else None)
        self._changed()

    def first_focus(self) -> QWidget:
        """The chosen step, else the first."""
        return next((button for button in self.call.buttons if button.isChecked()), self.call.buttons[0])

    def pick_call(self, call: Call) -> None:
        """Choose a call as by its key."""
        self.call.pick(call)

    def finish(self) -> None:
        """Give the rating, once there is a call."""
        call = self.call.value
        if isinstance(call, Call):
            scores = {name: steps.value for name, steps in self._scores.items() if steps.value is not None}
            self.rated.emit(SelfRating(call, scores))  # type: ignore[arg-type]

    def _make_rows(self, dimensions: Sequence[Rateable]) -> None:
        empty(self._rows)
        self._scores = {}
        for widget in (self._line, self._more):
            widget.setVisible(bool(dimensions))
        choices = [(score_word(score), score) for score in range(1, PARTS + 1)]
        for one in dimensions:
            steps = Steps(one.title, f"rate_{one.id}", choices)
            row = QHBoxLayout()
            row.setSpacing(16)
            title = wrapped(one.title, beside_button=True)
            title.setFixedWidth(look().size(176))
            row.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(steps, 1)
            self._rows.addLayout(row)
            self._scores[one.id] = steps

    def _changed(self) -> None:
        chosen = self.call.value is not None
        self.show_review.setEnabled(chosen)
        self.show_review.setToolTip("" if chosen else tr("Choose a call first, or skip this."))
