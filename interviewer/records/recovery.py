"""Interrupted sessions, put in order at the next start: nothing that reached the disk is given up.

A session is interrupted when its manifest says `recording` and no live process holds its lock, or when a folder has
sound or events but no readable manifest. Recovering twice changes nothing more. Runs on any thread.
"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from interviewer.errors import RecordError, SessionBusy, SessionDamaged
from interviewer.events import (
    AnswerBegan,
    AnswerEnded,
    By,
    Event,
    FileBegan,
    LineBegan,
    SessionEnded,
    SessionStarted,
)
from interviewer.records import lock, wav
from interviewer.records.durable import not_written, put_aside
from interviewer.records.folder import SessionFolder, started_in_name
from interviewer.records.journal import Journal, add_events, read_journal
from interviewer.records.library import session_folders
from interviewer.records.manifest import (
    Manifest,
    PlanSummary,
    State,
    entries_of,
    new_manifest,
    read_manifest,
    release_reserve,
    write_manifest,
)
from interviewer.records.transcript import answers_of, frame_at, unkept_answers
from speech.words import SAMPLE_RATE

log = logging.getLogger("hotseat.records")

KILLED_SECONDS = 0.2
"""Sound a killed recorder can still have held: a device buffer and a block (measured: none at 40 kills)."""
POWER_LOSS_SECONDS = 1.2
"""Sound that may not have reached the disk when the whole system went down: one second between syncs, and the above."""

NEW_SECONDS = 60.0
"""A folder without manifest, sound and events is left alone for so long: it may be just being made."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What became of one interrupted session."""

    folder: Path
    id: str
    title: str
    note: str
    """What was found and done, or why it could not be done; for the user."""
    lost_seconds: float
    """At most so much sound before the interruption may be missing."""
    unkept_answers: tuple[int, ...]
    """Answers that have sound but no careful pass yet; `append_later` takes their `AnswerKept`."""
    failed: bool = False
    """True when the session could not be recovered; it is as it was."""


def recover_all(sessions_dir: Path) -> list[Recovered]:
    """Recover every interrupted session; those that fail are told among the others."""
    found = []
    for path in session_folders(sessions_dir):
        try:
            recovered = recover(path)
        except SessionBusy:
            continue
        except RecordError as error:
            log.warning("session not recovered", extra={"session": path.name, "code": error.code})
            recovered = _failure(path, error.sentence)
        except OSError as error:
            log.warning("session not recovered", extra={"session": path.name, "code": error.errno})
            recovered = _failure(path, f"It could not be read ({error.strerror}). Check the disk and its permissions.")
        if recovered is not None:
            found.append(recovered)
    return found


def _failure(path: Path, note: str) -> Recovered:
    return Recovered(path, path.name, path.name, note, 0.0, (), failed=True)


def recover(path: Path) -> Recovered | None:
    """Recover one session; None when it needs nothing.

    Raises:
        SessionBusy: a live process holds it.
        SessionTooNew: a later version of Hotseat wrote it.
        RecordNotWritten, OSError: the disk does not let itself be written or read.
    """
    folder = SessionFolder(path)
    if not _interrupted(folder):
        return None
    owner = lock.last_owner(path)
    with lock.acquire(path, sign=False):
        if not _interrupted(folder):  # another process was faster
            return None
        return _put_in_order(folder, same_boot=owner is not None and owner.same_boot)


def _interrupted(folder: SessionFolder) -> bool:
    try:
        return read_manifest(folder).state is State.RECORDING
    except FileNotFoundError:
        return _holds_something(folder) or _is_left_over(folder)
    except SessionDamaged:
        return True


def _holds_something(folder: SessionFolder) -> bool:
    return bool(folder.sounds()) or (folder.events.is_file() and folder.events.stat().st_size > 0)


def _is_left_over(folder: SessionFolder) -> bool:
    """Whether a folder is the beginning of a session that never came to its first manifest, some time ago."""
    ours = {folder.lock.name, folder.reserve.name, folder.audio.name, folder.reviews.name}
    names = {path.name.removesuffix(".tmp") for path in folder.path.iterdir()}
    started = folder.lock.exists() and names <= ours | {folder.manifest.name, folder.events.name}
    return started and time.time() - folder.path.stat().st_mtime > NEW_SECONDS


def _put_in_order(folder: SessionFolder, *, same_boot: bool) -> Recovered | None:
    """With the lock held: sound first, then events, then the manifest that says it is done."""
    if not folder.manifest.exists() and not _holds_something(folder):
        shutil.rmtree(folder.path, ignore_errors=True)
        return None
    release_reserve(folder)
    try:
        put_aside = _mend_sounds(folder)
        journal = read_journal(folder.events)
        lost = _lost_seconds(folder, journal, same_boot=same_boot)
        skipped = journal.skipped
        journal = add_events(folder.events, list(_missing_events(folder, journal)))
        manifest = _manifest(folder, journal)
        note = _note(lost, put_aside, skipped)
        change = {
            "state": State.RECOVERED,
            "files": entries_of(folder),
            "seconds": _last_t(journal.events),
            "ended": _reason(journal.events),
            "lost_seconds": lost,
            "recovered": note,
        }
    except OSError as error:
        raise not_written(error, f"Session {folder.id}") from error
    write_manifest(folder, manifest.model_copy(update=change))
    log.info("session recovered", extra={"session": folder.id, "lost_seconds": lost, "put_aside": put_aside})
    return Recovered(folder.path, folder.id, manifest.title, note, lost, unkept_answers(journal.events))


