"""What a reviewer judges: an interview as a language model reads it, in order, as long as its context allows. Pure.

The transcript stands before whatever is asked about it and is the same in every request, so that a server which
remembers the beginning of what it read has only the end to read anew. What has no room is left out of the middle of
long answers, is marked there, and is counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from interviewer.content.model import Level, Question, Round
from interviewer.records.transcript import Answer, Exchange
from interviewer.review.debrief import CaseTurns, cases_in
from interviewer.review.told import Told, answers_in, in_order

ROOMS: tuple[int | None, ...] = (None, 400, 250, 150, 90, 50)
"""Words of one answer that are shown, from all down to twenty seconds of speech."""
BEGINNING = 0.6
"""Of an answer that is cut, so much of what is shown is its beginning; the rest is its end."""


@dataclass(frozen=True)
class Matter:
    """One interview. Not slotted: what is derived is kept once made."""

    transcript: tuple[Exchange, ...]
    of: Round
    questions: tuple[Question, ...]
    """Those of its main questions that are still known."""
    level: Level

    @cached_property
    def told(self) -> tuple[Told, ...]:
        return in_order(self.transcript)

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """All that the candidate said or typed."""
        return tuple(answer for answer in answers_in(self.told) if answer.text)

    @property
    def words(self) -> int:
        """How many words the candidate said."""
        return sum(len(answer.text.split()) for answer in self.answers)

    @property
    def untranscribed(self) -> tuple[int, ...]:
        return tuple(answer.number for answer in answers_in(self.told) if answer.pending)

    @cached_property
    def cases(self) -> tuple[CaseTurns, ...]:
        return cases_in(self.told, self.questions, self.of.follow_ups)

    @cached_property
    def known(self) -> str:
        """Everything a number may come from: both sides of the talk, the questions, and the sheets of its cases."""
        lines = [one.asked if isinstance(one, Exchange) else one.text for one in self.told]
        lines += [question.spoken for question in self.questions]
        for held in self.cases:
            lines += [held.case.metric, held.case.cause, held.case.action, *(fact.fact for fact in held.case.facts)]
        return "\n".join(lines)

    def record(self, room: int | None = None) -> dict[str, object]:
        """What is sent in every request, with at most `room` words of each answer."""
        record: dict[str, object] = {
            "round": self.of.title,
            "level": self.level,
            "transcript": list(_turns(self.told, room)),
        }
        if self.cases:
            record["what_had_happened_in_the_case"] = [
                {"cause": held.case.cause, "fitting_action": held.case.action} for held in self.cases
            ]
        return record

    def left_out(self, room: int | None) -> int:
        """How many words of the candidate's such a record lacks."""
        return sum(_over(answer.text, room) for answer in self.answers)


def _turns(told: Sequence[Told], room: int | None) -> list[Mapping[str, str]]:
    turns: list[Mapping[str, str]] = []
    for one in told:
        if isinstance(one, Exchange):
            turns.append({"interviewer": one.asked})
        elif one.text:
            turns.append({"candidate": _cut(one.text, room)})
    return turns


def _over(text: str, room: int | None) -> int:
    return 0 if room is None else max(0, len(text.split()) - room)


def _cut(text: str, room: int | None) -> str:
    words, over = text.split(), _over(text, room)
    if not over or room is None:
        return " ".join(words)
    first = round(room * BEGINNING)
    return " ".join([*words[:first], f"(… {over} words left out …)", *words[first + over :]])
