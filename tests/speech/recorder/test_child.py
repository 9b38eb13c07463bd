"""The recorder process's own rules, driven block by block without a process: holes, sleep, the end of the parent."""

from __future__ import annotations

import queue
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from speech.child import Channel
from speech.recorder.child import Recorder
from speech.recorder.microphone import Block
from tests.support.recorded import RATE, noise, read_wav

BLOCK = 320


class Said:
    """Stands for a channel: keeps what is said, and gives the requests a test puts in."""

    def __init__(self) -> None:
        self.inbox: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self.said: list[dict[str, Any]] = []

    def send(self, event: str, **fields: Any) -> None:
        self.said.append({"event": event, **fields})

    offer = send

    def reply(self, request: dict[str, Any], **fields: Any) -> None:
        self.said.append({"id": request["id"], **fields})

    def pump(self) -> None: ...

    def of(self, event: str) -> list[dict[str, Any]]:
        return [message for message in self.said if message.get("event") == event]


class Hand:
    """A source that delivers what a test hands it."""

    name, host_api, rate = "hand", "test", RATE

    def __init__(self) -> None:
        self.blocks: queue.Queue[Block] = queue.Queue()
        self.when_ended: Callable[[], None] = lambda: None

    def start(self) -> None: ...

    def take_begins(self) -> None: ...

    def take_ends(self) -> None:
        self.when_ended()

    def deliver(self, sound: bytes, began: float) -> None:
        """Blocks as they would come in real time from monotonic second `began`."""
        for start in range(0, len(sound), 2 * BLOCK):
            pcm = sound[start : start + 2 * BLOCK]
            self.blocks.put(Block(pcm, began + (start + len(pcm)) / 2 / RATE))


class Desk:
    """A recorder process in the hands of a test."""

    def __init__(self, folder: Path, first_frame: int = 0) -> None:
        self.folder, self.channel, self.source = folder, Said(), Hand()
        self.recorder = Recorder(
            cast(Channel, self.channel), self.source, origin=1000.0, first_frame=first_frame, timed=True
        )

    def run(self) -> None:
        """Let it take everything delivered and asked for, and then find that the parent is gone."""
        self.channel.inbox.put(None)
        self.recorder.run()

    def begin(self) -> None:
        assert self.recorder.wait_for_sound(0.0)
        self.ask(id=1, op="start_take", folder=str(self.folder), pattern="a{part}.wav", from_frame=0)

    def ask(self, **request: Any) -> None:
        self.channel.inbox.put(request)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_everything_delivered_is_kept_when_the_parent_dies(desk: Desk, tmp_path: Path) -> None:
    """A parent that was frozen before it was killed leaves much in the queue."""
    sound = noise(5.0)
    desk.source.deliver(sound, 1000.0)
    desk.begin()
    desk.run()
    assert read_wav(tmp_path / "a.wav") == sound


def test_frames_are_numbered_by_the_session_clock(desk: Desk) -> None:
    desk.source.deliver(noise(0.1), 1012.5)
    desk.begin()
    desk.run()
    assert desk.channel.of("file")[0]["frame"] == round(12.5 * RATE)


def test_a_replaced_recorder_never_numbers_frames_twice(tmp_path: Path) -> None:
    """A fast crystal is ahead of the clock; who goes on after it begins where it was."""
    desk = Desk(tmp_path, first_frame=200_100)
    desk.source.deliver(noise(0.1), 1012.5)
    desk.begin()
    desk.run()
    assert desk.channel.of("file")[0]["frame"] == 200_100


def test_another_microphone_never_numbers_frames_twice(desk: Desk) -> None:
    """The one before it had a fast crystal, and stopped at a frame this one has not reached yet."""
    desk.source.deliver(noise(0.1), 1012.5)
    assert desk.recorder.wait_for_sound(0.0)
    desk.ask(id=1, op="start_take", folder=str(desk.folder), pattern="a{part}.wav", from_frame=250_000,
             first_frame=250_000, part=2)  # fmt: skip
    desk.source.deliver(noise(0.1, seed=2), 1012.6)
    desk.run()
    (file,) = desk.channel.of("file")
    assert (file["frame"], Path(file["path"]).name) == (250_000, "a-02.wav")


def test_a_hole_is_silence_on_disk_and_a_gap(desk: Desk, tmp_path: Path) -> None:
    desk.source.deliver(noise(2.0), 1000.0)
    desk.source.deliver(noise(2.0, seed=2), 1002.5)
    desk.begin()
    desk.run()
    (gap,) = desk.channel.of("gap")
    start, end = 2 * gap["frame"], 2 * (gap["frame"] + gap["frames"])
    assert end - start == pytest.approx(RATE, abs=20)
    sound = read_wav(tmp_path / "a.wav")
    assert sound[start:end] == bytes(end - start)
    assert sound[:start] + sound[end:] == noise(2.0) + noise(2.0, seed=2)


def test_a_machine_that_slept_goes_on_in_a_new_file(desk: Desk, tmp_path: Path) -> None:
    """An hour of silence would be 115 MB."""
    desk.source.deliver(noise(2.0), 1000.0)
    desk.source.deliver(noise(3.0, seed=2), 4602.0)
    desk.begin()
    desk.run()
    (gap,) = desk.channel.of("gap")
    assert gap["frames"] == pytest.approx(3600 * RATE, abs=20)
    first, second = desk.channel.of("file")
    assert second["frame"] == gap["frame"] + gap["frames"]
    assert gap["frame"] == len(read_wav(Path(first["path"]))) // 2
    assert read_wav(Path(first["path"])) + read_wav(Path(second["path"])) == noise(2.0) + noise(3.0, seed=2)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 200_000


def test_silence_that_was_filled_in_is_no_sick_microphone(desk: Desk) -> None:
    desk.source.deliver(noise(2.0), 1000.0)
    desk.source.deliver(noise(4.0, seed=2), 1010.0)
    desk.begin()
    desk.run()
    assert len(desk.channel.of("gap")) == 1
    assert desk.channel.of("trouble") == [one for one in desk.channel.of("trouble") if one["code"] == "disk_low"]


def test_a_new_answer_ends_one_that_is_still_ending(desk: Desk, tmp_path: Path) -> None:
    desk.source.deliver(noise(0.5), 1000.0)
    desk.begin()
    desk.ask(id=2, op="end_take", at_frame=10**9)
    desk.ask(id=3, op="start_take", folder=str(tmp_path), pattern="b{part}.wav")
    desk.run()
    assert [message["id"] for message in desk.channel.said if "id" in message] == [1, 2, 3]
    assert read_wav(tmp_path / "a.wav")
    assert read_wav(tmp_path / "a.wav") + read_wav(tmp_path / "b.wav") == noise(0.5)


def test_an_answer_ends_with_the_sound_of_its_key(desk: Desk, tmp_path: Path) -> None:
    """Sound is late: what was said before the key was pressed may still be on its way."""
    desk.source.deliver(noise(0.5), 1000.0)
    desk.source.when_ended = lambda: desk.channel.inbox.put(None)
    desk.begin()
    desk.ask(id=2, op="end_take", at_frame=3200)
    desk.recorder.run()
    assert {"id": 2, "frame": 3200} in desk.channel.said
    assert read_wav(tmp_path / "a.wav") == noise(0.5)[:6400]
