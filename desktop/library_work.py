"""What the Library does on the disk: list, search, throw away, bring back, put in order. Blocking; no Qt.

Every function opens its own index, so that each may run in a thread of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from desktop.paths import Paths
from interviewer.errors import InterviewerError, RecordError
from interviewer.records.index import Index
from interviewer.records.library import TRASH, trash
from interviewer.records.listed import Listed
from interviewer.records.recovery import recover
from interviewer.records.trash import delete, in_trash, restore


@dataclass(frozen=True, slots=True)
class Kept:
    """The sessions there are."""

    sessions: tuple[Listed, ...]
    """Newest first."""
    notice: str = ""
    """Why the list is not kept; a sentence, empty when it is."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of several sessions that were to be moved or deleted."""

    done: tuple[Path, ...]
    """Where those lie now that could be."""
    faults: tuple[str, ...] = ()
    """A sentence for each that could not."""


def known_sessions(paths: Paths) -> Kept:
    """What the index knows by now, without a look into the folders. Raises: RecordError."""
    with Index(paths.index, paths.sessions) as index:
        return Kept(tuple(index.sessions()), index.notice)


def fresh_sessions(paths: Paths, told: Callable[[int, int], None]) -> Kept:
    """The sessions as they are. `told`: how many of how many changed ones are read. Raises: RecordError."""
    with Index(paths.index, paths.sessions) as index:
        index.refresh(told)
        return Kept(tuple(index.sessions()), index.notice)


def found(paths: Paths, text: str) -> dict[str, str]:
    """Ids of the sessions that have the words, each with some words around them. Raises: RecordError."""
    with Index(paths.index, paths.sessions) as index:
        if index.notice:
            index.refresh()
        return {hit.session.id: hit.snippet for hit in index.search(text)}


def throw_away(paths: Paths, ids: Iterable[str]) -> Moved:
    """Move sessions to the trash."""
    return _each((paths.sessions / name for name in ids), trash)


def trashed(paths: Paths) -> tuple[Listed, ...]:
    """What lies in the trash, newest session first."""
    return tuple(in_trash(paths.data))


def in_trash_path(paths: Paths, name: str) -> Path:
    """The folder of a trashed session."""
    return paths.data / TRASH / name


def bring_back(paths: Paths, folders: Iterable[Path]) -> Moved:
    """Move sessions out of the trash."""
    return _each(folders, lambda folder: restore(folder, paths.sessions))


def delete_for_good(folders: Iterable[Path]) -> Moved:
    """Delete what lies in the trash."""

    def gone(folder: Path) -> Path:
        delete(folder)
        return folder

    return _each(folders, gone)


def put_in_order(folder: Path) -> str:
    """Recover a damaged session; what was found, in a sentence.

    Raises: RecordError: it cannot be.
    """
    try:
        recovered = recover(folder)
    except OSError as error:
        sentence = f"Session {folder.name} cannot be read ({error.strerror}). Check the disk and its permissions."
        raise RecordError(sentence) from error
    return recovered.note if recovered is not None else "There was nothing to recover in this session."


def _each(folders: Iterable[Path], move: Callable[[Path], Path]) -> Moved:
    done: list[Path] = []
    faults: list[str] = []
    for folder in folders:
        try:
            done.append(move(folder))
        except InterviewerError as fault:
            faults.append(fault.sentence)
    return Moved(tuple(done), tuple(faults))
