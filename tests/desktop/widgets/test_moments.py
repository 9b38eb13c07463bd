"""Times that play, and markers."""

from __future__ import annotations

from typing import get_args

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.theme.look import Look
from desktop.theme.tokens import Theme
from desktop.widgets.moments import TONES, Kind, Marker, TimeButton, paint_marker
from tests.desktop.widgets.painted import has_colour, told_name


@pytest.fixture
def button(qtbot: QtBot, look: Look) -> TimeButton:
    made = TimeButton("play", 1169)
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    return made


def test_it_says_what_it_plays(button: TimeButton) -> None:
    assert button.accessibleName() == "Play from 19:29"
    button.show_seconds(201)
    assert button.accessibleName() == "Play from 3:21"


def test_it_says_where_to(button: TimeButton, qtbot: QtBot) -> None:
    button.show()
    with qtbot.waitSignal(button.wanted) as caught:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert caught.args == [1169]


def test_triangles_of_a_list_line_up(qtbot: QtBot, look: Look) -> None:
    buttons = [TimeButton(f"t{seconds}", seconds) for seconds in (201, 1007, 3000)]
    for made in buttons:
        qtbot.addWidget(made)
    assert len({made.sizeHint().width() for made in buttons}) == 1


def test_the_target_is_high_enough_and_grows(button: TimeButton, look: Look) -> None:
    assert button.sizeHint().height() == 32
    look.use(Theme.LIGHT, 150)
    assert button.sizeHint().height() == 48


def test_an_hour_has_room(button: TimeButton) -> None:
    before = button.sizeHint().width()
    button.show_seconds(36_000)
    assert button.sizeHint().width() > before


@pytest.mark.parametrize("kind", get_args(Kind))
def test_markers_have_a_colour_and_a_name(qtbot: QtBot, look: Look, kind: Kind) -> None:
    names = {"note": "own note", "coverage": "covered", "lost": "lost sound"}
    marker = Marker(kind)
    qtbot.addWidget(marker)
    marker.resize(marker.sizeHint())
    assert has_colour(marker, TONES[kind])
    assert told_name(marker) == names.get(kind, kind)


def test_no_two_kinds_look_the_same_without_colour(qtbot: QtBot, look: Look) -> None:
    shapes = []
    for kind in get_args(Kind):
        marker = Marker(kind)
        qtbot.addWidget(marker)
        marker.resize(48, 48)
        picture = QImage(48, 48, QImage.Format.Format_Alpha8)
        picture.fill(0)
        painter = QPainter(picture)
        paint_marker(painter, kind, QRectF(0, 0, 48, 48))
        painter.end()
        shapes.append({(x, y) for x in range(48) for y in range(48) if picture.pixelColor(x, y).alpha() > 128})
    for number, one in enumerate(shapes):
        for other in shapes[:number]:
            assert len(one ^ other) > 150
