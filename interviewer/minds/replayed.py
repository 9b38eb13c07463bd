"""What a language model is asked for in the course of an interview, found out again from its events. Pure.

The events are taken in by the same rules as when the interview was held, so that each request is made in the situation
in which it was made then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from interviewer.commands import Reply
from interviewer.events import Event
from interviewer.minds.asking import Asker, Request
from interviewer.minds.prompts import Prompt
from interviewer.minds.ties import TieRequest
from interviewer.plan import Plan
from interviewer.ports import Situation
from interviewer.turns import begin, step


@dataclass(frozen=True, slots=True)
class Sent:
    """One request in its place."""

    line: int
    """Number of the line it asks for."""
    at: float
    """Session seconds."""
    request: Request | TieRequest


def requests_in(events: Iterable[Event], plan: Plan, asker: Asker, tokens: int) -> Iterator[Sent]:
    """The requests of an interview, in order; a prompt has at most `tokens`."""
    for line, at, situation in _situations(events, plan):
        request = asker.request(situation, asker.aims(situation), tokens)
        if request is not None:
            yield Sent(line, at, request)


def ties_in(events: Iterable[Event], plan: Plan, asker: Asker, prompt: Prompt) -> Iterator[Sent]:
    """What is asked about the ties of its cases, in order; about a question that comes again only once."""
    asked = set[str]()
    for line, at, situation in _situations(events, plan):
        tie = asker.chooser.tie(situation)
        if tie is not None and tie.question not in asked:
            asked.add(tie.question)
            yield Sent(line, at, tie.request(prompt, asker.boundary))


def _situations(events: Iterable[Event], plan: Plan) -> Iterator[tuple[int, float, Situation]]:
    """Where a mind was asked for a line: the number of the line, when, and in which situation."""
    state = begin(plan)
    for event in events:
        state, commands = step(state, event)
        for command in commands:
            if isinstance(command, Reply):
                yield state.line + 1, event.t, state.situation(command.trigger)
