"""How each answer was spoken, kept in the session's `delivery` folder: `0001.json` for answer 1. Blocking, any thread.

All of it can be made again from the sound: a file that does not read, or that belongs to another text, is as good as
none. What counts is the text as it was heard: corrections are put into what is read here, and no second hearing is
asked for.
`{"format": 1, "model": "base.en", "text": ..., "spoken": {...}}`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.delivery.mending import MendedSpoken, mended_spoken
from interviewer.records import lock
from interviewer.records.delivered import Delivered, write_delivered
from interviewer.records.durable import not_written, replace_file
from interviewer.records.folder import FOLDER_MODE, SessionFolder
from interviewer.records.library import Session
from interviewer.records.transcript import Answer
from speech.delivery.wire import from_plain, to_plain
from speech.delivery.words import Spoken
from speech.words import Word

FORMAT = 1
LARGEST_BYTES = 16_000_000
"""An hour without a breath takes a fifth of it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer as it was spoken, with times on the session clock."""

    answer: int
    model: str
    spoken: Spoken
    """With what the candidate corrected in it."""
    mended: MendedSpoken | None = None
    """What was corrected; None: nothing."""


def words_of(answer: Answer) -> list[Word]:
    """The words of an answer's careful pass as they were heard; none before there is one."""
    return [word for utterance in answer.heard for word in utterance.words] if answer.kept else []


def keep(folder: SessionFolder, answer: Answer, model: str, spoken: Spoken) -> None:
    """Keep how an answer was spoken.

    Raises:
        SessionBusy: another process holds the session.
        RecordNotWritten: naming the cause.
    """
    kept = {"format": FORMAT, "model": model, "text": _text(answer), "spoken": to_plain(spoken)}
    data = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    with lock.acquire(folder.path, sign=False):
        try:
            folder.delivery.mkdir(mode=FOLDER_MODE, exist_ok=True)
            replace_file(folder.delivery / _name(answer.number), data)
        except OSError as error:
            raise not_written(error, "The delivery of an answer") from error


def keep_figures(folder: SessionFolder, figures: Delivered) -> None:
    """Keep the figures that are compared over time. Raises: as `keep`."""
    with lock.acquire(folder.path, sign=False):
        write_delivered(folder, figures)


def heard(folder: SessionFolder, answer: Answer) -> Heard | None:
    """How an answer was spoken; None while nobody has listened, or when its text has changed since."""
    file = folder.delivery / _name(answer.number)
    try:
        if file.stat().st_size > LARGEST_BYTES:
            return None
        kept = json.loads(file.read_bytes())
        if kept["format"] != FORMAT or kept["text"] != _text(answer):
            return None
        model, spoken = str(kept["model"]), from_plain(kept["spoken"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    done = mended_spoken(spoken, answer)
    return Heard(answer.number, model, spoken if done is None else done.spoken, done)


def heard_in(session: Session) -> tuple[Heard, ...]:
    """All answers of a session that somebody listened to."""
    return tuple(one for answer in session.answers if (one := heard(session.folder, answer)) is not None)


def unheard(session: Session, hearings: Iterable[Heard]) -> tuple[Answer, ...]:
    """Answers with sound and a careful transcript that are not among these. Pure."""
    known = {one.answer for one in hearings}
    return tuple(
        answer for answer in session.answers if answer.files and words_of(answer) and answer.number not in known
    )


def _name(number: int) -> str:
    return f"{number:04d}.json"


def _text(answer: Answer) -> str:
    return " ".join(word.text for word in words_of(answer))
