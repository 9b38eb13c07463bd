"""`corrections.json`: words of the candidate's own that were misheard, and what was really said. Blocking, any thread.

Kept apart from what was heard, which is never rewritten: a correction stands on words and on the time they were said
at, so that it is found again after a second transcription, or known to be stale.
`{"format": 1, "corrections": [{"id", "answer", "start", "end", "heard", "read", "text"}]}`. Fields of later versions
are carried along, and so are corrections that do not read.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from interviewer.records.folder import SessionFolder
from interviewer.records.own_file import OwnFile

FORMAT = 1
LONGEST_TEXT = 2000
"""Characters; a breath of speech has some 300."""
_FILE = OwnFile("The corrections", FORMAT, 4_000_000)


class Correction(BaseModel):
    """What was really said where something else was heard."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: str = Field(min_length=1, max_length=100)
    """Stays the same as long as the correction is there."""
    answer: int = Field(ge=1)
    start: float = Field(ge=0.0, allow_inf_nan=False)
    """Session seconds of the first of the words it stands on, as they were known when it was made."""
    end: float = Field(ge=0.0, allow_inf_nan=False)
    heard: str = Field(max_length=LONGEST_TEXT)
    """Those words as they were shown: with every filler where the answer was listened to again."""
    read: str = Field(max_length=LONGEST_TEXT)
    """The words of the reading text among them; empty: there were only fillers."""
    text: str = Field(max_length=LONGEST_TEXT)
    """What was said; empty: nothing."""

    @property
    def words(self) -> tuple[str, ...]:
        """Of `text`."""
        return tuple(self.text.split())


@dataclass(frozen=True)
class Corrections:
    """Everything in the file, in the order of the session."""

    all: tuple[Correction, ...] = ()
    unread: tuple[Any, ...] = ()
    """Corrections that do not read, as they stand in the file."""
    others: dict[str, Any] = field(default_factory=dict)
    """Fields of later versions."""

    def changed(self, without: Iterable[str], more: Iterable[Correction] = ()) -> Corrections:
        """The same without those of some ids, and with others."""
        gone = set(without)
        return replace(self, all=_in_order([*(one for one in self.all if one.id not in gone), *more]))


def new_correction(answer: int, start: float, end: float, *, heard: str, read: str, text: str) -> Correction:
    """A correction that is not anywhere yet."""
    first = max(0.0, round(start, 3))
    last = max(first, round(end, 3))
    return Correction(id=secrets.token_hex(4), answer=answer, start=first, end=last, heard=heard, read=read, text=text)


def read_corrections(folder: SessionFolder) -> Corrections:
    """What was corrected; nothing where there is no such file.

    Raises:
        SessionDamaged: the file cannot be read, or is something else.
        SessionTooNew: a later version wrote it in another format.
    """
    value = _FILE.read(folder.corrections)
    return Corrections() if value is None else from_json(value, folder.corrections)


def write_corrections(folder: SessionFolder, corrections: Corrections) -> None:
    """Put these in place of those before.

    Raises:
        RecordNotWritten: naming the cause; what was there before still stands.
        SessionTooNew: a later version wrote what is there; it stays.
    """
    told = [*(one.model_dump() for one in corrections.all), *corrections.unread]
    _FILE.write(folder.corrections, {**corrections.others, "corrections": told})


def from_json(value: Any, file: Path) -> Corrections:
    """The corrections a JSON object stands for; `file` is named in errors.

    Raises: SessionDamaged, SessionTooNew.
    """
    fields = _FILE.checked(value, file)
    good: list[Correction] = []
    bad: list[Any] = []
    entries = fields.get("corrections")
    for entry in entries if isinstance(entries, list) else ():
        try:
            good.append(Correction.model_validate(entry))
        except ValidationError:
            bad.append(entry)
    others = {name: one for name, one in fields.items() if name not in ("format", "corrections")}
    return Corrections(_in_order(good), tuple(bad), others)


def _in_order(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    return tuple(sorted(corrections, key=lambda one: (one.answer, one.start, one.id)))
