"""`index.sqlite`: a cache that lists and searches sessions quickly. Never the only copy of anything.

It can be deleted at any time; `refresh` reads the folders again, but only those whose manifest, reviews, delivery or
corrections have changed, some at a time, so that nobody who wants the file waits for all of them. A damaged cache is
put aside and rebuilt, that of a later version is left alone and kept in memory instead. One object belongs to one
thread.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TypeVar

from interviewer.errors import RecordError
from interviewer.records.folder import FILE_MODE, FOLDER_MODE
from interviewer.records.library import session_folders
from interviewer.records.listed import Contents, Listed, Stamp, contents_of, stamp_of
from interviewer.records.measured import COLUMNS, SELECTED, Measured, of_row
from interviewer.records.origins import NOBODYS_OWN
from interviewer.records.states import State

log = logging.getLogger("hotseat.records")

T = TypeVar("T")

SCHEMA = 8
"""`user_version` of the cache. A change of tables raises it; older caches are thrown away and built anew."""

_NOT_THE_FILE = frozenset(
    {
        *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM),
        *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN),
    }
)
"""Primary result codes that say nothing against the file itself."""

BUSY_SECONDS = 5.0
SNIPPET_WORDS = 16
_INTEGER_BITS = 63
"""Of a number, its sign left out."""
AT_ONCE = 50
"""Sessions that are written together; reading so many takes about a tenth of a second."""

_TABLES = f"""
CREATE TABLE sessions (
    number INTEGER PRIMARY KEY, mtime_ns INTEGER NOT NULL, bytes INTEGER NOT NULL, reviews_ns INTEGER NOT NULL,
    delivery_ns INTEGER NOT NULL, corrections_ns INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE, started TEXT NOT NULL, state TEXT NOT NULL, round TEXT NOT NULL, question TEXT NOT NULL,
    title TEXT NOT NULL, mode TEXT NOT NULL, seconds REAL, ended TEXT,
    lost_seconds REAL, answers INTEGER NOT NULL, unkept INTEGER NOT NULL, problem TEXT NOT NULL,
    call TEXT NOT NULL, level TEXT NOT NULL, self_call TEXT NOT NULL, disk_bytes INTEGER NOT NULL,
    origin TEXT NOT NULL, redo_of TEXT NOT NULL, {COLUMNS}
);
CREATE VIRTUAL TABLE words USING fts5 (title, asked, answered, tokenize = 'unicode61 remove_diacritics 2');
"""
_COLUMNS = ", ".join(field.name for field in fields(Listed))


@dataclass(frozen=True, slots=True)
class Filter:
    """Which sessions to list; an empty field asks for nothing."""

    round: str = ""
    mode: str = ""
    state: str = ""
    question: str = ""
    redo_of: str = ""
    """Id of the session they redo a part of."""
    redos: bool = True
    """False: only sessions that are no redo."""
    limit: int = 0
    """At most so many, newest first; 0: all."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A session in which the words were said."""

    session: Listed
    snippet: str
    """Some words around the first place, as plain text."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did."""

    read: int
    removed: int
    unchanged: int


