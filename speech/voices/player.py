"""The sound of one line on its way to the loudspeaker, and how much of it has been heard.

`fill` is the output callback and runs on PortAudio's thread; everything else belongs to the sound thread. The two share
plain attributes, each written by one side only, and a deque. No locks, no device: the clock is an argument.
"""

from __future__ import annotations

import array
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from speech.voices.sound import SAMPLE_BYTES

FADE_SECONDS = 0.01
"""A line that is stopped fades over this, so that it does not click."""
STALL_SECONDS = 1.5
"""No callback for this long: the loudspeaker is gone."""
FIRST_CALLBACK_SECONDS = 4.0
"""A device has this long to run: after a first burst of callbacks a pause of 1.9 s was measured (ALSA, PulseAudio)."""
BURST_SECONDS = 0.2
"""Callbacks within this of the first may be that burst; later ones show that the device runs."""
MOST_DELAY_SECONDS = 2.0
"""A device that claims a longer way to the loudspeaker than this is not believed."""


class Player:
    """Plays what is added, and silence in between. One line at a time: `begin`, `add` ..., `complete` or `hush`."""

    def __init__(self, rate: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate = rate
        self.latency = 0.0
        """Seconds from callback to loudspeaker when the callback itself is not told."""
        self._clock = clock
        self._opened_at = clock()
        self._queue: deque[memoryview] = deque()
        self._complete = False
        self._hush = False
        # Written by the callback.
        self._called_at: float | None = None
        self._first_called_at: float | None = None
        self._silent = False
        self._frames = 0
        self._started: float | None = None
        self._ended = 0.0

    # --- the sound thread

    def begin(self) -> None:
        """A new line. The one before is over."""
        self._queue.clear()
        self._complete = self._hush = self._silent = False
        self._frames = 0
        self._started = None
        self._ended = self._clock()

    def add(self, pcm: bytes) -> None:
        """Sound to play after what is there already: 16-bit mono at `rate`."""
        self._queue.append(memoryview(pcm).cast("B"))

    def complete(self) -> None:
        """Nothing more will be added to this line."""
        self._complete = True

    def hush(self) -> None:
        """Be silent from the next callback on, and forget what is left."""
        self._hush = True

    @property
    def running(self) -> bool:
        """Whether the device asks for sound, and goes on asking."""
        return self._settled and not self.stalled

    @property
    def started(self) -> float | None:
        """When the first sound of the line leaves the loudspeaker, on the clock; None before it was handed over."""
        return self._started

    @property
    def ended(self) -> float:
        """When the last sound so far leaves the loudspeaker, on the clock."""
        return self._ended

    @property
    def heard_seconds(self) -> float:
        """How much of the line was handed to the device: what was handed over is heard, `latency` later."""
        return self._frames / self.rate

    @property
    def over(self) -> bool:
        """Whether the line was stopped, or has been heard to its end."""
        if self._hush:
            return self._silent
        return self._complete and not self._queue and self._clock() >= self._ended

    @property
    def stalled(self) -> bool:
        """Whether the device has ceased to ask for sound."""
        now = self._clock()
        if not self._settled:
            return now - self._opened_at > FIRST_CALLBACK_SECONDS
        return now - (self._called_at or now) > STALL_SECONDS

    @property
    def _settled(self) -> bool:
        first, last = self._first_called_at, self._called_at
        return first is not None and last is not None and last - first > BURST_SECONDS

    # --- PortAudio's thread

    def fill(self, block: Any, frames: int, times: Any, flags: Any) -> None:
        """The output callback."""
        now = self._clock()
        out = memoryview(block).cast("B")
        filled = self._fade(out) if self._hush else self._take(out)
        out[filled:] = bytes(len(out) - filled)
        if filled:
            leaves = now + self._delay(times)
            if self._started is None:
                self._started = leaves
            self._frames += filled // SAMPLE_BYTES
            self._ended = leaves + filled / SAMPLE_BYTES / self.rate
        if self._first_called_at is None:
            self._first_called_at = now
        self._called_at = now

    def _take(self, out: memoryview) -> int:
        filled = 0
        while self._queue and filled < len(out):
            part = self._queue[0][: len(out) - filled]
            out[filled : filled + len(part)] = part
            filled += len(part)
            if len(part) == len(self._queue[0]):
                self._queue.popleft()
            else:
                self._queue[0] = self._queue[0][len(part) :]
        return filled

    def _fade(self, out: memoryview) -> int:
        """The last milliseconds of a line that is stopped. Bytes filled."""
        filled = 0
        if not self._silent:
            filled = self._take(out[: round(FADE_SECONDS * self.rate) * SAMPLE_BYTES])
            samples = array.array("h", out[:filled].tobytes())
            count = len(samples)
            out[:filled] = array.array(
                "h", [sample * (count - i) // count for i, sample in enumerate(samples)]
            ).tobytes()
            self._queue.clear()
            self._silent = True
        return filled

    def _delay(self, times: Any) -> float:
        delay = float(times.outputBufferDacTime - times.currentTime)
        return delay if 0.0 < delay < MOST_DELAY_SECONDS else self.latency
