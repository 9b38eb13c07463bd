"""Words that name a metric by themselves, words that only say more of one, and metrics the reader lost."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from interviewer.listening.coverage import read_substance
from interviewer.listening.substance import MetricTable, Said
from tests.interviewer.content.support import shipped
from tests.support.scripted_reader import ScriptedReader, naming, sentence

EXECUTION = next(entry for entry in shipped().rounds if entry.id == "execution")
SECOND: Mapping[str, float] = {"secondary_metrics": 0.8}


def read(text: str, *words: str, items: Mapping[str, float] = SECOND, role: str = "secondary") -> MetricTable:
    """What is found in one sentence in which a reader found some words."""
    named = tuple(naming(text, each, role) for each in words)
    return read_substance(
        EXECUTION, (Said(1, text),), ScriptedReader(sentences={text: sentence(items, named=named)})
    ).metrics


@pytest.mark.parametrize(
    ("text", "words", "kept"),
    [
        ("I'd track replies too, the share of notes answered.", ("replies", "share of notes answered"), 1),
        ("Guests wait, so minutes per meal.", ("Guests wait", "minutes per meal"), 1),
        ("Trust, the share of meals reported.", ("Trust", "share of meals reported"), 1),
        ("Refunds, the share of meals reported, tips.", ("Refunds", "share of meals reported", "tips"), 0),
        ("Meals damaged, refund rate.", ("Meals damaged", "refund rate"), 0),
        ("Refunds, and the share of meals reported.", ("Refunds", "share of meals reported"), 0),
    ],
)
def test_what_is_put_better_right_after_counts_once(text: str, words: tuple[str, ...], kept: int) -> None:
    assert read(text, *words).secondary == words[kept:]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We count the error of the forecast, in centimetres.", ("error of the forecast", "centimetres")),
        ("Late meals, as a share of all meals.", ("Late meals", "share of all meals")),
        ("Guests who come back, that pairs with the second goal.", ("Guests who come back", "pairs with the second")),
    ],
)
def test_how_a_metric_is_counted_is_no_further_one(text: str, words: tuple[str, ...]) -> None:
    assert read(text, *words).secondary == words[:1]


def test_a_share_of_what_was_named_before_is_no_further_one() -> None:
    assert read("That, as a share of all meals, I like.", "share of all meals").secondary == ()


def test_two_metrics_in_one_stretch_are_parted() -> None:
    text = "I'd have the share of meals that arrive warm and tips per cook."
    stretch = "share of meals that arrive warm and tips per cook"
    assert read(text, stretch).secondary == ("share of meals that arrive warm", "tips per cook")
    text = "I'd have the difference between meals and tips per cook."
    assert read(text, "difference between meals and tips per cook").secondary == (
        "difference between meals and tips per cook",
    )


def test_a_hesitation_does_not_part_a_goal() -> None:
    text = "What I want is guests who, um, come back after a year."
    found = read(text, "guests who", "come back after a year", items={"objectives": 0.9}, role="objective")
    assert found.objectives == ("guests who, um, come back after a year",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Late meals per day, because guests wait, and the price a guest pays per meal.",
            "price a guest pays per meal",
        ),
        ("Late meals per day, because guests wait, and I like the price per meal.", None),
        ("Late meals per day, because guests wait, and nobody is happy.", None),
    ],
)
def test_the_last_of_a_row_is_not_lost(text: str, found: str | None) -> None:
    assert read(text, "Late meals per day").secondary == ("Late meals per day", *([found] if found else []))


def test_a_short_sentence_can_be_nothing_but_a_metric() -> None:
    assert read("Third, speaking minutes.").secondary == ("speaking minutes",)
    assert read("Third, speaking minutes.", items={"secondary_metrics": 0.5}).secondary == ()
    assert read("That is it.").secondary == ()


@pytest.mark.parametrize(
    ("text", "star", "second"),
    [
        ("First and foremost I'd watch installs, since that pays.", "installs", ()),
        ("And the shop revenue I'd look at also.", None, ("shop revenue",)),
        ("I'd watch installs.", None, ()),
        ("First and foremost would I watch installs?", None, ()),
    ],
)
def test_the_frame_alone_names_a_metric_where_its_role_is_said(
    text: str, star: str | None, second: tuple[str, ...]
) -> None:
    metrics = read(text, items={})
    assert (metrics.north_star, metrics.secondary) == (star, second)


def test_a_frame_in_a_sentence_that_does_something_else_names_nothing() -> None:
    text = "First and foremost I'd watch installs."
    assert read(text, items={"threats": 0.9}).north_star is None


def test_a_metric_spoken_of_again_is_no_further_one() -> None:
    first, again = "The guardrail is articles read per subscriber.", "If articles per sub go down I stop."
    known = {
        first: sentence({"guardrails": 0.9}, named=(naming(first, "articles read per subscriber", "guardrail"),)),
        again: sentence({"guardrails": 0.9}, named=(naming(again, "articles per sub", "guardrail"),)),
    }
    found = read_substance(EXECUTION, (Said(1, f"{first} {again}"),), ScriptedReader(sentences=known)).metrics
    assert found.guardrails == ("articles read per subscriber",)


def test_metrics_of_one_row_are_different_ones_however_alike() -> None:
    row = read("We watch new sign ups, cost per sign up.", "new sign ups", "cost per sign up").secondary
    assert row == ("new sign ups", "cost per sign up")


@pytest.mark.parametrize(
    "text",
    [
        "Not guests eat once.",
        "What I wouldn't want is guests eat once.",
        "One thing I don't want, that guests eat once.",
    ],
)
def test_what_is_not_to_happen_is_no_goal(text: str) -> None:
    words = "Not guests eat once" if text.startswith("Not") else "guests eat once"
    assert read(text, words, items={"objectives": 0.9}, role="objective").objectives == ()


@pytest.mark.parametrize(
    "text",
    [
        "You could measure tickets sold.",
        "Airbnb looks at tickets sold.",
        "The board wants tickets sold.",
        "Tickets sold, I'd leave that be.",
        "I was considering tickets sold.",
        "I was tempted by downloads, tickets sold.",
    ],
)
def test_what_others_count_and_what_was_only_considered_is_no_metric(text: str) -> None:
    words = "Tickets sold" if text.startswith("Tickets") else "tickets sold"
    first = ("downloads",) if "downloads" in text else ()
    metrics = read(text, *first, words)
    assert (metrics.north_star, metrics.secondary, metrics.guardrails) == (None, (), ())
