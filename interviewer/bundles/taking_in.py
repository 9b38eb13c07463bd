"""Opens a bundle: a new session, or a partner's words for one that is here. All of it or nothing. Blocking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TypeVar

from interviewer.bundles import strict_json
from interviewer.bundles.archive import Archive, opened
from interviewer.bundles.checking import CheckSpoken, check_file, check_sound, contents_of, manifest_of, notes_of
from interviewer.bundles.layout import CONTENTS, Contents, Kind, Packed, is_session_id, is_sound
from interviewer.bundles.merging import Merged, existing, merge
from interviewer.bundles.returns import RETURNED_STANCES, remember
from interviewer.bundles.thoughts import check_room, merge_stances
from interviewer.errors import ImportRefused, SessionTooNew
from interviewer.records.durable import not_written
from interviewer.records.folder import EVENTS, FOLDER_MODE, MANIFEST, NOTES, REVIEWS, SessionFolder
from interviewer.records.manifest import Manifest, read_manifest, write_manifest
from interviewer.records.notes import Note
from interviewer.records.origins import Origin
from interviewer.records.staging import move_in, staged
from interviewer.review.stances import Stances
from interviewer.review.stances import from_json as stances_from_json
from interviewer.review.storage import from_json as review_from_json
from interviewer.review.values import Review, Reviewer

T = TypeVar("T")
Progress = Callable[[float], bool]
"""Is told which share is done, from 0 to 1; False from it: nobody wants it any more."""


class Outcome(StrEnum):
    NEW = "new"
    """A session that was not here."""
    MERGED = "merged"
    """A partner's words were added to one that was."""
    NOTHING_NEW = "nothing_new"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of a bundle."""

    outcome: Outcome
    folder: Path | None = None
    """The session's; None when it was given up."""
    by: str = ""
    """Who the bundle is from; may be empty."""
    merged: Merged = field(default_factory=Merged)
    stances: int = 0
    """With how many remarks the partner agrees or disagrees, or which they would hide, where that is new."""


class _GivenUp(Exception):
    """Nobody wants it any more."""


def take_in(
    bundle: Path,
    sessions_dir: Path,
    check_spoken: CheckSpoken,
    *,
    mine: bool = False,
    go_on: Progress = lambda _share: True,
) -> TakenIn:
    """Read a bundle into the library.

    Args:
        check_spoken: see `checking`.
        mine: the session is the user's own, from another computer, and counts as such.

    Raises:
        ImportRefused: naming why. Nothing was written.
        SessionTooNew: a later version made it.
        SessionMissing: it is about a session that is not here.
        SessionBusy, SessionDamaged: the session it is about cannot take it now.
        RecordNotWritten: naming the cause. Nothing was written.
    """
    with opened(bundle) as archive:
        contents = _contents(archive)
        try:
            if contents.kind is Kind.RETURN:
                return _merged(archive, contents, existing(sessions_dir, contents.session), check_spoken)
            if (sessions_dir / contents.session).exists():
                return _merged(archive, contents, sessions_dir / contents.session, check_spoken)
            return _new(archive, contents, sessions_dir, check_spoken, mine, go_on)
        except _GivenUp:
            return TakenIn(Outcome.GIVEN_UP)
        except OSError as error:
            raise not_written(error, "The session in the bundle") from error


def _contents(archive: Archive) -> Contents:
    """What is in it, once that agrees with what the zip says."""
    contents = _read(CONTENTS, lambda: contents_of(archive.read(CONTENTS)))
    told = {packed.name: packed.bytes for packed in contents.files}
    there = {info.filename: info.file_size for info in archive.entries.values() if info.filename != CONTENTS}
    if len(told) != len(contents.files) or told.keys() != there.keys():
        raise _refused("it holds other files than it says")
    if told != there:
        raise _refused("a file in it has another size than it says")
    if not is_session_id(contents.session):
        raise _refused("its session has a name that cannot be")
    allowed = contents.kind is Kind.SESSION
    if not allowed and not all(name in (NOTES, RETURNED_STANCES) or name.startswith(f"{REVIEWS}/") for name in told):
        raise _refused("what is handed back holds more than a partner has to say")
    if allowed and not {MANIFEST, EVENTS} <= told.keys():
        raise _refused("it lacks what every session has")
    return contents


# --- a session that is not here ---------------------------------------------------------------------------------------


