"""Tries a model file out: whether it loads and answers here, and how fast. Asyncio thread."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass
from pathlib import Path

from desktop.embedded.budget import too_small
from desktop.embedded.chat import FileChat
from desktop.embedded.serving import LOAD_SECONDS
from desktop.language import tr
from desktop.servers import TEST, Tried
from interviewer.errors import MindError
from interviewer.minds.language_model import REPLY_SECONDS

ENOUGH_TOKENS = 40
SLOW_TOKENS = 8.0
"""A second. A follow-up of 45 words is sixty tokens, and with less it is not there in time."""


@dataclass(frozen=True, slots=True)
class Speed:
    """How a model answered."""

    load_seconds: float
    first_seconds: float
    """To the first token, once it was loaded."""
    tokens_a_second: float
    """After the first; 0 when there was but one."""
    context: int


async def try_file(file: Path) -> Tried:
    """Load a model file, ask it something, unload it, and say how that went in one sentence."""
    chat = await asyncio.to_thread(FileChat, file)
    try:
        speed = await measure(chat)
    except MindError as fault:
        return Tried("fault", fault.sentence)
    finally:
        await chat.close()
    if speed is None:
        return Tried("fault", tr("{model} answered with nothing. Choose another file.", model=file.name))
    return told(file, speed)


async def measure(chat: FileChat) -> Speed | None:
    """How fast a model loads and answers; None when it answers with nothing.

    Raises: MindError.
    """
    async with chat.serving.use():
        began = time.monotonic()
        times = []
        async with contextlib.aclosing(chat.stream(TEST, seconds=LOAD_SECONDS)) as pieces:
            async for _ in pieces:
                times.append(time.monotonic())
                if len(times) > ENOUGH_TOKENS:
                    break
    if not times or chat.serving.budget is None:
        return None
    took = times[-1] - times[0]
    rate = (len(times) - 1) / took if took > 0 else 0.0
    return Speed(chat.serving.load_seconds, times[0] - began, rate, chat.serving.budget.context)


def told(file: Path, speed: Speed) -> Tried:
    """What that means for an interview. Blocking, for the moment that the size of a file takes."""
    model = file.stem
    figures = tr(
        "Loaded in {load} s, first word after {first} s, {rate} tokens a second, a context of {context} tokens.",
        load=f"{speed.load_seconds:.1f}",
        first=f"{speed.first_seconds:.1f}",
        rate=f"{speed.tokens_a_second:.0f}",
        context=speed.context,
    )
    if small := too_small(model, file.stat().st_size):
        return Tried("slow", f"{small} {figures}")
    if speed.first_seconds > REPLY_SECONDS or 0 < speed.tokens_a_second < SLOW_TOKENS:
        slow = tr("{model} works, but is slow here: the scripted interviewer will often go on without it.", model=model)
        return Tried("slow", f"{slow} {figures}")
    return Tried("well", tr("{model} works.", model=model) + f" {figures}")
