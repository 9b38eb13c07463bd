"""Sessions come back from the trash as they were, and go for good only when somebody says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.errors import RecordError, SessionMissing
from interviewer.records.library import open_session, trash
from interviewer.records.trash import delete, in_trash, restore
from tests.interviewer.records import sessions


def test_what_is_in_the_trash_comes_back_under_its_name(tmp_path: Path) -> None:
    folder = sessions.hold(tmp_path / "sessions")
    transcript = open_session(folder).transcript
    thrown = trash(folder)

    assert [listed.id for listed in in_trash(tmp_path)] == [folder.name]

    assert restore(thrown, tmp_path / "sessions") == folder
    assert open_session(folder).transcript == transcript
    assert in_trash(tmp_path) == []


def test_the_second_of_a_name_gets_the_name_it_can_have(tmp_path: Path) -> None:
    folder = sessions.hold(tmp_path / "sessions")
    first = trash(folder)
    restored = restore(first, tmp_path / "sessions")
    (tmp_path / "trash" / folder.name).mkdir()
    again = trash(restored)
    assert again.name == f"{folder.name}-2"

    assert restore(again, tmp_path / "sessions").name == folder.name


def test_nothing_is_written_over(tmp_path: Path) -> None:
    folder = sessions.hold(tmp_path / "sessions")
    thrown = trash(folder)
    folder.mkdir()

    with pytest.raises(RecordError, match="already"):
        restore(thrown, tmp_path / "sessions")

    assert thrown.is_dir()


def test_what_is_gone_cannot_come_back(tmp_path: Path) -> None:
    with pytest.raises(SessionMissing):
        restore(tmp_path / "trash" / "nothing", tmp_path / "sessions")


def test_only_what_is_in_the_trash_is_deleted(tmp_path: Path) -> None:
    folder = sessions.hold(tmp_path / "sessions")
    with pytest.raises(RecordError, match="not in the trash"):
        delete(folder)
    assert folder.is_dir()

    thrown = trash(folder)
    delete(thrown)
    delete(thrown)  # twice is no harm

    assert in_trash(tmp_path) == []


def test_a_damaged_one_is_listed_with_its_reason(tmp_path: Path) -> None:
    folder = sessions.hold(tmp_path / "sessions")
    (folder / "session.json").write_text("{")
    trash(folder)

    assert in_trash(tmp_path)[0].problem
