"""`session.json`: what a session is, how far it got, and which files belong to it with their sizes and hashes.

Small, replaced as a whole at every change of state. A reserve of 256 kB is put down with the first one and given back
when the disk is full, so that the last manifest still finds room. Runs on any thread.
"""

from __future__ import annotations

import hashlib
import json
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from interviewer.errors import SessionDamaged
from interviewer.records import migrations, wav
from interviewer.records.durable import is_full, not_written, replace_file, write_file
from interviewer.records.folder import EVENTS, SessionFolder
from interviewer.records.states import State as State  # noqa: PLC0414  (found here, too)

if TYPE_CHECKING:
    from interviewer.plan import Plan

RESERVE_BYTES = 256 * 1024
_CHUNK = 1024 * 1024


class _Model(BaseModel):
    """Fields of later versions are carried along, so that writing does not lose them."""

    model_config = ConfigDict(extra="allow", frozen=True)


class PhaseSummary(_Model):
    id: str
    title: str
    seconds: float


class PlanSummary(_Model):
    """What was to be held; enough to show a session without the pack it came from."""

    round: str = ""
    question: str = ""
    """Stable id of the question."""
    question_title: str = ""
    question_text: str = ""
    """The question as it is read out."""
    mode: str = ""
    minutes: float = 0.0
    phases: tuple[PhaseSummary, ...] = ()
    level: str = ""
    """Whose standards the candidate wants to be held to; empty: the question's."""


class RedoOf(_Model):
    """What a session is a redo of: one part of another one, answered again."""

    session: str
    """Id of the first take."""
    about: str
    """What the improvement is about that it takes up, as `interviewer.review.values.Improvement` has it."""
    at: float | None = None
    """Session seconds of its moment in the first take; None when it has none."""
    review: str = "coach"
    """Name of the review it stands in."""


class FileEntry(_Model):
    name: str
    """Path inside the folder, with forward slashes."""
    bytes: int
    sha256: str
    seconds: float | None = None
    """Length of a sound."""


class Manifest(_Model):
    format: int = migrations.FORMAT
    min_reader: int = 1
    """The oldest format version whose reader can make sense of this session."""
    app: str
    """Version of Hotseat that held the session."""
    id: str
    title: str
    state: State
    started: AwareDatetime
    """Wall clock; everything else in a session is on the session clock."""
    plan: PlanSummary = PlanSummary()
    engines: dict[str, str] = {}
    files: tuple[FileEntry, ...] = ()
    seconds: float | None = None
    """Session clock of the last event; None while recording."""
    ended: str | None = None
    """Reason of `SessionEnded`."""
    lost_seconds: float | None = None
    """After a recovery: at most so much sound before the interruption may be missing."""
    recovered: str | None = None
    """After a recovery: what was found and done, a sentence for the user."""
    origin: str = ""
    """Where it came from when it was not held here: see `interviewer.records.origins`."""
    redo_of: RedoOf | None = None
    """None: it is no redo. A redo is compared with its first take and counts for nothing else."""

    def entry(self, name: str) -> FileEntry | None:
        """What is noted of a file, by its path inside the folder."""
        return next((entry for entry in self.files if entry.name == name), None)


def summary_of(plan: Plan, level: str = "") -> PlanSummary:
    """What the manifest keeps of a plan."""
    phases = tuple(PhaseSummary(id=phase.id, title=phase.title, seconds=phase.seconds) for phase in plan.phases)
    return PlanSummary(
        round=plan.round.id,
        question=plan.question.id,
        question_title=plan.question.title,
        question_text=plan.question.spoken,
        mode=plan.mode.value,
        minutes=plan.seconds / 60,
        phases=phases,
        level=level,
    )


