"""Loudness and pitch of an answer, from those of its words. Pure.

Loudness is relative to the speaker's own: microphones and their automatic gain make absolute levels meaningless. Pitch
moves in semitones, which is how ears hear it; livelier speech moves more (Hincks, 2005). Nothing is said of what a
voice may express.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from speech.delivery.figure import Figure, Sure, band
from speech.delivery.words import Spoken, SpokenWord

ENOUGH_VOICED_SECONDS = 10.0
TYPICAL_SEMITONES = (2.0, 4.0)
"""Standard deviation; read and spontaneous speech measured 2.0 to 4.8."""
FLAT_SEMITONES = 1.2
FLAT_SECONDS = 12.0
"""So little movement for so long is a monotone stretch."""
QUIET_NOISE_DB = 15.0
"""Speech less far above the background makes figures of the voice doubtful."""


@dataclass(frozen=True, slots=True)
class VoiceFigures:
    """None for a figure means: too little voice."""

    loudness_variation: Figure | None
    above_noise: float | None
    """dB between the median word and the quietest tenth of the sound."""
    pitch_variation: Figure | None
    monotone: tuple[tuple[float, float], ...]


def voice(spoken: Spoken) -> VoiceFigures:
    """Figures of the voice."""
    words = [word for word in spoken.words if word.voice is not None]
    levels = [word.voice.loudness for word in words if word.voice is not None]
    above = round(statistics.median(levels) - spoken.noise, 1) if levels else None
    sure = Sure.LOW if above is None or above < QUIET_NOISE_DB else Sure.FAIR
    voiced = sum(word.voice.voiced_seconds for word in words if word.voice is not None)
    if voiced < ENOUGH_VOICED_SECONDS:
        return VoiceFigures(None, above, None, ())
    how_loud = "how far the levels of words stray from their mean (standard deviation)"
    loudness = Figure(round(statistics.pstdev(levels), 1), "dB", how_loud, sure, sample=len(levels))
    deviation = round(_deviation(words), 2)
    how_high = "how far pitch strays from its mean (standard deviation) where a pitch is heard, by autocorrelation"
    pitch = Figure(deviation, "semitones", how_high, sure, band=band(deviation, *TYPICAL_SEMITONES), sample=len(words))
    return VoiceFigures(loudness, above, pitch, _monotone(words))


def _deviation(words: Sequence[SpokenWord]) -> float:
    """Of the pitch of all voiced frames of some words, in semitones."""
    voices = [word.voice for word in words if word.voice is not None and word.voice.voiced_seconds]
    weight = sum(one.voiced_seconds for one in voices)
    if not weight:
        return 0.0
    mean = sum(one.pitch * one.voiced_seconds for one in voices) / weight
    squares = sum(one.pitch_squares * one.voiced_seconds for one in voices) / weight
    return math.sqrt(max(0.0, squares - mean * mean))


def _monotone(words: Sequence[SpokenWord]) -> tuple[tuple[float, float], ...]:
    """Stretches from and to; windows of `FLAT_SECONDS` that begin at each word, joined where they overlap."""
    spans: list[tuple[float, float]] = []
    last = 0
    for first, word in enumerate(words):
        last = max(last, first)
        while last < len(words) and words[last].end < word.start + FLAT_SECONDS:
            last += 1
        if last == len(words):
            break
        window = words[first : last + 1]
        if _deviation(window) >= FLAT_SEMITONES:
            continue
        if spans and word.start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], window[-1].end)
        else:
            spans.append((word.start, window[-1].end))
    return tuple(spans)
