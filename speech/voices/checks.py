"""Whether the sound an engine made can be the text it was given, and where its silence is cut. Pure; needs no numpy.

Engines fail without saying so: a file that ends early, a file of zeros, the file of the text before.
"""

from __future__ import annotations

import array

from speech.errors import VoiceUnavailable
from speech.voices.sound import SAMPLE_BYTES, Sound

CHARACTERS_PER_SECOND = 15.0
"""Of English at the normal pace: 150-180 words a minute, 5-6 characters a word with its space."""
SHORTEST, LONGEST = 0.3, 3.0
"""Sound may last this many times what its text leads to expect."""
ALWAYS_ALLOWED_SECONDS = 1.0
"""On top: one short word is slower than the average, and the engine pauses after it."""
SPELLED_CHARACTERS = 8
"""A digit or a symbol is read as a word of about this length."""
AUDIBLE_PEAK = 33
"""Of 32768: -60 dBFS."""

QUIET_SHARE = 0.01
"""A window under this share of the peak (-40 dB) counts as silence at the ends."""
WINDOW_SECONDS = 0.01
LEAD_SECONDS = 0.05
"""Silence kept before the first sound: soft consonants begin below the threshold."""
TAIL_SECONDS = 0.25
"""Silence kept after the last sound; it is the pause before the next sentence."""


def check(sound: Sound, text: str, pace: float = 1.0) -> None:
    """Refuse sound that cannot be this text spoken at `pace` times the normal speed.

    Raises: VoiceUnavailable with code `voice_unusable`.
    """
    samples = sound.samples()
    if not samples or _peak(samples) < AUDIBLE_PEAK:
        raise _unusable("no sound")
    spelled = sum(not (character.isalpha() or character.isspace() or character in ".,;:?!'\"-") for character in text)
    per_second = CHARACTERS_PER_SECOND * pace
    if sound.seconds < SHORTEST * len(text) / per_second:
        raise _unusable("only a part of the line")
    if sound.seconds > LONGEST * (len(text) + spelled * (SPELLED_CHARACTERS - 1)) / per_second + ALWAYS_ALLOWED_SECONDS:
        raise _unusable("far more than the line")


def trim(sound: Sound) -> Sound:
    """The sound without long silence at its ends."""
    samples = sound.samples()
    if not samples:
        return sound
    limit = _peak(samples) * QUIET_SHARE
    window = max(1, round(WINDOW_SECONDS * sound.rate))
    starts = range(0, len(samples), window)
    loud = [at for at in starts if max(block := samples[at : at + window]) > limit or -min(block) > limit]
    if not loud:
        return sound
    first = max(0, loud[0] - round(LEAD_SECONDS * sound.rate))
    last = min(len(samples), loud[-1] + window + round(TAIL_SECONDS * sound.rate))
    return Sound(sound.rate, sound.pcm[first * SAMPLE_BYTES : last * SAMPLE_BYTES])


def _peak(samples: array.array[int]) -> int:
    high, low = max(samples), min(samples)
    return max(high, -low)


def _unusable(what: str) -> VoiceUnavailable:
    return VoiceUnavailable(f"The speech engine made {what}. Read the line on the screen.", code="voice_unusable")
