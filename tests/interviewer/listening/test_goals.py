"""Goals that are counted off, listed one a sentence, or put as a clause."""

from __future__ import annotations

import pytest

from interviewer.listening.coverage import read_substance
from interviewer.listening.sentences import sentences
from interviewer.listening.substance import Said, Substance
from tests.interviewer.content.support import shipped
from tests.support.scripted_reader import ScriptedReader, sentence

EXECUTION = next(entry for entry in shipped().rounds if entry.id == "execution")
THREE = ("cooks have fewer empty hours", "guests eat on time", "nobody throws food away")


def read(text: str, **chances: float) -> Substance:
    """What is found by a reader that knows goals from the words alone and names none."""
    known = {
        each.text: sentence({"objectives": next((n for word, n in chances.items() if word in each.text), 0.0)})
        for each in sentences(text)
    }
    return read_substance(EXECUTION, (Said(1, text),), ScriptedReader(sentences=known))


@pytest.mark.parametrize(
    "text",
    [
        "My goals are these. One, {}. Two, {}. Three, {}.",
        "We have three goals. Number one is that {}. Number two is that {}. And number three is that {}.",
        "I see three objectives. Firstly, {}. Secondly, {}. Thirdly, {}.",
        "My goals are first {} second that {} and third that {}",
        "The first objective is that {}. The second objective is that {}. The third one is that {}.",
    ],
)
def test_goals_that_are_counted_off_are_all_found(text: str) -> None:
    found = read(text.format(*THREE), fewer=0.9)
    assert found.metrics.objectives == THREE
    assert "objectives" in found.coverage


def test_saying_which_of_them_comes_first_is_no_further_goal() -> None:
    text = "My goals are these. One, {}. Two, {}. Three comes later. Two comes first for me.".format(*THREE[:2])
    assert read(text, fewer=0.9).metrics.objectives == THREE[:2]


def test_features_that_are_counted_off_are_no_goals() -> None:
    assert read("My goals are these. One, a map of the tables. Two, a chat with the cook.").metrics.objectives == ()


def test_other_things_are_counted_off_without_becoming_goals() -> None:
    text = "There are two kinds of guests. One, the hungry ones from the office. Two, the slow ones at night."
    assert read(text).metrics.objectives == ()


def test_a_reason_is_no_part_of_a_goal() -> None:
    text = f"My goals are these. One, {THREE[0]} because they are bored. Two, {THREE[1]}."
    assert read(text, fewer=0.9).metrics.objectives == THREE[:2]


def test_goals_listed_one_a_sentence_after_the_question() -> None:
    text = (
        "Where do I want to be next June? Cooks have fewer empty hours. Guests eat on time. "
        "And nobody throws food away."
    )
    assert [each.lower() for each in read(text, fewer=0.9, Guests=0.4).metrics.objectives] == [
        "cooks have fewer empty hours",
        "guests eat on time",
        "nobody throws food away",
    ]


def test_what_does_not_seem_a_goal_ends_the_list() -> None:
    text = "What do I want to achieve? Cooks have fewer empty hours. The kitchen is on the ground floor."
    assert len(read(text, fewer=0.9).metrics.objectives) == 1


def test_goals_after_a_colon() -> None:
    text = "What we want to reach: cooks have fewer empty hours, and guests eat on time."
    assert read(text, fewer=0.2).metrics.objectives == THREE[:2]
    assert read(text).metrics.objectives == ()


def test_a_goal_put_as_a_clause() -> None:
    found = read("So my objective here is this one: that guests eat what they have ordered.")
    assert found.metrics.objectives == ("guests eat what they have ordered",)
    assert "objectives" in found.coverage


def test_a_slogan_is_no_goal() -> None:
    assert read("The goal is to be the number one kitchen.").metrics.objectives == ()
