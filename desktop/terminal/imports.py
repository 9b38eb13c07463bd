"""`hotseat import`: takes in a bundle, a recording or a transcript as a session, transcribes and reviews it."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from assets import resource
from desktop.import_plan import About
from desktop.imports import Imported, take, together
from desktop.later import transcribe_later
from desktop.paths import Paths
from desktop.reviews import review_after
from desktop.terminal.recogniser import named_server, nobody_transcribes, recogniser
from desktop.terminal.setting import Exit, HotseatError, print_json, say_fault, setting
from desktop.terminal.transcribe import notify, progress
from interviewer.bundles.hand_back import SCHEMA
from interviewer.errors import InterviewerError
from speech.errors import ModelMissing, SpeechError

CANDIDATE = "you"


def run(args: argparse.Namespace) -> int:
    """Take in every file; the exit code. One that is refused does not stop the others."""
    if args.schema:
        print(resource(SCHEMA).read_text(encoding="utf-8"), end="")
        return Exit.DONE
    try:
        with setting(args) as paths:
            if not args.files:
                raise InterviewerError("Name a file: hotseat import FILE.", code="usage")
            about = _about(args)
            named_server(args, paths)  # what is wrong with it is said before anything is taken in
            return asyncio.run(_each(args, about, paths))
    except HotseatError as fault:
        return say_fault(fault, as_json=args.json)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


def _about(args: argparse.Namespace) -> About:
    name, _, whom = args.speaker.rpartition("=")
    if args.speaker and (not name or whom.strip().lower() != CANDIDATE):
        raise InterviewerError(f"Say which speaker you are: --speaker NAME={CANDIDATE}.", code="usage")
    return About(round=args.round, question=args.question, speaker=name.strip(), mine=args.mine)


async def _each(args: argparse.Namespace, about: About, paths: Paths) -> int:
    result: int = Exit.DONE
    for files in together([Path(name) for name in args.files]):
        try:
            imported = await take(files, about, paths, progress(files[0]))
        except (InterviewerError, SpeechError) as fault:
            result = say_fault(fault, as_json=args.json)
            continue
        said = [imported.sentence]
        try:
            said += await _analysed(args, imported, paths)
        except (InterviewerError, SpeechError) as fault:  # what was taken in stays, and is told of
            result = say_fault(fault, as_json=args.json)
        if args.json:
            print_json({"id": imported.folder.name, "folder": str(imported.folder), "sentence": " ".join(said)})
        else:
            print(f"{imported.folder.name}: {' '.join(said)}")
    return result


async def _analysed(args: argparse.Namespace, imported: Imported, paths: Paths) -> list[str]:
    """Transcribe and review what was taken in; what came of it. Without a model that can follow at any time."""
    said = []
    if imported.waits and nobody_transcribes(args):
        return ["It can be transcribed at any time."]
    if imported.waits:
        try:
            model = await asyncio.to_thread(recogniser, args, paths)
            await transcribe_later(imported.folder, model, notify)
        except ModelMissing as fault:
            return [f"It is not transcribed: {fault.sentence}"]
    if imported.reviewable:
        said.append(await asyncio.to_thread(review_after, imported.folder, paths))
    return said
