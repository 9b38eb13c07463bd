"""`hotseat demo`: a whole short interview with a synthetic candidate, on the real parts.

The candidate's answers are written, spoken to files by the system's voice, and played as a microphone: recorder,
recogniser, mind, voice and record are those of a real interview. Without a voice the answers are typed instead.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import tomllib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

from assets import resource
from desktop.headless import Wishes
from desktop.paths import Paths
from desktop.terminal.rehearse import rehearse
from desktop.terminal.setting import Exit, HotseatError, say_fault, setting
from speech.errors import VoiceUnavailable
from speech.recorder.recorder import Recordings
from speech.voices.voice import Voice

MINUTES = 2.0
CANDIDATE_PACE = 1.1


def run(args: argparse.Namespace) -> int:
    """Hold the demonstration; the exit code."""
    try:
        with setting(args) as paths, tempfile.TemporaryDirectory(prefix="hotseat-demo-") as folder:
            return asyncio.run(_demonstrate(args, paths, Path(folder)))
    except HotseatError as fault:
        return say_fault(fault, as_json=args.json)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


async def _demonstrate(args: argparse.Namespace, paths: Paths, folder: Path) -> int:
    script = tomllib.loads(resource("demo", "library-holds.toml").read_text(encoding="utf-8"))
    answers: list[str] = script["answers"]
    wishes = Wishes(
        question=script["question"],
        minutes=MINUTES,
        speech_model=None if args.speech_model == "none" else args.speech_model,
        transcribe=args.speech_model != "none",
        voice=args.voice,
    )
    try:
        recordings = await _speak(answers, paths, folder)
    except VoiceUnavailable as fault:
        say_fault(fault, as_json=args.json)
        return await rehearse(replace(wishes, microphone=None), paths, as_json=args.json, answers=[*answers, "/end"])
    return await rehearse(replace(wishes, microphone=Recordings(recordings)), paths, as_json=args.json)


async def _speak(answers: list[str], paths: Paths, folder: Path) -> tuple[Path, ...]:
    """The answers as sound files.

    Raises: VoiceUnavailable.
    """
    voice = Voice(
        engine="system", cache_dir=paths.voice_cache, notify=lambda notice: None, rate=CANDIDATE_PACE, play=False
    )
    try:
        await voice.open()
        files = []
        for number, answer in enumerate(answers, 1):
            file = folder / f"answer {number}.wav"
            await voice.speak(_one(answer), file)
            files.append(file)
        return tuple(files)
    finally:
        await voice.close()


async def _one(text: str) -> AsyncIterator[str]:
    yield text
