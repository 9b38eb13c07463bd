"""A search field tells what stands there a moment after the last key, and every part of it has a name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from desktop.theme.look import Look
from desktop.widgets.search_field import SearchField
from tests.support.stage import staged


@pytest.fixture
def field(look: Look) -> Iterator[SearchField]:
    made = SearchField("find", "Search things")
    with staged(made, 400, 40):
        yield made
        made.pause()


def test_many_keys_are_one_search(qtbot: QtBot, field: SearchField) -> None:
    searched: list[str] = []
    field.searched.connect(searched.append)

    QTest.keyClicks(field, " one two ")
    assert searched == []
    qtbot.waitUntil(lambda: searched == ["one two"])

    QTest.keyClicks(field, "x")
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert searched == ["one two"]  # the same again
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert searched == ["one two", ""]


def test_it_is_cleared_by_its_button(qtbot: QtBot, field: SearchField) -> None:
    buttons = {button.objectName(): button for button in field.findChildren(QToolButton)}
    assert {name: button.accessibleName() for name, button in buttons.items()} == {
        "find_clear": "Clear", "find_icon": "Search",
    }  # fmt: skip
    assert not buttons["find_clear"].isVisible()
    QTest.keyClicks(field, "words")
    assert buttons["find_clear"].isVisible()

    QTest.mouseClick(buttons["find_clear"], Qt.MouseButton.LeftButton)

    assert field.text() == ""


def test_down_leaves_it(field: SearchField) -> None:
    left: list[bool] = []
    field.left.connect(lambda: left.append(True))

    QTest.keyClick(field, Qt.Key.Key_Down)

    assert left == [True]
