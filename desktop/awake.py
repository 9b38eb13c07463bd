"""Keeps the computer and its screen awake during an interview, in a thread of its own.

A system that cannot be asked (no session bus, a remote desktop) is left as it is: an interview does not fail for it,
and nobody waits for a session bus that does not answer.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterator

log = logging.getLogger("hotseat.awake")


@contextlib.contextmanager
def awake() -> Iterator[None]:
    """Let nothing fall asleep until the end of the block."""
    over = threading.Event()
    thread = threading.Thread(target=_keep_awake, args=(over,), name="awake", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()


def _keep_awake(until: threading.Event) -> None:
    """The library wants to be ended by the thread that began."""
    from wakepy import keep

    with keep.presenting(on_fail="pass") as mode:
        log.info("kept awake" if mode.active else "cannot be kept awake")
        until.wait()
