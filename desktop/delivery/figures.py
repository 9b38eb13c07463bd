"""The delivery of a whole session: each answer by itself, and the figures of all together. Pure but for `keep_…`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from desktop.delivery.storage import Heard, heard_in, keep_figures
from interviewer.records.delivered import Delivered
from interviewer.records.library import Session
from speech.delivery.figure import Figure, Sure, weaker
from speech.delivery.fillers import Filler
from speech.delivery.pauses import Pause, Where
from speech.delivery.report import Delivery, delivery
from speech.delivery.together import closed_up
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


def delivery_of(session: Session, heard: Sequence[Heard]) -> SessionDelivery | None:
    """Figures of a session by those of its answers somebody listened to; None when nobody speaks in them."""
    return session_delivery(heard, sum(exchange.seconds for exchange in session.transcript))


def session_delivery(heard: Sequence[Heard], asked_seconds: float) -> SessionDelivery | None:
    """Figures of the answers somebody listened to; None when nobody speaks in them.

    Args:
        asked_seconds: how long the interviewer spoke.
    """
    spoken = [one for one in heard if one.spoken.words]
    if not spoken:
        return None
    whole = delivery(closed_up([one.spoken for one in spoken]))
    both = whole.pace.speaking_seconds + asked_seconds
    return SessionDelivery(
        answers=tuple((one.answer, delivery(one.spoken)) for one in spoken),
        whole=whole,
        talk_share=round(whole.pace.speaking_seconds / both, 2) if both else None,
        heard={one.answer: one.mended.original for one in spoken if one.mended is not None},
    )


def compared_figures(found: SessionDelivery | None) -> Delivered:
    """The few figures that are compared with those of other sessions."""
    if found is None:
        return Delivered(0.0, None, None, None)
    pace, fillers, longest = found.whole.pace, found.fillers_a_minute, found.longest_pause
    known = pace.words_a_minute is not None
    return Delivered(
        speaking_seconds=pace.speaking_seconds,
        words_a_minute=pace.words_a_minute.value if pace.words_a_minute is not None else None,
        fillers_a_minute=fillers.value if fillers is not None else None,
        longest_pause=round(longest.seconds, 1) if longest is not None and known else None,
    )


def keep_figures_of(session: Session) -> None:
    """Keep the figures of a session that are compared over time, in place of earlier ones. Blocking; any thread.

    Raises: SessionBusy, RecordNotWritten.
    """
    keep_figures(session.folder, compared_figures(delivery_of(session, heard_in(session))))
