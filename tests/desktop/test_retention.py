"""Old sessions really go to the trash, and the trash is really emptied; nothing else is touched."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.pack_shelf import new_pack, throw_away
from desktop.paths import Paths, find
from desktop.retention import (
    TRASH_DAYS,
    empty_trash,
    old_sessions,
    outlived,
    tidy,
    trash_all,
    trashed,
    trashed_packs,
)
from interviewer.records import lock
from interviewer.records.folder import ARRIVED
from interviewer.records.foreign import read_turns
from interviewer.records.imported import Foreign, import_session
from interviewer.records.library import trash
from interviewer.records.trash import restore
from tests.interviewer.records.sessions import begin, hold

NOW = datetime(2026, 12, 31, 12, tzinfo=UTC)


def session(data: Path, days_old: float) -> Path:
    """A closed session of so many days ago."""
    return hold(data / "sessions", started=NOW - timedelta(days=days_old))


@pytest.mark.parametrize(("days", "keep", "gone"), [(29, 30, False), (31, 30, True), (4000, 0, False)])
def test_how_long_a_session_is_kept(days: float, keep: int, gone: bool) -> None:
    assert outlived(NOW - timedelta(days=days), NOW, keep) is gone


def test_old_sessions_go_to_the_trash_and_young_ones_stay(tmp_path: Path) -> None:
    old, young = session(tmp_path, 31), session(tmp_path, 29)
    assert tidy(tmp_path, 30, NOW) == 1
    assert [path.name for path in trashed(tmp_path)] == [old.name]
    assert young.is_dir()
    assert not old.exists()


def test_nothing_goes_without_a_limit(tmp_path: Path) -> None:
    path = session(tmp_path, 3000)
    assert tidy(tmp_path, 0, NOW) == 0
    assert path.is_dir()


def test_a_session_under_another_name_is_judged_by_its_manifest(tmp_path: Path) -> None:
    renamed = session(tmp_path, 40).rename(tmp_path / "sessions" / "my best one")
    assert old_sessions(tmp_path, 30, NOW) == [renamed]


def test_a_session_that_is_held_or_cannot_be_read_stays(tmp_path: Path) -> None:
    held, damaged = session(tmp_path, 50), session(tmp_path, 60)
    (damaged / "session.json").write_text("{")
    recording = begin(tmp_path / "sessions", started=NOW - timedelta(days=70))
    with lock.acquire(held, sign=False):
        assert tidy(tmp_path, 30, NOW) == 0
    assert held.is_dir()
    assert damaged.is_dir()
    assert recording.folder.is_dir()
    recording.close()


def imported(data: Path, started: datetime) -> Path:
    """A session that was taken in just now, of an interview of that time."""
    turns = read_turns(b"Sam: What are the goals?\n\nJo: Shorter waits.\n", "mock.txt")
    path = import_session(data / "sessions", Foreign("Mock", started, turns=turns, candidate="Jo"), app="0")
    assert path is not None
    return path


def test_an_old_interview_that_is_imported_is_kept_from_then_on(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    path = imported(tmp_path, now - timedelta(days=400))
    assert tidy(tmp_path, 30) == 0
    os.utime(path, (0, 0))
    assert old_sessions(tmp_path, 30, now + timedelta(days=29)) == []
    assert old_sessions(tmp_path, 30, now + timedelta(days=31)) == [path]


def test_one_that_came_before_there_were_marks_is_as_young_as_its_folder(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    path = imported(tmp_path, now - timedelta(days=400))
    (path / ARRIVED).unlink()
    assert old_sessions(tmp_path, 30, now) == []
    os.utime(path, (0, 0))
    assert old_sessions(tmp_path, 30, now) == [path]


def test_a_restored_session_is_kept_from_then_on_each_time(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    hold(tmp_path / "sessions", started=now - timedelta(days=400))
    for _ in range(2):
        assert tidy(tmp_path, 30) == 1
        (lies,) = trashed(tmp_path)
        path = restore(lies, tmp_path / "sessions")
        assert tidy(tmp_path, 30) == 0
        os.utime(path / ARRIVED, (0, 0))


def test_the_trash_is_emptied_after_a_month(tmp_path: Path) -> None:
    long_ago, lately = trash(session(tmp_path, 90)), trash(session(tmp_path, 80))
    for path, days in ((long_ago, TRASH_DAYS + 1), (lately, TRASH_DAYS - 1)):
        moved = (NOW - timedelta(days=days)).timestamp()
        os.utime(path, (moved, moved))
    tidy(tmp_path, 0, NOW)
    assert trashed(tmp_path) == [lately]


def test_an_old_session_trashed_just_now_is_not_deleted(tmp_path: Path) -> None:
    path = session(tmp_path, 400)
    long_ago = (NOW - timedelta(days=400)).timestamp()
    os.utime(path, (long_ago, long_ago))
    moved = trash(path)
    tidy(tmp_path, 30)
    assert moved.is_dir()


def test_all_recordings_go_to_the_trash_and_can_be_deleted_for_good(tmp_path: Path) -> None:
    first, second = session(tmp_path, 3), session(tmp_path, 2)
    with lock.acquire(second, sign=False):
        assert trash_all(tmp_path) == (1, 1)
    assert not first.exists()
    assert trash_all(tmp_path) == (1, 0)
    assert empty_trash(tmp_path) == (2, 0)
    assert trashed(tmp_path) == []


def test_links_in_the_trash_are_left_alone(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for trash_folder in ("trash", "packs_trash"):
        (tmp_path / trash_folder).mkdir()
        (tmp_path / trash_folder / "link").symlink_to(elsewhere, target_is_directory=True)
    assert empty_trash(tmp_path) == (0, 0)
    assert elsewhere.is_dir()


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    found = find(tmp_path)
    found.make()
    return found


def test_deleted_packs_are_kept_for_a_month(paths: Paths) -> None:
    long_ago, lately = (throw_away(paths, new_pack(paths, name)) for name in ("first", "second"))
    kept = new_pack(paths, "third")
    for path, days in ((long_ago, TRASH_DAYS + 1), (lately, TRASH_DAYS - 1), (kept, 4000)):
        moved = (NOW - timedelta(days=days)).timestamp()
        os.utime(path, (moved, moved))
    tidy(paths.data, 0, NOW)
    assert trashed_packs(paths.data) == [lately]
    assert kept.is_dir()


def test_the_month_of_an_old_pack_begins_when_it_is_deleted(paths: Paths) -> None:
    folder = new_pack(paths, "mine")
    long_ago = (NOW - timedelta(days=400)).timestamp()
    os.utime(folder, (long_ago, long_ago))
    moved = throw_away(paths, folder)
    tidy(paths.data, 0)
    assert moved.is_dir()


def test_whoever_empties_the_trash_means_packs_too(paths: Paths) -> None:
    trash(session(paths.data, 3))
    throw_away(paths, new_pack(paths, "mine"))
    throw_away(paths, new_pack(paths, "mine"))
    assert empty_trash(paths.data) == (1, 2)
    assert (trashed(paths.data), trashed_packs(paths.data)) == ([], [])
