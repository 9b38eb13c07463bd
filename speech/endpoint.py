"""When has a speaker finished? Pure: time arrives as data, and what comes out is a countdown.

The candidate ends a turn by key. The automatic end is a setting, off at first, because an interview answer is dozens of
finished sentences: no detector can tell the last from the others. So it waits longer than this speaker's own pauses
(1.6 times their 90th percentile), longer still after an unfinished sentence, and shows a countdown that any speech
calls off.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

FLOOR_SECONDS = 4.0
"""Never less silence than this."""
CEILING_SECONDS = 6.0
UNFINISHED_CEILING_SECONDS = 9.0
UNFINISHED_FACTOR = 1.5
PAUSE_FACTOR = 1.6
SHOWN_AFTER_SECONDS = 1.5
"""The countdown appears after this much silence."""
SPEECH_BEFORE_SECONDS = 8.0
"""Less speech than this is no answer yet."""
REMEMBERED_PAUSES = 40

_CONNECTIVES = frozenset({"and", "or", "but", "so", "because", "then", "also", "plus", "if", "when", "which", "that"})
_CONNECTIVES |= {"the", "a", "an", "to", "of", "for", "with", "like", "um", "uh", "er", "hmm", "well"}
"""Nobody ends an answer on one of these."""
_CLOSING_MARKS = " \n\"'”’)"
"""What may follow the mark that ends a sentence."""


@dataclass(slots=True)
class Endpoint:
    """One candidate's turns. Knows the pauses of earlier answers."""

    _pauses: list[float] = field(default_factory=list)
    _spoken: float = 0.0
    _silence: float = 0.0
    _unfinished: bool = False
    _patient_until: float = -math.inf

    def begin(self) -> None:
        """A new answer."""
        self._spoken = self._silence = 0.0
        self._unfinished = False

    def patient(self, until: float) -> None:
        """No end before session second `until`, whatever was said about that before; silence counts from then on."""
        self._patient_until = until

    def restart(self) -> None:
        """Silence counts from now on: somebody else spoke meanwhile, or the interview was paused."""
        self._silence = 0.0

    def heard_text(self, text: str) -> None:
        """The latest segment's text: does it sound as if more were to come?"""
        words = text.rstrip(_CLOSING_MARKS).split()
        self._unfinished = bool(words) and (
            words[-1][-1] not in ".?!" or words[-1].strip(".,?!").lower() in _CONNECTIVES
        )

    def process(self, now: float, seconds: float, speech: bool) -> float | None:
        """Take in `seconds` of sound ending at session second `now`.

        Returns: seconds until the answer ends by itself, 0.0 when it ends now, None while nothing is counted.
        """
        if now < self._patient_until:  # announced silence is nobody's usual pause
            self._silence = 0.0
            self._spoken += seconds if speech else 0.0
            return None
        if speech:
            if self._spoken and self._silence > 0.25:  # before the first word it is no pause within an answer
                self._pauses = [*self._pauses, self._silence][-REMEMBERED_PAUSES:]
            self._spoken += seconds
            self._silence = 0.0
            return None
        self._silence += seconds
        if self._spoken < SPEECH_BEFORE_SECONDS or self._silence < SHOWN_AFTER_SECONDS:
            return None
        return max(0.0, self.wait_seconds - self._silence)

    @property
    def wait_seconds(self) -> float:
        """How much silence ends this speaker's answer now."""
        wait = min(CEILING_SECONDS, max(FLOOR_SECONDS, PAUSE_FACTOR * _ninetieth(self._pauses)))
        return min(UNFINISHED_CEILING_SECONDS, wait * UNFINISHED_FACTOR) if self._unfinished else wait


def _ninetieth(values: list[float]) -> float:
    return sorted(values)[math.ceil(0.9 * len(values)) - 1] if values else 0.0
