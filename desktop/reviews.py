"""Reviews of kept sessions: finds their content in the packs, has the rule-based coach read them, keeps the result.

Blocking; called off the asyncio thread. Used by the terminal and by the window.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import get_args

from assets import resource
from desktop.listening import heard_in
from desktop.paths import Paths
from interviewer.content.choose import question_by_id
from interviewer.content.loader import load_packs
from interviewer.content.model import Level, Pack, Question, Round
from interviewer.errors import PackError, PlanError, RecordError, SessionBusy
from interviewer.events import Role
from interviewer.records.library import Session, open_session
from interviewer.review.coach import ReadSubstance, review_session
from interviewer.review.phases import pauses_in
from interviewer.review.storage import write_review
from interviewer.review.takes import review_redo
from interviewer.review.values import Review


def review_kept(
    session: Session, packs: Iterable[Pack], level: Level | None = None, read: ReadSubstance = heard_in
) -> Review:
    """Review a session by rules and keep the review with it.

    A session whose question or round is in no pack any more is reviewed as far as its own record goes.

    Raises:
        SessionBusy: it is still being held.
        RecordNotWritten: the review could not be kept.
    """
    if session.live:
        raise SessionBusy(f"Session {session.id} is still being held. It can be reviewed once it has ended.")
    of, questions = content_of(session, tuple(packs))
    level = level or wanted_level(session)
    plan, redo = session.manifest.plan, session.manifest.redo_of
    if redo is not None:
        asked = questions[0] if questions else None
        review = review_redo(session.transcript, of, asked, read, about=redo.about, plan=plan, level=level)
        write_review(session.folder, review)
        return review
    review = review_session(
        session.transcript,
        of,
        questions,
        read,
        plan=plan,
        level=level,
        pauses=pauses_in(session.events),
    )
    write_review(session.folder, review)
    return review


def review_after(folder: Path, paths: Paths) -> str:
    """Review an interview that has just ended; one sentence that says what came of it, also when it failed."""
    try:
        session = open_session(folder)
        packs = load_packs(resource("packs"), paths.packs, round_id=session.manifest.plan.round).packs
        review = review_kept(session, packs)
    except (PackError, RecordError) as fault:
        return f"The review could not be written: {fault.sentence}"
    return review.call_reason


def wanted_level(session: Session) -> Level | None:
    """The level a session was held for; None: nobody said, or it is none of today's."""
    wanted = session.manifest.plan.level
    return next((level for level in get_args(Level) if level == wanted), None)


def content_of(session: Session, packs: tuple[Pack, ...]) -> tuple[Round | None, list[Question]]:
    """The round of a session and those of its main questions that are still known."""
    plan = session.manifest.plan
    asked = [exchange.item for exchange in session.transcript if exchange.role is Role.QUESTION]
    of: Round | None = None
    questions: list[Question] = []
    for question_id in dict.fromkeys(asked or [plan.question]):
        try:
            found, question = question_by_id(packs, question_id)
        except PlanError:
            continue
        if of is None or found.id == of.id:
            of = of or found
            questions.append(question)
    if of is None:
        of = next((entry for pack in packs for entry in pack.rounds if entry.id == plan.round), None)
    return of, questions
