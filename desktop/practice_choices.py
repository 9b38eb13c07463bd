"""What can be practised: rounds, their questions and phases, and what was asked already. Blocking; no Qt."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assets import resource
from desktop.paths import Paths
from interviewer.content.levels import LEVELS as LEVELS  # noqa: PLC0414  (found here, too)
from interviewer.plan import questions_in

if TYPE_CHECKING:
    from interviewer.content.model import Round

SHIPPED_ROUNDS = ("execution", "product_sense", "behavioural", "strategy", "estimation")
"""As a hiring process has them; rounds of other packs follow."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One question that can be picked."""

    id: str
    title: str
    level: str
    asked: bool
    """There is a session with it."""


@dataclass(frozen=True, slots=True)
class Practicable:
    """Everything the Practice page offers."""

    rounds: tuple[Round, ...]
    questions: Mapping[str, tuple[Choice, ...]]
    """By round."""
    left_out: str
    """A sentence about packs with faults; empty when there are none."""
    free_bytes: int
    sessions: int

    def unasked(self, round_id: str) -> int:
        """Questions of a round that were not asked yet."""
        return sum(not choice.asked for choice in self.questions.get(round_id, ()))

    def phases(self, round_id: str, minutes: float) -> tuple[tuple[str, str, float], ...]:
        """Id, title and seconds of the phases an interview of that length would have."""
        entry = next((entry for entry in self.rounds if entry.id == round_id), None)
        if entry is None or not self.questions.get(round_id):
            return ()
        return planned(entry, minutes)


def planned(entry: Round, minutes: float) -> tuple[tuple[str, str, float], ...]:
    """Phases of a round stretched to a length."""
    kept = [phase for phase in entry.phases if phase.question < questions_in(entry, minutes)]
    stretch = minutes * 60 / sum(phase.minutes for phase in kept)
    return tuple((phase.id, phase.title, phase.minutes * stretch) for phase in kept)


def practicable(paths: Paths) -> Practicable:
    """Read packs and the index of sessions.

    Raises: PackError when no pack can be used, RecordError when the index cannot be made.
    """
    from interviewer.content.loader import load_packs  # heavy: in the worker, not before the first paint
    from interviewer.records.index import Index

    library = load_packs(resource("packs"), paths.packs)
    with Index.open(paths.data) as index:
        listed = index.sessions()
    asked = {session.question for session in listed}
    rounds: dict[str, Round] = {}
    questions: dict[str, list[Choice]] = {}
    for pack in library.packs:
        for entry in pack.rounds:
            rounds.setdefault(entry.id, entry)
        for question in pack.questions:
            choice = Choice(question.id, question.title, question.level, question.id in asked)
            questions.setdefault(question.round, []).append(choice)
    return Practicable(
        tuple(
            sorted(
                rounds.values(),
                key=_place,
            )
        ),
        {name: tuple(sorted(choices, key=lambda choice: choice.title)) for name, choices in questions.items()},
        library.problems[0].sentence if library.problems else "",
        shutil.disk_usage(paths.data).free,
        len(listed),
    )


def _place(entry: Round) -> int:
    """Where a round stands among the others."""
    return SHIPPED_ROUNDS.index(entry.id) if entry.id in SHIPPED_ROUNDS else len(SHIPPED_ROUNDS)
