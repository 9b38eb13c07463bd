"""Everything the Progress page shows: read from the disk by `read_progress` (blocking, any thread), then pure.

A choice of level, days or round needs no reading again: `picture_of` makes the picture of what was read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from desktop.paths import Paths
from desktop.practice_choices import SHIPPED_ROUNDS
from interviewer.errors import RecordError
from interviewer.progress.board import Board, Company, read_board
from interviewer.progress.next import Advice, advise
from interviewer.progress.readiness import Readiness, State, readiness
from interviewer.progress.trends import Dimension, Trends, dimensions, scored, since, trends
from interviewer.records.index import Index
from interviewer.records.measured import Measured

PERIODS_DAYS = (30, 90, 365, 0)
"""What can be looked at; 0: everything."""
USUAL_DAYS = 90


@dataclass(frozen=True, slots=True)
class Kept:
    """What was read."""

    sessions: tuple[Measured, ...]
    """Newest first."""
    board: Board
    problem: str = ""
    """Why there is no board, a sentence; empty when there is one."""


@dataclass(frozen=True, slots=True)
class Picture:
    """How somebody stands at a level."""

    today: date
    level: str
    rounds: tuple[str, ...]
    readiness: Mapping[str, Readiness]
    """By round."""
    advice: Advice | None
    board: Board
    round: str
    """The round whose dimensions are compared."""
    dimensions: tuple[Dimension, ...]
    scored: int
    """Sessions of that round that have scores, in the period."""
    trends: Trends
    held: int
    """Sessions there are, of any level and time."""

    @property
    def ready(self) -> frozenset[str]:
        """Rounds that are ready."""
        return frozenset(name for name, one in self.readiness.items() if one.state is State.READY)

    @property
    def only_rules(self) -> bool:
        """Whether some round cannot become ready because nobody but the rule-based coach calls its exams."""
        return any(one.only_rules for one in self.readiness.values())

    def ready_rounds(self, company: Company) -> int:
        """How many of the rounds a company uses are ready."""
        return len(self.ready.intersection(company.rounds))


def read_progress(paths: Paths, told: Callable[[int, int], None] | None = None) -> Kept:
    """Read the index and the board. `told`: how many of how many changed sessions are read. Raises: RecordError."""
    with Index(paths.index, paths.sessions) as index:
        index.refresh(told)
        sessions = tuple(index.measured())
    try:
        return Kept(sessions, read_board(paths.companies))
    except RecordError as error:
        return Kept(sessions, Board(), error.sentence)


def picture_of(kept: Kept, level: str, days: int, today: date, round_id: str = "") -> Picture:
    """The picture at a level, over the last `days` days. `round_id`: whose dimensions; empty: what is advised."""
    rounds = rounds_in(kept)
    ordered = since(kept.sessions, today, days)
    by_round = {name: dimensions(ordered, name, level, today) for name in rounds}
    stands = {name: readiness(kept.sessions, name, level, today) for name in rounds}
    advice = advise(rounds, stands, kept.board.companies, by_round, kept.sessions, today)
    chosen = round_id if round_id in rounds else _to_compare(advice, by_round, kept.sessions)
    return Picture(
        today=today,
        level=level,
        rounds=rounds,
        readiness=stands,
        advice=advice,
        board=kept.board,
        round=chosen,
        dimensions=by_round.get(chosen, ()),
        scored=scored(ordered, chosen, level),
        trends=trends(ordered),
        held=len(kept.sessions),
    )


def rounds_in(kept: Kept) -> tuple[str, ...]:
    """The shipped rounds, then others that were held or that a company uses."""
    named: Iterable[str] = (one.round for one in kept.sessions)
    wanted = (name for company in kept.board.companies for name in company.rounds)
    others = {name for name in (*named, *wanted) if name} - set(SHIPPED_ROUNDS)
    return (*SHIPPED_ROUNDS, *sorted(others))


def _to_compare(
    advice: Advice | None, by_round: Mapping[str, tuple[Dimension, ...]], sessions: Iterable[Measured]
) -> str:
    """The round that is advised, if it has scores; else the one with scores that was held last."""
    if advice is not None and by_round.get(advice.round):
        return advice.round
    latest = next((one.round for one in sessions if by_round.get(one.round)), "")
    return latest or (advice.round if advice is not None else "")
