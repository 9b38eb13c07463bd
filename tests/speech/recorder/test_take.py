"""`speech.recorder.take` and `tape`: one answer on disk, and what happens when the disk is full."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from speech.errors import DiskFull
from speech.recorder.take import FileBegan, Take
from speech.recorder.tape import Tape
from tests.support.recorded import RATE, noise, read_wav
from tests.support.small_disk import fill, small_disk

PATTERN = "0001-candidate{part}.wav"
BLOCK = 320


class Told:
    """What a tape says."""

    def __init__(self) -> None:
        self.said: list[dict[str, Any]] = []

    def __call__(self, event: str, **fields: object) -> None:
        self.said.append({"event": event, **fields})

    def of(self, event: str) -> list[dict[str, Any]]:
        return [message for message in self.said if message["event"] == event]

    @property
    def codes(self) -> list[str]:
        return [message["code"] for message in self.of("trouble")]


def blocks(sound: bytes, frame: int = 0) -> list[tuple[bytes, int]]:
    return [(sound[start : start + 2 * BLOCK], frame + start // 2) for start in range(0, len(sound), 2 * BLOCK)]


def write_all(take: Take, sound: bytes) -> None:
    for pcm, frame in blocks(sound):
        take.write(pcm, frame)


def names(folder: Path) -> list[str]:
    """Files in the order they were begun."""
    return sorted((path.name for path in folder.glob("*.wav")), key=lambda name: (len(name), name))


def test_an_answer_is_one_file(tmp_path: Path) -> None:
    take, sound = Take(tmp_path, PATTERN, 1), noise(1.0)
    began = [take.write(pcm, frame) for pcm, frame in blocks(sound, 5000)]
    take.close()
    take.close()
    assert began == [FileBegan(tmp_path / "0001-candidate.wav", 5000)] + [None] * (len(began) - 1)
    assert take.end_frame == 5000 + len(sound) // 2
    assert read_wav(tmp_path / "0001-candidate.wav") == sound


def test_no_sound_makes_no_file(tmp_path: Path) -> None:
    Take(tmp_path, PATTERN, 1).close()
    assert names(tmp_path) == []


def test_a_long_answer_goes_on_in_new_files_without_losing_a_frame(tmp_path: Path) -> None:
    take, sound = Take(tmp_path, PATTERN, 1, file_frames=RATE // 2), noise(1.3)
    began = [file for pcm, frame in blocks(sound) if (file := take.write(pcm, frame)) is not None]
    take.close()
    assert [(file.path.name, file.frame) for file in began] == [
        ("0001-candidate.wav", 0),
        ("0001-candidate-02.wav", RATE // 2),
        ("0001-candidate-03.wav", RATE),
    ]
    assert b"".join(read_wav(file.path) for file in began) == sound


def test_a_hole_begins_a_new_file(tmp_path: Path) -> None:
    take = Take(tmp_path, PATTERN, 1)
    take.write(noise(0.1), 0)
    began = take.write(noise(0.1), 100_000)
    take.close()
    assert began == FileBegan(tmp_path / "0001-candidate-02.wav", 100_000)


def test_a_part_that_exists_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "0001-candidate-03.wav").write_bytes(b"precious")
    take = Take(tmp_path, PATTERN, 3)
    began = take.write(noise(0.1), 0)
    take.close()
    assert began is not None
    assert began.path.name == "0001-candidate-04.wav"
    assert take.part == 5
    assert (tmp_path / "0001-candidate-03.wav").read_bytes() == b"precious"


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    take = Take(tmp_path / "gone", PATTERN, 1)
    with pytest.raises(DiskFull, match="No such file or directory") as raised:
        take.write(noise(0.1), 0)
    assert raised.value.code == "disk_failed"
    assert take.full


def test_after_a_full_disk_there_is_room_again(tmp_path: Path) -> None:
    sound = noise(8.0)
    with small_disk(tmp_path / "disk", 300) as disk:
        filler, take = fill(disk, 80_000), Take(disk, PATTERN, 1)
        with pytest.raises(DiskFull, match="The disk is full"):
            write_all(take, sound)
        first = read_wav(disk / "0001-candidate.wav")
        assert first == sound[: 2 * take.end_frame]
        assert take.write(sound[:640], 500_000) is None, "still full"
        filler.unlink()
        take.retry()
        assert take.write(sound[:640], 600_000) == FileBegan(disk / "0001-candidate-02.wav", 600_000)
        take.close()
        assert read_wav(disk / "0001-candidate.wav") == first


def test_hold_and_resume_make_two_files_and_no_gap(tmp_path: Path) -> None:
    told = Told()
    tape = Tape(told)
    tape.begin(tmp_path, PATTERN, 1)
    tape.write(noise(0.1), 0)
    tape.hold()
    assert not tape.recording
    assert read_wav(tmp_path / "0001-candidate.wav") == noise(0.1)
    tape.write(noise(0.5), 1600)
    tape.resume()
    tape.write(noise(0.2), 9600)
    tape.close()
    assert [(message["frame"], message["part"]) for message in told.of("file")] == [(0, 2), (9600, 3)]
    assert told.of("gap") == []
    assert read_wav(tmp_path / "0001-candidate-02.wav") == noise(0.2)


def test_a_tape_begun_held_writes_nothing_until_resumed(tmp_path: Path) -> None:
    tape = Tape(Told())
    tape.begin(tmp_path, PATTERN, 1, held=True)
    tape.write(noise(0.1), 0)
    assert names(tmp_path) == []
    tape.resume()
    tape.write(noise(0.1), 1600)
    tape.close()
    assert names(tmp_path) == ["0001-candidate.wav"]


def test_nothing_is_written_between_answers(tmp_path: Path) -> None:
    tape = Tape(Told())
    tape.write(noise(0.1), 0)
    tape.begin(tmp_path, PATTERN, 1)
    tape.end()
    tape.write(noise(0.1), 1600)
    tape.close()
    assert names(tmp_path) == []


def test_a_full_disk_is_told_once_and_what_is_missing_is_named(tmp_path: Path) -> None:
    told, sound = Told(), noise(20.0)
    with small_disk(tmp_path / "disk", 3000) as disk:
        filler = fill(disk, 100_000)
        tape = Tape(told, check_seconds=0.0)
        tape.begin(disk, PATTERN, 1)
        for pcm, frame in blocks(sound[: 10 * 2 * RATE]):
            tape.write(pcm, frame)
            tape.check_disk()
        assert told.codes == ["disk_low", "disk_full"]
        assert "room for 0 minutes" in told.of("trouble")[0]["sentence"]
        assert "Free some space on the disk that holds" in told.of("trouble")[1]["sentence"]
        filler.unlink()
        for pcm, frame in blocks(sound[10 * 2 * RATE :], 10 * RATE):
            tape.check_disk()
            tape.write(pcm, frame)
        tape.close()
        assert told.codes[2] == "disk_well"
        first, second = (read_wav(disk / name) for name in names(disk))
        (gap,) = told.of("gap")
        assert gap == {
            "event": "gap", "frame": len(first) // 2, "frames": 10 * RATE - len(first) // 2,
            "cause": "the disk took nothing",
        }  # fmt: skip
        assert first + sound[len(first) : 10 * 2 * RATE] + second == sound
        assert told.of("file")[1]["frame"] == 10 * RATE


def test_what_is_missing_is_named_when_the_answer_ends_on_a_full_disk(tmp_path: Path) -> None:
    told, sound = Told(), noise(6.0)
    with small_disk(tmp_path / "disk", 100) as disk:
        tape = Tape(told)
        tape.begin(disk, PATTERN, 1)
        for pcm, frame in blocks(sound):
            tape.write(pcm, frame)
        tape.close()
        kept = len(read_wav(disk / "0001-candidate.wav")) // 2
    (gap,) = told.of("gap")
    assert (gap["frame"], gap["frames"]) == (kept, 6 * RATE - kept)


def test_a_folder_that_vanishes_does_not_end_the_recorder(tmp_path: Path) -> None:
    told = Told()
    (tmp_path / "audio").mkdir()
    tape = Tape(told, check_seconds=0.0, file_frames=1600)
    tape.begin(tmp_path / "audio", PATTERN, 1)
    tape.write(noise(0.1), 0)
    shutil.rmtree(tmp_path / "audio")
    for number in range(1, 20):
        tape.check_disk()
        tape.write(noise(0.1), number * 1600)
    assert told.codes.count("disk_failed") == 1
    (tmp_path / "audio").mkdir()
    for number in range(20, 23):
        tape.check_disk()
        tape.write(noise(0.1), number * 1600)
    tape.close()
    assert told.codes[-1] == "disk_well"
    assert len(told.of("gap")) == 1
    assert len(names(tmp_path / "audio")) == 3


def test_a_disk_that_is_nearly_full_and_is_not_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told, free = Told(), iter((150_000_000, 149_000_000, 205_000_000, 400_000_000, 500_000_000))
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=next(free)))
    tape = Tape(told, check_seconds=0.0)
    tape.begin(tmp_path, PATTERN, 1)
    for _ in range(5):
        tape.check_disk()
    tape.close()
    assert told.codes == ["disk_low", "disk_well"]
    assert "room for 78 minutes" in told.of("trouble")[0]["sentence"]
