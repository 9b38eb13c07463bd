"""The index is a cache: right after every change, rebuilt when damaged, left alone when it is another version's."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import stat
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from interviewer.events import AnswerTyped
from interviewer.records import index as index_module
from interviewer.records.index import SCHEMA, Filter, Index, Refreshed
from interviewer.records.library import append_later
from tests.interviewer.records import sessions
from tests.support.guards import ExpectedLog


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Three sessions of three days."""
    for day, said in enumerate(("growth through members", "growth through invitations", "café über alles")):
        sessions.hold(tmp_path / "sessions", said=said, started=sessions.STARTED + timedelta(days=day))
    return tmp_path


def folders(data: Path) -> list[Path]:
    return sorted((data / "sessions").iterdir())


def test_sessions_are_listed_newest_first(data: Path) -> None:
    with Index.open(data) as index:
        listed = index.sessions()

        assert [each.id for each in listed] == [folder.name for folder in reversed(folders(data))]
        assert index.notice == ""
        assert (listed[0].round, listed[0].title, listed[0].state) == ("execution", "Groups", "closed")
        assert (listed[0].seconds, listed[0].answers, listed[0].unkept, listed[0].problem) == (0.525, 1, 0, "")
        assert listed[0].started == "2026-11-23T20:47:05+01:00"


def test_filters_and_limits(data: Path) -> None:
    record = sessions.begin(data / "sessions", started=sessions.STARTED - timedelta(days=9))
    with Index.open(data) as index:
        assert [each.id for each in index.sessions(Filter(state="recording"))] == [record.id]
        assert len(index.sessions(Filter(round="execution", mode="practice", state="closed"))) == 3
        assert index.sessions(Filter(round="strategy")) == []
        assert index.sessions(Filter(question="execution/groups", limit=2)) == index.sessions()[:2]
        record.close()
        index.refresh()
        assert index.sessions(Filter(state="recording")) == []


def test_words_are_found(data: Path) -> None:
    first, second, third = (folder.name for folder in folders(data))
    with Index.open(data) as index:
        assert {hit.session.id for hit in index.search("growth")} == {first, second}
        assert [hit.session.id for hit in index.search("GROWTH invit")] == [second]
        assert [hit.session.id for hit in index.search("cafe uber")] == [third]
        assert len(index.search("goals")) == 3  # asked
        assert "invitations" in index.search("through invitations")[0].snippet
        assert index.search("decline") == index.search("  ") == index.search('"*(') == []


@pytest.mark.parametrize(
    "text", ['"', "growth OR decline", "growth NOT members", "asked:growth", "NEAR(a b)", "a*b", "-x"]
)
def test_nothing_a_user_types_is_an_operator(data: Path, text: str) -> None:
    with Index.open(data) as index:
        assert index.search(text) == []


def test_a_refresh_reads_only_what_has_changed(data: Path) -> None:
    first, second, _third = folders(data)
    with Index.open(data) as index:
        assert index.refresh() == Refreshed(0, 0, 3)

        append_later(first, [sessions.kept(1, 0.5, "quite another text")])
        shutil.rmtree(second)
        added = sessions.hold(data / "sessions", said="brand new", started=sessions.STARTED + timedelta(days=7))

        assert index.refresh() == Refreshed(2, 1, 1)
        assert [hit.session.id for hit in index.search("another")] == [first.name]
        assert index.search("members") == []
        assert [hit.session.id for hit in index.search("brand")] == [added.name]
        assert len(index.sessions()) == 3


def test_a_session_that_does_not_open_is_listed_with_its_reason(data: Path) -> None:
    folder = folders(data)[0]
    fields = json.loads((folder / "session.json").read_text())
    (folder / "session.json").write_text(json.dumps({**fields, "min_reader": 5}))

    with Index.open(data) as index:
        listed = index.sessions()[-1]

    assert (listed.id, listed.state) == (folder.name, "unreadable")
    assert "Update" in listed.problem


def test_the_index_is_private(data: Path) -> None:
    before = os.umask(0o022)
    try:
        with Index.open(data):
            files = list(data.glob("index.sqlite*"))
            assert {path.name for path in files} == {"index.sqlite", "index.sqlite-wal", "index.sqlite-shm"}
            assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    finally:
        os.umask(before)


