"""The set-up from its first step to its end, by clicks and keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from assets import resource
from desktop.desk import AtLive, AtPractice, AtSetUp
from desktop.pages.panels.microphone import MicrophonePanel
from desktop.pages.panels.sample import MINUTES, QUESTION
from desktop.pages.setup import SetUpPage
from desktop.settings import Interviewer, Settings
from interviewer.content.choose import question_by_id
from interviewer.content.loader import load_packs
from interviewer.plan import SHORTEST_MINUTES
from tests.support.desk import TestDesk
from tests.support.stage import staged

WAIT = 15_000


@pytest.fixture
def page(desk: TestDesk, qtbot: QtBot) -> Iterator[SetUpPage]:
    made = SetUpPage(desk.desk)
    with staged(made, 1180, 760):
        made.enter(AtSetUp())
        qtbot.waitUntil(made.isActiveWindow, timeout=WAIT)
        made.first_focus().setFocus()
        yield made
        made.leave()
        desk.desk.engine.stop()


def press(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def titles(page: SetUpPage) -> tuple[int, str]:
    return page.step, page.question.text()


def test_enter_leads_through_every_step_into_a_sample(page: SetUpPage, desk: TestDesk, qtbot: QtBot) -> None:
    seen = [titles(page)]
    for _ in range(4):
        press(Qt.Key.Key_Return)
        seen.append(titles(page))
    assert seen == [
        (0, "Can you be heard?"),
        (1, "What turns speech into text?"),
        (2, "Who interviews you?"),
        (3, "How should it sound?"),
        (4, "Try one question"),
    ]
    assert desk.desk.settings.set_up is False
    assert page.go_on.text() == "Start"
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(desk.wanted), timeout=WAIT)
    (place,) = desk.wanted
    assert isinstance(place, AtLive)
    assert (place.wishes.question, place.wishes.minutes) == (QUESTION, MINUTES)
    assert desk.desk.settings.set_up


def test_the_sample_can_be_held() -> None:
    packs = load_packs(resource("packs"), resource("packs")).packs
    _, question = question_by_id(packs, QUESTION)
    assert len(question.spoken.split()) < 30
    assert MINUTES >= SHORTEST_MINUTES


def test_the_whole_of_it_can_be_skipped(page: SetUpPage, desk: TestDesk) -> None:
    click(page.skip)
    assert desk.wanted == [AtPractice()]
    assert desk.desk.settings.set_up


def test_the_last_step_can_be_left_out(page: SetUpPage, desk: TestDesk) -> None:
    click(page.side.steps.entry(4))
    assert page.skip.text() == "Finish"
    click(page.skip)
    assert desk.wanted == [AtPractice()]


def test_steps_are_gone_back_to(page: SetUpPage) -> None:
    press(Qt.Key.Key_Return)
    click(page.side.steps.entry(0))
    assert titles(page) == (0, "Can you be heard?")
    assert page.panel(0).isVisible()
    assert not page.panel(1).isVisible()
    assert page.side.steps.entry(1).accessibleName() == "Step 2: Speech to text, done"


def test_enter_belongs_to_a_button_that_has_the_keyboard(page: SetUpPage, desk: TestDesk) -> None:
    page.skip.setFocus()
    press(Qt.Key.Key_Return)
    assert desk.wanted == [AtPractice()]
    assert page.step == 0


def test_another_key_holds_at_once(page: SetUpPage, desk: TestDesk) -> None:
    desk.desk.change(shortcuts={"continue": "F8"})
    press(Qt.Key.Key_Return)
    assert page.step == 0
    press(Qt.Key.Key_F8)
    assert page.step == 1


def test_the_microphone_is_open_on_its_step_alone(page: SetUpPage) -> None:
    panel = page.panel(0)
    assert isinstance(panel, MicrophonePanel)
    assert panel.listens
    press(Qt.Key.Key_Return)
    assert not panel.listens
    page.show_step(0)
    assert panel.listens
    page.leave()
    assert not panel.listens


def test_a_step_can_be_asked_for(page: SetUpPage) -> None:
    page.leave()
    page.enter(AtSetUp(3))
    assert titles(page) == (3, "How should it sound?")


def test_a_part_that_is_not_ready_leads_to_its_step(page: SetUpPage, qtbot: QtBot) -> None:
    page.show_step(4)
    sample = page.panel(4)
    pill = sample.findChild(QPushButton, "sample_speech")
    assert isinstance(pill, QPushButton)
    click(pill)
    assert page.step == 1


def test_it_says_where_words_go(page: SetUpPage, desk: TestDesk) -> None:
    assert page.side.words.startswith("All local")
    desk.desk.change(interviewer=Interviewer(kind="server", url="https://api.example.com/v1", model="m"))
    assert page.side.words.startswith("api.example.com")
    desk.desk.change(interviewer=Settings().interviewer)
    assert page.side.words.startswith("All local")


def test_every_control_has_a_name(page: SetUpPage) -> None:
    for step in range(5):
        page.show_step(step)
    for button in page.findChildren(QPushButton):
        assert button.objectName()
        assert button.accessibleName()
