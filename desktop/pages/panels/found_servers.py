"""Servers of language models that run on this computer, each with its models. Qt thread.

Signals of `FoundServers`: `used(FoundServer, str)`, a server and one of its models were chosen.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.engine import Job
from desktop.language import tr, trn
from desktop.pages.panels.panel import Field, combo
from desktop.servers import PORTS, FoundServer, found_here
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Card, Heading
from desktop.widgets.plain import PlainLabel


class FoundServers(Card):
    """A line for each."""

    used = Signal(object, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(padding=16, spacing=8, parent=parent)
        self.setObjectName("found_servers")
        self._desk = desk
        self._job: Job | None = None
        self.ports = PORTS
        self.again = Button(tr("Look again"), "found_again", symbol="refresh-cw")
        self.again.clicked.connect(self.look)
        self.body.addWidget(Heading(tr("On this computer"), self.again, size=tokens.BODY))
        self._state = PlainLabel(tone="muted", wrap=True, name="found_state")
        self.body.addWidget(self._state)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.body.addLayout(self._rows)
        self._shown: list[QWidget] = []

    @property
    def state_text(self) -> str:
        """What came of looking."""
        return self._state.text()

    def look(self) -> None:
        """Look for servers."""
        self.stop()
        self.again.setEnabled(False)
        self._state.setText(tr("Looking"))
        self._job = self._desk.engine.run(lambda: found_here(self.ports), self._found, owner=self)

    def stop(self) -> None:
        """Look no further."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self.again.setEnabled(True)

    def _found(self, servers: tuple[FoundServer, ...]) -> None:
        self._job = None
        self.again.setEnabled(True)
        for row in self._shown:
            self._rows.removeWidget(row)
            row.deleteLater()
        self._shown = []
        if servers:
            self._state.setText(trn("One server has models.", "{n} servers have models.", len(servers)))
        else:
            names = ", ".join(name for name, _ in self.ports)
            self._state.setText(tr("None found. Start one of {names} and look again.", names=names))
        for server in servers:
            row = self._row(server)
            self._rows.addWidget(row)
            self._shown.append(row)

    def _row(self, server: FoundServer) -> QWidget:
        """Name, models, and the button that takes them."""
        id_ = server.name.lower().replace(" ", "_").replace(".", "_")
        models = combo(f"found_{id_}_models", tr("Models of {name}", name=server.name), 24)
        models.addItems(list(server.models))
        models.setCurrentText(self._desk.settings.interviewer.model)
        use = Button(tr("Use and test"), f"found_{id_}_use")
        use.setAccessibleName(tr("Use and test {name}", name=server.name))
        use.setEnabled(bool(server.models))
        use.setToolTip("" if server.models else tr("It has no model yet. Load one there first."))
        use.clicked.connect(lambda: self.used.emit(server, models.currentText()))
        return Field(server.name, models, use)
