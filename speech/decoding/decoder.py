"""Has a foreign sound file read in a child process. Runs on the asyncio thread; cancelling kills the child."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from speech.errors import SpeechError
from speech.worker import Message, Worker

CHILD = "speech.decoding.child"
START_SECONDS = 60.0
DECODE_SECONDS = 1800.0
"""Four hours of MP3 take two minutes on a slow computer."""
LARGEST_BYTES = 4_000_000_000


async def decode(
    source: Path, target: Path, told: Callable[[float], None] = lambda _share: None, *, child: str = CHILD
) -> float:
    """Write a sound file as a recording of ours to `target`, which must not be there; its seconds.

    Args:
        told: which share is done, from 0 to 1.
        child: the module that reads it.

    Raises: SpeechError (`file_unreadable`, `file_too_long`), DiskFull's code, WorkerFailed, WorkerLate. `target` may
    hold a part then.
    """
    source, target = await asyncio.to_thread(_checked, source), await asyncio.to_thread(target.absolute)

    def on_message(message: Message) -> None:
        if message.get("event") == "progress":
            told(float(message["share"]))

    worker = Worker(child, name="sound reader", on_message=on_message, on_exit=lambda _reason: None)
    try:
        await worker.start(deadline=START_SECONDS)
        done = await worker.call("decode", deadline=DECODE_SECONDS, source=str(source), target=str(target))
    finally:
        await worker.stop(grace=0.0)
    return float(done["seconds"])


def _checked(source: Path) -> Path:
    """The file by its whole path. Raises: SpeechError."""
    if not source.is_file():
        raise SpeechError(f"{source.name} cannot be read: there is no such file.", code="file_unreadable")
    if source.stat().st_size > LARGEST_BYTES:
        raise SpeechError(f"{source.name} is larger than the recording of an interview. Cut it.", code="file_too_long")
    return source.absolute()
