"""A child process's end of the pipes: requests in, JSON lines out, and an end when the parent is gone.

`Channel` takes over file descriptors 0 and 1 at once, so that nothing a native library prints can spoil the protocol.
A daemon thread reads; the child's own main loop takes requests from `inbox` when it has time.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import sys
import threading
from typing import Any

from speech.worker import Message

GRACE_SECONDS = 2.0
"""After the parent's end of the pipe closes a child has this long to finish, then it is ended by force."""


class Channel:
    """Requests from the parent and answers to it. `inbox` yields None once the parent has closed its end.

    `waits` False: what a frozen parent does not read is kept here instead of stopping this process; `pump` sends it on.
    """

    def __init__(self, *, grace: float = GRACE_SECONDS, waits: bool = True) -> None:
        self.inbox: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._grace = grace
        self._lock = threading.Lock()
        self._out = os.dup(1)
        os.dup2(2, 1)
        self._unsent = bytearray()
        if not waits and sys.platform != "win32":
            os.set_blocking(self._out, False)
        sys.stdout = sys.stderr
        threading.Thread(target=self._read, name="requests", daemon=True).start()

    def send(self, event: str, **fields: Any) -> None:
        """Say something unasked. A parent that is gone is no error: the end of input says so too."""
        self._write({"event": event, **fields})

    def offer(self, event: str, **fields: Any) -> None:
        """Say something that is stale in a moment: not said at all while older things wait to be read."""
        if not self._unsent:
            self.send(event, **fields)

    def pump(self) -> None:
        """Send on what could not be sent before."""
        with self._lock:
            try:
                while self._unsent:
                    del self._unsent[: os.write(self._out, self._unsent)]
            except BlockingIOError:
                return
            except OSError:  # nobody is there any more
                self._unsent.clear()

    def ready(self, **fields: Any) -> None:
        self.send("ready", **fields)

    def refuse_to_start(self, code: str, sentence: str) -> None:
        """Instead of `ready`: why this child cannot work."""
        self.send("refused", error=code, sentence=sentence)

    def reply(self, request: Message, **fields: Any) -> None:
        """Answer a request; one without an id wants none."""
        if "id" in request:
            self._write({"id": request["id"], **fields})

    def refuse(self, request: Message, code: str, sentence: str) -> None:
        """Answer a request with an error: a stable code and a sentence for the user."""
        self.reply(request, error=code, sentence=sentence)

    def _write(self, message: Message) -> None:
        line = json.dumps(message, ensure_ascii=False).encode() + b"\n"
        with self._lock:
            self._unsent += line
        self.pump()

    def _read(self) -> None:
        with os.fdopen(0, "rb", closefd=False) as stream:
            for line in stream:
                with contextlib.suppress(ValueError):  # the last line of a parent that was killed can be torn
                    self.inbox.put(json.loads(line))
        force = threading.Timer(self._grace, os._exit, [0])
        force.daemon = True
        force.start()
        self.inbox.put(None)