def read_manifest(folder: SessionFolder) -> Manifest:
    """The manifest as today's format has it; the file stays as it is.

    Raises:
        FileNotFoundError: there is none.
        OSError: it cannot be read.
        SessionDamaged: it is not a manifest.
        SessionTooNew: a later version wrote it and says that this one would misread it.
    """
    fields = _fields(folder.manifest)
    if fields is None:
        sentence = f"The manifest of session {folder.id} does not read. It can be made again from the rest."
        raise SessionDamaged(sentence, command="sessions recover")
    try:
        return Manifest.model_validate(migrations.upgrade(fields))
    except ValidationError as error:
        where = ", ".join(sorted({str(detail["loc"][0]) for detail in error.errors() if detail["loc"]}))
        sentence = f"The manifest of session {folder.id} is wrong in: {where}. It can be made again from the rest."
        raise SessionDamaged(sentence, command="sessions recover") from error


def write_manifest(folder: SessionFolder, manifest: Manifest) -> None:
    """Put a manifest in place of the one before, in one step; on a full disk the reserve makes room for it.

    What cannot be written, as of a name that is not UTF-8, is a question mark in it.

    Raises:
        RecordNotWritten: naming the cause. The manifest before still stands.
    """
    text = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=2)
    data = f"{text}\n".encode("utf-8", "replace")
    try:
        older = _fields(folder.manifest) if folder.manifest.exists() else None
        if older is not None and isinstance(of := older.get("format"), int):
            migrations.keep_old(folder.manifest, of)
        try:
            replace_file(folder.manifest, data)
        except OSError as error:
            if not is_full(error) or not release_reserve(folder):
                raise
            replace_file(folder.manifest, data)
    except OSError as error:
        raise not_written(error, "The session's manifest") from error


def put_reserve(folder: SessionFolder) -> None:
    """Put the reserve down. Random bytes, which no file system can store in less room.

    Raises: OSError.
    """
    write_file(folder.reserve, os.urandom(RESERVE_BYTES))


def release_reserve(folder: SessionFolder) -> bool:
    """Give the reserve's room back; False when there is none."""
    try:
        folder.reserve.unlink()
    except OSError:
        return False
    return True


def entries_of(folder: SessionFolder) -> tuple[FileEntry, ...]:
    """Size, hash and length of the events and every sound, as they are on the disk now.

    Raises: OSError.
    """
    files = [folder.events] if folder.events.exists() else []
    return tuple(entry_of(folder, file) for file in [*files, *folder.sounds()])


def entry_of(folder: SessionFolder, file: Path) -> FileEntry:
    """Raises: OSError."""
    size, digest = hash_file(file)
    sound = wav.read_header(file) if file.suffix == ".wav" else None
    seconds = round(sound.seconds, 4) if sound is not None else None
    return FileEntry(name=folder.name_of(file), bytes=size, sha256=digest, seconds=seconds)


def hash_file(file: Path, limit: int | None = None) -> tuple[int, str]:
    """(bytes, sha256 in hex) of a file, or of its first `limit` bytes.

    Raises: OSError.
    """
    digest = hashlib.sha256()
    count = 0
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK if limit is None else min(_CHUNK, limit - count)):
            digest.update(chunk)
            count += len(chunk)
    return count, digest.hexdigest()


def with_events_refreshed(folder: SessionFolder, manifest: Manifest) -> Manifest:
    """The manifest with the entry of `events.jsonl` made anew.

    Raises: OSError.
    """
    others = tuple(entry for entry in manifest.files if entry.name != EVENTS)
    return manifest.model_copy(update={"files": (entry_of(folder, folder.events), *others)})


def new_manifest(
    folder: SessionFolder,
    *,
    app: str,
    started: datetime,
    title: str,
    plan: PlanSummary,
    engines: dict[str, str],
    redo_of: RedoOf | None = None,
    origin: str = "",
) -> Manifest:
    """The manifest of a session that begins now."""
    return Manifest(
        app=app,
        id=folder.id,
        title=title,
        state=State.RECORDING,
        started=started,
        plan=plan,
        engines=engines,
        redo_of=redo_of,
        origin=origin,
    )


def _fields(path: Path) -> dict[str, Any] | None:
    try:
        fields = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return None
    return fields if isinstance(fields, dict) else None
