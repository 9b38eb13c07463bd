"""Text nobody said: recognised and refused. Pure.

Whisper invents words for clicks, silence and noise and loops when it loses its place. Its own thresholds miss these
(measured: five seconds of zeros give "You" at no_speech 0.95 and log probability -0.72, and -1.0 is asked for).
"""

from __future__ import annotations

import math
import zlib

NO_SPEECH = 0.6
UNSURE = -0.5
"""Mean log probability below which a probable silence is taken for silence."""
REPETITIVE = 2.4
"""Compression ratio of looping text; OpenAI's own figure."""
REPETITIVE_SHORT = 2.2
"""The same for text decoded with a short context, which loops more easily."""
WORDS_A_SECOND = 6.0
"""Nobody speaks faster; a decode that does has looped."""
ECHO_WORDS = 5
"""A sentence that comes twice compresses too little to be noticed; so many words in a row are seldom said twice."""


def compression_ratio(text: str) -> float:
    """How well the text compresses: about 1.5 for prose, above 2.4 for a loop; 0 for none."""
    data = text.encode()
    return len(data) / len(zlib.compress(data)) if data else 0.0


def invented(text: str, *, no_speech: float, log_probability: float) -> bool:
    """True when the text is more likely made up than said.

    `no_speech` is Whisper's probability that nobody spoke, `log_probability` the mean over its tokens.
    """
    if not any(character.isalnum() for character in text):
        return True
    if not math.isfinite(log_probability):
        return True
    if no_speech > NO_SPEECH and log_probability < UNSURE:
        return True
    return compression_ratio(text) > REPETITIVE


def looping(text: str, seconds: float) -> bool:
    """True when a decode with short context should be done again with the full one."""
    words = text.split()
    return (
        compression_ratio(text) > REPETITIVE_SHORT or len(words) > max(3.0, WORDS_A_SECOND * seconds) or _echoes(words)
    )


def _echoes(words: list[str]) -> bool:
    """True when some words come twice in a row, `ECHO_WORDS` at least."""
    plain = [word.casefold().strip(".,;:!?") for word in words]
    for length in range(ECHO_WORDS, len(plain) // 2 + 1):
        for start in range(len(plain) - 2 * length + 1):
            if plain[start : start + length] == plain[start + length : start + 2 * length]:
                return True
    return False
