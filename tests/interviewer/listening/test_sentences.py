"""What was heard is cut into sentences that stand in the text word by word, also where a recogniser left out marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.listening.sentences import LONGEST_WORDS, PIECE_WORDS, sentences


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


@pytest.mark.parametrize("text", ["", "   ", "\n\n\t", "...", " … ?! ", "🤷"])
def test_where_there_is_no_word_there_is_no_sentence(text: str) -> None:
    assert sentences(text) == []


def test_sentences_end_at_marks_and_at_new_lines() -> None:
    assert texts("One goal. Is it the right one? Yes! And\nthen the next") == [
        "One goal.", "Is it the right one?", "Yes!", "And", "then the next",
    ]  # fmt: skip


def test_figures_and_closing_quotes_do_not_confuse() -> None:
    assert texts("It rose by 2.5 percent. They said “never.” Then it fell.") == [
        "It rose by 2.5 percent.", "They said “never.", "Then it fell.",
    ]  # fmt: skip


def test_the_space_around_is_left_out() -> None:
    assert [(each.text, each.at) for each in sentences("  First we search.  \n  Then we book  ")] == [
        ("First we search.", 2),
        ("Then we book", 23),
    ]


@pytest.mark.parametrize(
    "text", ["用户首先搜索。然后预订。", "¿Por qué? Porque sí.", "Größe zählt. Ça va!", "नमस्ते। ठीक है"]
)
def test_other_languages_lose_nothing(text: str) -> None:
    assert "".join("".join(texts(text)).split()) == "".join(text.split())


def test_a_sentence_of_ordinary_length_is_not_cut() -> None:
    text = "we search, and then we book, " * 8 + "and that is it."
    assert len(text.split()) <= LONGEST_WORDS
    assert texts(text) == [text]


def test_a_run_on_sentence_is_cut_where_a_thought_begins() -> None:
    text = "we look at the number of people who come back to the shelf and take another book home with them " * 6
    pieces = texts(text)
    assert len(pieces) > 1
    assert all(piece.startswith(("we", "and")) for piece in pieces)
    assert all(PIECE_WORDS <= len(piece.split()) <= LONGEST_WORDS for piece in pieces[:-1])
    assert " ".join(pieces).split() == text.split()


def test_two_thousand_words_without_any_mark_can_be_read_piece_by_piece() -> None:
    words = [f"word{number}" for number in range(2000)]
    pieces = texts(" ".join(words))
    assert [word for piece in pieces for word in piece.split()] == words
    assert max(len(piece.split()) for piece in pieces) <= LONGEST_WORDS + PIECE_WORDS


@given(st.text(alphabet=st.sampled_from("ab ,.?!\n\t”’)é中👍"), max_size=300))
def test_every_sentence_stands_in_the_text_where_it_is_said_to(text: str) -> None:
    end = 0
    for sentence in sentences(text):
        assert text[sentence.at : sentence.at + len(sentence.text)] == sentence.text
        assert sentence.text == sentence.text.strip()
        assert sentence.at >= end
        end = sentence.at + len(sentence.text)


@given(st.text(alphabet=st.sampled_from("ab ,.?!\n\té中"), max_size=300))
def test_no_word_is_lost(text: str) -> None:
    letters = [letter for letter in text if letter.isalnum()]
    assert [letter for sentence in sentences(text) for letter in sentence.text if letter.isalnum()] == letters
