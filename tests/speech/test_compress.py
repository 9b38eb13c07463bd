"""A recording made small for a page: as long as it was, at a constant rate, and nothing left where it fails."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from speech.errors import SpeechError
from speech.files import SMALL_KILOBITS, compress, read_sound
from tests.support.recorded import tone, write_wav


def test_a_recording_is_as_long_and_much_smaller(tmp_path: Path) -> None:
    wav, small = write_wav(tmp_path / "a.wav", tone(20.0)), tmp_path / "a.mp3"
    assert compress(wav, small)
    sound = read_sound(small)
    assert len(sound) / 16_000 == pytest.approx(20.0, abs=0.15)
    assert small.stat().st_size == pytest.approx(20 * SMALL_KILOBITS * 125, rel=0.05)
    assert np.abs(sound[16_000:-16_000]).max() == pytest.approx(8_000 / 32_768, rel=0.15)


def test_what_is_given_up_or_fails_leaves_nothing(tmp_path: Path) -> None:
    wav, small = write_wav(tmp_path / "a.wav", tone(65.0)), tmp_path / "a.mp3"
    shares: list[float] = []

    def no(share: float) -> bool:
        shares.append(share)
        return False

    assert not compress(wav, small, no)
    assert shares == pytest.approx([30 / 65])
    assert not small.exists()
    with pytest.raises(SpeechError, match="leave the sound out"):
        compress(tmp_path / "none.wav", small)
    with pytest.raises(SpeechError):
        compress(wav, tmp_path / "nowhere" / "a.mp3")
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]
