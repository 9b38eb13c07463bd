"""Situations for a mind, built turn by turn."""

from __future__ import annotations

import dataclasses

from interviewer.content.model import Question
from interviewer.events import Role
from interviewer.minds.line import Line
from interviewer.minds.scripted import ScriptedMind
from interviewer.plan import Mode, make_plan
from interviewer.ports import Exchange, Situation, Trigger
from tests.interviewer.content.support import shipped

PACK = shipped()
ROUND = next(entry for entry in PACK.rounds if entry.id == "execution")


def question(slug: str) -> Question:
    return next(each for each in PACK.questions if each.id == f"execution/{slug}")


class Talk:
    """An interview with a scripted mind, by hand."""

    def __init__(self, asked: Question, minutes: float = 35, seed: int = 0) -> None:
        self.mind = ScriptedMind(seed)
        self.plan = make_plan(PACK.round_of(asked), asked, minutes, Mode.PRACTICE)
        self.seconds = 0.0
        self.exchanges: list[Exchange] = []

    def situation(self, trigger: Trigger) -> Situation:
        left = self.plan.seconds - self.seconds
        phase = self.plan.phase_at(self.seconds)
        return Situation(self.plan, trigger, phase, left, tuple(self.exchanges))

    def say(self, trigger: Trigger) -> Line:
        """The mind's line to a trigger, taken into the talk."""
        line = self.mind.line(self.situation(trigger))
        self.exchanges.append(Exchange(len(self.exchanges) + 1, line.role, line.item, line.text))
        return line

    def answer(self, text: str, seconds: float = 60.0, trigger: Trigger = Trigger.ANSWER) -> Line:
        """The candidate says something for so long; what the mind says to it."""
        self.seconds += seconds
        self.exchanges[-1] = dataclasses.replace(self.exchanges[-1], answered=text, seconds=seconds)
        return self.say(trigger)

    def until(self, role: Role, text: str = "I would look at it this way and decide.", seconds: float = 30.0) -> Line:
        """Answer the same thing until the mind says a line of that role."""
        for _ in range(40):
            line = self.answer(text, seconds)
            if line.role is role:
                return line
        raise AssertionError(f"never said a {role}")


def opened(asked: Question, minutes: float = 35, seed: int = 0) -> Talk:
    talk = Talk(asked, minutes, seed)
    talk.say(Trigger.OPENING)
    return talk
