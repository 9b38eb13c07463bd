"""Appearance, shortcuts, privacy, data and about: what is chosen holds at once, and what is said is so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.desk import AtSettings, Desk
from desktop.pack_shelf import new_pack, throw_away
from desktop.pages.panels.about import AboutPanel
from desktop.pages.panels.appearance import AppearancePanel
from desktop.pages.panels.data import DataPanel
from desktop.pages.panels.panel import Panel
from desktop.pages.panels.privacy import PrivacyPanel
from desktop.pages.panels.shortcuts import ShortcutsPanel
from desktop.settings import Appearance, Interviewer, Privacy
from desktop.theme.tokens import Theme
from interviewer.records import lock
from interviewer.records.library import trash
from tests.interviewer.records.sessions import hold
from tests.support.desk import TestDesk
from tests.support.stage import staged

WAIT = 15_000
P = TypeVar("P", bound=Panel)
Show = Callable[[Callable[[Desk], P]], P]


@pytest.fixture
def show(desk: TestDesk, qtbot: QtBot) -> Iterator[Show[Panel]]:
    """Makes a panel and shows it."""
    stages: list[object] = []

    def make(kind: Callable[[Desk], Panel]) -> Panel:
        panel = kind(desk.desk)
        stage = staged(panel, 700, 1400)
        stage.__enter__()
        stages.append(stage)
        panel.enter()
        qtbot.waitUntil(panel.isActiveWindow, timeout=WAIT)
        return panel

    yield make
    desk.desk.engine.stop()
    for stage in stages:
        stage.__exit__(None, None, None)  # type: ignore[attr-defined]  # a context manager


def click(widget: QWidget) -> None:
    assert widget.isEnabled(), widget.toolTip()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


class Opened(QObject):
    """Takes the place of the system's file manager."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []
        QDesktopServices.setUrlHandler("file", self, "take")  # type: ignore[arg-type]  # the stub says bytes, which it refuses

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.urls.append(url)


@pytest.fixture
def opened() -> Iterator[Opened]:
    yield Opened()
    QDesktopServices.unsetUrlHandler("file")


# --- appearance


def test_appearance_holds_at_once(show: Show[AppearancePanel], desk: TestDesk) -> None:
    panel = show(AppearancePanel)
    click(panel.themes[Theme.CONTRAST_DARK])
    panel.text.chosen.emit(125)
    click(panel.still)
    click(panel.fluent)
    assert desk.desk.settings.appearance == Appearance(
        theme=Theme.CONTRAST_DARK, text_percent=125, reduced_motion=True, hide_disfluencies=True
    )
    assert panel.text.value == 125


def test_appearance_shows_what_holds(show: Show[AppearancePanel], desk: TestDesk) -> None:
    panel = show(AppearancePanel)
    desk.desk.change(
        appearance=Appearance(theme=Theme.DARK, text_percent=150, reduced_motion=True, hide_disfluencies=True)
    )
    assert panel.themes[Theme.DARK].isChecked()
    assert panel.text.value == 150
    assert panel.still.isChecked()
    assert panel.fluent.isChecked()


# --- shortcuts


