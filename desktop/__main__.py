"""`hotseat`: reads the command line and starts what it asks for. Imports nothing heavy before it knows what that is.

Exit codes: 0 done; 1 a fault, said in a sentence; 2 wrong usage; 3 something needed is missing (a microphone, a speech
model, a question); 130 interrupted at once, by a second Ctrl+C; 141 nobody reads the output any more.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from io import TextIOWrapper

ONE_BY_ONE = "OPENBLAS_NUM_THREADS"
"""Environment variable: threads of numpy's products of matrices. Ours are small: a second thread gains nothing on idle
processors and waits by spinning on busy ones (reading a sentence took 10 times as long at a load of 8 on two)."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit code."""
    os.environ.setdefault(ONE_BY_ONE, "1")
    arguments = sys.argv[1:] if arguments is None else arguments
    if len(arguments) >= 2 and arguments[0] == "--child":
        return _child(arguments[1], arguments[2:])
    try:
        try:
            return _command(arguments or [_usual_command()])
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:
        from desktop.terminal.setting import nobody_reads

        return int(nobody_reads())


def _usual_command() -> str:
    """The window; where there is no display, an interview in this terminal."""
    from desktop.terminal.display import can_show

    return "window" if can_show() else "rehearse"


def _command(arguments: list[str]) -> int:
    from desktop.terminal.parser import make_parser

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a character must not end an interview
    parsed = make_parser().parse_args(arguments)
    module, _, function = parsed.run.partition(":")
    run = getattr(import_module(module), function)
    return int(run(parsed))


def _child(module: str, arguments: list[str]) -> int:
    """A frozen build has no `python -m`: it runs its child processes through itself."""
    sys.argv = [module, *arguments]
    return int(import_module(module).main())


if __name__ == "__main__":
    sys.exit(main())
