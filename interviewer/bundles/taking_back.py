"""Takes in the file a partner saved in an exported page, for a session that is here. All of it or nothing. Blocking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from interviewer.bundles.hand_back import LARGEST_BYTES, Rubric, notes_in, read_hand_back, review_in
from interviewer.bundles.handed import Stamp
from interviewer.bundles.layout import is_session_id
from interviewer.bundles.merging import existing, merge
from interviewer.bundles.taking_in import Outcome, TakenIn
from interviewer.errors import ImportRefused
from interviewer.records.folder import SessionFolder
from interviewer.records.manifest import read_manifest


def take_back(file: Path, sessions_dir: Path, rubric_of: Callable[[Path], Rubric]) -> TakenIn:
    """Merge a partner's file as one more reviewer. `rubric_of`: by what the session of a folder is rated.

    Raises:
        ImportRefused: naming why. Nothing was written.
        SessionTooNew: a later version made the page.
        SessionMissing: it is about a session that is not here.
        SessionBusy, SessionDamaged: the session it is about cannot take it now.
        RecordNotWritten: naming the cause.
    """
    found = read_hand_back(_bytes_of(file))
    if not is_session_id(found.session):
        raise ImportRefused("The partner’s file is refused: it names no session. Nothing of it was taken in.")
    path = existing(sessions_dir, found.session)
    if read_manifest(SessionFolder(path)).started != found.started:
        raise ImportRefused(
            "The partner’s file is refused: it is about another session of the same name. Nothing of it was taken in."
        )
    review = review_in(found, rubric_of(path))
    stamp = Stamp(found.partner, found.saved)
    merged = merge(path, found.by, [review] if review is not None else [], notes_in(found), stamp)
    new = merged.reviews or merged.notes or merged.replaced
    return TakenIn(Outcome.MERGED if new else Outcome.NOTHING_NEW, path, found.by, merged)


def _bytes_of(file: Path) -> bytes:
    """At most a byte more than such a file may have."""
    try:
        if not file.is_file():
            raise ImportRefused(f"{file} is not there, or it is no file.")
        with file.open("rb") as stream:
            return stream.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise ImportRefused(f"{file} cannot be read ({error.strerror}). Check the file and its disk.") from error
