"""What the index keeps of a session to be compared over time, and that it notices when that changes."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from interviewer.events import (
    AnswerEnded,
    AnswerHeard,
    AnswerKept,
    By,
    Event,
    Fault,
    Key,
    LineSaid,
    Part,
    Paused,
    Pressed,
    Resumed,
    Role,
    SessionEnded,
)
from interviewer.records.delivered import Delivered, write_delivered
from interviewer.records.folder import SessionFolder
from interviewer.records.index import Index, Refreshed
from interviewer.records.measured import Measured, Scored, hints_in, seconds_held, share_used, told_of
from tests.interviewer.records import sessions

FIGURES = Delivered(120.0, 148.5, 3.1, 6.0)


def line(t: float, role: Role, item: str = "execution/groups") -> LineSaid:
    return LineSaid(t=t, line=1, role=role, item=item, text="", seconds=0.0, heard_seconds=0.0, stopped=False, file="")


@pytest.fixture
def folder(tmp_path: Path) -> SessionFolder:
    return SessionFolder(sessions.hold(tmp_path / "sessions"))


def measured(folder: SessionFolder) -> Measured:
    with Index.open(folder.path.parents[1]) as index:
        (only,) = index.measured()
    return only


def review(folder: SessionFolder, name: str, kind: str = "", *, age: int = 0, **fields: object) -> None:
    """A review as far as it is compared, written `age` seconds ago."""
    made_by = {"made_by": {"kind": kind, "name": name}} if kind else {}
    file = folder.reviews / f"{name}.json"
    file.write_text(json.dumps({"format": 1, "review": {**made_by, **fields}}))
    os.utime(file, (1_700_000_000 - age,) * 2)


def dimension(name: str, score: object) -> dict[str, object]:
    return {"dimension": name, "title": name.title(), "score": score}


def test_everything_that_is_compared_is_kept(folder: SessionFolder) -> None:
    dimensions = [dimension("goals", 3), dimension("metrics", None), dimension("users", 1)]
    review(folder, "coach", "rules", call="lean hire", level="senior", dimensions=dimensions)
    review(folder, "self", "self", call="hire", dimensions=[dimension("goals", 4)])
    write_delivered(folder, FIGURES)

    assert measured(folder) == Measured(
        id=folder.id,
        started="2026-11-21T20:47:05+01:00",
        round="execution",
        mode="practice",
        level="senior",
        ended="finished",
        call="lean hire",
        called_by="rules",
        self_call="hire",
        coach_call="lean hire",
        hints=0,
        used=pytest.approx((0.525 - 0.25) / 600),  # type: ignore[arg-type]
        scores=(Scored("goals", "Goals", 3), Scored("users", "Users", 1)),
        delivered=FIGURES,
    )


def test_a_session_without_reviews_and_figures_is_compared_too(folder: SessionFolder) -> None:
    found = measured(folder)
    assert (found.call, found.called_by, found.level, found.scores, found.delivered) == ("", "", "", (), None)


def test_what_is_still_held_or_does_not_open_is_left_out(folder: SessionFolder) -> None:
    record = sessions.begin(folder.path.parent)
    broken = sessions.hold(folder.path.parent)
    (broken / "session.json").write_text("{")

    assert measured(folder).id == folder.id
    record.close()


def test_figures_that_come_later_are_noticed(folder: SessionFolder) -> None:
    with Index.open(folder.path.parents[1]) as index:
        assert index.refresh() == Refreshed(0, 0, 1)
        write_delivered(folder, FIGURES)
        assert index.refresh() == Refreshed(1, 0, 0)
        write_delivered(folder, replace(FIGURES, words_a_minute=None))
        assert index.refresh() == Refreshed(1, 0, 0)
        assert index.measured()[0].delivered == replace(FIGURES, words_a_minute=None)
        (folder.delivery / "figures.json").write_text("{")
        (folder.delivery / "other").touch()
        index.refresh()
        assert index.measured()[0].delivered is None


def test_a_partner_counts_before_a_model_before_rules_and_the_newest_of_one_kind(folder: SessionFolder) -> None:
    review(folder, "coach", call="lean hire")
    assert (told_of(folder).call, told_of(folder).called_by) == ("lean hire", "rules")
    review(folder, "small-model", "model", age=9, call="hire")
    review(folder, "large-model", "model", age=3, call="no hire")
    assert (told_of(folder).call, told_of(folder).called_by) == ("no hire", "model")
    review(folder, "anna", "partner", age=99, call="strong hire", level="group")
    found = told_of(folder)
    assert (found.call, found.called_by, found.level) == ("strong hire", "partner", "group")
    assert found.coach_call == "lean hire", "which is held against a model's"


def test_a_call_counts_before_none(folder: SessionFolder) -> None:
    review(folder, "coach", "rules", call="lean hire")
    review(folder, "model", "model", call=None)
    assert told_of(folder).call == "lean hire"


@pytest.mark.parametrize(
    "dimensions",
    [
        None,
        3,
        "goals",
        [3, None, {}],
        [dimension("", 3)],
        [dimension("a", True), dimension("b", 5), dimension("c", "3")],
    ],
)
def test_scores_that_are_none_are_left_out(folder: SessionFolder, dimensions: object) -> None:
    review(folder, "coach", "rules", call="hire", dimensions=dimensions)
    assert told_of(folder).scores == ()


@pytest.mark.parametrize("kind", ["nobody", "", "self"])
def test_a_review_by_nobody_known_makes_no_call(folder: SessionFolder, kind: str) -> None:
    review(folder, "mine", kind, call="hire")
    assert told_of(folder).call == ""


def test_hints_that_were_given_are_counted() -> None:
    given = [line(1, Role.HINT, "execution/groups/hint/1"), line(2, Role.HINT, "execution/groups/hint/2")]
    assert hints_in([line(0, Role.QUESTION), *given, line(3, Role.HINT, "execution/groups/hint/none")]) == 2


def test_time_used_runs_from_the_question_to_the_end_without_pauses() -> None:
    told: list[Event] = [
        line(20, Role.QUESTION),
        Paused(t=100),
        Resumed(t=300),
        line(350, Role.QUESTION),
        AnswerEnded(t=620, answer=1, by=By.TIME, seconds=270),
        SessionEnded(t=620, reason="time"),
        Paused(t=900),
    ]
    assert share_used(told, 800) == pytest.approx(0.5)
    assert share_used(told[:2], 800) == pytest.approx(0.1)
    assert share_used([SessionEnded(t=60, reason="failed")], 800) == 0.0
    assert share_used(told, 0) is None


def test_careful_transcription_is_no_part_of_the_interview() -> None:
    """Nor is what goes wrong with it, or a key that is pressed meanwhile."""
    told: list[Event] = [
        line(20, Role.QUESTION),
        AnswerEnded(t=420, answer=1, by=By.END, seconds=400),
        AnswerHeard(t=425, answer=1, text=""),
        Fault(t=600, part=Part.TRANSCRIBER, code="late", sentence=""),
        Pressed(t=700, key=Key.END),
        AnswerKept(t=780, answer=1, utterances=(), model=""),
        SessionEnded(t=780, reason="candidate"),
    ]
    assert seconds_held(told) == 420
    assert share_used(told, 800) == pytest.approx(0.5)
