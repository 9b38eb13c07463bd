"""A voice that is not played: its lines are those of a voice that is, and take their time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest

from speech.errors import VoiceUnavailable
from speech.voices.unheard import UnheardVoice
from speech.voices.values import Heard
from speech.voices.voice import Voice


class Maker:
    """Makes the sound of a line in no time."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.calls: list[str] = []
        self.made = asyncio.Event()

    async def speak(self, sentences: AsyncIterator[str], out: Path) -> Heard:
        self.calls.extend([sentence async for sentence in sentences])
        self.made.set()
        now = time.monotonic()
        return Heard(self.seconds, 0.0, stopped=False, started_monotonic=now, ended_monotonic=now)

    async def hush(self) -> None:
        self.calls.append("hush")

    async def close(self) -> None:
        self.calls.append("close")


async def line() -> AsyncIterator[str]:
    yield "What would you measure?"


def unheard(maker: Maker) -> UnheardVoice:
    return UnheardVoice(cast(Voice, maker))


async def test_a_line_takes_as_long_as_its_sound(tmp_path: Path) -> None:
    maker = Maker(0.2)
    voice = unheard(maker)
    began = time.monotonic()
    heard = await voice.speak(line(), tmp_path / "q.wav")
    assert time.monotonic() - began >= 0.2
    assert (heard.seconds, heard.heard_seconds, heard.stopped) == (0.2, 0.2, False)
    assert heard.ended_monotonic - heard.started_monotonic >= 0.2
    assert maker.calls == ["What would you measure?"]
    assert not voice.sounds, "no microphone can hear it"


async def test_a_line_that_is_hushed_is_over_at_once(tmp_path: Path) -> None:
    maker = Maker(600.0)
    voice = unheard(maker)
    speaking = asyncio.create_task(voice.speak(line(), tmp_path / "q.wav"))
    await asyncio.wait_for(maker.made.wait(), 5)
    await voice.hush()
    heard = await asyncio.wait_for(speaking, 5)
    assert heard.stopped
    assert heard.heard_seconds < 5
    assert maker.calls[-1] == "hush"
    maker.seconds = 0.0
    assert not (await voice.speak(line(), tmp_path / "q.wav")).stopped, "the next line is another one"


async def test_what_cannot_be_made_is_told(tmp_path: Path) -> None:
    class Mute(Maker):
        async def speak(self, sentences: AsyncIterator[str], out: Path) -> Heard:
            raise VoiceUnavailable("Nothing can speak.")

    with pytest.raises(VoiceUnavailable):
        await unheard(Mute(1.0)).speak(line(), tmp_path / "q.wav")
