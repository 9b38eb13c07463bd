"""`hotseat window`: starts the desktop program. Nothing of Qt is imported before it is known that it can be shown.

Exit codes: 0 the window was closed; 1 a fault; 3 there is no display.
"""

from __future__ import annotations

import argparse
import sys

from desktop.loading import load_window
from desktop.terminal.display import can_show
from desktop.terminal.setting import Exit, HotseatError, say_fault, setting


def run(args: argparse.Namespace) -> int:
    """Show the window until it is closed; the exit code."""
    if not can_show():
        print(
            "There is no display to open a window on. `hotseat rehearse` holds an interview in this terminal.",
            file=sys.stderr,
        )
        return Exit.MISSING
    try:
        with setting(args) as paths:
            exit_code: int = load_window().run_window(paths, args.files)
            return exit_code
    except HotseatError as fault:
        return say_fault(fault, as_json=args.json)
