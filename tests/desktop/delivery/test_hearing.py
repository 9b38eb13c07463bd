"""Kept sessions are listened to again: what is kept, what is done again, and what is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.delivery import hearing
from desktop.delivery.figures import delivery_of
from desktop.delivery.hearing import hear_later
from desktop.delivery.storage import heard_in, unheard
from interviewer.events import (
    AnswerBegan,
    AnswerEnded,
    AnswerHeard,
    AnswerKept,
    By,
    Event,
    FileBegan,
    LineSaid,
    Role,
    SessionEnded,
)
from interviewer.records.delivered import read_delivered
from interviewer.records.library import append_later, open_session
from interviewer.records.manifest import summary_of
from interviewer.records.session import SessionRecord
from interviewer.records.transcript import Answer
from speech.errors import WorkerFailed
from speech.whisper.models import ModelFiles
from speech.whisper.sources import Origin
from speech.words import SAMPLE_RATE, Utterance, Word
from tests.interviewer.table import plan
from tests.support.listens import Listens

MODEL = ModelFiles("scripted", Path(), Origin.FOLDER, "", "", english_only=True)


@pytest.fixture
def listens(monkeypatch: pytest.MonkeyPatch) -> Listens:
    listens = Listens()
    monkeypatch.setattr(hearing, "Transcriber", lambda *_args, **_more: listens)
    return listens


def kept(answer: int, text: str) -> AnswerKept:
    start = 100.0 * answer
    words = tuple(Word(word, start + number, start + number + 0.5, 0.9) for number, word in enumerate(text.split()))
    utterance = Utterance(text, words[0].start, words[-1].end, 0.9, words)
    return AnswerKept(t=start + 30, answer=answer, utterances=(utterance,), model="base")


def answered(record: SessionRecord, answer: int, text: str) -> list[Event]:
    start, file = 100 * answer, record.answer_file(answer, 1)
    (record.folder / file).write_bytes(bytes(44 + 2 * SAMPLE_RATE))
    frame = start * SAMPLE_RATE
    return [
        LineSaid(
            t=start, line=answer, role=Role.PROBE, item="x", text="And then?", seconds=10.0, heard_seconds=10.0,
            stopped=False, file="",
        ),
        AnswerBegan(t=start, frame=frame, answer=answer, line=answer),
        FileBegan(t=start, frame=frame, answer=answer, file=file),
        AnswerEnded(t=start + 40, frame=frame + 40 * SAMPLE_RATE, answer=answer, by=By.KEY, seconds=40),
        AnswerHeard(t=start + 40, answer=answer, text=text, pending=False),
        kept(answer, text),
    ]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed session with two answers of 70 words each."""
    record = SessionRecord.create(tmp_path, plan=summary_of(plan()), engines={}, app="0")
    events = [*answered(record, 1, "loans come back " * 23 + "so"), *answered(record, 2, "each household " * 35)]
    for event in (*events, SessionEnded(t=300, reason="finished")):
        record.append(event)
    record.close()
    return record.folder


def left(folder: Path) -> tuple[Answer, ...]:
    """Answers nobody has listened to."""
    session = open_session(folder)
    return unheard(session, heard_in(session))


async def hear(folder: Path, told: Callable[[float], None] = lambda share: None) -> int:
    return await hear_later(folder, MODEL, lambda notice: None, told)


async def test_each_answer_is_listened_to_once_and_the_figures_are_kept(folder: Path, listens: Listens) -> None:
    shares: list[float] = []
    assert await hear(folder, shares.append) == 2
    assert shares == [0.0, 0.5, 0.5, 1.0]
    assert [span.start // SAMPLE_RATE for span, _ in listens.asked] == [100, 200]
    session = open_session(folder)
    assert unheard(session, heard_in(session)) == ()
    found = delivery_of(session, heard_in(session))
    assert found is not None
    assert [filler.start for filler in found.fillers] == [100.0, 200.0]
    assert found.talk_share == pytest.approx(42 / 62, abs=0.05)
    figures = read_delivered(session.folder)
    assert figures is not None
    assert figures.words_a_minute == pytest.approx(200, abs=5)
    assert figures.fillers_a_minute == pytest.approx(2.9, abs=0.2)
    assert await hear(folder) == 0
    assert listens.closed == 1


async def test_what_was_heard_before_a_fault_is_kept(folder: Path, listens: Listens) -> None:
    listens.breaks = 2
    with pytest.raises(WorkerFailed, match="It broke"):
        await hear(folder)
    assert listens.closed == 1
    assert [answer.number for answer in left(folder)] == [2]
    assert await hear(folder) == 1
    assert len(listens.asked) == 3


async def test_an_answer_whose_text_has_changed_is_listened_to_again(folder: Path, listens: Listens) -> None:
    await hear(folder)
    append_later(folder, [kept(2, "households lend tools")])
    assert [answer.number for answer in left(folder)] == [2]
    assert await hear(folder) == 1
    assert listens.asked[-1][1] == ("households", "lend", "tools")


@pytest.mark.parametrize("text", ["", "{}", '{"format": 1, "text": 3}', '{"format": 9}', "[" * 100_000])
async def test_a_damaged_file_is_made_again(folder: Path, listens: Listens, text: str) -> None:
    await hear(folder)
    (folder / "delivery" / "0001.json").write_text(text)
    assert [answer.number for answer in left(folder)] == [1]
    assert await hear(folder) == 1
