"""A session that is being held, on disk: satisfies `interviewer.ports.Record`.

Runs on the asyncio thread. Whatever ends the process, the folder opens again: every event is on the disk before
`append` returns, and a manifest that still says `recording` without a live lock is put in order by `recovery`.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from interviewer.errors import RecordNotWritten
from interviewer.events import Event, SessionEnded
from interviewer.records import lock, wav
from interviewer.records.durable import is_full, not_written, sync_folder
from interviewer.records.folder import SessionFolder, answer_name, line_name, session_name
from interviewer.records.journal import JournalWriter
from interviewer.records.manifest import (
    Manifest,
    PlanSummary,
    RedoOf,
    State,
    entries_of,
    new_manifest,
    put_reserve,
    release_reserve,
    write_manifest,
)

log = logging.getLogger("hotseat.records")


class SessionRecord:
    """Made with `create`; ends with `close`."""

    def __init__(
        self, folder: SessionFolder, manifest: Manifest, held: lock.SessionLock, journal: JournalWriter
    ) -> None:
        self._folder = folder
        self._manifest = manifest
        self._lock = held
        self._journal = journal
        self._last_t = 0.0
        self._ended: str | None = None
        self._closed = False

    @classmethod
    def create(
        cls,
        sessions_dir: Path,
        *,
        plan: PlanSummary,
        engines: Mapping[str, str],
        app: str,
        started: datetime | None = None,
        redo_of: RedoOf | None = None,
        origin: str = "",
    ) -> SessionRecord:
        """Begin a session in a new folder, locked and with its first manifest on the disk.

        `app` is the version of Hotseat; `started` is local time with its offset, now by default; `redo_of` says what
        it takes up again, if anything, and `origin` who held it, if not the candidate.

        Raises:
            RecordNotWritten: naming the cause; no folder is left behind.
        """
        began = started if started is not None else datetime.now().astimezone()
        folder = SessionFolder(sessions_dir / session_name(began, plan.round, plan.question))
        manifest = new_manifest(
            folder,
            app=app,
            started=began,
            title=plan.question_title or plan.question,
            plan=plan,
            engines=dict(engines),
            redo_of=redo_of,
            origin=origin,
        )
        with contextlib.ExitStack() as undo:
            try:
                folder.make()
                undo.callback(shutil.rmtree, folder.path, ignore_errors=True)
                held = lock.acquire(folder.path)
                undo.callback(held.release)
                put_reserve(folder)
                write_manifest(folder, manifest)
                journal = JournalWriter(folder.events)
                undo.callback(journal.close)
                sync_folder(folder.path)
                sync_folder(sessions_dir)
            except OSError as error:
                raise not_written(error, "A new session") from error
            undo.pop_all()
        return cls(folder, manifest, held, journal)

    @property
    def folder(self) -> Path:
        """The session folder."""
        return self._folder.path

    @property
    def id(self) -> str:
        return self._folder.id

    def append(self, event: Event) -> None:
        """Write one kept event durably before returning; others are passed over.

        Raises:
            RecordNotWritten: the disk is full or gone, or the session is closed. Nothing half-written stays behind.
        """
        if not event.kept:
            return
        if self._closed:
            raise RecordNotWritten(f"Session {self.id} is closed; nothing more can be added to it.")
        try:
            self._write(event)
        except OSError as error:
            raise not_written(error, "An event of the interview") from error
        self._last_t = max(self._last_t, event.t)
        if isinstance(event, SessionEnded):
            self._ended = event.reason

    def _write(self, event: Event) -> None:
        """The last event may take the reserve's room: the manifest that follows it needs far less than all of it."""
        try:
            self._journal.append(event)
        except OSError as error:
            if not (isinstance(event, SessionEnded) and is_full(error) and release_reserve(self._folder)):
                raise
            self._journal.append(event)

    def answer_file(self, answer: int, part: int) -> str:
        """Path inside the folder for part `part` (from 1) of an answer's sound."""
        return answer_name(answer, part)

    def line_file(self, line: int) -> str:
        """Path inside the folder for the sound of an interviewer's line."""
        return line_name(line)

    def close(self, *, failed: bool = False) -> None:
        """Write the manifest with sizes and hashes and let the session go. Safe to call twice.

        Every sound file must be closed by then. A session that was not ended yet is ended here.

        Raises:
            RecordNotWritten: the last manifest could not be written. The session is let go all the same and is
                recovered at the next start.
        """
        if self._closed:
            return
        try:
            self._end("failed" if failed else "interrupted")
            self._mend_sounds()
            self._write_last_manifest(State.FAILED if failed else State.CLOSED)
            release_reserve(self._folder)
        finally:
            self._closed = True
            self._journal.close()
            self._lock.release()

    def _end(self, reason: str) -> None:
        """The manifest matters more than a last event that finds no room."""
        if self._ended is None:
            self._ended = reason
            try:
                self._write(SessionEnded(t=self._last_t, reason=reason))
            except OSError:
                log.warning("end of session not written", extra={"session": self.id})

    def _mend_sounds(self) -> None:
        """A recorder that was killed leaves a header up to a second behind its sound."""
        for file in self._folder.sounds():
            try:
                done = wav.repair(file)
            except OSError:
                log.warning("sound file not mended", extra={"session": self.id, "file": file.name})
            else:
                if done is not wav.Repair.NONE:
                    log.info("sound file mended", extra={"session": self.id, "file": file.name, "repair": done.value})

    def _write_last_manifest(self, state: State) -> None:
        try:
            files = entries_of(self._folder)
        except OSError as error:
            raise not_written(error, "The session's manifest") from error
        change = {"state": state, "files": files, "seconds": self._last_t, "ended": self._ended}
        self._manifest = self._manifest.model_copy(update=change)
        write_manifest(self._folder, self._manifest)
