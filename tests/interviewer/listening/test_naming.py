"""Roles of metrics by how they are spoken of: put first, set beside, guarded, turned down, taken back."""

from __future__ import annotations

import pytest

from interviewer.listening.coverage import read_substance
from interviewer.listening.substance import Flag, Said, Substance
from tests.interviewer.content.support import shipped
from tests.support.scripted_reader import ITEMS, ScriptedReader, naming, sentence

EXECUTION = next(entry for entry in shipped().rounds if entry.id == "execution")
ROLE_OF = {"star": "north_star", "second": "secondary", "guard": "guardrail"}
DOES = {"star": "north_star", "second": "secondary_metrics", "guard": "guardrails"}


def read(*lines: tuple[str, str]) -> Substance:
    """What is found in sentences of which a reader found `role: words; role: words`, often in the wrong role."""
    known = {}
    for text, found in lines:
        pairs = [each.split(": ") for each in found.split("; ")] if found else []
        items = {DOES[role]: 0.8 for role, _ in pairs}
        known[text] = sentence(items, named=tuple(naming(text, words, ROLE_OF[role]) for role, words in pairs))
    text = " ".join(text for text, _ in lines)
    return read_substance(EXECUTION, (Said(1, text),), ScriptedReader(sentences=known))


@pytest.mark.parametrize(
    "text",
    [
        "First and foremost I'd look at meals eaten per day.",
        "I'd look at meals eaten per day first and foremost.",
        "I'd choose meals eaten per day as the top metric.",
        "In the first place it is meals eaten per day.",
        "We'd count meals eaten per day, that's my key number.",
        "My north star: meals eaten per day.",
        "Above every other number I put meals eaten per day.",
    ],
)
def test_what_is_put_first_is_the_north_star(text: str) -> None:
    found = read((text, "second: meals eaten per day"))
    assert (found.metrics.north_star, found.metrics.secondary) == ("meals eaten per day", ())
    assert "north_star" in found.coverage


@pytest.mark.parametrize(
    "text",
    [
        "I'd also look at meals eaten per day.",
        "As a second metric I'd have meals eaten per day.",
        "And meals eaten per day is number two.",
        "Next in line are meals eaten per day.",
    ],
)
def test_what_is_set_beside_is_secondary(text: str) -> None:
    metrics = read((text, "star: meals eaten per day")).metrics
    assert (metrics.north_star, metrics.secondary) == (None, ("meals eaten per day",))


@pytest.mark.parametrize(
    "text",
    [
        "As a guardrail I'd say meals eaten per day.",
        "The meals eaten per day must not fall.",
        "I'd make sure meals eaten per day don't go down.",
        "I'd keep meals eaten per day from falling.",
    ],
)
def test_what_must_not_get_worse_is_a_guardrail(text: str) -> None:
    found = read((text, "second: meals eaten per day"))
    assert found.metrics.guardrails == ("meals eaten per day",)
    assert Flag.NO_GUARDRAIL not in found.metrics.flags


@pytest.mark.parametrize(
    "text",
    [
        "Counting tickets sold would be worse.",
        "I wouldn't use tickets sold.",
        "Tickets sold I'd ignore.",
        "I thought about tickets sold.",
        "I'd love to have tickets sold in the app.",
        "Too many tickets sold is a drawback.",
        "Not tickets sold, they say little.",
    ],
)
def test_what_is_turned_down_is_no_metric_and_does_nothing(text: str) -> None:
    words = "Tickets sold" if text.startswith("Tickets") else "tickets sold"
    found = read((text, f"guard: {words}"))
    assert found.metrics.guardrails == ()
    assert "guardrails" not in found.coverage


def test_only_one_side_of_a_contrast_is_turned_down() -> None:
    text = "I wouldn't use tickets sold but my north star is meals eaten per day."
    metrics = read((text, "star: tickets sold; star: meals eaten per day")).metrics
    assert (metrics.north_star, metrics.secondary) == ("meals eaten per day", ())


def test_a_metric_can_be_taken_back_in_the_next_sentence() -> None:
    first = ("My north star is tickets sold.", "star: tickets sold")
    taken = ("Okay, scrap that.", "")
    assert read(first).metrics.north_star == "tickets sold"
    assert read(first, taken).metrics.north_star is None
    assert "north_star" not in read(first, taken).coverage
    other = ("It is meals eaten per day.", "star: meals eaten per day")
    assert read(first, taken, other).metrics.north_star == "meals eaten per day"


def test_an_answer_to_a_question_of_ones_own_takes_nothing_back() -> None:
    first = ("My north star is tickets sold.", "star: tickets sold")
    no = ("No, sorry, but I can live with it.", "")
    assert read(first, ("Is it perfect?", ""), no).metrics.north_star == "tickets sold"
    assert read(first, no).metrics.north_star is None


def test_a_metric_can_be_taken_back_in_the_same_sentence() -> None:
    text = "My north star is tickets sold, oh, scrap that, it is meals eaten per day."
    metrics = read((text, "star: tickets sold; second: meals eaten per day")).metrics
    assert (metrics.north_star, metrics.secondary) == ("meals eaten per day", ())


