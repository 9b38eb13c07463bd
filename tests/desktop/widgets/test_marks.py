"""Radio buttons and check boxes of our own painting."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.theme.look import Look
from desktop.theme.tokens import Theme
from desktop.widgets.marks import Check, Radio
from tests.support.stage import staged


@pytest.mark.parametrize("make", [Radio, Check])
@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_the_mark_shows_whether_it_is_on(look: Look, make: Callable[[str, str], Radio | Check], theme: Theme) -> None:
    look.use(theme, 100, reduced_motion=True)
    button = make("Offline only", "offline")
    with staged(button, 160, 32):
        accent = look.colour("accent")
        middle = (9, 16)
        assert button.grab().toImage().pixelColor(4, 16) != accent
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert button.isChecked()
        image = button.grab().toImage()
        near = [image.pixelColor(middle[0] + x, middle[1] + y) for x in range(-6, 7) for y in range(-6, 7)]
        assert accent in near


def test_the_text_is_part_of_the_target(look: Look) -> None:
    button = Check("Reduced motion", "reduced")
    with staged(button, 300, 32):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().center())
        assert button.isChecked()
    assert button.sizeHint().height() == 32


def test_it_grows_with_text(look: Look) -> None:
    button = Check("Reduced motion", "reduced")
    before = button.sizeHint()
    look.use(Theme.LIGHT, 150, reduced_motion=True)
    assert button.sizeHint().width() > 1.3 * before.width()
    assert button.sizeHint().height() == 48
    button.deleteLater()
