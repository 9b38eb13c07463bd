"""Data only: packs, icons, styles, sounds, report templates. `resource` is the one way to reach a file of it."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath


class AssetMissing(FileNotFoundError):
    """No such file in `assets`; `str(error)` is the sentence for the user."""

    code = "asset_missing"

    def __init__(self, name: str) -> None:
        super().__init__(f"A part of Hotseat is missing: assets/{name}. Install Hotseat again.")


def resource(*parts: str) -> Path:
    """The file or folder of that name below `assets`, from a checkout, a wheel or a frozen build.

    Each part is one name or a relative path with `/`; `resource()` is the folder of assets itself.

    Raises:
        AssetMissing: there is no such file.
        ValueError: the path is absolute or climbs out of `assets`.
    """
    name = PurePosixPath(*parts)
    if name.is_absolute() or ".." in name.parts:
        raise ValueError(f"not a path inside assets: {name}")
    path = _root().joinpath(*name.parts)
    if not path.exists():
        raise AssetMissing(str(name))
    return path


def _root() -> Path:
    """PyInstaller unpacks data under `sys._MEIPASS`; everywhere else the files lie beside this module."""
    unpacked = getattr(sys, "_MEIPASS", None)
    return Path(__file__).resolve().parent if unpacked is None else Path(unpacked) / "assets"
