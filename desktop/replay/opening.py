"""A session read for its replay: everything the page shows but the sound. Blocking; any thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from desktop.delivery.storage import Heard, heard_in
from desktop.language import tr, trn
from desktop.replay.annotated import Annotated, annotated
from desktop.replay.marks import Marker, hints_of, markers_of
from desktop.replay.script import Script, fluent, session_script, without_removed
from desktop.replay.timeline import Timeline, timeline_of
from interviewer.bundles.returns import received
from interviewer.errors import RecordError
from interviewer.records.library import Session, open_session
from interviewer.records.manifest import State
from interviewer.records.notes import Notes, read_notes
from interviewer.records.origins import Origin
from interviewer.review.annotations import Annotation
from interviewer.review.call import Call
from interviewer.review.storage import read_review


@dataclass(frozen=True, slots=True)
class Opened:
    """A session as it is replayed."""

    session: Session
    timeline: Timeline
    script: Script
    hearings: tuple[Heard, ...]
    """The answers somebody listened to again."""
    annotated: Annotated
    notes: Notes
    notes_problem: str
    """Why the notes could not be read; empty otherwise."""
    call: Call | None
    call_reason: str
    remarks: tuple[str, ...]
    """What somebody has to know of the session before they trust it, in sentences."""

    @property
    def hints(self) -> int:
        return hints_of(self.session.events)

    def markers(self, annotations: Iterable[Annotation]) -> tuple[Marker, ...]:
        """What to mark on the waveform, with the remarks that are shown."""
        return markers_of(self.session.events, annotations)


def open_replay(path: Path, *, hide_disfluencies: bool = False) -> Opened:
    """Read a session.

    Args:
        hide_disfluencies: show the reading text alone, without fillers, repetitions and pauses.

    Raises: SessionMissing, SessionDamaged, SessionTooNew.
    """
    session = open_session(path)
    timeline = timeline_of(session)
    notes, problem = _notes(session)
    call, reason = _call(session)
    hearings = heard_in(session)
    reading = fluent(without_removed(session_script(session, ()))) if hide_disfluencies else None
    return Opened(
        session=session,
        timeline=timeline,
        script=session_script(session, hearings) if reading is None else reading,
        hearings=hearings,
        annotated=annotated(session),
        notes=notes,
        notes_problem=problem,
        call=call,
        call_reason=reason,
        remarks=tuple(_remarks(session, timeline)),
    )


def _notes(session: Session) -> tuple[Notes, str]:
    try:
        return read_notes(session.folder), ""
    except RecordError as error:
        return Notes(), error.sentence


def _call(session: Session) -> tuple[Call | None, str]:
    """A review that does not read is the After page's affair; here it is as if there were none."""
    try:
        review = read_review(session.folder)
    except RecordError:
        return None, ""
    return review.call, review.call_reason


def _remarks(session: Session, timeline: Timeline) -> list[str]:
    remarks = []
    manifest = session.manifest
    if session.live:
        remarks.append(tr("This interview is being held now. This is as far as it had come when it was opened."))
    elif manifest.state is State.RECORDING:
        remarks.append(tr("This session was interrupted. Start Hotseat again to have it put in order."))
    elif manifest.recovered:
        remarks.append(manifest.recovered)
    if manifest.origin == Origin.BUNDLE:
        remarks.append(_somebody_elses(session))
    if not timeline.clips:
        remarks.append(_no_sound(timeline))
    elif missing := len(timeline.missing):
        remarks.append(
            trn(
                "One sound file is missing or does not read. It is silence here; the rest plays.",
                "{n} sound files are missing or do not read. They are silence here; the rest plays.",
                missing,
            )
        )
    return remarks


def _somebody_elses(session: Session) -> str:
    by = received(session.folder).by
    whose = tr("This is {name}’s session.", name=by) if by else tr("This is somebody else’s session.")
    rest = tr("What you note and think stays apart, and is handed back from the Library.")
    return f"{whose} {rest}"


def _no_sound(timeline: Timeline) -> str:
    if timeline.missing:
        return tr("The sound of this session is missing. The transcript can be read.")
    return tr("This session has no sound. The transcript can be read.")
