"""How long was spent on each phase, as heard, beside what was planned. Pure.

The clock of the interview runs through the phases by itself; here counts what was talked about. From each sign on
(a question about a phase's item, or the first time one of its items was done) time belongs to that phase, until the
next sign. Time spent listening and thinking is part of it; pauses are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from interviewer.content.model import Question, Round
from interviewer.events import ASKING, Event, Paused, Resumed, Role, SessionEnded
from interviewer.records.manifest import PhaseSummary
from interviewer.records.transcript import Answer, Exchange
from interviewer.review.told import Quoted, Told

Span = tuple[float, float]
"""From and to, in session seconds."""


@dataclass(frozen=True, slots=True)
class PhaseTime:
    """One phase of the plan."""

    phase: str
    title: str
    planned: float
    """Seconds."""
    spent: float | None
    """Seconds; None when nobody can tell, as without the pack."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that tells what is being talked about from then on."""

    at: float
    phase: str


def pauses_in(events: Iterable[Event]) -> tuple[Span, ...]:
    """Spans in which the interview was held."""
    spans: list[Span] = []
    since: float | None = None
    for event in events:
        if isinstance(event, Paused):
            since = event.t
        elif isinstance(event, Resumed | SessionEnded) and since is not None:
            spans.append((since, event.t))
            since = None
    return tuple(spans)


def planned_only(phases: Iterable[PhaseSummary]) -> tuple[PhaseTime, ...]:
    """The plan of a session whose round is not known any more."""
    return tuple(PhaseTime(phase.id, phase.title, phase.seconds, None) for phase in phases)


def time_per_phase(
    phases: Iterable[PhaseSummary], signs: Iterable[Sign], told: Sequence[Told], pauses: Sequence[Span] = ()
) -> tuple[PhaseTime, ...]:
    """Seconds spent on each phase of the plan, from the first sign to the end of what was said."""
    marks = sorted(signs, key=lambda sign: sign.at)
    ends = [sign.at for sign in marks[1:]] + [max(map(_end, told), default=0.0)]
    spent: dict[str, float] = {}
    for sign, end in zip(marks, ends, strict=False):
        spent[sign.phase] = spent.get(sign.phase, 0.0) + _running(sign.at, end, pauses)
    return tuple(PhaseTime(phase.id, phase.title, phase.seconds, spent.get(phase.id, 0.0)) for phase in phases)


def _end(one: Told) -> float:
    if isinstance(one, Exchange) and one.role is Role.CLOSING:
        return one.start
    return one.start + (one.seconds or 0.0)


def _running(begin: float, end: float, pauses: Sequence[Span]) -> float:
    held = sum(max(0.0, min(end, until) - max(begin, since)) for since, until in pauses)
    return max(0.0, end - begin - held)


def signs_of(
    part: Sequence[Told], number: int, question: Question | None, of: Round, evidence: Mapping[str, Quoted]
) -> list[Sign]:
    """What tells the phase in the part of an interview that is about main question `number` (from 0).

    Args:
        evidence: the first evidence of each item. In answers to a trade-off or in a case it tells nothing: those stay
            where they are, whatever they mention.
    """
    first = next((phase.id for phase in of.phases if phase.question == number), of.phases[0].id)
    homes = {item.id: item.phase or first for item in of.items}
    follow_ups = {} if question is None else {f"{question.id}/{one.id}": one for one in question.follow_ups}
    if question is not None:
        follow_ups |= {f"{question.id}/{one.id}": one for one in of.follow_ups}
    probes = {kind.id for kind in of.kinds if kind.role == "probe"}
    signs: list[Sign] = []
    open_ended = True
    for one in part:
        if isinstance(one, Answer):
            found = (each for each in evidence.items() if open_ended and each[1].answer == one.number)
            signs += (Sign(quoted.at, homes[item]) for item, quoted in found if item in homes)
        elif one.role is Role.QUESTION:
            signs.append(Sign(one.start + one.seconds, first))
        elif one.role is Role.NUDGE:
            signs.append(Sign(one.start, one.item.rsplit("/", 1)[-1]))
            open_ended = True
        elif one.item in follow_ups:
            follow_up = follow_ups[one.item]
            signs.append(Sign(one.start, homes[follow_up.item]))
            open_ended = follow_up.kind in probes
        elif one.role in ASKING:  # what to do about a case
            open_ended = False
    return signs
