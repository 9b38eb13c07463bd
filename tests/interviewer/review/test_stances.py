"""What candidates think of remarks is kept, whatever becomes of the remarks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviewer.errors import SessionDamaged, SessionTooNew
from interviewer.records.folder import SessionFolder
from interviewer.review.annotations import Annotation, Kind
from interviewer.review.stances import Stance, Stances, read_stances, write_stances
from interviewer.review.values import Maker, Reviewer

REMARK = Annotation(
    "gap-1", Kind.GAP, 10.0, 12.0, 1, None, "goals", "Goals", "it depends", "No goal.", Maker(Reviewer.MODEL, "m")
)


@pytest.fixture
def folder(tmp_path: Path) -> SessionFolder:
    return SessionFolder(tmp_path)


def test_a_stance_comes_back_with_what_it_was_taken_to(folder: SessionFolder) -> None:
    assert read_stances(folder) == Stances()
    write_stances(folder, Stances().taken(REMARK, Stance.DISAGREE))
    kept = read_stances(folder)
    assert kept.of(REMARK) is Stance.DISAGREE
    assert (kept.entries["gap-1"]["quote"], kept.entries["gap-1"]["why"]) == ("it depends", "No goal.")
    write_stances(folder, kept.taken(REMARK, None))
    assert read_stances(folder).of(REMARK) is None


def test_what_a_later_version_added_is_carried_along(folder: SessionFolder) -> None:
    entry = {"stance": "perhaps", "mood": "blue"}
    (folder.path / "annotations.json").write_text(json.dumps({"format": 1, "stances": {"x": entry}, "more": [1]}))
    write_stances(folder, read_stances(folder).taken(REMARK, Stance.AGREE))
    value = json.loads((folder.path / "annotations.json").read_text())
    assert (value["more"], value["stances"]["x"]) == ([1], entry)
    assert value["stances"]["gap-1"]["stance"] == "agree"


def test_a_file_that_does_not_read_is_put_aside(folder: SessionFolder) -> None:
    (folder.path / "annotations.json").write_text("torn")
    with pytest.raises(SessionDamaged, match="puts that file aside"):
        read_stances(folder)
    write_stances(folder, Stances().taken(REMARK, Stance.HIDDEN))
    assert read_stances(folder).of(REMARK) is Stance.HIDDEN
    (folder.path / "annotations.json").write_text("torn again")
    write_stances(folder, Stances())
    assert (folder.path / "annotations.json.damaged").read_text() == "torn"
    assert (folder.path / "annotations.json.damaged-2").read_text() == "torn again"


def test_a_later_format_is_left_alone(folder: SessionFolder) -> None:
    (folder.path / "annotations.json").write_text('{"format": 2}')
    with pytest.raises(SessionTooNew):
        write_stances(folder, Stances())
    assert (folder.path / "annotations.json").read_text() == '{"format": 2}'
