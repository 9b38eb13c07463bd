"""`hotseat transcribe`: the careful pass over sound files. A file that cannot be read does not stop the others."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from desktop.model_store import model_store
from desktop.terminal.setting import Exit, HotseatError, print_json, say_fault, setting
from speech.errors import SpeechError
from speech.notices import Notice, Trouble
from speech.whisper.models import ModelFiles
from speech.whisper.transcriber import Transcriber
from speech.words import Utterance


def run(args: argparse.Namespace) -> int:
    """Transcribe every file; the exit code."""
    try:
        with setting(args) as paths:
            model = model_store(paths).resolve(args.speech_model)
            return asyncio.run(_transcribe([Path(name) for name in args.files], model, as_json=args.json))
    except HotseatError as fault:
        return say_fault(fault, as_json=args.json)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


async def _transcribe(files: Sequence[Path], model: ModelFiles, *, as_json: bool) -> int:
    transcriber = Transcriber(model.folder, model=model.name, notify=notify)
    result = Exit.DONE
    try:
        await transcriber.open()
        for file in files:
            try:
                utterances = await transcriber.careful_file(file.absolute(), progress=progress(file))
            except SpeechError as fault:
                result = say_fault(fault, as_json=as_json)
                continue
            if as_json:
                print_json(as_object(file, utterances))
            else:
                print(f"{file}:\n{text_of(utterances)}\n")
    finally:
        await transcriber.close()
    return result


def as_object(file: Path, utterances: Sequence[Utterance]) -> dict[str, Any]:
    """What `--json` prints of a file; times are seconds from its start."""
    words = [
        {"text": word.text, "start": word.start, "end": word.end, "confidence": word.probability}
        for utterance in utterances
        for word in utterance.words
    ]
    return {"file": str(file), "text": text_of(utterances), "words": words}


def text_of(utterances: Sequence[Utterance]) -> str:
    """The words of all utterances as one text."""
    return " ".join(utterance.text for utterance in utterances)


def notify(notice: Notice) -> None:
    """Say on standard error what went wrong with the recogniser."""
    if isinstance(notice, Trouble):
        print(notice.sentence, file=sys.stderr)


def progress(file: Path) -> Callable[[float], None]:
    """Shows on a terminal how far a file is."""
    live = sys.stderr.isatty()

    def show(fraction: float) -> None:
        if live:
            end = "\n" if fraction >= 1 else ""
            print(f"\r{file.name}: {100 * fraction:3.0f} %", end=end, file=sys.stderr, flush=True)

    return show
