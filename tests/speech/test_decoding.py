"""Foreign sound files become recordings of ours, in a child process; what is none says so and harms nobody."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from speech.decoding.decoder import decode
from speech.errors import SpeechError
from speech.files import read_sound, to_recording
from speech.recorder.wav import HEADER_BYTES, header
from tests.support.recorded import tone, write_wav

SECONDS = 2.0


def foreign(path: Path, rate: int, channels: int, form: str, subtype: str | None = None) -> Path:
    """A tone of half scale on the left, silence elsewhere."""
    at = np.arange(round(SECONDS * rate)) / rate
    sound = np.zeros((len(at), channels), dtype=np.float32)
    sound[:, 0] = 0.5 * np.sin(2 * np.pi * 440 * at)
    soundfile.write(str(path), sound, rate, format=form, subtype=subtype)
    return path


@pytest.mark.parametrize(
    ("rate", "channels", "form", "subtype"),
    [
        (44_100, 2, "WAV", "FLOAT"),
        (8_000, 1, "WAV", "ULAW"),
        (48_000, 2, "FLAC", "PCM_24"),
        (44_100, 2, "MP3", None),
        (48_000, 1, "OGG", "OPUS"),
        (16_000, 1, "WAV", "PCM_16"),
    ],
)
def test_a_sound_file_is_kept_at_its_length_and_loudness(
    tmp_path: Path, rate: int, channels: int, form: str, subtype: str | None
) -> None:
    shares: list[float] = []
    target = tmp_path / "ours.wav"
    seconds = to_recording(foreign(tmp_path / "theirs", rate, channels, form, subtype), target, shares.append)
    assert seconds == pytest.approx(SECONDS, abs=0.1)
    assert target.read_bytes()[:HEADER_BYTES] == header(round(seconds * 16_000))
    middle = read_sound(target)[8_000:24_000]
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(0.5 / channels / np.sqrt(2), rel=0.1)
    assert shares[-1] == pytest.approx(1.0, abs=0.1)


def test_numbers_that_are_none_are_silence(tmp_path: Path) -> None:
    sound = np.full(16_000, np.nan, dtype=np.float32)
    soundfile.write(str(tmp_path / "nan.wav"), sound, 16_000, subtype="FLOAT")
    to_recording(tmp_path / "nan.wav", tmp_path / "ours.wav")
    assert not read_sound(tmp_path / "ours.wav").any()


async def test_a_child_reads_it_and_tells_how_far_it_is(tmp_path: Path) -> None:
    shares: list[float] = []
    file = write_wav(tmp_path / "a.wav", tone(61.0))
    assert await decode(file, tmp_path / "ours.wav", shares.append) == pytest.approx(61.0)
    assert shares == sorted(shares)
    assert (tmp_path / "ours.wav").stat().st_size == HEADER_BYTES + 61 * 32_000


@pytest.mark.parametrize("data", [b"", b"RIFF\xff\xff\xff\x7fWAVEfmt ", b"OggS" + bytes(500), b"fLaC" + b"\xff" * 500])
async def test_what_is_no_sound_is_refused_in_a_sentence(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "evil.wav").write_bytes(data)
    with pytest.raises(SpeechError, match=r"evil\.wav is not a sound file") as refused:
        await decode(tmp_path / "evil.wav", tmp_path / "ours.wav")
    assert refused.value.code == "file_unreadable"


async def test_a_file_that_is_not_there_or_far_too_large_starts_no_child(tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match="no such file"):
        await decode(tmp_path / "none.wav", tmp_path / "ours.wav")
    (tmp_path / "huge.wav").touch()
    os.truncate(tmp_path / "huge.wav", 5_000_000_000)
    with pytest.raises(SpeechError, match="larger"):
        await decode(tmp_path / "huge.wav", tmp_path / "ours.wav")


async def test_cancelling_ends_the_child(tmp_path: Path) -> None:
    file = write_wav(tmp_path / "a.wav", tone(3.0))
    task = asyncio.create_task(decode(file, tmp_path / "ours.wav"))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
