"""`hotseat transcribe`: the careful pass over sound files. A file that cannot be read does not stop the others."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from desktop.model_store import model_store
from desktop.terminal.setting import Exit, HotseatError, print_json, say_fault, setting
from speech.errors import SpeechError
from speech.notices import Notice, Trouble
from speech.whisper.models import ModelFiles
from speech.whisper.transcriber import Transcriber
from speech.words import Utterance

Work = Callable[[Transcriber, ModelFiles, Path, Path], Awaitable[None]]
"""With a transcriber, its model, and a file as it was named and as it is found."""


def run(args: argparse.Namespace) -> int:
    """Transcribe every file; the exit code."""

    async def transcribe(transcriber: Transcriber, _model: ModelFiles, named: Path, file: Path) -> None:
        utterances = await transcriber.careful_file(file, progress=progress(named))
        if args.json:
            print_json(as_object(named, utterances))
        else:
            print(f"{named}:\n{text_of(utterances)}\n")

    return each_file(args, transcribe)


def each_file(args: argparse.Namespace, work: Work) -> int:
    """Have the transcriber at work on every file that is named; the exit code."""
    try:
        with setting(args) as paths:
            model = model_store(paths).resolve(args.speech_model)
            files = [(Path(name), Path(name).absolute()) for name in args.files]
            return asyncio.run(_each_file(files, model, work, as_json=args.json))
    except HotseatError as fault:
        return say_fault(fault, as_json=args.json)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


async def _each_file(files: Sequence[tuple[Path, Path]], model: ModelFiles, work: Work, *, as_json: bool) -> int:
    transcriber = Transcriber(model.folder, model=model.name, notify=notify)
    result = Exit.DONE
    try:
        await transcriber.open()
        for named, file in files:
            try:
                await work(transcriber, model, named, file)
            except SpeechError as fault:
                result = say_fault(fault, as_json=as_json)
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
