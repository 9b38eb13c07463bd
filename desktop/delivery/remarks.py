"""What there is to hear of a delivery, as annotations: clusters of fillers, long pauses, fast, slow and flat stretches.

Pure. A single "um" is no remark: good speakers have them, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.delivery.values import SessionDelivery
from desktop.language import tr
from interviewer.review.annotations import Annotation, Kind, id_of
from interviewer.review.values import Maker, Reviewer
from speech.delivery.pauses import Pause, Where
from speech.delivery.report import Delivery
from speech.delivery.words import Spoken

LONG_PAUSE_SECONDS = 2.5
"""From here on a pause inside a clause is a remark; listeners notice silences of about two seconds and more."""
MOST_PAUSES = 5
"""Of a session; the longest ones."""
QUOTED_WORDS = 14

MEASURED = Maker(Reviewer.RULES, "delivery")


def delivery_annotations(found: SessionDelivery) -> Iterator[Annotation]:
    """Of every answer, in order."""
    longest = sorted(found.pauses, key=lambda pause: -pause.seconds)
    told = [one for one in longest if one.where is Where.INSIDE and one.seconds >= LONG_PAUSE_SECONDS][:MOST_PAUSES]
    for number, answer in found.answers:
        spoken = answer.spoken
        texts = _Texts(number, spoken, found.heard.get(number, spoken))
        yield from _of_answer(texts, answer, told)


@dataclass(frozen=True, slots=True)
class _Texts:
    """An answer as it is shown and as it was heard, by which its remarks are told apart for good."""

    number: int
    spoken: Spoken
    heard: Spoken


def _of_answer(texts: _Texts, answer: Delivery, told: Sequence[Pause]) -> Iterator[Annotation]:
    spoken = answer.spoken
    for span in answer.filler_clusters:
        count = sum(span[0] <= filler.start < span[1] for filler in answer.fillers)
        why = tr("{n} fillers close together.", n=count)
        better = tr("Close your mouth and let the pause stand; it sounds like thinking.")
        yield _remark(texts, span, "fillers", tr("Fillers"), why, better)
    for pause in answer.pauses:
        if pause in told:
            after = spoken.words[min(pause.after + 1, len(spoken.words) - 1)]
            why = tr("A pause of {seconds} s inside a clause.", seconds=f"{pause.seconds:.1f}")
            better = tr("Finish the clause, then think. Or say that you take a moment.")
            yield _remark(texts, (pause.start - 1.0, after.end), "pauses", tr("Pause"), why, better)
    for span in answer.pace.fast:
        why = tr("More than 200 words a minute for {seconds} s.", seconds=round(answer.cuts.seconds(span)))
        better = tr("Stop for a breath after each point.")
        yield _remark(texts, span, "fast", tr("Pace"), why, better)
    for span in answer.pace.slow:
        why = tr("Fewer than 100 words a minute for {seconds} s.", seconds=round(answer.cuts.seconds(span)))
        better = tr("Say what you are working out, or ask for a minute.")
        yield _remark(texts, span, "slow", tr("Pace"), why, better)
    for span in answer.voice.monotone:
        why = tr("Hardly any pitch movement for {seconds} s.", seconds=round(answer.cuts.seconds(span)))
        yield _remark(texts, span, "flat", tr("Pitch"), why, tr("Stress the one word that matters."))


def _quote(spoken: Spoken, span: tuple[float, float]) -> str:
    words = [word for word in spoken.words if span[0] <= (word.start + word.end) / 2 <= span[1]]
    return " ".join(word.text for word in words[:QUOTED_WORDS]) + (" …" if len(words) > QUOTED_WORDS else "")


def _remark(texts: _Texts, span: tuple[float, float], about: str, title: str, why: str, better: str) -> Annotation:
    quote = _quote(texts.spoken, span)
    return Annotation(
        id=id_of(MEASURED, Kind.DELIVERY, about, texts.number, _quote(texts.heard, span)),
        kind=Kind.DELIVERY,
        start=round(span[0], 2),
        end=round(span[1], 2),
        answer=texts.number,
        words=None,
        about=about,
        title=title,
        quote=quote,
        why=why,
        made_by=MEASURED,
        better=better,
    )
