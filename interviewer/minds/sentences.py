"""Cuts text into sentences, so that a voice can begin with the first. Pure, any thread."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])|\n+")
_SHORT = re.compile(r"(?:^|[\s(\"“])(?:e\.g|i\.e|etc|vs|approx|Mr|Mrs|Ms|Dr|St|No|[A-Z](?:\.[A-Z])*)\.$")
"""Ends that are abbreviations, not ends of a sentence. A single capital is an initial, except the word I."""


def split(text: str) -> tuple[str, ...]:
    """The sentences of a text in order, stripped, none empty. Together they hold every word of it."""
    sentences: list[str] = []
    begin = 0
    for end in _END.finditer(text):
        sentence = text[begin : end.end()].strip()
        if "\n" not in end[0] and _SHORT.search(sentence) and not re.search(r"\bI\.$", sentence):
            continue
        if sentence:
            sentences.append(sentence)
        begin = end.end()
    rest = text[begin:].strip()
    return (*sentences, rest) if rest else tuple(sentences)


def words(text: str) -> int:
    """How many words a voice would speak."""
    return len(text.split())
