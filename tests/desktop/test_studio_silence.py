"""The end of a turn by itself: a silence is counted down in sight, and what calls it off."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from interviewer.events import (
    By,
    Key,
    Pressed,
    SilenceCounted,
)
from speech.endpoint import FLOOR_SECONDS, Endpoint
from tests.support.studio import Room, lines


def counted(room: Room) -> list[float | None]:
    return [event.seconds for event in room.of(SilenceCounted)]


async def answering(tmp_path: Path) -> Room:
    room = await Room(tmp_path, endpoint=Endpoint()).asked()
    room.ear.hear(1.0, speech=False)
    room.ear.hear(10.0, speech=True)
    await room.settle()
    return room


def silence_that_ends(room: Room) -> float | None:
    for tenths in range(1, 200):
        room.ear.hear(0.1, speech=False)
        if room.of(Pressed):
            return tenths / 10
    return None


async def test_silence_ends_an_answer_after_a_visible_countdown(tmp_path: Path) -> None:
    room = await answering(tmp_path)
    assert silence_that_ends(room) == pytest.approx(FLOOR_SECONDS, abs=0.11)
    (pressed,) = room.of(Pressed)
    assert (pressed.key, pressed.by) == (Key.DONE, By.SILENCE)
    shown = [seconds for seconds in counted(room) if seconds is not None]
    assert shown[0] > 2
    assert all(first > second for first, second in itertools.pairwise(shown))
    await room.studio.close()


async def test_speech_calls_the_countdown_off(tmp_path: Path) -> None:
    room = await answering(tmp_path)
    room.ear.hear(3.0, speech=False)
    assert counted(room)[-1] is not None
    room.ear.hear(0.5, speech=True)
    assert counted(room)[-1] is None
    assert room.of(Pressed) == []
    await room.studio.close()


async def test_without_the_setting_silence_ends_nothing(tmp_path: Path) -> None:
    room = await Room(tmp_path).asked()
    room.ear.hear(10.0, speech=True)
    assert silence_that_ends(room) is None
    assert counted(room) == []
    await room.studio.close()


async def test_patience_calls_the_countdown_off(tmp_path: Path) -> None:
    room = await answering(tmp_path)
    room.ear.hear(3.0, speech=False)
    room.studio.patient(room.clock.now() + 60)
    assert counted(room)[-1] is None
    room.ear.hear(59.0, speech=False)
    assert room.of(Pressed) == []
    await room.studio.close()


async def test_the_interviewers_own_line_is_nobodys_silence(tmp_path: Path) -> None:
    room = await answering(tmp_path)
    room.ear.hear(3.5, speech=False)
    room.voice.seconds = 8.0
    await room.studio.speak(2, lines("Ten minutes left."))
    assert room.of(Pressed) == []
    assert counted(room)[-1] is None
    assert silence_that_ends(room) == pytest.approx(FLOOR_SECONDS, abs=0.11)
    await room.studio.close()


async def test_a_pause_is_nobodys_silence(tmp_path: Path) -> None:
    room = await answering(tmp_path)
    room.ear.hear(3.0, speech=False)
    await room.studio.hold()
    assert counted(room)[-1] is None
    room.ear.hear(20.0, speech=False)
    assert room.of(Pressed) == []
    await room.studio.resume()
    assert silence_that_ends(room) == pytest.approx(FLOOR_SECONDS, abs=0.11)
    assert [name for name, _ in room.ear.calls if name in ("hold", "resume")] == ["hold", "resume"]
    await room.studio.close()


async def test_the_countdown_goes_with_the_answer(tmp_path: Path) -> None:
    room = await answering(tmp_path)
    room.ear.hear(3.0, speech=False)
    await room.studio.finish(1, By.KEY)
    assert counted(room)[-1] is None
    room.ear.hear(20.0, speech=False)
    assert room.of(Pressed) == []
    await room.studio.close()
