"""A sentence as words with their places."""

from __future__ import annotations

from interviewer.listening.spoken import Spoken

SAID = Spoken.of("North-star: 1,000 visits, per week")


def test_words_and_marks() -> None:
    assert SAID.words == ("north", "star", "1,000", "visits", "per", "week")
    assert SAID.marked == (False, False, True, False, True, False)
    assert SAID.said(2, 4) == "1,000 visits"
    assert SAID.said(2, 2) == ""


def test_places_of_characters() -> None:
    assert SAID.within(12, 24) == (2, 4)
    assert SAID.within(99, 120) == (0, 0)


def test_places_of_cues() -> None:
    assert SAID.matches(["north star", "per week"]) == [(0, 2), (4, 6)]
    assert SAID.matches(["north star"], 1) == []
    assert SAID.quotes(["north star {}"])[0][0] == 2


def test_no_words() -> None:
    assert Spoken.of("…").words == ()
    assert Spoken.of("").matches(["a"]) == []
