"""Words of a transcript that are to be corrected, and what is kept of that. The first half is pure, the second blocks.

What was chosen on the screen is told by the heard words it stands for, so that a correction of a correction stands on
what was heard, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.delivery.mending import reading_of
from desktop.delivery.storage import heard_in
from desktop.language import tr
from desktop.replay.script import Said, Script, Turn
from desktop.view_state import Speaker
from interviewer.errors import RecordError
from interviewer.records.corrections import Correction, Corrections, new_correction, write_corrections
from interviewer.records.library import Session, open_session
from interviewer.records.origins import Origin

MOST_WORDS = 60
"""That are corrected at once: about what is said in one breath."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that are to be corrected."""

    answer: int
    first: int
    behind: int
    in_hearing: bool
    """Whether the places are among the words of the second hearing, else of the careful pass."""
    start: float
    """Session seconds."""
    end: float
    shown: str
    """As they stand there now."""
    heard: str
    """As they were heard."""
    corrections: tuple[str, ...] = ()
    """Ids of what was corrected in them."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was kept, and what stood there before."""

    before: Corrections
    after: Corrections


def why_not(session: Session) -> str:
    """Why nothing of a session can be corrected; empty when its candidate's words can."""
    if session.manifest.origin == Origin.BUNDLE:
        return tr("This is somebody else’s session. Its words stay as they were heard.")
    if session.live:
        return tr("This interview is being held now. Its words can be corrected once it has ended.")
    return ""


def passage_in(script: Script, places: Sequence[tuple[int, int]]) -> Passage | str:
    """The words at some places (turn, stretch), first and last; or a sentence why they cannot be corrected."""
    if not places:
        return tr("Go to one of your words in the transcript, or select some, then correct them.")
    (turn, first), (last_turn, last) = places[0], places[-1]
    if turn != last_turn:
        return tr("Select words of one answer only.")
    told = script.turns[turn]
    if told.speaker is not Speaker.YOU:
        return tr("Only your own words can be corrected.")
    chosen = [one.said for one in told.stretches[first : last + 1] if one.said is not None]
    if not chosen or len(chosen) < last + 1 - first:
        return _not_heard(told)
    return _whole(told, chosen)


def _not_heard(told: Turn) -> str:
    if told.typed:
        return tr("This was typed, not heard. There is nothing to correct.")
    return tr("This answer has no careful transcript yet. Have it transcribed first, then its words can be corrected.")


def _whole(told: Turn, chosen: Sequence[Said]) -> Passage | str:
    """All of what was corrected together with one of them belongs to it."""
    first, behind = min(one.first for one in chosen), max(one.behind for one in chosen)
    mine = [
        (stretch, stretch.said)
        for stretch in told.stretches
        if stretch.said is not None
        and first <= stretch.said.first
        and stretch.said.behind <= behind
        and (stretch.said.first < stretch.said.behind or stretch.said in chosen)
    ]
    heard = dict.fromkeys((one.first, one.behind, one.heard) for _, one in mine)
    if behind - first > MOST_WORDS:
        return tr("These are many words at once. Select at most {n}.", n=MOST_WORDS)
    return Passage(
        answer=chosen[0].answer,
        first=first,
        behind=behind,
        in_hearing=chosen[0].in_hearing,
        start=min(stretch.start for stretch, _ in mine),
        end=max(stretch.end for stretch, _ in mine),
        shown=" ".join(stretch.text for stretch, _ in mine if not stretch.removed),
        heard=" ".join(text for _, _, text in heard if text),
        corrections=tuple(dict.fromkeys(one.correction for _, one in mine if one.correction)),
    )


# -- keeping it


def keep_correction(path: Path, passage: Passage, text: str) -> Corrected:
    """Keep what was said in place of a passage; what was heard takes an earlier correction back.

    Raises:
        SessionMissing, SessionDamaged, SessionTooNew.
        RecordError: the transcript has become another one meanwhile, or nothing may be corrected in it.
        RecordNotWritten: naming the cause; nothing has changed.
    """
    session = open_session(path)
    if why := why_not(session):
        raise RecordError(why)
    said = " ".join(text.split())
    more = [] if said == passage.heard else [_correction(session, passage, said)]
    after = session.corrections.changed(passage.corrections, more)
    write_corrections(session.folder, after)
    return Corrected(session.corrections, after)


def put_back(path: Path, corrections: Corrections) -> None:
    """Have these again. Raises: as `keep_correction`."""
    write_corrections(open_session(path).folder, corrections)


def forget(path: Path, stale: Iterable[Correction]) -> Corrected:
    """Drop corrections whose words are gone. Raises: as `keep_correction`."""
    session = open_session(path)
    after = session.corrections.changed(one.id for one in stale)
    write_corrections(session.folder, after)
    return Corrected(session.corrections, after)


def _correction(session: Session, passage: Passage, said: str) -> Correction:
    if len(passage.corrections) == 1:
        one = next((each for each in session.corrections.all if each.id == passage.corrections[0]), None)
        if one is not None and one.heard == passage.heard:
            return one.model_copy(update={"text": said})
    heard, read, start, end = _heard(session, passage)
    if heard != passage.heard:
        raise RecordError(tr("The transcript has changed meanwhile. Open the session again, then correct the word."))
    return new_correction(passage.answer, start, end, heard=heard, read=read, text=said)


def _heard(session: Session, passage: Passage) -> tuple[str, str, float, float]:
    """What was heard of a passage, its reading words, and from when to when."""
    if passage.in_hearing:
        hearing = next((one for one in heard_in(session) if one.answer == passage.answer), None)
        if hearing is not None:
            spoken = hearing.spoken if hearing.mended is None else hearing.mended.original
            words = spoken.words[passage.first : passage.behind]
            first, behind = reading_of(spoken, passage.first, passage.behind)
            read = _text(word.text for word in spoken.reading[first:behind])
            if words:
                return _text(word.text for word in words), read, words[0].start, words[-1].end
        return "", "", 0.0, 0.0
    answer = next((one for one in session.answers if one.number == passage.answer), None)
    tokens = () if answer is None else answer.heard_tokens[passage.first : passage.behind]
    if not tokens:
        return "", "", 0.0, 0.0
    text = _text(token.text for token in tokens)
    return text, text, tokens[0].start, tokens[-1].end


def _text(texts: Iterable[str]) -> str:
    return " ".join(text.strip() for text in texts)
