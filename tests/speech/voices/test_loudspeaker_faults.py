"""A loudspeaker that refuses or goes while it is opened: told by its own sentence, and the lines are shown."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from speech.voices import voice as voice_module
from speech.voices.values import VoiceNotice
from speech.voices.voice import Voice
from tests.speech.voices import stub_engine

_SOURCE = """
import json, pathlib
from types import SimpleNamespace

SCRIPT = json.loads((pathlib.Path(__file__).parent / "loudspeaker.json").read_text())

class PortAudioError(Exception):
    pass

default = SimpleNamespace(device=(-1, 0))

def query_hostapis():
    return [{"name": "Scripted API"}]

def query_devices():
    return [{"name": "Speaker", "hostapi": 0, "max_input_channels": 0, "max_output_channels": 2,
             "default_samplerate": 48000.0}]

class RawOutputStream:
    latency = 0.05

    def __init__(self, **options):
        if options["samplerate"] not in SCRIPT["rates"]:
            default.device = tuple(SCRIPT["default_then"])
            raise PortAudioError("Error opening RawOutputStream", -9997)

    def start(self):
        raise PortAudioError("Error starting stream", SCRIPT["start_fails"])
"""
"""A sounddevice with one loudspeaker that never starts."""


async def told(folder: Path, **script: object) -> list[VoiceNotice]:
    """What is told of a line through such a loudspeaker."""
    environment = stub_engine.install(folder / "stub")
    (folder / "stub" / "sounddevice.py").write_text(_SOURCE)
    (folder / "stub" / "loudspeaker.json").write_text(json.dumps({"default_then": [-1, 0], **script}))
    notices: list[VoiceNotice] = []
    voice = Voice(engine="system", cache_dir=folder / "cache", notify=notices.append, environment=environment)

    async def line() -> AsyncIterator[str]:
        yield "How would you measure it?"

    await voice.open()
    try:
        heard = await voice.speak(line(), folder / "line.wav")
    finally:
        await voice.close()
    assert heard.seconds > 0
    assert heard.heard_seconds == 0
    return notices


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_module, "LOUDSPEAKER_SECONDS", 10.0)


@pytest.mark.parametrize(("fault", "cure"), [(-9985, "Another program may be using it"), (-9999, "is plugged in")])
async def test_a_loudspeaker_that_does_not_start_says_why(tmp_path: Path, fault: int, cure: str) -> None:
    (notice,) = await told(tmp_path, rates=[22_050], start_fails=fault)
    assert notice.code == "loudspeaker_refused"
    assert cure in notice.sentence


async def test_one_that_starts_at_no_rate_says_so(tmp_path: Path) -> None:
    (notice,) = await told(tmp_path, rates=[48_000], start_fails=-9997)
    assert notice.code == "loudspeaker_rate"


async def test_one_that_goes_while_its_rate_is_looked_for_is_missing(tmp_path: Path) -> None:
    (notice,) = await told(tmp_path, rates=[], default_then=[-1, -1], start_fails=0)
    assert notice.code == "loudspeaker_missing"
    assert "Plug one in" in notice.sentence
