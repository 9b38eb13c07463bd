"""Tries a server that transcribes with a known reading of seven seconds, and says how it went. Asyncio thread."""

from __future__ import annotations

import asyncio
import time

from assets import resource
from desktop.language import tr
from desktop.model_speed import READING_SECONDS
from desktop.remote_speech.asking import Asks
from desktop.servers import Tried
from interviewer.errors import MindError
from interviewer.minds.server import Server
from speech.errors import TranscriptionFailed

TEST_SECONDS = 30.0
"""A model that is not in memory yet is loaded from the disk first."""
SLOW_SECONDS = 4.0
"""So long an interview waits for the last words of an answer."""


async def try_listener(server: Server) -> Tried:
    """Have a server transcribe a reading that ships with Hotseat; nothing of the person's is sent."""
    try:
        asks = await asyncio.to_thread(Asks, server)
        sound = await asyncio.to_thread(_reading)
        began = time.monotonic()
        found = await asks.hear(sound, 0.0, seconds=TEST_SECONDS)
    except (TranscriptionFailed, MindError) as fault:
        return Tried("fault", fault.sentence)
    took = time.monotonic() - began
    names = {"model": server.model, "host": server.host}
    if not found:
        return Tried("fault", tr("{model} at {host} heard nothing in seven seconds of speech.", **names))
    figures = tr("{n} s of speech in {took} s.", n=round(READING_SECONDS), took=f"{max(0.1, took):.1f}")
    if took > SLOW_SECONDS:
        slow = tr(
            "{model} at {host} works, but is slow: text comes after each answer. Test again, the first time is "
            "often slow.",
            **names,
        )
        return Tried("slow", f"{slow} {figures}")
    if not any(utterance.words for utterance in found):
        plain = tr(
            "{model} at {host} works, but does not say when each word was said: Replay marks sentences only.", **names
        )
        return Tried("slow", f"{plain} {figures}")
    return Tried("well", tr("{model} at {host} works.", **names) + f" {figures}")


def _reading() -> bytes:
    from speech.files import read_sound, to_pcm

    return to_pcm(read_sound(resource("sounds", "reading.flac")))
