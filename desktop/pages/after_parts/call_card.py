"""The call: in words, who made it and why, on the scale beside your own, and which reviewer's it is. GUI thread.

Signals of `CallCard`: `rate_wanted()`; `rater_chosen(str)`, the name of a review; `judge_wanted()`, a language model's;
`other_model_wanted()`.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.pages.after_parts.texts import wrapped
from desktop.report.values import Rater, Report, Verdict
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.combo import Combo
from desktop.widgets.frames import Card, Line
from desktop.widgets.plain import PlainLabel
from desktop.widgets.scores import CallScale

_LEFT, _RIGHT = 264, 176


class CallCard(Card):
    """Three parts in a row: words, scale, reviewer. Where the row has no room, the scale goes below."""

    rate_wanted = Signal()
    rater_chosen = Signal(str)
    judge_wanted = Signal()
    other_model_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=24, spacing=16, parent=parent)
        self.setObjectName("after_call_card")
        self.call = wrapped(size=tokens.PAGE_TITLE, bold=True, name="after_call")
        self.compared = wrapped(name="after_compared")
        self.reason = wrapped(size=tokens.CAPTION, tone="muted", name="after_reason")
        self.advice = wrapped(name="after_advice")
        self.doubts = wrapped(size=tokens.CAPTION, tone="muted", name="after_doubts")
        self.judge = Button(tr("Review by a language model"), "after_judge", kind="secondary")
        self.judge.clicked.connect(self.judge_wanted)
        self.other = Button(tr("Choose another model"), "after_other_model", kind="quiet")
        self.other.clicked.connect(self.other_model_wanted)
        for button in (self.judge, self.other):
            button.hide()
        self.rate = Button(tr("Rate yourself"), "after_rate", kind="secondary", symbol="pencil")
        self.rate.clicked.connect(self.rate_wanted)
        self.scale = CallScale("after_scale")
        self.scale.setMinimumWidth(1)  # the card decides by its own width, which the scale must not widen
        self.raters = Combo("after_raters", tr("Reviewed by"))
        self.raters.activated.connect(lambda _index: self.rater_chosen.emit(self.raters.currentData()))
        self._scale_side, self._scale_below = QVBoxLayout(), QVBoxLayout()
        self._rule = Line(upright=True)
        self._lay_out()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        for label in (self.call, self.compared, self.reason, self.doubts, self.advice):
            words.addWidget(label)
        words.addStretch(1)
        reviewed = QVBoxLayout()
        reviewed.setSpacing(4)
        reviewed.addWidget(PlainLabel(tr("Reviewed by"), size=tokens.CAPTION, bold=True, tone="muted"))
        reviewed.addWidget(self.raters)
        reviewed.addSpacing(4)
        reviewed.addWidget(self.rate, 0, Qt.AlignmentFlag.AlignLeft)
        reviewed.addWidget(self.judge, 0, Qt.AlignmentFlag.AlignLeft)
        reviewed.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        reviewed.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(24)
        self._row.addLayout(words, 1)
        self._row.addWidget(self._rule)
        self._row.addLayout(self._scale_side)
        self._row.addLayout(reviewed)
        self.body.addLayout(self._row)
        self.body.addLayout(self._scale_below)
        self._scale_below.addWidget(self.scale)

    def show_report(self, report: Report) -> None:
        """Show the call of a report; without a review the card says that there is none."""
        verdict = report.verdict
        if verdict is None:
            self.call.setText(tr("No review yet"))
            self._show_texts("", "", "", "")
            self.scale.show_calls(None, None)
        else:
            self.call.setText(verdict.words)
            self._show_texts(verdict.compared, verdict.advice, _reason(verdict), " ".join(verdict.doubts))
            self.scale.show_calls(verdict.call, verdict.own)
        own = verdict is not None and verdict.own is not None
        self.rate.set_label(tr("Change your rating") if own else tr("Rate yourself"))
        self._offer(report.raters, report.rater)
        self._place_scale()

    def offer_judge(self, label: str, *, again: bool = False) -> None:
        """Offer a review by a language model; an empty label: there is none to be had now. `again`: it made one."""
        self.judge.set_label(label)
        self.judge.setVisible(bool(label))
        self.other.setVisible(bool(label) and again)
        self._place_scale()

    def _show_texts(self, compared: str, advice: str, reason: str, doubts: str) -> None:
        texts = ((self.compared, compared), (self.advice, advice), (self.reason, reason), (self.doubts, doubts))
        for label, text in texts:
            label.setText(text)
            label.setVisible(bool(text))

    def _offer(self, raters: tuple[Rater, ...], chosen: str) -> None:
        self.raters.clear()
        for rater in raters:
            self.raters.addItem(rater.label, rater.name)
        self.raters.choose(chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_scale()

    def _place_scale(self) -> None:
        """Beside the words, below them, or not at all: its names must not run into each other."""
        inner = self.width() - 48
        least = self.scale.minimumSizeHint().width()
        beside = inner - least - self._right() - 3 * 24 - 1 >= _LEFT
        wanted, other = (self._scale_side, self._scale_below) if beside else (self._scale_below, self._scale_side)
        if wanted.count() == 0:
            other.removeWidget(self.scale)
            wanted.addWidget(self.scale)
        self._rule.setVisible(beside)
        self.scale.setVisible(least <= inner)

    def _right(self) -> int:
        buttons = [button for button in (self.rate, self.judge, self.other) if not button.isHidden()]
        return max(_RIGHT, self.raters.sizeHint().width(), *(button.sizeHint().width() for button in buttons))


def _reason(verdict: Verdict) -> str:
    return tr("AI estimate. {reason}", reason=verdict.reason) if verdict.estimate else verdict.reason
