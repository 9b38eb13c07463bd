"""Sections and steps at the left of a page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.theme.look import Look
from desktop.widgets.side_list import SideList
from tests.support.stage import staged


@pytest.fixture
def steps(look: Look) -> Iterator[SideList]:
    made = SideList(
        "steps", "Steps", (("one", "First", ""), ("two", "Second", ""), ("three", "Third", "")), numbered=True
    )
    with staged(made, 240, 200):
        yield made


def test_clicks_and_keys_choose(steps: SideList) -> None:
    chosen: list[int] = []
    steps.chosen.connect(chosen.append)
    QTest.mouseClick(steps.entry(2), Qt.MouseButton.LeftButton)
    QTest.keyClick(steps.entry(2), Qt.Key.Key_Down)
    QTest.keyClick(steps.entry(2), Qt.Key.Key_Up)
    QTest.keyClick(steps.entry(1), Qt.Key.Key_Up)
    assert chosen == [2, 1, 0]
    assert [steps.entry(number).isChecked() for number in range(3)] == [True, False, False]


def test_tab_reaches_the_chosen_one_alone(steps: SideList) -> None:
    steps.choose(1)
    reached = [steps.entry(number).focusPolicy() is Qt.FocusPolicy.StrongFocus for number in range(3)]
    assert reached == [False, True, False]


def test_a_screen_reader_hears_the_number_and_what_is_done(steps: SideList) -> None:
    assert steps.entry(1).accessibleName() == "Step 2: Second"
    steps.mark_done(1)
    assert steps.entry(1).accessibleName() == "Step 2: Second, done"
