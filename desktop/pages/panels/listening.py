"""A server that transcribes in place of this computer: the switch, off at first, and which server. Qt thread."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.language import tr
from desktop.pages.panels.panel import Choice
from desktop.pages.panels.server_form import Purpose, ServerForm
from desktop.servers import Tried
from desktop.settings import Settings
from desktop.widgets.marks import Check
from interviewer.minds.server import Server


class ListeningChoice(QWidget):
    """The switch, and the form under it while it is on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.remote = Check(tr("A server transcribes"), "speech_remote")
        self.remote.clicked.connect(self._switch)
        purpose = Purpose(
            "listener",
            tr("Any server with /v1/audio/transcriptions"),
            lambda settings: (settings.speech.url, settings.speech.remote_model),
            lambda settings, url, model: {
                "speech": settings.speech.model_copy(update={"url": url, "remote_model": model})
            },
            _tried,
        )
        self.form = ServerForm(desk, purpose)
        about = tr(
            "For computers that are too slow. The sound of your answers is sent to the server you name, and nothing "
            "else. When it fails, a model on this computer goes on; without one the sound is kept and can be "
            "transcribed later."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(Choice(self.remote, about))
        column.addWidget(self.form)
        desk.settings_changed.connect(self._show)
        self._show(desk.settings)

    def enter(self) -> None:
        """It is shown from now on."""
        self._show(self._desk.settings)
        self.form.show_settings()

    def leave(self) -> None:
        """Nobody looks any more."""
        self.form.leave()

    def _show(self, settings: Settings) -> None:
        self.remote.setChecked(settings.speech.remote)
        self.form.setVisible(settings.speech.remote)

    def _switch(self, on: bool) -> None:
        self._desk.change(speech=self._desk.settings.speech.model_copy(update={"remote": on}))


async def _tried(server: Server) -> Tried:
    from desktop.remote_speech.trial import try_listener  # what asks a server is not loaded before somebody does

    return await try_listener(server)
