"""The layout of a session folder: every name in it, and how a new one is made private to its user.

Knows paths only; what stands in the files belongs to the other modules of this room. Runs on any thread.
"""

from __future__ import annotations

import re
import secrets
import shutil
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

FOLDER_MODE = 0o700
FILE_MODE = 0o600

MANIFEST = "session.json"
EVENTS = "events.jsonl"
AUDIO = "audio"
REVIEWS = "reviews"
NOTES = "notes.json"
CORRECTIONS = "corrections.json"
"""What was really said where the candidate was misheard."""
STANCES = "annotations.json"
"""What is thought of the remarks."""
PARTNERS_STANCES = "stances"
"""What others than the candidate think of them: a file a person."""
DELIVERY = "delivery"
"""How the answers were spoken: a file an answer, and their figures together. All of it can be made again."""
LOCK = ".lock"
RESERVE = ".reserve"
ARRIVED = ".arrived"
"""Empty; from when it is, the session came here from elsewhere, or out of the trash, last."""
DAMAGED = ".damaged"
"""Suffix of a file that could not be read and was put aside under its own name."""

SLUG_LENGTH = 48
"""Characters; a folder name stays far below the 255 bytes of common file systems and Windows' 260 of a path."""

_ANSWER = re.compile(r"(\d{4,})-candidate(?:-(\d{2,}))?\.wav")
_LINE = re.compile(r"q(\d{4,})\.wav")
_STARTED = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{4})_")


def slug(*parts: str) -> str:
    """Lower-case ASCII letters, digits and single hyphens out of any words; a leading part is not repeated."""
    words: list[str] = []
    for part in parts:
        plain = unicodedata.normalize("NFKD", part).encode("ascii", "ignore").decode().lower()
        pieces = re.findall(r"[a-z0-9]+", plain)
        words.extend(pieces[len(words) :] if words and pieces[: len(words)] == words else pieces)
    return "-".join(words)[:SLUG_LENGTH].strip("-") or "session"


def session_name(started: datetime, round_id: str, question_id: str) -> str:
    """A new name: local start time, round and question, four random hex digits."""
    return f"{started:%Y-%m-%dT%H%M}_{slug(round_id, question_id)}_{secrets.token_hex(2)}"


def started_in_name(name: str) -> datetime | None:
    """The local start time a folder name tells, if it is one of ours."""
    match = _STARTED.match(name)
    if match is None:
        return None
    try:
        return datetime.strptime(match[1], "%Y-%m-%dT%H%M").astimezone()
    except ValueError:
        return None


def answer_name(answer: int, part: int) -> str:
    """Path inside the folder of part `part` (from 1) of an answer's sound."""
    tail = "" if part == 1 else f"-{part:02d}"
    return f"{AUDIO}/{answer:04d}-candidate{tail}.wav"


def line_name(line: int) -> str:
    """Path inside the folder of the sound of an interviewer's line."""
    return f"{AUDIO}/q{line:04d}.wav"


def answer_and_part(name: str) -> tuple[int, int] | None:
    """Which answer, and which part of it, a sound file holds; None for any other name."""
    match = _ANSWER.fullmatch(Path(name).name)
    return None if match is None else (int(match[1]), int(match[2] or 1))


def is_line_file(name: str) -> bool:
    """Whether a sound file holds a line of the interviewer."""
    return _LINE.fullmatch(Path(name).name) is not None


@dataclass(frozen=True, slots=True)
class SessionFolder:
    """Where everything of one session lies."""

    path: Path

    @property
    def id(self) -> str:
        return self.path.name

    @property
    def manifest(self) -> Path:
        return self.path / MANIFEST

    @property
    def events(self) -> Path:
        return self.path / EVENTS

    @property
    def audio(self) -> Path:
        return self.path / AUDIO

    @property
    def reviews(self) -> Path:
        return self.path / REVIEWS

    @property
    def notes(self) -> Path:
        return self.path / NOTES

    @property
    def corrections(self) -> Path:
        return self.path / CORRECTIONS

    @property
    def stances(self) -> Path:
        return self.path / STANCES

    @property
    def partners_stances(self) -> Path:
        return self.path / PARTNERS_STANCES

    @property
    def delivery(self) -> Path:
        return self.path / DELIVERY

    @property
    def lock(self) -> Path:
        return self.path / LOCK

    @property
    def reserve(self) -> Path:
        return self.path / RESERVE

    def make(self) -> None:
        """Make the folder and its rooms, readable by their owner only, or nothing at all.

        Raises: OSError, FileExistsError among them when the name is taken.
        """
        self.path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        self.path.mkdir(mode=FOLDER_MODE)
        try:
            self.audio.mkdir(mode=FOLDER_MODE)
            self.reviews.mkdir(mode=FOLDER_MODE)
        except OSError:
            shutil.rmtree(self.path, ignore_errors=True)
            raise

    def sounds(self) -> list[Path]:
        """Every sound file, in order of name."""
        return sorted(self.audio.glob("*.wav")) if self.audio.is_dir() else []

    def answer_sounds(self) -> list[tuple[int, int, Path]]:
        """(answer, part, file) of every recording of the candidate, in order."""
        found = [(numbers, file) for file in self.sounds() if (numbers := answer_and_part(file.name)) is not None]
        return sorted((answer, part, file) for (answer, part), file in found)

    def name_of(self, file: Path) -> str:
        """A file's path inside the folder, with forward slashes on every system."""
        return file.relative_to(self.path).as_posix()
