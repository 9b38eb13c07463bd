"""Frames against the monotonic clock: which sound never arrived, and does the device keep the rate it claims.

Pure. PortAudio's overflow flags do not fire through every host API, so a hole is found by counting: by the time a
block arrives, so many frames should have come. Callbacks may be late and then catch up in a burst, therefore only what
is still missing after `SETTLE_SECONDS` counts, and only where blocks stayed away that long. A device clock that is a
little slow is followed, not filled; one that is far off is told.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

SETTLE_SECONDS = 1.0
"""How long late blocks may take to catch up before what is missing is called a hole."""
HOLE_SECONDS = 0.06
"""Less than this cannot be told from jitter; two to three blocks."""
JUMP_SECONDS = HOLE_SECONDS / 2
"""A block this much later than blocks usually come."""
DRIFT = 500e-6
"""Most a sound card's clock is trusted to run slow, as a fraction; crystals are within 100e-6."""
SETTLED = 0.7
"""Nothing is filled while what is missing was, half a window ago, less than this part of what it is now."""
EXPLAINED = 0.7
"""A hole is one when at least this part of it is time in which no block came."""
RATE_TOLERANCE = 0.03
RATE_SECONDS = 3.0
"""A rate is wrong when it is off by `RATE_TOLERANCE` over this long (Bluetooth headsets change rate unasked)."""
UNSTEADY_WINDOWS = 3
"""So many times `RATE_SECONDS` where blocks also stay away now and then: a single hole is no wrong rate."""


@dataclass(slots=True)
class FrameClock:
    """Counts the frames of one open stream."""

    rate: int
    """Frames a second the device claims."""
    frames: int = 0
    """Frames delivered and filled in so far."""
    rate_wrong: bool = False
    """What the latest call of `measured_rate` that knew more found."""
    _first: float | None = None
    _last: float = 0.0
    _baseline: float = 0.0
    _usual: float = 0.0
    """Seconds between two blocks as they come, smoothed."""
    _lags: deque[tuple[float, float]] = field(default_factory=deque)
    _jumps: deque[tuple[float, float]] = field(default_factory=deque)
    """When blocks came late, and by how much, since the last hole."""
    _jumped: float = float("-inf")
    _rate_window: tuple[float, int] | None = None
    _delivered: int = 0
    _wrong_windows: int = 0

    def process(self, frames: int, arrived: float) -> int:
        """Count a block of `frames` that arrived at `arrived` (monotonic seconds, at its last frame).

        Returns: how many frames of silence belong before this block, usually 0.
        """
        length = frames / self.rate
        if self._first is None:
            self._first, self._last, self._usual = arrived - length, arrived - length, length
        self._note_jump(arrived, length)
        lag = (arrived - self._first) - (self.frames + frames) / self.rate
        hole = round(self._missing(lag, arrived) * self.rate)
        self._last = arrived
        self._delivered += frames
        self.frames += frames + hole
        return hole

    def measured_rate(self, arrived: float) -> float | None:
        """Frames a second over the last `RATE_SECONDS` when that is not the claimed rate; None otherwise."""
        if self._rate_window is None:
            self._rate_window = (arrived, self._delivered)
            return None
        since, delivered = self._rate_window
        if arrived - since < RATE_SECONDS:
            return None
        measured = (self._delivered - delivered) / (arrived - since)
        self._rate_window = (arrived, self._delivered)
        wrong = abs(measured / self.rate - 1) > RATE_TOLERANCE
        self._wrong_windows = self._wrong_windows + 1 if wrong else 0
        steady = self._jumped < since
        self.rate_wrong = wrong and (steady or self.rate_wrong or self._wrong_windows >= UNSTEADY_WINDOWS)
        return measured if self.rate_wrong else None

    def _note_jump(self, arrived: float, length: float) -> None:
        """Blocks that are slow one like the other are a wrong rate; one that is late among others is a jump."""
        interval = arrived - self._last
        late = interval - max(length, self._usual)
        if late > JUMP_SECONDS:
            self._jumps.append((arrived, late))
            self._jumped = arrived
        while self._jumps and arrived - self._jumps[0][0] > 3 * SETTLE_SECONDS:
            self._jumps.popleft()
        self._usual += 0.1 * (min(interval, 4 * length) - self._usual)

    def _missing(self, lag: float, arrived: float) -> float:
        """Seconds that will not come any more."""
        self._lags.append((arrived, lag))
        while arrived - self._lags[0][0] > SETTLE_SECONDS:
            self._lags.popleft()
        settled = min(value for _, value in self._lags)
        if settled < self._baseline:
            self._baseline = settled
            return 0.0
        beyond = settled - self._baseline
        if beyond > HOLE_SECONDS and self._has_settled(arrived) and self._stayed_away() >= EXPLAINED * beyond:
            self._lags.clear()
            self._jumps.clear()
            return beyond
        self._baseline += min(beyond, DRIFT * min(max(0.0, arrived - self._last), SETTLE_SECONDS))
        return 0.0

    def _has_settled(self, arrived: float) -> bool:
        """Whether what is missing has been about the same for as long as blocks may take to catch up."""
        begin = self._lags[0][0]
        middle = (begin + arrived) / 2
        if arrived - begin <= SETTLE_SECONDS * 0.8:
            return False
        before = min(lag for at, lag in self._lags if at <= middle) - self._baseline
        now = min(lag for at, lag in self._lags if at > middle) - self._baseline
        return before >= SETTLED * now

    def _stayed_away(self) -> float:
        """Seconds in which blocks were due and did not come, of late."""
        return sum(late for _, late in self._jumps)