def _new(
    archive: Archive, contents: Contents, sessions_dir: Path, check_spoken: CheckSpoken, mine: bool, go_on: Progress
) -> TakenIn:
    total, done = sum(packed.bytes for packed in contents.files), 0

    def told(count: int) -> None:
        nonlocal done
        done += count
        if not go_on(done / max(1, total)):
            raise _GivenUp

    with staged(sessions_dir) as room:
        folder = SessionFolder(room / contents.session)
        folder.make()
        for packed in contents.files:
            target = folder.path / packed.name
            target.parent.mkdir(mode=FOLDER_MODE, exist_ok=True)
            if archive.unpack(packed.name, target, told) != packed.sha256:
                raise _refused(f"{packed.name} is not what it was when the bundle was made")
            _check(packed.name, target, check_spoken)
        _check_whole(folder, contents)
        if not mine:
            write_manifest(folder, read_manifest(folder).model_copy(update={"origin": Origin.BUNDLE.value}))
            remember(folder, contents.by)
        return TakenIn(Outcome.NEW, move_in(folder.path, sessions_dir), contents.by)


def _check(name: str, target: Path, check_spoken: CheckSpoken) -> None:
    if is_sound(name):
        _read(name, lambda: check_sound(name, target))
    else:
        _read(name, lambda: check_file(name, target.read_bytes(), check_spoken))


def _check_whole(folder: SessionFolder, contents: Contents) -> None:
    """Whether the manifest speaks of the same session and files."""
    manifest = _read(MANIFEST, lambda: manifest_of(strict_json.parse(folder.manifest.read_bytes())))
    if (manifest.id, manifest.started) != (contents.session, contents.started):
        raise _refused("it names two sessions")
    packed = {one.name: one.sha256 for one in contents.files}
    for entry in manifest.files:
        if entry.name in packed and entry.name != EVENTS and packed[entry.name] != entry.sha256:
            raise _refused(f"{entry.name} is not what it was when the interview was held")


# --- words for one that is --------------------------------------------------------------------------------------------


def _merged(archive: Archive, contents: Contents, path: Path, check_spoken: CheckSpoken) -> TakenIn:
    mine: Manifest = read_manifest(SessionFolder(path))
    if mine.started != contents.started:
        raise _refused("it is about another session of the same name")
    reviews, notes = _partners_words(archive, contents, check_spoken)
    thought = _thought(archive, contents, check_spoken)
    check_room(SessionFolder(path), thought)
    merged = merge(path, contents.by, reviews, notes, handed_back=contents.kind is Kind.RETURN)
    stances = merge_stances(SessionFolder(path), contents.by, thought)
    outcome = Outcome.MERGED if merged.reviews or merged.notes or stances else Outcome.NOTHING_NEW
    return TakenIn(outcome, path, contents.by, merged, stances)


def _thought(archive: Archive, contents: Contents, check_spoken: CheckSpoken) -> Stances:
    """What the partner thinks of the remarks; of a whole session that is the candidate's own."""
    packed = next((one for one in contents.files if one.name == RETURNED_STANCES), None)
    if packed is None or contents.kind is not Kind.RETURN:
        return Stances()
    data = _same(archive, packed, check_spoken)
    return stances_from_json(strict_json.parse(data), Path(packed.name))


def _same(archive: Archive, packed: Packed, check_spoken: CheckSpoken) -> bytes:
    """A small file, once it is what it was when the bundle was made, and what its name says."""
    data = archive.read(packed.name)
    if strict_json.digest(data) != packed.sha256:
        raise _refused(f"{packed.name} is not what it was when the bundle was made")
    _read(packed.name, partial(check_file, packed.name, data, check_spoken))
    return data


def _partners_words(
    archive: Archive, contents: Contents, check_spoken: CheckSpoken
) -> tuple[list[Review], tuple[Note, ...]]:
    """Of a whole session only what says of itself that a partner wrote it: the rest is the candidate's own."""
    reviews: list[Review] = []
    notes: tuple[Note, ...] = ()
    for packed in contents.files:
        if packed.name != NOTES and not packed.name.startswith(f"{REVIEWS}/"):
            continue
        value = strict_json.parse(_same(archive, packed, check_spoken))
        if packed.name != NOTES:
            reviews.append(review_from_json(value))
        elif contents.kind is Kind.RETURN:
            notes = notes_of(value).notes
    return [one for one in reviews if one.made_by.kind is Reviewer.PARTNER], notes


def _read(name: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except SessionTooNew:
        raise
    except ValueError as error:
        raise _refused(f"{name} cannot be taken in, since {error}") from error


def _refused(why: str) -> ImportRefused:
    return ImportRefused(f"The bundle is refused: {why}. Nothing of it was taken in.")
