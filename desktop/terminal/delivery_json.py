"""A delivery as `hotseat deliver --json` prints it, by the published schema `assets/schemas/delivery-1.json`."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from speech.delivery.figure import Figure
from speech.delivery.pace import Pace
from speech.delivery.phrases import Phrase
from speech.delivery.report import Delivery
from speech.delivery.sentences import Sentence
from speech.delivery.words import SpokenWord

FORMAT = 1


def as_object(file: Path, model: str, found: Delivery) -> dict[str, Any]:
    """One JSON object; times are seconds from the start of the file."""
    spoken = found.spoken
    return {
        "format": FORMAT,
        "file": str(file),
        "model": model,
        "seconds": round(spoken.seconds, 2),
        "text": spoken.text,
        "verbatim": spoken.verbatim,
        "words": [_word(word) for word in spoken.words],
        "reading": [{"text": word.text, "ids": list(word.ids)} for word in spoken.reading],
        "text_sure": found.text_sure.value,
        "pace": _pace(found.pace),
        "pauses": [
            {"start": pause.start, "end": pause.end, "where": pause.where.value, "after": pause.after}
            for pause in found.pauses
        ],
        "pauses_a_minute": _figure(found.pauses_a_minute),
        "pause_seconds": _figure(found.pause_seconds),
        "fillers": [
            {
                "word": filler.word,
                "start": filler.start,
                "end": filler.end,
                "how": filler.how,
                "confidence": filler.confidence,
                "ids": list(filler.ids),
            }
            for filler in found.fillers
        ],
        "fillers_in_100": _figure(found.fillers_in_100),
        "filler_clusters": _spans(found.filler_clusters),
        "hedges": [_phrase(phrase) for phrase in found.hedges],
        "hedges_in_100": _figure(found.hedges_in_100),
        "repeats": _figure(found.repeats),
        "sentences": [_sentence(sentence) for sentence in found.sentences],
        "sentence_words": _figure(found.sentence_words),
        "signposts": [_phrase(phrase) for phrase in found.signposts],
        "summary": None if found.summary is None else _phrase(found.summary),
        "pet_phrases": [{"text": text, "times": times} for text, times in found.pet_phrases],
        "voice": {
            "loudness_variation": _figure(found.voice.loudness_variation),
            "above_noise": found.voice.above_noise,
            "pitch_variation": _figure(found.voice.pitch_variation),
            "monotone": _spans(found.voice.monotone),
        },
    }


def _word(word: SpokenWord) -> dict[str, Any]:
    return {
        "id": word.id,
        "text": word.text,
        "start": word.start,
        "end": word.end,
        "kind": word.kind.value,
        "confidence": word.confidence,
        "timing": word.timing.value,
    }


def _pace(pace: Pace) -> dict[str, Any]:
    return {
        "words": pace.words,
        "speaking_seconds": pace.speaking_seconds,
        "first_word": pace.first_word,
        "words_a_minute": _figure(pace.words_a_minute),
        "syllables_a_second": _figure(pace.syllables_a_second),
        "variation": _figure(pace.variation),
        "along": [dataclasses.asdict(one) for one in pace.along],
        "fast": _spans(pace.fast),
        "slow": _spans(pace.slow),
        "longest_run": None if pace.longest_run is None else _span(pace.longest_run),
    }


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    return None if figure is None else dataclasses.asdict(figure)


def _phrase(phrase: Phrase) -> dict[str, Any]:
    return {"text": phrase.text, "start": phrase.start, "end": phrase.end, "ids": list(phrase.ids)}


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {
        "start": sentence.start,
        "end": sentence.end,
        "ids": list(sentence.ids),
        "words": sentence.words,
        "runs_on": sentence.runs_on,
        "drop": sentence.drop,
        "trails_off": sentence.trails_off,
    }


def _span(span: tuple[float, float]) -> dict[str, float]:
    return {"start": span[0], "end": span[1]}


def _spans(spans: Sequence[tuple[float, float]]) -> list[dict[str, float]]:
    return [_span(span) for span in spans]
