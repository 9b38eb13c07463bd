"""What is replayed: title, where it came from, how it was called. GUI thread.

Signals of `Header`: `back()`, `review_wanted()`, `export_wanted()`; `beside_wanted(bool)`, two takes or one.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.replay.opening import Opened
from desktop.session_words import call_words, level_title, mode_word, round_title, time_of, today_here, when_of
from desktop.theme import tokens
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.plain import ElidedLabel, PlainLabel, plain_tip
from desktop.widgets.scores import ExamCell, cell_of
from desktop.widgets.times import clock_text


class Header(QWidget):
    """The top row of the page. Its arrow, not its button, stands where the text below begins."""

    back = Signal()
    review_wanted = Signal()
    export_wanted = Signal()
    beside_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        back = IconButton("chevron-left", tr("Back to the library"), "replay_back", kind="plain")
        back.clicked.connect(self.back)
        self.title = ElidedLabel(size=tokens.TITLE, bold=True, name="replay_title")
        self.subtitle = ElidedLabel(size=tokens.CAPTION, tone="muted", name="replay_subtitle")
        self.cell = ExamCell(name="replay_call_mark")
        self.call = PlainLabel(bold=True, name="replay_call")
        self.beside = Button(tr("Two takes"), "replay_two_takes", symbol="layers", checkable=True)
        self.beside.clicked.connect(self.beside_wanted)
        self.review = Button(tr("Review"), "replay_review", symbol="file-text")
        self.review.clicked.connect(self.review_wanted)
        self.export = Button(tr("Export"), "replay_export", symbol="upload")
        self.export.clicked.connect(self.export_wanted)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.subtitle)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(back, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(names, 1)
        row.addSpacing(12)
        row.addWidget(self.cell, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.call, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(12)
        row.addWidget(self.beside, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(4)
        row.addWidget(self.review, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(4)
        row.addWidget(self.export, 0, Qt.AlignmentFlag.AlignVCenter)

    def press_beside(self) -> None:
        """Two takes, or one again, where there are two."""
        if not self.beside.isHidden():
            self.beside.click()

    def set_beside_key(self, key: str) -> None:
        """The key that does what the button of the two takes does."""
        tip = tr("The first take of this part beside this one")
        self.beside.setToolTip(f"{tip} ({key})" if key else tip)

    def show_session(self, opened: Opened) -> None:
        """Name another session."""
        self.beside.setVisible(opened.session.manifest.redo_of is not None)
        manifest = opened.session.manifest
        self.title.setText(manifest.title or manifest.id)
        self.subtitle.setText(" · ".join(_details(opened)))
        called = opened.call is not None
        for widget in (self.cell, self.call):
            widget.setVisible(called)
            widget.setToolTip(plain_tip(opened.call_reason))
        self.review.setVisible(bool(opened.call_reason))
        if opened.call is not None:
            self.cell.show_kind(cell_of(opened.call))
            self.call.setText(call_words(opened.call.value))


def _details(opened: Opened) -> list[str]:
    plan, started = opened.session.manifest.plan, opened.session.manifest.started.isoformat()
    when = tr("{day}, {time}", day=when_of(started, today_here()), time=time_of(started))
    details = [round_title(plan.round), level_title(plan.level), mode_word(plan.mode), when]
    details.append(clock_text(opened.timeline.seconds))
    if opened.hints:
        details.append(trn("{n} hint", "{n} hints", opened.hints))
    return [detail for detail in details if detail]
