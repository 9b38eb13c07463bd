"""The virtual microphone and loudspeaker themselves: what the sound tests stand on."""

from __future__ import annotations

import random
import subprocess
import sys
import wave
from pathlib import Path

import pytest

from tests.support.sound_server import SoundServer, wait_until

RATE = 16_000

CAPTURE = """
import sys, sounddevice
frames = []
with sounddevice.RawInputStream(samplerate=16000, channels=1, dtype="int16", blocksize=320,
                                callback=lambda block, *_: frames.append(bytes(block))):
    while not frames: pass
    print("recording", flush=True)
    sys.stdin.read()
with open(sys.argv[1], "wb") as file:
    file.write(b"".join(frames))
"""

PLAY = """
import sounddevice, sys
with sounddevice.RawOutputStream(samplerate=16000, channels=1, dtype="int16") as stream:
    stream.write(open(sys.argv[1], "rb").read())
"""


def noise(seconds: float) -> bytes:
    """Samples that never repeat, so that a place in them is found again; none is zero."""
    generator = random.Random(7)
    samples = (generator.choice((-1, 1)) * generator.randint(1, 20_000) for _ in range(round(seconds * RATE)))
    return b"".join(sample.to_bytes(2, "little", signed=True) for sample in samples)


def write_wav(path: Path, pcm: bytes) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(pcm)
    return path


def test_sound_reaches_portaudio_bit_for_bit(sound_server: SoundServer, tmp_path: Path) -> None:
    sent = noise(1.0)
    with subprocess.Popen(
        [sys.executable, "-c", CAPTURE, str(tmp_path / "heard.pcm")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as capture:
        assert capture.stdout is not None
        assert capture.stdout.readline() == b"recording\n"
        assert sound_server.play_into_microphone(write_wav(tmp_path / "said.wav", sent)).wait() == 0
        capture.communicate()
    heard = (tmp_path / "heard.pcm").read_bytes()
    start = heard.find(sent[:64])
    assert start >= 0
    assert heard[start : start + len(sent)] == sent


def test_the_loudspeaker_is_recorded(sound_server: SoundServer, tmp_path: Path) -> None:
    (tmp_path / "said.pcm").write_bytes(noise(0.5))
    with sound_server.record_speaker() as recording:
        assert recording.peak == 0
        play = [sys.executable, "-c", PLAY, str(tmp_path / "said.pcm")]
        subprocess.run(play, check=True, stderr=subprocess.DEVNULL)
        recording.wait_for_sound(peak=5_000)


def test_a_killed_server_is_gone_and_comes_back(sound_server: SoundServer) -> None:
    sound_server.kill()
    with pytest.raises(subprocess.CalledProcessError):
        sound_server.pactl("info")
    sound_server.restart()
    assert "Default Source: mic" in sound_server.pactl("info")


def test_a_removed_source_is_gone_and_comes_back(sound_server: SoundServer) -> None:
    sound_server.remove_source()
    assert "\tmic\t" not in sound_server.pactl("list", "short", "sources")
    sound_server.add_source()
    assert "\tmic\t" in sound_server.pactl("list", "short", "sources")


def test_suspended_and_muted_are_states_of_the_source(sound_server: SoundServer) -> None:
    sound_server.mute()
    assert "Mute: yes" in sound_server.pactl("get-source-mute", "mic")
    sound_server.suspend_source()
    wait_until(lambda: "SUSPENDED" in sound_server.pactl("list", "short", "sources"), "the source to be suspended")
