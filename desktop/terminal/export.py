"""`hotseat export`: a kept session as a file to hand on, in one format or several."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from assets import resource
from desktop.export.formats import format_of
from desktop.export.writing import Wanted, Written, place_of, prepare, render, write_to
from desktop.paths import Paths
from desktop.session_words import size_text
from desktop.terminal.setting import Exit, HotseatError, print_json, say_fault, setting
from desktop.terminal.transcribe import progress
from interviewer.errors import InterviewerError
from interviewer.export.plain_json import SCHEMA
from interviewer.export.redaction import Redaction
from interviewer.records.library import find_session

STANDARD_OUTPUT = "-"


def run(args: argparse.Namespace) -> int:
    """Write every format that was asked for; the exit code."""
    if args.schema:
        print(resource(SCHEMA).read_text(encoding="utf-8"), end="")
        return Exit.DONE
    try:
        with setting(args) as paths:
            return _export(args, paths)
    except HotseatError as fault:
        return say_fault(fault, as_json=args.json)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


def _export(args: argparse.Namespace, paths: Paths) -> int:
    names = list(dict.fromkeys(args.format or ["html"]))
    _check(args, names)
    session = find_session(paths.sessions, args.session)
    for name in names:
        prepared = prepare(session, paths, Wanted(format_of(name), _redaction(args), for_partner=args.for_partner))
        file = None if args.out == STANDARD_OUTPUT else place_of(prepared, Path(args.out or "."), over=args.force)
        if file is None:
            data = render(prepared, paths, _progress(prepared.name))
            assert data is not None, "nobody gives it up"
            _print(data)
        else:
            written = write_to(prepared, paths, file, _progress(prepared.name))
            assert written is not None, "nobody gives it up"
            _say(args, name, written)
    return Exit.DONE


def _progress(name: str) -> Callable[[float], bool]:
    """Shows on a terminal how far it is; text is there at once."""
    show = progress(Path(name))

    def told(share: float) -> bool:
        show(share)
        return True

    return told


def _check(args: argparse.Namespace, names: list[str]) -> None:
    if not args.session:
        raise InterviewerError("Name a session: hotseat export last.", code="usage")
    if args.out and len(names) > 1 and not Path(args.out).is_dir():
        raise InterviewerError("Several formats need a folder that is there: --out FOLDER.", code="usage")
    if args.for_partner and not any(format_of(name).for_partner for name in names):
        raise InterviewerError("A partner annotates the web page: --for-partner goes with --format html.", code="usage")
    if args.out == STANDARD_OUTPUT and "bundle" in names:
        raise InterviewerError("A bundle is no text: name a file with --out FILE.", code="usage")


def _redaction(args: argparse.Namespace) -> Redaction:
    return Redaction(
        sound=not args.no_sound,
        notes=not args.no_notes,
        case=not args.no_case,
        words=tuple(args.redact),
        sound_all_the_same=args.keep_sound,
    )


def _print(data: bytes) -> None:
    """As it would stand in the file, whatever the terminal's encoding is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _say(args: argparse.Namespace, name: str, written: Written) -> None:
    if args.json:
        left_out = list(written.left_out)
        print_json({"format": name, "file": str(written.file), "bytes": written.bytes, "left_out": left_out})
        return
    print(f"{written.file}  ({size_text(written.bytes)})")
    for sentence in written.left_out:
        print(f"    {sentence}")
