"""What to practise next, and why. Pure; today comes in as an argument.

Bottom tier and nearest date first: the first company that is not ready says which rounds matter. Without one, the
weakest dimension says it, then the round that was not practised for longest. Among rounds the one furthest from ready
comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from interviewer.plan import Mode
from interviewer.progress.board import Company, in_order
from interviewer.progress.readiness import Readiness, State, moment_of
from interviewer.progress.trends import Dimension
from interviewer.records.measured import Measured

WEAK = 2.5
"""A mean score below this is less than solid."""

_FURTHEST_FIRST = (State.NOT_YET, State.TOO_FEW, State.ONE_MORE, State.READY)


class Why(StrEnum):
    COMPANY = "company"
    """A company is ahead that uses this round, and it is not ready."""
    WEAK = "weak"
    """It has the weakest dimension."""
    NEVER = "never"
    """It was never practised."""
    LONGEST = "longest"
    """It was not practised for longest."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to practise, with everything a sentence about it needs."""

    round: str
    mode: Mode
    why: Why
    state: State
    """How the round stands."""
    company: Company | None = None
    """The one ahead that asks for it."""
    dimension: Dimension | None = None
    """The weakest one of the round."""
    days: int | None = None
    """Since the round was practised; None: never."""


def advise(
    rounds: Sequence[str],
    readiness: Mapping[str, Readiness],
    companies: Iterable[Company],
    dimensions: Mapping[str, Sequence[Dimension]],
    sessions: Iterable[Measured],
    today: date,
) -> Advice | None:
    """What to practise next; None when there is no round.

    Args:
        rounds: the ids that can be practised, in their usual order; breaks ties.
        dimensions: where somebody stands, by round.
    """
    if not rounds:
        return None
    told = _Told(tuple(rounds), readiness, dimensions, _last_days(sessions), today)
    return told.for_company(companies) or told.weakest() or told.longest()


@dataclass(frozen=True, slots=True)
class _Told:
    rounds: tuple[str, ...]
    readiness: Mapping[str, Readiness]
    dimensions: Mapping[str, Sequence[Dimension]]
    last: Mapping[str, date]
    today: date

    def for_company(self, companies: Iterable[Company]) -> Advice | None:
        for company in in_order(companies):
            if company.day is not None and company.day < self.today:
                continue
            open_rounds = [one for one in self.rounds if one in company.rounds and self._state(one) is not State.READY]
            if open_rounds:
                return self._advice(min(open_rounds, key=self._rank), Why.COMPANY, company)
        return None

    def weakest(self) -> Advice | None:
        """The round of the lowest dimension that is less than solid now."""
        weak = [
            (one.now, self.rounds.index(name), name, one)
            for name in self.rounds
            for one in self.dimensions.get(name, ())
            if one.now is not None and one.now < WEAK
        ]
        if not weak:
            return None
        name = min(weak, key=lambda entry: entry[:2])[2]
        return self._advice(name, Why.WEAK)

    def longest(self) -> Advice:
        """The round not practised for longest; one never practised before all others."""
        name = min(self.rounds, key=lambda one: self.last.get(one, date.min))
        return self._advice(name, Why.LONGEST if name in self.last else Why.NEVER)

    def _advice(self, name: str, why: Why, company: Company | None = None) -> Advice:
        last = self.last.get(name)
        # Nobody begins with an exam, and what is weak is practised before it is tested.
        mode = Mode.PRACTICE if last is None or why is Why.WEAK else Mode.EXAM
        now = [one for one in self.dimensions.get(name, ()) if one.now is not None and one.now < WEAK]
        weakest = min(now, key=lambda one: one.now or 0.0, default=None)
        days = max(0, (self.today - last).days) if last is not None else None
        return Advice(name, mode, why, self._state(name), company, weakest, days)

    def _rank(self, name: str) -> tuple[int, float, date, int]:
        """Furthest from ready first, then the weakest, then the one not practised for longest."""
        lowest = min((one.now for one in self.dimensions.get(name, ()) if one.now is not None), default=5.0)
        state = _FURTHEST_FIRST.index(self._state(name))
        return state, lowest, self.last.get(name, date.min), self.rounds.index(name)

    def _state(self, name: str) -> State:
        found = self.readiness.get(name)
        return found.state if found is not None else State.TOO_FEW


def _last_days(sessions: Iterable[Measured]) -> dict[str, date]:
    """When each round was practised last."""
    last: dict[str, date] = {}
    for one in sessions:
        moment = moment_of(one)
        if moment is not None and moment.date() > last.get(one.round, date.min):
            last[one.round] = moment.date()
    return last
