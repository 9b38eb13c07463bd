"""Makes what was written durable, on a thread of its own. Used inside the recorder child.

A sync takes 0.3 ms on an idle disk and many seconds on a busy one. The loop that takes the sound must never wait for
it: its parent would think that it hangs and replace it.
"""

from __future__ import annotations

import os
import queue
import threading

CLOSE_SECONDS = 1.0
"""What a child that ends waits for the disk; the kernel finishes the rest."""


def sync_now(descriptor: int) -> None:
    """Wait until a file's data is on the disk. Raises: OSError."""
    getattr(os, "fdatasync", os.fsync)(descriptor)


class Syncer:
    """Syncs files one after the other, in order."""

    def __init__(self) -> None:
        self._wanted: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self._fault: OSError | None = None
        self._thread = threading.Thread(target=self._run, name="syncer", daemon=True)
        self._thread.start()

    def sync(self, descriptor: int) -> None:
        """Have a file synced soon; it may be closed meanwhile.

        Raises: OSError once for an earlier sync that failed: some file systems tell a full disk only then.
        """
        self._wanted.put(os.dup(descriptor))
        fault, self._fault = self._fault, None
        if fault is not None:
            raise fault

    def close(self) -> None:
        """Finish what is waiting, for a short time."""
        self._wanted.put(None)
        self._thread.join(CLOSE_SECONDS)

    def _run(self) -> None:
        while (descriptor := self._wanted.get()) is not None:
            try:
                sync_now(descriptor)
            except OSError as fault:
                self._fault = fault
            finally:
                os.close(descriptor)
