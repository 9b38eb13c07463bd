"""Clips at their places: read, joined into one file, drawn as peaks."""

from __future__ import annotations

import wave
from array import array
from pathlib import Path

import pytest

from speech.clips import Clip
from speech.errors import SpeechError
from speech.joined import clear, join
from speech.peaks import columns_of, peaks_of, silences_of
from tests.support.recorded import RATE, noise, read_wav, tone, write_wav


def frames(pcm: bytes) -> array[int]:
    return array("h", pcm)


def write_other(path: Path, samples: list[int], rate: int, channels: int = 1) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 2, rate, 0, "NONE", ""))
        file.writeframes(array("h", samples).tobytes())
    return path


def test_each_clip_is_at_its_place_and_the_rest_is_silence(tmp_path: Path) -> None:
    one, two = noise(0.5), noise(0.25, seed=8)
    clips = [
        Clip(write_wav(tmp_path / "b.wav", two), 2.0),
        Clip(write_wav(tmp_path / "a.wav", one), 0.5),
    ]
    target = tmp_path / "new" / "all.wav"
    assert join(clips, target, 3.0)
    whole = frames(read_wav(target))
    assert len(whole) == 3 * RATE
    assert whole[RATE // 2 : RATE] == frames(one)
    assert whole[2 * RATE : 2 * RATE + RATE // 4] == frames(two)
    assert not any(whole[: RATE // 2])
    assert not any(whole[RATE : 2 * RATE])
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_clip_longer_than_a_block_has_no_seam(tmp_path: Path) -> None:
    sound = noise(61.0)
    assert join([Clip(write_wav(tmp_path / "a.wav", sound), 0.0)], tmp_path / "all.wav", 61.0)
    assert read_wav(tmp_path / "all.wav") == sound


def test_what_overlaps_is_added_and_never_wraps(tmp_path: Path) -> None:
    loud = array("h", [30_000] * RATE).tobytes()
    clips = [Clip(write_wav(tmp_path / "a.wav", loud), 0.0), Clip(write_wav(tmp_path / "b.wav", loud), 0.5)]
    join(clips, tmp_path / "all.wav", 1.5)
    whole = frames(read_wav(tmp_path / "all.wav"))
    assert whole[100] == 30_000
    assert whole[RATE * 3 // 4] == 32_767
    assert whole[RATE * 5 // 4] == 30_000


def test_only_what_was_heard_of_a_clip_is_played(tmp_path: Path) -> None:
    sound = noise(1.0)
    join([Clip(write_wav(tmp_path / "a.wav", sound), 0.0, seconds=0.25)], tmp_path / "all.wav", 1.0)
    whole = frames(read_wav(tmp_path / "all.wav"))
    assert whole[: RATE // 4] == frames(sound)[: RATE // 4]
    assert not any(whole[RATE // 4 :])


def test_a_clip_that_ends_behind_the_session_is_cut(tmp_path: Path) -> None:
    join([Clip(write_wav(tmp_path / "a.wav", noise(1.0)), 0.5)], tmp_path / "all.wav", 1.0)
    assert len(read_wav(tmp_path / "all.wav")) == 2 * RATE


def test_other_rates_and_channels_are_converted(tmp_path: Path) -> None:
    stereo = [value for frame in frames(tone(1.0)) for value in (frame, 0)]
    clips = [
        Clip(write_other(tmp_path / "a.wav", list(frames(tone(1.0, hertz=220.0))), 8_000), 0.0),
        Clip(write_other(tmp_path / "b.wav", stereo, RATE, channels=2), 3.0),
    ]
    join(clips, tmp_path / "all.wav", 4.0)
    whole = frames(read_wav(tmp_path / "all.wav"))
    assert max(whole[RATE : RATE + 2000]) == pytest.approx(8_000, rel=0.05)  # two seconds at half the rate
    assert whole[3 * RATE :] == frames(tone(1.0))


@pytest.mark.parametrize("data", [None, b"", b"RIFFxxxxWAVE", b"no sound at all" * 9])
def test_what_cannot_be_read_is_silence(tmp_path: Path, data: bytes | None) -> None:
    bad = tmp_path / "bad.wav"
    if data is not None:
        bad.write_bytes(data)
    good = noise(0.5)
    clips = [Clip(bad, 0.0), Clip(write_wav(tmp_path / "good.wav", good), 1.0)]
    assert join(clips, tmp_path / "all.wav", 1.5)
    assert frames(read_wav(tmp_path / "all.wav"))[RATE:] == frames(good)
    assert float(peaks_of(clips, 1.5).max()) > 0.3


def test_it_is_given_up_when_nobody_wants_it_any_more(tmp_path: Path) -> None:
    told: list[float] = []

    def tell(share: float) -> bool:
        told.append(share)
        return share < 0.5

    clips = [Clip(write_wav(tmp_path / f"{number}.wav", noise(0.1)), number) for number in range(4)]
    assert not join(clips, tmp_path / "out" / "all.wav", 4.0, tell)
    assert told == [0.0, 0.25, 0.5]
    assert list((tmp_path / "out").iterdir()) == []


def test_a_place_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(SpeechError, match="could not be prepared") as fault:
        join([], tmp_path / "file" / "all.wav", 1.0)
    assert fault.value.code == "sound_not_joined"


def test_clear_deletes_joined_files_only(tmp_path: Path) -> None:
    for name in ("a.wav", "b.wav", "c.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    clear(tmp_path)
    clear(tmp_path / "nowhere")
    assert [path.name for path in tmp_path.iterdir()] == ["c.txt"]


def test_peaks_are_the_loudest_sample_of_each_20_ms(tmp_path: Path) -> None:
    samples = [0] * RATE
    samples[330] = -32_768  # in the second bin
    samples[RATE - 1] = 16_384
    peaks = peaks_of([Clip(write_other(tmp_path / "a.wav", samples, RATE), 1.0)], 2.5)
    assert len(peaks) == 125
    assert peaks.nonzero()[0].tolist() == [51, 99]
    assert peaks[[51, 99]].tolist() == [1.0, 0.5]


def test_columns_never_lose_a_peak(tmp_path: Path) -> None:
    samples = [0] * RATE
    samples[5000] = 32_767
    peaks = peaks_of([Clip(write_other(tmp_path / "a.wav", samples, RATE), 0.0)], 10.0)
    for count in (1, 7, 300, 900):
        columns = columns_of(peaks, count)
        assert len(columns) == count
        assert max(columns) == pytest.approx(1.0, abs=0.001)
    assert columns_of(peaks, 0) == []


def test_silence_is_what_no_lane_fills(tmp_path: Path) -> None:
    you = [Clip(write_wav(tmp_path / "a.wav", tone(2.0)), 1.0), Clip(write_wav(tmp_path / "b.wav", tone(1.0)), 7.0)]
    line = [Clip(write_wav(tmp_path / "q.wav", tone(1.0)), 4.5)]
    lanes = [peaks_of(you, 10.0), peaks_of(line, 10.0)]
    assert silences_of(lanes, 1.0) == [
        pytest.approx((0.0, 1.0)), pytest.approx((3.0, 4.5)), pytest.approx((5.5, 7.0)), pytest.approx((8.0, 10.0)),
    ]  # fmt: skip
    assert silences_of(lanes, 1.7) == [pytest.approx((8.0, 10.0))]


def test_the_hum_of_a_room_is_silence(tmp_path: Path) -> None:
    hum, word = frames(tone(1.0, peak=250)), frames(tone(1.0, peak=9_000))
    take = write_wav(tmp_path / "a.wav", (hum + word + hum + hum + word).tobytes())
    found = silences_of([peaks_of([Clip(take, 0.0)], 5.0)], 0.9)
    assert found == [pytest.approx((0.0, 1.0), abs=0.03), pytest.approx((2.0, 4.0), abs=0.03)]
