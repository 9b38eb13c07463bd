"""An engine on one button."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.theme.look import Look
from desktop.theme.tokens import Theme
from desktop.widgets.pill import EnginePill, Verdict
from tests.desktop.widgets.painted import has_colour


@pytest.fixture
def pill(qtbot: QtBot, look: Look) -> EnginePill:
    made = EnginePill("voice", "Voice", "volume-2")
    qtbot.addWidget(made)
    made.resize(320, made.sizeHint().height())
    return made


def test_its_name_says_everything(pill: EnginePill) -> None:
    pill.show_verdict("choose", "Choose", "Text only until one is chosen")
    assert pill.accessibleName() == "Voice, Choose, Text only until one is chosen"
    assert pill.verdict == "choose"
    assert pill.detail == "Text only until one is chosen"


@pytest.mark.parametrize(("verdict", "tone"), [("ready", "good"), ("choose", "warn"), ("fix", "bad")])
def test_a_verdict_has_its_colour_and_its_word(pill: EnginePill, verdict: Verdict, tone: str) -> None:
    pill.show_verdict(verdict, "Verdict")
    assert has_colour(pill, tone)


def test_a_long_detail_is_whole_in_the_tooltip(pill: EnginePill) -> None:
    pill.show_verdict("fix", "Fix", "short")
    assert pill.toolTip() == ""
    pill.show_verdict("fix", "Fix", "study-pc.local <b>refused</b> the key, and says at length why it did so")
    assert "&lt;b&gt;refused" in pill.toolTip()
    pill.resize(900, pill.height())
    pill.grab()
    assert pill.toolTip() == ""


def test_it_is_one_button(pill: EnginePill, qtbot: QtBot) -> None:
    pill.show()
    with qtbot.waitSignal(pill.clicked):
        QTest.mouseClick(pill, Qt.MouseButton.LeftButton)
    pill.setFocus()
    with qtbot.waitSignal(pill.clicked):
        QTest.keyClick(pill, Qt.Key.Key_Space)


def test_it_grows_with_the_text(pill: EnginePill, look: Look) -> None:
    assert pill.sizeHint().height() == 60
    look.use(Theme.LIGHT, 150)
    assert pill.sizeHint().height() == 90
