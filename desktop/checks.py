"""Tries every part of Hotseat for real, one round trip each, and says in a sentence what is wrong and what to do.

Used by `hotseat doctor`. Runs on the asyncio thread; a part that hangs is cut off by its deadline.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assets import resource
from desktop.paths import Paths
from desktop.typed import told, typed
from interviewer.content.loader import load_packs
from interviewer.errors import InterviewerError
from interviewer.records.index import Index
from speech.devices import microphones
from speech.errors import MicrophoneError, SpeechError, VoiceUnavailable
from speech.notices import Level, Notice, Trouble
from speech.recorder.recorder import Device, Recorder
from speech.voices.values import VoiceNotice
from speech.voices.voice import Voice
from speech.whisper.models import ModelStore
from speech.whisper.transcriber import Transcriber

LISTEN_SECONDS = 2.5
ROOM_BYTES = 1_000_000_000
SENTENCE = "How would you measure success? I would start with the number of people who borrow a book each week."
"""What the voice says and the recogniser must understand."""
UNDERSTOOD = 0.7
"""Share of its words; a synthetic voice is not understood like a person."""

Verdict = Literal["well", "attention", "fault", "skipped"]
Result = tuple[Verdict, str]
"""What became of a check, and its sentence."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one part."""

    part: str
    verdict: Verdict
    sentence: str
    """What is true and, unless all is well, what to do."""
    seconds: float
    """How long the check took."""


async def examine(
    paths: Paths,
    store: ModelStore,
    *,
    model: str | None,
    voice: Literal["system", "neural", "none"],
    found: Callable[[Finding], None],
) -> None:
    """Check everything, one part after the other; each finding is told as it is made."""
    with tempfile.TemporaryDirectory(prefix="hotseat-") as folder:
        spoken = Path(folder) / "spoken.wav"
        checks: tuple[tuple[str, Callable[[], Awaitable[Result]]], ...] = (
            ("folders", lambda: _folders(paths)),
            ("questions", lambda: _questions(paths)),
            ("sessions", lambda: _sessions(paths)),
            ("microphone", _microphone),
            ("voice", lambda: _voice(paths, voice, spoken)),
            ("recogniser", lambda: _recogniser(store, model, spoken)),
        )
        for part, check in checks:
            began = time.monotonic()
            try:
                verdict, sentence = await check()
            except (SpeechError, InterviewerError) as fault:
                verdict, sentence = "fault", told(fault)
            found(Finding(part, verdict, sentence, round(time.monotonic() - began, 2)))


async def _folders(paths: Paths) -> Result:
    free = shutil.disk_usage(paths.data).free
    minutes = free / (32_000 * 60)
    if free < ROOM_BYTES:
        return (
            "attention",
            f"Only {free / 1e6:.0f} MB are free in {paths.data}, {minutes:.0f} minutes. Free some space.",
        )
    return "well", f"Sessions are kept in {paths.sessions}; there is room for {minutes / 60:.0f} hours."


async def _questions(paths: Paths) -> Result:
    library = await asyncio.to_thread(load_packs, resource("packs"), paths.packs)
    questions = sum(len(pack.questions) for pack in library.packs)
    if library.problems:
        first = library.problems[0]
        place = f"{first.file}, line {first.line}"
        return "attention", f"A pack of yours has {len(library.problems)} problems. {place}: {first.sentence}"
    return "well", f"{questions} questions in {len(library.packs)} packs."


async def _sessions(paths: Paths) -> Result:
    def look() -> tuple[int, int, str]:
        with Index.open(paths.data) as index:
            sessions = index.sessions()
            return len(sessions), sum(1 for one in sessions if one.unkept), index.notice

    count, waiting, notice = await asyncio.to_thread(look)
    if notice:
        return "attention", notice
    if waiting:
        sentence = f"{waiting} of {count} sessions wait for transcription."
        return "attention", typed(sentence, "sessions recover")
    return "well", f"{count} sessions are kept."


async def _microphone() -> Result:
    devices = await microphones()
    if not devices:
        raise MicrophoneError("No microphone was found. Plug one in; until then answers can be typed.")
    levels: list[Level] = []
    troubles: list[Trouble] = []

    def notify(notice: Notice) -> None:
        if isinstance(notice, Level):
            levels.append(notice)
        elif isinstance(notice, Trouble):
            troubles.append(notice)

    recorder = Recorder(Device(), origin=time.monotonic(), notify=notify)
    try:
        opened = await recorder.open()
        await asyncio.sleep(LISTEN_SECONDS)
    finally:
        await recorder.close()
    if troubles:
        return "fault", troubles[0].sentence
    loudest = max((level.peak_db for level in levels), default=-120.0)
    others = ", ".join(device.name for device in devices if device.name != opened.device)
    more = f" --microphone also takes: {others}." if others else ""
    sentence = f"{opened.device} delivers {opened.rate} frames a second; loudest was {loudest:.0f} dB.{more}"
    return "well", sentence


async def _voice(paths: Paths, engine: Literal["system", "neural", "none"], out: Path) -> Result:
    if engine == "none":
        return "skipped", "No voice was asked for; lines are shown as text."
    notices: list[VoiceNotice] = []
    voice = Voice(engine=engine, cache_dir=paths.voice_cache, notify=notices.append)
    try:
        info = await voice.open()
        heard = await voice.speak(_one(SENTENCE), out)
    except VoiceUnavailable as fault:
        return "fault", f"{fault.sentence} Until then lines are shown as text."
    finally:
        await voice.close()
    if notices:
        return "attention", notices[0].sentence
    return "well", f"{info.name} said a sentence of {heard.seconds:.1f} s; {heard.heard_seconds:.1f} s were played."


async def _recogniser(store: ModelStore, model: str | None, spoken: Path) -> Result:
    if model == "none":
        return "skipped", "No speech model was asked for; answers are recorded and not transcribed."
    files = await asyncio.to_thread(store.resolve, model)
    troubles: list[Notice] = []
    transcriber = Transcriber(files.folder, model=files.name, notify=troubles.append)
    began = time.monotonic()
    try:
        await transcriber.open()
        loaded = time.monotonic() - began
        if not await asyncio.to_thread(spoken.is_file):
            return (
                "attention",
                f"{files.name} loads in {loaded:.1f} s; without a voice there was nothing to understand.",
            )
        utterances = await transcriber.careful_file(spoken)
    finally:
        await transcriber.close()
    share = _share(SENTENCE, " ".join(utterance.text for utterance in utterances))
    took = time.monotonic() - began - loaded
    if share < UNDERSTOOD:
        sentence = f"{files.name} understood {100 * share:.0f} % of a spoken sentence. Verify it."
        return "fault", typed(sentence, "models verify")
    return "well", f"{files.name} understood the sentence in {took:.1f} s (loading took {loaded:.1f} s)."


async def _one(sentence: str) -> AsyncIterator[str]:
    yield sentence


def _share(wanted: str, got: str) -> float:
    """How many of the wanted words are among those that came."""
    words = [word.strip(".,?!").lower() for word in wanted.split()]
    heard = {word.strip(".,?!").lower() for word in got.split()}
    return sum(word in heard for word in words) / len(words)
