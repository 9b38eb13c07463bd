"""What the voice child asks of a speech engine, and the choice between engines. Runs on the child's main thread."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from speech.voices.sound import Sound
from speech.voices.values import Engine, VoiceChoice


class SpeechEngine(Protocol):
    """Text in, sound out. One thread only: the one that made it."""

    @property
    def voice(self) -> VoiceChoice:
        """Who speaks."""

    def voices(self) -> tuple[VoiceChoice, ...]:
        """Everybody who could."""

    def synthesise(self, text: str) -> Sound:
        """The sound of a text. May hang: whoever waits for it keeps the time.

        Raises: VoiceUnavailable.
        """


def start_engine(name: Engine, *, voice: str | None, pace: float, scratch: Path) -> SpeechEngine:
    """Load an engine. `scratch` is a folder for files that pass; `voice` None, or one that is gone, is the default.

    Raises: VoiceUnavailable with the reason and the cure.
    """
    if name == "neural":
        from speech.voices.neural import NeuralEngine

        return NeuralEngine(voice=voice, pace=pace)
    from speech.voices.system import SystemEngine

    return SystemEngine(voice=voice, pace=pace, scratch=scratch)
