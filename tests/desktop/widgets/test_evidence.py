"""The map of what was covered, time against plan, and the steps of a case."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.replay.timeline import Band
from desktop.report.values import Coverage, CoverageRow, PhaseRow, StepChip
from desktop.theme.look import Look
from desktop.theme.tokens import Theme
from desktop.widgets.coverage_map import CoverageMap
from desktop.widgets.plan_bars import PlanBars, PlanLegend
from desktop.widgets.step_chip import StepChip as Chip
from tests.desktop.widgets.painted import has_colour, share_of, told_name, told_value

BANDS = (Band("Clarify", 0.0, 30.0), Band("Rationale", 30.0, 300.0), Band("Users", 300.0, 600.0))
ROWS = (
    CoverageRow("Mission", "done", 150.0, "", "The mission is reading."),
    CoverageRow("Guardrails", "named", 590.0, "in part", "I would watch complaints."),
    CoverageRow("Objects", "open", None, "not heard", ""),
)
PHASES = (PhaseRow("Clarify", 180, 60), PhaseRow("Users", 300, 600), PhaseRow("Metrics", 300, None))


@pytest.fixture
def covered(qtbot: QtBot, look: Look) -> CoverageMap:
    made = CoverageMap("map", Coverage("", ROWS, BANDS, 600.0, ""))
    qtbot.addWidget(made)
    made.resize(500, made.sizeHint().height())
    made.show()
    return made


def test_times_are_places_on_the_map(covered: CoverageMap, look: Look) -> None:
    assert covered.place(0) == covered.map_left
    assert covered.place(600) == covered.width()
    assert covered.place(300) == pytest.approx((covered.map_left + covered.width()) / 2)
    assert covered.place(9999) == covered.width()
    row = covered.rows[0].grab().toImage()
    assert row.pixelColor(round(covered.place(150)), row.height() // 2).name().upper() == look.tokens.data


def test_a_row_is_said_whole_and_quoted(covered: CoverageMap) -> None:
    assert [told_name(row) for row in covered.rows] == [
        "Mission, done, 2:30",
        "Guardrails, named only, 9:50",
        "Objects, not heard",
    ]
    assert [row.beside for row in covered.rows] == ["2:30", "9:50, in part", "not heard"]
    assert "“The mission is reading.”" in covered.rows[0].toolTip()


def test_phases_are_named_where_there_is_room(covered: CoverageMap) -> None:
    assert covered.shown_bands() == ("Rationale", "Users")
    covered.resize(330, covered.height())
    assert "Clarify" not in covered.shown_bands()


def test_the_map_keeps_half_of_the_width(qtbot: QtBot, look: Look) -> None:
    row = CoverageRow("A title that is a good deal longer than there is any room for in it", "done", 10.0, "", "")
    made = CoverageMap("map", Coverage("", (row,), BANDS, 600.0, ""))
    qtbot.addWidget(made)
    made.resize(400, 100)
    made.show()
    assert made.map_left < 230


def test_rows_grow_with_the_text(covered: CoverageMap, look: Look) -> None:
    before = covered.rows[0].height()
    look.use(Theme.DARK, 150, reduced_motion=True)
    assert covered.rows[0].height() == pytest.approx(before * 1.5, abs=1)


def test_time_against_plan_is_said_in_words(qtbot: QtBot, look: Look) -> None:
    bars = PlanBars("bars", PHASES)
    qtbot.addWidget(bars)
    assert [told_name(row) for row in bars.rows] == ["Clarify", "Users", "Metrics"]
    assert [told_value(row) for row in bars.rows] == [
        "1 minute of 3 minutes planned",
        "10 minutes of 5 minutes planned",
        "5 minutes planned, spent not known",
    ]
    assert [row.texts for row in bars.rows] == [("1:00", "−2:00"), ("10:00", "+5:00"), ("–", "not known")]


def test_bars_have_one_scale(qtbot: QtBot, look: Look) -> None:
    bars = PlanBars("bars", PHASES)
    qtbot.addWidget(bars)
    bars.resize(420, bars.sizeHint().height())
    bars.show()
    assert bars.longest == 600
    filled = [share_of(row, "data", row.height() // 2) for row in bars.rows]
    assert filled[1] > 5 * filled[0] > 0
    assert filled[2] == 0


def test_a_plan_of_nothing_is_drawn(qtbot: QtBot, look: Look) -> None:
    for widget in (PlanBars("bars", (PhaseRow("Clarify", 0, 0),)), PlanLegend("legend")):
        qtbot.addWidget(widget)
        widget.resize(300, 40)
        assert not widget.grab().isNull()


def test_a_signal_stands_out(qtbot: QtBot, look: Look) -> None:
    signal = Chip("signal", StepChip(2, "Sudden or gradual", "signal", True, "Was it sudden?"))
    noise = Chip("noise", StepChip(3, "Where", "noise", False, ""))
    vague = Chip("vague", StepChip(1, "too wide to be answered", "", False, "Anything unusual?"))
    for chip in (signal, noise, vague):
        qtbot.addWidget(chip)
        chip.resize(chip.sizeHint())
    assert (has_colour(signal, "accent"), has_colour(noise, "accent")) == (True, False)
    assert told_name(signal) == "Question 2: Sudden or gradual, signal"
    assert told_name(vague) == "Question 1: too wide to be answered"
    assert "“Was it sudden?”" in signal.toolTip()
    assert_narrow_enough(signal, 120)


def assert_narrow_enough(chip: QWidget, width: int) -> None:
    """It can be squeezed, and then its title is cut."""
    assert chip.minimumSizeHint().width() < chip.sizeHint().width()
    chip.resize(width, chip.height())
    assert not chip.grab().isNull()
