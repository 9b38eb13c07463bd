"""Reviews on disk: one file a reviewer in the session's `reviews` folder, written whole or not at all.

`{"format": 1, "review": {...}}`; fields that a later version adds are passed over. Blocking file access, any thread.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from interviewer.errors import SessionDamaged, SessionMissing, SessionTooNew
from interviewer.records import lock
from interviewer.records.durable import not_written, replace_file
from interviewer.records.folder import FOLDER_MODE, SessionFolder
from interviewer.review.values import Review

FORMAT = 1
COACH = "coach"
"""Name of the rule-based coach's review."""
LARGEST_BYTES = 4_000_000
"""Far more than a review of a 90-minute interview takes."""

_REVIEWS = TypeAdapter(Review)


def write_review(folder: SessionFolder, review: Review, name: str = COACH) -> Path:
    """Keep a review, in place of an earlier one of that name; where it lies.

    Raises:
        SessionBusy: another process holds the session.
        RecordNotWritten: naming the cause; the earlier review still stands.
    """
    file = review_file(folder, name)
    data = json.dumps(to_json(review), ensure_ascii=False, indent=1).encode() + b"\n"
    with lock.acquire(folder.path, sign=False):
        try:
            folder.reviews.mkdir(mode=FOLDER_MODE, exist_ok=True)
            replace_file(file, data)
        except OSError as error:
            raise not_written(error, "The review") from error
    return file


def read_review(folder: SessionFolder, name: str = COACH) -> Review:
    """A review that was kept.

    Raises:
        SessionMissing: there is none of that name.
        SessionDamaged: the file is not a review.
        SessionTooNew: a later version wrote it in another format.
    """
    file = review_file(folder, name)
    try:
        if file.stat().st_size > LARGEST_BYTES:
            raise ValueError("too large")
        return from_json(json.loads(file.read_bytes()))
    except FileNotFoundError as error:
        raise SessionMissing(f"Session {folder.id} has no such review yet.", command="sessions review") from error
    except (OSError, ValueError, RecursionError) as error:
        # A ValidationError is a ValueError; its text would quote what was said, and goes no further.
        sentence = f"The review in {file} does not read. Delete it and have the session reviewed again."
        cause = error if isinstance(error, OSError) else None
        raise SessionDamaged(sentence, command="sessions review") from cause


def older_than_corrections(folder: SessionFolder, name: str = COACH) -> bool:
    """Whether words of the transcript were corrected after a review was made; False where there is no such review."""
    try:
        return review_file(folder, name).stat().st_mtime_ns < folder.corrections.stat().st_mtime_ns
    except OSError:
        return False


def review_file(folder: SessionFolder, name: str) -> Path:
    return folder.reviews / f"{name}.json"


def to_json(review: Review) -> dict[str, Any]:
    """The review as a JSON object. `from_json` is its inverse."""
    return {"format": FORMAT, "review": _REVIEWS.dump_python(review, mode="json")}


def from_json(value: Any) -> Review:
    """The review a JSON object stands for.

    Raises:
        ValueError: it stands for none.
        SessionTooNew: a later version wrote it in another format.
    """
    version = value.get("format") if isinstance(value, dict) else None
    if not isinstance(version, int):
        raise ValueError("not a review")
    if version > FORMAT:
        raise SessionTooNew(f"This review has format {version}; this Hotseat reads up to {FORMAT}. Update it.")
    try:
        return _REVIEWS.validate_python(value.get("review"))
    except ValidationError as error:
        raise ValueError(f"not a review: {error.error_count()} fields are wrong") from None
