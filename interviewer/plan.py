"""What an interview will be: its questions, their round, its phases and their seconds, Practice or Exam.

Pure values; `plan` is made once before the interview and never changes while it runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from interviewer.errors import PlanError

if TYPE_CHECKING:
    from interviewer.content.model import Question, Round

LENGTHS_MINUTES = (10, 20, 35, 45)
"""What is offered: a drill, a short one, and what a real 45-minute slot leaves or fills."""
SHORTEST_MINUTES = 1.0
"""One question and one answer, to try it all."""
LONGEST_MINUTES = 90.0
SHORTEST_OWN, LONGEST_OWN = 12, 600
"""Characters of a question somebody brings along: less is no question, more is not asked aloud in one breath."""


class Mode(StrEnum):
    PRACTICE = "practice"
    """Hints, pausing, visible coverage and time plan."""
    EXAM = "exam"
    """None of these; only exams count towards readiness."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the interview. Phases pace; they are never read out."""

    id: str
    title: str
    seconds: float
    question: int = 0
    """Which main question it works on, from 0."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything decided before the first word."""

    round: Round
    question: Question
    """The first main question; most rounds have no other."""
    mode: Mode
    phases: tuple[Phase, ...]
    more: tuple[Question, ...] = ()
    """Main questions after the first, in the order in which they are asked."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """All main questions, in the order in which they are asked."""
        return (self.question, *self.more)

    @property
    def seconds(self) -> float:
        """Length of the whole interview."""
        return sum(phase.seconds for phase in self.phases)

    def phase_at(self, seconds: float) -> Phase:
        """The phase that is planned `seconds` after the question was asked; the last one after the end."""
        end = 0.0
        for phase in self.phases:
            end += phase.seconds
            if seconds < end:
                return phase
        return self.phases[-1]

    def time_calls(self) -> tuple[float, ...]:
        """Seconds left at which the interviewer says how long there is, latest first.

        Ten, five and two minutes, of which only those are used that fall in the second half of the interview: a
        warning before half time would be the plan, not a warning.
        """
        return tuple(left for left in (600.0, 300.0, 120.0) if left <= self.seconds / 2)


def questions_in(chosen: Round, minutes: float) -> int:
    """How many main questions an interview of `minutes` has room for: a shorter one has fewer, not hastier ones."""
    planned = 1 + max(phase.question for phase in chosen.phases)
    return max(1, min(planned, round(planned * minutes / chosen.minutes)))


def make_plan(chosen: Round, question: Question, minutes: float, mode: Mode, more: tuple[Question, ...] = ()) -> Plan:
    """The plan of an interview of `minutes`; the round's phases are stretched or squeezed to fit.

    Args:
        more: main questions after the first, for a round that asks several. Phases whose question is missing are left
            out, and questions no phase works on.

    Raises:
        PlanError: too short, too long or not a number of minutes, or a question is of another round.
    """
    if not SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES:
        raise PlanError(
            f"An interview lasts {SHORTEST_MINUTES:g} to {LONGEST_MINUTES:g} minutes, not {minutes:g}. "
            f"Usual lengths are {', '.join(map(str, LENGTHS_MINUTES[:-1]))} and {LENGTHS_MINUTES[-1]}.",
            code="minutes_impossible",
        )
    questions = (question, *more)[: questions_in(chosen, minutes)]
    for asked in questions:
        if asked.round != chosen.id:
            raise PlanError(
                f"“{asked.title}” is a question of the round “{asked.round}”, not of “{chosen.id}”. "
                "Choose one of the two."
            )
    kept = [phase for phase in chosen.phases if phase.question < len(questions)]
    stretch = minutes * 60 / sum(phase.minutes for phase in kept)
    phases = tuple(Phase(phase.id, phase.title, phase.minutes * stretch, phase.question) for phase in kept)
    return Plan(chosen, question, mode, phases, questions[1:])
