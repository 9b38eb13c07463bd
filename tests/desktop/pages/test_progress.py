"""The Progress page: what it shows of many sessions, of few and of none; the board of companies, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.desk import AtPractice, AtProgress
from desktop.language import PSEUDO, use_language
from desktop.pages.progress import ProgressPage
from desktop.session_words import today_here
from desktop.theme.look import Look
from desktop.theme.tokens import Theme
from desktop.widgets.buttons import Button
from interviewer.progress.board import read_board
from tests.support.desk import TestDesk
from tests.support.progress_history import make_history
from tests.support.stage import staged

QUICK = {"timeout": 20_000}
TODAY = today_here()


@pytest.fixture
def page(desk: TestDesk, qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[ProgressPage]:
    """The page over a history: `mock-up`, `two` or `empty`."""
    make_history(desk.desk.paths, request.param, TODAY)
    made = ProgressPage(desk.desk)
    with staged(made, 1092, 760):
        made.enter(AtProgress())
        qtbot.waitUntil(lambda: made.picture is not None, **QUICK)
        yield made
        made.leave()


history = pytest.mark.parametrize


def press(name: str, page: ProgressPage) -> None:
    button = page.findChild(Button, name)
    assert isinstance(button, Button)
    button.click()


@history("page", ["mock-up"], indirect=True)
def test_all_of_a_history_is_shown(page: ProgressPage, desk: TestDesk) -> None:
    rows = page.readiness.rows
    assert [(row.state.text(), row.reason.text()) for row in rows.values()] == [
        ("One more", "2 of the last 4 are a hire; the next one decides."),
        ("Ready", "3 of the last 4 are a hire, the newest 3 days old."),
        ("Not yet", "3 hires, but the newest exam was a lean no hire."),
        ("Too few", "1 exam so far; 2 more before it can be said."),
        ("Too few", "No exams yet; 3 needed."),
    ]
    assert rows["execution"].strip.marks == ("lean", "hire", "lean", "hire")
    assert rows["behavioural"].strip.reading().text == "hire, hire, hire, no"
    assert page.readiness.only_rules.isHidden()

    assert "an exam in execution, before Pebblework" in page.next.text.text()
    assert "Metrics" in page.next.why.text()
    page.next.go.click()
    assert desk.wanted == [AtPractice(round="execution", mode="exam", level="pm", company="pebblework")]

    shown = {row.title.text(): (row.word.text(), row.change.text()) for row in page.dimensions.rows}
    assert shown["Goals"] == ("Strong", "up from solid")
    assert shown["Attention to detail"] == ("Developing", "down from solid")
    assert shown["Product rationale"] == ("Solid", "as before")

    figures = page.delivery.rows
    assert page.delivery.title.text() == "Delivery, last 8 sessions"
    assert (figures["pace"].value.text(), figures["pace"].caption.text()) == ("148", "a minute, was 168")
    reading = figures["pause"].line.reading()
    assert (reading.current, reading.least, reading.most) == (6.0, 6.0, 14.0)
    assert "14 s, 9 s, 12 s" in reading.text
    assert page.rating.rows["gap"].value.text() == "+0.6"

    assert [row.texts for row in page.companies.rows.values()][1][2] == "1 of 1"
    assert "1 of 1 rounds ready" in page.companies.rows["ferngate"].accessibleName()


@history("page", ["mock-up"], indirect=True)
def test_every_chart_has_a_table(page: ProgressPage) -> None:
    for part in (page.readiness, page.dimensions, page.delivery, page.rating):
        assert part.table.isHidden()
        part.switch.click()
        assert part.table.isVisible()
    assert page.readiness.table.texts[0] == ("Execution", page.readiness.table.texts[0][1], "Hire")
    assert ("Goals", "Strong", "Solid", "up from solid") in page.dimensions.table.texts
    assert page.delivery.table.texts[0][1:] == ("148", "3.1", "6 s")
    assert len(page.rating.table.texts) == 8
    page.dimensions.switch.click()
    assert page.dimensions.rows[0].isVisible()
    assert page.dimensions.table.isHidden()


@history("page", ["mock-up"], indirect=True)
def test_another_level_period_or_round_is_shown_at_once(page: ProgressPage) -> None:
    page.level.choose("senior")
    page.level.activated.emit(page.level.currentIndex())
    assert {row.state.text() for row in page.readiness.rows.values()} == {"Too few"}
    page.level.choose("pm")
    page.period.choose(30)
    page.period.activated.emit(page.period.currentIndex())
    assert {row.change.text() for row in page.dimensions.rows} == {"first scored in these four weeks"}
    page.dimensions.round.choose("strategy")
    page.dimensions.round.activated.emit(page.dimensions.round.currentIndex())
    assert page.dimensions.missing.text() == "Not enough yet: no session of strategy has scores; 3 are needed."


@history("page", ["two"], indirect=True)
def test_of_two_sessions_it_is_said_what_is_missing_and_nothing_is_drawn(page: ProgressPage) -> None:
    assert page.readiness.rows["execution"].reason.text() == "2 exams so far; 1 more before it can be said."
    assert "rule-based coach never goes further" in page.readiness.only_rules.text()
    assert page.readiness.only_rules.isVisible()
    assert page.dimensions.missing.text() == "Not enough yet: 2 sessions of execution have scores, 1 more needed."
    assert page.dimensions.rows == []
    for row in (*page.delivery.rows.values(), *page.rating.rows.values()):
        assert row.line.isHidden()
        assert row.caption.text().startswith("Not enough yet: ")
        assert "2 more needed" in row.caption.text()
        assert row.line.reading().text == row.caption.text()
    assert page.delivery.switch.isHidden()


@history("page", ["empty"], indirect=True)
def test_without_a_session_there_is_one_thing_to_do(page: ProgressPage, desk: TestDesk) -> None:
    assert page.nothing.isVisible()
    assert not page.readiness.isVisible()
    assert page.next.isHidden()
    press("progress_start", page)
    assert desk.wanted == [AtPractice()]
    assert page.companies.empty.isVisible()


@history("page", ["empty"], indirect=True)
def test_the_board_is_kept_by_keyboard_alone(page: ProgressPage, desk: TestDesk, qtbot: QtBot) -> None:
    form, file = page.companies.form, desk.desk.paths.companies
    page.companies.add.setFocus()
    QTest.keyClick(page.companies.add, Qt.Key.Key_Space)
    assert form.isVisible()
    assert not form.save.isEnabled()
    QTest.keyClicks(form.name, "Ferngate")
    QTest.keyClicks(form.day, "2027-02-30")
    assert "as in" in form.fault.text()
    form.day.clear()
    QTest.keyClicks(form.day, (TODAY + timedelta(days=1)).isoformat())
    assert "Choose the rounds" in form.fault.text()
    QTest.keyClick(form.rounds["strategy"], Qt.Key.Key_Space)
    QTest.keyClick(form.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.companies.rows) == 1, **QUICK)
    (row,) = page.companies.rows.values()
    assert row.texts == ("Ferngate", "Tomorrow", "0 of 1")
    assert "practise strategy, before Ferngate (tomorrow)" in page.next.text.text()

    QTest.keyClick(row, Qt.Key.Key_Space)
    assert form.day.text() == (TODAY + timedelta(days=1)).isoformat()
    QTest.keyClick(form.name, Qt.Key.Key_Escape)
    assert form.isHidden()
    QTest.keyClick(row, Qt.Key.Key_Space)
    form.tier.choose(1)
    form.day.clear()
    form.save.click()
    qtbot.waitUntil(lambda: [one.texts[1] for one in page.companies.rows.values()] == ["no date yet"], **QUICK)
    (kept,) = read_board(file).companies
    assert (kept.id, kept.tier, kept.day, kept.rounds) == (row.company_id, 1, None, ("strategy",))

    next(iter(page.companies.rows.values())).click()
    form.remove.click()
    qtbot.waitUntil(lambda: not page.companies.rows, **QUICK)
    assert read_board(file).companies == ()
    press("company_undo", page)
    qtbot.waitUntil(lambda: len(page.companies.rows) == 1, **QUICK)
    assert read_board(file).companies == (kept,)


def test_a_board_that_does_not_read_is_said_and_begun_anew(desk: TestDesk, qtbot: QtBot) -> None:
    file = desk.desk.paths.companies
    file.write_text("{")
    page = ProgressPage(desk.desk)
    with staged(page, 1092, 760):
        page.enter(AtProgress())
        qtbot.waitUntil(lambda: page.picture is not None, **QUICK)
        assert "do not read" in page.banner.text
        page.companies.add.click()
        page.companies.form.name.setText("Pebblework")
        page.companies.form.rounds["execution"].setChecked(True)
        page.companies.form.save.click()
        qtbot.waitUntil(lambda: len(page.companies.rows) == 1, **QUICK)
        assert page.banner.text == ""
    assert file.with_name("companies.json.damaged").read_text() == "{"


def right_edges(page: ProgressPage) -> dict[str, int]:
    """How far what is shown sticks out of the page on the right, by name; only what does."""
    room = page.scrolled.viewport().width()
    shown = [widget for widget in page.scrolled.viewport().findChildren(QWidget) if widget.isVisibleTo(page)]
    edges = {widget.objectName(): widget.mapTo(page, QPoint(widget.width(), 0)).x() - room for widget in shown}
    return {name: edge for name, edge in edges.items() if edge > 0}


@pytest.mark.parametrize(("width", "height", "percent"), [(812, 600, 100), (812, 600, 150), (1092, 760, 125)])
def test_nothing_is_cut_at_large_text_in_longer_languages(
    desk: TestDesk,
    qtbot: QtBot,
    look: Look,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    width: int,
    height: int,
    percent: int,
) -> None:
    use_language(PSEUDO, tmp_path)
    request.addfinalizer(lambda: use_language("", tmp_path))
    look.use(Theme.DARK, percent, reduced_motion=True)
    make_history(desk.desk.paths, "mock-up", TODAY)
    page = ProgressPage(desk.desk)
    with staged(page, width, height):
        page.enter(AtProgress())
        qtbot.waitUntil(lambda: page.picture is not None, **QUICK)
        page.companies.rows["nettle"].click()
        page.companies.form.name.setText("Donaudampfschifffahrtsgesellschaft " * 2)
        page.companies.form.save.click()
        qtbot.waitUntil(page.companies.form.isHidden, **QUICK)
        qtbot.waitUntil(lambda: "Donau" in page.companies.rows["nettle"].accessibleName(), **QUICK)
        qtbot.waitUntil(lambda: right_edges(page) == {}, **QUICK)
        row = page.companies.rows["nettle"]
        qtbot.waitUntil(lambda: row.height() == row.heightForWidth(row.width()), **QUICK)
        assert (row.height() > look.size(32)) is (row.name_width() + row.day_width() > row.width())
        page.leave()
