"""Whether files of a bundle are what their names say, by the models that read them later. Pure but for sound headers.

Every function raises ValueError with words for the user, as in "line 3 is not an event".
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from interviewer.bundles import strict_json
from interviewer.bundles.layout import LONGEST_BY, Contents, is_sound, largest, shown_name
from interviewer.errors import RecordError, SessionTooNew
from interviewer.events import KINDS, FileBegan, LineSaid, SessionEnded, SessionStarted, Unknown
from interviewer.records import migrations, wav
from interviewer.records.corrections import Corrections
from interviewer.records.corrections import from_json as corrections_from_json
from interviewer.records.folder import (
    AUDIO,
    CORRECTIONS,
    DELIVERY,
    EVENTS,
    MANIFEST,
    NOTES,
    PARTNERS_STANCES,
    STANCES,
    answer_and_part,
)
from interviewer.records.journal import Entry, decode
from interviewer.records.manifest import Manifest, State
from interviewer.records.notes import Notes
from interviewer.records.notes import from_json as notes_from_json
from interviewer.review.stances import BY, Stance
from interviewer.review.stances import FORMAT as STANCES_FORMAT
from interviewer.review.storage import from_json as review_from_json
from speech.words import SAMPLE_RATE

LONGEST_SECONDS = 2 * 24 * 3600.0
MOST_MINUTES = 24 * 60
MOST_NOTES = 5000
MOST_CORRECTIONS = 5000
LONGEST_ID = 100
_SECONDS = frozenset({"t", "start", "end", "seconds", "heard_seconds", "until", "at"})
_FRAMES = frozenset({"frame", "frames"})
_SMALL = frozenset({"answer", "line", "seq"})
_CHECKED_APART = (SessionStarted, Unknown)
"""Kinds whose fields pydantic has no model for."""

CheckSpoken = Callable[[Any], object]
"""Raises ValueError for what is not the JSON of an answer as it was spoken; `speech` knows."""


def contents_of(data: bytes) -> Contents:
    """`bundle.json`.

    Raises: ValueError; SessionTooNew.
    """
    value = strict_json.parse(data)
    reader = value.get("min_reader") if isinstance(value, dict) else None
    if isinstance(reader, int) and reader > Contents.model_fields["format"].default:
        raise SessionTooNew(
            "This bundle was made by a later version of Hotseat. Update it, then open the bundle again."
        )
    try:
        contents = Contents.model_validate(value)
        return contents.model_copy(update={"by": shown_name(contents.by)})
    except ValidationError:
        raise ValueError("it does not say what is in it") from None


def check_file(name: str, data: bytes, check_spoken: CheckSpoken) -> None:
    """Whether the bytes of a file that is no sound are what its name says. Raises: ValueError."""
    if name == EVENTS:
        check_events(data)
        return
    value = strict_json.parse(data)
    _check_bounds(value)
    if name == MANIFEST:
        manifest_of(value)
    elif name == NOTES:
        notes_of(value)
    elif name == STANCES or name.startswith(f"{PARTNERS_STANCES}/"):
        _check_stances(value)
    elif name == CORRECTIONS:
        _check_corrections(value)
    elif name.startswith(f"{DELIVERY}/"):
        _check_delivery(name, value, check_spoken)
    else:
        _in_words(review_from_json, value)


def manifest_of(value: Any) -> Manifest:
    """The manifest of a session that is over. Raises: ValueError; SessionTooNew."""
    if not isinstance(value, dict):
        raise ValueError("it is not a manifest")
    try:
        manifest = Manifest.model_validate(migrations.upgrade(value))
    except SessionTooNew:
        raise
    except (RecordError, ValidationError):
        raise ValueError("it is not a manifest") from None
    names = [entry.name for entry in manifest.files]
    if manifest.state is State.RECORDING:
        raise ValueError("the interview in it was still being held")
    if any(name != EVENTS and not (is_sound(name) and largest(name)) for name in names) or len(set(names)) != len(
        names
    ):
        raise ValueError("it names files no session has")
    if not 0 <= manifest.plan.minutes <= MOST_MINUTES:
        raise ValueError("it holds a time out of all proportion")
    return manifest


def notes_of(value: Any) -> Notes:
    """Notes that all read. Raises: ValueError; SessionTooNew."""
    notes: Notes = _in_words(notes_from_json, value, Path(NOTES))
    if notes.unread or len(notes.notes) > MOST_NOTES:
        raise ValueError("it holds notes that do not read")
    if any(len(note.id) > LONGEST_ID for note in notes.notes):
        raise ValueError("it holds notes that do not read")
    return notes


def check_events(data: bytes) -> None:
    """Raises: ValueError."""
    if not data.endswith(b"\n"):
        raise ValueError("its last line is unfinished")
    ends = 0
    for number, entry in enumerate(_entries(data), 1):
        if entry.seq != number:
            raise ValueError("events are missing, doubled or out of order")
        ends += isinstance(entry.event, SessionEnded)
        file = entry.event.file if isinstance(entry.event, FileBegan | LineSaid) else ""
        if file and not (is_sound(file) and largest(file) and file.startswith(f"{AUDIO}/")):
            raise ValueError(f"line {number} names a file outside the session")
    if not ends:
        raise ValueError("the end of the session is missing")


def _entries(data: bytes) -> Iterator[Entry]:
    for number, line in enumerate(data.split(b"\n")[:-1], 1):
        try:
            value = strict_json.parse(line)
            _check_bounds(value)
            entry = decode(line)
            if not isinstance(value, dict):
                raise ValueError("it is no object")
            _check_fields(value, line)
        except ValueError as error:
            raise ValueError(f"line {number} is not an event: {_reason(error)}") from None
        yield entry


def _check_fields(value: dict[str, Any], line: bytes) -> None:
    cls = KINDS.get(str(value["kind"]), Unknown)
    if cls is SessionStarted:
        _check_started(value)
    if cls not in _CHECKED_APART:
        _adapters()[cls.kind].validate_json(line, strict=True)


def _check_started(value: dict[str, Any]) -> None:
    texts = [value["round"], value["question"], value["mode"], *value["engines"], *value["engines"].values()]
    if not all(isinstance(text, str) for text in texts) or not isinstance(value["minutes"], int | float):
        raise ValueError("a field has the wrong form")


@functools.cache
def _adapters() -> dict[str, TypeAdapter[Any]]:
    return {kind: TypeAdapter(cls) for kind, cls in KINDS.items() if cls not in _CHECKED_APART}


def _check_bounds(value: Any) -> None:
    """Times, frames and numbers that no session has would have a player wait for years, or fill a disk."""
    if isinstance(value, list):
        for item in value:
            _check_bounds(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if isinstance(item, int | float) and not isinstance(item, bool):
                _check_number(name, item)
            else:
                _check_bounds(item)


def _check_number(name: str, value: float) -> None:
    most = {
        **dict.fromkeys(_SECONDS, LONGEST_SECONDS),
        **dict.fromkeys(_FRAMES, LONGEST_SECONDS * SAMPLE_RATE),
        **dict.fromkeys(_SMALL, 999_999),
    }.get(name)
    if most is not None and not -1 <= value <= most:
        raise ValueError("it holds a time out of all proportion")


def _check_stances(value: Any) -> None:
    entries = value.get("stances") if isinstance(value, dict) else None
    if not isinstance(entries, dict) or value.get("format") != STANCES_FORMAT:
        raise ValueError("it is not what was thought of remarks")
    by = value.get(BY, "")
    if not isinstance(by, str) or len(by) > LONGEST_BY:
        raise ValueError("it is not what was thought of remarks")
    known = {stance.value for stance in Stance}
    if any(not isinstance(one, dict) or one.get("stance") not in known for one in entries.values()):
        raise ValueError("it is not what was thought of remarks")


def _check_corrections(value: Any) -> None:
    found: Corrections = _in_words(corrections_from_json, value, Path(CORRECTIONS))
    if found.unread or len(found.all) > MOST_CORRECTIONS:
        raise ValueError("it holds corrections that do not read")


def _check_delivery(name: str, value: Any, check_spoken: CheckSpoken) -> None:
    if not isinstance(value, dict) or value.get("format") != 1:
        raise ValueError("it is not a delivery")
    if name == f"{DELIVERY}/figures.json":
        if any(item is not None and not isinstance(item, int | float) for item in value.values()):
            raise ValueError("it is not a delivery")
        return
    if not isinstance(value.get("model"), str) or not isinstance(value.get("text"), str):
        raise ValueError("it is not a delivery")
    check_spoken(value.get("spoken"))


def check_sound(name: str, path: Path) -> None:
    """Raises: ValueError; OSError."""
    header = wav.read_header(path)
    if header is None or not header.true or header.channels > 2 or not 4000 <= header.rate <= 192_000:
        raise ValueError("it is not a WAV file, or its header is not true")
    if answer_and_part(name) is not None and (header.rate, header.channels, header.bits) != (SAMPLE_RATE, 1, 16):
        raise ValueError("it is not 16-bit mono at 16 kHz")


def _in_words(read: Callable[..., Any], *values: Any) -> Any:
    """What a reader of ours makes of it; whatever it finds wrong quotes nothing."""
    try:
        return read(*values)
    except SessionTooNew:
        raise
    except (RecordError, ValueError):
        raise ValueError("it does not read") from None


def _reason(error: ValueError) -> str:
    return "a field has the wrong form" if isinstance(error, ValidationError) else str(error)
