"""Takes a partner's reviews and notes into a session of one's own. Blocking; any thread.

Nothing that is there is ever overwritten: a partner's review becomes `reviews/partner-<name>.json`, a note stands
beside the others under a new id and says who it is from. The same once more changes nothing; something else under the
same name is kept beside it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from interviewer.bundles.returns import slug_of
from interviewer.errors import ImportRefused, RecordError, SessionMissing
from interviewer.records import lock
from interviewer.records.durable import not_written, replace_file
from interviewer.records.folder import FOLDER_MODE, SessionFolder
from interviewer.records.notes import LARGEST_BYTES, Note, Notes, read_notes, to_json, write_notes
from interviewer.review.partner_rating import PARTNER
from interviewer.review.storage import read_review, review_file
from interviewer.review.storage import to_json as review_to_json
from interviewer.review.values import Maker, Review, Reviewer

MOST_REVIEWS = 50
"""Of one session; more would only be noise."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What was new."""

    reviews: tuple[str, ...] = ()
    """Names of the reviews that were added."""
    notes: int = 0
    apart: int = 0
    """How many of these two say something else than what was taken in under the same name before."""


def merge(path: Path, by: str, reviews: Sequence[Review], notes: Sequence[Note]) -> Merged:
    """Add what a partner said.

    Raises:
        SessionBusy: a process holds the session.
        SessionDamaged, SessionTooNew: its notes do not read; nothing was added.
        ImportRefused: there would be too much of it; nothing was added.
        RecordNotWritten: naming the cause.
    """
    folder = SessionFolder(path)
    before = read_notes(folder)
    after, added, changed = _with_notes(before, slug_of(by), by, notes)
    if len(json.dumps(to_json(after), indent=1)) > LARGEST_BYTES // 2:
        raise ImportRefused("The partner’s notes are more than a session can hold. Nothing of them was taken in.")
    named, apart = _named(folder, by, reviews)
    with lock.acquire(path, sign=False):
        try:
            folder.reviews.mkdir(mode=FOLDER_MODE, exist_ok=True)
            for name, review in named.items():
                data = json.dumps(review_to_json(review), ensure_ascii=False, indent=1).encode() + b"\n"
                replace_file(review_file(folder, name), data)
        except OSError as error:
            raise not_written(error, "The partner’s review") from error
        if added:
            write_notes(folder, after)
    return Merged(tuple(named), added, apart + changed)


def _named(folder: SessionFolder, by: str, reviews: Sequence[Review]) -> tuple[dict[str, Review], int]:
    """Reviews that are not there yet by the names they get, and how many differ from one of that person that is."""
    there: dict[str, Review | None] = {file.stem: _read(folder, file.stem) for file in folder.reviews.glob("*.json")}
    if len(there) + len(reviews) > MOST_REVIEWS:
        raise ImportRefused("The session has too many reviews to take in more.")
    found: dict[str, Review] = {}
    apart = 0
    for review in reviews:
        maker = Maker(Reviewer.PARTNER, by or review.made_by.name or "Partner")
        mine = replace(review, made_by=maker)
        if mine in (*there.values(), *found.values()):
            continue
        base = slug_of(maker.name)
        name, number = base, 1
        while name in there or name in found:
            number += 1
            name = f"{base}-{number}"
        apart += name != base
        found[name] = mine
    return found, apart


def _read(folder: SessionFolder, name: str) -> Review | None:
    try:
        return read_review(folder, name)
    except RecordError:
        return None


def _with_notes(before: Notes, prefix: str, by: str, notes: Sequence[Note]) -> tuple[Notes, int, int]:
    """The notes with the partner's, how many came, and how many of these under an id that is taken."""
    after, added, changed = before, 0, 0
    for note in notes:
        base = f"{prefix}:{note.id}"
        text = f"{by}: {note.text}" if by else note.text
        there = {one.id: one.text for one in after.notes}
        name, number = base, 1
        while name in there and there[name] != text:
            number += 1
            name = f"{base}-{number}"
        if name in there:
            continue
        changed += name != base
        added += 1
        after = after.with_note(
            Note(
                id=name,
                at=note.at,
                text=text,
                until=note.until,
                quote=note.quote,
                by=by or PARTNER.capitalize(),
                kind=note.kind,
            )
        )
    return after, added, changed


def existing(sessions_dir: Path, session: str) -> Path:
    """The folder of the session a return is about.

    Raises: SessionMissing.
    """
    path = sessions_dir / session
    if not path.is_dir():
        raise SessionMissing(
            f"What was handed back is about session {session}, which is not here. Bring it back from the trash first, "
            "or take it in from its own bundle.",
            command="sessions list",
        )
    return path
