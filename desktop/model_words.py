"""What is said alike of a speech model and of a language model that is on its way to this computer. Pure."""

from __future__ import annotations

from desktop.disk_use import megabytes
from desktop.language import tr


def busy_state(*, used: bool, arriving: bool, arrived: int, total: int) -> str:
    """What goes on with a model, in a word or two; empty: nothing. `arrived`, `total`: bytes of its download."""
    if used:
        return tr("In use")
    if arriving:
        return tr("Downloading")
    if arrived:
        return tr("Paused at {percent} %", percent=min(99, 100 * arrived // total))
    return ""


def rest_needed(*, arrived: int, total: int, need: int, free: int) -> str:
    """How much of an interrupted download is here, and what the rest takes. All in bytes."""
    return tr(
        "Downloaded: {arrived}. The rest needs {need} on the disk, {free} are free.",
        arrived=tr("{done} of {total}", done=megabytes(arrived), total=megabytes(total)),
        need=megabytes(need),
        free=megabytes(free),
    )


def room_needed(*, need: int, free: int, memory: str) -> str:
    """What a model that is not here takes. In bytes; `memory` in words."""
    return tr(
        "Needs {need} on the disk, {free} are free, and {memory} of memory.",
        need=megabytes(need),
        free=megabytes(free),
        memory=memory,
    )
