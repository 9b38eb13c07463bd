"""What is folded is not seen until it is unfolded; its title wraps and is never cut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.theme.look import Look
from desktop.widgets.flow import Flow
from desktop.widgets.fold import Fold
from desktop.widgets.plain import PlainLabel
from tests.support.stage import staged


@pytest.fixture
def fold(look: Look) -> Iterator[Fold]:
    made = Fold("Model answer, six parts: read your own first", "answer")
    made.body.addWidget(PlainLabel("It depends.", name="inside"))
    with staged(made, 400, 200):
        yield made


def test_it_opens_and_closes_by_mouse_and_space(fold: Fold) -> None:
    opened: list[bool] = []
    fold.opened.connect(lambda: opened.append(True))
    assert not fold.inside.isVisible()

    QTest.mouseClick(fold.button, Qt.MouseButton.LeftButton)
    assert fold.inside.isVisible()
    assert fold.is_open
    QTest.keyClick(fold.button, Qt.Key.Key_Space)

    assert not fold.inside.isVisible()
    assert opened == [True]


def test_a_long_title_takes_more_lines(fold: Fold) -> None:
    assert fold.button.heightForWidth(600) == 32
    assert fold.button.heightForWidth(160) >= 56


def test_a_flow_goes_on_in_the_next_line(look: Look) -> None:
    box = QWidget()
    flow = Flow(box, spacing=8)
    labels = [PlainLabel("some words") for _ in range(4)]
    for label in labels:
        flow.addWidget(label)
    with staged(box, 1000, 200):
        assert len({label.y() for label in labels}) == 1
        width = labels[0].width()

        box.resize(2 * width + 20, 200)
        flow.activate()
        assert len({label.y() for label in labels}) == 2
        assert flow.heightForWidth(2 * width + 20) == 2 * labels[0].height() + 8

        labels[0].hide()
        labels[1].hide()
        flow.activate()
        assert len({label.y() for label in labels[2:]}) == 1
