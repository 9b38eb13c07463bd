"""The live conversation."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.theme.look import Look
from desktop.theme.tokens import Theme
from desktop.view_state import Speaker, Turn
from desktop.widgets.accessible import Role
from desktop.widgets.captions import Captions, TurnRow
from interviewer.events import Role as LineRole
from tests.desktop.widgets.painted import has_colour, told, told_name

ASKED = Turn(Speaker.INTERVIEWER, 1, 1202, "And what does it not tell you?", LineRole.PROBE)
SAID = Turn(Speaker.YOU, 1, 1211, "It says nothing about how a loan felt.", open=True)
LONG = "I would keep it first, because a loan that ends well is the reason anyone opens the app. " * 3


@pytest.fixture
def captions(qtbot: QtBot, look: Look) -> Captions:
    made = Captions("captions")
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    return made


def _texts(captions: Captions) -> list[str]:
    return [told_name(row) for row in captions.rows]


def _many(count: int) -> tuple[Turn, ...]:
    return tuple(Turn(Speaker.YOU, number, number * 10.0, f"{number} {LONG}") for number in range(count))


def test_each_turn_says_who_when_and_what(captions: Captions) -> None:
    captions.show_turns((ASKED, SAID))
    assert _texts(captions) == [
        "Interviewer, 20:02: And what does it not tell you?",
        "You, 20:11: It says nothing about how a loan felt.",
    ]
    assert told(captions.rows[0]).role() is Role.ListItem
    column = captions.widget()
    assert column is not None
    assert told(column).role() is Role.List


def test_unsure_words_follow_the_open_answer(captions: Captions) -> None:
    captions.show_turns((ASKED, SAID))
    assert not has_colour(captions.rows[1].words, "accent")
    captions.show_turns((ASKED, SAID), "I would still")
    row = captions.rows[1]
    assert row.words.text == "It says nothing about how a loan felt. I would still"
    assert has_colour(row.words, "accent"), "a caret stands behind them"
    captions.show_turns((ASKED, SAID))
    assert row.words.text == SAID.text


def test_unsure_words_begin_an_answer_that_has_no_turn_yet(captions: Captions) -> None:
    captions.show_turns((ASKED,), "Its weak side")
    assert captions.rows[-1].words.text == "Its weak side"
    assert _texts(captions)[-1] == "You: Its weak side"
    captions.show_turns((ASKED, SAID))
    assert len(captions.rows) == 2
    assert captions.rows[-1].words.text == SAID.text


def test_lines_that_stand_elsewhere_are_left_out(captions: Captions) -> None:
    question = Turn(Speaker.INTERVIEWER, 0, 3.0, "How would you set goals?", LineRole.QUESTION)
    captions.show_turns((question, ASKED), hidden_roles={LineRole.QUESTION})
    assert [row.words.text for row in captions.rows] == [ASKED.text]


def test_rows_stay_and_only_what_changed_is_shown_again(captions: Captions, monkeypatch: pytest.MonkeyPatch) -> None:
    captions.show_turns(_many(5))
    before = captions.rows
    shown: list[str] = []
    show = TurnRow.show_turn

    def noted(row: TurnRow, turn: Turn, unsure: str) -> None:
        shown.append(turn.text)
        show(row, turn, unsure)

    monkeypatch.setattr(TurnRow, "show_turn", noted)
    captions.show_turns((*_many(5), SAID))
    assert captions.rows[:5] == before
    assert shown == [SAID.text]
    captions.show_turns((*_many(5), SAID))
    assert shown == [SAID.text]


def test_words_do_not_overlap_whatever_the_width_and_size(captions: Captions, look: Look) -> None:
    captions.show_turns(_many(4))
    for width, percent in ((700, 100), (420, 125), (380, 150)):
        look.use(Theme.LIGHT, percent)
        captions.resize(width, 300)
        rows = captions.rows
        for row, after in pairwise(rows):
            assert row.geometry().bottom() < after.geometry().top()
            assert row.words.geometry().right() <= captions.viewport().width()
            assert row.words.height() >= row.words.heightForWidth(row.words.width())
        column = captions.widget()
        assert column is not None
        assert column.height() == rows[-1].geometry().bottom() + 1


def test_a_line_is_no_longer_than_is_read_with_ease(captions: Captions) -> None:
    captions.resize(1200, 300)
    captions.show_turns((SAID,))
    assert captions.rows[0].words.width() == 600


def test_it_stays_at_the_end_unless_a_person_scrolled_up(captions: Captions, qtbot: QtBot) -> None:
    bar = captions.verticalScrollBar()
    captions.show_turns(_many(8))
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    bar.setValue(0)
    assert not captions.follows
    before = bar.maximum()
    captions.show_turns(_many(10))
    qtbot.waitUntil(lambda: bar.maximum() > before)
    assert bar.value() == 0
    captions.to_end()
    assert captions.follows
    before = bar.maximum()
    captions.show_turns(_many(12))
    qtbot.waitUntil(lambda: bar.maximum() > before and bar.value() == bar.maximum())


def test_what_looks_like_markup_is_shown_as_it_is(captions: Captions) -> None:
    captions.show_turns((Turn(Speaker.YOU, 1, 1.0, "<b>bold</b> & <img src='x'>"),))
    assert captions.rows[0].words.text == "<b>bold</b> & <img src='x'>"
    assert _texts(captions)[0].endswith("<img src='x'>")


def test_words_are_selected_by_mouse_and_copied_by_key(captions: Captions, qtbot: QtBot) -> None:
    captions.show_turns((ASKED, SAID))
    words = captions.rows[0].words
    QTest.mousePress(words, Qt.MouseButton.LeftButton, pos=QPoint(0, 13))
    QGuiApplication.sendEvent(words, _drag(QPoint(words.width() - 1, 13)))
    QTest.mouseRelease(words, Qt.MouseButton.LeftButton, pos=QPoint(words.width() - 1, 13))
    assert words.selection == ASKED.text
    QTest.keyClick(captions, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == ASKED.text
    QTest.mouseDClick(captions.rows[1].words, Qt.MouseButton.LeftButton, pos=QPoint(8, 13))
    assert captions.rows[1].words.selection == "It"


def test_all_of_it_is_selected_by_key(captions: Captions, qtbot: QtBot) -> None:
    captions.show_turns((ASKED, SAID))
    captions.setFocus()
    QTest.keyClick(captions, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert captions.selected_text() == f"{ASKED.text}\n\n{SAID.text}"


def test_two_hundred_turns_stay_cheap(captions: Captions) -> None:
    """A word more costs a small part of showing them all, so that captions never hold up the window."""
    began = time.perf_counter()
    turns = _many(200)
    captions.show_turns(turns)
    whole = time.perf_counter() - began
    began = time.perf_counter()
    for number in range(10):
        captions.show_turns((*turns, SAID), f"and {number}")
    assert (time.perf_counter() - began) / 10 < whole / 10


def _drag(place: QPoint) -> QMouseEvent:
    left = Qt.MouseButton.LeftButton
    return QMouseEvent(
        QEvent.Type.MouseMove, QPointF(place), QPointF(place), left, left, Qt.KeyboardModifier.NoModifier
    )