def test_a_key_is_changed_and_reset(show: Show[ShortcutsPanel], desk: TestDesk) -> None:
    panel = show(ShortcutsPanel)
    button = panel.buttons["find"]
    click(button)
    assert button.text() == "Press the new keys"
    QTest.keyClick(button, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert desk.desk.settings.shortcuts == {"find": "Ctrl+K"}
    assert desk.desk.shortcuts.key("find") == "Ctrl+K"
    assert button.text() == "Ctrl+K"
    reset = panel.findChild(QWidget, "reset_find")
    assert reset is not None
    click(reset)
    assert desk.desk.settings.shortcuts == {}
    assert button.text() == "Ctrl+F"
    assert not reset.isEnabled()


def test_a_key_that_is_taken_is_refused_by_name(show: Show[ShortcutsPanel], desk: TestDesk) -> None:
    panel = show(ShortcutsPanel)
    click(panel.buttons["play"])
    QTest.keyClick(panel.buttons["play"], Qt.Key.Key_J)
    assert panel.remark.text == ("J is taken by “5 seconds back” (Replay). Change that one first, or press other keys.")
    assert desk.desk.settings.shortcuts == {}
    assert panel.buttons["play"].text() == "Space"


def test_the_same_key_on_another_page_is_no_clash(show: Show[ShortcutsPanel], desk: TestDesk) -> None:
    panel = show(ShortcutsPanel)
    click(panel.buttons["search"])
    QTest.keyClick(panel.buttons["search"], Qt.Key.Key_J)
    assert desk.desk.settings.shortcuts == {"search": "J"}


def test_a_key_is_not_reset_to_one_that_is_taken_meanwhile(show: Show[ShortcutsPanel], desk: TestDesk) -> None:
    desk.desk.shortcuts.use({"back": "B", "play": "J"})
    desk.desk.change(shortcuts={"back": "B", "play": "J"})
    panel = show(ShortcutsPanel)
    reset = panel.findChild(QWidget, "reset_back")
    assert reset is not None
    click(reset)
    assert "J is taken by “Play or pause”" in panel.remark.text
    click(panel.reset_all)
    assert desk.desk.settings.shortcuts == {}
    assert panel.buttons["back"].text() == "J"
    assert not panel.reset_all.isEnabled()


# --- privacy


def test_every_host_is_named(show: Show[PrivacyPanel], desk: TestDesk) -> None:
    panel = show(PrivacyPanel)
    assert "huggingface.co" in panel.hosts.text
    assert "api.example.com" not in panel.hosts.text
    desk.desk.change(interviewer=Interviewer(kind="server", url="https://api.example.com/v1", model="m"))
    assert "api.example.com" in panel.hosts.text
    assert "blocked" not in panel.hosts.text
    desk.desk.change(interviewer=Interviewer(kind="server", url="http://127.0.0.1:11434", model="m"))
    assert "It is this computer." in panel.hosts.text


def test_offline_only_blocks_who_is_elsewhere(show: Show[PrivacyPanel], desk: TestDesk) -> None:
    desk.desk.change(interviewer=Interviewer(kind="server", url="https://api.example.com/v1", model="m"))
    panel = show(PrivacyPanel)
    click(panel.offline)
    assert desk.desk.settings.privacy.offline_only
    assert "api.example.com – blocked" in panel.hosts.text
    click(panel.offline)
    assert not desk.desk.settings.privacy.offline_only


def test_all_recordings_go_to_the_trash_after_a_question(
    show: Show[PrivacyPanel], desk: TestDesk, qtbot: QtBot
) -> None:
    sessions = desk.desk.paths.sessions
    first, second = hold(sessions), hold(sessions)
    panel = show(PrivacyPanel)
    desk.dialogs.yes = False
    click(panel.delete)
    assert first.is_dir()
    desk.dialogs.yes = True
    with lock.acquire(second, sign=False), qtbot.waitSignal(desk.desk.sessions_changed, timeout=WAIT):
        click(panel.delete)
    assert panel.remark.text == "One session is in the trash. One is in use and stays."
    assert not first.exists()
    assert second.is_dir()


def test_where_keys_are(show: Show[PrivacyPanel], desk: TestDesk) -> None:
    click(show(PrivacyPanel).keys)
    assert desk.wanted == [AtSettings("interviewer")]


# --- data


def test_sizes_are_counted_and_the_trash_is_emptied(show: Show[DataPanel], desk: TestDesk, qtbot: QtBot) -> None:
    hold(desk.desk.paths.sessions)
    moved = trash(hold(desk.desk.paths.sessions))
    panel = show(DataPanel)
    qtbot.waitUntil(lambda: panel.sizes["sessions"].text().endswith("one session"), timeout=WAIT)
    assert panel.sizes["trash"].text().endswith("one session")
    click(panel.empty)
    qtbot.waitUntil(lambda: panel.remark.text == "Deleted for good: one session.", timeout=WAIT)
    assert not moved.exists()
    qtbot.waitUntil(lambda: not panel.empty.isEnabled(), timeout=WAIT)
    assert "for good" in desk.dialogs.asked[0]


def test_packs_in_the_trash_are_counted_and_deleted_with_it(
    show: Show[DataPanel], desk: TestDesk, qtbot: QtBot
) -> None:
    paths = desk.desk.paths
    moved = throw_away(paths, new_pack(paths, "mine"))
    panel = show(DataPanel)
    qtbot.waitUntil(lambda: panel.sizes["trash"].text().endswith(" kB, one pack"), timeout=WAIT)
    click(panel.empty)
    qtbot.waitUntil(lambda: panel.remark.text == "Deleted for good: one pack.", timeout=WAIT)
    assert not moved.exists()


def test_how_long_sessions_are_kept(show: Show[DataPanel], desk: TestDesk, qtbot: QtBot) -> None:
    hold(desk.desk.paths.sessions, started=datetime.now(UTC) - timedelta(days=100))
    panel = show(DataPanel)
    assert panel.keep.currentText() == "for ever"
    place = panel.keep.findData(90)
    panel.keep.setCurrentIndex(place)
    panel.keep.activated.emit(place)
    assert desk.desk.settings.privacy.keep_days == 90
    qtbot.waitUntil(lambda: "One session is older now." in panel.keep_note, timeout=WAIT)


def test_a_number_of_days_from_the_file_is_offered(show: Show[DataPanel], desk: TestDesk) -> None:
    desk.desk.change(privacy=Privacy(keep_days=45))
    assert show(DataPanel).keep.currentText() == "for 45 days"


def test_the_data_folder_is_opened(show: Show[DataPanel], desk: TestDesk, opened: Opened) -> None:
    panel = show(DataPanel)
    click(panel.open)
    assert [url.toLocalFile() for url in opened.urls] == [str(desk.desk.paths.data)]


# --- about


def test_diagnostics_are_copied(show: Show[AboutPanel], desk: TestDesk, qtbot: QtBot) -> None:
    panel = show(AboutPanel)
    click(panel.copy)
    qtbot.waitUntil(lambda: panel.remark.text.startswith("Copied."), timeout=WAIT)
    text = QGuiApplication.clipboard().text()
    assert "offscreen" in text
    assert "Speech models:" in text


def test_the_log_folder_is_opened(show: Show[AboutPanel], desk: TestDesk, opened: Opened) -> None:
    click(show(AboutPanel).logs)
    assert [url.toLocalFile() for url in opened.urls] == [str(desk.desk.paths.logs)]
