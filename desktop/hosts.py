"""Which servers the settings send words and sound to, if any. Pure; light to import.

What Offline-only forbids is refused here.
"""

from __future__ import annotations

from pathlib import PurePath

from desktop.language import tr
from desktop.settings import Settings
from interviewer.errors import MindError
from interviewer.minds.server import Server, server_at

HERE = "http://127.0.0.1/v1"
"""Stands for the address of a model file, which differs each time it is loaded."""


def words_go_to(settings: Settings) -> str:
    """The host words go to with these settings; empty: none but this computer."""
    server = chosen_server(settings)
    return server.host if server is not None and not server.is_here else ""


def sound_goes_to(settings: Settings) -> str:
    """The host the sound of answers goes to with these settings; empty: none but this computer."""
    server = listening_server(settings)
    return server.host if server is not None and not server.is_here else ""


def goes_out(words: str, sound: str) -> str:
    """Says which hosts words and sound go to; empty: none."""
    said = [tr("Words go to {host}.", host=words)] if words else []
    return " ".join([*said, *([tr("The sound of your answers goes to {host}.", host=sound)] if sound else [])])


def listening_server(settings: Settings, key: str = "") -> Server | None:
    """The server that transcribes, where one is allowed and chosen; None: a model on this computer does."""
    chosen = settings.speech
    if not chosen.remote or not chosen.remote_model:
        return None
    return _allowed(settings, chosen.url, chosen.remote_model, key)


def chosen_server(settings: Settings, key: str = "") -> Server | None:
    """The server that is allowed and chosen; None: the scripted interviewer asks."""
    chosen = settings.interviewer
    if chosen.kind != "server" or not chosen.model:
        return None
    return _allowed(settings, chosen.url, chosen.model, key)


def _allowed(settings: Settings, url: str, model: str, key: str) -> Server | None:
    try:
        server = server_at(url, model, {}, key=key)
    except MindError:
        return None
    return None if settings.privacy.offline_only and not server.is_here else server


def chosen_model(settings: Settings) -> Server | None:
    """The model that is allowed and chosen, on a server or in a file, by its name; it has no key yet."""
    chosen = settings.interviewer
    if chosen.kind == "file" and chosen.file:
        return file_as_server(PurePath(chosen.file))
    return chosen_server(settings)


def file_as_server(file: PurePath) -> Server:
    """What a model file is called; where it is served is known once it is."""
    return Server(HERE, file.stem or file.name)
