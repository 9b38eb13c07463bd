"""Who transcribes: a server with, perhaps, a model here that takes over. A value that wishes carry. Light to import."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewer.minds.server import Server

if TYPE_CHECKING:
    from desktop.parts import Transcribes
    from speech.notices import Notice
    from speech.whisper.models import ModelFiles


@dataclass(frozen=True, slots=True)
class Listener:
    """A server, and the model here that takes over when it fails; None: there is none."""

    server: Server
    local: ModelFiles | None = None

    def transcriber(self, notify: Callable[[Notice], None]) -> Transcribes:
        """The transcriber, which is opened by whoever wants it."""
        from desktop.remote_speech.transcriber import RemoteTranscriber
        from speech.whisper.transcriber import Transcriber

        local = self.local
        if local is None:
            return RemoteTranscriber(self.server, notify)
        return RemoteTranscriber(
            self.server, notify, lambda told: Transcriber(local.folder, model=local.name, notify=told)
        )
