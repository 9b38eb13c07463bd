"""Which spans of an answer are transcribed, and when: pure, time arrives as frames.

Segments are cut at pauses while the speaker goes on. Each is decoded once, alone, and never overlaps another, so that
no two decodes can disagree about a word. At a short pause the open segment is decoded speculatively: if nothing
follows, that is already its text. Figures: `commit at 0.7–0.8 s` and the rest measured on synthetic answers, where
agreement-based streaming with small models costs 10 points of word error and this costs about one.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from speech.words import SAMPLE_RATE

COMMIT_SECONDS = 0.75
"""A pause this long ends a segment."""
LONG_SECONDS = 7.0
"""From here on the shortest pause ends a segment, so that the tail stays short and guesses are seldom in vain. With 5,
7, 10 and 14 s there are 135, 146, 158 and 159 errors in 2734 words (base and tiny.en together), and with 14 the
processor time is half as much again as with 7; shorter ones cut more sentences of people who stop to think."""
HARD_SECONDS = 20.0
"""Nobody speaks longer than this without a segment being cut, at the quietest moment of the last `LOOK_BACK`."""
LOOK_BACK_SECONDS = 4.0
REST_SECONDS = 0.5
"""Of speech is left after such a cut at least: too short a rest would be taken for a click."""
SHORTEST_SECONDS = 0.2
"""Less speech than this is a click or a breath; Whisper would invent words for it."""
PRE_ROLL_FRAMES = 320 * SAMPLE_RATE // 1000
"""Silero notices speech a little late: a segment is listened to from 320 ms before it."""
POST_ROLL_FRAMES = 192 * SAMPLE_RATE // 1000
"""And until 192 ms after it, which is how long a pause lasts before it is known."""


@dataclass(frozen=True, slots=True)
class Span:
    """Speech from session frame `start` to `end`."""

    start: int
    end: int

    def listened(self, floor: int) -> Span:
        """The sound that is decoded for it: with its rolls, and nothing before `floor`."""
        return Span(max(self.start - PRE_ROLL_FRAMES, floor), self.end + POST_ROLL_FRAMES)


@dataclass(frozen=True, slots=True)
class Decode:
    """Transcribe this span now; `final` when it is a segment, not a guess that one might end here."""

    span: Span
    final: bool


@dataclass(slots=True)
class Segmenter:
    """One answer's segmentation. Feed it boundaries and levels in order; it says what to decode."""

    _open: int | None = None
    _paused: int | None = None
    _levels: deque[tuple[int, float]] = field(default_factory=deque)

    def speech(self, frame: int) -> list[Decode]:
        """The candidate begins or goes on to speak at `frame`."""
        if self._open is None:
            self._open = frame
        self._paused = None
        return []

    def pause(self, frame: int) -> list[Decode]:
        """The candidate stopped speaking at `frame` (known about 0.2 s later)."""
        if self._open is None:
            return []
        self._paused = frame
        span = Span(self._open, frame)
        if frame - self._open >= LONG_SECONDS * SAMPLE_RATE:
            return self._commit(span)
        return [] if _is_short(span) else [Decode(span, final=False)]

    def heard(self, frame: int, rms_db: float) -> list[Decode]:
        """Sound up to `frame` has arrived, the last tenth of a second at `rms_db` dBFS."""
        if self._open is None:
            return []
        self._levels.append((frame, rms_db))
        while self._levels[0][0] < frame - LOOK_BACK_SECONDS * SAMPLE_RATE:
            self._levels.popleft()
        if self._paused is not None:
            waited = frame - self._paused >= COMMIT_SECONDS * SAMPLE_RATE
            return self._commit(Span(self._open, self._paused)) if waited else []
        if frame - self._open < HARD_SECONDS * SAMPLE_RATE:
            return []
        return self._cut(self._open, frame - round(REST_SECONDS * SAMPLE_RATE))

    def finish(self, frame: int) -> list[Decode]:
        """The answer ends at `frame`."""
        if self._open is None:
            return []
        end = self._paused if self._paused is not None else frame
        return self._commit(Span(self._open, end))

    def _cut(self, start: int, latest: int) -> list[Decode]:
        """End the open segment in the middle of speech; the next one is listened to from where its sound ends."""
        levels = [level for level in self._levels if level[0] <= latest]
        cut = min(levels, key=lambda level: level[1])[0] - SAMPLE_RATE // 20 if levels else latest
        done = self._commit(Span(start, cut - POST_ROLL_FRAMES))
        self._open = cut
        return done

    def _commit(self, span: Span) -> list[Decode]:
        self._open = self._paused = None
        self._levels.clear()
        return [] if _is_short(span) else [Decode(span, final=True)]


def _is_short(span: Span) -> bool:
    return span.end - span.start < SHORTEST_SECONDS * SAMPLE_RATE
