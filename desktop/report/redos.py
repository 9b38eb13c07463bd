"""Reads a redo beside its first take, and the redos made of a session. Blocking; any thread but the Qt one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from desktop.language import tr
from desktop.paths import Paths
from desktop.redoing import can_redo, first_take, question_of
from desktop.replay.timeline import timeline_of
from desktop.report.moments import Moments
from desktop.report.takes import (
    RedoRow,
    Take,
    Takes,
    change_of,
    delivery_of,
    joined,
    kind_of,
    metrics_of,
    row_title,
    word_of,
)
from desktop.report.values import Moment
from interviewer.content.model import Question, Round
from interviewer.errors import RecordError
from interviewer.records.delivered import read_delivered
from interviewer.records.folder import SessionFolder
from interviewer.records.index import Filter, Index
from interviewer.records.library import Session, open_session
from interviewer.records.manifest import RedoOf, read_manifest
from interviewer.review.redo import CASE, item_of
from interviewer.review.storage import COACH, read_review
from interviewer.review.takes import TakeHeard, heard_of
from interviewer.review.values import Improvement, Review


def takes_of(session: Session, paths: Paths, of: Round | None, questions: Sequence[Question]) -> Takes | None:
    """A redo beside its first take; None for a session that is none."""
    redo = session.manifest.redo_of
    if redo is None:
        return None
    title = part_title(redo.about, of)
    heard = _heard(session.folder, redo.about, of, session.manifest.plan.question)
    now = _now(session, heard)
    try:
        first = open_session(first_take(paths.sessions, redo))
    except RecordError as fault:
        remark = tr("The first take cannot be shown. {why}", why=fault.sentence)
        return Takes(title, change_of(None, heard), "", "", "", None, now, "", remark)
    improvement = _improvement(first.folder, redo)
    asked = None if of is None else question_of(first, of, questions, redo.at)
    was = _heard(first.folder, redo.about, of, "" if asked is None else asked.id)
    return Takes(
        title=title,
        change=change_of(was, heard),
        missing="" if improvement is None else improvement.missing,
        better="" if improvement is None else improvement.better,
        source="" if improvement is None else improvement.source,
        before=_before(first, was, improvement),
        now=now,
        first=first.id,
        remark=_why_silent(redo.about, of, heard),
        again=improvement is not None and can_redo(first, of, questions),
    )


def redos_of(session: Session, paths: Paths, of: Round | None) -> tuple[RedoRow, ...]:
    """The redos made of a session, the newest first."""
    if session.manifest.redo_of is not None:
        return ()
    with Index.open(paths.data) as index:
        listed = index.sessions(Filter(redo_of=session.id))
    return tuple(_rows(session, paths, of, (one.id for one in listed if not one.problem)))


def part_title(about: str, of: Round | None) -> str:
    """What an improvement is about, as a title."""
    if of is None:
        return about.removeprefix(CASE)
    item = item_of(about.removeprefix(CASE), of)
    dimension = next((one.title for one in of.dimensions if one.id == about), "")
    return item.name if item is not None else dimension or tr("Structure")


def _rows(session: Session, paths: Paths, of: Round | None, ids: Iterable[str]) -> Iterator[RedoRow]:
    for name in ids:
        folder = SessionFolder(paths.sessions / name)
        try:
            manifest = read_manifest(folder)
        except (RecordError, OSError):
            continue
        redo = manifest.redo_of
        if redo is not None:
            question = manifest.plan.question
            was = _heard(session.folder, redo.about, of, question)
            change = change_of(was, _heard(folder, redo.about, of, question))
            yield RedoRow(name, row_title(part_title(redo.about, of), manifest.started.isoformat()), change)


def _heard(folder: SessionFolder, about: str, of: Round | None, question: str) -> TakeHeard | None:
    """What the rule-based coach heard of a part; None where it has not read the session."""
    review = _review(folder, COACH)
    return None if review is None or of is None else heard_of(about, of, review.questions, question)


def _review(folder: SessionFolder, name: str) -> Review | None:
    try:
        return read_review(folder, name)
    except RecordError:
        return None


def _improvement(folder: SessionFolder, redo: RedoOf) -> Improvement | None:
    review = _review(folder, redo.review)
    return None if review is None else next((one for one in review.improvements if one.about == redo.about), None)


def _now(session: Session, heard: TakeHeard | None) -> Take:
    moments = _moments(session)
    said = joined(Moment(answer.text.strip(), moments.at(answer.start).at) for answer in session.answers)
    note = "" if said else tr("Nothing was said, or it is not transcribed yet.")
    return _take(session, said, heard, note)


def _before(first: Session, heard: TakeHeard | None, improvement: Improvement | None) -> Take:
    """The words that did it; where none did, those where it would have had its place."""
    moments = _moments(first)
    if heard is not None and heard.evidence is not None:
        return _take(first, (moments.of(heard.evidence),), heard)
    if improvement is None or not improvement.quote:
        return _take(first, (), heard, tr("There are no words of the first take to show."))
    note = "" if improvement.about.startswith(CASE) else tr("Said where it would have had its place.")
    return _take(first, (moments.at(improvement.at, improvement.quote),), heard, note)


def _take(session: Session, said: tuple[Moment, ...], heard: TakeHeard | None, note: str = "") -> Take:
    figures = read_delivered(session.folder)
    return Take(said, word_of(heard), kind_of(heard), note, metrics_of(heard), delivery_of(figures))


def _moments(session: Session) -> Moments:
    return Moments(session, has_sound=bool(timeline_of(session).you))


def _why_silent(about: str, of: Round | None, heard: TakeHeard | None) -> str:
    if about.startswith(CASE):
        return tr("The rules hear questions of a case only while it runs. Compare the two takes yourself.")
    if of is None:
        return tr("The round is in no pack any more, so that nobody can hear what was done.")
    return "" if heard is not None else tr("The coach has not read this take yet.")
