"""What every command does first and last: private files, folders, a log, sentences for faults, exit codes."""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import os
import sys
from collections.abc import Iterator
from enum import IntEnum
from pathlib import Path
from typing import Any

from desktop.logs import FILE_NAME, keep_private, logging_to, no_log
from desktop.paths import FolderUnusable, Paths, find
from desktop.typed import told
from interviewer.errors import InterviewerError
from speech.errors import SpeechError


class Exit(IntEnum):
    """What `hotseat` returns to the shell."""

    DONE = 0
    FAULT = 1
    USAGE = 2
    MISSING = 3
    INTERRUPTED = 130
    UNREAD = 141
    """Whoever read the output is gone; what a shell reports of a broken pipe."""


USAGE_CODES = frozenset({"usage", "minutes_impossible"})
"""Of errors in what was asked for, found after the command line was read."""
MISSING_CODES = frozenset({"plan_impossible", "session_missing", "model_missing", "pack_invalid", "pack_missing"})
log = logging.getLogger("hotseat.terminal")


class Defect(Exception):
    """Something of our own that should not happen; the log says where it did."""

    code = "defect"

    def __init__(self, error: Exception, file: Path | None) -> None:
        where = "There is no log that says where it happened" if file is None else f"Where it happened stands in {file}"
        super().__init__(
            f"Something is wrong in Hotseat itself ({type(error).__name__}). What was recorded is kept. "
            f"{where}; please report it."
        )


HotseatError = (SpeechError, InterviewerError, FolderUnusable, Defect)


@contextlib.contextmanager
def setting(args: argparse.Namespace) -> Iterator[Paths]:
    """The folders of this run, made and private, with a log while the command runs, where there can be one.

    Raises: FolderUnusable, and Defect for what should not have happened inside.
    """
    keep_private()
    paths = find(Path(args.data_dir) if args.data_dir else None)
    paths.make()
    with _log(paths.logs, verbose=args.verbose) as file:
        try:
            yield paths
        except (*HotseatError, BrokenPipeError):
            raise
        except Exception as error:
            log.exception("a defect")
            if isinstance(error, OSError) and not os.access(paths.data, os.W_OK):
                raise FolderUnusable(paths.data, error.strerror or str(error)) from error
            raise Defect(error, file) from error


@contextlib.contextmanager
def _log(folder: Path, *, verbose: bool) -> Iterator[Path | None]:
    """The file of the log; None, which is said once, where it cannot be written: that is no reason to read nothing."""
    with contextlib.ExitStack() as stack:
        try:
            file = stack.enter_context(logging_to(folder, verbose=verbose))
        except OSError as error:
            reason = error.strerror or str(error)
            print(f"There is no log of this: {folder / FILE_NAME} cannot be written ({reason}).", file=sys.stderr)
            stack.enter_context(no_log())
            file = None
        yield file


def say_fault(fault: Exception, *, as_json: bool) -> Exit:
    """Say what went wrong, as a person or a program reads it; the exit code for it."""
    code = getattr(fault, "code", "fault")
    if as_json:
        print_json({"error": code, "sentence": told(fault)})
    else:
        print(told(fault), file=sys.stderr)
    if code in USAGE_CODES:
        return Exit.USAGE
    if code == "usage":
        return Exit.USAGE
    missing = code in MISSING_CODES or code.startswith("microphone")
    return Exit.MISSING if missing else Exit.FAULT


def say(text: str) -> None:
    """Print lines for people, some of whose words a model or a stranger wrote."""
    print("\n".join(map(harmless, text.split("\n"))))


def harmless(line: str) -> str:
    """A line without the characters that command a terminal."""
    return "".join(character if character.isprintable() else " " for character in line)


def print_json(fields: dict[str, Any]) -> None:
    """One object a line, flushed, so that a reader sees it at once."""
    print(json.dumps(fields, ensure_ascii=not _speaks_unicode()), flush=True)


def _speaks_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


def nobody_reads() -> Exit:
    """Let the rest of the output go nowhere, since its reader is gone; the exit code for that."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    return Exit.UNREAD
