"""One table of colours reaches palette, style sheet and fonts, and those who paint are told."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.theme.icons import icon
from desktop.theme.look import Look
from desktop.theme.tokens import DARK, TOKENS, Theme
from desktop.widgets.buttons import Button


def test_a_theme_reaches_the_palette(look: Look, qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.waitSignal(look.changed):
        look.use(Theme.DARK, 100)
    assert look.tokens is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.bg
    assert DARK.surface in qapp.styleSheet()


@pytest.mark.parametrize("percent", [100, 125, 150])
def test_text_grows(look: Look, percent: int) -> None:
    look.use(Theme.LIGHT, percent)
    assert look.font(20).pixelSize() == round(20 * percent / 100)


def test_figures_are_of_one_width(look: Look) -> None:
    metrics = QFontMetrics(look.font(56))
    assert metrics.horizontalAdvance("11:11") == metrics.horizontalAdvance("00:00")


def test_the_system_theme_is_one_of_ours(look: Look) -> None:
    look.use(Theme.SYSTEM, 100)
    assert look.tokens in TOKENS.values()


def test_an_icon_takes_the_colour_of_the_theme(look: Look, qtbot: QtBot) -> None:
    button = Button("Play", "play", symbol="play")
    qtbot.addWidget(button)
    colours = set()
    for theme in (Theme.LIGHT, Theme.DARK):
        look.use(theme, 100)
        image = icon("square", "text").pixmap(24, 24).toImage()
        colours |= {
            image.pixelColor(x, y).name() for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha() == 255
        }
    assert len(colours) >= 2
