"""A session that redoes a part of another: kept, listed beside its first take, and counted for nothing."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from interviewer.records.folder import SessionFolder
from interviewer.records.index import Filter, Index
from interviewer.records.manifest import RedoOf, read_manifest, write_manifest
from interviewer.records.session import SessionRecord
from tests.interviewer.records import sessions

REDO = RedoOf(session="first", about="guardrails", at=12.5, review="coach")


def redo(data: Path, of: str = "first") -> Path:
    """A redo that was held."""
    record = SessionRecord.create(
        data / "sessions",
        plan=sessions.PLAN,
        engines=sessions.ENGINES,
        app="0.1.0",
        started=sessions.STARTED + timedelta(days=1),
        redo_of=REDO.model_copy(update={"session": of}),
    )
    record.close()
    return record.folder


def test_the_manifest_keeps_what_it_redoes(tmp_path: Path) -> None:
    folder = SessionFolder(redo(tmp_path))
    assert read_manifest(folder).redo_of == REDO
    write_manifest(folder, read_manifest(folder).model_copy(update={"title": "Another"}))
    assert read_manifest(folder).redo_of == REDO
    assert json.loads(folder.manifest.read_text())["redo_of"]["at"] == 12.5


@pytest.mark.parametrize("older", [{}, {"redo_of": None}])
def test_a_manifest_without_it_is_no_redo(tmp_path: Path, older: dict[str, None]) -> None:
    folder = SessionFolder(sessions.hold(tmp_path / "sessions"))
    fields = json.loads(folder.manifest.read_text())
    del fields["redo_of"]
    folder.manifest.write_text(json.dumps({**fields, **older}))
    assert read_manifest(folder).redo_of is None
    with Index.open(tmp_path) as index:
        assert [one.redo_of for one in index.sessions()] == [""]


def test_it_is_listed_beside_its_first_take_and_never_measured(tmp_path: Path) -> None:
    first = sessions.hold(tmp_path / "sessions").name
    again = redo(tmp_path, first).name
    with Index.open(tmp_path) as index:
        assert [(one.id, one.redo_of) for one in index.sessions()] == [(again, first), (first, "")]
        assert [one.id for one in index.sessions(Filter(redo_of=first))] == [again]
        assert index.sessions(Filter(redo_of=again)) == []
        assert [one.id for one in index.sessions(Filter(redos=False, limit=1))] == [first]
        assert [one.id for one in index.measured()] == [first]