def test_it_can_be_deleted(data: Path) -> None:
    with Index.open(data) as index:
        before = index.sessions()
    (data / "index.sqlite").unlink()

    with Index.open(data) as index:
        assert index.sessions() == before
        assert len(index.search("growth")) == 2


def no_database(path: Path) -> None:
    path.write_bytes(b"this is not a database, " * 400)


def pages_overwritten(path: Path) -> None:
    rng = random.Random(7)
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(rng.randbytes(path.stat().st_size - 4096))


def table_dropped(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("DROP TABLE sessions")
    db.commit()
    db.close()


@pytest.mark.parametrize("damage", [no_database, pages_overwritten, table_dropped])
def test_a_damaged_one_is_put_aside_and_rebuilt(data: Path, expected_log: ExpectedLog, damage: object) -> None:
    with Index.open(data) as index:
        before = index.sessions()
    assert callable(damage)
    damage(data / "index.sqlite")
    expected_log("index damaged, rebuilt")

    with Index.open(data) as index:
        assert index.sessions() == before
        assert index.notice == ""
    with Index.open(data) as index:
        assert index.refresh() == Refreshed(0, 0, 3)
    assert len(list(data.glob("index.sqlite.bad-*"))) == 1


def test_damage_while_it_is_open_is_mended(data: Path, expected_log: ExpectedLog) -> None:
    with Index.open(data) as index:
        before = index.sessions()
    with Index(data / "index.sqlite", data / "sessions") as index:
        table_dropped(data / "index.sqlite")
        expected_log("index damaged, rebuilt")

        assert index.sessions() == before


def test_that_of_a_later_version_is_left_as_it_is(data: Path) -> None:
    db = sqlite3.connect(data / "index.sqlite")
    db.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    db.execute("CREATE TABLE theirs (a)")
    db.commit()
    db.close()
    before = (data / "index.sqlite").read_bytes()

    with Index.open(data) as index:
        assert len(index.sessions()) == 3
        assert len(index.search("growth")) == 2
        assert "later version" in index.notice

    assert (data / "index.sqlite").read_bytes() == before


def test_one_that_is_locked_is_done_without(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Index.open(data) as index:
        before = index.sessions()
    monkeypatch.setattr(index_module, "BUSY_SECONDS", 0.01)
    db = sqlite3.connect(data / "index.sqlite", isolation_level=None)
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
    db.execute("BEGIN EXCLUSIVE")

    with Index.open(data) as index:
        assert index.sessions() == before
        assert "memory" in index.notice
    db.close()
    with Index.open(data) as index:
        assert index.notice == ""


def test_a_data_folder_that_is_a_file_gives_an_empty_list(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file in the way")

    with Index.open(tmp_path / "data") as index:
        assert index.sessions() == []
        assert "memory" in index.notice


def test_two_thousand_sessions_refresh_quickly(tmp_path: Path) -> None:
    """Median of three; nothing has changed. The bound leaves room for a busy machine."""
    sessions_dir = tmp_path / "sessions"
    model = sessions.hold(sessions_dir)
    for number in range(2000):
        folder = sessions_dir / f"2025-01-01T0000_{number:04d}_0000"
        folder.mkdir()
        for name in ("session.json", "events.jsonl"):
            shutil.copyfile(model / name, folder / name)
    times = []
    with Index.open(tmp_path) as index:
        for _ in range(3):
            start = time.perf_counter()
            assert index.refresh() == Refreshed(0, 0, 2001)
            times.append(time.perf_counter() - start)

    assert sorted(times)[1] < 0.5


def review(folder: Path, name: str, **fields: object) -> None:
    """A review as far as a list reads it, written as reviews are: whole, over the one before."""
    file = folder / "reviews" / f"{name}.json"
    file.with_suffix(".tmp").write_text(json.dumps({"format": 1, "review": fields}))
    file.with_suffix(".tmp").replace(file)


def test_the_calls_of_reviews_are_listed(data: Path) -> None:
    folder = folders(data)[-1]
    with Index.open(data) as index:
        assert (index.sessions()[0].call, index.sessions()[0].self_call) == ("", "")

        review(folder, "coach", call="lean hire", level="senior", dimensions=[])
        review(folder, "self", call="hire")
        assert index.refresh() == Refreshed(1, 0, 2)

        first = index.sessions()[0]
        assert (first.call, first.level, first.self_call) == ("lean hire", "senior", "hire")

        review(folder, "coach", call=None, level="pm")
        index.refresh()
        assert (index.sessions()[0].call, index.sessions()[0].level) == ("", "pm")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"review": 3}', '{"review": {"call": 3}}', "[" * 100_000])
def test_a_review_that_does_not_read_has_no_call(data: Path, text: str) -> None:
    (folders(data)[0] / "reviews" / "coach.json").write_text(text)

    with Index.open(data) as index:
        assert [listed.call for listed in index.sessions()] == ["", "", ""]


HALF = "caf\ud83d"


def test_what_no_file_can_hold_in_one_session_keeps_the_others_from_nobody(data: Path) -> None:
    """Half of a surrogate pair, which an escape can carry, in a review, a manifest and an answer; a huge number; and a
    folder whose name is not UTF-8, where there are such."""
    with_review, with_title, with_words = folders(data)
    dimension = {"dimension": "goals", "title": HALF, "score": 3}
    value = {"made_by": {"kind": "partner", "name": HALF}, "call": HALF, "level": HALF, "dimensions": [dimension]}
    (with_review / "reviews" / "partner.json").write_text(json.dumps({"format": 1, "review": value}))
    manifest = json.loads((with_title / "session.json").read_text())
    (with_title / "session.json").write_text(json.dumps({**manifest, "title": HALF}))
    append_later(with_words, [AnswerTyped(t=0.5, answer=1, text=f"{HALF} zebra")])
    figures = {"speaking_seconds": 10**30, "words_a_minute": 1, "fillers_a_minute": 1, "longest_pause": 1}
    (with_words / "delivery").mkdir(exist_ok=True)
    (with_words / "delivery" / "figures.json").write_text(json.dumps({"format": 1, **figures}))
    if sys.platform == "linux":
        shutil.copytree(with_words, data / "sessions" / os.fsdecode(b"caf\xe9"))

    with Index.open(data) as index:
        assert [one.id for one in index.sessions()] == [with_words.name, with_title.name, with_review.name]
        assert [one.call for one in index.sessions()][-1] == "caf?"
        assert [one.title for one in index.sessions()] == ["Groups", "caf?", "Groups"]
        assert len(index.measured()) == 3
        assert [hit.session.id for hit in index.search("zebra")] == [with_words.name]
        assert index.sessions(Filter(round=HALF)) == []
        assert index.refresh() == Refreshed(read=0, removed=0, unchanged=3)
        assert index.notice == ""


def test_what_a_session_takes_on_the_disk_is_listed(data: Path) -> None:
    folder = folders(data)[-1]
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())

    with Index.open(data) as index:
        assert index.sessions()[0].disk_bytes == size > 800


def test_a_title_is_found(data: Path) -> None:
    with Index.open(data) as index:
        assert len(index.search("grou")) == 3


def test_an_index_of_the_schema_before_is_built_anew(data: Path) -> None:
    with Index.open(data) as index:
        before = index.sessions()
    db = sqlite3.connect(data / "index.sqlite", isolation_level=None)
    db.execute("ALTER TABLE sessions DROP COLUMN call")
    db.execute("PRAGMA user_version = 1")
    db.close()

    with Index.open(data) as index:
        assert index.sessions() == before


def test_how_far_a_refresh_got_is_told_and_kept(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "AT_ONCE", 2)
    told: list[tuple[int, int]] = []
    with Index(data / "index.sqlite", data / "sessions") as index:
        index.refresh(lambda read, of: told.append((read, of)))

        assert told == [(0, 3), (2, 3)]
        assert len(index.sessions()) == 3


def test_two_readers_of_the_same_folders_do_not_collide(data: Path) -> None:
    path = data / "index.sqlite"
    with Index(path, data / "sessions") as one, Index(path, data / "sessions") as other:
        other_read = [False]

        def in_between(_read: int, _of: int) -> None:
            if not other_read[0]:
                other_read[0] = True
                other.refresh()

        one.refresh(in_between)

        assert len(one.sessions()) == len(other.sessions()) == 3
        assert len(one.search("growth")) == 2


def test_many_who_open_a_new_index_at_once_all_find_everything(data: Path) -> None:
    def opened(_number: int) -> int:
        with Index.open(data) as index:
            return len(index.sessions())

    with ThreadPoolExecutor(8) as pool:
        for _ in range(6):
            for file in data.glob("index.sqlite*"):
                file.unlink()
            assert set(pool.map(opened, range(8))) == {3}
