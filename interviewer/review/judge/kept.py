"""What a reviewer has said so far, kept beside the reviews until the review is complete: `reviews/<name>.part`.

`{"format": 1, "made_by": "model @ host", "all": 21, "replies": {"<mark>": {…}}}`: a reply by the mark of its request,
so that one to another transcript, rubric or prompt is not taken for one to this. Blocking file access, any thread.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from interviewer.records import lock
from interviewer.records.durable import not_written, replace_file
from interviewer.records.folder import FOLDER_MODE, SessionFolder, slug

FORMAT = 1
PART = ".part"
LARGEST_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Begun:
    """A review that is not complete."""

    name: str
    """Of its file."""
    made_by: str
    done: int
    all: int


def review_name(made_by: str) -> str:
    """What the file of a reviewer is called: one for each model on each host."""
    return f"model-{slug(made_by)}-{hashlib.sha256(made_by.encode()).hexdigest()[:4]}"


@dataclass(slots=True)
class KeptReplies:
    """The replies of one reviewer to questions about one session."""

    folder: SessionFolder
    made_by: str
    replies: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: SessionFolder, made_by: str) -> KeptReplies:
        """Those that were kept; none where the file is missing or does not read."""
        kept = _read(_file(folder, review_name(made_by)))
        replies = kept.get("replies")
        return cls(folder, made_by, dict(replies) if isinstance(replies, dict) else {})

    @property
    def name(self) -> str:
        return review_name(self.made_by)

    def keep(self, mark: str, reply: dict[str, Any], steps: int) -> None:
        """Keep one more reply. `steps`: how many the review takes in all.

        Raises: SessionBusy, RecordNotWritten; the earlier ones are still kept.
        """
        self.replies[mark] = reply
        value = {"format": FORMAT, "made_by": self.made_by, "all": steps, "replies": self.replies}
        data = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        with lock.acquire(self.folder.path, sign=False):
            try:
                self.folder.reviews.mkdir(mode=FOLDER_MODE, exist_ok=True)
                replace_file(_file(self.folder, self.name), data)
            except OSError as error:
                raise not_written(error, "What the reviewer said so far") from error

    def forget(self) -> None:
        """The review is complete.

        Raises: RecordNotWritten.
        """
        try:
            _file(self.folder, self.name).unlink(missing_ok=True)
        except OSError as error:
            raise not_written(error, "The folder of reviews") from error


def begun_in(folder: SessionFolder) -> tuple[Begun, ...]:
    """Reviews of a session that were begun and are not complete."""
    found = []
    for file in sorted(folder.reviews.glob(f"*{PART}")):
        kept = _read(file)
        made_by, replies, steps = kept.get("made_by"), kept.get("replies"), kept.get("all")
        if isinstance(made_by, str) and isinstance(replies, dict) and isinstance(steps, int):
            found.append(Begun(file.name.removesuffix(PART), made_by, len(replies), steps))
    return tuple(found)


def _file(folder: SessionFolder, name: str) -> Path:
    return folder.reviews / f"{name}{PART}"


def _read(file: Path) -> dict[str, Any]:
    try:
        if file.stat().st_size > LARGEST_BYTES:
            return {}
        kept = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) and kept.get("format") == FORMAT else {}
