"""Readiness by DOMAIN 6: each part of the rule has exams that meet everything but it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from interviewer.progress.readiness import Cause, Readiness, State, readiness
from interviewer.records.measured import PARTNER, RULES, Measured
from tests.interviewer.progress.support import TODAY, session


def stands(*sessions: Measured) -> Readiness:
    return readiness(sessions, "execution", "pm", TODAY)


def four(*calls: str) -> list[Measured]:
    """Exams of these calls, oldest first, the newest three days old."""
    return [session(3 * (len(calls) - number), call) for number, call in enumerate(calls)]


def test_three_hires_of_the_last_four_with_the_newest_are_ready() -> None:
    found = stands(*four("hire", "no hire", "strong hire", "hire"))
    assert (found.state, found.causes, found.hires) == (State.READY, (), 3)
    assert [exam.call for exam in found.exams] == ["hire", "no hire", "strong hire", "hire"]
    assert found.newest is not None
    assert found.newest.days(TODAY) == 3


def test_three_exams_are_enough() -> None:
    assert stands(*four("hire", "hire", "hire")).state is State.READY


@pytest.mark.parametrize(("held", "missing"), [(0, 3), (1, 2), (2, 1)])
def test_fewer_than_three_exams_are_too_few(held: int, missing: int) -> None:
    found = stands(*four(*["hire"] * held))
    assert (found.state, found.causes[0], found.held, found.missing) == (State.TOO_FEW, Cause.FEW, held, missing)


@pytest.mark.parametrize("call", ["lean hire", "lean no hire", "no hire", "strong no hire", ""])
def test_only_a_hire_or_better_counts(call: str) -> None:
    found = stands(*four(call, "hire", call, "hire"))
    assert (found.causes, found.hires) == ((Cause.HIRES,), 2)


def test_the_newest_has_to_be_a_hire() -> None:
    found = stands(*four("hire", "hire", "hire", "lean no hire"))
    assert (found.state, found.causes) == (State.NOT_YET, (Cause.NEWEST,))


def with_one_changed(place: int, **changes: object) -> Sequence[Measured]:
    """Four hires, of which one is another way."""
    return [
        session(12 - 3 * number, **(changes if number == place else {}))  # type: ignore[arg-type]
        for number in range(4)
    ]


def test_none_is_older_than_thirty_days() -> None:
    fresh = [session(days) for days in (2, 1, 0)]
    assert stands(session(30), *fresh).state is State.READY
    found = stands(session(31), *fresh)
    assert found.causes == (Cause.OLD,)
    assert found.breaking(Cause.OLD) is found.exams[0]
    assert found.state is State.ONE_MORE  # the next one takes its place


def test_a_fifth_exam_is_not_looked_at() -> None:
    assert stands(session(31, "no hire", hints=2, used=0.1), *with_one_changed(-1)).state is State.READY


@pytest.mark.parametrize("place", range(4))
def test_none_had_a_hint(place: int) -> None:
    found = stands(*with_one_changed(place, hints=1))
    assert found.causes == (Cause.HINTS,)
    assert found.breaking(Cause.HINTS) is found.exams[place]


@pytest.mark.parametrize("ended", ["finished", "time", "interrupted", "failed"])
def test_each_used_two_thirds_of_its_time(ended: str) -> None:
    assert stands(*with_one_changed(1, used=0.67, ended=ended)).state is State.READY
    assert stands(*with_one_changed(1, used=0.66, ended=ended)).causes == (Cause.SHORT,)
    assert stands(*with_one_changed(1, used=None, ended=ended)).causes == (Cause.SHORT,)


def test_or_was_ended_by_the_candidate() -> None:
    assert stands(*with_one_changed(1, used=0.1, ended="candidate")).state is State.READY


def test_only_exams_of_that_round_and_level_count() -> None:
    others = [
        session(1, mode="practice"),
        session(2, round_id="strategy"),
        session(3, level="senior"),
        session(4, level=""),
    ]
    assert stands(*others, session(5)).held == 1


def test_the_order_in_which_they_come_does_not_matter() -> None:
    exams = four("no hire", "hire", "hire", "hire")
    assert stands(*reversed(exams)) == stands(*exams)


@pytest.mark.parametrize(
    ("calls", "state"),
    [
        (("lean hire", "hire", "lean hire", "hire"), State.ONE_MORE),
        (("no hire", "lean hire", "hire", "hire"), State.ONE_MORE),
        (("lean hire", "lean hire", "hire"), State.NOT_YET),
        (("hire", "hire", "no hire", "no hire"), State.NOT_YET),
        (("hire", "hire", "lean hire"), State.NOT_YET),
        (("no hire", "no hire", "no hire", "hire"), State.NOT_YET),
    ],
)
def test_one_more_means_that_the_next_hire_decides(calls: tuple[str, ...], state: State) -> None:
    exams = four(*calls)
    assert stands(*exams).state is state
    if state is State.ONE_MORE:
        assert stands(*exams, session(0)).state is State.READY


def test_leans_of_the_rules_alone_are_told_apart() -> None:
    assert stands(*with_one_changed(0, call="lean hire", by=RULES)).only_rules is False
    assert stands(*[session(days, "lean hire", by=RULES) for days in range(4)]).only_rules is True
    assert stands(session(1, "", by="")).only_rules is False


def test_a_session_without_a_date_does_not_count() -> None:
    undated = Measured("x", "some day", "execution", "exam", "pm", "time", call="hire", used=1.0)
    assert stands(undated).held == 0


@pytest.mark.parametrize("coach", ["", "lean no hire", "strong no hire"])
def test_a_flattering_model_makes_nobody_ready(coach: str) -> None:
    """Hires of a model for which the coach did not hear enough, or that it never called, do not count."""
    flattered = [session(days, "strong hire", coach=coach) for days in range(4)]
    found = stands(*flattered)
    assert (found.state, found.causes, found.hires) == (State.NOT_YET, (Cause.HIRES, Cause.NEWEST), 0)
    assert len(found.alone) == 4


def test_a_models_hire_counts_where_the_coach_leans_to_one() -> None:
    assert stands(*four("hire", "hire", "hire")).state is State.READY
    one_alone = [session(3, coach="lean no hire"), *[session(days) for days in (2, 1, 0)]]
    assert stands(*one_alone).state is State.READY, "three others are enough"
    found = stands(*[session(days) for days in (3, 2, 1)], session(0, coach=""))
    assert (found.state, found.causes, found.hires) == (State.NOT_YET, (Cause.NEWEST,), 3)


def test_a_partners_hire_needs_nobody_else() -> None:
    found = stands(*[session(days, by=PARTNER, coach="lean no hire") for days in range(3)])
    assert (found.state, found.alone) == (State.READY, ())


def test_the_next_hire_that_decides_is_one_that_counts() -> None:
    exams = [session(2, coach=""), session(1), session(0)]
    assert stands(*exams).state is State.ONE_MORE
