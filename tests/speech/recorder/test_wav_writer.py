"""`speech.recorder.wav`: what was written is readable, whatever happens next."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from speech.errors import DiskFull
from speech.recorder.syncer import Syncer
from speech.recorder.wav import WavWriter, header
from tests.support.recorded import RATE, noise, read_wav
from tests.support.small_disk import fill, small_disk
from tests.support.small_files import small_files

REPOSITORY = Path(__file__).resolve().parents[3]

WRITE_FOR_EVER = """
import sys
from pathlib import Path
from speech.recorder.take import Take
from tests.support.recorded import noise
pcm = noise(10.0)
take = Take(Path(sys.argv[1]), "answer{part}.wav", 1)
for number in range(1_000_000):
    block = pcm[number % 500 * 640 :][:640]
    take.write(block, number * 320)
    print(number + 1, flush=True)
"""


def write_all(writer: WavWriter, sound: bytes) -> None:
    for start in range(0, len(sound), 6400):
        writer.write(sound[start : start + 6400])


def test_a_closed_file_is_read_by_wave(tmp_path: Path) -> None:
    sound = noise(0.5)
    writer = WavWriter(tmp_path / "a.wav")
    for start in range(0, len(sound), 640):
        writer.write(sound[start : start + 640])
    assert writer.frames == len(sound) // 2
    writer.close()
    writer.close()
    assert read_wav(tmp_path / "a.wav") == sound
    assert (tmp_path / "a.wav").stat().st_mode & 0o777 == 0o600


def test_an_open_file_is_true_up_to_its_last_sync(tmp_path: Path) -> None:
    writer = WavWriter(tmp_path / "a.wav")
    assert read_wav(tmp_path / "a.wav") == b""
    writer.write(noise(0.2))
    writer.sync()
    writer.write(noise(0.1, seed=8))
    assert read_wav(tmp_path / "a.wav") == noise(0.2)
    assert (tmp_path / "a.wav").read_bytes()[44:] == noise(0.2) + noise(0.1, seed=8)
    writer.close()
    assert read_wav(tmp_path / "a.wav") == noise(0.2) + noise(0.1, seed=8)


def test_an_existing_file_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"precious")
    with pytest.raises(FileExistsError):
        WavWriter(tmp_path / "a.wav")
    assert (tmp_path / "a.wav").read_bytes() == b"precious"


def test_writing_to_a_closed_file_is_an_error(tmp_path: Path) -> None:
    writer = WavWriter(tmp_path / "a.wav")
    writer.close()
    with pytest.raises(DiskFull, match=r"a\.wav is closed"):
        writer.write(noise(0.1))


def test_a_full_disk_keeps_every_frame_that_fitted(tmp_path: Path) -> None:
    sound = noise(10.0)
    with small_disk(tmp_path / "disk", 100) as disk:
        writer = WavWriter(disk / "a.wav")
        with pytest.raises(DiskFull, match=r"The disk is full, so recording has stopped\. Free some space") as raised:
            write_all(writer, sound)
        assert raised.value.code == "disk_full"
        assert writer.frames > 2 * RATE, "about 100 kB"
        assert read_wav(disk / "a.wav") == sound[: 2 * writer.frames]
        writer.close()


def test_a_disk_with_no_room_for_a_header_keeps_no_file(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 40) as disk:
        fill(disk)
        with pytest.raises(DiskFull):
            WavWriter(disk / "a.wav")
        assert not (disk / "a.wav").exists()


def test_a_short_write_ends_at_a_whole_frame(tmp_path: Path) -> None:
    sound = noise(1.0)
    writer = WavWriter(tmp_path / "a.wav")
    said = r"cannot be written \(File too large\)\. Check the disk that holds"
    with small_files(10_001), pytest.raises(DiskFull, match=said) as raised:  # a short write at an odd byte
        writer.write(sound)
    assert raised.value.code == "disk_failed"
    assert writer.frames == (10_001 - 44) // 2
    assert read_wav(tmp_path / "a.wav") == sound[: 2 * writer.frames]


def test_a_sync_that_fails_closes_a_playable_file(tmp_path: Path) -> None:
    def fails(_descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    writer = WavWriter(tmp_path / "a.wav", fails)
    writer.write(noise(0.3))
    with pytest.raises(DiskFull, match="Input/output error"):
        writer.sync()
    assert read_wav(tmp_path / "a.wav") == noise(0.3)
    writer.close()


def test_the_header_is_what_wave_writes(tmp_path: Path) -> None:
    assert len(header(5)) == 44
    (tmp_path / "a.wav").write_bytes(header(5) + bytes(10))
    assert read_wav(tmp_path / "a.wav") == bytes(10)


def test_a_syncer_syncs_in_order_and_tells_a_fault_at_the_next_call(tmp_path: Path) -> None:
    syncer = Syncer()
    reader, unsyncable = os.pipe()
    with (tmp_path / "a").open("wb") as file:
        syncer.sync(file.fileno())
        syncer.sync(unsyncable)
        syncer.close()
        with pytest.raises(OSError, match="Invalid argument"):
            syncer.sync(file.fileno())
    os.close(reader)
    os.close(unsyncable)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("blocks", [3, 60, 700])
def test_whatever_was_written_before_a_kill_is_there(tmp_path: Path, blocks: int) -> None:
    pcm = noise(10.0)
    with subprocess.Popen(
        [sys.executable, "-c", WRITE_FOR_EVER, str(tmp_path)], cwd=REPOSITORY, stdout=subprocess.PIPE
    ) as writing:
        assert writing.stdout is not None
        while int(writing.stdout.readline()) < blocks:
            pass
        writing.kill()
        told = [int(line) for line in writing.stdout.read().splitlines(keepends=True) if line.endswith(b"\n")]
    written = max([blocks, *told])
    data = (tmp_path / "answer.wav").read_bytes()
    sound = data[44:]
    assert len(sound) >= written * 640
    assert sound == (pcm * (len(sound) // len(pcm) + 1))[: len(sound)]
    assert data[:4] == b"RIFF"
    read_wav(tmp_path / "answer.wav")
