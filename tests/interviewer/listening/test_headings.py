"""A sentence without a metric that says what comes gives its role to the metrics that follow."""

from __future__ import annotations

import pytest

from interviewer.listening.coverage import read_substance
from interviewer.listening.substance import MetricTable, Said
from tests.interviewer.content.support import shipped
from tests.support.scripted_reader import ScriptedReader, naming, sentence

EXECUTION = next(entry for entry in shipped().rounds if entry.id == "execution")
LATE = "Late meals per day."
BACK = "Guests who come back."


def read(*lines: str, announces: float = 0.0) -> MetricTable:
    """What is found by a reader that takes every metric for a secondary one."""
    known = {text: sentence({}, announces if text == lines[0] else 0.0) for text in lines}
    for text, words in ((LATE, "Late meals per day"), (BACK, "Guests who come back")):
        known[text] = sentence({"secondary_metrics": 0.8}, named=(naming(text, words, "secondary"),))
    return read_substance(EXECUTION, (Said(1, " ".join(lines)),), ScriptedReader(sentences=known)).metrics


@pytest.mark.parametrize(
    "heading",
    ["Guardrails.", "Garden rails.", "Then the counterweights.", "Count her metrics.", "Now the do no harm list."],
)
def test_what_stands_under_a_heading_has_its_role(heading: str) -> None:
    assert read(heading, LATE, BACK).guardrails == ("Late meals per day", "Guests who come back")


def test_a_long_sentence_is_a_heading_where_it_announces() -> None:
    heading = "And then there are things where I'd say stop, even if the main figure is beautiful."
    assert read(heading, LATE).guardrails == ()
    assert read(heading, LATE, announces=0.9).guardrails == ("Late meals per day",)


def test_the_next_heading_ends_the_one_before() -> None:
    metrics = read("Guardrails.", LATE, "And secondary metrics.", BACK)
    assert (metrics.guardrails, metrics.secondary) == (("Late meals per day",), ("Guests who come back",))


def test_a_heading_is_forgotten_when_nothing_follows_it() -> None:
    assert read("Guardrails.", "I like them.", "The kitchen is small.", LATE).guardrails == ()


def test_what_the_words_around_a_metric_say_weighs_more() -> None:
    also = "I'd also look at tips per cook."
    known = {
        "Guardrails.": sentence(),
        also: sentence({"secondary_metrics": 0.8}, named=(naming(also, "tips per cook", "secondary"),)),
    }
    found = read_substance(EXECUTION, (Said(1, f"Guardrails. {also}"),), ScriptedReader(sentences=known))
    assert (found.metrics.guardrails, found.metrics.secondary) == ((), ("tips per cook",))


def test_a_heading_may_stand_at_the_end_of_a_run_on_sentence() -> None:
    first = "and I'd count tips per cook what must stay put in the meantime"
    known = {
        first: sentence({"secondary_metrics": 0.8}, named=(naming(first, "tips per cook", "secondary"),)),
        LATE: sentence({"secondary_metrics": 0.8}, named=(naming(LATE, "Late meals per day", "secondary"),)),
    }
    found = read_substance(EXECUTION, (Said(1, f"{first}\n{LATE}"),), ScriptedReader(sentences=known))
    assert (found.metrics.secondary, found.metrics.guardrails) == (("tips per cook",), ("Late meals per day",))
