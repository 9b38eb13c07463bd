from __future__ import annotations

import array
import os
import stat
import struct
import wave
from pathlib import Path

import pytest

from speech.errors import VoiceUnavailable
from speech.voices.sound import Sound, read_sound, write_wav

SAMPLES = array.array("h", [0, 1, -2, 300, -32768, 32767])


def test_what_is_written_is_read_again_and_belongs_to_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "line.wav"
    write_wav(path, [Sound(22050, SAMPLES[:2].tobytes()), Sound(22050, SAMPLES[2:].tobytes())])
    assert read_sound(path) == Sound(22050, SAMPLES.tobytes())
    assert list(tmp_path.iterdir()) == [path]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="one sample rate"):
        write_wav(tmp_path / "a.wav", [Sound(22050, b"\0\0"), Sound(16000, b"\0\0")])
    with pytest.raises(OSError, match="gone"):
        write_wav(tmp_path / "gone" / "a.wav", [Sound(22050, b"\0\0")])
    assert not list(tmp_path.iterdir())


def test_of_stereo_the_first_channel_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "stereo.wav"
    with wave.open(str(path), "wb") as writer:
        writer.setparams((2, 2, 8000, 0, "NONE", ""))
        writer.writeframes(array.array("h", [1, 9, 2, 9, 3, 9]).tobytes())
    assert read_sound(path) == Sound(8000, array.array("h", [1, 2, 3]).tobytes())


@pytest.mark.parametrize(("form", "encoding"), [(b"AIFF", b""), (b"AIFC", b"NONE"), (b"AIFC", b"sowt")])
@pytest.mark.parametrize(
    ("rate", "exponent", "mantissa"), [(22050, 0x400D, 0xAC44 << 48), (8000, 0x400B, 0xFA00 << 48)]
)
def test_aiff_is_read(tmp_path: Path, form: bytes, encoding: bytes, rate: int, exponent: int, mantissa: int) -> None:
    samples = array.array("h", SAMPLES)
    if encoding != b"sowt":
        samples.byteswap()
    common = struct.pack(">hIhHQ", 1, len(samples), 16, exponent, mantissa) + (encoding and encoding + b"\0\0")
    chunks = _chunk(b"FVER", b"abc") + _chunk(b"COMM", common) + _chunk(b"SSND", bytes(8) + samples.tobytes())
    path = tmp_path / "line.aiff"
    path.write_bytes(b"FORM" + struct.pack(">I", 4 + len(chunks)) + form + chunks)
    assert read_sound(path) == Sound(rate, SAMPLES.tobytes())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"RIFF",
        b"not sound at all, but long enough to be a header of something else",
        b"FORM\0\0\0\x04AIFF",
        b"FORM\0\0\0\x0cAIFCCOMM\0\0\0\x02\0\0",
    ],
)
def test_what_is_no_sound_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(data)
    with pytest.raises(VoiceUnavailable) as caught:
        read_sound(path)
    assert caught.value.code == "voice_unusable"


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack(">I", len(data)) + data + b"\0" * (len(data) % 2)
