from __future__ import annotations

from dataclasses import dataclass

import pytest

from speech.delivery.merge import Heard, looped, merge, skipped, sound_words, split
from speech.words import Word


@dataclass(frozen=True)
class Piece:
    text: str
    start: float = 0.0
    end: float = 20.0
    probability: float = 0.8


def clean(text: str) -> list[Word]:
    return [Word(word, float(place), place + 0.9, 0.9) for place, word in enumerate(text.split())]


def prompted(text: str) -> list[Heard]:
    return [Heard(word, 0.8) for word in text.split()]


def merged(plain: str, dense: str) -> str:
    return " ".join(one.text for one in merge(clean(plain), prompted(dense)))


@pytest.mark.parametrize(
    ("plain", "dense", "expected"),
    [
        ("I chose the metric.", "Um, I chose, uh, the metric.", "Um, I chose uh, the metric."),
        ("the team did it", "the the team did it", "the the team did it"),
        ("a whole sentence is here", "uh, a", "uh, a whole sentence is here"),
        ("we saw the original one", "we saw them original one", "we saw the original one"),
        ("I went home", "I- I went home", "I- I went home"),
        ("we shipped", "we shipped thank you for watching this", "we shipped"),
        ("we cares. This", "we um, This", "we cares. um, This"),
        ("", "um, hello", "um, hello"),
        ("hello there", "", "hello there"),
    ],
)
def test_the_verbatim_text(plain: str, dense: str, expected: str) -> None:
    assert merged(plain, dense) == expected


@pytest.mark.parametrize("dense", ["", "um um um", "x y z", "um, one two um, three", "five six seven eight nine one"])
def test_every_clean_word_is_stood_for(dense: str) -> None:
    found = merge(clean("one two three four"), prompted(dense))
    assert {place for one in found for place in one.clean} == {0, 1, 2, 3}


def test_a_skipped_sentence_is_noticed() -> None:
    words = clean("I began there and then we moved on to the next part")
    assert skipped(words, prompted("I began to the next part")) == [(2, 8)]
    assert skipped(words, prompted("um, I began there and then we moved on to the next part")) == []


def test_loops_are_thrown_away() -> None:
    assert looped(Piece("uh, " * 30))
    assert looped(Piece("I'm sorry, " * 40))
    assert not looped(Piece("Um, I think, uh, we would start there."))
    assert sound_words([Piece("uh, " * 30), Piece("Then we left.")]) == [Heard(w, 0.8) for w in ["Then", "we", "left."]]


def test_a_row_of_one_filler_is_cut() -> None:
    text = "So um um um um um we began with the users and their needs"
    assert [word.text for word in sound_words([Piece(text)])].count("um") == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [("I-I went", "I- I went"), ("a follow-up", "a follow-up"), ("so...um", "so... um"), ("well - yes", "well yes")],
)
def test_words_are_split_as_they_were_said(text: str, words: str) -> None:
    assert " ".join(split(text)) == words
