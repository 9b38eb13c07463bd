"""Numbers that a reviewer made up: those in what it wrote that nobody gave. Pure.

Models like to put figures into a model answer that sound right. They are shown as its own, not taken out: a figure can
be a sensible assumption, as long as nobody takes it for a fact.
"""

from __future__ import annotations

import re

from interviewer.minds.grounds import COUNTS
from interviewer.minds.sentences import split
from interviewer.minds.wording import numbers

_FIGURE = re.compile(r"[$€£]?\d[\d,.]*\d?\s?(?:%|percent|per cent|k\b|m\b|million|billion|thousand)?")
SMALL = COUNTS
"""Up to here a number is a way of speaking: two groups, three goals."""


def unsupported(text: str, known: str) -> tuple[str, ...]:
    """The numbers of a text that are not among the known ones, as they stand there, else in digits; in order."""
    given = numbers(known)
    found: dict[float, str] = {}
    for sentence in split(text):
        new = {number: _as_written(number, sentence) for number in numbers(sentence) - given if number > SMALL}
        found |= {number: new[number] for number in sorted(new, key=lambda one: sentence.find(new[one]))}
    return tuple(dict.fromkeys(found.values()))


def _as_written(number: float, sentence: str) -> str:
    for match in _FIGURE.finditer(sentence):
        if number in numbers(match[0]):
            return match[0].strip().rstrip(".,")
    return f"{number:,.10g}"
