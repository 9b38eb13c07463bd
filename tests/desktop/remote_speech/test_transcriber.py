"""A server in the transcriber's place: what it is sent, what becomes of what it says, and every way it can fail."""

from __future__ import annotations

import asyncio
import logging
import wave
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest

from desktop.remote_speech import asking, transcriber
from desktop.remote_speech.asking import Asks
from desktop.remote_speech.sound import PIECE_SECONDS, pieces_of, seconds_of, wav_of
from desktop.remote_speech.transcriber import FELL_BACK, RemoteTranscriber
from interviewer.minds.server import Server
from speech.errors import TranscriptionFailed, WorkerFailed
from speech.notices import Notice, Trouble
from speech.scripted import ScriptedTranscriber
from speech.whisper.segments import Span
from speech.words import SAMPLE_RATE, Word
from tests.support.fake_listener import MODEL, Asked, FakeListener, running_listener

KEY = "sk-canary-of-a-key"
CANARY = "canaryword"
SECONDS = 6
SPAN = Span(0, SECONDS * SAMPLE_RATE)
PATIENCE_SECONDS = 10.0


@pytest.fixture(name="fake")
def _fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeListener]:
    monkeypatch.setattr(asking, "RETRY_SECONDS", 0.0)
    with running_listener() as made:
        yield made


@pytest.fixture(name="parts")
def _parts(tmp_path: Path) -> list[tuple[Path, int]]:
    """A recording of six seconds that grows louder, so that each moment is told from the others."""
    path = tmp_path / "0001-candidate.wav"
    frames = np.linspace(0, 16_000, SECONDS * SAMPLE_RATE).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(frames.tobytes())
    return [(path, 0)]


@asynccontextmanager
async def opened(
    fake: FakeListener, *, key: str = "", model: str = MODEL, local: ScriptedTranscriber | None = None
) -> AsyncIterator[tuple[RemoteTranscriber, list[Notice]]]:
    told: list[Notice] = []
    maker = None if local is None else lambda _notify: local
    made = RemoteTranscriber(Server(fake.url, model, key), told.append, maker)
    await made.open()
    try:
        yield made, told
    finally:
        await made.close()


