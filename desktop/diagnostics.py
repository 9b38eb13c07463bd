"""What somebody who helps needs to know of this machine: versions, devices, models. No words, keys or addresses.

Blocking but for the devices, which are handed in. Folders are told without the user's name.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.headless import app_version
from desktop.licences import PARTS, installed_version
from desktop.paths import Paths
from desktop.settings import Settings
from interviewer.errors import MindError
from interviewer.minds.server import server_at
from speech.errors import MicrophoneError
from speech.portaudio import Device
from speech.whisper.listing import ModelInfo


def diagnostics(
    paths: Paths,
    settings: Settings,
    models: Sequence[ModelInfo],
    devices: Sequence[Device] | MicrophoneError,
    *,
    qt: str,
) -> str:
    """Lines to be pasted into a report. `qt`: its version and platform, which this module does not ask for."""
    packages = [f"{part.package} {number}" for part in PARTS if (number := installed_version(part.package or "-"))]
    lines = [
        f"Hotseat {app_version()}",
        f"System: {platform.platform()}, {platform.machine()}, {os.cpu_count()} processors",
        f"Python: {sys.version.split()[0]}{', frozen' if getattr(sys, 'frozen', False) else ''}",
        f"Qt: {qt}",
        f"Data: {_without_home(paths.data)}",
        f"Logs: {_without_home(paths.logs)}",
        f"Settings: {_choices(settings)}",
        "Microphones:",
        *_devices(devices),
        "Speech models:",
        *(f"  {_model(model)}" for model in models if model.installed),
        f"Packages: {', '.join(packages)}",
    ]
    return "\n".join(lines) + "\n"


def _choices(settings: Settings) -> str:
    kind: str = settings.interviewer.kind
    if kind == "server":
        try:
            here = server_at(settings.interviewer.url, "-", {}, key="").is_here
            kind += " on this computer" if here else " elsewhere"
        except MindError:
            kind += " without a usable address"
    parts = (
        f"microphone {'chosen' if settings.sound.microphone else 'of the system'}",
        f"speech model {settings.speech.model or 'best present'}",
        f"interviewer {kind}",
        f"voice {settings.voice.engine} at {settings.voice.rate:g}",
        f"theme {settings.appearance.theme.value} at {settings.appearance.text_percent} %",
        f"offline only {'on' if settings.privacy.offline_only else 'off'}",
    )
    return ", ".join(parts)


def _devices(devices: Sequence[Device] | MicrophoneError) -> list[str]:
    if isinstance(devices, MicrophoneError):
        return [f"  none: {devices.code}"]
    return [
        f"  {device.name} ({device.host_api}, {device.default_rate:g} Hz{', default' if device.is_default else ''})"
        for device in devices
    ] or ["  none"]


def _model(model: ModelInfo) -> str:
    checked = "checked" if model.verified else "not checked"
    return f"{model.name}, {model.bytes / 1e6:.0f} MB, {model.origin}, {checked}{', used' if model.default else ''}"


def _without_home(path: Path) -> str:
    """A path as it is said in public: the home folder holds the user's name."""
    home = str(Path.home())
    text = str(path)
    return "~" + text[len(home) :] if text == home or text.startswith(home + os.sep) else text
