"""The metrics and objectives of an answer, and what is wrong with them."""

from __future__ import annotations

import pytest

from interviewer.content.model import Metrics
from interviewer.listening.metric_table import Mention, is_countable, table
from interviewer.listening.substance import Flag, MetricTable
from tests.interviewer.content.support import shipped

LISTENS = next(entry for entry in shipped().rounds if entry.id == "execution").metrics
ROLES = {"star": "north_star", "second": "secondary", "guard": "guardrail", "goal": "objective"}
STAR, SECOND, GUARD = (
    "star:tables booked per week",
    "second:share of guests who return",
    "guard:cancelled bookings a day",
)
SOUND = (STAR, SECOND, GUARD, "goal:fill empty tables")


def of(*mentions: str, guarded: bool = True, listens: Metrics = LISTENS) -> MetricTable:
    """The table of mentions written as `role:words`."""
    pairs = (mention.split(":", 1) for mention in mentions)
    return table((Mention(ROLES[role], words) for role, words in pairs), listens, guarded=guarded)


def test_a_sound_table_has_no_flag_and_keeps_the_words() -> None:
    assert of(*SOUND) == MetricTable(
        "tables booked per week",
        ("share of guests who return",),
        ("cancelled bookings a day",),
        ("fill empty tables",),
    )


def test_nothing_named() -> None:
    assert of() == MetricTable()
    assert of(guarded=False).flags == (Flag.NO_GUARDRAIL,)


@pytest.mark.parametrize(
    ("flag", "raises", "does_not"),
    [
        (Flag.NORTH_STAR_REPEATED, (*SOUND, "second:booked tables each week"), (*SOUND, "second:tips per waiter")),
        (Flag.NOT_MEASURABLE, (*SOUND, "second:the happiness of guests"), (*SOUND, "second:a happiness score")),
        (Flag.NOT_MEASURABLE, ("star:trust", *SOUND[1:]), ("star:share who say they trust us", *SOUND[1:])),
        (Flag.NOT_MEASURABLE, (*SOUND, "guard:quality"), (*SOUND, "guard:quality complaints per month")),
        (
            Flag.OBJECTIVE_WITHOUT_METRIC,
            (STAR, "goal:fill empty tables", "goal:keep cooks longer"),
            (STAR, SECOND, "goal:fill empty tables", "goal:keep cooks longer"),
        ),
        (
            Flag.TOO_MANY_OBJECTIVES,
            (*SOUND, "second:cooks who stay a year", "goal:keep cooks", "goal:waste less food", "goal:open on Mondays"),
            (*SOUND, "second:cooks who stay a year", "goal:keep cooks", "goal:waste less food"),
        ),
    ],
)  # fmt: skip
def test_each_flag_is_raised_where_it_should_be_only(
    flag: Flag, raises: tuple[str, ...], does_not: tuple[str, ...]
) -> None:
    assert of(*raises).flags == (flag,)
    assert of(*does_not).flags == ()


def test_a_guardrail_counts_when_it_was_done_not_when_words_were_found() -> None:
    assert of(*SOUND, guarded=False).flags == (Flag.NO_GUARDRAIL,)
    assert of(*(each for each in SOUND if each != GUARD), guarded=True).flags == ()


def test_rounds_that_ask_for_no_metrics_have_no_flags() -> None:
    assert of("star:joy", guarded=False, listens=Metrics()).flags == ()
    assert of("star:joy", listens=Metrics()).north_star == "joy"


def test_the_latest_north_star_counts() -> None:
    assert of(STAR, "star:guests served per evening").north_star == "guests served per evening"
    assert of(STAR, "star:guests served per evening", STAR).north_star == "tables booked per week"


@pytest.mark.parametrize("role", ["second", "guard", "goal"])
def test_what_is_said_again_in_other_words_stands_once(role: str) -> None:
    said = of(f"{role}:late deliveries", f"{role}:the share of deliveries that are late", f"{role}:tips per waiter")
    assert ("late deliveries", "tips per waiter") in (said.secondary, said.guardrails, said.objectives)


def test_the_same_words_in_two_roles_stand_in_both() -> None:
    said = of("second:late deliveries", "guard:late deliveries")
    assert (said.secondary, said.guardrails) == (("late deliveries",), ("late deliveries",))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("number of guests per week", "number of cooks per week"),
        ("how many of our tables are full", "how many of our taxis are late"),
    ],
)
def test_small_words_do_not_make_two_metrics_alike(one: str, other: str) -> None:
    assert of(f"second:{one}", f"second:{other}").secondary == (one, other)
    assert Flag.NORTH_STAR_REPEATED not in of(f"star:{one}", f"second:{other}").flags


@pytest.mark.parametrize("word", LISTENS.small_words)
def test_every_small_word_is_passed_over(word: str) -> None:
    one, other = f"tables {word}", f"cooks {word}"
    assert of(f"second:{one}", f"second:{other}").secondary == (one, other)


@pytest.mark.parametrize(
    ("words", "countable"),
    [
        ("weekly bookings", True),
        ("Happiness", False),
        ("customer satisfaction", False),
        ("average customer satisfaction score", True),
        ("brand awareness", False),
        ("the share of people who feel at home", True),
        ("", True),
        ("预订数量", True),
    ],
)
def test_a_feeling_is_countable_only_with_a_way_to_count_it(words: str, countable: bool) -> None:
    assert is_countable(words, LISTENS) is countable
