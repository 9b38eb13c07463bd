"""What candidates think of the remarks on a session: `annotations.json` in its folder. Blocking, any thread.

`{"format": 1, "stances": {id: {"stance": "disagree", "made_by": ..., "kind": ..., "quote": ..., "why": ...}}}`. What a
remark said stands beside the stance, so that a disagreement is never lost, even when a later analysis does not make
the remark again. Fields of later versions are carried along.

What others think is kept apart: `stances/partner-alex.json`, with their name in `by`, is what Alex handed back, and
`stances/own.json` what a partner thinks in whose hands the session is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from interviewer.errors import RecordError
from interviewer.records.durable import not_written
from interviewer.records.folder import FOLDER_MODE, SessionFolder
from interviewer.records.own_file import OwnFile
from interviewer.review.annotations import Annotation

FORMAT = 1
LARGEST_BYTES = 4_000_000
PARTNER = "partner"
"""How the names of files begin that somebody handed back."""
OWN = "own.json"
BY = "by"
_FILE = OwnFile("What was said of the remarks", FORMAT, LARGEST_BYTES)


class Stance(StrEnum):
    """What somebody thinks of a remark."""

    AGREE = "agree"
    DISAGREE = "disagree"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Stances:
    """All of a session, by the id of the remark."""

    entries: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """As they stand in the file."""
    others: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, annotation: Annotation) -> Stance | None:
        """None: nobody has said."""
        return _stance(self.entries.get(annotation.id))

    def taken(self, annotation: Annotation, stance: Stance | None) -> Stances:
        """The same with another stance to a remark; None takes it back."""
        entries = dict(self.entries)
        entries.pop(annotation.id, None)
        if stance is not None:
            entries[annotation.id] = {
                "stance": stance.value,
                "made_by": {"kind": annotation.made_by.kind.value, "name": annotation.made_by.name},
                "kind": annotation.kind.value,
                "about": annotation.about,
                "at": annotation.start,
                "quote": annotation.quote,
                "why": annotation.why,
            }
        return replace(self, entries=MappingProxyType(entries))


def read_stances(folder: SessionFolder, *, as_partner: bool = False) -> Stances:
    """What was said of the remarks of a session; nothing where there is no such file.

    Args:
        as_partner: what somebody thinks in whose hands another person's session is.

    Raises:
        SessionDamaged: the file does not read.
        SessionTooNew: a later version wrote it in another format.
    """
    return _read(_own_file(folder, as_partner=as_partner))


def write_stances(folder: SessionFolder, stances: Stances, *, as_partner: bool = False) -> None:
    """Put these in place of those before; a file that does not read is put aside first.

    Raises:
        RecordNotWritten: naming the cause; what was there still stands.
        SessionTooNew: a later version wrote what is there; it stays.
    """
    put_stances(_own_file(folder, as_partner=as_partner), stances)


def put_stances(file: Path, stances: Stances) -> None:
    """Write a file of stances. Raises: as `write_stances`."""
    try:
        file.parent.mkdir(mode=FOLDER_MODE, exist_ok=True)
    except OSError as error:
        raise not_written(error, _FILE.what) from error
    _FILE.write(file, to_json(stances))


def to_json(stances: Stances) -> dict[str, Any]:
    """Stances as a JSON object. `from_json` is its inverse."""
    return {**stances.others, "format": FORMAT, "stances": dict(stances.entries)}


def from_json(value: Any, file: Path) -> Stances:
    """The stances a JSON object stands for; `file` is named in errors. Raises: SessionDamaged, SessionTooNew."""
    fields = _FILE.checked(value, file)
    entries = fields.get("stances")
    known = entries if isinstance(entries, dict) else {}
    others = {name: one for name, one in fields.items() if name not in ("format", "stances")}
    return Stances(MappingProxyType(known), MappingProxyType(others))


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else thinks of the remarks."""

    by: str
    """As they want to be called; may be empty."""
    stances: Stances


def partners_stances(folder: SessionFolder) -> tuple[Theirs, ...]:
    """What was handed back, or came with somebody else's session; files that do not read are passed over.

    Of several files of one person the last has the last word on each remark.
    """
    found: dict[str, dict[str, Any]] = {}
    files = sorted(folder.partners_stances.glob(f"{PARTNER}*.json"), key=lambda file: (len(file.stem), file.stem))
    for file in files:
        try:
            stances = _read(file)
        except RecordError:
            continue
        by = stances.others.get(BY)
        found.setdefault(by if isinstance(by, str) else "", {}).update(stances.entries)
    return tuple(Theirs(by, Stances(MappingProxyType(entries))) for by, entries in found.items())


def _own_file(folder: SessionFolder, *, as_partner: bool) -> Path:
    return folder.partners_stances / OWN if as_partner else folder.stances


def _read(file: Path) -> Stances:
    value = _FILE.read(file)
    return Stances() if value is None else from_json(value, file)


def _stance(entry: Any) -> Stance | None:
    try:
        return Stance(entry["stance"])
    except (TypeError, LookupError, ValueError):
        return None
