"""What is read for the Progress page, quickly for thousands of sessions; and the words for all that can be said."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.paths import find
from desktop.progress.figures import delivery, self_rating
from desktop.progress.picture import Kept, Picture, picture_of, read_progress
from desktop.progress.words import advice_words, day_of, exam_word, reason, why_words
from interviewer.progress.board import Board, Company
from interviewer.records.index import Index
from interviewer.records.measured import Measured
from tests.interviewer.progress.support import TODAY, session
from tests.interviewer.records import sessions as records

MANY = 2000


def picture(sessions: Sequence[Measured], *companies: Company, days: int = 90) -> Picture:
    return picture_of(Kept(tuple(sessions), Board(companies)), "pm", days, TODAY)


def said(*sessions: Measured) -> str:
    return reason(picture(sessions).readiness["execution"])


def test_two_thousand_sessions_are_compared_quickly(tmp_path: Path) -> None:
    """Best of three; the bound leaves room for a busy machine."""
    records.hold(tmp_path / "sessions")
    Index.open(tmp_path).close()
    db = sqlite3.connect(tmp_path / "index.sqlite")
    columns = [name for _, name, *_ in db.execute("PRAGMA table_info(sessions)") if name != "number"]
    copied = ", ".join("id || '-' || value" if name == "id" else name for name in columns)
    scores = '[["goals", "Goals", 3], ["metrics", "Metrics", 2], ["users", "Users", 4]]'
    db.execute("UPDATE sessions SET mode = 'exam', level = 'pm', call = 'hire', scores = ?", (scores,))
    db.execute(
        f"WITH RECURSIVE counted(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM counted WHERE value < {MANY}) "
        f"INSERT INTO sessions ({', '.join(columns)}) SELECT {copied} FROM sessions, counted"
    )
    db.commit()
    db.close()
    times = []
    for _ in range(3):
        began = time.perf_counter()
        with Index(tmp_path / "index.sqlite", tmp_path / "sessions") as index:
            measured = index.measured()
        found = picture(measured)
        times.append(time.perf_counter() - began)
    assert found.readiness["execution"].held == MANY + 1
    assert min(times) < 0.5


def test_what_is_kept_is_read(tmp_path: Path) -> None:
    paths = find(tmp_path)
    records.hold(paths.sessions)
    paths.companies.write_text("{")
    kept = read_progress(paths)
    assert [one.round for one in kept.sessions] == ["execution"]
    assert (kept.board, "do not read" in kept.problem) == (Board(), True)


def test_rounds_of_other_packs_follow_the_shipped_ones() -> None:
    company = Company(id="a", name="A", rounds=("support",))
    assert picture([session(1, round_id="analysis")], company).rounds[5:] == ("analysis", "support")


def test_dimensions_are_those_of_the_advised_round_else_of_the_last_with_scores() -> None:
    scored = [session(2, round_id="strategy", scores={"risks": 4}), session(5, scores={"goals": 1})]
    assert picture(scored).round == "execution"
    assert picture(scored[:1]).round == "strategy"
    assert picture_of(Kept(tuple(scored), Board()), "pm", 90, TODAY, "strategy").round == "strategy"
    assert picture([session(1)]).round == "product_sense"


@pytest.mark.parametrize(
    ("calls", "told"),
    [
        ((), "No exams yet; 3 needed."),
        (("hire",), "1 exam so far; 2 more before it can be said."),
        (("hire", "hire"), "2 exams so far; 1 more before it can be said."),
        (("hire", "hire", "hire"), "3 of the last 3 are a hire, the newest of today."),
        (("lean hire", "hire", "hire"), "2 of the last 3 are a hire; the next one decides."),
        (("lean hire", "hire", "lean hire"), "1 of the last 3 is a hire."),
        (("no hire",) * 4, "None of the last 4 is a hire."),
        (("hire", "hire", "hire", "lean no hire"), "3 hires, but the newest exam was a lean no hire."),
        (("hire", "hire", "hire", ""), "3 hires, but the newest exam has no call yet."),
    ],
)
def test_the_reason_is_said(calls: tuple[str, ...], told: str) -> None:
    assert said(*(session(len(calls) - 1 - number, call) for number, call in enumerate(calls))) == told


def test_every_part_that_is_not_met_is_said() -> None:
    fine = [session(days) for days in (9, 6)]
    broken = [session(31, hints=2), session(3, used=0.25, ended="failed")]
    assert said(*fine, *broken) == (
        "The exam of Tue 27 Oct is 31 days old; 30 is the most. In the exam of Tue 27 Oct a hint was taken. "
        "The exam of Tue 24 Nov used 25% of its time; two thirds are needed."
    )
    assert said(session(31), *fine, session(1)).endswith("30 is the most. A hire in the next one decides.")
    assert "is not known" in said(*fine, session(1, used=None))


def test_a_hire_by_a_model_alone_is_said_not_to_count() -> None:
    alone = session(0, coach="lean no hire")
    assert said(session(2), session(1), alone) == (
        "2 of the last 3 are a hire. 1 more is a hire by a language model alone: the rule-based coach did not hear "
        "enough for one."
    )
    assert said(*[session(days) for days in (3, 2, 1)], alone).startswith(
        "3 hires that count, but the newest exam does not. 1 more is"
    )
    assert exam_word(picture([alone]).readiness["execution"].exams[0]) == "Hire, by a model alone"


def test_what_is_next_and_why_is_said() -> None:
    def told(sessions: Sequence[Measured], *companies: Company) -> str:
        found = picture(sessions, *companies)
        assert found.advice is not None
        return f"{advice_words(found.advice, TODAY)} {why_words(found.advice)}"

    company = Company(id="p", name="Pebblework", day=TODAY + timedelta(days=6), rounds=("strategy",))
    one_more = [session(days, call, round_id="strategy") for days, call in ((3, "no hire"), (2, "hire"), (1, "hire"))]
    assert told(one_more, company) == (
        "Next: an exam in strategy, before Pebblework (Thu 3 Dec). The lowest tier with something open comes first, "
        "the nearest date in it; strategy is one hire from ready."
    )
    for_nobody_yet = company.model_copy(update={"day": None})
    assert told([], for_nobody_yet).startswith("Next: practise strategy, for Pebblework.")
    assert told([session(1, scores={"goals": 1})]) == (
        "Next: practise execution. Goals is the weakest of all you were scored on lately."
    )
    assert told([session(1)]) == "Next: practise product sense. You have not practised it yet."
    rounds = ("execution", "product_sense", "behavioural", "strategy", "estimation")
    assert told([session(1 + number, round_id=name) for number, name in enumerate(rounds)]) == (
        "Next: an exam in estimation. You last practised it 5 days ago, longer ago than any other round."
    )


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        (None, "no date yet"),
        (0, "Today"),
        (1, "Tomorrow"),
        (6, "Thu 3 Dec"),
        (200, "15 Jun 2027"),
        (-1, "yesterday, over"),
    ],
)
def test_the_date_of_an_interview_is_said(days: int | None, shown: str) -> None:
    day = TODAY + timedelta(days=days) if days is not None else None
    assert day_of(Company(id="a", name="A", day=day), TODAY) == shown


def test_figures_have_words() -> None:
    typed = [session(days) for days in range(3)]
    spoken = [session(4, pace=171.4), session(3, pace=150.0), session(2, pace=147.6)]
    pace, fillers, pause = delivery(picture([*typed, *spoken]).trends)
    assert (pace.value, pace.caption, pace.band) == ("148", "a minute, was 171", (110.0, 190.0))
    assert pace.said == "148 a minute, was 171; oldest first: 171, 150, 148"
    assert (pause.value, pause.caption, pause.missing) == ("3 s", "was 3 s", "")
    assert fillers.missing == fillers.said == "Not enough yet: 3 sessions that were spoken are needed."


@pytest.mark.parametrize(
    ("own", "value", "words"),
    [("strong hire", "+1", "higher"), ("hire", "0", "as the review"), ("no hire", "−3", "lower")],
)
def test_the_gap_to_the_own_rating_has_words(own: str, value: str, words: str) -> None:
    rated = [replace(session(days), self_call=own) for days in range(3)]
    found = self_rating(picture(rated).trends)
    assert found.value == value
    assert words in found.caption
    assert self_rating(picture(rated[:1]).trends).missing == (
        "Not enough yet: 1 session with your own rating and a call, 2 more needed."
    )
