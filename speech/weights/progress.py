"""How far a long file job is: bytes done, in all, and a second. Time is an argument."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

WINDOW_SECONDS = 5.0
"""The rate is that of the last few seconds, so that it follows a connection that gets slower."""
INTERVAL_SECONDS = 0.1
"""Progress is told at most this often, apart from the last time."""


@dataclass(frozen=True, slots=True)
class Progress:
    bytes: int
    total: int
    bytes_per_second: float
    """Over the last five seconds; 0 until it can be said."""

    @property
    def seconds_left(self) -> float | None:
        """At the present rate; None when there is none."""
        return (self.total - self.bytes) / self.bytes_per_second if self.bytes_per_second > 0 else None


OnProgress = Callable[[Progress], None]
OnBytes = Callable[[int], None]
"""Told how many more bytes were dealt with; negative when some must be done again."""


def nothing(_: int) -> None:
    """Nobody wants to know."""


class Meter:
    """Counts bytes up to `total` and tells `on_progress` now and then."""

    def __init__(self, total: int, on_progress: OnProgress | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._total = total
        self._tell = on_progress
        self._clock = clock
        self._done = 0
        self._told_at = float("-inf")
        self._marks: deque[tuple[float, int]] = deque([(clock(), 0)])
        """When how many bytes had gone through; bytes that were already there do not count for the rate."""
        self._moved = 0

    def skip(self, count: int) -> None:
        """Count bytes that were there before, without taking them for speed."""
        self._done += count
        self._say()

    def add(self, count: int) -> None:
        """Count bytes that were moved just now."""
        self._done += count
        self._moved += max(0, count)
        self._say()

    def _say(self) -> None:
        now = self._clock()
        if self._tell is None or (now - self._told_at < INTERVAL_SECONDS and self._done < self._total):
            return
        self._told_at = now
        self._marks.append((now, self._moved))
        while len(self._marks) > 2 and now - self._marks[0][0] > WINDOW_SECONDS:
            self._marks.popleft()
        began, moved = self._marks[0]
        rate = (self._moved - moved) / (now - began) if now > began else 0.0
        self._tell(Progress(self._done, self._total, rate))
