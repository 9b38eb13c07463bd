"""Text is cut into sentences without losing a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.minds.sentences import split
from interviewer.minds.spoken_time import in_words, spoken_left


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", ()),
        ("  \n ", ()),
        ("One.", ("One.",)),
        ("Good. What now? Well!", ("Good.", "What now?", "Well!")),
        ("It rose by 3.5 percent. Why?", ("It rose by 3.5 percent.", "Why?")),
        ("Ask Dr. Hall and J. K. Rowe. Then go.", ("Ask Dr. Hall and J. K. Rowe.", "Then go.")),
        ("You and I. Then we.", ("You and I.", "Then we.")),
        ("Fruit, e.g. Apples. Done.", ("Fruit, e.g. Apples.", "Done.")),
        ("No mark at the end", ("No mark at the end",)),
        ("Line one\nline two", ("Line one", "line two")),
        ("“Why?” She left.", ("“Why?”", "She left.")),
    ],
)
def test_sentences(text: str, sentences: tuple[str, ...]) -> None:
    assert split(text) == sentences


@given(st.text(alphabet='aB1 .?!\n"”', max_size=80))
def test_no_word_is_lost(text: str) -> None:
    assert " ".join(split(text)).split() == text.split()
    assert all(sentence == sentence.strip() and sentence for sentence in split(text))


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (5400, "about ninety minutes"),
        (1260, "about twenty minutes"),
        (598, "about ten minutes"),
        (302, "about five minutes"),
        (118, "about two minutes"),
        (91, "about two minutes"),
        (60, "about a minute"),
        (31, "about half a minute"),
        (3, "just a few seconds"),
    ],
)
def test_time_is_said_as_a_person_would(seconds: float, said: str) -> None:
    assert spoken_left(seconds) == said


def test_numbers_in_words() -> None:
    assert [in_words(number) for number in (0, 12, 20, 21, 99, 100)] == [
        "zero",
        "twelve",
        "twenty",
        "twenty-one",
        "ninety-nine",
        "100",
    ]
