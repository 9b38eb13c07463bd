"""Writes a session as a bundle, without what is about this computer. Blocking; any thread.

Nothing of locks, reserves, files put aside or unknown files goes into it. What was said, heard and written goes in as
it is, byte for byte; where something is left out, only the lines that tell of it are written anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interviewer.bundles.layout import (
    CONTENTS,
    LONGEST_BY,
    MOST_BYTES,
    MOST_FILES,
    Contents,
    Kind,
    Packed,
    format_of,
    is_session_id,
    is_sound,
    largest,
)
from interviewer.errors import RecordError, RecordNotWritten, SessionBusy
from interviewer.records.durable import is_full, sync_folder
from interviewer.records.folder import (
    CORRECTIONS,
    DELIVERY,
    EVENTS,
    FILE_MODE,
    MANIFEST,
    NOTES,
    PARTNERS_STANCES,
    REVIEWS,
    STANCES,
    SessionFolder,
    slug,
)
from interviewer.records.journal import decode, read_journal
from interviewer.records.library import Session, open_session
from interviewer.records.manifest import FileEntry, State

_CHUNK = 1024 * 1024
_DATE = (1980, 1, 1, 0, 0, 0)
"""Of every file in the zip: the same session makes the same bundle."""
_UNNAMED = frozenset({"", "none", "recordings"})
"""What stands for a microphone without being a device's name."""

Progress = Callable[[float], bool]
"""Is told which share is done, from 0 to 1; False from it: nobody wants the file any more."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What may go into a bundle."""

    sound: bool = True
    notes: bool = True
    """What the candidate wrote themselves."""
    reviews: bool = True
    devices: bool = False
    """Names of microphones, and what faults said of this computer."""
    by: str = ""
    """Who the bundle is from, as they want to be called."""


def write_bundle(
    folder: Path, out: Path, choices: Choices = Choices(), *, app: str = "", go_on: Progress = lambda _share: True
) -> int | None:
    """Write a kept session to `out`, whole or not at all, in place of what was there; its bytes.

    None: `go_on` gave it up, and nothing is left behind. `app`: version of Hotseat.

    Raises:
        SessionBusy: it is still being held, or was interrupted.
        SessionMissing, SessionDamaged, SessionTooNew: as `open_session`.
        RecordNotWritten: naming the cause.
    """
    session = open_session(folder)
    if session.manifest.state is State.RECORDING:
        sentence = f"Session {session.id} is still being held, or was interrupted. It can be handed on once it is over."
        raise SessionBusy(sentence, command="sessions recover")
    if not is_session_id(session.id):
        raise RecordError(
            f"A session called {session.id} cannot be handed on. Rename its folder: letters, digits, - _."
        )
    events = _events(session, choices)
    manifest = _manifest(session, choices, events)
    small = {MANIFEST: manifest, EVENTS: events, **_small_files(session.folder, choices)}
    sounds = {session.folder.name_of(file): file for file in session.folder.sounds()} if choices.sound else {}
    sounds = {name: file for name, file in sounds.items() if largest(name)}
    left_out = [name for name, kept in (("sound", choices.sound), ("notes", choices.notes)) if not kept]
    contents = Contents(
        app=app,
        kind=Kind.SESSION,
        session=session.id,
        started=session.manifest.started,
        by=choices.by.strip()[:LONGEST_BY],
        left_out=tuple(left_out),
        files=(),
    )
    return write_zip(out, contents, small, sounds, go_on)


def write_zip(
    out: Path, contents: Contents, small: dict[str, bytes], sounds: dict[str, Path], go_on: Progress
) -> int | None:
    """Write files and, last, what is in them; see `write_bundle`.

    Raises: RecordNotWritten; RecordError: it is more than a bundle may hold.
    """
    if len(small) + len(sounds) >= MOST_FILES:
        raise RecordError("This session has more files than a bundle may hold. Hand it on without sound.")
    draft = out.with_name(out.name + ".tmp")
    try:
        descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), FILE_MODE)
        try:
            with os.fdopen(descriptor, "r+b") as stream:
                whole = _fill(stream, contents, small, sounds, go_on)
                stream.flush()
                os.fsync(stream.fileno())
            if whole:
                draft.replace(out)
                sync_folder(out.absolute().parent)
        finally:
            draft.unlink(missing_ok=True)
        return out.stat().st_size if whole else None
    except OSError as error:
        why = "the disk is full" if is_full(error) else error.strerror or str(error)
        raise RecordNotWritten(f"{out} could not be written ({why}). Choose another place, or free space.") from error


