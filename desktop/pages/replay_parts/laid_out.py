"""The widgets of the Replay page and where they stand. GUI thread."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.language import tr
from desktop.pages.page import Page
from desktop.pages.replay_parts.annotations import AnnotationsPanel
from desktop.pages.replay_parts.beside import BesideView
from desktop.pages.replay_parts.correct_bar import CorrectBar
from desktop.pages.replay_parts.curves import CurvesStrip
from desktop.pages.replay_parts.find_bar import FindBar
from desktop.pages.replay_parts.header import Header
from desktop.pages.replay_parts.transport import Transport
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Banner, Card, EmptyState
from desktop.widgets.plain import PlainLabel
from desktop.widgets.transcript import Transcript
from desktop.widgets.waveform import Waveform
from interviewer.review.stances import Stance

NOTHING, SESSION, FAILURE = 0, 1, 2
"""What the page shows: numbers of `pages`."""
CURVES_HEIGHT = 680
"""A page of this height has room for pace and loudness without being asked."""
_LEFT, _RIGHT = 400, 304
_SHARES = (62, 38)
_RING = 4
"""Room for the focus ring at the right edge of what scrolls."""


class LaidOut(Page):
    """The page, without what it does."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "replay", tr("Replay"), parent)
        self._curves_chosen = False
        self.header, self.transport = Header(), Transport()
        self.remarks, self.problem = Banner("replay_remarks"), Banner("replay_problem")
        self.waveform = Waveform("replay_waveform")
        self.transcript = Transcript("replay_transcript")
        self.find_bar = FindBar(self.transcript)
        self.correct_bar, self.correction = CorrectBar(), Banner("replay_correction")
        self.curves = CurvesStrip()
        self.annotations = AnnotationsPanel()
        self.beside = BesideView(desk)
        self.halves = QStackedWidget()
        self.pages = QStackedWidget()
        self._failure = QVBoxLayout()
        self._lay_out()
        self._bind_parts()

    def _bind_parts(self) -> None:
        """Keys that one part of the page answers by itself."""
        keys = self.keys
        keys.bind("slower", lambda: self.transport.step_speed(-1))
        keys.bind("faster", lambda: self.transport.step_speed(1))
        keys.bind("curves", self.transport.curves.click)
        keys.bind("two_takes", self.header.press_beside)
        keys.bind("play_first", self.beside.play_first)
        for action, stance in (("agree", Stance.AGREE), ("disagree", Stance.DISAGREE), ("hide", Stance.HIDDEN)):
            keys.bind(action, partial(self.annotations.choose_stance, stance))
        for action in ("just_this", "loop", "agree", "disagree", "hide"):
            keys.show(action, partial(self.annotations.set_key, action))
        keys.show("two_takes", self.header.set_beside_key)
        keys.show("correct", self.transcript.set_correct_key)
        keys.show("drop_note", self.annotations.add_button.set_key)

    def show_failure(self, sentence: str) -> Button:
        """Why nothing can be replayed; the button that leads away from it."""
        while (item := self._failure.takeAt(0)) is not None and (before := item.widget()) is not None:
            before.deleteLater()
        back = Button(tr("Back to the library"), "replay_failed_back", kind="primary")
        state = EmptyState("file-text", tr("This session cannot be replayed."), sentence, back)
        state.setObjectName("replay_failure")
        self._failure.addWidget(state)
        self.pages.setCurrentIndex(FAILURE)
        back.setFocus(Qt.FocusReason.OtherFocusReason)
        return back

    def show_beside(self, beside: bool) -> None:
        """Two takes beside each other in place of transcript and annotations, or these again."""
        self.halves.setCurrentIndex(int(beside))
        self.header.beside.setChecked(beside)

    # -- pace and loudness

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._curves_chosen:
            self._want_curves(event.size().height() >= CURVES_HEIGHT)

    def choose_curves(self, wanted: bool) -> None:
        """A person wants to see pace and loudness, or does not, whatever room there is."""
        self._curves_chosen = True
        self._want_curves(wanted)

    def _want_curves(self, wanted: bool) -> None:
        self.transport.curves.setChecked(wanted)
        self.curves.want(wanted)
        self.curves.show_position(self.waveform.position)

    # -- where things stand

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(tokens.MARGIN - 8, 24, 0, 0)
        column.setSpacing(12)
        card = Card(padding=7, spacing=0)
        card.body.addWidget(self.waveform)
        card.body.addWidget(self.curves)
        above, middle, below = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        above.setContentsMargins(0, 0, tokens.MARGIN, 0)
        above.addWidget(self.header)
        middle.setContentsMargins(8, 0, tokens.MARGIN, 0)
        middle.setSpacing(12)
        for widget in (self.remarks, self.problem, self.transport, card):
            middle.addWidget(widget)
        below.setContentsMargins(8, 0, tokens.MARGIN - _RING, 0)
        for half in (self._splitter(), self.beside):
            self.halves.addWidget(half)
        below.addWidget(self.halves)
        column.addLayout(above)
        column.addLayout(middle)
        column.addLayout(below, 1)
        failed = QWidget()
        failed.setLayout(self._failure)
        for page in (QWidget(), inside, failed):
            self.pages.addWidget(page)
        self.column.addWidget(self.pages)

    def _splitter(self) -> QSplitter:
        find = Button(tr("Find"), "replay_find", kind="plain", symbol="search", tip=tr("Find in the transcript"))
        self.keys.show("find", find.set_key)
        find.clicked.connect(self.find_bar.open_bar)
        self._title = PlainLabel(tr("Transcript"), size=tokens.SECTION, bold=True)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        top = _row(self._title, find)
        column.addWidget(top)
        for bar in (self.find_bar, self.correct_bar, self.correction):
            column.addWidget(bar)
        column.addWidget(self.transcript, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("replay_splitter")
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        for widget, least, share in ((left, _LEFT, _SHARES[0]), (self.annotations, _RIGHT, _SHARES[1])):
            widget.setMinimumWidth(least)
            splitter.addWidget(widget)
            splitter.setStretchFactor(splitter.count() - 1, share)
        splitter.setSizes([6200, 3800])
        return splitter


def _row(left: QWidget, right: QWidget) -> QWidget:
    widget = QWidget()
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 16, 0)
    row.addWidget(left)
    row.addStretch(1)
    row.addWidget(right)
    return widget
