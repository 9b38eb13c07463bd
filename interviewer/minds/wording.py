"""What a short text is about: its content words and its numbers, in a form in which two texts can be compared. Pure.

Made for lines of an interview, in English. Stems are crude: that two words are taken for one now and then only makes a
comparison more lenient where it asks whether something was said.
"""

from __future__ import annotations

import re
import unicodedata

from interviewer.minds.spoken_time import in_words

STEM_LETTERS = 6

_FUNCTION_WORDS = (
    "a about above across actually after again against all almost along already also although always am among an and "
    "another any anybody anyone anything are aren't around as ask at away back be because become been before "
    "behind being below between beyond both but by can can't cannot come could couldn't did didn't do does "
    "doesn't doing don't done down during each either else even ever every everyone everything few first for from "
    "further get gets give given go goes going gone had has hasn't have haven't having he her here hers him his "
    "how however i i'd i'll i'm i've if in inside instead into is isn't it it's its itself just keep last least "
    "less let let's like likely made make makes many may maybe me might mine more most much must my near need "
    "mostly neither never next no nobody none nor not nothing now of off on once one ones only onto or other others "
    "our ours out outside over own per perhaps put quite rather really same say says second see seem seems several "
    "shall she should shouldn't since so some somebody someone something sometimes soon still such take than that "
    "that's the their theirs them then there there's these they they'd they'll they're they've thing things this "
    "those though three through to together too toward towards two under until up upon us very was wasn't way we "
    "we'd we'll we're we've well were weren't what what's whatever when where whether which while who whole whom "
    "whose why will with within without won't would wouldn't yes yet you you'd you'll you're you've your yours "
    "yourself"
)
FUNCTION = frozenset(_FUNCTION_WORDS.split())
"""Words that hold a sentence together and say nothing by themselves."""
_TALK_WORDS = (
    "answer asked assume better called choose chose chosen decide describe different example exactly explain good "
    "happen happens imagine important know look looks main matter matters mean means mention mentioned named "
    "question quick said saying start suppose talk talked tell think thought told try trying understand use used "
    "using walk want wants"
)
TALK = frozenset(_TALK_WORDS.split())
"""Words any question of an interview may have."""
_SMALL = FUNCTION | TALK

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENDINGS = (
    "ations",
    "ation",
    "ings",
    "ing",
    "ers",
    "ies",
    "ied",
    "est",
    "ed",
    "er",
    "es",
    "en",
    "ly",
    "al",
    "s",
    "e",
    "y",
)
_SHORTEST = 4
_TOKEN = re.compile(r"(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?P<scale>[km]\b)?|(?P<word>[a-z]+)|[^\s\w]")
_ONES = {in_words(number): number for number in range(20)}
_TENS = {in_words(number): number for number in range(20, 100, 10)}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "dozen": 12}
_NUMBER_WORDS = {**_ONES, **_TENS, **_SCALES}
_SUFFIXES = {"": 1.0, "k": 1e3, "m": 1e6}


def words_in(text: str) -> list[str]:
    """The words of a text in lower case."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def content(text: str) -> frozenset[str]:
    """Stems of the words that say what a text is about."""
    return frozenset(stem(word) for word in words_in(text) if word not in _SMALL and len(word) > 2)


def stem(word: str) -> str:
    """A word without its ending, of a few letters at most: shorter and shorten, metric and metrics come to the same."""
    word = word.removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST - (ending == "s"):
            word = word.removesuffix(ending)
            break
    return word[:STEM_LETTERS]


def share_known(words: frozenset[str], known: frozenset[str]) -> float:
    """Which share of some stems is among others; 1 when there are none."""
    return len(words & known) / len(words) if words else 1.0


def overlap(first: frozenset[str], second: frozenset[str]) -> float:
    """Which share of the smaller set is in the other; 0 when one is empty."""
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def numbers(text: str) -> frozenset[float]:
    """The numbers of a text, whether in digits or in words: "two hundred", "10k" and "3.5" are one each."""
    found: list[float] = []
    spoken: list[str] = []
    for token in _TOKEN.finditer(text.lower().replace("-", " ")):
        word = token["word"]
        if word in _NUMBER_WORDS or (word == "and" and spoken and spoken[-1] in _SCALES):
            spoken.append(word)
            continue
        found += _spoken_numbers(spoken)
        spoken = []
        if token["digits"]:
            found.append(float(token["digits"].replace(",", "")) * _SUFFIXES[token["scale"] or ""])
    return frozenset(found + _spoken_numbers(spoken))


def _spoken_numbers(words: list[str]) -> list[float]:
    """The numbers in a row of number words; a new one begins where a word cannot belong to the one before it."""
    found: list[float] = []
    above, below, last = 0.0, 0.0, ""
    for word in words:
        if word == "and":
            continue
        value = float(_NUMBER_WORDS[word])
        if word in _SCALES:
            scaled = max(1.0, below) * value
            above, below = (above + scaled, 0.0) if value >= 1000 else (above, scaled)
        elif not last or last in _SCALES or (last in _TENS and value < 10):
            below += value
        else:
            found.append(above + below)
            above, below = 0.0, value
        last = word
    return [*found, above + below] if last else found


def is_english(text: str, least_words: int = 6, least_share: float = 0.2) -> bool:
    """Whether a text may be English: in Latin letters, and with its small words among them where it is long enough.

    Of the shipped lines with six words and more none has less than three tenths of them.
    """
    letters = [letter for letter in text if letter.isalpha()]
    if any(not unicodedata.name(letter, "").startswith("LATIN") for letter in letters):
        return False
    found = words_in(text)
    return len(found) < least_words or sum(word in FUNCTION for word in found) >= least_share * len(found)
