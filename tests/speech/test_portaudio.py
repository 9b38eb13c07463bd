from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from speech import portaudio
from speech.errors import MicrophoneError, SpeechError, VoiceUnavailable
from tests.support.sound_server import SoundServer


class PortAudioError(Exception):
    pass


class FakeLibrary(SimpleNamespace):
    """A sounddevice with two devices of one name, a refusal to give, and a memory of what was opened."""

    PortAudioError = PortAudioError

    def __init__(self, refusal: int | None = None) -> None:
        super().__init__(default=SimpleNamespace(device=(1, -1)))
        self.opened: list[dict[str, Any]] = []
        self.refusal = refusal

    def query_hostapis(self) -> list[dict[str, Any]]:
        return [{"name": "MME"}, {"name": "Windows WASAPI"}]

    def query_devices(self) -> list[dict[str, Any]]:
        both = {"max_input_channels": 2, "max_output_channels": 0, "default_samplerate": 48000.0}
        return [{"name": "Desk", "hostapi": 0, **both}, {"name": "Desk", "hostapi": 1, **both}]

    def RawInputStream(self, **options: Any) -> object:  # noqa: N802
        if self.refusal is not None:
            raise PortAudioError("no", self.refusal)
        self.opened.append(options)
        return object()

    def WasapiSettings(self, **options: Any) -> dict[str, Any]:  # noqa: N802
        return options


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> FakeLibrary:
    library = FakeLibrary()
    monkeypatch.setitem(sys.modules, "sounddevice", library)
    return library


def ignore(*_: Any) -> None:
    """A callback nobody calls."""


def code_of(call: Any, *arguments: Any) -> str:
    with pytest.raises(SpeechError) as caught:
        call(*arguments)
    return caught.value.code


def test_devices_are_listed_by_name_and_host_api(library: FakeLibrary) -> None:
    assert portaudio.input_devices() == (
        portaudio.Device("Desk", "MME", 2, 48000.0, is_default=False),
        portaudio.Device("Desk", "Windows WASAPI", 2, 48000.0, is_default=True),
    )
    assert portaudio.output_devices() == ()


@pytest.mark.parametrize(("name", "api", "index"), [(None, None, 1), ("Desk", None, 0), ("Desk", "Windows WASAPI", 1)])
def test_a_device_is_found_by_name_and_host_api(
    library: FakeLibrary, name: str | None, api: str | None, index: int
) -> None:
    portaudio.open_input(name, api, 16000, 320, ignore)
    options = library.opened[0]
    assert options["device"] == index
    assert (options["samplerate"], options["blocksize"], options["channels"]) == (16000, 320, 1)
    assert options["dtype"] == "int16"
    assert options["extra_settings"] == ({"auto_convert": True} if index == 1 else None)


def test_a_device_that_is_not_there_is_named(library: FakeLibrary) -> None:
    assert code_of(portaudio.open_input, "Desk", "Core Audio", 16000, 320, ignore) == "microphone_missing"
    with pytest.raises(MicrophoneError, match="“Headset” is not there"):
        portaudio.open_input("Headset", None, 16000, 320, ignore)
    with pytest.raises(VoiceUnavailable, match="No loudspeaker was found"):
        portaudio.open_output(None, None, 16000, 320, ignore)


@pytest.mark.parametrize(
    ("refusal", "code", "cure"),
    [
        (-9997, "microphone_rate", "sample rate"),
        (-9985, "microphone_refused", "Another program"),
        (-9999, "microphone_refused", "lets Hotseat use it"),
    ],
)
def test_a_device_that_refuses_has_a_cure(library: FakeLibrary, refusal: int, code: str, cure: str) -> None:
    library.refusal = refusal
    with pytest.raises(MicrophoneError, match=cure) as caught:
        portaudio.open_input(None, None, 16000, 320, ignore)
    assert caught.value.code == code


def test_without_the_portaudio_library_the_sentence_names_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')")
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(MicrophoneError, match="libportaudio2") as caught:
        portaudio.input_devices()
    assert caught.value.code == "microphone_library"
    assert code_of(portaudio.output_devices) == "loudspeaker_library"


def test_without_the_python_package_the_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(VoiceUnavailable, match="sounddevice is missing"):
        portaudio.output_devices()


_REAL = """
import dataclasses, json, os, threading
from speech import portaudio
from speech.errors import SpeechError

came = threading.Event()
blocks = []

def take(block, frames, times, flags):
    blocks.append((frames, len(bytes(block))))
    came.set()

stream = portaudio.open_input(None, None, 16000, 320, take)
stream.start()
came.wait(10)
codes = []
for device, rate in (("nobody", 16000), (None, 500000)):
    try:
        portaudio.open_input(device, None, rate, 320, take)
    except SpeechError as error:
        codes.append(error.code)
devices = [dataclasses.asdict(device) for device in portaudio.input_devices()]
print(json.dumps({"block": blocks[0], "codes": codes, "devices": devices}), flush=True)
os._exit(0)
"""


def test_a_real_microphone_opens(sound_server: SoundServer) -> None:
    done = subprocess.run([sys.executable, "-c", _REAL], capture_output=True, text=True, check=True, timeout=30)
    found = json.loads(done.stdout)
    assert found["block"] == [320, 640]
    assert found["codes"] == ["microphone_missing", "microphone_rate"]
    assert [device["name"] for device in found["devices"] if device["is_default"]] == ["default"]
