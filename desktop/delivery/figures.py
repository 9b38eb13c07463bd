"""The delivery of a whole session: each answer by itself, and the figures of all together. Pure but for `keep_…`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from desktop.delivery.others import others_in
from desktop.delivery.storage import Heard, heard_in, keep_figures
from desktop.delivery.values import SessionDelivery
from interviewer.records.delivered import Delivered
from interviewer.records.library import Session
from speech.delivery.cuts import Span
from speech.delivery.report import delivery
from speech.delivery.together import closed_up


def delivery_of(session: Session, heard: Sequence[Heard]) -> SessionDelivery | None:
    """Figures of a session by those of its answers somebody listened to; None when nobody speaks in them."""
    others = {one.answer: others_in(session, one) for one in heard}
    return session_delivery(heard, sum(exchange.seconds for exchange in session.transcript), others)


def session_delivery(
    heard: Sequence[Heard], asked_seconds: float, others: Mapping[int, Sequence[Span]] = MappingProxyType({})
) -> SessionDelivery | None:
    """Figures of the answers somebody listened to; None when nobody speaks in them.

    Args:
        asked_seconds: how long the interviewer spoke.
        others: by answer, when a silence was not the candidate's.
    """
    spoken = [one for one in heard if one.spoken.words]
    if not spoken:
        return None
    answers = tuple((one.answer, delivery(one.spoken, others.get(one.answer, ()))) for one in spoken)
    whole = delivery(closed_up([one.cuts.closed(one.spoken) for _, one in answers]))
    both = whole.pace.speaking_seconds + asked_seconds
    return SessionDelivery(
        answers=answers,
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
