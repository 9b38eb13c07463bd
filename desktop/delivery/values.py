"""The delivery of a whole session. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from speech.delivery.figure import Figure, Sure, weaker
from speech.delivery.fillers import Filler
from speech.delivery.pauses import Pause, Where
from speech.delivery.report import Delivery
from speech.delivery.words import Spoken

DISFLUENCIES = frozenset({"fillers", "pauses", "repeats"})
"""What figures and remarks are about that people who stutter may not want to be told."""


@dataclass(frozen=True, slots=True)
class SessionDelivery:
    """How a session was delivered. Times are on the session clock, but for those of `whole`, which has none."""

    answers: tuple[tuple[int, Delivery], ...]
    """Number and delivery of each answer, in order."""
    whole: Delivery
    """Its rates and averages are those of all answers together."""
    talk_share: float | None
    """Of the time in which either of the two spoke, the candidate's; None where nobody did."""
    heard: Mapping[int, Spoken] = field(default_factory=lambda: MappingProxyType({}))
    """Answers in which the candidate corrected something, by number, as they were heard."""

    @property
    def fillers(self) -> tuple[Filler, ...]:
        """Of every answer, in order."""
        return tuple(one for _, answer in self.answers for one in answer.fillers)

    @property
    def pauses(self) -> tuple[Pause, ...]:
        """Of every answer, in order; announced thinking left out."""
        return tuple(one for _, answer in self.answers for one in answer.pauses if one.where is not Where.THINKING)

    @property
    def longest_pause(self) -> Pause | None:
        return max(self.pauses, key=lambda pause: pause.seconds, default=None)

    @property
    def fillers_a_minute(self) -> Figure | None:
        """None for too little speech."""
        whole = self.whole
        if whole.fillers_in_100 is None:
            return None
        count, seconds = len(whole.fillers), max(whole.pace.speaking_seconds, 1.0)
        how = "fillers found in a second hearing that keeps them, over the time spoken; some may have been missed"
        sure = weaker(whole.fillers_in_100.sure, Sure.FAIR)
        band = whole.fillers_in_100.band
        return Figure(round(60 * count / seconds, 1), "a minute", how, sure, at_least=True, band=band, sample=count)
