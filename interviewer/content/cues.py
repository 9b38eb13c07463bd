"""Cues: patterns over spoken words, written as data in a pack. Pure, any thread.

A cue is a row of words that follow each other within a sentence, whatever the case, hyphens or commas between them:

    north star           these two words
    guardrail*           any word that begins so
    main|top|one metric  one of these words, then `metric`
    very? good           `very` may be missing
    metric ... is        up to six words between
    ^could we            only at the beginning of a sentence
    metric is {}         the words that follow, to be quoted

Text is matched in plain form (`plain`): lower case, one sentence a line, no marks but commas.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

GAP_WORDS = 6
QUOTE_WORDS = 12
"""A longer quote no longer sounds like one."""
CUES = 32_768
"""Cues that are remembered: several times what a pack of five rounds and 75 questions has (about 6 000)."""

_SEPARATOR = r"[ ,]+"
_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n+")
_GAP = rf"(?:{_SEPARATOR}[\w']+){{0,{GAP_WORDS}}}?"
_QUOTE = rf"([\w'%]+(?: [\w'%]+){{0,{2 * QUOTE_WORDS}}})"
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_DECIMALS = re.compile(r"(?<=\d)\.(?=\d)")
_WORD = re.compile(r"^[\w']+(?:\*|\?)?$")


@dataclass(frozen=True, slots=True)
class Trimming:
    """How the words that follow a cue are cut to what can be quoted. Words of the pack's language."""

    leads: frozenset[str] = frozenset()
    """Dropped from the beginning, as articles are."""
    ends: frozenset[str] = frozenset()
    """A new thought begins here; the quote is over."""
    tails: frozenset[str] = frozenset()
    """Dropped from the end, as prepositions are."""
    hollow: frozenset[str] = frozenset()
    """A quote of nothing but these is no quote."""
    verdicts: frozenset[str] = frozenset()
    """A quote that begins with one of these tells how a thing went, not which it is; it is no quote."""

    def cut(self, words: str) -> str:
        """The quotable beginning of some plain words; empty if little is left."""
        kept = words.split()
        while kept and kept[0] in self.leads:
            kept.pop(0)
        if kept and kept[0] in self.verdicts:
            return ""
        end = next((number for number, word in enumerate(kept) if word in self.ends), len(kept))
        while end and kept[end - 1] in self.tails:
            end -= 1
        # A phrase that goes on and on is not quoted: cut anywhere, it would sound broken.
        if end > QUOTE_WORDS or set(kept[:end]) <= self.hollow:
            return ""
        return " ".join(kept[:end])


def clauses(text: str) -> list[str]:
    """The sentences as a recogniser marked them, with their marks. Abbreviations may be cut: no cue spans one."""
    return [clause for clause in _END.split(text) if clause.strip()]


def plain(text: str) -> str:
    """The words of a text, one sentence a line, in the form cues are matched against."""
    return "\n".join(line for line in map(plain_sentence, clauses(text)) if line)


def without_fillers(plain_text: str, fillers: frozenset[str]) -> str:
    """A plain sentence from its first word that is no filler."""
    words = plain_text.split(" ")
    begin = next((number for number, word in enumerate(words) if word.rstrip(",") not in fillers), len(words))
    return " ".join(words[begin:])


def plain_sentence(sentence: str) -> str:
    """One sentence in plain form; empty when there is no word in it."""
    lowered = sentence.lower().replace("’", "'").replace("-", " ").replace("–", " ")
    lowered = _THOUSANDS.sub("", lowered)
    lowered = _DECIMALS.sub(" point ", lowered)
    words = re.sub(r"[^\w',% ]+", " ", lowered)
    return re.sub(r" *(,)[ ,]*| +", lambda match: ", " if match[1] else " ", words).strip(" ,")


