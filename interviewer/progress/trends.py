"""What has changed: dimensions against four weeks ago, delivery over the last sessions, self-rating against the call.

Pure; today comes in as an argument. Where there are fewer sessions than `FEWEST` nothing is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from interviewer.progress.readiness import moment_of
from interviewer.records.delivered import Delivered
from interviewer.records.measured import Measured
from interviewer.review.call import Call

FEWEST = 3
"""Sessions below which no line is drawn and no mean is told."""
SHOWN = 8
"""Sessions of a chart, the newest."""
MEAN_OF = 3
"""Scores that make up where somebody stands in a dimension: one session says more about its question."""
WEEKS = timedelta(weeks=4)

_WORST_FIRST = tuple(reversed(Call))


@dataclass(frozen=True, slots=True)
class Dimension:
    """Where somebody stands in a dimension; scores are means from 1 to 4."""

    id: str
    title: str
    now: float | None
    """Of the last sessions of these four weeks; None: it was not scored in them."""
    before: float | None
    """Of the last sessions before these four weeks; None: it was not scored then."""

    @property
    def change(self) -> int | None:
        """By how many words of the scale it has changed; None: there is nothing to compare."""
        if self.now is None or self.before is None:
            return None
        return word(self.now) - word(self.before)


@dataclass(frozen=True, slots=True)
class Point:
    """One session's value."""

    session: str
    day: date
    value: float


@dataclass(frozen=True, slots=True)
class Trend:
    """A figure over the last sessions, oldest first."""

    points: tuple[Point, ...]

    @property
    def enough(self) -> bool:
        """Whether there are enough sessions to draw a line."""
        return len(self.points) >= FEWEST

    @property
    def missing(self) -> int:
        """How many sessions are needed before a line is drawn."""
        return max(0, FEWEST - len(self.points))

    @property
    def now(self) -> float | None:
        return self.points[-1].value if self.points else None

    @property
    def first(self) -> float | None:
        return self.points[0].value if self.points else None

    @property
    def mean(self) -> float | None:
        return mean(point.value for point in self.points)


@dataclass(frozen=True, slots=True)
class Trends:
    """Everything that is compared of some sessions."""

    pace: Trend
    """Words a minute."""
    fillers: Trend
    """A minute."""
    pause: Trend
    """Longest pause in seconds."""
    gap: Trend
    """By how many steps of the six calls the self-rating was better than the review; negative: worse."""
    sessions: int
    """How many sessions there are."""


def since(sessions: Iterable[Measured], today: date, days: int) -> tuple[Measured, ...]:
    """The sessions of the last `days` days, oldest first; 0: all."""
    dated = [(moment, one) for one in sessions if (moment := moment_of(one)) is not None]
    dated.sort(key=lambda pair: (pair[0], pair[1].id))
    first = today - timedelta(days=days)
    return tuple(one for moment, one in dated if not days or moment.date() > first)


def trends(sessions: Sequence[Measured]) -> Trends:
    """The figures over the last sessions; `sessions`: oldest first."""
    return Trends(
        pace=_trend(sessions, _delivered(lambda one: one.words_a_minute)),
        fillers=_trend(sessions, _delivered(lambda one: one.fillers_a_minute)),
        pause=_trend(sessions, _delivered(lambda one: one.longest_pause)),
        gap=_trend(sessions, gap_of),
        sessions=len(sessions),
    )


def dimensions(sessions: Sequence[Measured], round_id: str, level: str, today: date) -> tuple[Dimension, ...]:
    """Where somebody stands in each dimension of a round; `sessions`: oldest first, practice and exams alike."""
    fits = [one for one in sessions if (one.round, one.level) == (round_id, level) and one.scores]
    titles = {score.dimension: score.title for one in fits for score in one.scores}
    order = [score.dimension for one in reversed(fits) for score in one.scores]
    border = today - WEEKS
    recent = [one for one in fits if _day(one) > border]
    earlier = [one for one in fits if _day(one) <= border]
    return tuple(
        Dimension(name, titles[name], _standing(recent, name), _standing(earlier, name))
        for name in dict.fromkeys(order)
    )


def scored(sessions: Iterable[Measured], round_id: str, level: str) -> int:
    """How many sessions of a round have scores."""
    return sum((one.round, one.level) == (round_id, level) and bool(one.scores) for one in sessions)


def gap_of(session: Measured) -> float | None:
    """By how many steps the self-rating is better than the call; None where one of the two is missing."""
    try:
        own, other = Call(session.self_call), Call(session.call)
    except ValueError:
        return None
    return float(_WORST_FIRST.index(own) - _WORST_FIRST.index(other))


def word(score: float) -> int:
    """The step of the scale, 1 to 4, that a mean is told by."""
    return min(4, max(1, int(score + 0.5)))


def mean(values: Iterable[float]) -> float | None:
    """Their mean; None of none."""
    told = list(values)
    return sum(told) / len(told) if told else None


def _delivered(figure: Callable[[Delivered], float | None]) -> Callable[[Measured], float | None]:
    return lambda one: figure(one.delivered) if one.delivered is not None else None


def _trend(sessions: Sequence[Measured], figure: Callable[[Measured], float | None]) -> Trend:
    points = []
    for one in reversed(sessions):
        value = figure(one)
        if value is not None:
            points.append(Point(one.id, _day(one), value))
        if len(points) == SHOWN:
            break
    return Trend(tuple(reversed(points)))


def _standing(sessions: Sequence[Measured], dimension: str) -> float | None:
    scores = [score.score for one in sessions for score in one.scores if score.dimension == dimension]
    return mean(scores[-MEAN_OF:])


def _day(session: Measured) -> date:
    moment = moment_of(session)
    return moment.date() if moment is not None else date.min
