"""Turns cut into subtitles: at most two lines and seven seconds each, at the ends of words. Pure.

Measures: 42 characters a line and seven seconds are the usual limits of subtitling
(https://partnerhelp.netflixstudios.com/hc/en-us/articles/217350977).
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from interviewer.export.values import Speaker, Turn, Word
from interviewer.export.wording import one_line

LINE_CHARACTERS = 42
MOST_CHARACTERS = 2 * LINE_CHARACTERS
MOST_SECONDS = 7.0
LEAST_SECONDS = 1.0
"""What is shown for less cannot be read."""
CHARACTERS_A_SECOND = 15.0
"""Of what was typed, and was never heard."""
_GAP = 0.5
"""A cue is made no shorter than this for the sake of the next one."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A subtitle."""

    speaker: Speaker
    start: float
    end: float
    text: str
    """One line, whatever it holds."""
    opens: bool
    """It begins a turn."""


def cues_of(turns: Iterable[Turn]) -> tuple[Cue, ...]:
    """All cues by their beginnings; each lasts a while, also where it ought to take no time."""
    cues = sorted((cue for turn in turns for cue in _of_turn(turn)), key=lambda cue: cue.start)
    nexts = (cue.start for cue in cues[1:])
    return tuple(_readable(cue, next(nexts, math.inf)) for cue in cues)


def lines_of(text: str) -> list[str]:
    """A cue's text in lines of about equal length, two where that is enough."""
    if len(text) <= LINE_CHARACTERS:
        return [text]
    width = max(LINE_CHARACTERS, len(text) // 2 + 8)
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [text]


def _of_turn(turn: Turn) -> Iterator[Cue]:
    pieces: list[Word] = []
    opens = True
    for word in _short_enough(turn.words):
        if pieces and not _fits(pieces, word):
            yield _cue(turn, pieces, opens)
            pieces, opens = [], False
        pieces.append(word)
    if pieces:
        yield _cue(turn, pieces, opens)


def _fits(pieces: list[Word], word: Word) -> bool:
    characters = sum(len(piece.text) + 1 for piece in pieces) + len(word.text)
    ends = pieces[-1].text.rstrip("”\"'’)").endswith((".", "?", "!")) and characters > LINE_CHARACTERS
    return characters <= MOST_CHARACTERS and word.end - pieces[0].start <= MOST_SECONDS and not word.pause and not ends


def _cue(turn: Turn, pieces: list[Word], opens: bool) -> Cue:
    text = " ".join(piece.text for piece in pieces)
    return Cue(turn.speaker, max(0.0, pieces[0].start), pieces[-1].end, text, opens)


def _short_enough(words: Iterable[Word]) -> Iterator[Word]:
    """Words in one line; a stretch too long for a cue is cut, each part as long as its share of the letters."""
    for word in words:
        text = one_line(word.text)
        parts = textwrap.wrap(text, MOST_CHARACTERS, break_on_hyphens=False)
        letters = sum(map(len, parts))
        at = word.start
        for part in parts:
            until = at + (word.end - word.start) * len(part) / letters
            yield replace(word, text=part, start=at, end=until, pause=word.pause if at == word.start else 0.0)
            at = until


def _readable(cue: Cue, following: float) -> Cue:
    lasts = cue.end - cue.start
    reading = len(cue.text) / CHARACTERS_A_SECOND
    wanted = max(LEAST_SECONDS, lasts if lasts > 0 else reading)
    end = cue.start + wanted
    if end > following:
        end = max(following, cue.start + min(wanted, max(lasts, _GAP)))
    return replace(cue, end=end)