def _mend_sounds(folder: SessionFolder) -> int:
    """Mend every sound; how many had to be put aside."""
    return sum(wav.repair(file) is wav.Repair.PUT_ASIDE for file in folder.sounds())


def _note(lost: float, put_aside: int, skipped: int) -> str:
    parts = ["The session was interrupted and has been recovered."]
    if lost:
        parts.append(f"The last {lost:.1f} s before the interruption may be missing.")
    if put_aside:
        parts.append(f"{put_aside} sound files could not be read and were put aside.")
    if skipped:
        parts.append(f"{skipped} events could not be read and were passed over.")
    return " ".join(parts)


def _lost_seconds(folder: SessionFolder, journal: Journal, *, same_boot: bool) -> float:
    """At most how much of an answer that was being recorded can be missing at its end; 0 when none was."""
    answers = answers_of(journal.events)
    if _is_over(journal.events) or not answers or answers[-1].seconds is not None:
        return 0.0
    bound = KILLED_SECONDS if same_boot else POWER_LOSS_SECONDS
    heard = max((event.frame for event in journal.events if event.frame is not None), default=0)
    return round(max(bound, (heard - _sound_end(folder, journal)) / SAMPLE_RATE), 2)


def _sound_end(folder: SessionFolder, journal: Journal) -> int:
    """The session's frame behind the last one on the disk."""
    files = [file for answer in answers_of(journal.events) for file in answer.files]
    return max((file.start_frame + _frames(folder.path / file.name) for file in files), default=0)


def _frames(file: Path) -> int:
    header = wav.read_header(file) if file.is_file() else None
    return header.frames if header is not None else 0


def _missing_events(folder: SessionFolder, journal: Journal) -> Iterator[Event]:
    """What the process would have written, had it lived: openings for sound nobody knows of, and every end."""
    events = list(journal.events)
    t = _last_t(events)
    found = list(_events_of_unknown_sound(folder, events, t))
    yield from found
    events += found
    t = _last_t(events)
    for answer in answers_of(events):
        if answer.seconds is None and answer.files:
            last = answer.files[-1]
            end = last.start_frame + _frames(folder.path / last.name)
            seconds = round((end - answer.files[0].start_frame) / SAMPLE_RATE, 4)
            t = max(t, end / SAMPLE_RATE)
            yield AnswerEnded(t=t, frame=end, answer=answer.number, by=By.FAULT, seconds=seconds)
        elif answer.seconds is None and not answer.typed:
            yield AnswerEnded(t=t, frame=frame_at(answer.start), answer=answer.number, by=By.FAULT, seconds=0.0)
    if not _is_over(events):
        yield SessionEnded(t=t, reason="interrupted")


def _events_of_unknown_sound(folder: SessionFolder, events: list[Event], t: float) -> Iterator[Event]:
    """Recordings that no event tells of: the process died between opening a file and saying so.

    Each gets the place behind the part before it, at the beginning of its answer, or behind everything known.
    """
    answers = {answer.number: answer for answer in answers_of(events)}
    known = {file.name: file.start_frame for answer in answers.values() for file in answer.files}
    ends = {name: start + _frames(folder.path / name) for name, start in known.items()}
    line = max((event.line for event in events if isinstance(event, LineBegan)), default=0)
    behind = max([frame_at(t), *ends.values()])
    begun = {answer.number: answer.start_frame for answer in answers.values()}
    part_end: tuple[int, int] = (0, 0)
    for number, _part, file in folder.answer_sounds():
        name = folder.name_of(file)
        if name not in known:
            if number not in begun:
                begun[number] = behind
                yield AnswerBegan(t=behind / SAMPLE_RATE, frame=behind, answer=number, line=line)
            first = begun[number]
            start = part_end[1] if part_end[0] == number else behind if first is None else first
            yield FileBegan(t=start / SAMPLE_RATE, frame=start, answer=number, file=name)
            ends[name] = start + _frames(file)
        part_end = (number, ends[name])
        behind = max(behind, ends[name])


def _last_t(events: list[Event] | tuple[Event, ...]) -> float:
    return max((event.t for event in events), default=0.0)


def _is_over(events: list[Event] | tuple[Event, ...]) -> bool:
    return any(isinstance(event, SessionEnded) for event in events)


def _reason(events: tuple[Event, ...]) -> str | None:
    return next((event.reason for event in reversed(events) if isinstance(event, SessionEnded)), None)


def _manifest(folder: SessionFolder, journal: Journal) -> Manifest:
    """The manifest that is there, or one made from the events; a damaged one is put aside."""
    try:
        return read_manifest(folder)
    except FileNotFoundError:
        pass
    except SessionDamaged:
        put_aside(folder.manifest)
    first = next((event for event in journal.events if isinstance(event, SessionStarted)), None)
    if first is None:
        plan, engines = PlanSummary(), {}
    else:
        plan = PlanSummary(round=first.round, question=first.question, mode=first.mode, minutes=first.minutes)
        engines = dict(first.engines)
    started = started_in_name(folder.id) or _oldest(folder)
    return new_manifest(folder, app="", started=started, title=plan.question or folder.id, plan=plan, engines=engines)


def _oldest(folder: SessionFolder) -> datetime:
    files = [file for file in (folder.events, *folder.sounds()) if file.exists()]
    stamp = min((file.stat().st_mtime for file in files), default=folder.path.stat().st_mtime)
    return datetime.fromtimestamp(stamp, UTC).astimezone()
