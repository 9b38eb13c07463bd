"""Whether a session on disk is what its manifest and events say: names, sizes, hashes, headers, frames.

Reads every byte, changes nothing. Runs on any thread; takes about a second for an hour of sound.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from interviewer.events import Event, Fault, FileBegan, Gap, Paused, Restored, Resumed, SessionEnded
from interviewer.records import wav
from interviewer.records.folder import EVENTS, answer_and_part
from interviewer.records.library import Session
from interviewer.records.manifest import FileEntry, State, hash_file
from interviewer.records.transcript import Answer
from speech.words import SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it should be."""

    file: str
    """Path inside the folder."""
    sentence: str
    command: str = ""
    """What puts it right in a terminal, as typed after `hotseat`."""


def verify(session: Session) -> list[Problem]:
    """Everything that is wrong with a session; empty for a sound one. While it is held, only frames are checked."""
    problems = list(_journal(session))
    if session.manifest.state is not State.RECORDING:
        problems += _files(session)
        problems += _end(session)
    elif not session.live:
        sentence = "The session was interrupted and is not recovered yet."
        problems.append(Problem("session.json", sentence, "sessions recover"))
    for answer in session.answers:
        problems += _frames(session, answer)
    return problems


def _journal(session: Session) -> Iterator[Problem]:
    journal = session.journal
    if journal.torn_bytes and not session.live:
        yield Problem(EVENTS, f"The last line is unfinished ({journal.torn_bytes} bytes); it is passed over.")
    if journal.skipped:
        yield Problem(EVENTS, f"{journal.skipped} lines do not read; they are passed over.")
    numbers = [entry.seq for entry in journal.entries]
    if not journal.skipped and numbers != list(range(1, len(numbers) + 1)):
        yield Problem(EVENTS, "Events are missing, doubled or out of order.")


def _end(session: Session) -> Iterator[Problem]:
    if not any(isinstance(event, SessionEnded) for event in session.events):
        yield Problem(EVENTS, "The end of the session is missing.")


def _files(session: Session) -> Iterator[Problem]:
    for entry in session.manifest.files:
        yield from _file(session, entry)
    for file in session.folder.sounds():
        name = session.folder.name_of(file)
        if session.manifest.entry(name) is None:
            yield Problem(name, "The manifest does not know this file.")


def _file(session: Session, entry: FileEntry) -> Iterator[Problem]:
    path = session.folder.path / entry.name
    if not path.resolve().is_relative_to(session.folder.path.resolve()):
        yield Problem(entry.name, "The manifest names a file outside the session.")
        return
    try:
        size = path.stat().st_size
        grown = entry.name == EVENTS and size > entry.bytes  # added to later, before the manifest learnt of it
        if size != entry.bytes and not grown:
            yield Problem(entry.name, f"It has {size} bytes instead of {entry.bytes}.")
        elif hash_file(path, entry.bytes)[1] != entry.sha256:
            yield Problem(entry.name, "Its content has changed since the session was closed.")
        if path.suffix == ".wav":
            yield from _header(entry.name, path)
    except FileNotFoundError:
        yield Problem(entry.name, "It is missing.")
    except OSError as error:
        yield Problem(entry.name, f"It cannot be read ({error.strerror}).")


def _header(name: str, path: Path) -> Iterator[Problem]:
    header = wav.read_header(path)
    if header is None:
        yield Problem(name, "It is not a WAV file.")
    elif not header.true:
        yield Problem(name, "Its header promises more sound than there is.")
    elif answer_and_part(name) is not None and (header.rate, header.channels, header.bits) != (SAMPLE_RATE, 1, 16):
        yield Problem(name, "It is not 16-bit mono at 16 kHz.")


def _frames(session: Session, answer: Answer) -> Iterator[Problem]:
    """Files of an answer follow each other without overlap or unexplained hole and reach its end."""
    explained = _explained(session.events)
    reached: int | None = None
    for file in answer.files:
        header = _readable(session.folder.path / file.name)
        if header is None:
            if session.manifest.entry(file.name) is None:
                yield Problem(file.name, f"Answer {answer.number} has lost this part of its sound.")
            continue
        apart = 0 if reached is None else file.start_frame - reached
        if apart < 0:
            yield Problem(file.name, f"It begins {-apart} frames before the part before it ends.")
        elif apart and file.name not in explained:
            yield Problem(file.name, f"The {apart} frames before it are not accounted for.")
        reached = file.start_frame + header.frames
    if answer.files and answer.end_frame is not None and (reached or 0) < answer.end_frame:
        short = (answer.end_frame - (reached or 0)) / SAMPLE_RATE
        yield Problem(answer.files[-1].name, f"The last {short:.2f} s of answer {answer.number} are missing.")


def _readable(path: Path) -> wav.Header | None:
    try:
        return wav.read_header(path)
    except OSError:
        return None


def _explained(events: tuple[Event, ...]) -> set[str]:
    """Files before which an event says why there may be a hole: a pause, a gap, a fault."""
    told = False
    names: set[str] = set()
    for event in events:
        match event:
            case Paused() | Resumed() | Gap() | Fault() | Restored():
                told = True
            case FileBegan():
                if told:
                    names.add(event.file)
                told = False
    return names
