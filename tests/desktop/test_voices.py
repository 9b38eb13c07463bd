"""Voices of the system's engine, listed and heard."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import shutil
from pathlib import Path

import pytest

from desktop.paths import Paths, find
from desktop.settings import Voice as Chosen
from desktop.voices import english, say, voices_of
from speech.errors import VoiceUnavailable
from speech.voices.values import VoiceChoice, VoiceNotice
from tests.support.guards import skip_missing_part
from tests.support.sound_server import SoundServer


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    if shutil.which("espeak-ng") is None:
        skip_missing_part("espeak-ng is not installed")
    made = find(tmp_path)
    made.make()
    return made


async def test_the_system_has_english_voices(paths: Paths) -> None:
    voices = await voices_of("system", paths)
    assert voices.usual
    assert len(voices.choices) > 1
    assert all(any(tag.startswith("en") for tag in choice.languages) for choice in voices.choices)


def test_voices_of_unknown_language_are_all_offered() -> None:
    choices = (VoiceChoice("b", "Berta", ("de",)), VoiceChoice("a", "Anna", ()))
    assert [choice.name for choice in english(choices)] == ["Anna", "Berta"]
    assert english((*choices, VoiceChoice("c", "Carl", ("en-gb",))))[0].name == "Carl"


async def test_a_preview_is_heard_at_its_pace(paths: Paths, sound_server: SoundServer) -> None:
    notices: list[VoiceNotice] = []
    with sound_server.record_speaker() as heard:
        await say(Chosen(rate=2.0), paths, notices.append)
        heard.wait_for_sound()
    assert notices == []


async def test_a_preview_can_be_stopped(paths: Paths, sound_server: SoundServer) -> None:
    with sound_server.record_speaker() as heard:
        task = asyncio.create_task(say(Chosen(rate=0.5), paths, lambda _: None))
        await asyncio.to_thread(heard.wait_for_sound)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    assert task.cancelled()
    assert not list(paths.cache.glob("preview-*"))


async def test_a_voice_that_is_not_there_is_said(paths: Paths, sound_server: SoundServer) -> None:
    notices: list[VoiceNotice] = []
    await say(Chosen(name="Nobody at all", rate=2.0), paths, notices.append)
    assert "Nobody at all" in notices[0].sentence


async def test_an_engine_has_its_voices_or_says_how_to_get_them(paths: Paths) -> None:
    if importlib.util.find_spec("piper") is not None:
        assert (await voices_of("neural", paths)).choices
    else:
        with pytest.raises(VoiceUnavailable, match="pip install"):
            await voices_of("neural", paths)
