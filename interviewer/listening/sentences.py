"""Cuts what was heard into sentences that can be read one by one, and says where each stands. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_WORDS = 60
"""Recognisers leave out full stops; what is longer than this holds more than one thought."""
PIECE_WORDS = 18
"""A cut sentence has pieces of at least so many words, but for its last one."""

_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n+")
_WORD = re.compile(r"\S+")
_COMMA = re.compile(r",\s+|\s+(?=(?:and|so|but|then|because)\s)")


@dataclass(frozen=True, slots=True)
class Heard:
    """One sentence of a text."""

    text: str
    at: int
    """Offset of its first character in the text."""


def sentences(text: str) -> list[Heard]:
    """The sentences of a text in order; run-on ones are cut at commas and conjunctions."""
    found = []
    for begin, end in _spans(_END, text, 0, len(text)):
        if len(text[begin:end].split()) <= LONGEST_WORDS:
            found.append((begin, end))
        else:
            found += _cut(text, begin, end)
    return [Heard(text[begin:end], begin) for begin, end in found if re.search(r"\w", text[begin:end])]


def _cut(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    parts = (part for span in _spans(_COMMA, text, begin, end) for part in _portions(text, *span))
    for start, stop in parts:
        if pieces and len(text[slice(*pieces[-1])].split()) < PIECE_WORDS:
            pieces[-1] = (pieces[-1][0], stop)
        else:
            pieces.append((start, stop))
    return pieces


def _portions(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """A stretch that has neither comma nor conjunction, in portions that can still be read whole."""
    words = [match.span() for match in _WORD.finditer(text, begin, end)]
    portions = [words[first : first + LONGEST_WORDS] for first in range(0, len(words), LONGEST_WORDS)]
    return [(portion[0][0], portion[-1][1]) for portion in portions]


def _spans(separator: re.Pattern[str], text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """What lies between separators, without the space around it."""
    spans, start = [], begin
    for match in separator.finditer(text, begin, end):
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, end))
    pieces = ((left, text[left:right]) for left, right in spans)
    return [
        (left + len(piece) - len(piece.lstrip()), left + len(piece.rstrip())) for left, piece in pieces if piece.strip()
    ]
