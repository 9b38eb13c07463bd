"""A small picture of a sound."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.theme.look import Look
from desktop.widgets.sound_bars import SoundBars
from tests.desktop.widgets.painted import has_colour, share_of, told_name, told_value


@pytest.fixture
def bars(qtbot: QtBot, look: Look) -> SoundBars:
    made = SoundBars("bars", title="The interviewer’s line")
    qtbot.addWidget(made)
    made.resize(402, 40)
    return made


def test_what_was_heard_has_the_accent(bars: SoundBars) -> None:
    bars.show_peaks([1.0] * 300)
    bars.show_played(0.5)
    assert share_of(bars, "accent", 20, end=200) == pytest.approx(0.5, abs=0.05)
    assert share_of(bars, "accent", 20, start=205) == 0
    assert share_of(bars, "track", 20, start=205) == pytest.approx(0.5, abs=0.05)
    assert told_value(bars) == "50 percent played"
    assert told_name(bars) == "The interviewer’s line"


def test_bars_are_as_high_as_it_was_loud(bars: SoundBars) -> None:
    bars.show_peaks([0.0] * 50 + [1.0] * 50)
    bars.show_played(1.0)
    assert share_of(bars, "accent", 5, end=195) == 0
    assert share_of(bars, "accent", 5, start=205) > 0.3


def test_many_peaks_keep_the_loudest_and_few_are_spread(bars: SoundBars) -> None:
    peaks = [0.0] * 1000
    peaks[505] = 0.9
    bars.show_peaks(peaks)
    assert bars.bars(10) == [0, 0, 0, 0, 0, 0.9, 0, 0, 0, 0]
    bars.show_peaks([0.2, 0.8])
    assert bars.bars(4) == [0.2, 0.2, 0.8, 0.8]


def test_cleared_it_shows_and_says_nothing(bars: SoundBars) -> None:
    bars.show_peaks([2.0, -1.0])
    assert has_colour(bars, "track")
    bars.clear()
    assert not has_colour(bars, "track")
    assert told_value(bars) == "no sound"
