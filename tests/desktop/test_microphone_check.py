"""What a recorded sentence says about a microphone."""

from __future__ import annotations

import random
from array import array
from pathlib import Path

import pytest

from desktop.microphone_check import BARS, Block, Code, judge, measure
from tests.support.candidate import spoken
from tests.support.recorded import RATE, tone, write_wav


def sentence(peak_db: float, *, noise_db: float = -60.0, clipped: float = 0.0) -> list[Block]:
    """Three seconds: half of them speech that loud, half the noise between words."""
    said = Block(peak_db, peak_db - 12, clipped)
    between = Block(noise_db + 8, noise_db, 0.0)
    return [said, between] * 15


@pytest.mark.parametrize(
    ("blocks", "code"),
    [
        ([Block(-120.0, -120.0, 0.0)] * 30, "dead"),
        ([], "dead"),
        (sentence(-55.0, noise_db=-80), "silent"),
        (sentence(-30.0), "quiet"),
        (sentence(0.0, clipped=0.05), "clipping"),
        (sentence(-12.0, noise_db=-30.0), "noisy"),
        (sentence(-12.0), "fine"),
        (sentence(-19.9), "fine"),
        (sentence(-20.1), "quiet"),
    ],
)
def test_the_verdict(blocks: list[Block], code: Code) -> None:
    assert judge(blocks).code == code


def test_one_knock_is_no_clipping() -> None:
    blocks = [Block(0.0, -10.0, 0.2), *sentence(-12.0)]
    assert judge(blocks).code == "fine"


def test_every_verdict_but_fine_says_what_to_do() -> None:
    for blocks in (sentence(-30.0), sentence(0.0, clipped=0.05), sentence(-12.0, noise_db=-30.0), []):
        assert any(verb in judge(blocks).sentence for verb in ("Move", "Lower", "Check"))


def test_speech_of_a_synthetic_voice_is_fine() -> None:
    sample = measure(spoken("I would like to start with who this product is for."))
    assert judge(sample.blocks).code == "fine"
    assert len(sample.peaks) == BARS
    assert max(sample.peaks) == pytest.approx(10 ** (max(block.peak_db for block in sample.blocks) / 20), abs=0.01)


def test_a_hissing_microphone_is_noisy(tmp_path: Path) -> None:
    generator = random.Random(5)
    hiss = array("h", (generator.randint(-6000, 6000) for _ in range(3 * RATE))).tobytes()
    assert judge(measure(write_wav(tmp_path / "hiss.wav", hiss)).blocks).code == "noisy"


def test_full_scale_is_clipping(tmp_path: Path) -> None:
    square = array("h", ([32767] * 20 + [-32767] * 20) * (3 * RATE // 40)).tobytes()
    assert judge(measure(write_wav(tmp_path / "square.wav", square)).blocks).code == "clipping"


def test_digital_silence_is_dead(tmp_path: Path) -> None:
    assert judge(measure(write_wav(tmp_path / "zeros.wav", bytes(2 * 3 * RATE))).blocks).code == "dead"


def test_a_file_that_is_not_there_is_silence(tmp_path: Path) -> None:
    sample = measure(tmp_path / "none.wav")
    assert (sample.seconds, sample.blocks) == (0.0, ())


def test_how_long_it_is(tmp_path: Path) -> None:
    assert measure(write_wav(tmp_path / "tone.wav", tone(2.5))).seconds == pytest.approx(2.5)
