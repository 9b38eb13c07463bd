"""`hotseat coverage`: what an answer in a text file has done of a round's framework, and the metrics it names."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from assets import resource
from desktop.paths import Paths
from desktop.terminal.setting import Exit, HotseatError, print_json, say_fault, setting
from interviewer.content.choose import question_by_id
from interviewer.content.loader import load_packs
from interviewer.content.model import Round
from interviewer.errors import PlanError
from interviewer.listening.coverage import framework, read_substance
from interviewer.listening.reader import Readers
from interviewer.listening.substance import Said, Substance


def run(args: argparse.Namespace) -> int:
    """Read the file and say what is in it; the exit code."""
    try:
        with setting(args) as paths:
            entry = _round(args, paths)
            text = _text(args.file)
            if text is None:
                return Exit.FAULT
            substance = read_substance(entry, (Said(1, text),), Readers(resource("readers"))(entry.reader))
            if args.json:
                print_json(as_object(entry, substance))
            else:
                _show(entry, substance)
            return Exit.DONE
    except HotseatError as fault:
        return say_fault(fault, as_json=args.json)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


def as_object(entry: Round, substance: Substance) -> dict[str, Any]:
    """What `--json` prints."""
    metrics = substance.metrics
    return {
        "coverage": {
            item.id: {
                "done": item.id in substance.coverage,
                "quote": substance.coverage[item.id].quote if item.id in substance.coverage else "",
                "title": item.title,
            }
            for item in framework(entry)
        },
        "metrics": {
            "north_star": metrics.north_star,
            "secondary": list(metrics.secondary),
            "guardrails": list(metrics.guardrails),
            "objectives": list(metrics.objectives),
            "flags": [flag.value for flag in metrics.flags],
        },
        "named_without_doing": substance.named_without_doing,
    }


def _round(args: argparse.Namespace, paths: Paths) -> Round:
    """Raises: PackError, PlanError."""
    packs = load_packs(resource("packs"), paths.packs).packs
    if args.question is not None:
        return question_by_id(packs, args.question)[0]
    rounds = {entry.id: entry for pack in reversed(packs) for entry in pack.rounds}
    if args.round not in rounds:
        raise PlanError(f"There is no round “{args.round}”. There is: {', '.join(sorted(rounds))}.")
    return rounds[args.round]


def _text(name: str) -> str | None:
    """The text of a file, or of standard input for a dash; None after saying what is wrong."""
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except OSError as error:
        print(f"{name} cannot be read: {error.strerror}.", file=sys.stderr)
    except UnicodeDecodeError:
        print(f"{name} is not UTF-8 text. Save it as UTF-8, or export the transcript again.", file=sys.stderr)
    return None


def _show(entry: Round, substance: Substance) -> None:
    for item in framework(entry):
        found = substance.coverage.get(item.id)
        print(f"{'done' if found else 'open':<6} {item.title}")
        if found:
            print(f"       “{found.quote}”")
    metrics = substance.metrics
    print(f"\nnorth star  {metrics.north_star or 'none'}")
    for title, named in (
        ("secondary", metrics.secondary),
        ("guardrails", metrics.guardrails),
        ("objectives", metrics.objectives),
    ):
        print(f"{title:<11} {'; '.join(named) or 'none'}")
    if metrics.flags:
        print(f"to mind     {', '.join(flag.replace('_', ' ') for flag in metrics.flags)}")
    if substance.named_without_doing:
        print("The framework is named here, and most of it is not done.")
