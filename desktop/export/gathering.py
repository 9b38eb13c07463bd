"""Reads a kept session into the one value every export is made of. Blocking; any thread.

What is about this computer goes no further: folders are struck out of every text, faults are worded anew, and of the
engines nothing is told.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from desktop.delivery.figures import delivery_of
from desktop.delivery.storage import heard_in
from desktop.export.figures import figures_of
from desktop.export.remarks import remarks_of
from desktop.export.review import model_answers_of, review_of
from desktop.language import tr, trn
from desktop.paths import Paths
from desktop.replay.annotated import annotated, delivered
from desktop.replay.marks import hints_of
from desktop.replay.script import Script, session_script, without_removed
from desktop.replay.script import Turn as Told
from desktop.replay.timeline import Timeline, timeline_of
from desktop.report.opening import Opened, open_report
from desktop.session_words import level_title, mode_word, round_title, time_of, when_of
from desktop.version import app_version
from desktop.view_state import Speaker as Heard
from desktop.widgets.times import clock_text
from interviewer.errors import RecordError
from interviewer.events import Role
from interviewer.export.texts import with_texts, writable
from interviewer.export.values import Exported, Phase, Speaker, Turn, Word
from interviewer.records.library import Session
from interviewer.records.manifest import State
from interviewer.records.notes import Notes, read_notes
from interviewer.review.storage import COACH

_SPEAKERS = {Heard.INTERVIEWER: Speaker.INTERVIEWER, Heard.YOU: Speaker.CANDIDATE}
_BRIEF = "/brief/"
"""Part of the id of a line that tells of what the question leaves open; other clarifications are about the case."""
A_FOLDER = "[folder]"
_HOST = " @ "
"""Before the name of a computer in that of a reviewer; see `interviewer.review.judge`."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A session for export, without its sound, and where that is to be found."""

    exported: Exported
    timeline: Timeline


def gather(path: Path, paths: Paths, rater: str = COACH) -> Gathered:
    """Read a session with the review of one reviewer.

    Raises: SessionMissing, SessionDamaged, SessionTooNew.
    """
    opened = open_report(path, paths, rater)
    session, report = opened.session, opened.report
    line, notes, hearings = timeline_of(session), _notes(session), heard_in(session)
    turns = tuple(_turns(session, without_removed(session_script(session, hearings))))
    seconds = max([line.seconds, *(turn.end for turn in turns)])
    plan, delivery = session.manifest.plan, delivery_of(session, hearings)
    heard = delivered(delivery)
    remarked = heard.annotations if heard is not None else ()
    remarks = remarks_of(report, annotated(session), remarked, notes.notes, session.events)
    exported = Exported(
        id=session.id,
        title=session.manifest.title or session.id,
        details=tuple(_details(session, seconds)),
        question=plan.question_text,
        started=session.manifest.started.isoformat(),
        seconds=seconds,
        app=app_version(),
        turns=turns,
        phases=tuple(Phase(band.title, band.start, band.end) for band in line.bands),
        remarks=tuple(remarks),
        review=review_of(report),
        model_answers=model_answers_of(report),
        figures=tuple(figures_of(session, report, turns, seconds, delivery)),
        pad=notes.pad.strip(),
        notices=tuple(_notices(opened, line)),
    )
    return Gathered(with_texts(exported, _cleaner(path, paths, {rater.label for rater in report.raters})), line)


def _notes(session: Session) -> Notes:
    try:
        return read_notes(session.folder)
    except RecordError:
        return Notes()


def _details(session: Session, seconds: float) -> Iterator[str]:
    plan, started = session.manifest.plan, session.manifest.started.isoformat()
    hints = hints_of(session.events)
    parts = (
        round_title(plan.round) if plan.round else "",
        level_title(plan.level),
        mode_word(plan.mode),
        tr("{day}, {time}", day=when_of(started, date.max), time=time_of(started)),
        clock_text(seconds),
        trn("{n} hint", "{n} hints", hints) if hints else "",
    )
    yield from filter(None, parts)


def _turns(session: Session, script: Script) -> Iterator[Turn]:
    answers = {answer.start: answer.seconds or 0.0 for answer in session.answers}
    case = {
        " ".join(one.asked.split())
        for one in session.transcript
        if one.role is Role.CLARIFICATION and _BRIEF not in one.item
    }
    for told in script.turns:
        yours = told.speaker is Heard.YOU
        lasts = answers.get(told.start, 0.0) if yours and not told.typed else 0.0
        turn = _turn(told, lasts)
        yield replace(turn, case=not yours and turn.text in case)


def _turn(told: Told, lasts: float) -> Turn:
    """Times are finite and no earlier than 0, whatever stands in the record."""
    words = tuple(
        Word(
            text=one.text,
            start=_time(one.start),
            end=max(_time(one.start), _time(one.end)),
            unsure=one.unsure,
            pause=_time(one.pause),
            filler=one.filler,
        )
        for one in told.stretches
    )
    start = _time(told.start)
    end = max([start + _time(lasts), *(word.end for word in words)])
    return Turn(_SPEAKERS[told.speaker], start, end, words, told.typed)


def _time(seconds: float) -> float:
    return round(max(0.0, seconds), 3) if math.isfinite(seconds) else 0.0


def _notices(opened: Opened, line: Timeline) -> Iterator[str]:
    session = opened.session
    if session.live:
        yield tr("This interview was still being held when this was written.")
    elif session.manifest.recovered or session.manifest.state is State.RECORDING:
        yield tr("The interview was interrupted; this is what was kept of it.")
    if line.missing:
        yield tr("Some of the sound is missing.")
    if opened.waiting:
        yield trn(
            "{n} answer has no careful transcript: its text is what was heard live.",
            "{n} answers have no careful transcript: their text is what was heard live.",
            opened.waiting,
        )


def _cleaner(session: Path, paths: Paths, reviewers: Iterable[str]) -> Callable[[str], str]:
    """Takes what cannot be written, every folder of this user, and where a model runs, out of a text."""
    folders = {session, session.parent, paths.data, paths.cache, paths.logs, paths.settings.parent, Path.home()}
    known = {str(form) for one in folders for form in (one, one.absolute(), one.resolve()) if len(one.parts) > 1}
    slashes = {name.replace("\\", "/") for name in known}
    inside = re.compile(rf"(?:{_any_of(known | slashes)})(?:[\\/][^\s\"'”’]*)?(?![\w-])")
    hosts = {_HOST + host for name in reviewers if (host := name.partition(_HOST)[2])}
    at_hosts = re.compile(_any_of(hosts) or r"(?!)")
    return lambda text: at_hosts.sub("", inside.sub(A_FOLDER, writable(text)))


def _any_of(names: Iterable[str]) -> str:
    """A pattern; of two that begin alike the longer one first."""
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
