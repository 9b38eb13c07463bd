"""The speech models of this machine, by the environment, the settings and the command line. Pure but for the paths."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.paths import Paths

if TYPE_CHECKING:
    from speech.whisper.models import ModelStore

FOLDER_VARIABLE = "HOTSEAT_SPEECH_MODELS"
"""Environment variable: a folder with speech models, looked at before everything else."""
OFFLINE_VARIABLE = "HOTSEAT_OFFLINE"
"""Environment variable: with any value but 0, nothing is downloaded."""


def model_store(paths: Paths, *, folder: str = "", offline: bool = False) -> ModelStore:
    """The models of one user. The environment goes before `folder`; either of the two can forbid downloads."""
    from speech.whisper.models import ModelStore  # heavy: not before the first window is painted

    named = os.environ.get(FOLDER_VARIABLE) or folder
    forbidden = offline or os.environ.get(OFFLINE_VARIABLE, "0") not in ("", "0")
    return ModelStore(paths.models, extra_folder=Path(named).expanduser() if named else None, offline_only=forbidden)
