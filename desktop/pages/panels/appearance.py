"""Colours, size of text, whether anything moves, what is left untold. All of it holds at once. Qt thread."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup

from desktop.desk import Desk
from desktop.language import tr
from desktop.pages.panels.panel import Choice, Field, Panel
from desktop.settings import Settings
from desktop.theme import tokens
from desktop.theme.tokens import TEXT_PERCENTS, Theme
from desktop.widgets.frames import Card
from desktop.widgets.marks import Check, Radio
from desktop.widgets.plain import PlainLabel
from desktop.widgets.segmented import Segmented


class AppearancePanel(Panel):
    """Theme, text size, motion."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "appearance", title=tr("Appearance"), lead=tr("Every change holds at once."))
        self._group = QButtonGroup(self)
        self.themes: dict[Theme, Radio] = {}
        titles = (
            (Theme.SYSTEM, tr("Like the system")),
            (Theme.LIGHT, tr("Light")),
            (Theme.DARK, tr("Dark")),
            (Theme.CONTRAST_LIGHT, tr("Light, high contrast")),
            (Theme.CONTRAST_DARK, tr("Dark, high contrast")),
        )
        card = Card(padding=24, spacing=4)
        card.body.addWidget(PlainLabel(tr("Colours"), size=tokens.SECTION, bold=True, wrap=True))
        for theme, text in titles:
            button = Radio(text, f"theme_{theme.value}")
            button.clicked.connect(lambda _checked=False, theme=theme: self._keep(theme=theme))
            self.themes[theme] = button
            self._group.addButton(button)
            card.body.addWidget(button)
        self.column.addWidget(card)
        sizes = tuple((tr("{n} %", n=percent), percent) for percent in TEXT_PERCENTS)
        self.text = Segmented(tr("Size of text"), "text_percent", sizes)
        self.text.chosen.connect(lambda percent: self._keep(text_percent=percent))
        self.still = Check(tr("Reduced motion"), "reduced_motion")
        self.still.clicked.connect(lambda on: self._keep(reduced_motion=on))
        self.fluent = Check(tr("Hide fillers and pauses"), "hide_disfluencies")
        self.fluent.clicked.connect(lambda on: self._keep(hide_disfluencies=on))
        more = Card(padding=24, spacing=16)
        more.body.addWidget(Field(tr("Size of text"), self.text))
        about = tr("Nothing slides or fades. What plays or counts still moves on.")
        more.body.addWidget(Choice(self.still, about))
        about = tr("Repetitions too. For people who stutter, and for everybody whom the count distracts.")
        more.body.addWidget(Choice(self.fluent, about))
        self.column.addWidget(more)
        desk.settings_changed.connect(self._show)

    def enter(self) -> None:
        self._show(self.desk.settings)

    def _show(self, settings: Settings) -> None:
        chosen = settings.appearance
        self.themes[chosen.theme].setChecked(True)
        self.text.choose(chosen.text_percent)
        self.still.setChecked(chosen.reduced_motion)
        self.fluent.setChecked(chosen.hide_disfluencies)

    def _keep(self, **fields: object) -> None:
        self.desk.change(appearance=self.desk.settings.appearance.model_copy(update=fields))
