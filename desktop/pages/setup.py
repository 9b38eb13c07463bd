"""The set-up: five steps, each of which can be skipped, gone back to and done again. First run, and from Settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.desk import AtPractice, AtReplay, AtSetUp, Desk, Place
from desktop.hosts import sound_goes_to, words_go_to
from desktop.language import tr
from desktop.pages.page import Page
from desktop.pages.panels.interviewer import InterviewerPanel
from desktop.pages.panels.microphone import MicrophonePanel
from desktop.pages.panels.panel import Panel
from desktop.pages.panels.sample import SamplePanel
from desktop.pages.panels.speech import SpeechPanel
from desktop.pages.panels.voice import VoicePanel
from desktop.pages.setup_side import SetUpSide
from desktop.settings import Settings
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.accessible import announce
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Line, Scroll
from desktop.widgets.plain import PlainLabel

MEASURE = 684
"""Widest content."""
OVER = 12
"""How far it may stand out on both sides: focus rings, and the padding of a button without an edge."""
TOP = 64
FOOT_HEIGHT = 80


class SetUpPage(Page):
    """Steps at the left, one of them shown, a foot that leads on."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "set_up", tr("Set-up"), parent)
        make: tuple[Callable[[Desk], Panel], ...] = (
            MicrophonePanel,
            SpeechPanel,
            InterviewerPanel,
            VoicePanel,
            SamplePanel,
        )
        self._make = make
        self._made: dict[int, Panel] = {}
        self.step = -1
        """The step that is shown; -1: the page is not in front."""
        self.side = SetUpSide()
        self.side.steps.chosen.connect(self.show_step)
        self.question = PlainLabel(size=tokens.PAGE_TITLE, bold=True, wrap=True, name="set_up_question")
        self.lead = PlainLabel(size=tokens.SECTION, tone="muted", wrap=True, name="set_up_lead")
        self.skip = Button(tr("Skip set-up"), "set_up_skip", kind="plain")
        self.skip.clicked.connect(self.finish)
        self.hint = PlainLabel(
            tr("Settings can run this again at any time"),
            size=tokens.CAPTION,
            tone="muted",
            wrap=True,
            name="set_up_hint",
        )
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.go_on = Button(tr("Continue"), "set_up_continue", kind="primary", live=True)
        self.go_on.clicked.connect(self.continue_)
        self._lay_out()
        self.keys.bind("continue", self._enter_pressed)
        self.keys.show("continue", self.go_on.set_key)
        desk.settings_changed.connect(self._settings_changed)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addWidget(Line(upright=True))
        right = QVBoxLayout()
        right.setSpacing(0)
        self._scroll = Scroll(margin=0, spacing=0)
        self._scroll.body.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        self._content = QVBoxLayout(inside)
        self._content.setContentsMargins(OVER, TOP, OVER, 32)
        self._content.setSpacing(8)
        self._content.addWidget(self.question)
        self._content.addWidget(self.lead)
        self._content.addSpacing(24)
        self._content.addStretch(1)
        measured = _Measured(inside)
        self._scroll.body.addWidget(measured)
        bar = self._scroll.verticalScrollBar()
        bar.rangeChanged.connect(lambda _least, most: measured.balance(bar.sizeHint().width() if most else 0))
        right.addWidget(self._scroll, 1)
        right.addWidget(Line())
        right.addWidget(_Measured(_Foot(self.skip, self.hint, self.go_on)))
        row.addLayout(right, 1)
        self.column.addLayout(row)

    # -- the page comes and goes

    def enter(self, place: Place) -> None:
        """Show a step; the first unless `AtSetUp.step` names another."""
        self._settings_changed(self.desk.settings)
        self.show_step(place.step if isinstance(place, AtSetUp) else 0)

    def leave(self) -> None:
        if self.step >= 0:
            self._made[self.step].leave()
            self._made[self.step].hide()
            self.step = -1

    def first_focus(self) -> QWidget:
        return self.go_on

    def panel(self, step: int) -> Panel:
        """The panel of a step; made when it is first wanted."""
        if step not in self._made:
            panel = self._made[step] = self._make[step](self.desk)
            panel.hide()
            panel.bind(self.keys)
            self._content.insertWidget(self._content.count() - 1, panel)
            if isinstance(panel, SamplePanel):
                panel.wanted.connect(self.show_step)
                panel.opened.connect(self._open_sample)
        return self._made[step]

    # -- from step to step

    def show_step(self, step: int) -> None:
        """Leave one step and come to another."""
        step = max(0, min(len(self._make) - 1, step))
        if step == self.step:
            return
        before = self.step
        self.leave()
        if before >= 0:
            self.side.steps.mark_done(before)
        self.step = step
        panel = self.panel(step)
        self.side.steps.choose(step)
        self.question.setText(panel.question)
        self.lead.setText(panel.lead)
        last = step == len(self._make) - 1
        self.go_on.set_label(tr("Start") if last else tr("Continue"))
        self.skip.set_label(tr("Finish") if last else tr("Skip set-up"))
        panel.show()
        panel.enter()
        self._scroll.verticalScrollBar().setValue(0)
        announce(self, panel.question)

    def continue_(self) -> None:
        """To the next step; from the last one into the sample."""
        if self.step < len(self._make) - 1:
            self.show_step(self.step + 1)
            self.go_on.setFocus()
            return
        sample = self.panel(self.step)
        assert isinstance(sample, SamplePanel)
        self._set_up()
        sample.start()

    def finish(self) -> None:
        """Done, whatever was skipped."""
        self._set_up()
        self.desk.go(AtPractice())

    def _open_sample(self, session: Path) -> None:
        """Whoever has seen a sample session has come to the end."""
        self._set_up()
        self.desk.go(AtReplay(session))

    def _set_up(self) -> None:
        if not self.desk.settings.set_up:
            self.desk.change(set_up=True)

    def _enter_pressed(self) -> None:
        """Enter leads on, unless another button has the keyboard: then it is that one's."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QAbstractButton) and focus is not self.go_on and self.isAncestorOf(focus):
            focus.click()
        else:
            self.continue_()

    def _settings_changed(self, settings: Settings) -> None:
        self.side.show_host(words_go_to(settings), sound_goes_to(settings))


class _Foot(QWidget):
    """Skip at the left, on at the right; what stands between goes where it would take more than two lines."""

    def __init__(self, skip: Button, hint: PlainLabel, go_on: Button) -> None:
        super().__init__()
        self._skip, self._hint, self._go_on = skip, hint, go_on
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, OVER, 0)
        row.setSpacing(16)
        row.addWidget(skip)
        row.addWidget(hint, 1)
        row.addStretch()
        row.addWidget(go_on)
        self.setMinimumHeight(FOOT_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - self._skip.sizeHint().width() - self._go_on.sizeHint().width() - 3 * 16
        wanted = QFontMetrics(self._hint.font()).horizontalAdvance(self._hint.text())
        self._hint.setVisible(room > wanted * 0.6)


class _Measured(QWidget):
    """Centres what it holds and lets it grow no wider than `MEASURE`."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside, self._bar = inside, 0
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(tokens.MARGIN - OVER, 0, tokens.MARGIN - OVER, 0)
        row.addStretch(1)
        row.addWidget(inside, 1000)
        row.addStretch(1)
        look().changed.connect(self._take_size)
        self._take_size()

    def balance(self, pixels: int) -> None:
        """Stand where it would without a scroll bar of so many pixels at the right, if there is room."""
        self._bar = pixels
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        margin = tokens.MARGIN - OVER
        centred = self.width() - 2 * margin - self._bar >= self._inside.maximumWidth()
        self._row.setContentsMargins(margin + (self._bar if centred else 0), 0, margin, 0)

    def _take_size(self) -> None:
        self._inside.setMaximumWidth(look().size(MEASURE) + 2 * OVER)
