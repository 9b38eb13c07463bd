"""Lets commands that are called in the process of the tests load packs and readers once instead of each time."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from interviewer.content.loader import Library, load_packs
from interviewer.listening.reader import Readers


@cache
def _readers(folder: Path) -> Readers:
    return Readers(folder)


@cache
def _shipped_only(folder: Path) -> Library:
    return load_packs(folder, Path("no packs of the user's own"))


def _packs(folder: Path, own: Path) -> Library:
    return load_packs(folder, own) if own.is_dir() and any(own.iterdir()) else _shipped_only(folder)


def load_once(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a command's module use what was loaded before; a user's own packs are still read."""
    monkeypatch.setattr(module, "load_packs", _packs)
    monkeypatch.setattr(module, "Readers", _readers)
