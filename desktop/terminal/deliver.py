"""`hotseat deliver`: how the speech in sound files was delivered, with every figure's origin and how sure it is."""

from __future__ import annotations

import argparse
from pathlib import Path

from assets import resource
from desktop.terminal.delivery_json import as_object
from desktop.terminal.setting import Exit, print_json, say_fault
from desktop.terminal.transcribe import each_file, progress
from speech.delivery.figure import Band, Figure, Sure
from speech.delivery.report import Delivery, delivery
from speech.errors import SpeechError
from speech.whisper.models import ModelFiles
from speech.whisper.transcriber import Transcriber

SCHEMA = "schemas/delivery-1.json"
"""Of what `--json` prints, in the assets."""
LOUD_PAUSES = 1.0
"""Seconds from which a pause inside a phrase is listed."""


def run(args: argparse.Namespace) -> int:
    """Measure every file; the exit code. A file that cannot be read does not stop the others."""

    async def deliver(transcriber: Transcriber, model: ModelFiles, named: Path, file: Path) -> None:
        found = delivery(await transcriber.spoken_file(file, progress=progress(named)))
        if args.json:
            print_json(as_object(named, model.name, found))
        else:
            print(f"{named}:\n" + "\n".join(lines(found)) + "\n")

    if args.schema:
        print(resource(SCHEMA).read_text(encoding="utf-8"), end="")
        return Exit.DONE
    if not args.files:
        return say_fault(SpeechError("Name a sound file: hotseat deliver FILE.", code="usage"), as_json=args.json)
    return each_file(args, deliver)


def lines(found: Delivery) -> list[str]:
    """What a person reads."""
    if not found.spoken.words:
        return ["  Nobody speaks in it."]
    said = [f"  {found.spoken.verbatim}", ""]
    named = (
        ("pace", found.pace.words_a_minute),
        ("articulation", found.pace.syllables_a_second),
        ("pauses", found.pauses_a_minute),
        ("a pause lasts", found.pause_seconds),
        ("fillers", found.fillers_in_100),
        ("hedges", found.hedges_in_100),
        ("said again", found.repeats if found.repeats.value else None),
        ("sentences", found.sentence_words),
        ("loudness varies by", found.voice.loudness_variation),
        ("pitch varies by", found.voice.pitch_variation),
    )
    said += [f"  {name + ':':<20}{_figure(figure)}" for name, figure in named if figure is not None]
    if found.pace.words_a_minute is None:
        said.append("  Too little speech for rates and averages: they need 30 seconds or 60 words.")
    said += [f"  {_at(filler.start)} {filler.word}" for filler in found.fillers]
    said += [
        f"  {_at(pause.start)} a pause of {pause.seconds:.1f} s inside a phrase"
        for pause in found.pauses
        if pause.where == "inside" and pause.seconds >= LOUD_PAUSES
    ]
    return said


def _figure(figure: Figure) -> str:
    least = "at least " if figure.at_least else ""
    where = {Band.LOW: ", lower than most", Band.HIGH: ", higher than most"}
    band = where.get(figure.band, "") if figure.band is not None else ""
    doubt = {Sure.GOOD: "", Sure.FAIR: " (fairly sure)", Sure.LOW: " (not sure)"}[figure.sure]
    return f"{least}{figure.value:g} {figure.unit}{band}{doubt}"


def _at(seconds: float) -> str:
    return f"{int(seconds // 60)}:{seconds % 60:04.1f}"
