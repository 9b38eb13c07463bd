"""The sound side put together from scripted parts: who is heard when, and what is done without."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from desktop.clocks import FrameClock
from desktop.studio import GATE_SECONDS, Studio
from interviewer.events import (
    AnswerBegan,
    AnswerEnded,
    AnswerHeard,
    AnswerKept,
    By,
    Event,
    Fault,
    FileBegan,
    Gap,
    Key,
    MicrophoneReady,
    Part,
    Pressed,
    Restored,
    SegmentHeard,
    SilenceCounted,
    SpeechBegan,
    SpeechPaused,
)
from interviewer.ports import Spoken
from interviewer.scripted import MemoryRecord
from speech import notices
from speech.endpoint import FLOOR_SECONDS, Endpoint
from speech.errors import MicrophoneError, VoiceUnavailable, WorkerFailed
from speech.notices import Notice
from speech.recorder.recorder import Device, Opened
from speech.scripted import ScriptedTranscriber
from speech.voices.silent import SilentVoice
from speech.voices.values import Heard, VoiceInfo, VoiceNotice
from speech.whisper.segments import Span
from speech.whisper.transcriber import Parts
from speech.words import SAMPLE_RATE, Utterance

T = TypeVar("T", bound=Event)
ORIGIN = 1000.0
"""Monotonic second of session frame 0."""
REPORT = SAMPLE_RATE // 10


class ScriptedRecorder:
    """A recorder that hears what it is told to; the gate works on frames, as the real one's does."""

    def __init__(self, notify: Callable[[Notice], None], *, timed: bool = True) -> None:
        self.notify = notify
        self.timed = timed
        self.frame = 0
        self.gate: int | None = 0
        """Frame from which on somebody is heard; None: nobody is."""
        self.calls: list[tuple[str, Any]] = []
        self.take: tuple[Path, str] | None = None
        self.closed = False
        self.refuses: MicrophoneError | None = None
        self.may_open = asyncio.Event()
        """Another microphone opens once it is set."""
        self.may_open.set()
        self._speaking = False

    def frame_at(self, monotonic: float) -> int | None:
        return round((monotonic - ORIGIN) * SAMPLE_RATE) if self.timed else None

    async def open(self) -> Opened:
        if self.refuses is not None:
            raise self.refuses
        return Opened("scripted", "none", SAMPLE_RATE, 0)

    async def use(self, device: Device) -> Opened:
        self.calls.append(("use", device.name))
        await self.may_open.wait()
        if self.refuses is not None:
            raise self.refuses
        return Opened(device.name or "scripted", "none", SAMPLE_RATE, self.frame)

    async def start_take(self, folder: Path, pattern: str, *, from_frame: int | None = None) -> int:
        self.calls.append(("start_take", from_frame))
        self.take = (folder, pattern)
        start = self.frame if from_frame is None else from_frame
        self.notify(notices.FileBegan(folder / pattern.format(part=""), start))
        if not self.timed:  # as fast as possible: what is said is there before anybody can react
            self.hear(2.0, speech=True)
        return start

    async def end_take(self, *, at_frame: int | None = None) -> int:
        self.calls.append(("end_take", at_frame))
        self.take = None
        return self.frame

    async def hold(self) -> None:
        self.calls.append(("hold", None))

    async def resume(self) -> None:
        self.calls.append(("resume", None))

    def close_gate(self) -> None:
        self.calls.append(("close_gate", None))
        self.gate = None
        self._stop_speech()

    def open_gate(self, frame: int) -> None:
        self.calls.append(("open_gate", frame))
        self.gate = frame

    async def close(self) -> None:
        self.closed = True

    def hear(self, seconds: float, *, speech: bool) -> None:
        for _ in range(round(seconds * 10)):
            heard = speech and self.gate is not None and self.frame >= self.gate
            if heard and not self._speaking:
                self._speaking = True
                self.notify(notices.SpeechBegan(self.frame))
            elif not heard:
                self._stop_speech()
            self.frame += REPORT
            level = -20.0 if speech else -70.0
            self.notify(notices.Level(self.frame, level, level, heard, self.frame))

    def _stop_speech(self) -> None:
        if self._speaking:
            self._speaking = False
            self.notify(notices.SpeechPaused(self.frame))


class ScriptedVoice:
    """A voice that takes `seconds` of the recorder's time; somebody may speak `over` it."""

    sounds = True

    def __init__(self, recorder: Callable[[], ScriptedRecorder | None], seconds: float = 2.0) -> None:
        self.recorder = recorder
        self.seconds = seconds
        self.over = False
        self.refuses: list[str] = []
        self.fails = False
        self.hushed = False
        self.closed = False

    async def open(self) -> VoiceInfo:
        if self.refuses:
            raise VoiceUnavailable(self.refuses[0])
        return VoiceInfo("system", "x", "x")

    async def speak(self, sentences: AsyncIterator[str], out: Path) -> Heard:
        if self.fails:
            raise VoiceUnavailable("The voice failed.")
        said = [sentence async for sentence in sentences]
        assert said
        recorder = self.recorder()
        start = ORIGIN + (recorder.frame if recorder else 0) / SAMPLE_RATE
        if recorder is not None:
            recorder.hear(self.seconds, speech=self.over)
        return Heard(self.seconds, self.seconds, False, start, start + self.seconds)

    async def hush(self) -> None:
        self.hushed = True

    async def close(self) -> None:
        self.closed = True


async def lines(*sentences: str) -> AsyncIterator[str]:
    for sentence in sentences or ("How would you measure success?",):
        yield sentence


class Room:
    """A studio with its parts and everything it published."""

    def __init__(
        self,
        folder: Path,
        *,
        timed: bool = True,
        microphone: bool = True,
        recogniser: bool = True,
        voice: bool | SilentVoice = True,
        endpoint: Endpoint | None = None,
        transcriber: ScriptedTranscriber | None = None,
    ) -> None:
        self.events: list[Event] = []
        self.recorder: ScriptedRecorder | None = None
        self.clock = FrameClock()
        self.transcriber = transcriber or ScriptedTranscriber(["One two three.", "Four five.", "Six."])
        self.voice = ScriptedVoice(lambda: self.recorder)

        def make_recorder(notify: Callable[[Notice], None]) -> ScriptedRecorder:
            self.recorder = ScriptedRecorder(notify, timed=timed)
            return self.recorder

        def make_voice(_notify: Callable[[VoiceNotice], None]) -> ScriptedVoice | SilentVoice:
            return voice if isinstance(voice, SilentVoice) else self.voice

        self.studio = Studio(
            self.events.append,
            clock=self.clock,
            paths=MemoryRecord(folder),
            make_recorder=make_recorder if microphone else None,
            make_transcriber=(lambda _notify: self.transcriber) if recogniser else None,
            make_voice=make_voice if voice is not False else None,
            endpoint=endpoint,
        )

    @property
    def ear(self) -> ScriptedRecorder:
        assert self.recorder is not None
        return self.recorder

    def of(self, kind: type[T]) -> list[T]:
        return [event for event in self.events if isinstance(event, kind)]

    async def settle(self) -> None:
        for _ in range(10):
            await asyncio.sleep(0)

    async def asked(self, answer: int = 1) -> Room:
        """The question is spoken and the candidate is listened to."""
        if answer == 1:
            await self.studio.open()
        await self.studio.speak(answer, lines())
        await self.studio.listen(answer, answer)
        return self


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


# --- another microphone ---------------------------------------------------------------------------------------------


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


# --- the end of a turn by itself ------------------------------------------------------------------------------------


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
