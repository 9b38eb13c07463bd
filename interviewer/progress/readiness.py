"""Whether somebody is ready for a round at a level, from the exams held. Pure; today comes in as an argument.

Ready: of the last four exams at that round and level at least three are a hire or better, the newest among them; none
of the four is older than 30 days or had a hint; each used at least two thirds of its time or was ended by the
candidate. With fewer than three exams nothing is said yet.

A hire by a language model counts here only where the rule-based coach, from the same interview, leans to a hire too:
a model that flatters, as small ones do, makes nobody ready beyond what was heard. A partner's call counts as it is. The
coach alone never makes a hire.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from interviewer.plan import Mode
from interviewer.records.measured import MODEL, RULES, Measured
from interviewer.review.call import Call

LAST = 4
"""Exams that are looked at."""
FEWEST = 3
"""Fewer exams: too few to say anything."""
HIRES = 3
MOST_DAYS = 30
LEAST_USED = 2 / 3
"""Of the planned time."""
BY_CANDIDATE = "candidate"
"""`SessionEnded.reason` of an interview the candidate ended."""

HIRING = frozenset({Call.HIRE.value, Call.STRONG_HIRE.value})
LEANING = frozenset({*HIRING, Call.LEAN_HIRE.value})
"""Calls on the side of a hire; the rule-based coach goes no further than the last."""


class State(StrEnum):
    READY = "ready"
    ONE_MORE = "one_more"
    """The newest exam is a hire, and with one more it is ready."""
    NOT_YET = "not_yet"
    TOO_FEW = "too_few"


class Cause(StrEnum):
    """A part of the rule that is not met."""

    FEW = "few"
    """Fewer than three exams."""
    HIRES = "hires"
    """Fewer than three are a hire or better."""
    NEWEST = "newest"
    """The newest is not."""
    OLD = "old"
    """One is older than 30 days."""
    HINTS = "hints"
    """In one a hint was taken."""
    SHORT = "short"
    """One used less than two thirds of its time and was not ended by the candidate."""


@dataclass(frozen=True, slots=True)
class Exam:
    """One exam, as far as readiness asks."""

    id: str
    day: date
    """Local day of the interview."""
    call: str
    """In the words of `Call`; empty: it has none yet."""
    by_rules: bool = False
    """The rule-based coach called it, which never goes further than a lean."""
    alone: bool = False
    """It is a hire by a language model, and the rule-based coach did not lean to one: it does not count."""
    hints: int = 0
    used: float | None = None
    """Share of the planned time; None: not known."""
    ended: str | None = None

    @property
    def is_hire(self) -> bool:
        """Whether it counts as a hire."""
        return self.call in HIRING and not self.alone

    @property
    def is_whole(self) -> bool:
        """Whether it lasted long enough to count, or the candidate wanted it no longer."""
        return self.ended == BY_CANDIDATE or (self.used is not None and self.used >= LEAST_USED)

    def days(self, today: date) -> int:
        """How old it is."""
        return max(0, (today - self.day).days)


@dataclass(frozen=True, slots=True)
class Readiness:
    """How somebody stands in a round at a level, with everything a sentence about it needs."""

    round: str
    level: str
    state: State
    causes: tuple[Cause, ...]
    """Every part of the rule that is not met, in the order of the rule; empty when ready."""
    exams: tuple[Exam, ...]
    """The last ones, at most four, oldest first."""
    held: int
    """How many exams there are in all."""
    today: date

    @property
    def hires(self) -> int:
        """How many of the last exams are a hire or better."""
        return sum(exam.is_hire for exam in self.exams)

    @property
    def alone(self) -> tuple[Exam, ...]:
        """Hires that do not count, since only a language model saw one."""
        return tuple(exam for exam in self.exams if exam.alone)

    @property
    def missing(self) -> int:
        """How many exams are needed before anything can be said."""
        return max(0, FEWEST - self.held)

    @property
    def newest(self) -> Exam | None:
        return self.exams[-1] if self.exams else None

    def breaking(self, cause: Cause) -> Exam | None:
        """The newest exam that is too old, had a hint or was too short; None: the cause is of no single exam."""
        breaks: dict[Cause, Callable[[Exam], bool]] = {
            Cause.OLD: lambda exam: exam.days(self.today) > MOST_DAYS,
            Cause.HINTS: lambda exam: exam.hints > 0,
            Cause.SHORT: lambda exam: not exam.is_whole,
        }
        if cause not in self.causes or cause not in breaks:
            return None
        return next((exam for exam in reversed(self.exams) if breaks[cause](exam)), None)

    @property
    def only_rules(self) -> bool:
        """Whether every exam with a call was called by the rule-based coach, so that there can be no hire."""
        called = [exam for exam in self.exams if exam.call]
        return bool(called) and all(exam.by_rules for exam in called)


def readiness(sessions: Iterable[Measured], round_id: str, level: str, today: date) -> Readiness:
    """How somebody stands in a round at a level. `sessions`: in any order, of any round, level and mode."""
    exams = exams_of(sessions, round_id, level)
    last = exams[-LAST:]
    causes = broken(last, today)
    return Readiness(round_id, level, _state(last, causes, today), causes, last, len(exams), today)


def exams_of(sessions: Iterable[Measured], round_id: str, level: str) -> tuple[Exam, ...]:
    """The exams of a round at a level, oldest first."""
    fits = [one for one in sessions if (one.mode, one.round, one.level) == (Mode.EXAM.value, round_id, level)]
    dated = [(moment, one) for one in fits if (moment := moment_of(one)) is not None]
    dated.sort(key=lambda pair: (pair[0], pair[1].id))
    return tuple(_exam(one, moment.date()) for moment, one in dated)


def broken(last: Sequence[Exam], today: date) -> tuple[Cause, ...]:
    """What of the rule the last exams do not meet, oldest first given."""
    checks = (
        (Cause.FEW, len(last) < FEWEST),
        (Cause.HIRES, sum(exam.is_hire for exam in last) < HIRES),
        (Cause.NEWEST, not last or not last[-1].is_hire),
        (Cause.OLD, any(exam.days(today) > MOST_DAYS for exam in last)),
        (Cause.HINTS, any(exam.hints > 0 for exam in last)),
        (Cause.SHORT, any(not exam.is_whole for exam in last)),
    )
    return tuple(cause for cause, is_broken in checks if is_broken)


def moment_of(session: Measured) -> datetime | None:
    """When it began, local to the interview; None where its record does not say."""
    try:
        moment = datetime.fromisoformat(session.started)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.astimezone()


def _state(last: Sequence[Exam], causes: Sequence[Cause], today: date) -> State:
    if len(last) < FEWEST:
        return State.TOO_FEW
    if not causes:
        return State.READY
    next_hire = replace(last[-1], day=today, call=Call.HIRE.value, alone=False, hints=0, used=1.0)
    decides = last[-1].is_hire and not broken((*last, next_hire)[-LAST:], today)
    return State.ONE_MORE if decides else State.NOT_YET


def _exam(session: Measured, day: date) -> Exam:
    """One session as an exam."""
    by_model = session.called_by == MODEL and session.call in HIRING
    return Exam(
        id=session.id,
        day=day,
        call=session.call,
        by_rules=session.called_by == RULES,
        alone=by_model and session.coach_call not in LEANING,
        hints=session.hints,
        used=session.used,
        ended=session.ended,
    )
