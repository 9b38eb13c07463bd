"""Reads what the After page shows, and has made what is not there yet. Blocking; any thread but the Qt one.

A review that is missing, does not read, or was made before answers were transcribed is made anew. One that a later
version wrote is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assets import resource
from desktop.delivery.figures import delivery_of
from desktop.delivery.storage import heard_in, unheard
from desktop.language import tr
from desktop.paths import Paths
from desktop.redoing import can_redo
from desktop.replay.timeline import timeline_of
from desktop.report.building import Sources, build_report
from desktop.report.delivery import delivery_table
from desktop.report.redos import redos_of, takes_of
from desktop.report.values import DeliveryTable, Rater, Report
from desktop.reviews import content_of, review_kept, wanted_level
from interviewer.content.loader import load_packs
from interviewer.content.model import Level, Pack
from interviewer.errors import PackError, RecordError, SessionDamaged, SessionMissing, SessionTooNew
from interviewer.records.folder import SessionFolder
from interviewer.records.library import Session, open_session
from interviewer.records.notes import read_notes
from interviewer.records.origins import Origin
from interviewer.review.coach import USUAL_LEVEL
from interviewer.review.judge.kept import Begun, begun_in
from interviewer.review.partner_rating import keep_partner_rating, kept_partner_rating
from interviewer.review.self_rating import SELF, Rateable, SelfRating, keep_self_rating, kept_self_rating
from interviewer.review.storage import COACH, older_than_corrections, read_review
from interviewer.review.values import Review, Reviewer


@dataclass(frozen=True, slots=True)
class Opened:
    """A session as the After page shows it."""

    session: Session
    report: Report
    own: SelfRating | None
    rateable: tuple[Rateable, ...]
    """Core dimensions a candidate can rate themselves on."""
    wants_review: bool
    """There is none that fits, and one can be made."""
    waiting: int
    """Answers with sound and no careful transcript."""
    unheard: int
    """Answers whose delivery nobody has listened to."""
    problems: tuple[str, ...]
    """What of it could not be read, in sentences."""
    begun: tuple[Begun, ...] = ()
    """Reviews by language models that are not complete."""
    judgeable: bool = False
    """Whether a language model can review it: it has ended, and its rubric is known."""

    @property
    def of_another(self) -> bool:
        """Whether it is somebody else's, so that whoever sits here is their partner."""
        return self.session.manifest.origin == Origin.BUNDLE


def open_report(path: Path, paths: Paths, rater: str = COACH, *, hide_disfluencies: bool = False) -> Opened:
    """Read a session with the review of one reviewer.

    Raises: SessionMissing, SessionDamaged, SessionTooNew: the session itself.
    """
    session = open_session(path)
    problems: list[str] = []
    packs = _packs(session, paths, problems)
    of, questions = content_of(session, packs)
    review, wants = _review(session, rater, problems)
    own, delivery = _own(session, problems), _delivery(session, hide_disfluencies)
    usual = questions[0].level if questions else USUAL_LEVEL
    sources = Sources(
        session=session,
        line=timeline_of(session),
        of=of,
        questions=tuple(questions),
        review=review,
        own=own,
        level=review.level if review is not None else wanted_level(session) or usual,
        rater=rater,
        raters=tuple(_raters(session.folder)),
        pad=_pad(session, problems),
        delivery=delivery,
        coach=_coach(session) if rater != COACH else None,
        takes=takes_of(session, paths, of, questions),
        redos=redos_of(session, paths, of),
        redoable=can_redo(session, of, questions),
    )
    dimensions = () if of is None or sources.takes is not None else of.dimensions
    return Opened(
        session=session,
        report=build_report(sources),
        own=own,
        rateable=tuple(Rateable(one.id, one.title, one.weight, one.core) for one in dimensions if one.core),
        wants_review=wants and not session.live,
        waiting=sum(answer.number in session.unkept_answers for answer in session.answers),
        unheard=0 if delivery is None or session.live else delivery.unheard,
        problems=tuple(problems),
        begun=begun_in(session.folder),
        judgeable=bool(dimensions) and not session.live,
    )


def make_review(path: Path, paths: Paths, level: Level | None = None) -> None:
    """Have the rule-based coach review a session and keep it.

    Args:
        level: whose standards; None: those of its review of the text before it was corrected, else those the session
            was held for.

    Raises: RecordError, PackError.
    """
    session = open_session(path)
    if level is None and older_than_corrections(session.folder):
        before = _coach(session)
        level = before.level if before is not None else None
    packs = load_packs(resource("packs"), paths.packs, round_id=session.manifest.plan.round).packs
    review_kept(session, packs, level)


def keep_own(opened: Opened, rating: SelfRating) -> None:
    """Keep what candidates gave themselves; in somebody else's session, what a partner gives them.

    Raises: SessionBusy, RecordNotWritten.
    """
    plan = opened.session.manifest.plan
    keep = keep_partner_rating if opened.of_another else keep_self_rating
    keep(opened.session.folder, rating, plan.round, opened.report.level, opened.rateable)


def _packs(session: Session, paths: Paths, problems: list[str]) -> tuple[Pack, ...]:
    try:
        return load_packs(resource("packs"), paths.packs, round_id=session.manifest.plan.round).packs
    except PackError as error:
        problems.append(error.sentence)
        return ()


def _review(session: Session, rater: str, problems: list[str]) -> tuple[Review | None, bool]:
    """The review, and whether it has to be made anew."""
    makes = rater == COACH
    try:
        review = read_review(session.folder, rater)
    except SessionMissing:
        if session.live:
            problems.append(tr("This interview is still being held. It is reviewed once it has ended."))
        return None, makes
    except SessionTooNew as error:
        problems.append(error.sentence)
        return None, False
    except SessionDamaged as error:
        if not makes:
            problems.append(error.sentence)
        return None, makes
    known_by_now = {answer.number for answer in session.answers if not answer.pending}
    return review, makes and (
        bool(known_by_now.intersection(review.untranscribed)) or older_than_corrections(session.folder)
    )


def _coach(session: Session) -> Review | None:
    """The review of the rule-based coach beside another; None where it cannot be read."""
    try:
        return read_review(session.folder, COACH)
    except RecordError:
        return None


def _own(session: Session, problems: list[str]) -> SelfRating | None:
    try:
        of_another = session.manifest.origin == Origin.BUNDLE
        return kept_partner_rating(session.folder) if of_another else kept_self_rating(session.folder)
    except SessionDamaged:
        problems.append(tr("Your own rating does not read. Rate yourself again to put another in its place."))
    except SessionTooNew as error:
        problems.append(error.sentence)
    return None


def _delivery(session: Session, hide_disfluencies: bool) -> DeliveryTable | None:
    if not any(answer.files for answer in session.answers):
        return None
    hearings = heard_in(session)
    found, missing = delivery_of(session, hearings), len(unheard(session, hearings))
    return delivery_table(found, missing, hide_disfluencies=hide_disfluencies)


def _pad(session: Session, problems: list[str]) -> str:
    try:
        return read_notes(session.folder).pad.strip()
    except RecordError as error:
        problems.append(error.sentence)
        return ""


def _raters(folder: SessionFolder) -> Iterator[Rater]:
    """The rule-based coach, who can always be had, and whoever else left a review."""
    yield Rater(COACH, tr("Rule-based coach"))
    for file in sorted(folder.reviews.glob("*.json")):
        if file.stem in (COACH, SELF):
            continue
        try:
            made_by = read_review(folder, file.stem).made_by
        except RecordError:
            continue
        if made_by.kind is not Reviewer.SELF:
            yield Rater(file.stem, made_by.name)
