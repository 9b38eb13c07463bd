"""The microphones there are, in words to choose one by. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.language import tr
from speech.portaudio import Device as Listed
from speech.recorder.recorder import Device


def offered(devices: Sequence[Listed], current: Device) -> list[tuple[str, Device]]:
    """The system's default, all that are there, and the current one even if it is not; each with its words.

    Where none at all are there, as before they are listed, nothing is said of the current one.
    """
    names = [device.name for device in devices]
    lines = [(tr("System default"), Device())]
    for device in devices:
        text = f"{device.name} ({device.host_api})" if names.count(device.name) > 1 else device.name
        lines.append((text, Device(device.name, device.host_api or None)))
    if current.name and current not in (device for _, device in lines):
        lines.append((tr("{name} (not connected)", name=current.name) if devices else current.name, current))
    return lines
