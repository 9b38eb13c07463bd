"""A pressed pause, a line put in and time that was asked for are nobody's silence, in figures, remarks and exports."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from desktop.delivery.figures import delivery_of, keep_figures_of
from desktop.delivery.remarks import delivery_annotations
from desktop.delivery.storage import heard_in, keep
from desktop.export.gathering import gather
from desktop.headless import RECORDINGS
from desktop.paths import find
from interviewer.events import (
    AnswerBegan,
    AnswerEnded,
    AnswerHeard,
    AnswerKept,
    By,
    Event,
    LineSaid,
    Paused,
    Resumed,
    Role,
    SessionEnded,
    ThinkingBegan,
)
from interviewer.records.delivered import read_delivered
from interviewer.records.library import Session, open_session
from interviewer.records.manifest import summary_of
from interviewer.records.session import SessionRecord
from speech.delivery.words import Spoken
from speech.words import SAMPLE_RATE, Utterance, Word
from tests.interviewer.table import plan
from tests.speech.delivery.said import say

START = 100.0
HALF = "we lend tools to people " * 8
STOPPED = START + 41 * 0.3
"""The last word before the silence has ended."""
PLAIN_PACE = 82 / (82 * 0.3 + 1.0) * 60


def answered(folder: Path, silence: float, events: Iterable[Event], microphone: str = "Webcam") -> Session:
    """An answer of 82 words with one silence inside a clause, and what happened in the session besides."""
    spoken = say(f"{HALF} the [{silence}] tools {HALF}").moved(START)
    record = SessionRecord.create(folder, plan=summary_of(plan()), engines={"microphone": microphone}, app="0")
    frame, end = round(START * SAMPLE_RATE), spoken.words[-1].end + 1.0
    for event in (
        AnswerBegan(t=START, frame=frame, answer=1, line=1),
        *events,
        AnswerEnded(t=end, frame=round(end * SAMPLE_RATE), answer=1, by=By.KEY, seconds=end - START),
        AnswerHeard(t=end, answer=1, text=spoken.text, pending=False),
        AnswerKept(t=end, answer=1, utterances=(_utterance(spoken),), model="base"),
        SessionEnded(t=end + 1, reason="finished"),
    ):
        record.append(event)
    record.close()
    session = open_session(record.folder)
    keep(session.folder, session.answers[0], "base", spoken)
    return session


def _utterance(spoken: Spoken) -> Utterance:
    words = tuple(Word(word.text, word.start, word.end, 0.9) for word in spoken.words)
    return Utterance(spoken.text, words[0].start, words[-1].end, 0.9, words)


def put_in(until: float, seconds: float) -> LineSaid:
    return LineSaid(
        t=until, line=2, role=Role.HINT, item="x", text="Think of the second week.", seconds=seconds,
        heard_seconds=seconds, stopped=False, file="",
    )  # fmt: skip


HELD = (300.0 + 1.0, (Paused(t=STOPPED + 0.5), Resumed(t=STOPPED + 300.5)))
LINE = (20.0 + 0.4 + 1.0, (put_in(STOPPED + 20.6, 20.0),))
THINKING = (45.0 + 1.0, (ThinkingBegan(t=STOPPED + 1.0, until=STOPPED + 61.0),))
STOPPED_LINE = (
    61.5,
    (Paused(t=STOPPED + 10.1), put_in(STOPPED + 10.2, 9.4), Resumed(t=STOPPED + 61.2)),
)  # fmt: skip


@pytest.mark.parametrize("case", [HELD, LINE, THINKING, STOPPED_LINE], ids=["held", "line", "thinking", "both"])
def test_a_silence_that_is_not_the_candidates_counts_for_nothing(
    tmp_path: Path, case: tuple[float, tuple[Event, ...]]
) -> None:
    session = answered(tmp_path, *case)
    found = delivery_of(session, heard_in(session))
    assert found is not None
    assert found.longest_pause is not None
    assert found.longest_pause.seconds == pytest.approx(1.0, abs=0.01)
    assert found.longest_pause.start == pytest.approx(STOPPED)
    assert found.whole.pace.words_a_minute is not None
    assert found.whole.pace.words_a_minute.value == pytest.approx(PLAIN_PACE, abs=0.2)
    assert list(delivery_annotations(found)) == []
    keep_figures_of(session)
    kept = read_delivered(session.folder)
    assert kept is not None
    assert (kept.words_a_minute, kept.longest_pause) == (found.whole.pace.words_a_minute.value, 1.0)


def test_a_silence_of_the_candidates_counts(tmp_path: Path) -> None:
    session = answered(tmp_path, 30.0, (Paused(t=20.0), Resumed(t=50.0)))
    found = delivery_of(session, heard_in(session))
    assert found is not None
    assert [one.about for one in delivery_annotations(found)] == ["pauses", "slow"]


def test_a_played_recording_cannot_hear_the_interviewer(tmp_path: Path) -> None:
    silence, events = LINE
    session = answered(tmp_path, silence, events, microphone=RECORDINGS)
    found = delivery_of(session, heard_in(session))
    assert found is not None
    assert found.longest_pause is not None
    assert found.longest_pause.seconds == pytest.approx(silence)


@pytest.mark.parametrize(("case", "cut"), [(HELD, 300.0), (LINE, 20.4), (THINKING, 0.0), (STOPPED_LINE, 60.5)])
def test_an_export_tells_how_long_the_candidate_had_the_word(
    tmp_path: Path, case: tuple[float, tuple[Event, ...]], cut: float
) -> None:
    paths = find(tmp_path)
    paths.make()
    session = answered(paths.sessions, *case)
    (answer,) = session.answers
    assert answer.seconds is not None
    own = answer.seconds - cut
    told = {
        one.name: one.value for one in gather(session.folder.path, paths).exported.figures if one.group == "Answer 1"
    }
    assert (told["Length"], told["Pace"]) == (round(own, 1), round(60 * 82 / own))
