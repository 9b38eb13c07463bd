"""What has changed over time, and when there is too little to say so."""

from __future__ import annotations

import pytest

from interviewer.progress.trends import FEWEST, SHOWN, Dimension, dimensions, scored, since, trends, word
from tests.interviewer.progress.support import TODAY, session


def stands(*history: tuple[int, int]) -> Dimension:
    """One dimension after scores given so many days ago."""
    sessions = since([session(days, scores={"goals": score}) for days, score in history], TODAY, 0)
    (found,) = dimensions(sessions, "execution", "pm", TODAY)
    return found


def test_now_is_the_mean_of_the_last_three_of_these_four_weeks() -> None:
    found = stands((27, 1), (9, 2), (6, 3), (3, 4), (28, 1), (40, 2))
    assert found == Dimension("goals", "Goals", 3.0, 1.5)
    assert found.change == 3 - word(1.5)


def test_without_a_session_in_these_four_weeks_there_is_no_now() -> None:
    found = stands((28, 3))
    assert (found.now, found.before, found.change) == (None, 3.0, None)


def test_without_one_before_there_is_nothing_to_compare() -> None:
    assert (stands((3, 2)).before, stands((3, 2)).change) == (None, None)


def test_dimensions_are_of_one_round_and_level_in_the_order_of_the_newest_review() -> None:
    sessions = since(
        [
            session(9, scores={"old": 2, "goals": 1}),
            session(3, scores={"metrics": 2, "goals": 3}),
            session(2, scores={"options": 4}, round_id="strategy"),
            session(1, scores={"goals": 4}, level="senior"),
        ],
        TODAY,
        0,
    )
    assert [one.id for one in dimensions(sessions, "execution", "pm", TODAY)] == ["metrics", "goals", "old"]
    assert scored(sessions, "execution", "pm") == 2


@pytest.mark.parametrize(("mean", "said"), [(1.0, 1), (1.49, 1), (1.5, 2), (2.5, 3), (3.49, 3), (3.5, 4), (4.0, 4)])
def test_a_mean_is_told_by_the_nearest_word(mean: float, said: int) -> None:
    assert word(mean) == said


def test_a_line_is_drawn_of_the_last_sessions_that_have_the_figure() -> None:
    with_sound = [session(days, pace=100.0 + days) for days in range(20)]
    typed = [session(days) for days in range(20, 25)]
    pace = trends(since([*typed, *with_sound], TODAY, 0)).pace
    assert [point.value for point in pace.points] == [107.0, 106.0, 105.0, 104.0, 103.0, 102.0, 101.0, 100.0]
    assert (len(pace.points), pace.enough, pace.first, pace.now) == (SHOWN, True, 107.0, 100.0)


def test_under_three_sessions_it_is_known_how_many_are_missing() -> None:
    two = trends(since([session(2, pace=140.0), session(1, pace=150.0)], TODAY, 0))
    assert (two.pace.enough, two.pace.missing) == (False, FEWEST - 2)
    assert (two.fillers.points, two.fillers.missing, two.fillers.now) == ((), FEWEST, None)


def test_the_gap_is_counted_in_steps_of_the_call() -> None:
    gap = trends(
        since(
            [
                session(4, "lean no hire", self_call="hire"),
                session(3, "hire", self_call="hire"),
                session(2, "hire", self_call="no hire"),
                session(1, "hire"),
                session(0, "", self_call="hire"),
            ],
            TODAY,
            0,
        )
    ).gap
    assert [point.value for point in gap.points] == [2.0, 0.0, -3.0]
    assert gap.mean == pytest.approx(-1 / 3)


def test_only_the_sessions_of_the_last_days_are_compared() -> None:
    sessions = [session(days) for days in (0, 29, 30, 400)]
    assert [one.id for one in since(sessions, TODAY, 30)] == [sessions[1].id, sessions[0].id]
    assert len(since(sessions, TODAY, 0)) == 4
