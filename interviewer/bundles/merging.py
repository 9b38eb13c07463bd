"""Takes a partner's reviews and notes into a session of one's own. Blocking; any thread.

Nothing that is there is ever overwritten: a partner's review becomes `reviews/partner-<name>.json`, a note stands
beside the others under a new id and says who it is from. What they said last, once more, changes nothing; something
else under the same name is kept beside it. Only a later file of the same partner's page takes the place of what that
page brought.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from interviewer.bundles.handed import Earlier, Stamp, earlier_of, stamped, without
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
    replaced: bool = False
    """They took the place of what the same partner's page had brought before."""
    older: bool = False
    """A later file of that page is here already; nothing was added."""


def merge(
    path: Path,
    by: str,
    reviews: Sequence[Review],
    notes: Sequence[Note],
    stamp: Stamp | None = None,
    *,
    handed_back: bool = True,
) -> Merged:
    """Add what a partner said.

    Args:
        stamp: of a partner's page, whose later files take the place of the earlier one.
        handed_back: it is what the partner says now; False: it lay in a copy of the session, which may be an old one.

    Raises:
        SessionBusy: a process holds the session.
        SessionDamaged, SessionTooNew: its notes do not read; nothing was added.
        ImportRefused: there would be too much of it; nothing was added.
        RecordNotWritten: naming the cause.
    """
    folder = SessionFolder(path)
    before = read_notes(folder)
    earlier = Earlier() if stamp is None else earlier_of(before, stamp.partner)
    if stamp is not None and earlier.saved is not None and stamp.saved < earlier.saved:
        return Merged(older=True)
    rest = without(before, earlier)
    after, changed = _with_notes(rest, slug_of(by), by, notes, apart=stamp is not None)
    signed = [replace(one, made_by=Maker(Reviewer.PARTNER, by or one.made_by.name or "Partner")) for one in reviews]
    theirs = signed if stamp is not None else _new(folder, signed, handed_back=handed_back)
    named, apart, kept = _named(folder, theirs, earlier.review)
    if stamp is not None:
        others = {one.id for one in rest.notes}
        after = stamped(after, stamp, kept, frozenset(one.id for one in after.notes) - others)
    if len(json.dumps(to_json(after), indent=1)) > LARGEST_BYTES // 2:
        raise ImportRefused("The partner’s notes are more than a session can hold. Nothing of them was taken in.")
    with lock.acquire(path, sign=False):
        try:
            folder.reviews.mkdir(mode=FOLDER_MODE, exist_ok=True)
            for name, review in named.items():
                data = json.dumps(review_to_json(review), ensure_ascii=False, indent=1).encode() + b"\n"
                replace_file(review_file(folder, name), data)
            if earlier.review and not kept:
                review_file(folder, earlier.review).unlink(missing_ok=True)
        except OSError as error:
            raise not_written(error, "The partner’s review") from error
        if after != before:
            write_notes(folder, after)
    there = {one.id: one for one in before.notes}
    return Merged(
        reviews=tuple(named),
        notes=sum(there.get(one.id) != one for one in after.notes),
        apart=apart + changed,
        replaced=earlier.saved is not None and after != before,
    )


def _new(folder: SessionFolder, reviews: Sequence[Review], *, handed_back: bool) -> list[Review]:
    """What is not here yet. Who goes back to what they said before says something new, unless in a mere copy."""
    files = sorted(folder.reviews.glob("*.json"), key=lambda file: (file.stat().st_mtime_ns, len(file.stem), file.stem))
    there = [review for file in files if (review := _read(folder, file.stem)) is not None]
    if not handed_back:
        return [review for place, review in enumerate(reviews) if review not in (*there, *reviews[:place])]
    found: list[Review] = []
    for maker in dict.fromkeys(review.made_by for review in reviews):
        said = [review for review, _ in groupby(review for review in reviews if review.made_by == maker)]
        known = [review for review in there if review.made_by == maker]
        same = (count for count in range(len(said), 0, -1) if known[-count:] == said[:count])
        found += said[next(same, 0) :]
    return found


def _named(folder: SessionFolder, reviews: Sequence[Review], earlier: str) -> tuple[dict[str, Review], int, str]:
    """Reviews by the names they get, how many differ from one of that person that is there, and the name of the last
    of them. `earlier` gives way."""
    there = {file.stem for file in folder.reviews.glob("*.json")} - {earlier}
    own = _read(folder, earlier) if earlier else None
    if len(there) + len(reviews) > MOST_REVIEWS:
        raise ImportRefused("The session has too many reviews to take in more.")
    found: dict[str, Review] = {}
    others, name = 0, ""
    for mine in reviews:
        base = slug_of(mine.made_by.name)
        name, number = earlier or base, 1
        while name in there or name in found:
            number += 1
            name = f"{base}-{number}"
        if mine == own:
            continue
        others += name not in (base, earlier)
        found[name] = mine
    return found, others, name


def _read(folder: SessionFolder, name: str) -> Review | None:
    try:
        return read_review(folder, name)
    except RecordError:
        return None


def _with_notes(before: Notes, prefix: str, by: str, notes: Sequence[Note], *, apart: bool) -> tuple[Notes, int]:
    """The notes with the partner's, and how many came under an id that is taken; `apart`: also the same."""
    there = {one.id: one.text for one in before.notes}
    new: list[Note] = []
    changed = 0
    for note in notes:
        base = f"{prefix}:{note.id}"
        text = f"{by}: {note.text}" if by else note.text
        name, number = base, 1
        while name in there and (apart or there[name] != text):
            number += 1
            name = f"{base}-{number}"
        if name in there:
            continue
        changed += name != base
        there[name] = text
        who = by or PARTNER.capitalize()
        new.append(Note(id=name, at=note.at, text=text, until=note.until, quote=note.quote, by=who, kind=note.kind))
    return before.with_notes(new), changed


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
