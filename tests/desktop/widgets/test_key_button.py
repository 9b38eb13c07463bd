"""A button that takes keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.theme.look import Look
from desktop.widgets.key_button import KeyButton
from tests.support.stage import staged

Key: TypeAlias = Qt.Key
Modifier: TypeAlias = Qt.KeyboardModifier


@pytest.fixture
def button(look: Look, qtbot: QtBot) -> Iterator[KeyButton]:
    made = KeyButton("key_play", "Play")
    made.show_key("Space")
    with staged(made, 200, 32) as window:
        other = QPushButton("other", window)
        other.setObjectName("other")
        other.show()
        qtbot.waitUntil(made.isActiveWindow)
        yield made


@pytest.fixture
def taken(button: KeyButton) -> list[str]:
    keys: list[str] = []
    button.pressed_key.connect(keys.append)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.waits
    return keys


@pytest.mark.parametrize(
    ("key", "modifiers", "written"),
    [
        (Key.Key_K, Modifier.NoModifier, "K"),
        (Key.Key_K, Modifier.ControlModifier, "Ctrl+K"),
        (Key.Key_F5, Modifier.ShiftModifier, "Shift+F5"),
        (Key.Key_Left, Modifier.AltModifier, "Alt+Left"),
        (Key.Key_Enter, Modifier.KeypadModifier, "Return"),
        (Key.Key_Space, Modifier.NoModifier, "Space"),
        (Key.Key_Backspace, Modifier.NoModifier, ""),
        (Key.Key_Escape, Modifier.ControlModifier, "Ctrl+Esc"),
    ],
)
def test_keys_are_taken_as_the_table_writes_them(
    button: KeyButton, taken: list[str], key: Key, modifiers: Modifier, written: str
) -> None:
    QTest.keyClick(button, key, modifiers)
    assert taken == [written]
    assert not button.waits


def test_modifiers_alone_are_waited_with(button: KeyButton, taken: list[str]) -> None:
    QTest.keyClick(button, Key.Key_Control, Modifier.ControlModifier)
    assert button.waits
    assert taken == []


def test_escape_leaves_the_key(button: KeyButton, taken: list[str]) -> None:
    QTest.keyClick(button, Key.Key_Escape)
    assert (button.text(), taken) == ("Space", [])


def test_tab_leaves_it_and_is_never_taken(button: KeyButton, taken: list[str]) -> None:
    QTest.keyClick(button, Key.Key_Tab)
    assert not button.waits
    assert not button.hasFocus()
    assert taken == []


def test_no_shortcut_is_meant_meanwhile(button: KeyButton, taken: list[str]) -> None:
    fired: list[bool] = []
    shortcut = QShortcut("Ctrl+K", button.window())
    shortcut.activated.connect(lambda: fired.append(True))
    QTest.keyClick(button, Key.Key_K, Modifier.ControlModifier)
    assert (fired, taken) == ([], ["Ctrl+K"])


def test_it_is_called_by_what_it_does(button: KeyButton) -> None:
    assert button.accessibleName() == "Play: Space"
    button.show_key("")
    assert (button.text(), button.accessibleName()) == ("none", "Play: none")
    button.show_key("Return")
    assert button.text() == "Enter"
