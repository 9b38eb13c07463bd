"""`events.jsonl`: the truth of a session, one event a line, each on the disk before `append` returns.

A line is complete when its newline is there; what stands behind the last newline was never acknowledged and is passed
over. Lines are only ever added. The writer runs on the asyncio thread, the reader on any.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interviewer.events import FORMAT, Event, from_json, to_json
from interviewer.records.durable import BINARY, not_written, write_all
from interviewer.records.folder import FILE_MODE

_LARGEST = 2**53
"""No event has a greater number, time or frame; up to it a float holds every whole number."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event with its place in the session."""

    seq: int
    """From 1, ascending."""
    event: Event


@dataclass(frozen=True, slots=True)
class Journal:
    """What could be read of an `events.jsonl`."""

    entries: tuple[Entry, ...]
    good_bytes: int
    """Length of the file up to and with its last newline."""
    torn_bytes: int
    """Bytes behind the last newline: a line that was never finished."""
    skipped: int
    """Complete lines that do not read; the events around them are kept."""

    @property
    def events(self) -> tuple[Event, ...]:
        return tuple(entry.event for entry in self.entries)

    @property
    def next_seq(self) -> int:
        """Follows the highest number read and leaves room for lines that do not read."""
        return max((entry.seq for entry in self.entries), default=0) + self.skipped + 1


def encode(seq: int, event: Event) -> bytes:
    """One line with its newline."""
    line = {"v": FORMAT, "seq": seq, **to_json(event)}
    try:
        return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    except UnicodeEncodeError:  # half of a surrogate pair, which only an escape can carry
        return json.dumps(line, separators=(",", ":")).encode() + b"\n"


def decode(line: bytes) -> Entry:
    """Inverse of `encode`.

    Raises:
        ValueError: the line is not an event.
    """
    try:
        fields: Any = json.loads(line)
        seq = fields.pop("seq")
        fields.pop("v", None)
        event = from_json(fields)
    except (AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError) as error:
        raise ValueError("this line is not an event") from error
    if not _is_whole(seq) or not _is_time(event.t) or not (event.frame is None or _is_whole(event.frame)):
        raise ValueError("this event has no usable number or time")
    return Entry(seq, event)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST


def _is_time(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= _LARGEST


def read_journal(path: Path) -> Journal:
    """Everything that can be read; a missing file reads as an empty one.

    Raises: OSError.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        data = b""
    good_bytes = data.rfind(b"\n") + 1
    entries: list[Entry] = []
    skipped = 0
    for line in data[:good_bytes].split(b"\n")[:-1]:
        try:
            entries.append(decode(line))
        except ValueError:
            skipped += 1
    return Journal(tuple(entries), good_bytes, len(data) - good_bytes, skipped)


def cut_torn_line(path: Path, journal: Journal) -> None:
    """Take an unfinished last line off the file, so that the next line starts on its own.

    Raises: OSError.
    """
    if not journal.torn_bytes:
        return
    descriptor = os.open(path, os.O_WRONLY | BINARY)
    try:
        os.ftruncate(descriptor, journal.good_bytes)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class JournalWriter:
    """Adds lines to an `events.jsonl`. The caller holds the session's lock and has cut a torn last line."""

    def __init__(self, path: Path, *, next_seq: int = 1) -> None:
        """Raises: OSError."""
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | BINARY, FILE_MODE)
        self._bytes = os.fstat(self._file).st_size
        self._torn = False
        self._open = True
        self.next_seq = next_seq

    def append(self, event: Event) -> None:
        """Write one line and wait until it is on the disk.

        Raises:
            OSError: it is not there, and no part of it is.
        """
        if self._torn:
            self._cut()
        line = encode(self.next_seq, event)
        try:
            write_all(self._file, line)
            os.fsync(self._file)
        except OSError:
            self._torn = True
            with contextlib.suppress(OSError):  # tried again before the next line; readers drop a torn one
                self._cut()
            raise
        self._bytes += len(line)
        self.next_seq += 1

    def _cut(self) -> None:
        os.ftruncate(self._file, self._bytes)
        self._torn = False

    def close(self) -> None:
        """Safe to call twice."""
        if self._open:
            self._open = False
            os.close(self._file)


def add_events(path: Path, events: list[Event]) -> Journal:
    """Add events to a journal that nobody writes; returns the journal as it then reads.

    Raises:
        RecordNotWritten: naming the cause.
    """
    try:
        journal = read_journal(path)
        cut_torn_line(path, journal)
        writer = JournalWriter(path, next_seq=journal.next_seq)
        try:
            for event in events:
                writer.append(event)
        finally:
            writer.close()
        return read_journal(path)
    except OSError as error:
        raise not_written(error, "The session's events") from error
