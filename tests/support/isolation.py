"""A user of its own for the test run. Importing this module moves HOME, so conftest imports it before anything else."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from desktop.__main__ import ONE_BY_ONE

ROOT = Path(tempfile.mkdtemp(prefix="hs-"))
"""Short on purpose: a Unix socket's path must stay under 108 bytes."""

_HOMES = ROOT / "homes"
_numbers = itertools.count()
_FOLDERS = {
    "XDG_DATA_HOME": ".local/share",
    "XDG_CONFIG_HOME": ".config",
    "XDG_CACHE_HOME": ".cache",
    "XDG_STATE_HOME": ".local/state",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
}


def enter_home(home: Path, setenv: Callable[[str, str], object]) -> None:
    """Make `home` the user's home folder, and every folder that is named after it."""
    for variable in ("HOME", "USERPROFILE"):
        setenv(variable, str(home))
    for variable, folder in _FOLDERS.items():
        setenv(variable, str(home / folder))


def new_home() -> Path:
    """An empty folder; pytest's own numbered ones take longer the more there are."""
    home = _HOMES / str(next(_numbers))
    home.mkdir(parents=True)
    return home


def clean_up() -> None:
    shutil.rmtree(ROOT, ignore_errors=True)


def _enter() -> None:
    home = ROOT / "home"
    runtime = ROOT / "run"
    home.mkdir()
    runtime.mkdir(mode=0o700)
    enter_home(home, os.environ.__setitem__)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    os.environ["PULSE_SERVER"] = f"unix:{runtime}/none"  # nobody's real microphone
    os.environ[ONE_BY_ONE] = "1"
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for variable in [name for name in os.environ if name.lower().endswith("_proxy")]:
        del os.environ[variable]


_enter()
