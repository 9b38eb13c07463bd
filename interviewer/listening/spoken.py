"""A sentence as a row of words: in plain form for cues, and each with its place in what was heard. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from interviewer.content import cues

_WORD = re.compile(r"\d+(?:[.,]\d+)+|(?:[A-Za-z]\.){2,}|[\w'’%]+")
_MARK = re.compile(r"[,;:.!?…()]")


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of a sentence. Places are counted in words."""

    text: str
    words: tuple[str, ...]
    """In lower case."""
    spans: tuple[tuple[int, int], ...]
    """First character of each in the text, and the one after its last."""
    marked: tuple[bool, ...]
    """Whether a mark stands before each."""

    @classmethod
    def of(cls, text: str) -> Spoken:
        """The words of a text."""
        matches = list(_WORD.finditer(text))
        ends = [0, *(match.end() for match in matches)]
        marked = tuple(
            _MARK.search(text, end, match.start()) is not None for end, match in zip(ends, matches, strict=False)
        )
        words = tuple(match[0].lower().replace("’", "'") for match in matches)
        return cls(text, words, tuple(match.span() for match in matches), marked)

    def plain(self, begin: int = 0, end: int | None = None) -> str:
        """A stretch in the form cues are matched against."""
        return self._plain(begin, len(self.words) if end is None else end)[0]

    def said(self, begin: int, end: int) -> str:
        """A stretch as it was heard; empty if there is no word in it."""
        return self.text[self.spans[begin][0] : self.spans[end - 1][1]] if begin < end else ""

    def between(self, place: int) -> str:
        """What stands between a word and the one before it."""
        return self.text[self.spans[place - 1][1] : self.spans[place][0]]

    def within(self, first: int, last: int) -> tuple[int, int]:
        """The words that have characters of the text from `first` up to `last`."""
        places = [place for place, (begin, end) in enumerate(self.spans) if begin < last and end > first]
        return (places[0], places[-1] + 1) if places else (0, 0)

    def matches(self, texts: Iterable[str], begin: int = 0, end: int | None = None) -> list[tuple[int, int]]:
        """Words that cues match in a stretch, by their beginning."""
        plain, starts = self._plain(begin, len(self.words) if end is None else end)
        found = [match.span() for text in texts for match in cues.compiled(text).matches(plain)]
        return sorted((begin + _place(starts, first), begin + _place(starts, last - 1) + 1) for first, last in found)

    def quotes(self, texts: Iterable[str]) -> list[tuple[int, int]]:
        """Words that stand in place of `{}`, by the order of the cues."""
        plain, starts = self._plain(0, len(self.words))
        found = [match.span(1) for text in texts for match in cues.compiled(text).matches(plain)]
        return [(_place(starts, first), _place(starts, last - 1) + 1) for first, last in found]

    def _plain(self, begin: int, end: int) -> tuple[str, list[int]]:
        plain, starts = "", []
        for place in range(begin, min(end, len(self.words))):
            plain += (", " if self.marked[place] else " ") if plain else ""
            starts.append(len(plain))
            plain += self.words[place]
        return plain, starts


def _place(starts: list[int], offset: int) -> int:
    return bisect_right(starts, offset) - 1
