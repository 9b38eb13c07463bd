"""The countdown."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.theme.look import Look
from desktop.theme.tokens import Theme
from desktop.widgets.accessible import Role
from desktop.widgets.clock import BigClock, time_words
from tests.desktop.widgets.painted import has_colour, told, told_value


@pytest.fixture
def clock(qtbot: QtBot, look: Look) -> BigClock:
    made = BigClock("clock")
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    return made


@pytest.mark.parametrize(
    ("left", "text", "words", "tone"),
    [
        (761, "12:41", "", "text"),
        (120.5, "2:01", "", "text"),
        (118, "1:58", "Two minutes left", "warn"),
        (60, "1:00", "Last minute", "warn"),
        (0.2, "0:01", "Last minute", "warn"),
        (0, "0:00", "Time is up", "bad"),
        (-12, "0:00", "Over by 0:12", "bad"),
        (-75.9, "0:00", "Over by 1:15", "bad"),
    ],
)
def test_figures_words_and_colour_change_together(
    clock: BigClock, left: float, text: str, words: str, tone: str
) -> None:
    clock.show_left(left)
    assert clock.text == text
    assert clock.words(left) == time_words(left) == words
    assert has_colour(clock, tone)


@pytest.mark.parametrize(
    ("left", "of", "words"),
    [
        (119, 240, "Two minutes left"),
        (119, 180, ""),
        (59, 180, "Last minute"),
        (59, 90, ""),
        (30, 90, "Half a minute left"),
        (-2, 90, "Over by 0:02"),
    ],
)
def test_nothing_is_short_before_half_time(clock: BigClock, left: float, of: float, words: str) -> None:
    clock.show_left(left, of)
    assert clock.words(left) == words
    assert (clock.tone == "text") is (words == "")


def test_it_stands_still_whatever_it_shows(clock: BigClock) -> None:
    widths = set()
    for left in (1, 71, 671, 3000, -5):
        clock.show_left(left)
        widths.add(clock.sizeHint().width())
    assert len(widths) == 1
    clock.show_left(4000)
    assert clock.sizeHint().width() > widths.pop()


def test_it_grows_with_the_text(clock: BigClock, look: Look) -> None:
    before = clock.sizeHint()
    look.use(Theme.LIGHT, 150)
    assert clock.sizeHint().width() > before.width() * 1.4


def test_a_screen_reader_is_told_the_time_left(clock: BigClock) -> None:
    clock.show_left(761)
    assert told(clock).role() is Role.Clock
    assert told_value(clock) == "12 minutes 41 seconds left"
    assert told(clock).valueInterface().currentValue() == 761
    clock.show_left(-12)
    assert told_value(clock) == "over by 12 seconds"
    assert told(clock).valueInterface().currentValue() == 0
