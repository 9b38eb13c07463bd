"""The ground under something that moves."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.frames import Card, Plate


class Counting(QWidget):
    """How often it was painted."""

    painted = 0

    def event(self, event: QEvent) -> bool:
        self.painted += event.type() == QEvent.Type.Paint
        return super().event(event)


@pytest.mark.parametrize(("on_plate", "more"), [(False, 1), (True, 0)])
@pytest.mark.usefixtures("look")
def test_what_moves_on_a_plate_leaves_the_page_beneath_alone(qtbot: QtBot, on_plate: bool, more: int) -> None:
    page, card, bar = Counting(), Card(), QProgressBar()
    qtbot.addWidget(page)
    card.body.addWidget(Plate(bar) if on_plate else bar)
    QVBoxLayout(page).addWidget(card)
    page.resize(300, 200)
    with qtbot.waitExposed(page):
        page.show()
    qtbot.waitUntil(lambda: page.painted > 0)
    before = page.painted
    bar.repaint()
    assert page.painted - before == more
