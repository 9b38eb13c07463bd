"""Situations for a mind, built turn by turn."""

from __future__ import annotations

import dataclasses

import pytest

from interviewer.content.choose import more_questions
from interviewer.content.model import Question
from interviewer.events import Role
from interviewer.minds.line import Line
from interviewer.minds.scripted import ScriptedMind
from interviewer.plan import Mode, Plan, make_plan, questions_in
from interviewer.ports import Exchange, Situation, Trigger
from tests.interviewer.content.support import shipped

PACK = shipped()
ROUNDS = {entry.id: entry for entry in PACK.rounds}
ROUND = ROUNDS["execution"]

EXECUTION_METRICS = (
    "We serve two groups, those who want one particular thing and those who come by often. My goal is to shorten the "
    "wait, and that comes first. The north star would be completed visits per week, because both need it. "
    "I would also track the share of people who come back."
)
EXECUTION_PURPOSE = (
    "I assume one country only. The mission is clear to me. This product exists because it solves a real problem, it "
    "saves people time. The biggest threat is a copy by somebody larger. It is an early stage product."
)
PRODUCT_SENSE_ONE = (
    "I see three groups here: those who come for the first time, those who come every week, and the helpers around "
    "them. They worry about being late and struggle to find their way. What hurts most is not knowing what "
    "happens next. I'd focus on newcomers with little money."
)
PRODUCT_SENSE_OTHER = (
    "One idea is a printed card with a number to ring. A second option is a voice menu in four languages. I'd "
    "build the printed card, judged by effort against impact. She opens an envelope, then she dials, then she "
    "hears one clear answer. I'd measure success by calls answered within a minute."
)
BEHAVIOURAL_ONE = (
    "Two years ago I worked at a training firm and was responsible for its calendar. I decided to drop the weekend "
    "courses, because nobody wanted to teach them. I called every teacher and then wrote a new plan myself. The head "
    "of sales disagreed. She feared that schools would leave us, and there was a contract at stake."
)
BEHAVIOURAL_OTHER = (
    "In the end complaints fell from forty to six within a month, and both clients renewed. My first attempt had "
    "gone wrong, it was the hardest moment. Looking back, I learned to ask earlier. Since then I always write "
    "down who could object."
)
STRATEGY_ONE = (
    "The market grows by about a tenth each year, mostly through small shops. Our largest competitor holds half of "
    "it and lives on its brand. Customers switch when prices rise. Suppliers have little power, there are "
    "hundreds of them, and a new law will change who may sell."
)
STRATEGY_OTHER = (
    "I see three options: buy a partner, build our own delivery, or leave that part to others. I would choose to "
    "build, since it protects margin. The main risk is cost. In year one I'd run a pilot in a single city and "
    "stop if fewer than a thousand people sign up."
)
ESTIMATION_ONE = (
    "I'd break it down into households, how often each of them buys, and the size of a purchase. I assume there "
    "are thirty million households, and that a third of them own one. Each replaces it every four years."
)
ESTIMATION_OTHER = (
    "Two hundred times fifty gives ten thousand a day, so roughly three and a half million a year. As a sanity "
    "check, that is one for every twenty inhabitants, which sounds plausible. The figure I trust least is the "
    "average. With this result I would decide how many staff to hire."
)
PEOPLE = {
    "execution": (EXECUTION_METRICS, EXECUTION_PURPOSE),
    "product_sense": (PRODUCT_SENSE_ONE, PRODUCT_SENSE_OTHER),
    "behavioural": (BEHAVIOURAL_ONE, BEHAVIOURAL_OTHER),
    "strategy": (STRATEGY_ONE, STRATEGY_OTHER),
    "estimation": (ESTIMATION_ONE, ESTIMATION_OTHER),
}
"""Two answers for each round that have little in common."""


def question(slug: str) -> Question:
    return next(each for each in PACK.questions if each.id == f"execution/{slug}")


def some_questions(of_each_round: int) -> list[Question]:
    """A few questions of every round, spread over it."""
    chosen: list[Question] = []
    for round_id in ROUNDS:
        pool = sorted((each for each in PACK.questions if each.round == round_id), key=lambda each: each.id)
        step = max(1, len(pool) // of_each_round)
        chosen += pool[::step][:of_each_round]
    return chosen


some_of_each = pytest.mark.parametrize("asked", some_questions(4), ids=lambda asked: asked.id)
first_of_each = pytest.mark.parametrize("asked", some_questions(1), ids=lambda asked: asked.id)


def plan_for(asked: Question, minutes: float = 35, mode: Mode = Mode.PRACTICE, seed: int = 0) -> Plan:
    """The plan of an interview that begins with a question."""
    chosen = PACK.round_of(asked)
    more = more_questions([PACK], asked, questions_in(chosen, minutes) - 1, seed=seed)
    return make_plan(chosen, asked, minutes, mode, more)


class Talk:
    """An interview with a scripted mind, by hand."""

    def __init__(self, asked: Question, minutes: float = 35, seed: int = 0) -> None:
        self.mind = ScriptedMind(seed)
        self.plan = plan_for(asked, minutes, seed=seed)
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
        began, self.seconds = self.seconds, self.seconds + seconds
        self.exchanges[-1] = dataclasses.replace(self.exchanges[-1], answered=text, seconds=seconds, began=began)
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