class Cue:
    """One cue, compiled when its most telling word is first heard: a pack has thousands, an interview needs few."""

    __slots__ = ("_compiled", "_needed", "_pattern", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._pattern = _pattern(text)
        self._needed = _needed(text)
        self._compiled: re.Pattern[str] | None = None

    def search(self, plain_text: str) -> re.Match[str] | None:
        return self._expression().search(plain_text) if self._may_be_in(plain_text) else None

    def matches(self, plain_text: str) -> list[re.Match[str]]:
        """All there are, in the order they were said."""
        return list(self._expression().finditer(plain_text)) if self._may_be_in(plain_text) else []

    def quotes(self, plain_text: str) -> list[str]:
        """What stands in place of `{}`, in the order it was said."""
        return [match[1] for match in self.matches(plain_text)]

    def _may_be_in(self, plain_text: str) -> bool:
        # Looking for one word first saves nine tenths of the time on a long answer.
        return any(word in plain_text for word in self._needed)

    def _expression(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self._pattern)
        return self._compiled


@lru_cache(maxsize=CUES)
def compiled(text: str) -> Cue:
    """The cue a text stands for.

    Raises:
        ValueError: it is not written as a cue may be.
    """
    return Cue(text)


def first(cues: tuple[str, ...], plain_text: str) -> re.Match[str] | None:
    """The match of the first cue that is found."""
    for text in cues:
        match = compiled(text).search(plain_text)
        if match is not None:
            return match
    return None


def heard(cues: tuple[str, ...], plain_text: str) -> bool:
    """Whether any of the cues is in the text."""
    return first(cues, plain_text) is not None


def last_quote(cues: tuple[str, ...], plain_text: str, trimming: Trimming) -> str:
    """The quote of the first cue that has one, the latest if there are several; empty if none has."""
    for text in cues:
        cut = [quote for quote in map(trimming.cut, compiled(text).quotes(plain_text)) if quote]
        if cut:
            return cut[-1]
    return ""


def checked(text: str) -> str:
    """The text itself, if it is a cue; for validation.

    Raises:
        ValueError: it is not.
    """
    compiled(text)
    return text


def _pattern(text: str) -> str:
    words = text.lower().split()
    if not words:
        raise ValueError("a cue needs at least one word")
    parts: list[str] = []
    pending = r"(?<![\w'])"
    if words[0].startswith("^"):
        words[0] = words[0][1:]
        pending = "(?m:^)"
    for number, word in enumerate(words):
        if word == "...":
            if number in (0, len(words) - 1):
                raise ValueError(f"the cue “{text}” begins or ends with a gap")
            pending = _GAP + _SEPARATOR
            continue
        if word == "{}":
            parts.append(pending + _QUOTE)
        elif word.endswith("?"):
            parts.append(rf"(?:{pending}{_one_of(word[:-1], text)})?")
            if number == 0:
                raise ValueError(f"the cue “{text}” begins with a word that may be missing")
        else:
            parts.append(pending + _one_of(word, text))
        pending = _SEPARATOR
    return "".join(parts)


def _one_of(word: str, cue: str) -> str:
    choices = word.split("|")
    for choice in choices:
        if not _WORD.match(choice) or choice.endswith("?"):
            raise ValueError(f"“{choice}” in the cue “{cue}” is not a word")
    ends = (f"{re.escape(choice[:-1])}[\\w']*" if choice.endswith("*") else re.escape(choice) for choice in choices)
    return rf"(?:{'|'.join(ends)})(?![\w'])"


def _needed(text: str) -> tuple[str, ...]:
    """Beginnings of words of which one has to be in a text for the cue to be: of all its words the most telling."""
    words = (word.removeprefix("^") for word in text.lower().split())
    fixed = (word for word in words if word not in ("...", "{}") and not word.endswith("?"))
    choices = (tuple(choice.removesuffix("*") for choice in word.split("|")) for word in fixed)
    return max(choices, key=lambda each: (min(map(len, each)), -len(each)), default=("",))
