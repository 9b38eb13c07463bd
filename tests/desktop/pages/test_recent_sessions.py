"""The last sessions: opened by a click, replayed by their triangle."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.desk import AtAfter, AtReplay
from desktop.pages.recent_sessions import RecentSessions
from tests.interviewer.records import sessions
from tests.support.desk import TestDesk
from tests.support.stage import staged


def click(recent: RecentSessions, row: int, *, at_end: bool = False) -> None:
    rect = recent.view.visualRect(recent.view.sessions.index(row, 0))
    point = QPoint(rect.right() - 12, rect.center().y()) if at_end else rect.center()
    QTest.mouseClick(recent.view.viewport(), Qt.MouseButton.LeftButton, pos=point)


def test_recent_sessions(qtbot: QtBot, desk: TestDesk) -> None:
    folders = [
        sessions.hold(desk.desk.paths.sessions, started=sessions.STARTED + timedelta(days=day)) for day in range(4)
    ]
    recent = RecentSessions(desk.desk)
    with staged(recent, 1044, 200):
        recent.refresh()
        qtbot.waitUntil(lambda: recent.view.sessions.rowCount() == 3)

        assert recent.view.height() == 3 * 48
        assert not recent.empty.isVisible()
        click(recent, 0)
        click(recent, 2, at_end=True)
        recent.view.select_row(1)
        QTest.keyClick(recent.view, Qt.Key.Key_Enter)

    assert desk.wanted == [AtAfter(folders[3]), AtReplay(folders[1]), AtAfter(folders[2])]


def test_no_recent_session_is_said(qtbot: QtBot, desk: TestDesk) -> None:
    recent = RecentSessions(desk.desk)
    with staged(recent, 1044, 200):
        recent.refresh()
        qtbot.waitUntil(recent.empty.isVisible)

        assert "No session yet" in recent.empty.text()
        assert not recent.view.isVisible()
