"""Which model the settings send words to, if any. What Offline-only forbids is refused here. Pure; light to import."""

from __future__ import annotations

from pathlib import PurePath

from desktop.settings import Settings
from interviewer.errors import MindError
from interviewer.minds.server import Server, server_at

HERE = "http://127.0.0.1/v1"
"""Stands for the address of a model file, which differs each time it is loaded."""


def words_go_to(settings: Settings) -> str:
    """The host words go to with these settings; empty: none but this computer."""
    server = chosen_server(settings)
    return server.host if server is not None and not server.is_here else ""


def chosen_server(settings: Settings, key: str = "") -> Server | None:
    """The server that is allowed and chosen; None: the scripted interviewer asks."""
    chosen = settings.interviewer
    if chosen.kind != "server" or not chosen.model:
        return None
    try:
        server = server_at(chosen.url, chosen.model, {}, key=key)
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
