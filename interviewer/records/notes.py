"""`notes.json`: what the candidate wrote themselves. Blocking file access, any thread.

Two things: the `pad`, free text written while the interview is held, and notes at moments, written while it is
replayed. `{"format": 1, "pad": "...", "notes": [{"id", "at", "text"}]}`; a note of more than a moment also has `until`
and the words it is about, `quote`; one that a partner handed back has their name, `by`, and may have a `kind`. Fields
of later versions are carried along, and so are notes that do not read. Replaced as a whole; one writer at a time, which
the page sees to.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from interviewer.errors import SessionDamaged, SessionTooNew
from interviewer.records.durable import not_written, put_aside, replace_file
from interviewer.records.folder import SessionFolder

FORMAT = 1
LARGEST_BYTES = 4_000_000
"""Far more than anybody types during a replay."""
_OPTIONAL = ("until", "quote", "by", "kind")


class Note(BaseModel):
    """A note at a moment of the session. Fields of later versions are carried along."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: str = Field(min_length=1)
    """Stays the same as long as the note is there."""
    at: float = Field(ge=0.0, allow_inf_nan=False)
    """Seconds on the session clock."""
    text: str = ""
    until: float | None = Field(default=None, ge=0.0, allow_inf_nan=False)
    """Where the span ends that it is about; None: it is about a moment."""
    quote: str | None = None
    """What was said in that span, as the transcript had it."""
    by: str | None = None
    """Which partner wrote it; None: the candidate did."""
    kind: str | None = None
    """What kind of remark it is, as `annotations.Kind` has it; None: nobody said."""

    @property
    def end(self) -> float:
        """Seconds on the session clock, `at` or later."""
        return max(self.at, self.until or 0.0)


@dataclass(frozen=True)
class Notes:
    """Everything in the file, notes in the order of their moments."""

    pad: str = ""
    notes: tuple[Note, ...] = ()
    unread: tuple[Any, ...] = ()
    """Notes that do not read, as they stand in the file."""
    others: dict[str, Any] = field(default_factory=dict)
    """Fields of later versions."""

    def with_note(self, note: Note) -> Notes:
        """The same with a note, in place of the one of its id if there is one."""
        return self.with_notes((note,))

    def with_notes(self, notes: Iterable[Note]) -> Notes:
        """The same with notes, each in place of the one of its id if there is one."""
        return replace(self, notes=_in_order({one.id: one for one in (*self.notes, *notes)}.values()))

    def without(self, note_id: str) -> Notes:
        """The same without the note of that id."""
        return replace(self, notes=tuple(one for one in self.notes if one.id != note_id))


def new_note(at: float, text: str = "", *, until: float | None = None, quote: str | None = None) -> Note:
    """A note that is not anywhere yet."""
    end = None if until is None else max(0.0, round(until, 2))
    return Note(id=secrets.token_hex(4), at=max(0.0, round(at, 2)), text=text, until=end, quote=quote)


def read_notes(folder: SessionFolder | Path) -> Notes:
    """What was written; nothing when there is no such file.

    Raises:
        SessionDamaged: the file cannot be read, or is something else.
        SessionTooNew: a later version wrote it in another format.
    """
    file = _file(folder)
    try:
        if file.stat().st_size > LARGEST_BYTES:
            raise ValueError("too large")
        value = json.loads(file.read_bytes())
    except FileNotFoundError:
        return Notes()
    except (OSError, ValueError, RecursionError) as error:
        raise SessionDamaged(f"The notes in {file} do not read. The next note puts that file aside.") from error
    return from_json(value, file)


def write_notes(folder: SessionFolder | Path, notes: Notes) -> None:
    """Put these in place of what was written before; a file that does not read is put aside first.

    Raises:
        RecordNotWritten: naming the cause; what was there before still stands.
        SessionTooNew: a later version wrote what is there; it stays.
    """
    file = _file(folder)
    try:
        _put_aside_if_damaged(folder)
        replace_file(file, json.dumps(to_json(notes), ensure_ascii=False, indent=1).encode() + b"\n")
    except OSError as error:
        raise not_written(error, "The notes") from error


def write_pad(folder: SessionFolder | Path, text: str) -> None:
    """Put a text in place of the pad, and leave the notes as they are.

    Raises: as `write_notes`.
    """
    try:
        before = read_notes(folder)
    except SessionDamaged:
        before = Notes()
    write_notes(folder, replace(before, pad=text))


def to_json(notes: Notes) -> dict[str, Any]:
    """The notes as a JSON object. `from_json` is its inverse."""
    told = [*(_plain(note) for note in notes.notes), *notes.unread]
    return {**notes.others, "format": FORMAT, "pad": notes.pad, "notes": told}


def from_json(value: Any, file: Path) -> Notes:
    """The notes a JSON object stands for; `file` is named in errors.

    Raises: SessionDamaged, SessionTooNew.
    """
    version = value.get("format") if isinstance(value, dict) else None
    if not isinstance(version, int):
        raise SessionDamaged(f"The notes in {file} do not read. The next note puts that file aside.")
    if version > FORMAT:
        raise SessionTooNew(f"These notes have format {version}; this Hotseat reads up to {FORMAT}. Update it.")
    good, bad = _sorted_out(value.get("notes"))
    pad = value.get("pad")
    others = {name: one for name, one in value.items() if name not in ("format", "pad", "notes")}
    return Notes(pad if isinstance(pad, str) else "", _in_order(good), tuple(bad), others)


def _plain(note: Note) -> dict[str, Any]:
    """Without the fields it has nothing in."""
    return {name: value for name, value in note.model_dump().items() if name not in _OPTIONAL or value is not None}


def _sorted_out(items: Any) -> tuple[list[Note], list[Any]]:
    """Those that read, one of each id, and the others."""
    good: dict[str, Note] = {}
    bad: list[Any] = []
    for item in items if isinstance(items, list) else []:
        try:
            note = Note.model_validate(item)
        except ValidationError:
            bad.append(item)
        else:
            good[note.id] = note
    return list(good.values()), bad


def _in_order(notes: Iterable[Note]) -> tuple[Note, ...]:
    return tuple(sorted(notes, key=lambda note: (note.at, note.id)))


def _put_aside_if_damaged(folder: SessionFolder | Path) -> None:
    try:
        read_notes(folder)
    except SessionDamaged:
        put_aside(_file(folder))


def _file(folder: SessionFolder | Path) -> Path:
    return (folder if isinstance(folder, SessionFolder) else SessionFolder(folder)).notes
