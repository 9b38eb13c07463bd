"""The sound side put together from scripted parts: who is heard when, and what is done without."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from desktop.studio import GATE_SECONDS
from interviewer.events import (
    AnswerBegan,
    AnswerEnded,
    AnswerHeard,
    AnswerKept,
    By,
    Fault,
    FileBegan,
    Gap,
    Key,
    MicrophoneReady,
    Part,
    Pressed,
    Restored,
    SegmentHeard,
    SpeechBegan,
    SpeechPaused,
)
from interviewer.ports import Spoken
from speech import notices
from speech.errors import MicrophoneError, WorkerFailed
from speech.scripted import ScriptedTranscriber
from speech.voices.silent import SilentVoice
from speech.whisper.segments import Span
from speech.whisper.transcriber import Parts
from speech.words import SAMPLE_RATE, Utterance
from tests.support.studio import Room, lines

# --- a whole answer -------------------------------------------------------------------------------------------------


async def test_an_answer_from_the_question_to_the_careful_pass(tmp_path: Path) -> None:
    room = await Room(tmp_path).asked()
    room.ear.hear(1.0, speech=False)
    room.ear.hear(3.0, speech=True)
    room.ear.hear(1.0, speech=False)
    await room.settle()
    await room.studio.finish(1, By.KEY)
    await room.studio.close()
    (ready,) = room.of(MicrophoneReady)
    assert ready.device == "scripted"
    (began,) = room.of(AnswerBegan)
    (file,) = room.of(FileBegan)
    assert (file.answer, file.file, file.frame) == (1, "audio/0001-1-candidate.wav", began.frame)
    assert [one.answer for one in room.of(SpeechBegan) + room.of(SpeechPaused)] == [1, 1]
    (segment,) = room.of(SegmentHeard)
    assert segment.utterance.text == "One two three."
    (ended,) = room.of(AnswerEnded)
    assert began.frame is not None
    assert ended.frame == room.ear.frame
    assert ended.seconds == pytest.approx((room.ear.frame - began.frame) / SAMPLE_RATE)
    (heard,) = room.of(AnswerHeard)
    assert (heard.text, heard.pending) == ("One two three.", False)
    (kept,) = room.of(AnswerKept)
    assert kept.model == "scripted"
    assert [word.text for word in kept.utterances[0].words] == ["One", "two", "three."]
    assert room.transcriber.answers_open == 0
    assert room.ear.closed
    assert room.voice.closed


async def test_answers_do_not_mix(tmp_path: Path) -> None:
    room = await Room(tmp_path).asked()
    for answer in (1, 2):
        if answer > 1:
            await room.asked(answer)
        room.ear.hear(1.0, speech=False)
        room.ear.hear(2.0, speech=True)
        await room.studio.finish(answer, By.KEY)
    await room.studio.close()
    assert [(one.answer, one.text) for one in room.of(AnswerHeard)] == [(1, "One two three."), (2, "Four five.")]
    kept = [(one.answer, one.utterances[0].text) for one in room.of(AnswerKept)]
    assert kept == [(1, "One two three."), (2, "Four five.")]


# --- half-duplex ----------------------------------------------------------------------------------------------------


async def test_what_is_heard_while_the_voice_plays_is_not_the_candidate(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.voice.over = True
    await room.asked()
    assert room.of(SpeechBegan) == []
    ended = room.ear.frame
    assert room.ear.gate == ended + round(GATE_SECONDS * SAMPLE_RATE)
    room.ear.hear(0.3, speech=True)
    assert room.of(SpeechBegan) == []
    room.ear.hear(0.5, speech=True)
    (began,) = room.of(SpeechBegan)
    assert began.frame == room.ear.gate


async def test_the_gate_is_closed_between_answers(tmp_path: Path) -> None:
    room = await Room(tmp_path).asked()
    await room.studio.finish(1, By.KEY)
    assert room.ear.gate is None


async def test_an_answer_is_recorded_from_the_end_of_the_voice_on(tmp_path: Path) -> None:
    """Also when the program only notices later that the voice has ended."""
    room = Room(tmp_path)
    await room.studio.open()
    await room.studio.speak(1, lines())
    ended = room.ear.frame
    room.ear.hear(0.4, speech=True)
    await room.studio.listen(1, 1)
    assert ("start_take", ended) in room.ear.calls
    assert room.of(AnswerBegan)[0].frame == ended


async def test_a_line_put_in_is_blanked_and_nothing_else(tmp_path: Path) -> None:
    room = await Room(tmp_path).asked()
    room.ear.hear(1.0, speech=False)
    room.ear.hear(2.0, speech=True)
    began = room.ear.frame
    room.voice.over = True
    await room.studio.speak(2, lines("Ten minutes left."))
    ended = room.ear.frame
    heard = len(room.of(SpeechBegan))
    room.ear.hear(0.2, speech=True)
    assert len(room.of(SpeechBegan)) == heard == 1
    room.ear.hear(1.0, speech=True)
    assert len(room.of(SpeechBegan)) == 2
    await room.studio.finish(1, By.KEY)
    await room.studio.close()
    assert room.transcriber.silenced == [((began, ended + round(GATE_SECONDS * SAMPLE_RATE)),)]


@pytest.mark.parametrize("voice", [False, SilentVoice()])
async def test_a_line_that_is_only_shown_leaves_the_candidate_heard(tmp_path: Path, voice: bool | SilentVoice) -> None:
    room = await Room(tmp_path, voice=voice).asked()
    room.ear.hear(1.0, speech=True)
    await room.studio.speak(2, lines("Ten minutes left."))
    room.ear.hear(1.0, speech=True)
    assert len(room.of(SpeechBegan)) == 1
    assert room.of(SpeechPaused) == []
    await room.studio.finish(1, By.KEY)
    await room.studio.close()
    assert room.transcriber.silenced == [()]


@pytest.mark.parametrize("voice", [True, False, SilentVoice()])
async def test_as_fast_as_possible_nothing_is_lost(tmp_path: Path, voice: bool | SilentVoice) -> None:
    """Sound flows only during an answer, and thousands of frames come before anybody can open a gate."""
    room = Room(tmp_path, timed=False, voice=voice)
    room.voice.seconds = 0.0
    await room.asked()
    (began,) = room.of(SpeechBegan)
    assert began.frame == room.of(AnswerBegan)[0].frame
    await room.studio.speak(2, lines("Ten minutes left."))
    room.ear.hear(1.0, speech=True)
    assert room.of(SpeechPaused) == []
    assert "close_gate" not in [name for name, _ in room.ear.calls]


# --- parts that are missing or fail -----------------------------------------------------------------------------


async def test_without_a_microphone_answers_are_typed(tmp_path: Path) -> None:
    room = await Room(tmp_path, microphone=False).asked()
    await room.studio.finish(1, By.TYPED)
    await room.studio.close()
    assert room.of(AnswerBegan)[0].frame is None
    assert room.of(AnswerEnded)[0].frame is None
    (heard,) = room.of(AnswerHeard)
    assert (heard.text, heard.pending) == ("", False), "nothing was recorded, so nothing comes later"
    assert room.of(AnswerKept) == []


async def test_a_microphone_that_does_not_open_is_told_and_done_without(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.ear.refuses = MicrophoneError("No microphone was found.", code="microphone_missing")
    await room.asked()
    (fault,) = room.of(Fault)
    assert (fault.part, fault.code) == (Part.MICROPHONE, "microphone_missing")
    assert fault.sentence.endswith("type your answers.")
    await room.studio.finish(1, By.TYPED)
    assert len(room.of(AnswerHeard)) == 1
    await room.studio.close()


async def test_without_a_recogniser_the_sound_is_kept_and_the_text_is_pending(tmp_path: Path) -> None:
    room = await Room(tmp_path, recogniser=False).asked()
    room.ear.hear(1.0, speech=True)
    await room.studio.finish(1, By.KEY)
    await room.studio.close()
    (heard,) = room.of(AnswerHeard)
    assert (heard.text, heard.pending) == ("", True)
    assert len(room.of(FileBegan)) == 1


async def test_a_recogniser_that_does_not_open_is_told_and_done_without(tmp_path: Path) -> None:
    class Missing(ScriptedTranscriber):
        async def open(self) -> None:
            raise WorkerFailed("The model is damaged.")

    room = await Room(tmp_path, transcriber=Missing([])).asked()
    (fault,) = room.of(Fault)
    assert fault.part is Part.TRANSCRIBER
    assert "transcribed later" in fault.sentence
    await room.studio.finish(1, By.KEY)
    await room.studio.close()
    assert room.of(AnswerHeard)[0].pending


async def test_a_voice_that_does_not_open_is_told_and_lines_are_shown(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.voice.refuses = ["There is no voice."]
    await room.studio.open()
    (fault,) = room.of(Fault)
    assert fault.part is Part.VOICE
    assert room.voice.closed
    assert await room.studio.speak(1, lines("A.", "B.")) == Spoken(0.0, 0.0, stopped=False)


async def test_a_voice_that_fails_in_a_line_opens_the_ears_again(tmp_path: Path) -> None:
    room = await Room(tmp_path).asked()
    room.ear.hear(1.0, speech=False)
    room.voice.fails = True
    said: list[str] = []

    async def noted() -> AsyncIterator[str]:
        for sentence in ("One.", "Two."):
            said.append(sentence)
            yield sentence

    assert (await room.studio.speak(2, noted())).seconds == 0
    assert said == ["One.", "Two."], "the whole line is shown all the same"
    assert [fault.part for fault in room.of(Fault)] == [Part.VOICE]
    room.ear.hear(1.0, speech=True)
    assert len(room.of(SpeechBegan)) == 1


async def test_a_careful_pass_that_fails_is_told(tmp_path: Path) -> None:
    class Failing(ScriptedTranscriber):
        async def careful(self, *_args: Any, **_more: Any) -> tuple[Utterance, ...]:
            raise WorkerFailed("The recogniser stopped.")

    room = await Room(tmp_path, transcriber=Failing(["One."])).asked()
    room.ear.hear(1.0, speech=False)
    room.ear.hear(2.0, speech=True)
    await room.studio.finish(1, By.KEY)
    await room.studio.close()
    (fault,) = room.of(Fault)
    assert fault.sentence.startswith("Answer 1 could not be transcribed")
    assert room.of(AnswerHeard)[0].text == "One."


async def test_what_the_parts_say_becomes_events(tmp_path: Path) -> None:
    room = await Room(tmp_path).asked()
    room.ear.notify(notices.GapFound(10, 20, "it was away"))
    room.ear.notify(notices.Trouble("disk", "disk_low", "Little room."))
    room.ear.notify(notices.Restored("microphone", "Back."))
    room.ear.notify(notices.SourceEnded(room.ear.frame + 5))
    assert room.of(Gap)[0].frames == 20
    assert room.of(Fault)[0].part is Part.DISK
    assert room.of(Restored)[0].part is Part.MICROPHONE
    (pressed,) = room.of(Pressed)
    assert (pressed.key, pressed.by) == (Key.DONE, By.SOURCE)
    await room.studio.close()


# --- closing --------------------------------------------------------------------------------------------------------


async def test_closing_finishes_an_open_answer(tmp_path: Path) -> None:
    room = await Room(tmp_path).asked()
    room.ear.hear(1.0, speech=False)
    room.ear.hear(2.0, speech=True)
    await asyncio.gather(room.studio.close(), room.studio.close())
    assert [one.by for one in room.of(AnswerEnded)] == [By.END]
    assert len(room.of(AnswerKept)) == 1


class Endless(ScriptedTranscriber):
    """A recogniser that never comes to an end."""

    def __init__(self, *, live: bool) -> None:
        super().__init__(["One."])
        self.live = live
        self.asked = asyncio.Event()

    def decode(self, parts: Parts, span: Span, floor: int) -> asyncio.Future[Any]:
        if self.live:
            return super().decode(parts, span, floor)
        self.asked.set()
        return asyncio.get_running_loop().create_future()

    async def careful(self, *_args: Any, **_more: Any) -> tuple[Utterance, ...]:
        self.asked.set()
        await asyncio.Event().wait()
        return ()


async def test_abandoning_leaves_careful_passes_for_later(tmp_path: Path) -> None:
    transcriber = Endless(live=True)
    room = await Room(tmp_path, transcriber=transcriber).asked()
    room.ear.hear(1.0, speech=False)
    room.ear.hear(2.0, speech=True)
    await room.studio.finish(1, By.KEY)
    closing = asyncio.create_task(room.studio.close())
    await transcriber.asked.wait()
    assert not closing.done()
    await room.studio.abandon()
    await closing
    assert room.of(AnswerKept) == []
    assert room.of(AnswerHeard)[0].text == "One."


@pytest.mark.parametrize("moment", ["before", "while"])
async def test_abandoning_does_not_wait_for_the_last_words(tmp_path: Path, moment: str) -> None:
    transcriber = Endless(live=False)
    room = await Room(tmp_path, timed=False, transcriber=transcriber).asked()
    room.ear.hear(1.0, speech=False)
    if moment == "while":
        closing = asyncio.create_task(room.studio.close())
        await transcriber.asked.wait()
        await room.settle()
        await room.studio.abandon()
        await closing
    else:
        await room.studio.abandon()
    (heard,) = room.of(AnswerHeard)
    assert heard.pending
    assert room.of(AnswerKept) == []
