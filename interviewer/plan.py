"""What an interview will be: one question, its round, its phases and their seconds, Practice or Exam.

Pure values; `plan` is made once before the interview and never changes while it runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from interviewer.content.model import Question, Round
from interviewer.errors import PlanError

LENGTHS_MINUTES = (10, 20, 35, 45)
"""What is offered: a drill, a short one, and what a real 45-minute slot leaves or fills."""
SHORTEST_MINUTES = 2.0
LONGEST_MINUTES = 90.0


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


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything decided before the first word."""

    round: Round
    question: Question
    mode: Mode
    phases: tuple[Phase, ...]

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


def make_plan(chosen: Round, question: Question, minutes: float, mode: Mode) -> Plan:
    """The plan of an interview of `minutes`; the round's phases are stretched or squeezed to fit.

    Raises:
        PlanError: too short, too long or not a number of minutes, or the question is of another round.
    """
    if not SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES:
        raise PlanError(
            f"An interview lasts {SHORTEST_MINUTES:g} to {LONGEST_MINUTES:g} minutes, not {minutes:g}. "
            f"Usual lengths are {', '.join(map(str, LENGTHS_MINUTES[:-1]))} and {LENGTHS_MINUTES[-1]}.",
            code="minutes_impossible",
        )
    if question.round != chosen.id:
        raise PlanError(
            f"“{question.title}” is a question of the round “{question.round}”, not of “{chosen.id}”. "
            "Choose one of the two."
        )
    stretch = minutes * 60 / sum(phase.minutes for phase in chosen.phases)
    phases = tuple(Phase(phase.id, phase.title, phase.minutes * stretch) for phase in chosen.phases)
    return Plan(chosen, question, mode, phases)
