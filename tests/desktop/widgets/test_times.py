"""Times as they are written and said."""

from __future__ import annotations

import pytest

from desktop.widgets.times import clock_text, minutes_number, minutes_text, signed_text, spoken_text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00"), (59.99, "0:59"), (761, "12:41"), (3723, "1:02:03"), (-5, "0:00"), (3599.9, "59:59")],
)
def test_clock(seconds: float, text: str) -> None:
    assert clock_text(seconds) == text


def test_minutes_of_a_plan() -> None:
    assert minutes_number(480) == "8"
    assert minutes_number(90) == "1.5"
    assert minutes_text(2100) == "35 min"


@pytest.mark.parametrize(("seconds", "text"), [(140, "+2:20"), (-50, "−0:50"), (0.2, "0:00"), (-0.4, "0:00")])
def test_a_difference_has_a_sign(seconds: float, text: str) -> None:
    assert signed_text(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (761, "12 minutes 41 seconds"),
        (61, "1 minute 1 second"),
        (120, "2 minutes"),
        (0, "0 seconds"),
        (3600, "1 hour"),
    ],
)
def test_a_time_as_it_is_said(seconds: float, text: str) -> None:
    assert spoken_text(seconds) == text
