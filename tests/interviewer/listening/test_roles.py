"""Roles of metrics and objectives by how they are said, with the trained reader: first, turned down, counted off."""

from __future__ import annotations

import pytest

from assets import resource
from interviewer.content.loader import load_packs
from interviewer.content.model import Round
from interviewer.listening.coverage import read_substance
from interviewer.listening.reader import Readers
from interviewer.listening.substance import Flag, MetricTable, Said


@pytest.fixture(scope="module")
def execution() -> Round:
    (pack,) = load_packs(resource("packs"), round_id="execution").packs
    return next(entry for entry in pack.rounds if entry.id == "execution")


READERS = Readers(resource("readers"))


def metrics_of(entry: Round, text: str) -> MetricTable:
    found = read_substance(entry, (Said(1, text),), READERS(entry.reader))
    assert ("guardrails" in found.coverage) == (Flag.NO_GUARDRAIL not in found.metrics.flags)
    return found.metrics


@pytest.mark.parametrize(
    "text",
    [
        "The first number I would look at is the share of parcels collected on the same day, that is my top metric.",
        "I'd take the share of parcels collected on the same day as my north star.",
        "As the north star metric I choose the share of parcels collected on the same day.",
    ],
)
def test_a_metric_is_put_first_in_many_words(execution: Round, text: str) -> None:
    assert "parcels collected" in (metrics_of(execution, text).north_star or "")


def test_what_is_turned_down_is_no_metric(execution: Round) -> None:
    text = (
        "I would not use downloads as the north star, because anybody can download it once. "
        "My north star is the number of orders per family per month."
    )
    metrics = metrics_of(execution, text)
    assert "orders per family" in (metrics.north_star or "")
    assert all("downloads" not in named for named in (*metrics.secondary, *metrics.guardrails))


def test_goals_that_are_counted_off_are_all_heard(execution: Round) -> None:
    text = (
        "I see three goals. One, that drivers get a full route every morning. "
        "Two, that customers get their parcel on the promised day. Three, that fewer parcels come back."
    )
    objectives = metrics_of(execution, text).objectives
    assert len(objectives) == 3
    for words in ("full route", "promised day", "fewer parcels"):
        assert any(words in objective for objective in objectives), words


def test_a_guardrail_is_named_and_raises_no_flag(execution: Round) -> None:
    text = (
        "My north star is the number of rides per week. What must not get worse is the number of complaints per ride."
    )
    metrics = metrics_of(execution, text)
    assert any("complaints" in named for named in metrics.guardrails)
    assert Flag.NO_GUARDRAIL not in metrics.flags


def test_without_a_guardrail_the_flag_stands(execution: Round) -> None:
    assert Flag.NO_GUARDRAIL in metrics_of(execution, "My north star is the number of rides per week.").flags
