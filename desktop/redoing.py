"""What a redo is held with: its first take found, its question worded, its wishes. Blocking; called in a worker.

Used by the window; `headless` makes the plan of a redo through it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from assets import resource
from desktop.paths import Paths
from desktop.reviews import content_of, wanted_level
from interviewer.content.loader import load_packs
from interviewer.content.model import Question, Round
from interviewer.content.own import own_question
from interviewer.errors import PlanError, SessionMissing
from interviewer.plan import Plan
from interviewer.records.library import Session, open_session
from interviewer.records.manifest import RedoOf
from interviewer.records.origins import Origin
from interviewer.review.coach import USUAL_LEVEL
from interviewer.review.redo import question_at, redo_plan
from interviewer.review.storage import read_review


def first_take(sessions: Path, redo: RedoOf) -> Path:
    """The folder of the first take.

    Raises: SessionMissing: the manifest does not name a session beside it.
    """
    if Path(redo.session).name != redo.session or not redo.session.strip("."):
        raise SessionMissing("The session this is a redo of is not named as one. Redo a part from its own review.")
    return sessions / redo.session


def plan_of_redo(redo: RedoOf, paths: Paths) -> Plan:
    """The plan of a redo.

    Raises: SessionMissing, SessionDamaged, SessionTooNew: the first take or its review; PackError; PlanError: what it
        takes up is not there any more.
    """
    session = open_session(first_take(paths.sessions, redo))
    review = read_review(session.folder, redo.review)
    packs = load_packs(resource("packs"), paths.packs, round_id=session.manifest.plan.round).packs
    of, questions = content_of(session, packs)
    question = None if of is None else question_of(session, of, questions, redo.at)
    if of is None or question is None:
        raise PlanError("The question of the first take is in no pack any more. Put the pack with it back.")
    improvement = next((one for one in review.improvements if one.about == redo.about), None)
    if improvement is None:
        raise PlanError("The review of the first take does not name this part any more. Choose one that it names.")
    return redo_plan(of, question, improvement, session.transcript, review.cases)


def can_redo(session: Session, of: Round | None, questions: Iterable[Question]) -> bool:
    """Whether parts of a session can be redone: it is the candidate's own, has ended, and its question is known."""
    manifest = session.manifest
    if session.live or of is None or manifest.redo_of is not None or manifest.origin == Origin.BUNDLE:
        return False
    return question_of(session, of, questions, None) is not None


def question_of(session: Session, of: Round, questions: Iterable[Question], at: float | None) -> Question | None:
    """The main question that was being worked on at a moment; None when it is not known any more."""
    plan = session.manifest.plan
    asked = question_at(session.transcript, at, plan.question)
    known = next((question for question in questions if question.id == asked), None)
    if known is not None or asked != plan.question:
        return known
    try:
        brought = own_question(of, plan.question_text, wanted_level(session) or USUAL_LEVEL)
    except PlanError:
        return None
    return brought if brought.id == asked else None
