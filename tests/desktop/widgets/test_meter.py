"""The level meter."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from desktop.language import PSEUDO, use_language
from desktop.theme.look import Look
from desktop.theme.tokens import Theme
from desktop.widgets.accessible import Role
from desktop.widgets.meter import FLOOR_DB, LevelMeter, level_word
from tests.desktop.widgets.painted import share_of, told, told_name, told_value


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def meter(qtbot: QtBot, look: Look, clock: Clock) -> LevelMeter:
    made = LevelMeter("meter", now=clock)
    qtbot.addWidget(made)
    made.resize(240, made.sizeHint().height())
    return made


MIDDLE = 6
"""A line of pixels through the bar."""


def test_the_bar_is_as_long_as_the_level(meter: LevelMeter) -> None:
    meter.show_level(-30)
    assert share_of(meter, "data", MIDDLE) == pytest.approx(0.5, abs=0.03)
    meter.clear()
    assert share_of(meter, "data", MIDDLE) == 0


def test_levels_stay_on_the_scale(meter: LevelMeter) -> None:
    meter.show_level(-200)
    assert meter.level_db == FLOOR_DB
    meter.show_level(6)
    assert meter.level_db == 0


def test_a_peak_stands_and_then_falls(meter: LevelMeter, clock: Clock) -> None:
    meter.show_level(-10)
    clock.seconds += 0.9
    meter.show_level(-40)
    assert meter.held_db == -10
    clock.seconds += 0.6
    meter.show_level(-40)
    assert -25 < meter.held_db < -10
    clock.seconds += 10
    meter.show_level(-40)
    assert meter.held_db == -40


def test_a_held_peak_is_seen_behind_the_bar(meter: LevelMeter, clock: Clock) -> None:
    meter.show_level(-30)
    without = share_of(meter, "text", MIDDLE)
    meter.show_level(-25)
    meter.show_level(-50)
    assert share_of(meter, "text", MIDDLE) == pytest.approx(without + 2 / 240, abs=0.001)


def test_it_repaints_its_bar_alone_at_thirty_hertz_at_most(
    meter: LevelMeter, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[QRect] = []
    monkeypatch.setattr(meter, "update", lambda *rects: asked.extend(rects))
    for number in range(100):
        meter.show_level(-30 + number % 7)
        clock.seconds += 0.01
    assert 20 <= len(asked) <= 31
    assert all(rect.height() < meter.height() for rect in asked)


def test_captions_have_their_unit_in_set_up(qtbot: QtBot, look: Look) -> None:
    small, tall, bare = LevelMeter("a"), LevelMeter("b", tall=True), LevelMeter("c", marks=False)
    for made in (small, tall, bare):
        qtbot.addWidget(made)
    assert tall.sizeHint().height() - small.sizeHint().height() > 8
    assert bare.sizeHint().height() == 12


@pytest.mark.parametrize("percent", [100, 125, 150])
@pytest.mark.parametrize("language", ["en", PSEUDO])
@pytest.mark.parametrize(("tall", "width"), [(True, 900), (True, 480), (True, 320), (False, 300), (False, 96)])
def test_captions_never_overlap(
    qtbot: QtBot, look: Look, tmp_path: Path, percent: int, language: str, tall: bool, width: int
) -> None:
    look.use(Theme.LIGHT, percent)
    use_language(language, tmp_path)
    try:
        made = LevelMeter("meter", tall=tall)
        qtbot.addWidget(made)
        made.resize(width, made.sizeHint().height())
        (quiet, left, quiet_width), (loud, right, loud_width) = made.captions()
    finally:
        use_language("en", tmp_path)
    assert "20" in quiet
    assert "9" in loud
    assert left >= 0
    assert left + quiet_width < right
    assert right + loud_width <= width


def test_a_unit_goes_before_a_caption_leaves_its_mark(qtbot: QtBot, look: Look) -> None:
    made = LevelMeter("meter", tall=True)
    qtbot.addWidget(made)
    made.resize(600, made.sizeHint().height())
    assert [text for text, _, _ in made.captions()] == ["−20 dB", "−9 dB"]
    made.resize(120, made.sizeHint().height())
    assert [text for text, _, _ in made.captions()] == ["−20", "−9"]


@pytest.mark.parametrize(("level", "word"), [(-60, "silent"), (-30, "quiet"), (-15, "good"), (-3, "loud")])
def test_a_level_in_a_word(level: float, word: str) -> None:
    assert level_word(level) == word


def test_a_screen_reader_is_told_decibels_and_a_word(meter: LevelMeter) -> None:
    meter.show_level(-14.6)
    assert told_name(meter) == "Microphone level"
    assert told_value(meter) == "good, -15 decibels"
    assert told(meter).role() is Role.ProgressBar
    value = told(meter).valueInterface()
    assert (value.currentValue(), value.minimumValue(), value.maximumValue()) == (-15, -60, 0)
