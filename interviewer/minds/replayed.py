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
from interviewer.plan import Plan
from interviewer.turns import begin, step


@dataclass(frozen=True, slots=True)
class Sent:
    """One request in its place."""

    line: int
    """Number of the line it asks for."""
    at: float
    """Session seconds."""
    request: Request


def requests_in(events: Iterable[Event], plan: Plan, asker: Asker, tokens: int) -> Iterator[Sent]:
    """The requests of an interview, in order; a prompt has at most `tokens`."""
    state = begin(plan)
    for event in events:
        state, commands = step(state, event)
        for command in commands:
            if not isinstance(command, Reply):
                continue
            situation = state.situation(command.trigger)
            request = asker.request(situation, asker.aims(situation), tokens)
            if request is not None:
                yield Sent(state.line + 1, event.t, request)
