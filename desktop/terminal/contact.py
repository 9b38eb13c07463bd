"""Whom a command may contact: nobody but this computer, where the settings or the environment say so."""

from __future__ import annotations

from desktop.model_store import OFFLINE_VARIABLE, stays_offline
from desktop.paths import Paths
from desktop.settings import SettingsFile
from interviewer.errors import MindUnavailable
from interviewer.minds.server import Server


def offline_only(paths: Paths) -> bool:
    """Whether the settings have Offline only on."""
    return SettingsFile(paths.settings).value.privacy.offline_only


def allowed(server: Server, paths: Paths) -> Server:
    """The server, which may be contacted; nobody has been until now.

    Raises: MindUnavailable: it is on another computer, and none may be.
    """
    if server.is_here:
        return server
    if offline_only(paths):
        raise MindUnavailable(f"Offline only is on in the settings, so that {server.host} is not contacted.")
    if stays_offline():
        raise MindUnavailable(f"{OFFLINE_VARIABLE} is set, so that {server.host} is not contacted.")
    return server
