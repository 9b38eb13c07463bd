"""What candidates think of the remarks on a session: `annotations.json` in its folder. Blocking, any thread.

`{"format": 1, "stances": {id: {"stance": "disagree", "made_by": ..., "kind": ..., "quote": ..., "why": ...}}}`. What a
remark said stands beside the stance, so that a disagreement is never lost, even when a later analysis does not make
the remark again. Fields of later versions are carried along.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from interviewer.errors import SessionDamaged, SessionTooNew
from interviewer.records.durable import not_written, put_aside, replace_file
from interviewer.records.folder import SessionFolder
from interviewer.review.annotations import Annotation

FORMAT = 1
LARGEST_BYTES = 4_000_000


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


def read_stances(folder: SessionFolder) -> Stances:
    """What was said of the remarks of a session; nothing where there is no such file.

    Raises:
        SessionDamaged: the file does not read.
        SessionTooNew: a later version wrote it in another format.
    """
    file = folder.stances
    try:
        if file.stat().st_size > LARGEST_BYTES:
            raise ValueError("too large")
        value = json.loads(file.read_bytes())
    except FileNotFoundError:
        return Stances()
    except (OSError, ValueError, RecursionError) as error:
        raise _damaged(file) from error
    if not isinstance(value, dict) or not isinstance(value.get("format"), int):
        raise _damaged(file)
    if value["format"] > FORMAT:
        raise SessionTooNew(f"These remarks have format {value['format']}; this Hotseat reads up to {FORMAT}.")
    entries = value.get("stances")
    known = entries if isinstance(entries, dict) else {}
    others = {name: one for name, one in value.items() if name not in ("format", "stances")}
    return Stances(MappingProxyType(known), MappingProxyType(others))


def write_stances(folder: SessionFolder, stances: Stances) -> None:
    """Put these in place of those before; a file that does not read is put aside first.

    Raises:
        RecordNotWritten: naming the cause; what was there still stands.
        SessionTooNew: a later version wrote what is there; it stays.
    """
    file = folder.stances
    value = {**stances.others, "format": FORMAT, "stances": dict(stances.entries)}
    try:
        try:
            read_stances(folder)
        except SessionDamaged:
            put_aside(file)
        replace_file(file, json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n")
    except OSError as error:
        raise not_written(error, "What you think of the remarks") from error


def _stance(entry: Any) -> Stance | None:
    try:
        return Stance(entry["stance"])
    except (TypeError, LookupError, ValueError):
        return None


def _damaged(file: Path) -> SessionDamaged:
    return SessionDamaged(f"What you said of the remarks does not read in {file}. The next one puts that file aside.")
