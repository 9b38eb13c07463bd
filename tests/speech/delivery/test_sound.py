"""What is measured from samples: places of words, levels and pitch."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from speech.delivery.aligner import Aligner, Placed
from speech.delivery.pitch import Contours
from speech.delivery.snap import levels, snapped
from speech.files import read_sound
from speech.whisper.engine import Sound
from speech.words import SAMPLE_RATE
from tests.support.guards import skip_missing_part

CLIP = Path("/usr/share/pocketsphinx/test/data/librivox/sense_and_sensibility_01_austen_64kb-0930.wav")


def tone(hertz: float, seconds: float, level: float = 0.3) -> Sound:
    """Like a voice: a tone with overtones."""
    t = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    wave = np.sum([np.sin(2 * np.pi * hertz * n * t) / n for n in range(1, 6)], axis=0)
    return np.asarray(level * wave / 2, np.float32)


def hush(seconds: float) -> Sound:
    return np.random.default_rng(3).normal(0, 1e-4, round(seconds * SAMPLE_RATE)).astype(np.float32)


@pytest.fixture(scope="module")
def clip() -> Sound:
    if not CLIP.is_file():
        skip_missing_part("no LibriVox clips; install the Debian package pocketsphinx-testdata")
    return read_sound(CLIP)


@pytest.fixture(scope="module")
def aligner() -> Aligner:
    return Aligner()


def said_in(clip: Sound) -> list[str]:
    for line in (CLIP.parent / "transcription").read_text().splitlines():
        if CLIP.stem in line:
            return line.split("</s>")[0].replace("<s>", "").split()
    raise AssertionError(f"no words of {CLIP.stem}")


def test_words_are_placed_in_order_where_sound_is(aligner: Aligner, clip: Sound) -> None:
    words = said_in(clip)
    placed = aligner.place(clip, words)
    assert placed is not None
    places = [place for place in placed if place is not None]
    assert len(places) == len(words)
    assert all(one.end <= other.start + 1e-6 for one, other in itertools.pairwise(places))
    loud = levels(clip)
    inside = np.mean([loud[round(p.start * 100) : round(p.end * 100)].mean() for p in places])
    assert inside > np.percentile(loud, 25)


def test_silence_put_between_words_moves_those_after_it(aligner: Aligner, clip: Sound) -> None:
    words = said_in(clip)
    before = aligner.place(clip, words)
    assert before is not None
    third = before[3]
    assert third is not None
    cut = round(third.start * SAMPLE_RATE)
    after = aligner.place(np.concatenate([clip[:cut], hush(0.8), clip[cut:]]), words)
    assert after is not None
    assert after[-1] is not None
    assert before[-1] is not None
    assert after[-1].start - before[-1].start == pytest.approx(0.8, abs=0.03)


def test_unknown_words_numbers_and_dashes_are_no_obstacle(aligner: Aligner, clip: Sound) -> None:
    words = said_in(clip)
    placed = aligner.place(clip, ["Zorbyfloo", *words[1:-1], "—", "KPIs"])
    assert placed is not None
    assert placed[-2] is None
    assert isinstance(placed[0], Placed)


def test_no_words_or_no_sound_have_no_places(aligner: Aligner, clip: Sound) -> None:
    assert aligner.place(clip, []) is None
    assert aligner.place(clip, ["—"]) is None
    assert aligner.place(clip[:100], ["hello"]) is None
    assert (
        aligner.place(hush(0.2), ("a whole paragraph that nobody can say in a fifth of a second " * 3).split()) is None
    )


@pytest.mark.parametrize("hertz", [85.0, 120.0, 210.0, 320.0])
def test_pitch_is_found_without_octave_errors(hertz: float) -> None:
    contours = Contours(np.concatenate([hush(0.5), tone(hertz, 1.0), hush(0.5)]))
    voice = contours.voice(0.6, 1.4)
    assert voice is not None
    assert voice.pitch == pytest.approx(12 * np.log2(hertz / 100), abs=0.1)
    assert voice.voiced_seconds == pytest.approx(0.8, abs=0.05)


def test_noise_has_no_pitch() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, 2 * SAMPLE_RATE).astype(np.float32)
    voice = Contours(noise).voice(0.0, 2.0)
    assert voice is not None
    assert voice.voiced_seconds < 0.1


def test_loudness_is_relative_to_full_scale() -> None:
    loud, soft = Contours(tone(120, 1.0)), Contours(tone(120, 1.0, level=0.03))
    one, other = loud.voice(0.1, 0.9), soft.voice(0.1, 0.9)
    assert one is not None
    assert other is not None
    assert one.loudness - other.loudness == pytest.approx(20.0, abs=0.1)
    assert loud.voice(0.5, 0.5) is None


def test_nothing_to_measure() -> None:
    empty = Contours(np.zeros(0, np.float32))
    assert (empty.voice(0, 1), empty.noise) == (None, -90.0)


def test_fall_back_times_shrink_over_silence() -> None:
    sound = np.concatenate([hush(0.5), tone(120, 0.5), hush(0.5)])
    (word,) = snapped(levels(sound), [Placed(0.1, 1.3)])
    assert word.start == pytest.approx(0.5, abs=0.02)
    assert word.end == pytest.approx(1.0, abs=0.02)
    assert snapped(levels(sound), [Placed(0.05, 0.3)]) == [Placed(0.05, 0.3)]