def _fill(stream: Any, contents: Contents, small: dict[str, bytes], sounds: dict[str, Path], go_on: Progress) -> bool:
    packed: list[Packed] = []
    total = sum(map(len, small.values())) + sum(file.stat().st_size for file in sounds.values())
    if total > MOST_BYTES:
        raise RecordError("This session is larger than a bundle may be. Hand it on without sound.")
    done = 0
    with zipfile.ZipFile(stream, "w") as archive:
        for name in sorted(small):
            archive.writestr(_info(name), small[name])
            packed.append(Packed(name=name, bytes=len(small[name]), sha256=hashlib.sha256(small[name]).hexdigest()))
            done += len(small[name])
        for name in sorted(sounds):
            digest, size = hashlib.sha256(), 0
            with sounds[name].open("rb") as source, archive.open(_info(name), "w") as target:
                while chunk := source.read(_CHUNK):
                    if not go_on(min(1.0, done / max(1, total))):
                        return False
                    target.write(chunk)
                    digest.update(chunk)
                    size += len(chunk)
                    done += len(chunk)
            packed.append(Packed(name=name, bytes=size, sha256=digest.hexdigest()))
        version = format_of(one.name for one in packed)
        told = contents.model_copy(update={"files": tuple(packed), "format": version, "min_reader": version})
        archive.writestr(_info(CONTENTS), told.model_dump_json(indent=1).encode() + b"\n")
    return go_on(1.0)


def _info(name: str) -> zipfile.ZipInfo:
    """Sound is not compressed: silence would look like a bomb, and speech gains little."""
    info = zipfile.ZipInfo(name, _DATE)
    info.external_attr = 0o600 << 16
    info.compress_type = zipfile.ZIP_STORED if is_sound(name) else zipfile.ZIP_DEFLATED
    return info


def _small_files(folder: SessionFolder, choices: Choices) -> dict[str, bytes]:
    """Everything but manifest, events and sound, as it stands on the disk."""
    names = [STANCES, CORRECTIONS, *([NOTES] if choices.notes else [])]
    rooms = [*([REVIEWS, PARTNERS_STANCES] if choices.reviews else []), DELIVERY]
    files = [folder.path / name for name in names]
    files += [file for room in rooms for file in sorted((folder.path / room).glob("*.json"))]
    found = {}
    for file in files:
        name = folder.name_of(file)
        if file.is_file() and file.stat().st_size <= (largest(name) or 0):
            found[name] = file.read_bytes()
    return found


# --- what tells of this computer -------------------------------------------------------------------------------------


def _events(session: Session, choices: Choices) -> bytes:
    """The lines that read, as they stand where nothing is left out of them."""
    journal = read_journal(session.folder.events)
    data = session.folder.events.read_bytes()[: journal.good_bytes] if session.folder.events.is_file() else b""
    in_order = [entry.seq for entry in journal.entries] == list(range(1, len(journal.entries) + 1))
    if choices.devices and choices.sound and in_order and not journal.skipped:
        return data
    lines = _readable(data) if journal.skipped else (json.loads(line) for line in data.split(b"\n")[:-1])
    kept = [changed for line in lines if (changed := _without(line, choices)) is not None]
    return b"".join(_line({**line, "seq": seq}) for seq, line in enumerate(kept, 1))


def _readable(data: bytes) -> Iterator[dict[str, Any]]:
    for line in data.split(b"\n")[:-1]:
        try:
            decode(line)
        except ValueError:
            continue
        yield json.loads(line)


def _line(fields: dict[str, Any]) -> bytes:
    """As `journal.encode` writes it."""
    try:
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(fields, separators=(",", ":")).encode() + b"\n"


def _without(line: dict[str, Any], choices: Choices) -> dict[str, Any] | None:
    """An event without what is left out; None: nothing is left of it."""
    kind = line.get("kind")
    if not choices.sound:
        if kind == "file_began":
            return None
        if kind == "line_said":
            line = {**line, "file": ""}
    if choices.devices:
        return line
    if kind == "session_started":
        return {**line, "engines": _engines(line.get("engines", {}))}
    if kind == "microphone_ready":
        return {**line, "device": "", **({"host_api": ""} if "host_api" in line else {})}
    if kind == "fault":
        return {**line, "sentence": f"Something was wrong with this part: {line.get('part')}."}
    if kind == "restored":
        return {**line, "sentence": f"This part works again: {line.get('part')}."}
    return line


def _engines(engines: dict[str, str]) -> dict[str, str]:
    name = engines.get("microphone", "")
    return engines if name in _UNNAMED else {**engines, "microphone": "a microphone"}


def _manifest(session: Session, choices: Choices, events: bytes) -> bytes:
    manifest = session.manifest
    own = FileEntry(name=EVENTS, bytes=len(events), sha256=hashlib.sha256(events).hexdigest())
    sounds = [entry for entry in manifest.files if entry.name != EVENTS and choices.sound and largest(entry.name)]
    change: dict[str, object] = {"id": session.id, "files": (own, *sounds)}
    if not choices.devices:
        change["engines"] = _engines(manifest.engines)
    return (manifest.model_copy(update=change).model_dump_json(indent=2) + "\n").encode()


def file_name(session: Session) -> str:
    """What a bundle of a session is called."""
    return f"{slug(session.manifest.title)}-{session.manifest.started:%Y-%m-%d}.hotseat"
