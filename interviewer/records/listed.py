"""A session as a list shows it, read from its folder. What reviewers called it comes from their files, unchecked.

Blocking file access, any thread; `index` keeps the result so that a list of thousands need not do this again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from interviewer.errors import RecordError
from interviewer.records.folder import CORRECTIONS, DELIVERY, MANIFEST, REVIEWS, started_in_name
from interviewer.records.library import Session, open_session
from interviewer.records.measured import Extra, Told, extra_of, seconds_held, told_of

UNREADABLE = "unreadable"
"""State of a session that does not open."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A session as a list shows it."""

    id: str
    started: str
    """ISO 8601 with offset, local time of the interview."""
    state: str
    round: str
    question: str
    title: str
    mode: str
    seconds: float | None
    """How long it was held, as in `measured.seconds_held`; None while recording."""
    ended: str | None
    lost_seconds: float | None
    answers: int
    unkept: int
    """Answers that have sound but no careful pass yet."""
    problem: str
    """Why the session does not open; empty for one that does."""
    call: str = ""
    """Of the review that counts, as `measured.Told` has it; empty: none."""
    level: str = ""
    """Whose standards it was reviewed by, else held for; may be empty."""
    self_call: str = ""
    """The candidate's own call; empty: not given."""
    disk_bytes: int = 0
    """Everything in the folder, when it was read."""
    origin: str = ""
    """Where it came from when it was not held here: see `origins`."""
    redo_of: str = ""
    """Id of the session of which it redoes a part; empty: it is no redo."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is listed of a session, and the words to search it by."""

    listed: Listed
    asked: str = ""
    answered: str = ""
    extra: Extra = field(default_factory=Extra)
    """What only comparisons over time ask for."""


class Stamp(NamedTuple):
    """Tells whether a session has changed since it was read."""

    mtime_ns: int
    bytes: int
    """Of the manifest."""
    reviews_ns: int
    """When a review came, went or was written anew; 0: there is no folder of reviews."""
    delivery_ns: int
    """The same of the figures of its delivery."""
    corrections_ns: int = 0
    """When words of its transcript were corrected last; 0: never."""


def stamp_of(path: Path) -> Stamp:
    """The stamp of a session's folder as it is now.

    Raises: OSError: there is no manifest.
    """
    manifest = (path / MANIFEST).stat()
    return Stamp(
        manifest.st_mtime_ns,
        manifest.st_size,
        _changed(path / REVIEWS),
        _changed(path / DELIVERY),
        _changed(path / CORRECTIONS),
    )


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def contents_of(path: Path) -> Contents:
    """Read a session; one that does not open is listed with the reason."""
    size = size_of(path)
    try:
        session = open_session(path)
    except RecordError as error:
        return Contents(_unreadable(path.name, error.sentence, size))
    asked = "\n".join(exchange.asked for exchange in session.transcript)
    answered = "\n".join(exchange.answered for exchange in session.transcript)
    told = told_of(session.folder)
    return Contents(_listed(session, told, size), asked, answered, extra_of(session, told))


def size_of(path: Path) -> int:
    """Bytes of all files in a folder; one that vanishes meanwhile counts nothing."""
    return sum(_sizes(path))


def _sizes(path: Path) -> Iterator[int]:
    try:
        entries = list(os.scandir(path))
    except OSError:
        return
    for entry in entries:
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _sizes(Path(entry.path))
            else:
                yield entry.stat(follow_symlinks=False).st_size
        except OSError:
            continue


def _listed(session: Session, told: Told, size: int) -> Listed:
    manifest, plan = session.manifest, session.manifest.plan
    return Listed(
        id=session.id,
        started=manifest.started.isoformat(),
        state=manifest.state.value,
        round=plan.round,
        question=plan.question,
        title=manifest.title,
        mode=plan.mode,
        seconds=seconds_held(session.events) if manifest.seconds is not None else None,
        ended=manifest.ended,
        lost_seconds=manifest.lost_seconds,
        answers=len(session.answers),
        unkept=len(session.unkept_answers),
        problem="",
        call=told.call if manifest.redo_of is None else "",
        level=told.level or plan.level,
        self_call=told.self_call,
        disk_bytes=size,
        origin=manifest.origin,
        redo_of=manifest.redo_of.session if manifest.redo_of is not None else "",
    )


def _unreadable(name: str, problem: str, size: int) -> Listed:
    started = started_in_name(name)
    day = started.isoformat() if started is not None else name
    return Listed(name, day, UNREADABLE, "", "", name, "", None, None, None, 0, 0, problem, disk_bytes=size)
