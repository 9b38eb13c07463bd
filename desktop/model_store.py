"""The models of this machine, by the environment, the settings and the command line. Pure but for the paths."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.paths import Paths

if TYPE_CHECKING:
    from desktop.embedded.store import LanguageModels
    from speech.whisper.models import ModelStore

FOLDER_VARIABLE = "HOTSEAT_SPEECH_MODELS"
"""Environment variable: a folder with speech models, looked at before everything else."""
OFFLINE_VARIABLE = "HOTSEAT_OFFLINE"
"""Environment variable: with any value but 0, nothing is downloaded, and no command contacts another computer."""


def model_store(paths: Paths, *, folder: str = "", offline: bool = False) -> ModelStore:
    """The speech models of one user. The environment goes before `folder`; either of the two can forbid downloads."""
    from speech.whisper.models import ModelStore  # heavy: not before the first window is painted

    named = os.environ.get(FOLDER_VARIABLE) or folder
    extra = Path(named).expanduser() if named else None
    return ModelStore(paths.models, extra_folder=extra, offline_only=offline or stays_offline())


def language_models(paths: Paths, *, offline: bool = False) -> LanguageModels:
    """The language models of one user. Either the environment or `offline` can forbid downloads."""
    from desktop.embedded.store import LanguageModels

    return LanguageModels(paths.language_models, offline_only=offline or stays_offline())


def stays_offline() -> bool:
    """Whether the environment forbids to contact another computer."""
    return os.environ.get(OFFLINE_VARIABLE, "0") not in ("", "0")