def test_doubtful_words_among_goals_are_a_goal() -> None:
    text = "We want that guests come back and that cooks don't leave."
    found = (naming(text, "guests come back", "objective"), naming(text, "cooks don't leave", "guardrail", 0.5))
    estimate = sentence({"objectives": 0.9, "guardrails": 0.5}, named=found)
    metrics = read_substance(EXECUTION, (Said(1, text),), ScriptedReader(sentences={text: estimate})).metrics
    assert (metrics.objectives, metrics.guardrails) == (("guests come back", "cooks don't leave"), ())


def test_taking_back_what_was_turned_down_leaves_the_north_star() -> None:
    found = read(
        ("My north star is meals eaten per day.", "star: meals eaten per day"),
        ("I thought about tickets sold.", "star: tickets sold"),
        ("It is easy, but I don't take that.", ""),
    )
    assert found.metrics.north_star == "meals eaten per day"


def test_the_next_sentence_can_put_a_metric_first() -> None:
    found = read(("I'd count meals eaten per day.", "second: meals eaten per day"), ("It is my north star.", ""))
    assert (found.metrics.north_star, found.metrics.secondary) == ("meals eaten per day", ())


def test_doubtful_words_are_a_metric_where_their_role_is_said() -> None:
    def secondary(text: str) -> tuple[str, ...]:
        named = (naming(text, "meals eaten per day", "guardrail", 0.3),)
        estimate = sentence({"guardrails": 0.5}, named=named)
        found = read_substance(EXECUTION, (Said(1, text),), ScriptedReader(sentences={text: estimate}))
        return (*found.metrics.secondary, *found.metrics.guardrails)

    assert secondary("The guardrail is meals eaten per day.") == ("meals eaten per day",)
    assert secondary("There are meals eaten per day.") == ()


def test_what_was_said_to_be_first_stays_first() -> None:
    found = read(
        ("My north star is meals eaten per day.", "star: meals eaten per day"),
        ("For cooks it would be shifts filled.", "second: shifts filled"),
    )
    assert (found.metrics.north_star, found.metrics.secondary) == ("meals eaten per day", ("shifts filled",))


def test_a_row_of_metrics_has_one_role() -> None:
    text = "Guardrails would be late meals per day and refunds per week."
    assert read((text, "guard: late meals per day; second: refunds per week")).metrics.guardrails == (
        "late meals per day",
        "refunds per week",
    )


@pytest.mark.parametrize(
    ("text", "found", "kept"),
    [
        ("For business the margin per meal.", "business the margin per meal", "margin per meal"),
        ("For demand share of guests we win.", "demand share of guests we win", "share of guests we win"),
        ("And on late meals per day.", "on late meals per day", "late meals per day"),
        ("We take the number of late meals.", "late meals", "number of late meals"),
        ("Late meals per day don't increase.", "Late meals per day don't increase", "Late meals per day"),
        ("People who don't come back.", "People who don't come back", "People who don't come back"),
        ("Second meals for the same guest, always.", "Second meals for the", "Second meals for the same guest"),
        ("Complaints in the kitchen.", "Complaints in the kitchen", "Complaints in the kitchen"),
        ("Calls per 1,000 guests.", "Calls per 1,000 guests", "Calls per 1,000 guests"),
        ("For cooks I'd watch idle hours per cook.", "cooks I'd watch idle hours per cook", "idle hours per cook"),
        ("People don't shout at cooks.", "People don't shout at cooks", "People don't shout at cooks"),
        ("The time it takes to be served.", "time", "time it takes to be served"),
        ("Counted each week.", "each week", None),
    ],
)  # fmt: skip
def test_a_metric_is_cut_to_its_name(text: str, found: str, kept: str | None) -> None:
    metrics = read((text, f"second: {found}")).metrics
    assert kept in (*metrics.secondary, *metrics.guardrails) if kept else not metrics.secondary


def test_the_table_and_what_is_covered_agree() -> None:
    text = "I'd look at meals eaten per day first and foremost."
    estimate = sentence({"secondary_metrics": 0.3}, named=(naming(text, "meals eaten per day", "secondary"),))
    found = read_substance(EXECUTION, (Said(1, text),), ScriptedReader(sentences={text: estimate}))
    assert found.metrics.north_star
    assert found.coverage["north_star"].quote == text


def test_words_in_a_sentence_that_measures_nothing_are_no_metric() -> None:
    text = "And a filter for allergies."
    estimate = sentence(named=(naming(text, "allergies", "guardrail"),))
    assert (
        read_substance(EXECUTION, (Said(1, text),), ScriptedReader(sentences={text: estimate})).metrics.guardrails == ()
    )


def test_a_feeling_stays_in_the_table_and_covers_nothing() -> None:
    text = "For us it is engagement."
    estimate = sentence(named=(naming(text, "engagement", "secondary", 0.95),))
    found = read_substance(EXECUTION, (Said(1, text),), ScriptedReader(sentences={text: estimate}))
    assert found.metrics.secondary == ("engagement",)
    assert Flag.NOT_MEASURABLE in found.metrics.flags
    assert not set(found.coverage) & set(ITEMS)
