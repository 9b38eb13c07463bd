"""Writes an export in steps: what is in it, its bytes, the file, which is whole or not there. Blocking; any thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop.export.formats import Format
from desktop.export.gathering import gather
from desktop.export.partner import for_partner
from desktop.export.sound import small_sound
from desktop.paths import Paths
from desktop.replay.timeline import Timeline
from desktop.version import app_version
from interviewer.bundles.writing import Choices, write_bundle
from interviewer.errors import RecordError, RecordNotWritten
from interviewer.export.redaction import Redaction, redact
from interviewer.export.values import Exported
from interviewer.records.durable import is_full, replace_file
from interviewer.records.folder import slug
from interviewer.review.storage import COACH

Progress = Callable[[float], bool]
"""Is told which share is done, from 0 to 1; False from it: nobody wants the file any more."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written."""

    format: Format
    redaction: Redaction = field(default_factory=Redaction)
    rater: str = COACH
    """Whose review."""
    for_partner: bool = False
    """A page gets a part in which a partner annotates and rates the session, and saves a file to hand back."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything but the sound, and what the file would be called."""

    format: Format
    name: str
    exported: Exported
    line: Timeline | None
    """Where the sound is that goes into it; None: there is none, or it is left out."""
    bundled: Bundled | None = None
    """What goes into a bundle; None: it is a text."""


@dataclass(frozen=True, slots=True)
class Bundled:
    """A session that goes into a bundle as it is."""

    session: Path
    choices: Choices


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written."""

    file: Path
    bytes: int
    left_out: tuple[str, ...]
    """What is not in it, in sentences."""


def prepare(session: Path, paths: Paths, wanted: Wanted) -> Prepared:
    """Read the session and take out what is not to be in the file.

    Raises:
        SessionMissing, SessionDamaged, SessionTooNew.
        RecordError: with code `export_whole`: parts are to be taken out of a bundle, which holds the session as it is;
            `export_partner`: a word to replace stands in the id that a partner's file must name.
    """
    choice, whole = wanted.redaction, wanted.format.render is None
    if whole and choice.hides_what_is_heard:
        sentence = "A bundle holds a session as it is: no name is replaced, and the case stays. Take a web page."
        raise RecordError(sentence, code="export_whole", command="export SESSION --format html")
    gathered = gather(session, paths, wanted.rater)
    partner = for_partner(session, paths) if wanted.for_partner and wanted.format.for_partner else None
    exported = redact(replace(gathered.exported, partner=partner), wanted.redaction)
    sounds = wanted.format.sound and bool(gathered.timeline.clips)
    with_sound = sounds and wanted.redaction.with_sound
    if sounds and not with_sound:
        exported = replace(exported, left_out=(wanted.redaction.why_silent, *exported.left_out))
    name = f"{slug(exported.title)}-{exported.started[:10]}{wanted.format.tail}"
    bundled = Bundled(session, Choices(sound=choice.sound, notes=choice.notes)) if whole else None
    return Prepared(wanted.format, name, exported, gathered.timeline if with_sound else None, bundled)


def write_to(prepared: Prepared, paths: Paths, file: Path, go_on: Progress = lambda _share: True) -> Written | None:
    """Make the content and put it on the disk, whole or not at all; None when it was given up.

    Raises: as `render` and `write`; SessionBusy: a bundle of a session that is not over.
    """
    if prepared.bundled is not None:
        session, choices = prepared.bundled.session, prepared.bundled.choices
        size = write_bundle(session, file, choices, app=app_version(), go_on=go_on)
        return None if size is None else Written(file, size, prepared.exported.left_out)
    data = render(prepared, paths, go_on)
    return None if data is None else write(prepared, data, file)


def render(prepared: Prepared, paths: Paths, go_on: Progress = lambda _share: True) -> bytes | None:
    """The content of a text; None when it was given up.

    Raises: SpeechError: its sound could not be made small.
    """
    exported, write_out = prepared.exported, prepared.format.render
    assert write_out is not None, "a bundle is no text"
    if prepared.line is not None:
        sound = small_sound(prepared.line, paths.cache / "export", go_on)
        if sound is None:
            return None
        exported = replace(exported, sound=sound)
    return write_out(exported).encode() if go_on(1.0) else None


def place_of(prepared: Prepared, target: Path, *, over: bool = False) -> Path:
    """Where the file goes: `target` is a file, or a folder that takes it by its own name.

    Raises: RecordError with code `export_exists`: there is such a file, and `over` is False.
    """
    file = target / prepared.name if target.is_dir() else target
    if file.exists() and not over:
        sentence = f"There is {file} already. Choose another name, or say that it may go."
        raise RecordError(sentence, code="export_exists", command="export SESSION --force")
    return file


def write(prepared: Prepared, data: bytes, file: Path) -> Written:
    """Put it on the disk, whole or not at all, in place of what was there.

    Raises: RecordNotWritten.
    """
    try:
        replace_file(file, data)
    except OSError as error:
        why = "the disk is full" if is_full(error) else error.strerror or str(error)
        sentence = f"{file} could not be written ({why}). Choose another place, or free some space."
        raise RecordNotWritten(sentence) from error
    return Written(file, len(data), prepared.exported.left_out)
