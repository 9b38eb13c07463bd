from __future__ import annotations

import pytest

from speech.delivery.spelling import rough_sounds, spoken


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Goal,", "goal"),
        ("25%", "twenty five percent"),
        ("$3.5M", "three point five million dollars"),
        ("1,250", "one thousand two hundred fifty"),
        ("1984,", "nineteen eighty four"),
        ("2000", "two thousand"),
        ("21st", "twenty first"),
        ("20th", "twentieth"),
        ("3x", "three times"),
        ("007", "zero zero seven"),
        ("B2B", "b two b"),
        ("follow-up", "follow up"),
        ("and/or", "and or"),
        ("café's", "cafe's"),
        ("‘em", "em"),
        ("Umm...", "um"),
        ("&", "and"),
        ("—", ""),
        ("", ""),
    ],
)
def test_written_words_as_they_are_said(written: str, said: str) -> None:
    assert spoken(written) == tuple(said.split())


@pytest.mark.parametrize(("word", "sounds"), [("zorby", "Z AO R B IY"), ("shome", "SH AA M"), ("", "AH"), ("日", "AH")])
def test_sounds_of_unknown_words(word: str, sounds: str) -> None:
    assert rough_sounds(word, letter_by_letter=False) == sounds


def test_acronyms_are_read_letter_by_letter() -> None:
    assert rough_sounds("kpi", letter_by_letter=True) == "K EY P IY AY"
