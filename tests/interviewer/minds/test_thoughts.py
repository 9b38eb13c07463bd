"""Thoughts are taken out of a reply, however it is cut into pieces."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.minds.thoughts import ThoughtFilter, after_thoughts

REPLIES = {
    "<think>weak</think>Why?": "Why?",
    "<THINK>a < b, a </thin or so</ThInK> Why?": " Why?",
    "<thinking>weak</thinking>Why ten?": "Why ten?",
    "Why <b> is ten < eleven, <thi": "Why <b> is ten < eleven, <thi",
    "<think>one</think>Why<think>two</think>?": "Why?",
    "<think>never closed": "",
    "Why?": "Why?",
    "": "",
}


def filtered(pieces: list[str]) -> str:
    thoughts = ThoughtFilter()
    return "".join([*(thoughts.feed(piece) for piece in pieces), thoughts.end()])


@pytest.mark.parametrize("reply", REPLIES)
@given(cuts=st.sets(st.integers(0, 50)))
def test_what_is_said_is_left(reply: str, cuts: set[int]) -> None:
    places = [0, *sorted(cut for cut in cuts if cut < len(reply)), len(reply)]
    pieces = [reply[start:end] for start, end in itertools.pairwise(places)]
    assert filtered(pieces) == REPLIES[reply]


def test_only_what_could_become_a_tag_is_held_back() -> None:
    thoughts = ThoughtFilter()
    assert [thoughts.feed(piece) for piece in ("Why ", "<", "b", "<thi", "nk>x</", "think>", "?")] == [
        "Why ", "", "<b", "", "", "", "?"
    ]  # fmt: skip


def test_a_thought_that_was_opened_elsewhere_is_taken_out_at_its_end() -> None:
    assert after_thoughts("The candidate is vague.\nWhat?</think>\n Why ten?").strip() == "Why ten?"
    assert after_thoughts("Why ten?") == "Why ten?"
