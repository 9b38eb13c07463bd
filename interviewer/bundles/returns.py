"""What a partner wrote about somebody's session: kept apart from the session's own, packed to be handed back.

When somebody else's bundle is opened, `received.json` remembers what was in it; what is new or other since then is the
partner's. Blocking file access, any thread.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from interviewer.bundles import strict_json
from interviewer.bundles.layout import LONGEST_BY, Contents, Kind
from interviewer.bundles.writing import Progress, write_zip
from interviewer.errors import RecordError
from interviewer.records.durable import replace_file
from interviewer.records.folder import NOTES, PARTNERS_STANCES, REVIEWS, SessionFolder, slug
from interviewer.records.library import open_session
from interviewer.records.notes import Note, Notes, read_notes
from interviewer.records.notes import to_json as notes_to_json
from interviewer.records.origins import Origin
from interviewer.review.partner_rating import PARTNER
from interviewer.review.stances import BY, Stances, read_stances
from interviewer.review.stances import to_json as stances_to_json
from interviewer.review.storage import COACH, read_review
from interviewer.review.storage import to_json as review_to_json
from interviewer.review.values import Maker, Review, Reviewer

RECEIVED = "received.json"
RETURNED_STANCES = f"{PARTNERS_STANCES}/{PARTNER}.json"
"""What a partner thinks of the remarks, in what is handed back."""


@dataclass(frozen=True, slots=True)
class Received:
    """What was in a bundle when it was opened."""

    by: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    """Text by id."""
    reviews: frozenset[str] = frozenset()
    """Hashes of their files."""


def remember(folder: SessionFolder, by: str) -> None:
    """Keep what a session that was just unpacked holds. Raises: OSError; SessionDamaged, SessionTooNew."""
    notes = {note.id: note.text for note in read_notes(folder).notes}
    reviews = sorted(_hash(file.read_bytes()) for file in folder.reviews.glob("*.json"))
    value = {"format": 1, "by": by, "notes": notes, "reviews": reviews}
    replace_file(folder.path / RECEIVED, json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n")


def received(folder: SessionFolder) -> Received:
    """What was in the bundle; nothing where that is not known."""
    try:
        value = strict_json.parse((folder.path / RECEIVED).read_bytes())
        return Received(str(value["by"]), dict(value["notes"]), frozenset(value["reviews"]))
    except (OSError, ValueError, LookupError, TypeError):
        return Received()


def partners_words(path: Path) -> tuple[tuple[Review, ...], tuple[Note, ...]]:
    """Reviews and notes of a partner's in somebody else's session: what came after it was opened.

    Raises: SessionDamaged, SessionTooNew: the notes do not read.
    """
    folder = SessionFolder(path)
    before = received(folder)
    reviews = [
        read_review(folder, file.stem)
        for file in sorted(folder.reviews.glob("*.json"))
        if file.stem != COACH and _hash(file.read_bytes()) not in before.reviews
    ]
    notes = [note for note in read_notes(folder).notes if before.notes.get(note.id) != note.text]
    return tuple(one for one in reviews if one.made_by.kind is Reviewer.PARTNER), tuple(notes)


def write_return(path: Path, out: Path, by: str, *, app: str = "", go_on: Progress = lambda _share: True) -> int | None:
    """Write what a partner called `by` has to say of a session to `out`; its bytes, None when given up.

    Raises:
        RecordError: the session is not somebody else's, there is nothing to hand back, or nobody says who it is from.
        SessionMissing, SessionDamaged, SessionTooNew, RecordNotWritten.
    """
    session = open_session(path)
    name = by.strip()[:LONGEST_BY]
    if session.manifest.origin != Origin.BUNDLE:
        raise RecordError("Only a session that was opened from somebody else’s bundle can be handed back.")
    if not name:
        raise RecordError("Say who the notes are from: they are kept under your name.")
    reviews, notes = partners_words(path)
    stances = read_stances(session.folder, as_partner=True)
    if not reviews and not notes and not stances.entries:
        sentence = "There is nothing to hand back yet: write a note, rate the session, or agree with a remark."
        raise RecordError(sentence)
    maker = Maker(Reviewer.PARTNER, name)
    small = {
        f"{REVIEWS}/{PARTNER}{'' if number == 1 else f'-{number}'}.json": _json(
            review_to_json(replace(review, made_by=maker))
        )
        for number, review in enumerate(reviews, 1)
    }
    if notes:
        small[NOTES] = _json(notes_to_json(Notes(notes=notes)))
    if stances.entries:
        small[RETURNED_STANCES] = _json(stances_to_json(Stances(stances.entries, MappingProxyType({BY: name}))))
    contents = Contents(
        app=app, kind=Kind.RETURN, session=session.id, started=session.manifest.started, by=name, files=()
    )
    return write_zip(out, contents, small, {}, go_on)


def slug_of(by: str) -> str:
    """A person's name as part of a file name: `partner`, or `partner-alex`."""
    ascii_only = unicodedata.normalize("NFKD", by).encode("ascii", "ignore").decode()
    plain = slug(by) if any(letter.isalnum() for letter in ascii_only) else ""
    return f"{PARTNER}-{plain}" if plain and plain != PARTNER else PARTNER


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
