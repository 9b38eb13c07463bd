"""How fast a speech model is on this machine, and how much memory it takes. Asyncio thread; `Speeds` on any.

A known reading of seven seconds is transcribed by the real recogniser, after one pass that warms it up. The result is
kept in the cache, by model and size of its files.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from pathlib import Path

from assets import resource
from speech.whisper.models import ModelStore
from speech.whisper.transcriber import Transcriber

READING_SECONDS = 7.1
_BASE_BYTES, _BYTES_PER_BYTE = 220_000_000, 1.1
"""Measured at its highest in the recogniser's process, 16-bit weights being loaded as 8-bit ones: 293 MB for tiny.en
(78 MB of files), 379 MB for base (150 MB)."""
KEEPS_UP = 1.5
"""Below this many times real time, text comes noticeably after the words, since a live pass hears some sound again."""


def memory_bytes(file_bytes: int) -> int:
    """About how much memory a model of that size takes while it listens."""
    return round(_BASE_BYTES + _BYTES_PER_BYTE * file_bytes)


async def measure(store: ModelStore, model: str) -> float:
    """Seconds of speech that a model transcribes in one second.

    Raises: SpeechError when it is not there, damaged, or does not load.
    """
    files = await asyncio.to_thread(store.resolve, model)
    reading = resource("sounds", "reading.flac")
    transcriber = Transcriber(files.folder, model=files.name, notify=lambda _: None)
    try:
        await transcriber.open()
        await transcriber.careful_file(reading)
        began = time.monotonic()
        await transcriber.careful_file(reading)
        return READING_SECONDS / max(0.001, time.monotonic() - began)
    finally:
        await transcriber.close()


class Speeds:
    """What was measured on this machine before. Reading and writing take a file of a few lines."""

    def __init__(self, cache: Path) -> None:
        self._path = cache / "model-speeds.json"

    def all(self) -> dict[str, float]:
        """Times real time, by `key`."""
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(kept, dict):
            return {}
        return {key: float(value) for key, value in kept.items() if isinstance(value, (int, float)) and value > 0}

    def keep(self, key: str, speed: float) -> None:
        """Remember a measurement. A cache that cannot be written is done without."""
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(json.dumps({**self.all(), key: round(speed, 2)}), encoding="utf-8")


def key(model: str, file_bytes: int) -> str:
    """Under what a speed is kept: another model of the same name has another size."""
    return f"{model} {file_bytes}"
