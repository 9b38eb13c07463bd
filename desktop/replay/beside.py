"""A redo read with its first take, to be replayed side by side. Blocking; any thread but the Qt one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assets import resource
from desktop.language import tr
from desktop.paths import Paths
from desktop.redoing import first_take
from desktop.replay.opening import Opened, open_replay
from desktop.replay.script import Script
from desktop.report.redos import takes_of
from desktop.report.takes import Takes
from desktop.reviews import content_of
from interviewer.content.loader import load_packs
from interviewer.errors import RecordError
from interviewer.events import Role
from interviewer.records.library import Session
from interviewer.records.transcript import Answer, Exchange


@dataclass(frozen=True, slots=True)
class FirstTake:
    """The part of the first take that was redone."""

    opened: Opened
    script: Script
    """What was asked and answered in that part, and nothing else."""
    start: float
    """Session seconds of it."""
    at: float
    """Where the words are that it is about; `start` where there are none."""
    end: float


@dataclass(frozen=True, slots=True)
class Beside:
    """A redo beside its first take."""

    takes: Takes
    first: FirstTake | None
    """None: it is gone, or does not open."""
    why: str = ""
    """Why it is None."""


def open_beside(session: Session, paths: Paths, *, hide_disfluencies: bool = False) -> Beside:
    """Read the first take of a redo and what the rules heard of both.

    Raises: PackError.
    """
    redo = session.manifest.redo_of
    assert redo is not None, "it is no redo"
    packs = load_packs(resource("packs"), paths.packs, round_id=session.manifest.plan.round).packs
    of, questions = content_of(session, packs)
    takes = takes_of(session, paths, of, questions)
    assert takes is not None
    if takes.before is None:
        return Beside(takes, None, takes.remark)
    try:
        opened = open_replay(first_take(paths.sessions, redo), hide_disfluencies=hide_disfluencies)
    except RecordError as error:
        return Beside(takes, None, tr("The first take cannot be shown. {why}", why=error.sentence))
    told = next((moment.at for moment in takes.before.moments if moment.at is not None), redo.at)
    return Beside(takes, _part(opened, told, session.manifest.plan.question))


def has_first_take(session: Session, sessions: Path) -> bool:
    """Whether a session is a redo whose first take lies beside it."""
    redo = session.manifest.redo_of
    try:
        return redo is not None and first_take(sessions, redo).is_dir()
    except RecordError:
        return False


def _part(opened: Opened, at: float | None, question: str) -> FirstTake | None:
    """What was asked and answered where a moment lies; without one the main question."""
    exchange = _exchange(opened.session, at, question)
    if exchange is None:
        return None
    start, last = exchange.start, max((answer.start for answer in exchange.answers), default=exchange.start)
    turns = tuple(turn for turn in opened.script.turns if start <= turn.start <= last)
    ends = [stretch.end for turn in turns for stretch in turn.stretches]
    end = max([start, *(_end(answer) for answer in exchange.answers), *ends])
    first = turns[0].start if turns else start
    return FirstTake(opened, Script(turns), first, at if at is not None and first <= at <= end else first, end)


def _exchange(session: Session, at: float | None, question: str) -> Exchange | None:
    answered = [one for one in session.transcript if one.answers]
    if at is not None:
        there = (one for one in answered if any(each.start <= at <= _end(each) for each in one.answers))
        if (found := next(there, None)) is not None:
            return found
    asked = (one for one in answered if one.role is Role.QUESTION and question in ("", one.item))
    return next(asked, answered[0] if answered else None)


def _end(answer: Answer) -> float:
    return answer.start + (answer.seconds or 0.0)
