"""From settings to wishes: which microphone, model, voice and mind an interview is held with. Blocking: a key is read.

The only way from the window to a server: what Offline-only forbids is refused here, before a client is made.
"""

from __future__ import annotations

from assets import resource
from desktop.headless import Wishes
from desktop.listening import scripted_mind
from desktop.secrets import Secrets
from desktop.settings import Settings
from interviewer.errors import MindError
from interviewer.minds.client import ChatClient
from interviewer.minds.language_model import LanguageModelMind
from interviewer.minds.prompts import parse_prompt
from interviewer.minds.server import Server, server_at
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
    )


def words_go_to(settings: Settings) -> str:
    """The host words go to with these settings; empty: none but this computer."""
    server = _server(settings)
    return server.host if server is not None and not server.is_here else ""


def _server(settings: Settings, key: str = "") -> Server | None:
    """The server that is allowed and chosen; None: the scripted interviewer asks."""
    chosen = settings.interviewer
    if chosen.kind != "server" or not chosen.model:
        return None
    try:
        server = server_at(chosen.url, chosen.model, {}, key=key)
    except MindError:
        return None
    return None if settings.privacy.offline_only and not server.is_here else server


def _mind(settings: Settings, secrets: Secrets) -> Mind | None:
    server = _server(settings)
    if server is None:
        return None
    server = _server(settings, secrets.key_for(server.host))
    assert server is not None
    prompt = parse_prompt(resource("prompts", "question.toml").read_text(encoding="utf-8"))
    return LanguageModelMind(ChatClient(server), prompt, chooser=scripted_mind())
