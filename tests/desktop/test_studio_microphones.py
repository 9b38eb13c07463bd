"""Another microphone while an answer is given: what is told, and what is recorded."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
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
from tests.support.studio import Room, lines


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


async def test_a_first_microphone_chosen_in_a_pause_records_the_open_answer_after_it(tmp_path: Path) -> None:
    room = await _deaf(tmp_path)
    await room.studio.hold()
    assert await room.studio.use_microphone(Device())
    room.ear.hear(2.0, speech=True)
    assert room.of(FileBegan) == [], "nothing is taken in while the interview is paused"
    await room.studio.resume()
    resumed = room.ear.frame
    await _answers_aloud(room)
    (file,) = room.of(FileBegan)
    assert (file.answer, file.frame) == (1, resumed)
    assert room.of(AnswerEnded)[0].frame == room.ear.frame
    assert room.of(AnswerHeard)[0].text == "One two three."


async def test_a_first_microphone_chosen_while_the_interviewer_speaks_records_what_follows(tmp_path: Path) -> None:
    room = await _deaf(tmp_path)

    async def hint() -> AsyncIterator[str]:
        assert await room.studio.use_microphone(Device())
        assert room.of(FileBegan) == [], "it is the interviewer who speaks"
        yield "Think of the second week."

    await room.studio.speak(2, hint())
    spoken = room.ear.frame
    await _answers_aloud(room)
    (file,) = room.of(FileBegan)
    assert (file.answer, file.frame) == (1, spoken)
    assert room.of(AnswerHeard)[0].text == "One two three."
    assert room.transcriber.silenced == [()], "nothing of the line is in the recording"


async def test_an_answer_that_is_recorded_is_not_begun_again_after_a_pause_or_a_line(tmp_path: Path) -> None:
    room = await Room(tmp_path).asked()
    await room.studio.hold()
    assert await room.studio.use_microphone(Device("Headset"))
    await room.studio.resume()
    await room.studio.speak(2, lines("Ten minutes left."))
    await room.studio.close()
    assert [call for call, _ in room.ear.calls if call == "start_take"] == ["start_take"]


async def _deaf(folder: Path) -> Room:
    """The first answer is open, no microphone worked so far, and one would now."""
    room = Room(folder)
    room.ear.refuses = MicrophoneError("No microphone was found.", code="microphone_missing")
    await room.asked()
    room.ear.refuses = None
    return room


async def _answers_aloud(room: Room) -> None:
    room.ear.hear(1.0, speech=False)
    room.ear.hear(2.0, speech=True)
    room.ear.hear(1.0, speech=False)
    await room.settle()
    await room.studio.finish(1, By.KEY)
    await room.studio.close()


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
