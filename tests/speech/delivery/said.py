"""Answers written down for the tests: words with times, kinds and voices."""

from __future__ import annotations

from speech.delivery.kinds import kinds
from speech.delivery.words import ReadingWord, Spoken, SpokenWord, Timing, Voice, is_filled_pause

WORD_SECONDS = 0.3


def say(text: str, *, timing: Timing = Timing.ALIGNED, confidence: float = 0.9, voice: Voice | None = None) -> Spoken:
    """Every word lasts 0.3 s; a number in brackets, as in "[0.8]", is a silence of so many seconds."""
    words: list[tuple[str, float]] = []
    at = 0.0
    for part in text.split():
        if part.startswith("["):
            at += float(part.strip("[]"))
        else:
            words.append((part, at))
            at += WORD_SECONDS
    found = kinds([word for word, _ in words])
    spoken = tuple(
        SpokenWord(number, word, round(start, 3), round(start + WORD_SECONDS, 3), kind, confidence, timing, voice)
        for number, ((word, start), kind) in enumerate(zip(words, found, strict=True))
    )
    reading = tuple(ReadingWord(word.text, (word.id,)) for word in spoken if not is_filled_pause(word.text))
    return Spoken(spoken, reading, at)
