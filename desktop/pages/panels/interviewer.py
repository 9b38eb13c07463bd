"""Who words the follow-ups: the scripted interviewer, or a language model on a server or in a file. Qt thread.

Servers are looked for on this computer while this is shown, and nowhere else. A key goes to the keyring and is never
shown again.
"""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup

from desktop.desk import Desk
from desktop.language import tr
from desktop.pages.panels.file_form import FileForm
from desktop.pages.panels.found_servers import FoundServers
from desktop.pages.panels.language_models import LanguageModelsCard
from desktop.pages.panels.panel import Choice, Panel
from desktop.pages.panels.server_form import ServerForm
from desktop.servers import FoundServer
from desktop.settings import Settings
from desktop.widgets.marks import Radio


class InterviewerPanel(Panel):
    """The interviewer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "interviewer",
            title=tr("Interviewer"),
            question=tr("Who interviews you?"),
            lead=tr("Questions, clock and review stay the same. A model only words follow-ups."),
        )
        self.scripted = Radio(tr("Scripted interviewer"), "interviewer_scripted")
        self.server = Radio(tr("A model on a server"), "interviewer_server")
        self._group = QButtonGroup(self)
        self.file = Radio(tr("A model file, run by Hotseat"), "interviewer_file")
        for button in (self.scripted, self.server, self.file):
            self._group.addButton(button)
        self.scripted.clicked.connect(lambda: self._choose("scripted"))
        self.server.clicked.connect(lambda: self._choose("server"))
        self.file.clicked.connect(lambda: self._choose("file"))
        self.found = FoundServers(desk)
        self.found.used.connect(self._use_found)
        self.form = ServerForm(desk)
        self.files = LanguageModelsCard(desk)
        self.file_form = FileForm(desk)
        self._lay_out()
        desk.settings_changed.connect(self._show)

    def _lay_out(self) -> None:
        about = tr("Listens for what was said and what is missing, and asks about it. Needs nothing and always works.")
        self.column.addWidget(Choice(self.scripted, about))
        about = tr("On this computer, or anywhere you name. It is sent the question and your last answer as text.")
        self.column.addWidget(Choice(self.server, about))
        self.column.addWidget(self.found)
        self.column.addWidget(self.form)
        about = tr("Needs no server. It is loaded while the question is read to you, and nothing leaves this computer.")
        self.column.addWidget(Choice(self.file, about))
        self.column.addWidget(self.files)
        self.column.addWidget(self.file_form)

    def enter(self) -> None:
        self._show(self.desk.settings)
        self.form.show_settings()
        self.file_form.show_settings()
        if self.desk.settings.interviewer.kind == "server":
            self.found.look()
        elif self.desk.settings.interviewer.kind == "file":
            self.files.refresh()

    def leave(self) -> None:
        self.found.stop()
        self.form.leave()
        self.file_form.leave()

    def _show(self, settings: Settings) -> None:
        kind = settings.interviewer.kind
        {"scripted": self.scripted, "server": self.server, "file": self.file}[kind].setChecked(True)
        self.found.setVisible(kind == "server")
        self.form.setVisible(kind == "server")
        self.files.setVisible(kind == "file")
        self.file_form.setVisible(kind == "file")
        if self.file_form.path.text().strip() != settings.interviewer.file:
            self.file_form.show_settings()

    def _choose(self, kind: str) -> None:
        self.desk.change(interviewer=self.desk.settings.interviewer.model_copy(update={"kind": kind}))
        if kind == "server":
            self.found.look()
        else:
            self.found.stop()
        if kind == "file":
            self.files.refresh()

    def _use_found(self, server: FoundServer, model: str) -> None:
        chosen = self.desk.settings.interviewer
        self.desk.change(interviewer=chosen.model_copy(update={"kind": "server", "url": server.url, "model": model}))
        self.form.show_settings()
        self.form.offer_models(server.models)
        self.form.run_test()
