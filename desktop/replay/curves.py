"""Pace and loudness along a session, as curves to draw. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.delivery.values import SessionDelivery
from speech.delivery.words import SpokenWord

LOUDNESS_SECONDS = 5.0
"""Loudness is the mean of the words in windows of this length."""
APART_SECONDS = 12.0
"""Points further apart are not joined: somebody else spoke between, or nobody."""


@dataclass(frozen=True, slots=True)
class Point:
    """A value at a moment, in session seconds."""

    at: float
    value: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Values in the order of time."""

    points: tuple[Point, ...]

    @property
    def least(self) -> float:
        return min((point.value for point in self.points), default=0.0)

    @property
    def most(self) -> float:
        return max((point.value for point in self.points), default=0.0)

    def pieces(self) -> Iterator[tuple[Point, ...]]:
        """Runs of points that belong together."""
        run: list[Point] = []
        for point in self.points:
            if run and point.at - run[-1].at > APART_SECONDS:
                yield tuple(run)
                run = []
            run.append(point)
        if run:
            yield tuple(run)

    def at(self, seconds: float) -> float | None:
        """The value nearest to a moment; None where nothing is near."""
        place = bisect_right(self.points, seconds, key=lambda point: point.at)
        near = self.points[max(0, place - 1) : place + 1]
        best = min(near, key=lambda point: abs(point.at - seconds), default=None)
        return best.value if best is not None and abs(best.at - seconds) <= APART_SECONDS / 2 else None


@dataclass(frozen=True, slots=True)
class Curves:
    """What is drawn under a waveform."""

    pace: Curve
    """Words a minute, in windows of 10 s."""
    loudness: Curve
    """dB below full scale, never above 0."""


def curves_of(found: SessionDelivery) -> Curves:
    """Along every answer that was listened to."""
    pace = [
        Point((one.start + one.end) / 2, one.words_a_minute) for _, answer in found.answers for one in answer.pace.along
    ]
    loudness = [point for _, answer in found.answers for point in _loudness(answer.spoken.words)]
    return Curves(Curve(tuple(pace)), Curve(tuple(loudness)))


def _loudness(words: Sequence[SpokenWord]) -> Iterator[Point]:
    """Each window by how long its words last."""
    weights: dict[int, tuple[float, float]] = {}
    for word in words:
        if word.voice is not None:
            window = int((word.start + word.end) / 2 / LOUDNESS_SECONDS)
            seconds = max(word.end - word.start, 0.01)
            level, before = weights.get(window, (0.0, 0.0))
            weights[window] = (level + seconds * word.voice.loudness, before + seconds)
    for window, (level, seconds) in sorted(weights.items()):
        yield Point((window + 0.5) * LOUDNESS_SECONDS, level / seconds)
