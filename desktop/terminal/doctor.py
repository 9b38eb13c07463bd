"""`hotseat doctor`: every part tried by a real round trip, one sentence of cause and cure each."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses

from desktop.checks import Finding, examine
from desktop.model_store import model_store
from desktop.terminal.setting import Exit, HotseatError, print_json, say_fault, setting

MARKS = {"well": "well     ", "attention": "attention", "fault": "FAULT    ", "skipped": "skipped  "}


def run(args: argparse.Namespace) -> int:
    """Examine everything; 0 when an interview can be held with all parts, 1 when one has a fault."""
    findings: list[Finding] = []

    def found(finding: Finding) -> None:
        findings.append(finding)
        if args.json:
            print_json(dataclasses.asdict(finding))
        else:
            print(f"{MARKS[finding.verdict]}  {finding.part:<11} {finding.sentence}", flush=True)

    try:
        with setting(args) as paths:
            asyncio.run(examine(paths, model_store(paths), model=args.speech_model, voice=args.voice, found=found))
    except HotseatError as fault:
        return say_fault(fault, as_json=args.json)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    return Exit.FAULT if any(finding.verdict == "fault" for finding in findings) else Exit.DONE
