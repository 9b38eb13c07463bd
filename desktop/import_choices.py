"""What can be chosen of an interview from elsewhere before it is taken in, with what was guessed. Blocking; any thread.

The guesses are those `take` makes itself where nobody chooses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assets import resource
from desktop.import_plan import About, guessed, turns_of
from desktop.imports import is_foreign, together
from desktop.paths import Paths
from desktop.session_words import round_title
from interviewer.content.loader import load_packs
from interviewer.content.model import Pack, Round
from interviewer.errors import ImportRefused, PackError
from interviewer.records.foreign import KINDS as TRANSCRIPTS


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody in a transcript."""

    name: str
    words: int


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a pack."""

    id: str
    title: str
    round: str


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview that is to be taken in."""

    files: tuple[Path, ...]
    guess: About
    """What it seems to be."""
    speakers: tuple[Speaker, ...] = ()
    """Who speaks, by name, whoever says most first; fewer than two: there is nobody to choose from."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that is asked about some files."""

    interviews: tuple[Interview, ...]
    """Those about which there is something to choose."""
    others: tuple[tuple[Path, ...], ...]
    """Bundles and partners' files, which say all of it themselves."""
    rounds: tuple[Round, ...] = ()
    questions: tuple[Asked, ...] = ()

    def title_of(self, round_id: str) -> str:
        """A round in words."""
        return round_title(round_id, next((one.title for one in self.rounds if one.id == round_id), ""))


def choices_of(files: Sequence[Path], paths: Paths) -> Choices:
    """Read the transcripts among some files and guess. What does not read is left to `take`, which says why."""
    groups = together(files)
    try:
        packs = load_packs(resource("packs"), paths.packs).packs if any(map(_has_choices, groups)) else ()
    except PackError:
        return Choices((), tuple(groups))
    found = {group: _interview(group, packs) for group in groups}
    rounds = {one.id: one for pack in packs for one in pack.rounds}
    questions = {one.id: Asked(one.id, one.title, one.round) for pack in packs for one in pack.questions}
    return Choices(
        interviews=tuple(one for one in found.values() if one is not None),
        others=tuple(group for group, one in found.items() if one is None),
        rounds=tuple(rounds.values()),
        questions=tuple(questions.values()),
    )


def _has_choices(group: tuple[Path, ...]) -> bool:
    try:
        return is_foreign(group[0])
    except ImportRefused:
        return False


def _interview(group: tuple[Path, ...], packs: Sequence[Pack]) -> Interview | None:
    """None: it says all of itself, or it does not read."""
    if not _has_choices(group):
        return None
    text = next((file for file in group if file.suffix.lower() in TRANSCRIPTS), None)
    try:
        turns = turns_of(text) if text is not None else ()
        guess = guessed(packs, group[0], turns, About())
    except ImportRefused:
        return None
    words = Counter[str]()
    for turn in turns:
        words[turn.speaker] += len(turn.text.split())
    return Interview(group, guess, tuple(Speaker(name, count) for name, count in words.most_common() if name))
