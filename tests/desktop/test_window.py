"""The window itself: pages come and go, geometry is remembered, errors are told once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop import app as hotseat
from desktop.desk import AtLibrary, AtPacks, AtPractice, AtProgress, AtSettings, AtSetUp
from desktop.guards import Errors
from desktop.settings import Appearance, Interviewer, Voice
from desktop.theme.look import Look
from desktop.theme.tokens import DARK, Theme
from desktop.window import MainWindow
from tests.support import guards
from tests.support.desk import TestDesk

pytestmark = pytest.mark.qt_log_ignore("pa_context_connect", "pipewire", "Using Qt multimedia", "No audio device")


@pytest.fixture
def geometry(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def window(desk: TestDesk, qtbot: QtBot, geometry: QSettings) -> Iterator[MainWindow]:
    desk.desk.change(voice=Voice(engine="none"))
    made = MainWindow(desk.desk, geometry)
    qtbot.addWidget(made)
    made.go(AtPractice())
    made.show()
    yield made
    made.wind_up()


def test_the_rail_leads_to_pages_and_shows_where_one_is(window: MainWindow) -> None:
    places = (AtLibrary(), "library"), (AtProgress(), "progress"), (AtPacks(), "packs"), (AtSettings(), "settings")
    for place, name in places:
        window.go(place)
        assert window.front is window.page(name)
        assert window.rail._items[name].isChecked()
        assert window.rail.isVisible()
        assert window.windowTitle().endswith("– Hotseat")


def test_the_rail_names_the_keys_that_hold(window: MainWindow, desk: TestDesk) -> None:
    assert window.rail._items["library"].toolTip() == "Ctrl+2"
    desk.desk.change(shortcuts={"page_2": "Alt+L"})
    assert window.rail._items["library"].toolTip() == "Alt+L"


def test_set_up_has_no_rail(window: MainWindow) -> None:
    window.go(AtSetUp())
    assert not window.rail.isVisible()


def test_keys_lead_to_pages(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()
    for number, name in enumerate(("practice", "library", "progress", "packs", "settings"), 1):
        QTest.keySequence(window, f"Ctrl+{number}")
        qtbot.waitUntil(lambda name=name: window.front is window.page(name))  # type: ignore[misc]


def test_a_page_that_holds_the_window_keeps_it(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    assert window.front is not None
    monkeypatch.setattr(window.front, "holds", lambda: True)
    window.go(AtLibrary())
    assert window.front is window.page("practice")
    assert window.rail._items["practice"].isChecked()


def test_size_is_remembered(desk: TestDesk, qtbot: QtBot, geometry: QSettings) -> None:
    desk.desk.change(voice=Voice(engine="none"))
    first = MainWindow(desk.desk, geometry)
    qtbot.addWidget(first)
    first.resize(900, 640)
    first.show()
    first.close()
    second = MainWindow(desk.desk, geometry)
    qtbot.addWidget(second)
    assert (second.width(), second.height()) == (900, 640)


def test_where_words_go_is_on_every_page(window: MainWindow, desk: TestDesk) -> None:
    assert "leaves this computer" in window.rail.words.accessibleName()
    chosen = Interviewer(kind="server", url="https://models.example.org/v1", model="big")
    desk.desk.change(interviewer=chosen)
    assert "models.example.org" in window.rail.words.accessibleName()


def test_a_theme_is_taken_on_at_once(desk: TestDesk, look: Look) -> None:
    desk.desk.settings_changed.connect(lambda settings: hotseat.wear(look, settings))
    desk.desk.change(appearance=Appearance(theme=Theme.DARK, text_percent=125))
    assert look.tokens is DARK
    assert look.size(100) == 125


def test_an_error_anywhere_is_told_once_and_nothing_ends(
    desk: TestDesk, qtbot: QtBot, expected_log: guards.ExpectedLog
) -> None:
    expected_log("an error nobody took")
    with Errors() as errors, hotseat._told(errors, desk.desk):
        for _ in range(3):
            thread = threading.Thread(target=_break, name="breaks")
            thread.start()
            thread.join()
        qtbot.waitUntil(lambda: len(desk.dialogs.told) == 1)
        errors.take(ValueError("another kind"))
        qtbot.waitUntil(lambda: len(desk.dialogs.told) == 2)
    assert "kept" in desk.dialogs.told[0]
    assert "spoken words" not in " ".join(desk.dialogs.told)


def _break() -> None:
    raise RuntimeError("spoken words that nobody may read")
