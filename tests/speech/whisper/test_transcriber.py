"""The real transcriber child with tiny.en: what it hears, and what happens when it is stopped, killed or damaged."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest

from speech.errors import WorkerFailed, WorkerLate
from speech.files import read_sound, to_pcm
from speech.notices import Notice, Restored, Trouble
from speech.recorder.wav import WavWriter
from speech.whisper import transcriber as transcriber_module
from speech.whisper.segments import Span
from speech.whisper.transcriber import Transcriber
from speech.words import SAMPLE_RATE, Utterance
from tests.bench.clips import librivox
from tests.bench.scoring import score
from tests.support.guards import ExpectedLog
from tests.support.weights import model_folder

pytestmark = pytest.mark.whisper

ENDED = "child ended"
START = 5 * SAMPLE_RATE
"""Session frame at which the recording begins."""


class Recording:
    """The five clips, a second of silence after each, as an answer on disk."""

    def __init__(self, folder: Path) -> None:
        self.clips = librivox()
        self.spans: list[Span] = []
        path, frame = folder / "0001-candidate.wav", START
        writer = WavWriter(path)
        for clip in self.clips:
            sound = read_sound(clip.path)
            writer.write(to_pcm(np.concatenate([sound, np.zeros(SAMPLE_RATE, dtype=np.float32)])))
            self.spans.append(Span(frame, frame + len(sound)))
            frame += len(sound) + SAMPLE_RATE
        writer.close()
        self.path = path
        self.parts = [(path, START)]
        self.span = Span(START, frame)

    @property
    def words(self) -> str:
        return " ".join(clip.words for clip in self.clips)


class Room:
    """An open transcriber and what it says."""

    def __init__(self, folder: Path) -> None:
        self.notices: list[Notice] = []
        self._news = asyncio.Event()
        self.transcriber = Transcriber(folder, model="tiny.en", notify=self._notify, threads=1)

    @property
    def kinds(self) -> list[type[Notice]]:
        return [type(notice) for notice in self.notices]

    async def told(self, kind: type[Notice]) -> None:
        """Wait for a notice."""
        async with asyncio.timeout(20):
            while kind not in self.kinds:
                self._news.clear()
                await self._news.wait()

    def signal(self, number: signal.Signals) -> int:
        """Send the child a signal; its process id."""
        pid = self.transcriber.pid
        assert pid is not None
        os.kill(pid, number)
        return pid

    def _notify(self, notice: Notice) -> None:
        self.notices.append(notice)
        self._news.set()


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    return Recording(tmp_path_factory.mktemp("recording"))


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    room = Room(model_folder("tiny.en"))
    await room.transcriber.open()
    yield room
    await room.transcriber.close()


def errors(said: str, heard: str) -> int:
    return score([(said, heard)]).errors


async def test_spans_become_text(room: Room, recording: Recording) -> None:
    texts = [room.transcriber.decode(recording.parts, span, 0) for span in recording.spans]
    for clip, text in zip(recording.clips, texts, strict=True):
        heard = await text
        assert errors(clip.words, heard.text) <= 3
        assert 0.0 < heard.probability <= 1.0
        assert heard.cpu_seconds > 0.0
    assert room.notices == []


async def test_nothing_is_heard_before_the_floor(room: Room, recording: Recording) -> None:
    first, second = recording.spans[1], recording.spans[4]
    whole = Span(first.start, second.end)
    heard = await room.transcriber.decode(recording.parts, whole, second.start)
    assert errors(recording.clips[4].words, heard.text) <= 1


async def test_the_careful_pass_has_session_times_and_tells_how_far_it_is(room: Room, recording: Recording) -> None:
    fractions: list[float] = []
    utterances = await room.transcriber.careful(recording.parts, recording.span, progress=fractions.append)
    assert score([(recording.words, text_of(utterances))]).percent <= 11.0
    assert all(word.start >= START / SAMPLE_RATE for utterance in utterances for word in utterance.words)
    assert utterances[-1].end <= recording.span.end / SAMPLE_RATE
    assert fractions == sorted(fractions)
    assert 0.5 < fractions[-1] <= 1.0


async def test_a_second_hearing_takes_the_kept_words_and_has_session_times(room: Room, recording: Recording) -> None:
    span = recording.spans[4]
    (utterance,) = await room.transcriber.careful(recording.parts, span)
    kept = [replace(utterance.words[0], text="It"), *utterance.words[1:]]
    spoken = await room.transcriber.spoken(recording.parts, span, kept)
    assert spoken.text == "It might even have been made amiable himself."
    first, last = spoken.words[0], spoken.words[-1]
    assert first.start == pytest.approx(utterance.words[0].start, abs=0.3)
    # Whisper ends the last word half a second early here; where it begins the two agree.
    assert last.start == pytest.approx(utterance.words[-1].start, abs=0.3)
    assert span.start / SAMPLE_RATE <= first.start < last.end <= span.end / SAMPLE_RATE


async def test_what_the_interviewer_said_is_blanked(room: Room, recording: Recording) -> None:
    silent = [(span.start, span.end) for span in recording.spans[1:]]
    utterances = await room.transcriber.careful(recording.parts, recording.span, silent)
    assert errors(recording.clips[0].words, text_of(utterances)) <= 2


async def test_a_sound_file_is_transcribed(room: Room, recording: Recording) -> None:
    utterances = await room.transcriber.careful_file(recording.clips[4].path)
    assert [utterance.text for utterance in utterances] == ["He might even have been made amiable himself."]
    assert utterances[0].start < 1.0


async def test_a_file_that_cannot_be_read_harms_nobody(room: Room, tmp_path: Path, recording: Recording) -> None:
    child = room.transcriber.pid
    with pytest.raises(WorkerFailed, match="no such file") as fault:
        await room.transcriber.careful_file(tmp_path / "none.wav")
    assert fault.value.code == "file_unreadable"
    assert (await room.transcriber.decode(recording.parts, recording.spans[4], 0)).text
    assert room.transcriber.pid == child
    assert room.notices == []


async def test_a_killed_child_is_replaced_and_its_job_done(
    room: Room, recording: Recording, expected_log: ExpectedLog
) -> None:
    expected_log(ENDED)
    room.signal(signal.SIGSTOP)
    texts = [room.transcriber.decode(recording.parts, span, 0) for span in recording.spans[3:]]
    await settle()
    killed = room.signal(signal.SIGKILL)
    for clip, text in zip(recording.clips[3:], texts, strict=True):
        assert errors(clip.words, (await text).text) <= 3
    assert room.transcriber.pid != killed
    assert room.kinds == [Trouble, Restored]
    trouble = room.notices[0]
    assert isinstance(trouble, Trouble)
    assert (trouble.part, trouble.code) == ("transcriber", "transcriber_lost")
    assert "killed" in trouble.sentence


async def test_a_careful_pass_survives_a_kill_in_its_middle(
    room: Room, recording: Recording, expected_log: ExpectedLog
) -> None:
    expected_log(ENDED)
    killed: list[int] = []

    def progress(_fraction: float) -> None:
        if not killed:
            killed.append(room.signal(signal.SIGKILL))

    utterances = await room.transcriber.careful(recording.parts, recording.span, progress=progress)
    assert killed
    assert score([(recording.words, text_of(utterances))]).percent <= 11.0
    assert room.kinds == [Trouble, Restored]


async def test_a_child_killed_while_idle_comes_back_unasked(room: Room, expected_log: ExpectedLog) -> None:
    expected_log(ENDED)
    killed = room.signal(signal.SIGKILL)
    began = time.monotonic()
    await room.told(Restored)
    assert time.monotonic() - began < 10.0
    assert room.transcriber.pid not in (None, killed)


async def test_a_child_that_hangs_is_replaced_once(
    room: Room, recording: Recording, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log(ENDED)
    monkeypatch.setattr(transcriber_module, "DECODE_SECONDS", -10.0)  # with 4 s a second of sound: 2 s
    room.signal(signal.SIGSTOP)
    asked = room.transcriber.decode(recording.parts, recording.spans[1], 0)
    assert errors(recording.clips[1].words, (await asked).text) <= 3
    assert room.kinds == [Trouble, Restored]
    assert "in time" in str(room.notices[0])


async def test_a_job_that_always_ends_its_child_is_given_up(
    room: Room, recording: Recording, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log(ENDED)
    load, hanging = room.transcriber._load, iter(range(transcriber_module.TRIES - 1))

    async def load_and_hang() -> None:
        await load()
        if next(hanging, None) is not None:
            room.signal(signal.SIGSTOP)

    monkeypatch.setattr(room.transcriber, "_load", load_and_hang)
    with monkeypatch.context() as patched:
        patched.setattr(transcriber_module, "DECODE_SECONDS", -11.0)  # with 4 s a second of sound: 1 s
        room.signal(signal.SIGSTOP)
        asked = room.transcriber.decode(recording.parts, recording.spans[1], 0)
    with pytest.raises(WorkerLate, match="did not answer"):
        await asked
    assert room.kinds.count(Trouble) == transcriber_module.TRIES
    assert (await room.transcriber.decode(recording.parts, recording.spans[4], 0)).text


async def test_careful_passes_wait_while_somebody_answers(room: Room, recording: Recording) -> None:
    room.transcriber.answering(True)
    careful = asyncio.create_task(room.transcriber.careful(recording.parts, recording.spans[4]))
    for span in recording.spans[:2]:
        await room.transcriber.decode(recording.parts, span, 0)
    assert not careful.done()
    room.transcriber.answering(False)
    assert text_of(await careful) == "He might even have been made amiable himself."


async def test_live_text_goes_before_a_careful_pass_under_way(room: Room, recording: Recording) -> None:
    order: list[str] = []
    texts: list[asyncio.Future[object]] = []

    def progress(_fraction: float) -> None:
        if not texts:
            text = room.transcriber.decode(recording.parts, recording.spans[1], 0)
            text.add_done_callback(lambda _: order.append("live"))
            texts.append(text)  # type: ignore[arg-type]

    await room.transcriber.careful(recording.parts, recording.span, progress=progress)
    order.append("careful")
    assert order == ["live", "careful"]


async def test_a_pass_nobody_waits_for_is_dropped(room: Room, recording: Recording) -> None:
    begun = asyncio.Event()
    careful = asyncio.create_task(
        room.transcriber.careful(recording.parts, recording.span, progress=lambda _: begun.set())
    )
    await begun.wait()
    careful.cancel()
    with pytest.raises(asyncio.CancelledError):
        await careful
    assert (await room.transcriber.decode(recording.parts, recording.spans[4], 0)).text
    assert not room.transcriber._careful


async def test_a_decode_called_off_before_it_began_costs_nothing(room: Room, recording: Recording) -> None:
    def used() -> float:
        assert room.transcriber.pid is not None
        times = psutil.Process(room.transcriber.pid).cpu_times()
        return float(times.user + times.system)

    before = used()
    first = room.transcriber.decode(recording.parts, recording.spans[1], 0)
    guess = room.transcriber.decode(recording.parts, recording.spans[0], 0)
    guess.cancel()
    last = room.transcriber.decode(recording.parts, recording.spans[4], 0)
    wanted = (await first).cpu_seconds + (await last).cpu_seconds
    spent = used() - before
    guessed = (await room.transcriber.decode(recording.parts, recording.spans[0], 0)).cpu_seconds
    assert spent - wanted < guessed / 2


@pytest.mark.parametrize("stop", [False, True], ids=["at work", "hanging"])
async def test_p6_closing_cancels_by_killing(room: Room, recording: Recording, stop: bool) -> None:
    careful = asyncio.create_task(room.transcriber.careful(recording.parts, recording.span))
    asked = room.transcriber.decode(recording.parts, recording.spans[0], 0)
    await settle()
    child = room.transcriber.pid
    assert child is not None
    if stop:
        room.signal(signal.SIGSTOP)
    began = time.monotonic()
    await room.transcriber.close()
    assert time.monotonic() - began < 2.0
    assert not psutil.pid_exists(child)
    for waiting in (asked, careful):
        with pytest.raises(WorkerFailed, match="stopped"):
            await waiting
    assert room.notices == []


# --- models that do not load ----------------------------------------------------------------------------------------


def without_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


def with_garbage(folder: Path) -> None:
    (folder / "model.bin").unlink()
    (folder / "model.bin").write_bytes(b"no model")


@pytest.mark.parametrize("damage", [without_tokenizer, with_garbage])
async def test_a_damaged_model_is_a_sentence(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    for file in model_folder("tiny.en").iterdir():
        (tmp_path / file.name).symlink_to(file)
    damage(tmp_path)
    room = Room(tmp_path)
    with pytest.raises(WorkerFailed, match="Remove it and download it again") as fault:
        await room.transcriber.open()
    assert fault.value.code == "model_damaged"
    assert room.transcriber.pid is None
    await room.transcriber.close()
    assert room.notices == []


async def settle() -> None:
    """Let the transcriber send what it has to send."""
    for _ in range(20):
        await asyncio.sleep(0)


def text_of(utterances: tuple[Utterance, ...]) -> str:
    return " ".join(utterance.text for utterance in utterances)
