"""`hotseat demo`: the demonstration of `desktop.demo`, held in the terminal and heard."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path

from desktop.demo import END, script, spoken_answers, wishes_for
from desktop.headless import Wishes
from desktop.paths import Paths
from desktop.terminal.rehearse import rehearse
from desktop.terminal.setting import Exit, HotseatError, say_fault, setting
from speech.errors import VoiceUnavailable
from speech.recorder.recorder import Recordings


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
    wanted = script()
    parts = Wishes(
        speech_model=None if args.speech_model == "none" else args.speech_model,
        transcribe=args.speech_model != "none",
        voice=args.voice,
    )
    wishes = wishes_for(wanted, parts)
    try:
        recordings = await spoken_answers(wanted, paths, folder)
    except VoiceUnavailable as fault:
        say_fault(fault, as_json=args.json)
        typed = [*wanted.answers, END]
        return await rehearse(replace(wishes, microphone=None), paths, as_json=args.json, answers=typed)
    return await rehearse(replace(wishes, microphone=Recordings(recordings)), paths, as_json=args.json)
