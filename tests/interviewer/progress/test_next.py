"""What to practise next: bottom tier and nearest date, else the weakest dimension, else what was left longest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from interviewer.plan import Mode
from interviewer.progress.board import Company
from interviewer.progress.next import Advice, Why, advise
from interviewer.progress.readiness import State, readiness
from interviewer.progress.trends import dimensions, since
from interviewer.records.measured import Measured
from tests.interviewer.progress.support import TODAY, session

ROUNDS = ("execution", "product_sense", "strategy")


def next_of(sessions: Sequence[Measured], *companies: Company) -> Advice:
    ordered = since(sessions, TODAY, 0)
    found = advise(
        ROUNDS,
        {name: readiness(sessions, name, "pm", TODAY) for name in ROUNDS},
        companies,
        {name: dimensions(ordered, name, "pm", TODAY) for name in ROUNDS},
        sessions,
        TODAY,
    )
    assert found is not None
    return found


def company(name: str, tier: int, days: int | None, *rounds: str) -> Company:
    day = TODAY + timedelta(days=days) if days is not None else None
    return Company(id=name, name=name, tier=tier, day=day, rounds=rounds)  # type: ignore[arg-type]


def ready(*names: str) -> list[Measured]:
    return [session(days, round_id=name) for name in names for days in (1, 2, 3)]


def test_the_bottom_tier_comes_before_a_nearer_date() -> None:
    found = next_of(
        ready("execution"), company("top", 1, 2, "strategy"), company("bottom", 3, 20, "product_sense", "execution")
    )
    assert (found.why, found.round, found.company and found.company.name) == (Why.COMPANY, "product_sense", "bottom")


def test_of_one_tier_the_nearest_date_comes_first_and_none_last() -> None:
    found = next_of(
        [], company("a", 3, None, "execution"), company("b", 3, 9, "strategy"), company("c", 3, 4, "product_sense")
    )
    assert found.company is not None
    assert found.company.name == "c"


def test_companies_that_are_over_ready_or_without_rounds_ask_for_nothing() -> None:
    found = next_of(
        ready("execution"),
        company("over", 3, -1, "strategy"),
        company("ready", 3, 1, "execution"),
        company("empty", 3, 1),
        company("unknown", 3, 1, "gardening"),
        company("ahead", 2, 0, "strategy"),
    )
    assert found.company is not None
    assert found.company.name == "ahead"


def test_of_a_company_the_round_furthest_from_ready_comes_first() -> None:
    one_more = [session(days, call) for days, call in ((4, "no hire"), (3, "lean hire"), (2, "hire"), (1, "hire"))]
    not_yet = [session(days, "no hire", round_id="strategy") for days in (3, 2, 1)]
    found = next_of([*one_more, *not_yet], company("a", 3, 5, "execution", "strategy"))
    assert (found.round, found.state, found.mode) == ("strategy", State.NOT_YET, Mode.EXAM)


def test_nobody_begins_with_an_exam() -> None:
    assert next_of([], company("a", 3, 5, "strategy")).mode is Mode.PRACTICE
    assert next_of([session(5, round_id="strategy")], company("a", 3, 5, "strategy")).mode is Mode.EXAM


def test_without_a_company_the_weakest_dimension_decides() -> None:
    found = next_of(
        [
            session(1, scores={"goals": 2}),
            session(2, round_id="strategy", scores={"options": 1, "risks": 2}),
            session(3, round_id="product_sense", scores={"needs": 4}),
        ]
    )
    assert (found.why, found.round, found.mode) == (Why.WEAK, "strategy", Mode.PRACTICE)
    assert found.dimension is not None
    assert found.dimension.id == "options"


def test_what_is_solid_and_what_was_weak_long_ago_is_not_weak() -> None:
    found = next_of(
        [
            session(1, scores={"goals": 3}),
            session(60, round_id="strategy", scores={"options": 1}),
            session(2, round_id="product_sense"),
        ]
    )
    assert (found.why, found.round, found.days, found.mode) == (Why.LONGEST, "strategy", 60, Mode.EXAM)


def test_a_round_never_practised_was_left_longest() -> None:
    found = next_of([session(90), session(1, round_id="product_sense")])
    assert (found.why, found.round, found.days, found.mode) == (Why.NEVER, "strategy", None, Mode.PRACTICE)


def test_without_a_round_there_is_nothing_to_say() -> None:
    assert advise((), {}, (), {}, (), date(2026, 1, 1)) is None
