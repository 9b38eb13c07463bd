"""How answers were spoken, on the After page: listened to when asked or when an interview has ended, stopped, told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.delivery import hearing
from desktop.desk import AtAfter, AtLive, AtReplay
from desktop.headless import Wishes
from desktop.pages.after import AfterPage
from desktop.report.opening import make_review
from interviewer.records.delivered import read_delivered
from interviewer.records.folder import SessionFolder
from speech.whisper.models import ModelFiles, ModelStore
from speech.whisper.sources import Origin
from tests.support.after_page import come, press, said, shown
from tests.support.desk import TestDesk
from tests.support.guards import ExpectedLog
from tests.support.listens import Listens
from tests.support.reviewed import interview, keep
from tests.support.stage import staged

MODEL = ModelFiles("scripted", Path(), Origin.FOLDER, "", "", english_only=True)


@pytest.fixture
def page(qtbot: QtBot, desk: TestDesk) -> Iterator[AfterPage]:
    made = AfterPage(desk.desk)
    with staged(made, 1092, 760):
        yield made
        made.leave()
        qtbot.waitUntil(lambda: made.reviewing.idle, timeout=20_000)


@pytest.fixture
def folder(desk: TestDesk) -> Path:
    """A session with its review."""
    made = keep(desk.desk.paths.sessions, interview())
    make_review(made, desk.desk.paths)
    return made


@pytest.fixture
def listens(monkeypatch: pytest.MonkeyPatch) -> Listens:
    listens = Listens()
    monkeypatch.setattr(hearing, "Transcriber", lambda *_args, **_more: listens)
    monkeypatch.setattr(ModelStore, "resolve", lambda _store, _name: MODEL)
    return listens


def test_figures_of_the_delivery_come_when_asked_for_and_lead_to_the_sound(
    qtbot: QtBot, desk: TestDesk, page: AfterPage, folder: Path, listens: Listens
) -> None:
    come(qtbot, page, folder)
    assert not listens.asked
    press(page, "delivery_listen")
    qtbot.waitUntil(lambda: bool(page.findChild(QWidget, "delivery_fillers_value")), timeout=20_000)
    qtbot.waitUntil(lambda: page.findChild(QWidget, "delivery_listen") is None)
    assert "a minute" in shown(page, "delivery_pace_value")
    assert shown(page, "delivery_fillers_note").startswith("um ")
    press(page, "delivery_fillers_play")
    assert desk.wanted[-1] == AtReplay(folder, listens.asked[0][0].start / 16_000)


def test_a_session_that_has_just_ended_is_listened_to_and_that_can_be_stopped(
    qtbot: QtBot, page: AfterPage, folder: Path, listens: Listens
) -> None:
    listens.holds.clear()
    page.enter(AtAfter(folder, fresh=True))
    qtbot.waitUntil(lambda: bool(listens.asked), timeout=20_000)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(page.view.isVisible)
    assert "Listening" in said(page, "after_hearing")
    press(page, "after_cancel_hearing")
    qtbot.waitUntil(lambda: bool(listens.closed) and said(page, "after_hearing") == "")
    assert page.hearing.idle
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(QPushButton, "delivery_listen")))


@pytest.fixture
def other(desk: TestDesk) -> Path:
    """Another session with its review."""
    made = keep(desk.desk.paths.sessions, interview(), title="Another")
    make_review(made, desk.desk.paths)
    return made


def ask_for_two(qtbot: QtBot, page: AfterPage, listens: Listens, first: Path, second: Path) -> None:
    """Have one session listened to, which halts, then go to another and want the same there."""
    listens.holds.clear()
    come(qtbot, page, first)
    press(page, "delivery_listen")
    qtbot.waitUntil(lambda: bool(listens.asked), timeout=20_000)
    come(qtbot, page, second)
    assert said(page, "after_hearing") == ""
    qtbot.waitUntil(lambda: [one.isVisible() for one in page.findChildren(QPushButton, "delivery_listen")] == [True])
    press(page, "delivery_listen")
    assert said(page, "after_hearing").startswith("Another session is listened to first.")


@pytest.mark.parametrize("breaks", [False, True])
def test_a_session_that_is_wanted_while_another_is_listened_to_follows_it(
    qtbot: QtBot,
    desk: TestDesk,
    page: AfterPage,
    folder: Path,
    other: Path,
    listens: Listens,
    breaks: bool,
    expected_log: ExpectedLog,
) -> None:
    if breaks:
        expected_log("a view failed")
        listens.breaks, listens.fault = 1, ZeroDivisionError()
    ask_for_two(qtbot, page, listens, folder, other)
    desk.desk.engine.post_in(listens.holds.set)
    qtbot.waitUntil(lambda: bool(page.findChild(QWidget, "delivery_fillers_value")), timeout=20_000)
    assert said(page, "after_hearing") == ""
    assert listens.closed == 2


@pytest.mark.parametrize("gives_up", ["cancel", "leave", "elsewhere", "interview"])
def test_a_session_that_waits_to_be_listened_to_can_be_given_up(
    qtbot: QtBot, desk: TestDesk, page: AfterPage, folder: Path, other: Path, listens: Listens, gives_up: str
) -> None:
    ask_for_two(qtbot, page, listens, folder, other)
    match gives_up:
        case "cancel":
            press(page, "after_cancel_hearing")
        case "leave":
            page.leave()
        case "elsewhere":
            come(qtbot, page, folder)
            come(qtbot, page, other)
        case _:
            desk.desk.go(AtLive(Wishes()))
    assert said(page, "after_hearing") == ""
    desk.desk.engine.post_in(listens.holds.set)
    qtbot.waitUntil(lambda: page.hearing.idle and listens.closed > 0, timeout=20_000)
    assert listens.closed == 1
    assert read_delivered(SessionFolder(other)) is None


def test_listening_that_fails_says_why_and_can_be_tried_again(
    qtbot: QtBot, page: AfterPage, folder: Path, listens: Listens
) -> None:
    listens.breaks = 1
    come(qtbot, page, folder)
    press(page, "delivery_listen")
    qtbot.waitUntil(lambda: "It broke" in said(page, "after_problem"), timeout=20_000)
    qtbot.waitUntil(lambda: page.findChild(QWidget, "delivery_listen") is not None)
