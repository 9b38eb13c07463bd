"""Cues match spoken words the way their notation says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.content import cues
from interviewer.content.cues import Trimming


@pytest.mark.parametrize(
    ("cue", "text", "found"),
    [
        ("north star", "My North-Star, then, is holds.", True),
        ("north star", "The star is in the north.", False),
        ("guardrail*", "Two guardrails.", True),
        ("rail", "Two guardrails.", False),
        ("main|top metric", "the top metric", True),
        ("main|top metric", "the main thing, a metric", False),
        ("quite very? good", "quite good", True),
        ("metric ... is", "the metric that I would put first is", True),
        ("metric ... is", "the metric. It is", False),
        ("metric ... is", "the metric one two three four five six seven is", False),
        ("^what", "What is it?", True),
        ("^what", "I know what it is.", False),
        ("^what", "Fine. What now?", True),
        ("don't", "I don’t know", True),
    ],
)
def test_a_cue_is_found_where_it_stands(cue: str, text: str, found: bool) -> None:
    assert cues.heard((cue,), cues.plain(text)) is found


@pytest.mark.parametrize("cue", ["", "   ", "... metric", "metric ...", "*", "a||b", "(a", "what??", "very? good"])
def test_what_is_no_cue_is_refused(cue: str) -> None:
    with pytest.raises(ValueError, match=r"cue|word"):
        cues.compiled(cue)


WORDS = st.sampled_from(
    ["north", "star*", "a|b*", "very?", "...", "{}", "^we", "x|^y", "*", "a?|b", "(", "ß", "don't", "[a", "\\"]
)

SPOKEN = st.sampled_from(["North", "star", "stars,", "a.", "be", "very", "we", "don't", "x", "bee", "north. We"])


@given(st.lists(WORDS | st.text(max_size=3), max_size=6).map(" ".join))
def test_what_is_accepted_can_be_listened_for(text: str) -> None:
    try:
        cue = cues.compiled(cues.checked(text))
    except ValueError:
        return
    said = f"we {cues.plain(text)}"
    match = cue.search(said)
    assert match is None or match[0] in said


@given(st.lists(WORDS, min_size=1, max_size=5).map(" ".join), st.lists(SPOKEN, max_size=12).map(" ".join))
def test_looking_for_one_word_first_misses_nothing(text: str, said: str) -> None:
    try:
        cue = cues.compiled(text)
    except ValueError:
        return
    whole = re.search(cues._pattern(text), cues.plain(said))
    assert (cue.search(cues.plain(said)) is None) == (whole is None)


TRIM = Trimming(
    frozenset({"the", "a"}),
    frozenset({"because", "so"}),
    frozenset({"per"}),
    frozenset({"number", "of"}),
    frozenset({"up"}),
)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The north star is the share of holds collected, because it matters.", "share of holds collected"),
        ("The north star is the share of holds because it matters.", "share of holds"),
        ("The north star is the number of.", ""),
        ("The north star is because.", ""),
        ("The north star is bags per.", "bags"),
        ("The north star is bags. Later the north star is visits.", "visits"),
        ("The north star is up by a third.", ""),
        ("The north star is sign up forms.", "sign up forms"),
        ("No star at all.", ""),
    ],
)
def test_a_quote_is_cut_to_what_can_be_said(text: str, quote: str) -> None:
    assert cues.last_quote(("north star is {}",), cues.plain(text), TRIM) == quote


@pytest.mark.parametrize(("count", "kept"), [(cues.QUOTE_WORDS, cues.QUOTE_WORDS), (cues.QUOTE_WORDS + 1, 0), (40, 0)])
def test_what_is_too_long_to_quote_is_not_cut_in_the_middle(count: int, kept: int) -> None:
    text = "the north star is " + " ".join(f"w{number}" for number in range(count))
    quote = cues.last_quote(("north star is {}",), cues.plain(text), TRIM)
    assert len(quote.split()) == kept


def test_fillers_are_passed_over_at_the_beginning_only() -> None:
    fillers = frozenset({"so", "okay"})
    assert cues.without_fillers("okay, so what is so hard", fillers) == "what is so hard"
    assert cues.without_fillers("okay", fillers) == ""


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("That is 45,000 haircuts.", "that is 45000 haircuts"),
        ("1,250,000 a year, or 2.5 million", "1250000 a year, or 2 point 5 million"),
        ("in 2024, 300 of them", "in 2024, 300 of them"),
    ],
)
def test_numbers_in_digits_stay_whole(said: str, plain: str) -> None:
    assert cues.plain_sentence(said) == plain
