"""Rows of sessions: opened, replayed, said, laid out at any width."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.language import PSEUDO, use_language
from desktop.paths import find
from desktop.session_words import today_here, verdicts
from desktop.theme import tokens
from desktop.theme.look import Look
from desktop.theme.tokens import Theme
from desktop.widgets.painting import width_of
from desktop.widgets.session_list import SessionsView
from desktop.widgets.session_model import SessionRow
from desktop.widgets.session_row import SessionDelegate
from interviewer.records.listed import Listed
from tests.desktop.test_session_words import session
from tests.support.stage import staged


def rows(count: int, **facts: object) -> list[SessionRow]:
    return [SessionRow(session(id=f"2026-11-20T2047_number-{number}_9f3c", **facts)) for number in range(count)]


@pytest.fixture
def view(look: Look) -> Iterator[SessionsView]:
    made = SessionsView("sessions", "Sessions", many=True)
    made.sessions.show(rows(5), today=today_here())
    with staged(made, 1044, 400):
        yield made


def click(view: SessionsView, row: int, *, at_end: bool = False, double: bool = False) -> None:
    rect = view.visualRect(view.sessions.index(row, 0))
    point = QPoint(rect.right() - 12, rect.center().y()) if at_end else rect.center()
    press = QTest.mouseDClick if double else QTest.mouseClick
    press(view.viewport(), Qt.MouseButton.LeftButton, pos=point)


def test_the_model_is_sound(qtmodeltester: ModelTester, view: SessionsView) -> None:
    qtmodeltester.check(view.sessions)  # type: ignore[no-untyped-call]  # pytest-qt types nothing


def test_a_row_is_48_high_and_says_itself(view: SessionsView) -> None:
    index = view.sessions.index(0, 0)

    assert view.visualRect(index).height() == 48
    said = view.sessions.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Groups, ")
    assert "Execution, Exam, 35 min, Lean no hire" in said


def test_enter_and_double_click_open_and_the_triangle_replays(view: SessionsView) -> None:
    opened: list[int] = []
    replayed: list[int] = []
    view.opened.connect(lambda index: opened.append(index.row()))
    view.end_clicked.connect(lambda index: replayed.append(index.row()))

    click(view, 1)
    assert (opened, view.rows()) == ([], [1])
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    click(view, 3, double=True)
    click(view, 4, at_end=True)

    assert (opened, replayed) == ([2, 3], [4])
    assert view.rows() == [2]  # the triangle selects nothing


def test_the_triangle_of_a_damaged_session_is_none(view: SessionsView) -> None:
    view.sessions.show(rows(2, problem="It does not read."), today=today_here())
    replayed: list[int] = []
    view.end_clicked.connect(lambda index: replayed.append(index.row()))

    click(view, 0, at_end=True)

    assert replayed == []
    assert view.rows() == [0]


@pytest.mark.parametrize("language", ["", PSEUDO])
@pytest.mark.parametrize("percent", [100, 125, 150])
@pytest.mark.parametrize("width", [764, 1044])
def test_calls_are_never_cut(view: SessionsView, look: Look, language: str, percent: int, width: int) -> None:
    use_language(language, find().data)
    try:
        look.use(Theme.LIGHT, percent)
        view.resize(width, 400)
        columns = SessionDelegate(view).columns()
        widest = max(width_of(text, look.font()) for text in verdicts())

        assert columns.verdict >= look.size(16) + 8 + widest
        left = width - columns.when - columns.round - columns.mode - columns.length - columns.verdict
        assert left - look.size(40) - 16 >= min(look.size(240), width / 4)
    finally:
        use_language("", find().data)


def test_a_narrow_list_puts_the_columns_under_the_title(view: SessionsView) -> None:
    delegate = view.itemDelegate()
    assert isinstance(delegate, SessionDelegate)
    assert not delegate.columns().folded

    view.resize(700, 400)

    assert delegate.columns().folded
    view.resize(1044, 400)
    view.sessions.show(rows(3), today=today_here(), with_snippets=True)
    view.lay_out()
    view.doItemsLayout()
    assert view.visualRect(view.sessions.index(0, 0)).height() == 52


def test_rows_follow_the_text_size(view: SessionsView, look: Look, qtbot: QtBot) -> None:
    look.use(Theme.DARK, 150)

    qtbot.waitUntil(lambda: view.visualRect(view.sessions.index(0, 0)).height() == 72)
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert image.pixelColor(600, 5).name().upper() != tokens.LIGHT.surface


def test_selection_by_id(view: SessionsView) -> None:
    ids = {view.sessions.rows[number].listed.id for number in (1, 3)}

    view.select_ids(ids, otherwise=0)
    assert {listed.id for listed in view.selected()} == ids

    view.select_ids({"gone"}, otherwise=9)
    assert view.rows() == [4]


def test_markup_in_a_title_stays_text(view: SessionsView) -> None:
    listed: Listed = session(title="<b>bold</b> <img src=x>")
    view.sessions.show([SessionRow(listed)], today=today_here())

    assert view.sessions.data(view.sessions.index(0, 0)) == "<b>bold</b> <img src=x>"
    view.grab()
