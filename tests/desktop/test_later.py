"""What a session lacks is transcribed later, without the interviewer's own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop import headless
from desktop.later import TOLD_SECONDS, transcribe_later
from desktop.studio import GATE_SECONDS
from interviewer.events import AnswerBegan, AnswerEnded, AnswerHeard, By, Event, FileBegan, LineSaid, Role, SessionEnded
from interviewer.records.library import open_session
from interviewer.records.manifest import summary_of
from interviewer.records.session import SessionRecord
from speech.scripted import ScriptedTranscriber
from speech.whisper.models import ModelFiles
from speech.whisper.segments import Span
from speech.whisper.sources import Origin
from speech.words import SAMPLE_RATE
from tests.interviewer.table import plan

MODEL = ModelFiles("scripted", Path(), Origin.FOLDER, "", "", english_only=True)


def line(t: float, heard_seconds: float, number: int = 2) -> LineSaid:
    return LineSaid(
        t=t, line=number, role=Role.TIME_CALL, item="x", text="Five minutes left.", seconds=2.0,
        heard_seconds=heard_seconds, stopped=False, file="",
    )  # fmt: skip


def session(data: Path, microphone: str, *between: Event) -> Path:
    """A closed session with one answer from second 10 to 40 that has no careful pass."""
    record = SessionRecord.create(data, plan=summary_of(plan()), engines={"microphone": microphone}, app="0")
    file = record.answer_file(1, 1)
    (record.folder / file).parent.mkdir(exist_ok=True)
    (record.folder / file).write_bytes(bytes(44 + 2 * 30 * SAMPLE_RATE))
    start = 10 * SAMPLE_RATE
    for event in (
        line(9.0, 3.0, number=1),
        AnswerBegan(t=10, frame=start, answer=1, line=1),
        FileBegan(t=10, frame=start, answer=1, file=file),
        *between,
        AnswerEnded(t=40, frame=start + 30 * SAMPLE_RATE, answer=1, by=By.KEY, seconds=30),
        AnswerHeard(t=40, answer=1, text="", pending=True),
        line(44.0, 3.0, number=3),
        SessionEnded(t=45, reason="finished"),
    ):
        record.append(event)
    record.close()
    return record.folder


@pytest.fixture
def transcriber(monkeypatch: pytest.MonkeyPatch) -> ScriptedTranscriber:
    scripted = ScriptedTranscriber(["All of it."])
    monkeypatch.setattr(headless, "Transcriber", lambda *_args, **_more: scripted)
    return scripted


async def transcribed(folder: Path, transcriber: ScriptedTranscriber) -> int:
    """The text is known from an earlier decode, as in a live answer."""
    (answer,) = open_session(folder).answers
    parts = [(folder / file.name, file.start_frame) for file in answer.files]
    await transcriber.decode(parts, Span(0, 1), 0)
    return await transcribe_later(folder, MODEL, lambda notice: None)


@pytest.mark.parametrize(
    ("microphone", "silent"),
    [
        ("Built-in", ((round((18 - TOLD_SECONDS) * SAMPLE_RATE), round((20 + GATE_SECONDS) * SAMPLE_RATE)),)),
        ("recordings", ()),
    ],
)
async def test_the_interviewers_words_are_blanked_where_they_can_be_heard(
    tmp_path: Path, transcriber: ScriptedTranscriber, microphone: str, silent: tuple[tuple[int, int], ...]
) -> None:
    folder = session(tmp_path, microphone, line(20.0, 2.0), line(25.0, 0.0))
    assert await transcribed(folder, transcriber) == 1
    assert transcriber.silenced == [silent]
    (answer,) = open_session(folder).answers
    assert (answer.text, answer.kept) == ("All of it.", True)
    assert await transcribe_later(folder, MODEL, lambda notice: None) == 0
