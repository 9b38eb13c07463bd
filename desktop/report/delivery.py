"""How the answers of a session were spoken, in rows of words and figures. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from desktop.delivery.values import DISFLUENCIES, SessionDelivery
from desktop.language import tr, trn
from desktop.report.values import DeliveryRow, DeliveryTable
from speech.delivery import pace, report, voice
from speech.delivery.figure import Band, Figure, Sure
from speech.delivery.pauses import Where

_I = re.compile(r"\bi\b")
MOST_NAMED = 3
"""Words that are named with their counts."""
LONG_PAUSE = 2.0
"""Seconds from which the longest pause has a moment."""


def delivery_table(found: SessionDelivery | None, unheard: int, *, hide_disfluencies: bool = False) -> DeliveryTable:
    """The rows of a session; none while nobody has listened to any of its answers."""
    if found is None:
        return DeliveryTable((), unheard=unheard)
    hidden = DISFLUENCIES if hide_disfluencies else frozenset()
    rows = tuple(row for row in _rows(found) if row.id not in hidden)
    return DeliveryTable(rows, _remark(found), unheard)


def _rows(found: SessionDelivery) -> Iterator[DeliveryRow]:
    whole = found.whole
    if (speed := whole.pace.words_a_minute) is not None:
        value = tr("{n} words a minute", n=round(speed.value))
        yield DeliveryRow("pace", tr("Pace"), value, _band(speed, *pace.TYPICAL_WORDS), _how(speed))
    yield from _fillers(found)
    yield from _pauses(found)
    yield from _runs(found)
    if whole.hedges:
        names = _named(phrase.text for phrase in whole.hedges)
        first = next(answer.hedges[0].start for _, answer in found.answers if answer.hedges)
        how = _how(whole.hedges_in_100) if whole.hedges_in_100 is not None else tr("Counted from the words heard.")
        value = trn("{n} hedge", "{n} hedges", len(whole.hedges))
        yield DeliveryRow("hedges", tr("Hedges"), value, names, how, first)
    if whole.repeats.value:
        value = trn("{n} word or more", "{n} words or more", round(whole.repeats.value))
        yield DeliveryRow("repeats", tr("Said again, broken off"), value, "", _how(whole.repeats))
    yield from _signposts(found)
    if (pitch := whole.voice.pitch_variation) is not None:
        value = tr("{n} semitones", n=f"{pitch.value:.1f}")
        flat = next((spans[0][0] for _, answer in found.answers if (spans := answer.voice.monotone)), None)
        yield DeliveryRow(
            "pitch", tr("Pitch moves by"), value, _band(pitch, *voice.TYPICAL_SEMITONES), _how(pitch), flat
        )
    if (length := whole.sentence_words) is not None:
        value = tr("{n} words", n=round(length.value))
        yield DeliveryRow(
            "sentences", tr("A sentence has"), value, _band(length, *report.TYPICAL_SENTENCE), _how(length)
        )
    if found.talk_share is not None:
        value = tr("{n} % of the talk", n=round(100 * found.talk_share))
        how = tr("Your speaking time against that of you and the interviewer together.")
        yield DeliveryRow("share", tr("Your share"), value, "", how)


def _fillers(found: SessionDelivery) -> Iterator[DeliveryRow]:
    fillers, rate = found.fillers, found.fillers_a_minute
    if not fillers and rate is None:
        return
    clustered = next((spans[0][0] for _, answer in found.answers if (spans := answer.filler_clusters)), None)
    at = clustered if clustered is not None else fillers[0].start if fillers else None
    if not fillers:
        value = tr("none heard")
    elif rate is None:
        value = tr("at least {n}", n=len(fillers))
    else:
        value = tr("at least {n}, {rate} a minute", n=len(fillers), rate=f"{rate.value:.1f}")
    how = _how(rate) if rate is not None else tr("From a second hearing that keeps them; some may have been missed.")
    yield DeliveryRow("fillers", tr("Fillers"), value, _named(filler.word for filler in fillers), how, at)


def _pauses(found: SessionDelivery) -> Iterator[DeliveryRow]:
    longest, rate = found.longest_pause, found.whole.pauses_a_minute
    if longest is None or rate is None:
        return
    value = tr("longest {seconds} s, {rate} a minute", seconds=f"{longest.seconds:.1f}", rate=f"{rate.value:.0f}")
    where = {
        Where.SENTENCE: tr("The longest was between two sentences."),
        Where.CLAUSE: tr("The longest was between two clauses."),
        Where.INSIDE: tr("The longest was inside a clause."),
    }
    at = longest.start if longest.seconds >= LONG_PAUSE else None
    yield DeliveryRow("pauses", tr("Pauses"), value, where.get(longest.where, ""), _how(rate), at)


def _runs(found: SessionDelivery) -> Iterator[DeliveryRow]:
    runs = [
        (answer.cuts.seconds(run), run[0])
        for _, answer in found.answers
        if (run := answer.pace.longest_run) is not None
    ]
    if not runs or found.whole.pace.words_a_minute is None:
        return
    seconds, start = max(runs)
    value = tr("{n} s without a pause", n=round(seconds))
    how = tr("The longest stretch without a gap of a quarter of a second between words.")
    yield DeliveryRow("run", tr("Longest stretch"), value, "", how, start)


def _signposts(found: SessionDelivery) -> Iterator[DeliveryRow]:
    signposts = [one for _, answer in found.answers for one in answer.signposts]
    summary = next((answer.summary for _, answer in reversed(found.answers) if answer.summary is not None), None)
    if not signposts and summary is None:
        return
    value = trn("{n} signpost", "{n} signposts", len(signposts)) if signposts else tr("a summary")
    note = tr("You summed up at the end.") if summary is not None and signposts else ""
    at = signposts[0].start if signposts else summary.start if summary is not None else None
    how = tr("Phrases that say where you are: “three things”, “first”, “to sum up”.")
    yield DeliveryRow("signposts", tr("Signposting"), value, note, how, at)


def _named(words: Iterable[str]) -> str:
    counts = Counter(_I.sub("I", word.lower().strip(" ,.")) for word in words)
    return ", ".join(f"{word} {count}" for word, count in counts.most_common(MOST_NAMED))


def _band(figure: Figure, low: float, high: float) -> str:
    span = f"{low:g}–{high:g}"
    return {
        Band.LOW: tr("less than most ({span})", span=span),
        Band.HIGH: tr("more than most ({span})", span=span),
    }.get(figure.band or Band.TYPICAL, tr("like most ({span})", span=span))


def _how(figure: Figure) -> str:
    sure = {Sure.GOOD: tr("Sure."), Sure.FAIR: tr("Fairly sure."), Sure.LOW: tr("Not sure.")}[figure.sure]
    return f"{figure.how[:1].upper()}{figure.how[1:]}. {sure}"


def _remark(found: SessionDelivery) -> str:
    if found.whole.pace.words_a_minute is None:
        return tr("Rates and averages need 30 seconds or 60 words of speech.")
    if found.whole.text_sure is Sure.LOW:
        return tr("Many words were hard to recognise, as happens with accents and noise. Take these figures lightly.")
    return ""
