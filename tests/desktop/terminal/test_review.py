"""`hotseat sessions review`: the program on a session of its own, and how a review reads."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.terminal.report import WIDTH, report
from interviewer.listening.substance import Flag, MetricTable
from interviewer.records.folder import SessionFolder
from interviewer.review.phases import PhaseTime
from interviewer.review.storage import read_review
from interviewer.review.values import Review
from tests.desktop.terminal.program import QUIET, hotseat, objects
from tests.interviewer.review.support import MEDIUM, SOLVED, STRONG, WEAK, Candidate, held, reviewed

QUESTION = ("--question", "execution/library-holds", "--minutes", "10")


@pytest.fixture(name="session", scope="module")
def _session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session that the program held, typed."""
    data = tmp_path_factory.mktemp("data")
    done = hotseat("rehearse", *QUIET, *QUESTION, "--json", "--data-dir", data, typed=f"{STRONG}\n/end\n")
    assert done.returncode == 0, done.stderr
    return Path(objects(done.stdout)[-1]["session"])


def on(session: Path) -> tuple[str, str]:
    return ("--data-dir", str(session.parent.parent))


def test_a_session_is_reviewed_in_words_and_the_review_is_kept(session: Path) -> None:
    done = hotseat("sessions", "review", "last", *on(session))
    assert (done.returncode, done.stderr) == (0, "")
    for words in (
        "Holds at a city library  (level pm)",
        "rule-based coach",
        "Metrics that make sense: solid",
        "Drill:",
    ):
        assert words in done.stdout
    assert "“The north star is holds collected within fourteen days.”" in done.stdout
    assert read_review(SessionFolder(session)).questions[0].question == "execution/library-holds"
    verified = hotseat("sessions", "verify", "last", "--json", *on(session))
    assert objects(verified.stdout)[0]["problems"] == []


def test_a_session_is_reviewed_as_json_at_another_level(session: Path) -> None:
    done = hotseat("sessions", "review", session.name, "--json", "--level", "group", *on(session))
    (line,) = objects(done.stdout)
    assert (line["id"], line["format"], line["review"]["level"]) == (session.name, 1, "group")
    assert line["review"]["made_by"]["kind"] == "rules"
    assert read_review(SessionFolder(session)).level == "group"


def test_what_is_not_there_or_not_known_is_told(session: Path) -> None:
    missing = hotseat("sessions", "review", "nowhere", *on(session))
    assert (missing.returncode, "No session is called" in missing.stderr) == (3, True)
    assert hotseat("sessions", "review", "last", "--level", "king", *on(session)).returncode == 2


def test_a_session_of_a_question_that_is_gone_is_reviewed_as_far_as_possible(session: Path, tmp_path: Path) -> None:
    old = tmp_path / "sessions" / "2020-01-01T1000_chess-openings_aaaa"
    (old / "reviews").mkdir(parents=True)
    for name, change in (("session.json", True), ("events.jsonl", False)):
        text = (session / name).read_text(encoding="utf-8").replace("execution/library-holds", "chess/openings")
        fields = json.loads(text) if change else {}
        if change:
            fields["plan"]["round"] = "chess"
            text = json.dumps(fields)
        (old / name).write_text(text, encoding="utf-8")
    done = hotseat("sessions", "review", "last", "--data-dir", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "“chess” is in no pack" in done.stdout
    assert "planned  Metrics" in done.stdout


# --- how it reads -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("main", [WEAK, MEDIUM, STRONG])
async def test_a_report_is_calm(main: str) -> None:
    review = reviewed(await held(Candidate(main, SOLVED)))
    lines = report(review, "Title").splitlines()
    assert lines[0] == "Title  (level pm)"
    assert " ".join(lines[2:4]).startswith(review.call_reason)
    assert all(len(line) <= WIDTH and line == line.rstrip() for line in lines)
    text = " ".join(" ".join(lines).split())
    for one in review.dimensions:
        assert one.title in text
        for quoted in one.evidence:
            assert f"“{quoted.quote}”" in text
    assert "!" not in text
    assert "None" not in text


async def test_a_report_of_a_case() -> None:
    told = report(reviewed(await held(Candidate(STRONG, ("Anything unusual?", *SOLVED)))), "Title")
    assert "too wide to be answered: “Anything unusual?”" in told
    assert "Which device or app, signal: “Is it on iPhone or Android?”" in told
    assert "Your diagnosis: “I think the Android release broke the notifications.”" in told
    assert "Questions before the diagnosis: 4." in told
    assert "You named the cause; an action that fits it was heard." in told
    assert "Signals never asked about: trend, segments." in told


async def test_a_report_of_a_metric_table_and_of_unknown_times() -> None:
    review = reviewed(await held(Candidate(STRONG)))
    table = MetricTable("holds a week", ("holds lapsed",), (), ("a", "b"), (Flag.NO_GUARDRAIL,))
    changed: Review = replace(
        review,
        questions=(replace(review.questions[0], metrics=table, named_without_doing=True),),
        phases=(PhaseTime("a", "First", 90.0, None), PhaseTime("b", "Second", 60.0, 75.0)),
        untranscribed=(1,),
    )
    told = report(changed, "Title")
    for line in (
        "  North star  holds a week",
        "  Secondary   holds lapsed",
        "  Objectives  a; b",
        "  To mend     no guardrail",
    ):
        assert line in told.splitlines()
    assert "       ?  of 1:30 planned  First" in told.splitlines()
    assert "    1:15  of 1:00 planned  Second" in told.splitlines()
    assert "hotseat sessions recover" in told
    assert "few of them done" in told
