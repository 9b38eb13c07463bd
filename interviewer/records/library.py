"""Sessions as they are found again: open one, find one by name, check one, throw one away.

Reads only, but for `trash` and `append_later`. Runs on any thread; `verify` reads every byte of a session.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from interviewer.errors import RecordError, SessionBusy, SessionDamaged, SessionMissing
from interviewer.events import Event
from interviewer.records import lock
from interviewer.records.corrections import Correction, Corrections, read_corrections
from interviewer.records.durable import not_written, sync_folder
from interviewer.records.folder import FOLDER_MODE, MANIFEST, SessionFolder
from interviewer.records.journal import Journal, add_events, read_journal
from interviewer.records.manifest import Manifest, State, read_manifest, with_events_refreshed, write_manifest
from interviewer.records.transcript import Answer, Exchange, answers_of, transcript_of, unkept_answers

TRASH = "trash"
LAST = "last"


@dataclass(frozen=True)
class Session:
    """A session read from disk. Not slotted: what is derived from the events is kept once made."""

    folder: SessionFolder
    manifest: Manifest
    journal: Journal
    corrections: Corrections = field(default_factory=Corrections)
    corrections_problem: str = ""
    """Why they could not be read, so that the transcript is as it was heard; empty otherwise."""

    @property
    def id(self) -> str:
        return self.folder.id

    @property
    def events(self) -> tuple[Event, ...]:
        return self.journal.events

    @cached_property
    def transcript(self) -> tuple[Exchange, ...]:
        """The conversation, line by line, with what was corrected."""
        return transcript_of(self.events, self.corrections.all)

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        return answers_of(self.events, self.corrections.all)

    @cached_property
    def stale_corrections(self) -> tuple[Correction, ...]:
        """Those of words that are not there any more."""
        there = {answer.number for answer in self.answers}
        lost = (one for one in self.corrections.all if one.answer not in there)
        return (*(one for answer in self.answers for one in answer.stale), *lost)

    @property
    def unkept_answers(self) -> tuple[int, ...]:
        """Numbers of the answers that have sound but no careful pass yet."""
        return unkept_answers(self.events)

    @property
    def live(self) -> bool:
        """Whether a process is holding it now."""
        return self.manifest.state is State.RECORDING and lock.is_held(self.folder.path)


def open_session(path: Path) -> Session:
    """Read a session, as far as it got. One that is being held opens too.

    Raises:
        SessionMissing: no session there.
        SessionDamaged: its manifest does not read.
        SessionTooNew: a later version of Hotseat wrote it.
    """
    folder = SessionFolder(path)
    try:
        manifest, journal = read_manifest(folder), read_journal(folder.events)
    except FileNotFoundError as error:
        if folder.events.exists() or folder.sounds():
            sentence = f"Session {folder.id} has lost its manifest, which can be made again from the rest."
            raise SessionDamaged(sentence, command="sessions recover") from error
        raise SessionMissing(f"There is no session in {path}.", command="sessions list") from error
    except OSError as error:
        sentence = f"Session {folder.id} cannot be read ({error.strerror}). Check the disk and its permissions."
        raise SessionDamaged(sentence) from error
    try:
        return Session(folder, manifest, journal, read_corrections(folder))
    except RecordError as error:
        return Session(folder, manifest, journal, corrections_problem=error.sentence)


def session_folders(sessions_dir: Path) -> list[Path]:
    """Every folder that may be a session, oldest first by name."""
    try:
        with os.scandir(sessions_dir) as entries:  # tells folders without another look at each
            names = sorted(entry.name for entry in entries if entry.is_dir() and not entry.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [sessions_dir / name for name in names]


def find_session(sessions_dir: Path, name: str) -> Path:
    """The folder of a session by its id, an unambiguous beginning of it, its last four digits, a path, or `last`.

    Raises:
        SessionMissing: none fits, or several do.
    """
    folders = session_folders(sessions_dir)
    if name == LAST:
        manifested = [path for path in folders if (path / MANIFEST).exists()]
        if not manifested:
            raise SessionMissing("There is no session yet.", command="demo")
        return manifested[-1]
    if exact := [path for path in folders if path.name == name]:
        return exact[0]
    if (Path(name) / MANIFEST).is_file():
        return Path(name).resolve()
    fitting = [path for path in folders if name and (path.name.startswith(name) or path.name.endswith(f"_{name}"))]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        few = ", ".join(path.name for path in fitting[:4])
        raise SessionMissing(
            f"{len(fitting)} sessions fit “{name}”: {few}{', …' if len(fitting) > 4 else ''}. Say more of it."
        )
    raise SessionMissing(f"No session is called “{name}”.", command="sessions list")


def append_later(path: Path, events: Sequence[Event]) -> None:
    """Add events to a session that nobody holds: the careful pass that came after it was closed or recovered.

    They follow `SessionEnded`, with the times they are about.

    Raises:
        SessionBusy: a process holds the session, or it was interrupted and is not recovered yet.
        SessionMissing, SessionDamaged, SessionTooNew: as `open_session`.
        RecordNotWritten: naming the cause.
    """
    kept = [event for event in events if event.kept]
    with lock.acquire(_existing(path), sign=False):
        session = open_session(path)
        if session.manifest.state is State.RECORDING:
            sentence = f"Session {session.id} was interrupted and has to be recovered first."
            raise SessionBusy(sentence, command="sessions recover")
        add_events(session.folder.events, kept)
        try:
            manifest = with_events_refreshed(session.folder, session.manifest)
        except OSError as error:
            raise not_written(error, "The session's manifest") from error
        write_manifest(session.folder, manifest)


def trash(path: Path) -> Path:
    """Move a session to `<data>/trash`, out of sight but not gone; where it lies now.

    Raises:
        SessionBusy: a process holds it.
        SessionMissing: no such folder.
        RecordError: it could not be moved.
    """
    with lock.acquire(_existing(path), sign=False):
        pass  # held by nobody; given back at once, for Windows moves no folder with an open file
    bin_folder = path.parent.parent / TRASH
    try:
        bin_folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        target = bin_folder / path.name
        number = 1
        while target.exists():
            number += 1
            target = bin_folder / f"{path.name}-{number}"
        path.rename(target)
        os.utime(target)  # when it was moved: the trash is emptied by that
        sync_folder(path.parent)
        sync_folder(bin_folder)
    except OSError as error:
        raise RecordError(f"Session {path.name} could not be moved to the trash ({error.strerror}).") from error
    return target


def _existing(path: Path) -> Path:
    if not path.is_dir():
        raise SessionMissing(f"There is no session in {path}.", command="sessions list")
    return path
