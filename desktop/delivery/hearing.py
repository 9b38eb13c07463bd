"""Listens to the answers of a kept session again, for what the reading text leaves out. Runs on the asyncio thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from desktop.delivery.figures import keep_figures_of
from desktop.delivery.storage import heard_in, keep, unheard, words_of
from desktop.later import silent_in, sound_of
from interviewer.records.delivered import read_delivered
from interviewer.records.library import Session, open_session
from interviewer.records.transcript import Answer
from speech.errors import WorkerFailed
from speech.notices import Notice
from speech.whisper.models import ModelFiles
from speech.whisper.transcriber import Transcriber


async def hear_later(
    folder: Path,
    model: ModelFiles,
    notify: Callable[[Notice], None],
    told: Callable[[float], None] = lambda _share: None,
) -> int:
    """Listen to the answers nobody has listened to, and keep what is found; how many there were.

    Args:
        told: which share of their sound is done, 0 to 1.

    Raises: WorkerFailed when an answer cannot be listened to, RecordError when the session cannot take it. What was
    done before is kept, and is not done again.
    """
    session = await asyncio.to_thread(open_session, folder)
    missing = unheard(session, await asyncio.to_thread(heard_in, session))
    if missing:
        await _hear(session, missing, model, notify, told)
    elif await asyncio.to_thread(read_delivered, session.folder) is not None:
        return 0
    await asyncio.to_thread(keep_figures_of, session)
    return len(missing)


async def _hear(
    session: Session,
    missing: tuple[Answer, ...],
    model: ModelFiles,
    notify: Callable[[Notice], None],
    told: Callable[[float], None],
) -> None:
    seconds = [max(answer.seconds or 0.0, 1.0) for answer in missing]
    transcriber = Transcriber(model.folder, model=model.name, notify=notify)
    try:
        await transcriber.open()
        for number, answer in enumerate(missing):
            before, mine = sum(seconds[:number]), seconds[number]

            def progress(share: float, before: float = before, mine: float = mine) -> None:
                told((before + share * mine) / sum(seconds))

            progress(0.0)
            try:
                parts, span = sound_of(session.folder.path, answer)
            except OSError as error:
                raise WorkerFailed(f"The sound of answer {answer.number} is gone, so it is not listened to.") from error
            silent = silent_in(session, answer)
            spoken = await transcriber.spoken(parts, span, words_of(answer), silent, progress)
            await asyncio.to_thread(keep, session.folder, answer, model.name, spoken)
    finally:
        await transcriber.close()
