"""Written words as they are spoken, and unknown ones as sounds: what the aligner needs. Pure.

"$3.5M" is said "three point five million dollars"; the aligner knows no digits. A word its dictionary lacks gets rough
sounds from its letters: measured on read speech, even a wrong vowel for the whole word costs its neighbours nothing.
"""

from __future__ import annotations

import re
import unicodedata

ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SCALES = ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"), (100, "hundred"))
SUFFIXES = {"k": "thousand", "m": "million", "b": "billion", "bn": "billion", "x": "times"}
UNITS = {"%": "percent", "$": "dollars", "€": "euros", "£": "pounds"}
SIGNS = {"&": "and", "+": "plus", "=": "equals", "@": "at", "/": "slash"}
ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
LONGEST_NUMBER = 15
"""Digits; longer ones are read out one by one."""
NUMBER = re.compile(r"([$€£]?)(\d[\d,]*)(?:\.(\d+))?(st|nd|rd|th|s|k|m|bn|b|x)?(%?)", re.IGNORECASE)

LETTERS = {
    "a": "EY", "b": "B IY", "c": "S IY", "d": "D IY", "e": "IY", "f": "EH F", "g": "JH IY", "h": "EY CH", "i": "AY",
    "j": "JH EY", "k": "K EY", "l": "EH L", "m": "EH M", "n": "EH N", "o": "OW", "p": "P IY", "q": "K Y UW",
    "r": "AA R", "s": "EH S", "t": "T IY", "u": "Y UW", "v": "V IY", "w": "D AH B AH L Y UW", "x": "EH K S",
    "y": "W AY", "z": "Z IY",
}  # fmt: skip
"""The names of the letters, in the sounds of the CMU dictionary."""

SOUNDS = {
    "tion": "SH AH N", "sion": "ZH AH N", "ough": "AO", "eigh": "EY", "igh": "AY", "tch": "CH", "sch": "SH",
    "dge": "JH", "ch": "CH", "sh": "SH", "th": "TH", "ph": "F", "wh": "W", "ck": "K", "ng": "NG", "qu": "K W",
    "gh": "G", "kn": "N", "wr": "R",
    "ee": "IY", "ea": "IY", "oo": "UW", "ou": "AW", "ow": "OW", "ai": "EY", "ay": "EY", "oa": "OW",
    "oi": "OY", "oy": "OY", "au": "AO", "aw": "AO", "ie": "IY", "ei": "EY", "ey": "IY", "ew": "UW", "ue": "UW",
    "er": "ER", "ir": "ER", "ur": "ER", "ar": "AA R", "or": "AO R", "bb": "B", "dd": "D", "ff": "F", "gg": "G",
    "ll": "L", "mm": "M", "nn": "N", "pp": "P", "rr": "R", "ss": "S", "tt": "T", "zz": "Z", "cc": "K",
    "a": "AE", "b": "B", "c": "K", "d": "D", "e": "EH", "f": "F", "g": "G", "h": "HH", "i": "IH", "j": "JH", "k": "K",
    "l": "L", "m": "M", "n": "N", "o": "AA", "p": "P", "q": "K", "r": "R", "s": "S", "t": "T", "u": "AH", "v": "V",
    "w": "W", "x": "K S", "y": "IY", "z": "Z",
}  # fmt: skip
PLACEHOLDER = "AH"
"""For a word of which not one letter is known."""
FILLER_SPELLINGS = {
    "erm": "er",
    "umm": "um",
    "uhm": "um",
    "uhh": "uh",
    "hmm": "hm",
    "mmm": "mm",
    "mhm": "mm",
    "ehm": "um",
}


def spoken(written: str) -> tuple[str, ...]:
    """The words a person says for one written word, in small letters; empty for punctuation alone."""
    words: list[str] = []
    for part in re.split(r"[\s\-–—/…]+", written.casefold().replace("’", "'")):
        words.extend(_spoken_part(part.strip("\"“”‘'.,;:!?()[]{}*_~")))
    return tuple(words)


def _spoken_part(part: str) -> list[str]:
    if part in SIGNS:
        return [SIGNS[part]]
    if (number := NUMBER.fullmatch(part)) is not None:
        return _number(*(group or "" for group in number.groups()))
    if any(character.isdigit() for character in part):
        pieces = re.findall(r"\d+|[^\W\d_]+", part)
        return [word for piece in pieces for word in (cardinal(piece) if piece.isdigit() else [piece])]
    plain = re.sub(r"[^a-z']", "", _unaccented(part)).strip("'")
    return [FILLER_SPELLINGS.get(plain, plain)] if plain else []


def _number(currency: str, whole: str, fraction: str, suffix: str, percent: str) -> list[str]:
    digits = whole.replace(",", "")
    is_year = (
        len(whole) == 4 and not (currency or fraction or percent) and suffix in ("", "s") and "11" <= whole[:2] <= "20"
    )
    words = _year(digits) if is_year and digits[2] != "0" else cardinal(digits)
    if fraction:
        words = [*words, "point", *(ONES[int(digit)] for digit in fraction)]
    if suffix in SUFFIXES:
        words = [*words, SUFFIXES[suffix]]
    elif suffix in ("st", "nd", "rd", "th"):
        words = [*words[:-1], _ordinal(words[-1])]
    if currency:
        words = [*words, UNITS[currency]]
    return [*words, UNITS["%"]] if percent else words


def cardinal(digits: str) -> list[str]:
    """The words of a number in digits."""
    if len(digits) > LONGEST_NUMBER or (len(digits) > 1 and digits[0] == "0"):
        return [ONES[int(digit)] for digit in digits]
    return _count(int(digits))


def _count(number: int) -> list[str]:
    for size, name in SCALES:
        if number >= size:
            rest = number % size
            return [*_count(number // size), name, *(_count(rest) if rest else [])]
    if number < len(ONES):
        return [ONES[number]]
    return [TENS[number // 10], *([ONES[number % 10]] if number % 10 else [])]


def _year(digits: str) -> list[str]:
    return [*_count(int(digits[:2])), *_count(int(digits[2:]))]


def _ordinal(word: str) -> str:
    if word in ORDINALS:
        return ORDINALS[word]
    return f"{word[:-1]}ieth" if word.endswith("y") else f"{word}th"


def _unaccented(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def rough_sounds(word: str, *, letter_by_letter: bool) -> str:
    """Sounds for a word no dictionary has, as "M AA N": its letters' names, or its letters read by plain rules."""
    letters = re.sub(r"[^a-z]", "", word)
    if letter_by_letter:
        return " ".join(LETTERS[letter] for letter in letters) or PLACEHOLDER
    sounds: list[str] = []
    at = 0
    while at < len(letters):
        length = next(size for size in (4, 3, 2, 1) if at + size <= len(letters) and letters[at : at + size] in SOUNDS)
        at_end = at + length == len(letters)
        if not (at_end and letters[at:] == "e" and len(letters) > 2):
            sounds.append(SOUNDS[letters[at : at + length]])
        at += length
    return " ".join(sounds) or PLACEHOLDER
