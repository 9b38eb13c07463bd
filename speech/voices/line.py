"""One line on its way from text to having been heard, as the parent knows it. Lives on the asyncio thread."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from speech.voices.values import Heard
from speech.worker import Message


@dataclass(slots=True)
class Line:
    """What is known of a line; `Voice` is its only user."""

    number: int
    task: asyncio.Task[None] | None = None
    audible: bool = False
    """There is a loudspeaker for it."""
    files: list[Path] = field(default_factory=list)
    seconds: float = 0.0
    """Length of `files` together."""
    started: float | None = None
    """When its first sound left the loudspeaker, on `time.monotonic()`."""
    ended: float | None = None
    heard_seconds: float = 0.0
    settled: bool = False
    """`heard_seconds` and `ended` are final."""
    stopped: bool = False
    """`hush` was called."""
    cut: bool = False
    """The loudspeaker went away."""
    broken: bool = False
    """The child went away."""
    calling: bool = False
    """An answer from the child is awaited: its end will be told there."""
    silent: asyncio.Event = field(default_factory=asyncio.Event)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, file: Path, seconds: float) -> None:
        self.files.append(file)
        self.seconds += seconds

    @contextlib.contextmanager
    def call(self) -> Iterator[None]:
        """Around a call to the child."""
        self.calling = True
        try:
            yield
        finally:
            self.calling = False

    def remaining_seconds(self) -> float:
        """How much of the line is still to be heard, by the clock."""
        return self.seconds - (time.monotonic() - self.started if self.started is not None else 0.0)

    def settle(self, reply: Message) -> None:
        """Take over the figures of the child."""
        self.heard_seconds = reply["heard_seconds"]
        self.started = reply["started"]
        self.ended = reply["ended"] if reply["started"] is not None else None
        self.settled = True

    def estimate(self) -> None:
        """The child is gone: what was heard until now, by the clock."""
        if not self.settled:
            self.ended = time.monotonic()
            if self.started is not None:
                self.heard_seconds = min(self.seconds, max(0.0, self.ended - self.started))
            self.settled = True

    def heard(self) -> Heard:
        ended = self.ended if self.ended is not None else time.monotonic()
        return Heard(
            seconds=self.seconds,
            heard_seconds=self.heard_seconds,
            stopped=self.stopped or self.cut or self.broken,
            started_monotonic=self.started if self.started is not None else ended,
            ended_monotonic=ended,
        )
