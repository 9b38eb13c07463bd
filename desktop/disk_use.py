"""How much room Hotseat takes on the disk, by what takes it. Blocking: call it in a worker thread."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from desktop.paths import Paths
from desktop.retention import trashed, trashed_packs
from interviewer.records.library import TRASH, session_folders


@dataclass(frozen=True, slots=True)
class DiskUse:
    """Bytes by kind, and how many sessions there are."""

    sessions: int
    trash: int
    models: int
    language_models: int
    packs: int
    cache: int
    free: int
    session_count: int
    trash_count: int
    """Sessions in the trash; `trash` are the bytes of these and of the packs."""
    trashed_pack_count: int


def disk_use(paths: Paths) -> DiskUse:
    """Count."""
    return DiskUse(
        sessions=_bytes(paths.sessions),
        trash=_bytes(paths.data / TRASH) + _bytes(paths.packs_trash),
        models=_bytes(paths.models),
        language_models=_bytes(paths.language_models),
        packs=_bytes(paths.packs),
        cache=_bytes(paths.cache),
        free=_free(paths.data),
        session_count=len(session_folders(paths.sessions)),
        trash_count=len(trashed(paths.data)),
        trashed_pack_count=len(trashed_packs(paths.data)),
    )


def _bytes(folder: Path) -> int:
    """Of all files below a folder; what vanishes meanwhile, or may not be read, counts nothing."""
    total = 0
    for where, _folders, files in os.walk(folder):
        for name in files:
            try:
                total += os.lstat(os.path.join(where, name)).st_size  # noqa: PTH118  (a Path each takes ten times as long)
            except OSError:
                continue
    return total


def _free(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0


def megabytes(count: int) -> str:
    """Bytes for people: "640 kB", "78 MB", "1.4 GB"."""
    if count >= 999_500_000:
        return f"{count / 1e9:.1f} GB"
    return f"{count / 1e6:.0f} MB" if count >= 999_500 or count == 0 else f"{count / 1e3:.0f} kB"
