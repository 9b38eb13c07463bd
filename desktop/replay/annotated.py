"""Every remark on a session, whoever made it, with what is thought of each; and their codes in words. No Qt.

Reviews say in codes what is the same in every language ("in part", "signal"); here they become sentences.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from desktop.delivery.remarks import MEASURED, delivery_annotations
from desktop.delivery.values import DISFLUENCIES, SessionDelivery
from desktop.language import tr
from desktop.replay.curves import Curves, curves_of
from interviewer.bundles.returns import received
from interviewer.errors import RecordError
from interviewer.records.folder import SessionFolder
from interviewer.records.library import Session
from interviewer.records.notes import Note, read_notes
from interviewer.records.origins import Origin
from interviewer.review.annotations import Annotation, Kind, annotations_of, in_order
from interviewer.review.self_rating import CANDIDATE
from interviewer.review.stances import Stance, Stances, Theirs, partners_stances, read_stances, write_stances
from interviewer.review.storage import read_review
from interviewer.review.values import Maker, Review, Reviewer

OWN = Maker(Reviewer.SELF, "")


@dataclass(frozen=True, slots=True)
class Annotated:
    """What reviewers remark on a session; own notes and the delivery are kept apart."""

    annotations: tuple[Annotation, ...] = ()
    """In the order of the session."""
    stances: Stances = field(default_factory=Stances)
    problem: str = ""
    """Why what was thought of them could not be read; empty otherwise."""
    theirs: tuple[Theirs, ...] = ()
    """What others think of them."""
    notes_by: Mapping[str, Maker] = field(default_factory=lambda: MappingProxyType({}))
    """Of notes by id who wrote them, where somebody else did: they came with that person's session."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What there is to hear and to see of a delivery. Takes longer to work out than the rest."""

    annotations: tuple[Annotation, ...]
    curves: Curves


def annotated(session: Session) -> Annotated:
    """Gather the remarks of every review on disk. Reads files; any thread."""
    of_another = session.manifest.origin == Origin.BUNDLE
    stances, problem = _stances(session.folder, as_partner=of_another)
    found = [one for review in reviews_of(session.folder) for one in annotations_of(review, session.answers)]
    found += _no_longer_made(stances, {*(one.id for one in found), *_ids_of_notes(session.folder)})
    theirs = partners_stances(session.folder)
    if not of_another:
        return Annotated(in_order(found), stances, problem, theirs)
    came = received(session.folder)
    by = came.by or tr("Candidate")
    candidates, _ = _stances(session.folder, as_partner=False)
    notes_by = dict.fromkeys(came.notes, Maker(Reviewer.SELF, by))
    return Annotated(in_order(found), stances, problem, (Theirs(by, candidates), *theirs), MappingProxyType(notes_by))


@dataclass(frozen=True, slots=True)
class OwnStances:
    """What whoever uses this computer thinks of the remarks."""

    stances: Stances
    as_partner: bool
    """Of somebody else's session: the candidate's own stay as they are."""


def own_stances(session: Session, stances: Stances) -> OwnStances:
    """Stances that were chosen in a session here. Pure."""
    return OwnStances(stances, session.manifest.origin == Origin.BUNDLE)


def write_own_stances(folder: SessionFolder, own: OwnStances) -> None:
    """Keep them. Raises: RecordNotWritten, SessionTooNew."""
    write_stances(folder, own.stances, as_partner=own.as_partner)


def delivered(found: SessionDelivery | None, *, hide_disfluencies: bool = False) -> Delivered | None:
    """What there is of a delivery, if wished without fillers and pauses; None where there is none. Pure."""
    if found is None:
        return None
    told = [one for one in delivery_annotations(found) if not (hide_disfluencies and one.about in DISFLUENCIES)]
    return Delivered(in_order(told), curves_of(found))


def reviews_of(folder: SessionFolder) -> Iterator[Review]:
    """Every review of a session that reads. Reads files; any thread."""
    for file in sorted(folder.reviews.glob("*.json")):
        try:
            yield read_review(folder, file.stem)
        except RecordError:
            continue  # the After page says so, and does something about it


def of_note(note: Note, made_by: Maker | None = None) -> Annotation:
    """A note among the remarks; `why` is its text. A partner's is a remark of theirs, and can be agreed with.

    Args:
        made_by: who wrote it where it came with somebody else's session.
    """
    return Annotation(
        id=note.id,
        kind=_kind_of(note) if made_by is None else Kind.MOMENT,
        start=note.at,
        end=note.end,
        answer=0,
        words=None,
        about="note",
        title="",
        quote=note.quote or "",
        why=note.text.removeprefix(f"{note.by}: ") if note.by else note.text,
        made_by=Maker(Reviewer.PARTNER, note.by) if note.by else made_by or OWN,
    )


