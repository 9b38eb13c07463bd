"""Which Hotseat this is, what it stands on, and what to copy when something is wrong. Qt thread."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout

from desktop.desk import Desk
from desktop.diagnostics import diagnostics
from desktop.headless import app_version
from desktop.language import tr
from desktop.licences import lines
from desktop.pages.panels.data import open_folder
from desktop.pages.panels.panel import Actions, Panel, Remark
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Card
from desktop.widgets.plain import PlainLabel
from speech.devices import microphones
from speech.errors import MicrophoneError


class AboutPanel(Panel):
    """Version, help, licences."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "about", title=tr("About"), lead=tr("Hotseat {version}", version=app_version()))
        self.copy = Button(tr("Copy diagnostics"), "copy_diagnostics", symbol="copy")
        self.copy.clicked.connect(self._copy)
        self.logs = Button(tr("Open log folder"), "open_logs", symbol="folder-open")
        self.logs.clicked.connect(lambda: open_folder(desk.paths.logs))
        self.remark = Remark("about_remark")
        wrong = Card(padding=24, spacing=12)
        wrong.body.addWidget(PlainLabel(tr("When something is wrong"), size=tokens.SECTION, bold=True, wrap=True))
        text = tr(
            "Diagnostics are the versions, devices, models and choices of this machine. Neither they nor the log hold "
            "anything spoken or typed, keys, or addresses of servers."
        )
        wrong.body.addWidget(PlainLabel(text, wrap=True))
        wrong.body.addWidget(Actions(self.copy, self.logs))
        wrong.body.addWidget(self.remark)
        self.column.addWidget(wrong)
        self.column.addWidget(_licences())

    def enter(self) -> None:
        self.remark.clear()

    def _copy(self) -> None:
        desk, store = self.desk, self.desk.models()
        qt = f"{qVersion()}, {QGuiApplication.platformName()}"
        self.copy.setEnabled(False)

        async def gather() -> str:
            try:
                devices: object = await microphones()
            except MicrophoneError as fault:
                devices = fault
            return await asyncio.to_thread(
                lambda: diagnostics(desk.paths, desk.settings, store.list(), devices, qt=qt)  # type: ignore[arg-type]  # one of two
            )

        desk.engine.run(gather, self._copied, owner=self)

    def _copied(self, text: str) -> None:
        self.copy.setEnabled(True)
        QGuiApplication.clipboard().setText(text)
        self.remark.say("good", tr("Copied. Paste it into your report."))


def _licences() -> Card:
    card = Card(padding=24, spacing=12)
    card.body.addWidget(PlainLabel(tr("What it stands on"), size=tokens.SECTION, bold=True, wrap=True))
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    for column, stretch in enumerate((3, 3, 2)):
        grid.setColumnStretch(column, stretch)
    for number, (name, purpose, licence) in enumerate(lines()):
        grid.addWidget(PlainLabel(name, size=tokens.CAPTION, wrap=True), number, 0)
        grid.addWidget(PlainLabel(purpose, size=tokens.CAPTION, tone="muted", wrap=True), number, 1)
        grid.addWidget(PlainLabel(licence, size=tokens.CAPTION, wrap=True), number, 2)
    card.body.addLayout(grid)
    return card
