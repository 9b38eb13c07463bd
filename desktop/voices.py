"""Which voices an engine has, and how one sounds. Asyncio thread; the engine itself is a child process."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

from desktop.language import tr
from desktop.paths import Paths
from desktop.settings import Voice as Chosen
from speech.errors import VoiceUnavailable
from speech.voices.values import Engine, VoiceChoice, VoiceNotice
from speech.voices.voice import Voice

SENTENCE = "Thank you. Before we go on: how would you know, a month after launch, that it had worked?"
"""Something an interviewer says."""
RATES = (0.5, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
"""Paces to choose from."""


@dataclass(frozen=True, slots=True)
class Voices:
    """The voices of one engine."""

    usual: str
    """Name of the one that speaks when none is named."""
    choices: tuple[VoiceChoice, ...]
    """Those that speak English, as the questions are English; all when none does."""


async def voices_of(engine: Engine, paths: Paths) -> Voices:
    """What can be chosen.

    Raises: VoiceUnavailable with the reason and the cure.
    """
    notices: list[VoiceNotice] = []
    voice = Voice(engine=engine, cache_dir=paths.voice_cache, notify=notices.append, play=False)
    try:
        info = await voice.open()
        if info.engine != engine:
            sentence = notices[0].sentence if notices else tr("This kind of voice is not installed.")
            raise VoiceUnavailable(sentence)
        return Voices(info.name, english(await voice.list_voices()))
    finally:
        await voice.close()


def english(choices: tuple[VoiceChoice, ...]) -> tuple[VoiceChoice, ...]:
    """The voices for English, by name; all of them when an engine does not say."""
    speaking = [choice for choice in choices if any(tag.lower().startswith("en") for tag in choice.languages)]
    return tuple(sorted(speaking or choices, key=lambda choice: choice.name.lower()))


async def say(chosen: Chosen, paths: Paths, notify: Callable[[VoiceNotice], None]) -> None:
    """Say a sentence with a voice and its pace; cancelling silences it. `notify` is told what is not as it was chosen.

    Raises: VoiceUnavailable.
    """
    if chosen.engine == "none":
        return
    voice = Voice(
        engine=chosen.engine,
        cache_dir=paths.voice_cache,
        notify=notify,
        voice=chosen.name or None,
        rate=chosen.rate,
    )
    with tempfile.TemporaryDirectory(prefix="preview-", dir=paths.cache) as folder:
        try:
            await voice.open()
            await voice.speak(_one(SENTENCE), Path(folder) / "preview.wav")
        finally:
            await voice.close()


async def _one(sentence: str) -> AsyncIterator[str]:
    yield sentence
