"""Keeps the computer and its screen awake during an interview. Blocking; called in worker threads.

A system that cannot be asked (no session bus, a remote desktop) is left as it is: an interview does not fail for it.
"""

from __future__ import annotations

import contextlib
import logging

log = logging.getLogger("hotseat.awake")


class Awake:
    """One stretch in which nothing falls asleep. `begin` and `end` may be called in different threads."""

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()

    def begin(self) -> bool:
        """Ask the system to stay awake; whether it will."""
        from wakepy import keep

        mode = self._stack.enter_context(keep.presenting(on_fail="pass"))
        log.info("kept awake" if mode.active else "cannot be kept awake")
        return bool(mode.active)

    def end(self) -> None:
        """Let it sleep again. Does nothing twice."""
        self._stack.close()
