"""All figures of an answer's delivery together. Pure: from words, times and the voice of each word; no model judges."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from speech.delivery.cuts import Cuts, Span, cuts_between_words
from speech.delivery.figure import Figure, Sure, band, enough, weaker
from speech.delivery.fillers import Filler, clusters, fillers
from speech.delivery.pace import Pace, PaceAt, pace, timing_sure
from speech.delivery.pauses import Pause, Where, pauses
from speech.delivery.phrases import Phrase, hedges, pet_phrases, signposts, summary
from speech.delivery.sentences import Sentence, sentences
from speech.delivery.voice import VoiceFigures, voice
from speech.delivery.words import Kind, Spoken

TYPICAL_FILLERS = (0.0, 5.0)
"""In 100 words: good speakers measured 2.5 to 14; ordinary talk has about six disfluencies (Bortfeld, 2001)."""
TYPICAL_HEDGES = (0.0, 2.0)
TYPICAL_PAUSES = (8.0, 24.0)
"""A minute; read and spontaneous speech measured 12 to 22."""
TYPICAL_PAUSE_SECONDS = (0.3, 1.0)
TYPICAL_SENTENCE = (8.0, 25.0)
"""Words on average."""
UNSURE_CONFIDENCE = 0.6
"""Median confidence of words under which the recogniser has misread much, as it does of accents: figures from the text
are then marked down, and nothing is held against the speaker."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an answer was delivered. None for a figure means: too little speech to say."""

    spoken: Spoken
    pace: Pace
    pauses: tuple[Pause, ...]
    pauses_a_minute: Figure | None
    pause_seconds: Figure | None
    fillers: tuple[Filler, ...]
    fillers_in_100: Figure | None
    filler_clusters: tuple[tuple[float, float], ...]
    hedges: tuple[Phrase, ...]
    hedges_in_100: Figure | None
    repeats: Figure
    """Words said again or broken off."""
    sentences: tuple[Sentence, ...]
    sentence_words: Figure | None
    signposts: tuple[Phrase, ...]
    summary: Phrase | None
    pet_phrases: tuple[tuple[str, int], ...]
    voice: VoiceFigures
    text_sure: Sure
    """How well the recogniser understood the words."""
    cuts: Cuts = Cuts()  # noqa: RUF009  (frozen)
    """What between its words is not its speaker's, and counts for nothing."""


def delivery(spoken: Spoken, others: Iterable[Span] = ()) -> Delivery:
    """Every figure of one answer.

    Args:
        others: when a silence was not the speaker's, on the clock of the words.
    """
    cuts = cuts_between_words(spoken, others)
    closed = cuts.closed(spoken)
    found, silent, softened, spans = fillers(spoken), pauses(closed), hedges(spoken), sentences(spoken)
    speed, voiced = pace(closed, silent), voice(closed)
    is_enough = enough(speed.words, speed.speaking_seconds)
    understood = _understood(spoken)
    by_text = weaker(understood, Sure.FAIR)
    return Delivery(
        spoken=spoken,
        pace=_pace_shown(speed, cuts),
        pauses=tuple(_pause_shown(pause, spoken, cuts) for pause in silent),
        pauses_a_minute=_pauses_a_minute(silent, speed, timing_sure(spoken)) if is_enough else None,
        pause_seconds=_pause_seconds(silent, timing_sure(spoken)) if is_enough else None,
        fillers=found,
        fillers_in_100=_in_100(len(found), speed.words, "fillers", TYPICAL_FILLERS, understood) if is_enough else None,
        filler_clusters=clusters(found),
        hedges=softened,
        hedges_in_100=_in_100(len(softened), speed.words, "hedges", TYPICAL_HEDGES, by_text) if is_enough else None,
        repeats=_repeats(spoken, by_text),
        sentences=spans,
        sentence_words=_sentence_words(spans, by_text) if is_enough else None,
        signposts=signposts(spoken),
        summary=summary(spoken),
        pet_phrases=pet_phrases(spoken),
        voice=replace(voiced, monotone=tuple(map(cuts.shown, voiced.monotone))),
        text_sure=understood,
        cuts=cuts,
    )


def _pause_shown(pause: Pause, spoken: Spoken, cuts: Cuts) -> Pause:
    start, end = spoken.words[pause.after].end, spoken.words[pause.after + 1].start
    return replace(pause, start=start, end=end, others=end - start - cuts.seconds((start, end)))


def _pace_shown(speed: Pace, cuts: Cuts) -> Pace:
    def along(one: PaceAt) -> PaceAt:
        start, end = cuts.shown((one.start, one.end))
        return replace(one, start=start, end=end)

    return replace(
        speed,
        along=tuple(map(along, speed.along)),
        fast=tuple(map(cuts.shown, speed.fast)),
        slow=tuple(map(cuts.shown, speed.slow)),
        longest_run=None if speed.longest_run is None else cuts.shown(speed.longest_run),
    )


def _understood(spoken: Spoken) -> Sure:
    if not spoken.words:
        return Sure.LOW
    return Sure.LOW if statistics.median(word.confidence for word in spoken.words) < UNSURE_CONFIDENCE else Sure.GOOD


def _pauses_a_minute(silent: Sequence[Pause], speed: Pace, sure: Sure) -> Figure:
    counted = sum(pause.where is not Where.THINKING for pause in silent)
    rate = round(60 * counted / max(speed.speaking_seconds, 0.1), 1)
    how = "gaps of 0.25 s or more between words, announced thinking left out"
    return Figure(rate, "a minute", how, sure, band=band(rate, *TYPICAL_PAUSES), sample=counted)


def _pause_seconds(silent: Sequence[Pause], sure: Sure) -> Figure | None:
    lengths = [pause.seconds for pause in silent if pause.where is not Where.THINKING]
    if not lengths:
        return None
    mean = round(statistics.mean(lengths), 2)
    how = "mean of gaps of 0.25 s or more between words, announced thinking left out"
    return Figure(mean, "s", how, sure, band=band(mean, *TYPICAL_PAUSE_SECONDS), sample=len(lengths))


def _in_100(count: int, words: int, what: str, typical: tuple[float, float], sure: Sure) -> Figure:
    rate = round(100 * count / max(words, 1), 1)
    how = f"{what} found in a second hearing that keeps them, for every 100 words; some may have been missed"
    return Figure(rate, "in 100 words", how, sure, at_least=True, band=band(rate, *typical), sample=count)


def _repeats(spoken: Spoken, sure: Sure) -> Figure:
    count = sum(word.kind in (Kind.REPEAT, Kind.CUTOFF) for word in spoken.words)
    how = "words said again at once or broken off; the recogniser drops many of them"
    return Figure(count, "words", how, weaker(sure, Sure.LOW), at_least=True, sample=count)


def _sentence_words(spans: Sequence[Sentence], sure: Sure) -> Figure | None:
    lengths = [sentence.words for sentence in spans if sentence.words]
    if not lengths:
        return None
    mean = round(statistics.mean(lengths), 1)
    how = "words between full stops, which the recogniser sets"
    return Figure(mean, "words", how, sure, band=band(mean, *TYPICAL_SENTENCE), sample=len(lengths))