def _kind_of(note: Note) -> Kind:
    """An own note is one, whatever else it says of itself; a partner's never is."""
    if not note.by:
        return Kind.NOTE
    kinds = {one.value: one for one in (Kind.STRENGTH, Kind.GAP, Kind.DELIVERY)}
    return kinds.get(note.kind or "", Kind.MOMENT)


def _ids_of_notes(folder: SessionFolder) -> Iterator[str]:
    """Of a partner's notes something may be thought, too."""
    with contextlib.suppress(RecordError):
        yield from (note.id for note in read_notes(folder).notes)


def _stances(folder: SessionFolder, *, as_partner: bool) -> tuple[Stances, str]:
    try:
        return read_stances(folder, as_partner=as_partner), ""
    except RecordError as error:
        return Stances(), error.sentence


def _no_longer_made(stances: Stances, made: Iterable[str]) -> Iterator[Annotation]:
    """Remarks somebody agreed or disagreed with, which a later analysis did not make again.

    Those on the delivery are left out here: it is known later which of them are made.
    """
    there = set(made)
    for name, entry in stances.entries.items():
        one = _kept(name, entry) if name not in there else None
        if one is not None and one.made_by != MEASURED and stances.of(one) in (Stance.AGREE, Stance.DISAGREE):
            yield one


def _kept(name: str, entry: Any) -> Annotation | None:
    try:
        made_by = Maker(Reviewer(entry["made_by"]["kind"]), str(entry["made_by"]["name"]))
        at = max(0.0, float(entry["at"]))
        kind, about, quote, why = Kind(entry["kind"]), str(entry["about"]), str(entry["quote"]), str(entry["why"])
    except (TypeError, LookupError, ValueError):
        return None
    return Annotation(name, kind, at, at, 0, None, about, "", quote, why, made_by)


def kind_word(kind: Kind) -> str:
    """A kind as it is called."""
    match kind:
        case Kind.STRENGTH:
            return tr("Strength")
        case Kind.GAP:
            return tr("Gap")
        case Kind.MOMENT:
            return tr("Moment")
        case Kind.DELIVERY:
            return tr("Delivery")
        case Kind.CASE:
            return tr("Case")
        case Kind.COVERAGE:
            return tr("Covered")
        case Kind.NOTE:
            return tr("My note")


def why_words(one: Annotation) -> str:
    """Why it was remarked on, as a sentence; a note's text as it stands."""
    match one.kind, one.why:
        case Kind.COVERAGE, "":
            return tr("Done.")
        case Kind.COVERAGE, "in part":
            return tr("Done in part.")
        case Kind.CASE, "signal":
            return tr("This leads towards the cause.")
        case Kind.CASE, "noise":
            return tr("This has nothing to do with the cause.")
        case Kind.CASE, "cause_right":
            return tr("Your diagnosis names the cause.")
        case Kind.CASE, "cause_wrong":
            return tr("Your diagnosis names another cause.")
        case _:
            return one.why


def better_words(one: Annotation) -> str:
    """What better sounds like; of a diagnosis what the cause was."""
    if not one.better:
        return ""
    if one.kind is Kind.CASE:
        return tr("The cause: {cause}", cause=one.better)
    return tr("Better: {text}", text=one.better)


def maker_words(made_by: Maker) -> str:
    """Who made a remark; a model's is called an estimate."""
    match made_by.kind:
        case Reviewer.MODEL:
            return tr("{name} · AI estimate", name=made_by.name)
        case Reviewer.SELF:
            return made_by.name if made_by.name not in (OWN.name, CANDIDATE.name) else tr("Yourself")
        case Reviewer.PARTNER:
            return made_by.name or tr("Partner")
        case Reviewer.RULES:
            return tr("Measured from the sound") if made_by == MEASURED else tr("Rule-based coach")


def thought_words(one: Annotation, theirs: Iterable[Theirs]) -> str:
    """What others think of a remark, as in "Alex: disagreed"; empty where they do not say."""
    words = {Stance.AGREE: tr("agreed"), Stance.DISAGREE: tr("disagreed"), Stance.HIDDEN: tr("hidden")}
    told = ((each.by or tr("Partner"), each.stances.of(one)) for each in theirs)
    return " · ".join(
        tr("{name}: {stance}", name=by, stance=words[stance]) for by, stance in told if stance is not None
    )


def in_words(one: Annotation, time: str, stance: Stance | None) -> str:
    """A whole remark as a screen reader says it; `time`: its start as it is shown."""
    thought = {None: "", Stance.AGREE: tr("agreed"), Stance.DISAGREE: tr("disagreed"), Stance.HIDDEN: tr("hidden")}
    parts = (
        kind_word(one.kind),
        one.title,
        time,
        tr("“{quote}”", quote=one.quote) if one.quote else "",
        why_words(one),
        thought[stance],
    )
    return ", ".join(part for part in parts if part)
