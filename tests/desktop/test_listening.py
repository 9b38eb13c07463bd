"""Reading along with a candidate: off the asyncio thread, the latest text last, and no harm by a broken reader."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any, cast

import pytest

from desktop import listening
from desktop.listening import READERS, ReadsAlong, heard_in, scripted_mind
from interviewer.events import AnswerBegan, Event, SegmentHeard, SpeechBegan
from interviewer.listening.encoder import Encoder
from interviewer.listening.reader import Reader, Readers, Sentence
from interviewer.listening.sentences import sentences
from interviewer.listening.substance import Said
from speech.words import Utterance
from tests.interviewer.content.support import shipped
from tests.support.guards import ExpectedLog
from tests.support.scripted_reader import SILENT
from tests.support.small_reader import tagging_reader

ROUNDS = {entry.id: entry for entry in shipped().rounds}
BROKEN = "the reader cannot be used"
SECONDS = 20.0
"""Nothing here takes a tenth of that."""


class WatchedReader(Reader):
    """Notes what it reads and in which thread; reads on when `open` is set."""

    def __init__(self, last: str = "") -> None:
        super().__init__(Path("nowhere"))
        self.texts: list[str] = []
        self.befores: list[str] = []
        self.threads: set[threading.Thread] = set()
        self.open = threading.Event()
        self.open.set()
        self.begun = threading.Event()
        self.done = threading.Event()
        self._last = last

    def _load(self) -> tuple[Encoder, dict[str, Any]]:
        self.threads.add(threading.current_thread())
        return cast(Encoder, None), {}

    def _sentence(self, text: str, before: str) -> Sentence:
        self.threads.add(threading.current_thread())
        self.begun.set()
        assert self.open.wait(SECONDS)
        self.texts.append(text)
        self.befores.append(before)
        if text == self._last:
            self.done.set()
        return SILENT

    async def until_done(self) -> None:
        assert await asyncio.to_thread(self.done.wait, SECONDS), self.texts


def answer() -> AnswerBegan:
    return AnswerBegan(t=0.0, answer=1, line=1)


def heard(text: str) -> SegmentHeard:
    return SegmentHeard(t=1.0, answer=1, utterance=Utterance(text, 0.0, 1.0, 0.9))


# --- reading along ----------------------------------------------------------------------------------------------------


async def test_what_is_heard_is_read_in_another_thread() -> None:
    reader = WatchedReader("Then we book.")
    along = ReadsAlong(reader)
    along.show(answer())
    along.show(heard(" First we search. "))
    along.show(heard("Then we book."))
    await reader.until_done()
    assert reader.texts == ["First we search.", "Then we book."]
    assert reader.befores == ["", "First we search."]
    assert threading.current_thread() not in reader.threads


async def test_the_latest_text_is_read_and_what_was_overtaken_is_not() -> None:
    reader = WatchedReader("We end here.")
    reader.open.clear()
    along = ReadsAlong(reader)
    along.show(heard("We begin."))
    assert await asyncio.to_thread(reader.begun.wait, SECONDS)
    for words in ("we go on", "and on", "for a while.", "We end here."):
        along.show(heard(words))
    reader.open.set()
    await reader.until_done()
    assert reader.texts == ["We begin.", "we go on and on for a while.", "We end here."]


@pytest.mark.parametrize("number", range(5))
async def test_nothing_that_is_heard_later_is_left_unread(number: int) -> None:
    """Also where it comes in the very moment the reader is through."""
    words = [f"Sentence {number} {place}." for place in range(30)]
    reader = WatchedReader(words[-1])
    along = ReadsAlong(reader)
    for text in words:
        along.show(heard(text))
        await asyncio.to_thread(lambda: None)
    await reader.until_done()
    assert reader.texts[-1] == words[-1]


async def test_a_new_answer_begins_anew() -> None:
    reader = WatchedReader("That is new.")
    along = ReadsAlong(reader)
    reader.open.clear()
    along.show(heard("That is old"))
    assert await asyncio.to_thread(reader.begun.wait, SECONDS)
    along.show(answer())
    along.show(heard("That is new."))
    reader.open.set()
    await reader.until_done()
    assert reader.texts == ["That is old", "That is new."]
    assert reader.befores == ["", ""]


async def test_the_interviewer_finds_what_was_read_remembered() -> None:
    text = "We assume one country. Then we look at prices."
    reader = READERS("execution")
    assert reader is not None
    reader.sentence.cache_clear()
    along = ReadsAlong(reader)
    along.show(heard(text))
    async with asyncio.timeout(SECONDS):
        while reader.sentence.cache_info().currsize < len(sentences(text)):
            await asyncio.to_thread(lambda: None)
    heard_in(ROUNDS["execution"], [Said(1, text)])
    info = reader.sentence.cache_info()
    assert (info.misses, info.hits) == (2, 2)


async def test_other_events_are_passed_over() -> None:
    reader = WatchedReader()
    along = ReadsAlong(reader)
    along.show(SpeechBegan(t=0.0, answer=1))
    along.show(Event(t=0.0))
    await asyncio.to_thread(lambda: None)
    assert not reader.threads


def test_without_a_reader_nothing_happens() -> None:
    """Nor is a running loop needed."""
    along = ReadsAlong(None)
    along.show(answer())
    along.show(heard("We begin."))


# --- broken readers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["labels.json", "weights.npz", "tokenizer.json", "vocabulary.txt"])
@pytest.mark.parametrize("how", ["missing", "damaged"])
async def test_a_broken_reader_is_logged_once_and_left_alone(
    name: str, how: str, tmp_path: Path, expected_log: ExpectedLog, caplog: pytest.LogCaptureFixture
) -> None:
    expected_log(BROKEN)
    folder = tagging_reader(tmp_path, {"visits": {}})
    (folder / name).unlink() if how == "missing" else (folder / name).write_bytes(b"{")
    along = ReadsAlong(Reader(folder))
    along.show(answer())
    async with asyncio.timeout(SECONDS):
        while BROKEN not in caplog.messages:
            await asyncio.to_thread(lambda: None)
    for _ in range(3):
        along.show(heard("a secret was told"))
        await asyncio.to_thread(lambda: None)
    assert caplog.messages.count(BROKEN) == 1
    assert "secret" not in caplog.text


# --- who reads what ---------------------------------------------------------------------------------------------------


def test_a_round_is_read_by_its_own_reader_or_by_its_cues() -> None:
    assert READERS(ROUNDS["execution"].reader) is not None
    assert READERS(ROUNDS["behavioural"].reader) is None
    star = "My north star metric is the number of holds collected per week."
    assert "north_star" in heard_in(ROUNDS["execution"], [Said(1, star)]).coverage
    assert heard_in(ROUNDS["behavioural"], [Said(1, "I decided to drop the weekend courses.")]).coverage


def test_the_scripted_mind_is_made_without_loading_anything() -> None:
    assert scripted_mind(3).name == scripted_mind().name


def test_a_damaged_reader_leaves_the_interviewer_her_cues(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log(BROKEN)
    (tmp_path / "execution").mkdir()
    monkeypatch.setattr(listening, "READERS", Readers(tmp_path))
    listener = listening.listener_of(ROUNDS["execution"])
    assert listener.case_turn("Is it on Android or iPhone?").slots == ("platform",)
    assert "north_star" in listener.hear(["The north star is orders per week."]).items
