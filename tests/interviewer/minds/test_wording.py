"""Texts are compared by what they are about, and numbers by their value."""

from __future__ import annotations

import pytest

from interviewer.minds.wording import content, is_english, numbers, overlap, share_known, stem

NUMBERS = {
    "two hundred and fifty thousand": {250_000},
    "10k, 3.5 or 1,000": {10_000, 3.5, 1000},
    "twenty-five or thirty": {25, 30},
    "a hundred; one": {100, 1},
    "one two": {1, 2},
    "one million two hundred thousand": {1_200_000},
    "ten percent and 10%": {10},
    "three dozen": {36},
    "2m users": {2_000_000},
    "nobody": set(),
}


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers_are_read_in_digits_and_in_words(text: str) -> None:
    assert numbers(text) == NUMBERS[text]


def test_forms_of_a_word_come_to_the_same() -> None:
    for one, other in (("metric", "metrics"), ("waiting", "wait"), ("shorter", "shorten"), ("library", "libraries")):
        assert stem(one) == stem(other)
    assert stem("reader") != stem("return")


def test_what_a_text_is_about_leaves_out_how_it_is_said() -> None:
    assert content("What would you say about it?") == frozenset()
    assert content("Which readers’ waits matter?") == {stem("readers"), stem("waits")}
    assert overlap(content("readers wait"), content("the readers who wait for books")) == 1.0
    assert overlap(frozenset(), content("readers")) == 0.0
    assert share_known(content("readers wait"), content("readers")) == 0.5
    assert share_known(frozenset(), frozenset()) == 1.0


def test_english_is_told_from_other_languages() -> None:
    assert is_english("Why that one?")
    assert is_english("You named a café in Zürich, so what would the owner do there?")
    assert not is_english("Why Что?")
    assert not is_english("Pourquoi les lecteurs attendent-ils si longtemps leurs livres préférés ?")
