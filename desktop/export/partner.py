"""What a page needs for a partner to rate a session in it, and by what their file is read. Blocking; any thread."""

from __future__ import annotations

from pathlib import Path

from assets import resource
from desktop.paths import Paths
from desktop.reviews import content_of, wanted_level
from desktop.session_words import call_words, score_word
from interviewer.bundles.hand_back import Rubric
from interviewer.content.loader import load_packs
from interviewer.content.model import Level
from interviewer.errors import PackError, RecordError
from interviewer.export.values import ForPartner, Rateable
from interviewer.records.folder import slug
from interviewer.records.library import Session, open_session
from interviewer.review.call import Call
from interviewer.review.coach import USUAL_LEVEL
from interviewer.review.storage import COACH, read_review

HIGHEST = 4


def for_partner(path: Path, paths: Paths) -> ForPartner:
    """The rubric of a session with the anchors of its level.

    Raises: SessionMissing, SessionDamaged, SessionTooNew.
    """
    session = open_session(path)
    level = _level(session)
    manifest = session.manifest
    dimensions = sorted(_rubric(session, paths).dimensions, key=lambda one: not one.core)
    return ForPartner(
        session=session.id,
        started=manifest.started.isoformat(),
        file=f"{slug(manifest.title or session.id)}-{manifest.started:%Y-%m-%d}",
        level=level,
        calls=tuple((call.value, call_words(call.value)) for call in Call),
        scores=tuple(score_word(score) for score in range(1, HIGHEST + 1)),
        dimensions=tuple(Rateable(one.id, one.title, one.about, one.core, one.anchors.at(level)) for one in dimensions),
    )


def rubric_of(path: Path, paths: Paths) -> Rubric:
    """By what a session is rated; without dimensions where its pack is gone.

    Raises: SessionMissing, SessionDamaged, SessionTooNew.
    """
    return _rubric(open_session(path), paths)


def _rubric(session: Session, paths: Paths) -> Rubric:
    plan = session.manifest.plan
    try:
        of, _ = content_of(session, load_packs(resource("packs"), paths.packs, round_id=plan.round).packs)
    except PackError:
        of = None
    return Rubric(plan.round, () if of is None else of.dimensions)


def _level(session: Session) -> Level:
    """Of the coach's review, else the one the session was held for."""
    try:
        return read_review(session.folder, COACH).level
    except RecordError:
        return wanted_level(session) or USUAL_LEVEL
