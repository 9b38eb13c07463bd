"""The Replay page where there is little room: the transcript is where the sound is, and every filter can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.desk import AtReplay
from desktop.language import PSEUDO, use_language
from desktop.pages.replay import ReplayPage
from desktop.replay.opening import open_replay
from desktop.theme.look import look
from desktop.theme.tokens import Theme
from tests.support import replayed
from tests.support.desk import TestDesk
from tests.support.stage import staged

pytestmark = pytest.mark.qt_log_ignore("pa_context_connect", "pipewire", "Using Qt multimedia", "No audio device")

SMALL = (812, 600)
"""What the page has of the smallest window."""


@pytest.fixture
def large_text() -> Iterator[None]:
    look().use(Theme.LIGHT, 125)
    yield
    look().use(Theme.LIGHT, 100)


@pytest.fixture
def long_words(tmp_path: Path) -> Iterator[None]:
    use_language(PSEUDO, tmp_path)
    yield
    use_language("en", tmp_path)


@pytest.fixture
def session(desk: TestDesk) -> Path:
    folder = replayed.long(desk.desk.paths.sessions, minutes=4)
    replayed.remark(folder, 40)
    return folder


def word_at(page: ReplayPage) -> QRect:
    """Where the first word after the name of the heard turn stands in the view of the transcript."""
    (found, *_) = [
        one
        for one in page.transcript.find_all(page.transcript.heard)
        if one.blockNumber() == page.transcript.current_turn
    ]
    start = QTextCursor(found)
    start.setPosition(found.selectionStart())
    return page.transcript.cursorRect(start)


@pytest.mark.parametrize("size", [SMALL, (1092, 760)])
def test_a_session_that_is_opened_at_a_later_second_shows_its_words(
    desk: TestDesk, qtbot: QtBot, session: Path, size: tuple[int, int]
) -> None:
    page = ReplayPage(desk.desk)
    late = open_replay(session).script.turns[-1].stretches[20]
    with staged(page, *size):
        page.enter(AtReplay(session, late.start + 0.01))
        qtbot.waitUntil(lambda: page.opened is not None and page.transcript.isVisible())
        assert page.transcript.heard == late.text
        assert page.transcript.viewport().rect().contains(word_at(page).center())
        page.leave()


def reachable(page: ReplayPage, widget: QWidget) -> bool:
    """Whether a control lies whole within the part of the page that can be seen."""
    whole = QRect(widget.mapTo(page, QPoint(0, 0)), widget.size())
    room = widget.parentWidget()
    assert room is not None
    seen = QRect(room.mapTo(page, QPoint(0, 0)), room.size())
    return page.rect().contains(whole) and seen.contains(whole) and widget.width() >= 30


def test_no_filter_is_clipped_with_large_text_and_long_words(
    desk: TestDesk, qtbot: QtBot, session: Path, large_text: None, long_words: None
) -> None:
    page = ReplayPage(desk.desk)
    with staged(page, *SMALL):
        page.enter(AtReplay(session))
        qtbot.waitUntil(lambda: page.opened is not None and page.transcript.isVisible())
        panel = page.annotations
        assert not panel.filters.isVisible()
        panel.filter_button.click()
        filters = panel.filters
        controls = [filters.all, *filters.chips.values(), filters.titles, filters.makers]
        shown = [control for control in controls if control.isVisible()]
        assert len(shown) >= 6
        assert [control.objectName() for control in shown if not reachable(page, control)] == []
        filters.chips[page.annotations.rows[0].kind].click()
        panel.filter_button.click()
        assert not filters.isVisible()
        assert panel.list.isVisible()
        assert "ó" in panel.filter_button.accessibleName()
        assert panel.filter_button.accessibleName() != "Filter"
        assert panel.filter_button.property("kind") == "quiet"
        page.leave()


def test_filters_that_need_more_room_than_there_is_scroll(desk: TestDesk, qtbot: QtBot, session: Path) -> None:
    page = ReplayPage(desk.desk)
    with staged(page, 1092, 760):
        page.enter(AtReplay(session))
        qtbot.waitUntil(lambda: page.opened is not None and page.transcript.isVisible())
        room = page.annotations.findChild(QWidget, "remark_filters_room")
        assert isinstance(room, QWidget)
        whole = room.height()
        assert whole >= page.annotations.filters.heightForWidth(room.width())
        page.annotations._room.fit(room.width(), whole // 2)
        assert room.height() == whole // 2
        assert page.annotations.filters.height() >= whole
        page.leave()
