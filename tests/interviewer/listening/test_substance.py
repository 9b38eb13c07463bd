"""Answers as they were heard: their text, and at which moment each place of it was said."""

from __future__ import annotations

import pytest

from interviewer.listening.substance import Said
from speech.words import Utterance, Word


def utterance(text: str, start: float, words: tuple[Word, ...] = ()) -> Utterance:
    return Utterance(text, start, start + 1.0, 0.9, words)


def spoken(text: str, start: float, step: float = 0.5) -> Utterance:
    """An utterance whose words follow each other at a steady pace."""
    words = tuple(
        Word(f" {word}", start + step * n, start + step * (n + 1), 0.9) for n, word in enumerate(text.split())
    )
    return utterance(text, start, words)


def test_nothing_heard() -> None:
    for said in (Said.of(3, ()), Said.of(3, (utterance("  ", 4.0), utterance("", 5.0)))):
        assert (said.answer, said.text, said.marks) == (3, "", ())
        assert said.moment(0) is None


def test_utterances_follow_each_other_with_a_space_between() -> None:
    said = Said.of(1, (utterance(" First this. ", 10.0), utterance("", 11.0), utterance("Then that.", 12.0)))
    assert said.text == "First this. Then that."
    assert said.moment(0) == 10.0
    assert said.moment(said.text.index("this")) == 10.0
    assert said.moment(said.text.index("Then") - 1) == 10.0
    assert said.moment(said.text.index("Then")) == 12.0
    assert said.moment(len(said.text) + 50) == 12.0


@pytest.mark.parametrize("word", ["I", "assume", "one", "market", "and", "another"])
def test_a_word_was_said_when_it_was_heard(word: str) -> None:
    said = Said.of(1, (spoken("I assume one market", 20.0), spoken("and another", 30.0)))
    times = {"I": 20.0, "assume": 20.5, "one": 21.0, "market": 21.5, "and": 30.0, "another": 30.5}
    assert said.moment(said.text.index(word)) == times[word]


def test_the_same_word_twice_has_two_moments() -> None:
    said = Said.of(1, (spoken("more and more", 5.0),))
    assert (said.moment(0), said.moment(said.text.rindex("more"))) == (5.0, 6.0)


def test_a_word_that_is_not_in_the_text_is_passed_over() -> None:
    words = (Word("one", 1.0, 1.2, 0.9), Word("ghost", 1.2, 1.4, 0.1), Word("two", 1.4, 1.6, 0.9))
    said = Said.of(1, (utterance("one two", 1.0, words),))
    assert (said.moment(0), said.moment(4)) == (1.0, 1.4)


def test_typed_text_has_no_moments() -> None:
    assert Said(1, "As typed.").moment(3) is None
