"""From settings to wishes: which microphone, model, voice and mind an interview is held with. Blocking: a key is read.

The only way from the window to a server in an interview: what Offline-only forbids is refused by `hosts`, before a
client is made.
"""

from __future__ import annotations

from pathlib import Path

from desktop.embedded.mind import FileMind
from desktop.headless import Wishes
from desktop.hosts import chosen_server, listening_server
from desktop.hosts import words_go_to as words_go_to  # noqa: PLC0414  (found here, too)
from desktop.listening import scripted_mind
from desktop.prompts import CASE_SLOT, QUESTION, shipped_prompt
from desktop.secrets import Secrets
from desktop.settings import Settings
from interviewer.minds.client import ChatClient
from interviewer.minds.language_model import LanguageModelMind
from interviewer.minds.server import Server
from interviewer.ports import Mind
from speech.recorder.recorder import Device


def wishes_from(settings: Settings, secrets: Secrets) -> Wishes:
    """Wishes with everything the settings decide; what is practised comes on top."""
    return Wishes(
        microphone=Device(settings.sound.microphone or None, settings.sound.host_api or None),
        speech_model=settings.speech.model or None,
        voice=settings.voice.engine,
        voice_name=settings.voice.name,
        rate=settings.voice.rate,
        auto_end=settings.speech.auto_end,
        mind=_mind(settings, secrets),
        listener=_listener(settings, secrets),
    )


def _listener(settings: Settings, secrets: Secrets) -> Server | None:
    server = listening_server(settings)
    return listening_server(settings, secrets.key_for(server.host)) if server is not None else None


def _mind(settings: Settings, secrets: Secrets) -> Mind | None:
    chosen = settings.interviewer
    if chosen.kind == "file" and chosen.file:
        return FileMind(Path(chosen.file), reply_seconds=chosen.seconds)
    server = chosen_server(settings)
    if server is None:
        return None
    server = chosen_server(settings, secrets.key_for(server.host))
    assert server is not None
    return LanguageModelMind(
        ChatClient(server),
        shipped_prompt(QUESTION),
        chooser=scripted_mind(),
        reply_seconds=chosen.seconds,
        ties=shipped_prompt(CASE_SLOT),
    )
