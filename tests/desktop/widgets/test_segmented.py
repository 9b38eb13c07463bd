"""The segmented control: by keys, and as a screen reader is told of it."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.theme.look import Look
from desktop.widgets.accessible import Role
from desktop.widgets.segmented import Segmented
from tests.desktop.widgets.painted import told, told_name


@pytest.fixture
def segmented(qtbot: QtBot, look: Look) -> Segmented:
    made = Segmented("Length", "length", [("10 min", 10), ("20 min", 20), ("35 min", 35)])
    qtbot.addWidget(made)
    made.choose(20)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_a_screen_reader_is_told_a_named_group_of_radio_buttons(segmented: Segmented) -> None:
    group = told(segmented)
    assert (group.role(), told_name(segmented)) == (Role.Grouping, "Length")
    buttons = [told(button) for button in segmented._buttons]
    assert [button.role() for button in buttons] == [Role.RadioButton] * 3
    assert [bool(button.state().checked) for button in buttons] == [False, True, False]
    assert [button.parent().role() for button in buttons] == [Role.Grouping] * 3


def test_it_is_still_told_after_a_collection_and_with_other_segments(segmented: Segmented) -> None:
    told(segmented)
    gc.collect()
    segmented.set_choices([("Short", 20), ("Long", 45)])
    assert told(segmented).role() is Role.Grouping
    assert [told(button).role() for button in segmented._buttons] == [Role.RadioButton] * 2
    assert segmented.value == 20


def test_arrow_keys_move_choice_and_focus_and_tell_each_once(segmented: Segmented) -> None:
    chosen: list[object] = []
    segmented.chosen.connect(chosen.append)
    segmented._buttons[1].setFocus()
    for key, value in ((Qt.Key.Key_Right, 35), (Qt.Key.Key_Left, 20), (Qt.Key.Key_Up, 10), (Qt.Key.Key_Down, 20)):
        QTest.keyClick(next(button for button in segmented._buttons if button.hasFocus()), key)
        assert segmented.value == value
        assert next(button for button in segmented._buttons if button.hasFocus()).isChecked()
    assert chosen == [35, 20, 10, 20]


def test_at_its_ends_the_arrow_keys_stay(segmented: Segmented) -> None:
    chosen: list[object] = []
    segmented.choose(35)
    segmented.chosen.connect(chosen.append)
    segmented._buttons[2].setFocus()
    QTest.keyClick(segmented._buttons[2], Qt.Key.Key_Right)
    assert (segmented.value, chosen) == (35, [])


def test_a_screen_reader_chooses_as_a_click_does(segmented: Segmented) -> None:
    chosen: list[object] = []
    segmented.chosen.connect(chosen.append)
    actions = told(segmented._buttons[0]).actionInterface()
    actions.doAction(actions.actionNames()[0])
    QTest.mouseClick(segmented._buttons[2], Qt.MouseButton.LeftButton)
    segmented.choose(20)
    assert (segmented.value, chosen) == (20, [10, 35])
    reached = [button.focusPolicy() is Qt.FocusPolicy.StrongFocus for button in segmented._buttons]
    assert reached == [False, True, False]


def test_the_same_segments_stay_and_others_keep_keyboard_and_tab_order(qtbot: QtBot, look: Look) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    row, first, last = QHBoxLayout(page), QLineEdit(), QLineEdit()
    choices = [("10 min", 10), ("20 min", 20), ("35 min", 35)]
    segmented = Segmented("Length", "length", choices)
    for widget in (first, segmented, last):
        row.addWidget(widget)
    segmented.choose(20)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    buttons = list(segmented._buttons)
    buttons[1].setFocus()

    segmented.set_choices(choices)
    assert segmented._buttons == buttons
    assert buttons[1].hasFocus()

    segmented.set_choices([("Short", 10), ("Long", 20), ("Longer", 45), ("Longest", 60)])
    assert segmented._buttons[1].hasFocus()
    QTest.keyClick(segmented._buttons[1], Qt.Key.Key_Right)
    assert (segmented.value, segmented._buttons[2].hasFocus()) == (45, True)

    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert segmented._buttons[2].hasFocus()
    QTest.keyClick(segmented._buttons[2], Qt.Key.Key_Tab)
    assert last.hasFocus()

    segmented.set_choices([("Short", 10)])
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert (segmented.value, segmented._buttons[0].hasFocus()) == (None, True)
