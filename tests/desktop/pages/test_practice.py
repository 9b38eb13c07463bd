"""The Practice page: what is offered, what is remembered, and what it starts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.desk import AtLibrary, AtLive, AtPractice, AtProgress, AtSettings
from desktop.headless import Wishes
from desktop.pages.practice import PracticePage
from desktop.session_words import today_here
from desktop.settings import Interviewer, Practice, Speech, Voice
from desktop.theme.look import Look
from desktop.theme.tokens import Theme
from interviewer.plan import Mode
from tests.support.desk import TestDesk
from tests.support.progress_history import make_history

QUICK = {"timeout": 20_000}


@pytest.fixture
def page(desk: TestDesk, qtbot: QtBot) -> Iterator[PracticePage]:
    desk.desk.change(voice=Voice(engine="none"))
    made = PracticePage(desk.desk)
    qtbot.addWidget(made)
    made.resize(1092, 760)
    made.show()
    made.enter(AtPractice())
    qtbot.waitUntil(lambda: made.choices._offered is not None, **QUICK)
    yield made
    made.leave()


def started(page: PracticePage, desk: TestDesk, qtbot: QtBot) -> Wishes:
    """What the page wants to be held once it is started."""
    page.choices.go.click()
    qtbot.waitUntil(lambda: any(isinstance(place, AtLive) for place in desk.wanted), **QUICK)
    return next(place.wishes for place in desk.wanted if isinstance(place, AtLive))


def test_enter_starts_what_was_chosen_last_time(desk: TestDesk, qtbot: QtBot) -> None:
    last = Practice(round="strategy", level="senior", minutes=20, mode=Mode.EXAM)
    desk.desk.change(practice=last, voice=Voice(engine="none"))
    page = PracticePage(desk.desk)
    qtbot.addWidget(page)
    page.enter(AtPractice())
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(isinstance(place, AtLive) for place in desk.wanted), **QUICK)
    (wishes,) = (place.wishes for place in desk.wanted if isinstance(place, AtLive))
    assert (wishes.round, wishes.level, wishes.minutes, wishes.mode) == ("strategy", "senior", 20, Mode.EXAM)
    assert wishes.question is None
    page.leave()


def test_all_rounds_are_offered_with_their_phases(page: PracticePage) -> None:
    assert page.choices.round._values == ["execution", "product_sense", "behavioural", "strategy", "estimation"]
    assert page.choices._unasked.text() == "25 you have not had yet"
    assert [name for name, _, _ in page.choices._offered.phases("execution", 35)] == [  # type: ignore[union-attr]
        "clarify", "rationale", "users", "objectives", "metrics", "trade_off", "troubleshooting",
    ]  # fmt: skip


@pytest.mark.parametrize("percent", [100, 125])
def test_no_choice_is_cut_short_in_a_window_of_the_usual_size(
    page: PracticePage, look: Look, qtbot: QtBot, percent: int
) -> None:
    look.use(Theme.DARK, percent, reduced_motion=True)
    choices = (page.choices.round, page.choices.source, page.choices.length, page.choices.mode)
    buttons = [button for choice in choices for button in choice.findChildren(QPushButton)]
    assert len(buttons) == 14
    qtbot.waitUntil(lambda: not [button.text() for button in buttons if button.text() != button.accessibleName()])


def test_a_question_can_be_picked(page: PracticePage, desk: TestDesk, qtbot: QtBot) -> None:
    page.choices.preselect("estimation/city-lifts")
    wishes = started(page, desk, qtbot)
    assert wishes.question == "estimation/city-lifts"
    assert wishes.round == "estimation"


def test_a_question_of_ones_own_has_to_be_one(page: PracticePage, desk: TestDesk, qtbot: QtBot) -> None:
    QTest.mouseClick(page.choices.source._buttons[2], Qt.MouseButton.LeftButton)
    assert page.choices.own.isVisible()
    assert not page.choices.go.isEnabled()
    assert "12 to 600" in page.choices._hint.text()
    page.choices.own.setPlainText("How would you measure a bakery?")
    assert page.choices.go.isEnabled()
    wishes = started(page, desk, qtbot)
    assert wishes.own == "How would you measure a bakery?"


def test_choices_are_remembered(page: PracticePage, desk: TestDesk, qtbot: QtBot) -> None:
    QTest.mouseClick(page.choices.mode._buttons[1], Qt.MouseButton.LeftButton)
    assert desk.desk.settings.practice.mode is Mode.EXAM
    assert "No hints" in page.choices._means.text()


def test_arrow_keys_move_a_choice(page: PracticePage, qtbot: QtBot) -> None:
    before = page.choices.length.value
    checked = next(button for button in page.choices.length._buttons if button.isChecked())
    checked.setFocus()
    QTest.keyClick(checked, Qt.Key.Key_Left)
    assert page.choices.length.value != before


def test_each_engine_says_how_it_stands_and_leads_to_its_fix(page: PracticePage, desk: TestDesk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "Ready" in page.engines.voice.accessibleName(), **QUICK)
    assert "Text only" in page.engines.voice.accessibleName()
    qtbot.waitUntil(lambda: "Checking" not in page.engines.speech.accessibleName(), **QUICK)
    page.engines.speech.click()
    assert desk.wanted[-1] == AtSettings("speech")


def test_a_model_that_is_not_there_is_said(desk: TestDesk, qtbot: QtBot) -> None:
    gone = Interviewer(kind="file", file="/gone/m.gguf")
    desk.desk.change(speech=Speech(model="large-v9"), voice=Voice(engine="none"), interviewer=gone)
    page = PracticePage(desk.desk)
    qtbot.addWidget(page)
    page.enter(AtPractice())
    qtbot.waitUntil(lambda: "Choose" in page.engines.speech.accessibleName(), **QUICK)
    qtbot.waitUntil(lambda: "m.gguf is not there" in page.engines.interviewer.accessibleName(), **QUICK)
    page.leave()


def test_recovered_sessions_are_told_and_lead_to_the_library(page: PracticePage, desk: TestDesk) -> None:
    page.tell_recovered(("Groups: At most 0.2 s are missing.",))
    assert "At most 0.2 s" in page.recovered.text
    page._show_recovered()
    assert desk.wanted[-1] == AtLibrary()
    assert page.recovered.text == ""


def test_readiness_is_said_of_what_is_chosen_and_companies_are_offered(
    page: PracticePage, desk: TestDesk, qtbot: QtBot
) -> None:
    assert page.choices.company.isHidden()
    make_history(desk.desk.paths, "mock-up", today_here())
    page.enter(AtPractice(round="behavioural", mode="exam", level="pm", company="ferngate"))
    qtbot.waitUntil(lambda: page.readiness.what.text().startswith("Behavioural, PM: not ready yet"), **QUICK)
    qtbot.waitUntil(lambda: page.choices.company.currentData() == "ferngate", **QUICK)
    assert page.readiness.why.text() == "3 hires, but the newest exam was a lean no hire."
    assert page.readiness.strip.marks == ("hire", "hire", "hire", "no")
    assert (page.choices.chosen().mode, page.choices.company.count()) == (Mode.EXAM, 7)
    assert page.choices.company.currentText().startswith("Ferngate · tier 3, ")

    page.choices.company.setCurrentIndex(1)  # Pebblework, which does not use the round that is chosen
    page.choices.company.activated.emit(1)
    assert page.choices.chosen().round == "execution"
    assert page.readiness.what.text() == "Execution, PM: one more hire and you are ready."
    page.readiness.more.click()
    assert desk.wanted[-1] == AtProgress()
