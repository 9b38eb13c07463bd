"""The plan as a strip."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.theme.look import Look
from desktop.theme.tokens import Theme
from desktop.widgets.phases import PhaseStrip
from tests.desktop.widgets.painted import share_of, told, told_value

PLAN = (("clarify", "Clarify", 180.0), ("users", "Users", 300.0), ("metrics", "Metrics", 720.0))
BAR = 3
"""A line of pixels through the bar."""


@pytest.fixture
def strip(qtbot: QtBot, look: Look) -> PhaseStrip:
    made = PhaseStrip("strip")
    qtbot.addWidget(made)
    made.resize(1000, made.sizeHint().height())
    made.show_plan(PLAN)
    return made


def test_a_plan_alone_names_every_phase(strip: PhaseStrip) -> None:
    assert strip.shown_names == ("Clarify 3", "Users 5", "Metrics 12")
    assert share_of(strip, "track", BAR) > 0.97
    assert told_value(strip) == "Clarify 3 min, Users 5 min, Metrics 12 min"


def test_done_current_and_rest_have_their_own_colours(strip: PhaseStrip) -> None:
    strip.show_progress(840, "metrics")
    assert share_of(strip, "border", BAR) == pytest.approx(0.4, abs=0.02)
    assert share_of(strip, "accent", BAR) == pytest.approx(0.3, abs=0.02)
    assert share_of(strip, "track", BAR) == pytest.approx(0.3, abs=0.02)


def test_the_phases_before_the_current_one_are_done_whatever_the_time(strip: PhaseStrip) -> None:
    strip.show_progress(10, "users")
    assert share_of(strip, "border", BAR) == pytest.approx(0.15, abs=0.02)
    strip.show_progress(1500, "users")
    assert share_of(strip, "accent", BAR) == pytest.approx(0.25, abs=0.02)


def test_names_without_room_are_left_out_and_found_in_the_tooltip(strip: PhaseStrip) -> None:
    strip.resize(200, strip.height())
    assert "Clarify 3" not in strip.shown_names
    assert "Metrics 12" in strip.shown_names
    assert strip.tip_at(5) == "Clarify, 3 min"


def test_the_current_name_has_room_in_any_case(strip: PhaseStrip) -> None:
    strip.resize(200, strip.height())
    strip.show_progress(10, "clarify")
    assert strip.shown_names[0] == "Clarify 3"


def test_compact_names_the_current_phase_alone(strip: PhaseStrip) -> None:
    strip.show_progress(200, "users")
    strip.compact = True
    assert strip.shown_names == ("Users 5",)


def test_larger_text_leaves_out_what_no_longer_fits(strip: PhaseStrip, look: Look) -> None:
    strip.resize(420, strip.height())
    assert len(strip.shown_names) == 3
    look.use(Theme.LIGHT, 150)
    assert len(strip.shown_names) < 3


def test_an_exam_has_one_bar_and_its_time(strip: PhaseStrip) -> None:
    strip.show_total(1808, 2100)
    assert strip.total_text == "30:08 of 35:00"
    assert strip.shown_names == ()
    assert strip.tip_at(5) == ""
    assert share_of(strip, "border", BAR) == pytest.approx(0.86, abs=0.02)
    assert told_value(strip) == "30 minutes 8 seconds of 35 minutes"


def test_a_screen_reader_is_told_the_phase_and_the_time(strip: PhaseStrip) -> None:
    strip.show_progress(840, "metrics")
    assert told_value(strip) == "Metrics, part 3 of 3, 14 minutes of 20 minutes"
    value = told(strip).valueInterface()
    assert (value.currentValue(), value.maximumValue()) == (840, 1200)


def test_no_plan_is_no_trouble(strip: PhaseStrip) -> None:
    strip.show_plan(())
    strip.show_progress(5, "gone")
    strip.grab()
    assert strip.shown_names == ()