async def until(fake: FakeListener, true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not true():
            await asyncio.to_thread(fake.let_go.wait, 0.01)


def frames_of(asked: Asked) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return np.frombuffer(asked.sound[44:], dtype="<i2")


# -- what is sent, and what comes of it


async def test_a_segment_is_sent_alone_and_its_text_comes_back(
    fake: FakeListener, parts: list[tuple[Path, int]]
) -> None:
    fake.texts = ["First the objective."]
    async with opened(fake, key=KEY) as (remote, _told):
        text = await remote.decode(parts, Span(2 * SAMPLE_RATE, 3 * SAMPLE_RATE), round(1.9 * SAMPLE_RATE))
    assert (text.text, text.cpu_seconds) == ("First the objective.", 0.0)
    (asked,) = fake.asked
    assert asked.fields == {
        "model": [MODEL],
        "language": ["en"],
        "response_format": ["verbose_json"],
        "timestamp_granularities[]": ["word", "segment"],
    }
    assert asked.key == f"Bearer {KEY}"
    assert set(asked.headers) <= {
        "host", "accept", "accept-encoding", "connection", "user-agent", "content-type", "content-length",
        "transfer-encoding", "authorization",
    }  # fmt: skip
    with wave.open(str(parts[0][0])) as file:
        whole = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
    sent = frames_of(asked)
    start = round(1.9 * SAMPLE_RATE)
    assert len(sent) == 3 * SAMPLE_RATE + 192 * 16 - start, "from the floor to a little after its end, and no more"
    assert np.abs(sent.astype(int) - whole[start : start + len(sent)]).max() <= 1
    assert asked.sound[:4] == b"RIFF"


async def test_a_whole_answer_has_words_with_times_on_the_session_clock(
    fake: FakeListener, parts: list[tuple[Path, int]]
) -> None:
    fake.texts = ["Patrons, who wait."]
    shares: list[float] = []
    async with opened(fake) as (remote, _told):
        moved = [(parts[0][0], 100 * SAMPLE_RATE)]
        span = Span(100 * SAMPLE_RATE, 106 * SAMPLE_RATE)
        silent = [(101 * SAMPLE_RATE, 102 * SAMPLE_RATE)]
        (utterance,) = await remote.careful(moved, span, silent, shares.append)
    assert utterance.text == "Patrons, who wait."
    assert [(word.text, word.start, word.end) for word in utterance.words] == [
        (" Patrons,", 100.0, 102.0),
        (" who", 102.0, 104.0),
        (" wait.", 104.0, 106.0),
    ]
    assert 0.8 < utterance.probability < 0.83
    assert shares == [1.0]
    sent = frames_of(fake.asked[0])
    assert not sent[SAMPLE_RATE : 2 * SAMPLE_RATE].any(), "the interviewer's own words are not sent"
    assert sent[SAMPLE_RATE - 10] != 0


async def test_without_words_the_times_are_those_of_segments(fake: FakeListener, parts: list[tuple[Path, int]]) -> None:
    fake.texts, fake.gives = ["Patrons wait."], "segments"
    async with opened(fake) as (remote, _told):
        (utterance,) = await remote.careful(parts, SPAN)
    assert (utterance.start, utterance.end, utterance.words) == (0.0, 6.0, ())


async def test_a_server_that_knows_plain_text_only_is_asked_for_that_from_then_on(
    fake: FakeListener, parts: list[tuple[Path, int]]
) -> None:
    fake.texts, fake.gives = ["One.", "Two."], "json only"
    async with opened(fake) as (remote, _told):
        (first,) = await remote.careful(parts, SPAN)
        (second,) = await remote.careful(parts, SPAN)
    assert (first.text, second.text, second.start, second.end) == ("One.", "Two.", 0.0, 6.0)
    forms = [asked.fields["response_format"] for asked in fake.asked]
    assert forms == [["verbose_json"], ["verbose_json"], ["json"], ["json"]]


async def test_one_that_times_no_words_is_asked_for_segments(fake: FakeListener, parts: list[tuple[Path, int]]) -> None:
    fake.texts, fake.gives = ["One."], "no words"
    async with opened(fake) as (remote, _told):
        (utterance,) = await remote.careful(parts, SPAN)
    assert (utterance.text, utterance.words) == ("One.", ())
    assert 0.8 < utterance.probability < 0.83, "as a segment tells it"
    assert len(fake.asked) == 2


async def test_nothing_said_is_nothing(fake: FakeListener, parts: list[tuple[Path, int]]) -> None:
    async with opened(fake) as (remote, told):
        assert await remote.careful(parts, SPAN) == ()
        assert (await remote.decode(parts, SPAN, 0)).text == ""
    assert told == []


def test_long_answers_go_in_pieces_that_end_where_it_is_quiet() -> None:
    frames = np.full(round(2.5 * PIECE_SECONDS) * SAMPLE_RATE, 3000, dtype="<i2")
    quiet = round(PIECE_SECONDS - 7) * SAMPLE_RATE
    frames[quiet : quiet + SAMPLE_RATE // 10] = 0
    sound = frames.tobytes()
    pieces = list(pieces_of(sound))
    assert [start for start, _ in pieces][:2] == [0, quiet + SAMPLE_RATE // 20]
    assert all(seconds_of(piece) <= PIECE_SECONDS for _, piece in pieces)
    assert b"".join(piece for _, piece in pieces) == sound


# -- live text goes first


@pytest.fixture(name="long")
def _long(tmp_path: Path) -> tuple[list[tuple[Path, int]], Span]:
    """An answer of three pieces, and its span."""
    path, frames = tmp_path / "long.wav", round(2.5 * PIECE_SECONDS) * SAMPLE_RATE
    path.write_bytes(wav_of(bytes(2 * frames)))
    return [(path, 0)], Span(0, frames)


async def test_live_text_of_the_next_answer_comes_while_a_long_careful_pass_waits(
    fake: FakeListener, parts: list[tuple[Path, int]], long: tuple[list[tuple[Path, int]], Span]
) -> None:
    fake.texts = ["One.", "Of the next answer.", "Two.", "Three."]
    async with opened(fake) as (remote, _told):
        begun = asyncio.Event()

        def first_piece_done(_share: float) -> None:
            if not begun.is_set():
                remote.answering(True)
                begun.set()

        careful = asyncio.create_task(remote.careful(*long, progress=first_piece_done))
        await begun.wait()
        assert (await remote.decode(parts, SPAN, 0)).text == "Of the next answer."
        assert not careful.done()
        assert len(fake.asked) == 2, "of the long answer one piece only"
        remote.answering(False)
        assert [utterance.text for utterance in await careful] == ["One.", "Two.", "Three."]
    assert all(asked.seconds <= 60.0 for asked in fake.asked)


async def test_the_last_words_of_an_answer_go_before_a_careful_pass_that_waited_for_its_end(
    fake: FakeListener, parts: list[tuple[Path, int]]
) -> None:
    fake.texts = ["Last words.", "The answer before."]
    async with opened(fake) as (remote, _told):
        remote.answering(True)
        careful = asyncio.create_task(remote.careful(parts, SPAN))
        await until(fake, remote._careful_turn.locked)
        text = remote.decode(parts, SPAN, 0)
        remote.answering(False)
        assert (await text).text == "Last words."
        assert [utterance.text for utterance in await careful] == ["The answer before."]


async def test_a_piece_of_a_careful_pass_is_dropped_for_live_text_and_asked_about_again(
    fake: FakeListener, parts: list[tuple[Path, int]]
) -> None:
    fake.faults, fake.texts = ["never"], ["Now.", "Carefully."]
    async with asyncio.timeout(PATIENCE_SECONDS), opened(fake) as (remote, told):
        careful = asyncio.create_task(remote.careful(parts, SPAN))
        await until(fake, lambda: len(fake.asked) == 1)
        remote.answering(True)
        assert (await remote.decode(parts, SPAN, 0)).text == "Now."
        remote.answering(False)
        assert [utterance.text for utterance in await careful] == ["Carefully."]
    assert told == []
    assert fake.asked[0].sound == fake.asked[2].sound


async def test_the_time_of_a_request_counts_from_when_it_is_made_and_not_from_its_turn(fake: FakeListener) -> None:
    fake.faults, sound = ["never for good"], bytes(2 * SAMPLE_RATE)
    asks = Asks(Server(fake.url, MODEL))
    async with asyncio.timeout(PATIENCE_SECONDS):
        slow = asyncio.create_task(asks.hear(sound, 0.0, seconds=10 * PATIENCE_SECONDS))
        await until(fake, lambda: len(fake.asked) == 1)
        with pytest.raises(TranscriptionFailed, match="is too slow"):
            await asks.hear(sound, 0.0, seconds=0.1)
        assert len(fake.asked) == 1
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow


async def test_a_careful_pass_that_waited_is_done_here_when_the_model_here_took_over_meanwhile(
    fake: FakeListener, parts: list[tuple[Path, int]]
) -> None:
    fake.faults = ["401 for good"]
    async with opened(fake, local=ScriptedTranscriber(["Said here."])) as (remote, _told):
        remote.answering(True)
        careful = asyncio.create_task(remote.careful(parts, SPAN))
        await until(fake, remote._careful_turn.locked)
        assert (await remote.decode(parts, SPAN, 0)).text == "Said here."
        remote.answering(False)
        assert [utterance.text for utterance in await careful] == ["Said here."]
    assert len(fake.asked) == 1, "the server is not asked any more"


# -- what goes wrong

FAULTS = [
    ("401", "refused the key. Check it", 1),
    ("404", "does not transcribe at this address. Most addresses end in /v1", 1),
    ("413", "takes no sound of this length", 1),
    ("500", "failed with an error of its own (500). Look at its log", 2),
    ("429", "gets more requests than it allows", 2),
    ("302", "points to another address, which is not followed", 1),
    ("html", "does not transcribe in the OpenAI protocol", 1),
    ("wrong json", "does not transcribe in the OpenAI protocol", 1),
    ("no json", "does not transcribe in the OpenAI protocol", 1),
    ("cut", "closed the connection without an answer", 2),
    ("never", "is too slow: no text within 0 seconds", 2),
    ("no model", "has no model other. It has whisper-large, whisper-tiny", 1),
]


@pytest.mark.parametrize(("fault", "says", "tries"), FAULTS)
async def test_each_fault_has_its_sentence_and_its_tries(
    fake: FakeListener, parts: list[tuple[Path, int]], caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch, fault: str, says: str, tries: int,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(transcriber, "LIVE_SECONDS", 0.3 if fault == "never" else 10.0)
    fake.faults = [f"{fault} for good"]
    model = "other" if fault == "no model" else MODEL
    async with opened(fake, key=KEY, model=model) as (remote, told):
        with pytest.raises(TranscriptionFailed) as caught:
            await remote.decode(parts, SPAN, 0)
    assert says in caught.value.sentence
    assert KEY not in caught.value.sentence
    assert len(fake.asked) == tries
    assert told == []
    assert KEY not in " ".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)


async def test_one_that_is_not_running_is_named(fake: FakeListener, parts: list[tuple[Path, int]]) -> None:
    fake.origin = "http://127.0.0.1:9"
    async with opened(fake) as (remote, _told):
        with pytest.raises(TranscriptionFailed, match=r"Cannot reach 127\.0\.0\.1:9\. Check that the server runs"):
            await remote.decode(parts, SPAN, 0)


async def test_a_passing_fault_is_tried_once_more_and_costs_nothing(
    fake: FakeListener, parts: list[tuple[Path, int]]
) -> None:
    fake.faults, fake.texts = ["500"], ["Here it is."]
    async with opened(fake) as (remote, told):
        assert (await remote.decode(parts, SPAN, 0)).text == "Here it is."
    assert told == []
    assert fake.asked[0].sound == fake.asked[1].sound


async def test_the_model_here_takes_over_once_for_good_and_says_so(
    fake: FakeListener, parts: list[tuple[Path, int]]
) -> None:
    fake.faults = ["401 for good"]
    local = ScriptedTranscriber(["Said here."])
    async with opened(fake, key=KEY, local=local) as (remote, told):
        remote.answering(True)
        assert remote.model == f"{MODEL} at {remote.server.host}"
        assert (await remote.decode(parts, SPAN, 0)).text == "Said here."
        assert local.answers_open == 1, "it knows that an answer is being given"
        remote.answering(False)
        assert local.answers_open == 0
        (utterance,) = await remote.careful(parts, SPAN)
        assert isinstance(utterance.words[0], Word)
        assert remote.model == "scripted"
    (notice,) = told
    assert isinstance(notice, Trouble)
    assert (notice.part, notice.code) == ("transcriber", FELL_BACK)
    assert notice.sentence.endswith("scripted on this computer transcribes from here on.")
    assert "refused the key" in notice.sentence
    assert len(fake.asked) == 1, "the server is not asked any more"


async def test_one_here_that_does_not_load_leaves_the_servers_own_fault(
    fake: FakeListener, parts: list[tuple[Path, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.faults = ["500 for good"]
    local = ScriptedTranscriber([])

    async def fails() -> None:
        raise WorkerFailed("It does not load.")

    monkeypatch.setattr(local, "open", fails)
    async with opened(fake, local=local) as (remote, told):
        with pytest.raises(TranscriptionFailed, match="failed with an error of its own"):
            await remote.decode(parts, SPAN, 0)
    assert told == []


async def test_what_is_not_wanted_any_more_is_dropped(fake: FakeListener, parts: list[tuple[Path, int]]) -> None:
    fake.faults = ["never for good"]
    async with opened(fake) as (remote, _told):
        text = remote.decode(parts, SPAN, 0)
        await until(fake, lambda: len(fake.asked) == 1)
        text.cancel()
        with pytest.raises(asyncio.CancelledError):
            await text


async def test_neither_words_nor_key_reach_a_log(
    fake: FakeListener, parts: list[tuple[Path, int]], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    fake.texts, fake.key = [f"The {CANARY} is said."] * 2, KEY
    async with opened(fake, key=KEY) as (remote, _told):
        assert CANARY in (await remote.decode(parts, SPAN, 0)).text
        assert CANARY in (await remote.careful(parts, SPAN))[0].text
    logged = " ".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert "sound sent" in logged
    assert CANARY not in logged
    assert KEY not in logged


def test_a_hosted_server_is_not_sent_pauses_that_may_be_none() -> None:
    assert RemoteTranscriber(Server("http://127.0.0.1:8000/v1", MODEL), lambda _notice: None).guesses
    assert not RemoteTranscriber(Server("https://api.openai.com/v1", MODEL), lambda _notice: None).guesses
