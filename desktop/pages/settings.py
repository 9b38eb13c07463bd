"""The settings: sections at the left, one of them shown. Every change holds at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.desk import AtSettings, AtSetUp, Desk, Place
from desktop.language import tr
from desktop.pages.page import Page
from desktop.pages.panels.about import AboutPanel
from desktop.pages.panels.appearance import AppearancePanel
from desktop.pages.panels.data import DataPanel
from desktop.pages.panels.interviewer import InterviewerPanel
from desktop.pages.panels.microphone import MicrophonePanel
from desktop.pages.panels.panel import Panel
from desktop.pages.panels.privacy import PrivacyPanel
from desktop.pages.panels.shortcuts import ShortcutsPanel
from desktop.pages.panels.speech import SpeechPanel
from desktop.pages.panels.voice import VoicePanel
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.accessible import announce
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Line, Scroll
from desktop.widgets.plain import PlainLabel
from desktop.widgets.side_list import SideList

MEASURE = 684
"""Widest content."""
SIDE_WIDTH = 224

_PANELS: dict[str, Callable[[Desk], Panel]] = {
    "microphone": MicrophonePanel,
    "speech": SpeechPanel,
    "interviewer": InterviewerPanel,
    "voice": VoicePanel,
    "appearance": AppearancePanel,
    "shortcuts": ShortcutsPanel,
    "privacy": PrivacyPanel,
    "data": DataPanel,
    "about": AboutPanel,
}
"""Sections by name, in order."""


class SettingsPage(Page):
    """Sections, and the panel of one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "settings", tr("Settings"), parent)
        self._made: dict[str, Panel] = {}
        self.section = ""
        """The section that is shown; empty: the page is not in front."""
        self._last = "microphone"
        sections = (
            ("microphone", tr("Microphone"), "mic"),
            ("speech", tr("Speech to text"), "captions"),
            ("interviewer", tr("Interviewer"), "message-square"),
            ("voice", tr("Voice"), "volume-2"),
            ("appearance", tr("Appearance"), "palette"),
            ("shortcuts", tr("Shortcuts"), "keyboard"),
            ("privacy", tr("Privacy"), "lock"),
            ("data", tr("Data"), "hard-drive"),
            ("about", tr("About"), "info"),
        )
        self.sections = SideList("settings_sections", tr("Sections"), sections)
        self.sections.chosen.connect(lambda number: self.show_section(list(_PANELS)[number]))
        self.again = Button(tr("Set up again"), "settings_set_up", kind="quiet", symbol="rotate-ccw")
        self.again.clicked.connect(lambda: desk.go(AtSetUp()))
        self.heading = PlainLabel(size=tokens.PAGE_TITLE, bold=True, wrap=True, name="settings_heading")
        self.lead = PlainLabel(tone="muted", wrap=True, name="settings_lead")
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(12, 24, 12, 24)
        side.setSpacing(12)
        title = PlainLabel(tr("Settings"), size=tokens.TITLE, bold=True)
        title.setContentsMargins(16, 4, 0, 0)
        side.addWidget(title)
        side.addWidget(self.sections)
        side.addStretch(1)
        side.addWidget(self.again)
        row.addWidget(self._side)
        row.addWidget(Line(upright=True))
        self._scroll = Scroll(spacing=8)
        self._content = QWidget()
        self._inside = QVBoxLayout(self._content)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(4)
        self._inside.addWidget(self.heading)
        self._inside.addWidget(self.lead)
        self._inside.addSpacing(16)
        self._inside.addStretch(1)
        measured = QWidget()  # asks for the height at the width that the content really gets
        beside = QHBoxLayout(measured)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self._content, 1000)
        beside.addStretch(1)
        self._scroll.body.addWidget(measured)
        row.addWidget(self._scroll, 1)
        self.column.addLayout(row)
        look().changed.connect(self._take_size)
        self._take_size()

    def _take_size(self) -> None:
        """The sections grow half as fast as text: at 150 % the panels need the room."""
        least = self.again.sizeHint().width() + 32
        self._side.setFixedWidth(max(least, (SIDE_WIDTH + look().size(SIDE_WIDTH)) // 2))
        self._content.setMaximumWidth(look().size(MEASURE))

    # -- the page comes and goes

    def enter(self, place: Place) -> None:
        """Show a section; the one shown last unless `AtSettings.section` names one."""
        named = place.section if isinstance(place, AtSettings) else ""
        self.show_section(named if named in _PANELS else self._last)

    def leave(self) -> None:
        if self.section:
            self._made[self.section].leave()
            self._made[self.section].hide()
            self.section = ""

    def first_focus(self) -> QWidget:
        return self.sections.entry(list(_PANELS).index(self.section or self._last))

    def panel(self, section: str) -> Panel:
        """The panel of a section; made when it is first wanted."""
        if section not in self._made:
            panel = self._made[section] = _PANELS[section](self.desk)
            panel.hide()
            panel.bind(self.keys)
            self._inside.insertWidget(self._inside.count() - 1, panel)
        return self._made[section]

    def show_section(self, section: str) -> None:
        """Leave one section and come to another."""
        if section == self.section:
            return
        self.leave()
        self.section = self._last = section
        panel = self.panel(section)
        self.sections.choose(list(_PANELS).index(section))
        self.heading.setText(panel.title)
        self.lead.setText(panel.lead)
        panel.show()
        panel.enter()
        self._scroll.verticalScrollBar().setValue(0)
        announce(self, panel.title)