class Index:
    """Made with `open`; `close` it when done."""

    def __init__(self, path: Path, sessions_dir: Path) -> None:
        self._path = path
        self._sessions_dir = sessions_dir
        self.notice = ""
        """Why the cache is not the file; a sentence for the user, empty when it is."""
        self._db = self._open()

    @classmethod
    def open(cls, data_dir: Path) -> Index:
        """The index of `<data>/sessions`, refreshed."""
        index = cls(data_dir / "index.sqlite", data_dir / "sessions")
        try:
            index.refresh()
        except BaseException:
            index.close()
            raise
        return index

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def refresh(self, told: Callable[[int, int], None] | None = None) -> Refreshed:
        """Take in what has changed in the folders, told by their stamps. `told`: how many of how many are read."""
        return self._mended(lambda: self._refresh(told))

    def sessions(self, only: Filter | None = None) -> list[Listed]:
        """Sessions, newest first."""
        return self._mended(lambda: self._sessions(only or Filter()))

    def measured(self) -> list[Measured]:
        """Every session that opens and is over, newest first, as it is compared with others. A redo is compared with
        its first take only."""
        return self._mended(self._measured)

    def search(self, text: str) -> list[Hit]:
        """Sessions whose title or talk has every word, best first; the last word may be the beginning of one."""
        wanted = _query(text)
        return self._mended(lambda: self._search(wanted)) if wanted else []

    # --- opening ----------------------------------------------------------------------------------------------------

    def _open(self) -> sqlite3.Connection:
        try:
            return self._open_file()
        except sqlite3.DatabaseError as error:
            return self._open_memory(_in_memory(error)) if _blameless(error) else self._rebuilt()
        except OSError as error:
            return self._open_memory(_in_memory(error))

    def _open_file(self) -> sqlite3.Connection:
        self._path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, FILE_MODE))
        with contextlib.ExitStack() as undo:
            db = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)
            undo.callback(db.close)
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if version > SCHEMA:
                return self._open_memory("A later version of Hotseat keeps the list of sessions; it is left as it is.")
            if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("quick_check")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            if version < SCHEMA:
                _make_tables(db)
            undo.pop_all()
            return db

    def _open_memory(self, notice: str) -> sqlite3.Connection:
        log.info("index kept in memory", extra={"reason": notice})
        self.notice = notice
        db = sqlite3.connect(":memory:", isolation_level=None)
        try:
            _make_tables(db)
        except sqlite3.OperationalError as error:
            db.close()
            sentence = f"The list of sessions cannot be made ({error}). Use a Python whose SQLite has FTS5."
            raise RecordError(sentence) from error
        return db

    def _rebuilt(self) -> sqlite3.Connection:
        """Put the damaged cache aside and begin an empty one."""
        log.warning("index damaged, rebuilt")
        aside = f"{self._path.name}.bad-{time.time_ns()}"
        try:
            for tail in ("", "-wal", "-shm"):
                file = self._path.with_name(self._path.name + tail)
                if file.exists():
                    file.rename(self._path.with_name(aside + tail))
            return self._open_file()
        except (OSError, sqlite3.DatabaseError) as error:
            return self._open_memory(_in_memory(error))

    def _mended(self, work: Callable[[], T]) -> T:
        """Do something with the cache; if it turns out to be damaged, once more with a new one."""
        try:
            return work()
        except sqlite3.DatabaseError as error:
            self._db.close()
            self._db = self._open_memory(_in_memory(error)) if _blameless(error) else self._rebuilt()
        self._refresh()
        return work()

    # --- work -------------------------------------------------------------------------------------------------------

    def _refresh(self, told: Callable[[int, int], None] | None = None) -> Refreshed:
        stamps = self._db.execute("SELECT id, mtime_ns, bytes, reviews_ns, delivery_ns, corrections_ns FROM sessions")
        known = {name: Stamp(*stamp) for name, *stamp in stamps}
        there = dict(self._stamps())
        changed = [name for name, stamp in there.items() if known.get(name) != stamp]
        gone = known.keys() - there.keys()
        with _transaction(self._db):
            for name in gone:
                self._forget(name)
        for first in range(0, len(changed), AT_ONCE):
            if told is not None:
                told(first, len(changed))
            self._take_in(changed[first : first + AT_ONCE], there)
        return Refreshed(len(changed), len(gone), len(there) - len(changed))

    def _stamps(self) -> Iterator[tuple[str, Stamp]]:
        for folder in session_folders(self._sessions_dir):
            if _storable(folder.name) != folder.name:
                continue  # no session of ours has a name that is not UTF-8
            with contextlib.suppress(OSError):
                yield folder.name, stamp_of(folder)

    def _take_in(self, names: list[str], stamps: Mapping[str, Stamp]) -> None:
        """Read some sessions, then write them in one go, over what another process has written meanwhile."""
        read = [(name, contents_of(self._sessions_dir / name)) for name in names]
        with _transaction(self._db):
            for name, contents in read:
                self._forget(name)
                self._insert(stamps[name], contents)

    def _forget(self, name: str) -> None:
        self._db.execute("DELETE FROM words WHERE rowid = (SELECT number FROM sessions WHERE id = ?)", (name,))
        self._db.execute("DELETE FROM sessions WHERE id = ?", (name,))

    def _insert(self, stamp: Stamp, contents: Contents) -> None:
        row = tuple(map(_storable, (*stamp, *astuple(contents.listed), *contents.extra.row())))
        number = self._db.execute(f"INSERT INTO sessions VALUES (NULL{', ?' * len(row)})", row).lastrowid
        words = (number, *map(_storable, (contents.listed.title, contents.asked, contents.answered)))
        self._db.execute("INSERT INTO words (rowid, title, asked, answered) VALUES (?, ?, ?, ?)", words)

    def _sessions(self, only: Filter) -> list[Listed]:
        columns = ("round", "mode", "state", "question", "redo_of")
        asked = {column: value for column in columns if (value := getattr(only, column))}
        if not only.redos:
            asked["redo_of"] = ""
        where = " AND ".join(f"{column} = ?" for column in asked) or "1"
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM sessions WHERE {where} ORDER BY id DESC LIMIT ?",
            (*map(_storable, asked.values()), only.limit or -1),
        )
        return [Listed(*row) for row in rows]

    def _measured(self) -> list[Measured]:
        nobodys = ", ".join("?" * len(NOBODYS_OWN))
        rows = self._db.execute(
            f"SELECT {SELECTED} FROM sessions "
            f"WHERE problem = '' AND redo_of = '' AND state <> ? AND origin NOT IN ({nobodys}) ORDER BY id DESC",
            (State.RECORDING.value, *(origin.value for origin in NOBODYS_OWN)),
        )
        return [of_row(row) for row in rows]

    def _search(self, wanted: str) -> list[Hit]:
        rows = self._db.execute(
            f"SELECT {', '.join(f'sessions.{column}' for column in _COLUMNS.split(', '))}, "
            "snippet(words, -1, '', '', '…', ?) FROM words JOIN sessions ON sessions.number = words.rowid "
            "WHERE words MATCH ? ORDER BY rank",
            (SNIPPET_WORDS, wanted),
        )
        return [Hit(Listed(*row[:-1]), row[-1]) for row in rows]


def _blameless(error: sqlite3.DatabaseError) -> bool:
    """Whether the disk or another process is the cause, and the file may be sound."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _NOT_THE_FILE


def _in_memory(error: Exception) -> str:
    return f"The list of sessions is kept in memory only, which is slower: {error}."


def _storable(value: object) -> object:
    """A value as SQLite takes it: whatever stands in somebody's files, it keeps the other sessions from nobody."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, int) and value.bit_length() > _INTEGER_BITS:
        return None
    return value


def _query(text: str) -> str:
    """Words of a user as an FTS5 query: each one quoted, so that none is taken for an operator."""
    words = re.findall(r"\w+", text)
    return " ".join(f'"{word}"' for word in words) + "*" if words else ""


def _make_tables(db: sqlite3.Connection) -> None:
    """Make them anew, unless somebody who opened the file at the same moment has done so."""
    with _transaction(db):
        if db.execute("PRAGMA user_version").fetchone()[0] == SCHEMA:
            return
        db.execute("DROP TABLE IF EXISTS sessions")
        db.execute("DROP TABLE IF EXISTS words")
        for statement in filter(str.strip, _TABLES.split(";")):
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {SCHEMA}")


@contextlib.contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
