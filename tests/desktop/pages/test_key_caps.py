"""Keys shown on buttons and in tooltips are those that hold, also after another one was chosen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from desktop.desk import Desk
from desktop.pages.after import AfterPage
from desktop.pages.library import LibraryPage
from desktop.pages.page import Page
from desktop.pages.practice import PracticePage
from desktop.pages.replay import ReplayPage
from desktop.pages.setup import SetUpPage
from desktop.widgets.buttons import Button
from tests.support.desk import TestDesk

pytestmark = pytest.mark.qt_log_ignore("pa_context_connect", "pipewire", "Using Qt multimedia", "No audio device")

BUTTONS = (
    (PracticePage, "practice_start", "start", "Enter"),
    (SetUpPage, "set_up_continue", "continue", "Enter"),
    (AfterPage, "rate_done", "show_review", "Enter"),
    (AfterPage, "rate_skip", "skip_rating", "Esc"),
    (ReplayPage, "replay_find", "find", "Ctrl+F"),
    (ReplayPage, "note_add", "drop_note", "N"),
)


@pytest.mark.parametrize(("make", "name", "action", "usual"), BUTTONS)
def test_a_key_cap_follows_the_key(
    desk: TestDesk, qtbot: QtBot, make: Callable[[Desk], Page], name: str, action: str, usual: str
) -> None:
    page = make(desk.desk)
    qtbot.addWidget(page)
    button = page.findChild(Button, name)
    assert button is not None
    assert button.cap == usual
    narrow = button.sizeHint().width()
    desk.desk.change(shortcuts={action: "Ctrl+Shift+F8"})
    assert button.cap == "Ctrl+Shift+F8"
    assert button.sizeHint().width() > narrow
    desk.desk.change(shortcuts={action: ""})
    assert button.cap == ""
    page.leave()


def test_tooltips_of_the_library_follow_the_keys(desk: TestDesk, qtbot: QtBot) -> None:
    page = LibraryPage(desk.desk)
    qtbot.addWidget(page)
    desk.desk.change(shortcuts={"delete": "Ctrl+D", "search": "Ctrl+K"})
    assert page.selection.buttons["delete"].toolTip().endswith("(Ctrl+D)")
    assert page.filters.search.toolTip() == "Ctrl+K"
