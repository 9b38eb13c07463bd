"""Another microphone while an answer is given: what is told, and what is recorded."""

from __future__ import annotations

import asyncio
from pathlib import Path

from interviewer.events import (
    AnswerBegan,
    AnswerEnded,
    AnswerHeard,
    AnswerKept,
    By,
    Fault,
    FileBegan,
    MicrophoneReady,
    Part,
)
from speech.errors import MicrophoneError
from speech.recorder.recorder import Device
from speech.words import SAMPLE_RATE
from tests.support.studio import Room


async def test_another_microphone_is_told_and_the_answer_goes_on(tmp_path: Path) -> None:
    room = await Room(tmp_path).asked()
    room.ear.hear(1.0, speech=True)
    assert await room.studio.use_microphone(Device("Headset"))
    room.ear.hear(1.0, speech=True)
    await room.studio.finish(1, By.KEY)
    await room.studio.close()
    assert [ready.device for ready in room.of(MicrophoneReady)] == ["scripted", "Headset"]
    assert [call for call, _ in room.ear.calls if "take" in call] == ["start_take", "end_take"]
    assert room.of(Fault) == []


async def test_another_microphone_that_does_not_open_is_told(tmp_path: Path) -> None:
    room = await Room(tmp_path).asked()
    room.ear.refuses = MicrophoneError("The microphone “Headset” is not there.", code="microphone_missing")
    assert not await room.studio.use_microphone(Device("Headset"))
    (fault,) = room.of(Fault)
    assert (fault.part, fault.code) == (Part.MICROPHONE, "microphone_not_changed")
    assert fault.sentence == room.ear.refuses.sentence
    await room.studio.finish(1, By.KEY)
    assert room.of(AnswerEnded)[0].frame == room.ear.frame, "the one so far goes on"
    await room.studio.close()


async def test_where_no_microphone_opened_another_one_records_the_open_answer(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.ear.refuses = MicrophoneError("No microphone was found.", code="microphone_missing")
    await room.asked()
    room.ear.refuses = None
    assert await room.studio.use_microphone(Device("Headset"))
    room.ear.hear(1.0, speech=False)
    room.ear.hear(2.0, speech=True)
    room.ear.hear(1.0, speech=False)
    await room.settle()
    await room.studio.finish(1, By.KEY)
    await room.studio.close()
    assert room.of(AnswerBegan)[0].frame is None
    (file,), (ended,) = room.of(FileBegan), room.of(AnswerEnded)
    assert file.frame is not None
    assert (ended.frame, ended.seconds) == (room.ear.frame, (room.ear.frame - file.frame) / SAMPLE_RATE)
    assert room.of(AnswerHeard)[0].text == "One two three."
    assert room.of(AnswerKept)[0].frame == file.frame
    assert room.ear.closed


async def test_while_the_interviewer_speaks_the_next_answer_is_the_first_recorded(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.ear.refuses = MicrophoneError("No microphone was found.", code="microphone_missing")
    await room.asked()
    await room.studio.hold()
    room.ear.refuses = None
    assert await room.studio.use_microphone(Device())
    await room.studio.resume()
    await room.studio.finish(1, By.TYPED)
    assert (room.of(FileBegan), room.of(AnswerEnded)[0].frame) == ([], None)
    await room.asked(2)
    await room.studio.finish(2, By.KEY)
    await room.studio.close()
    assert [file.answer for file in room.of(FileBegan)] == [2]


async def test_one_microphone_is_opened_at_a_time_and_none_after_the_end(tmp_path: Path) -> None:
    room = await Room(tmp_path).asked()
    room.ear.may_open.clear()
    opening = asyncio.create_task(room.studio.use_microphone(Device("Headset")))
    await room.settle()
    assert not await room.studio.use_microphone(Device("Webcam"))
    await room.studio.close()
    assert not await opening
    assert not await room.studio.use_microphone(Device("Webcam"))
    assert [name for call, name in room.ear.calls if call == "use"] == ["Headset"]
    assert room.of(Fault) == []


async def test_an_interview_without_a_microphone_gets_none(tmp_path: Path) -> None:
    room = await Room(tmp_path, microphone=False).asked()
    assert not await room.studio.use_microphone(Device())
    await room.studio.close()
