"""The settings page: sections, and that only the one that is shown works."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QHeaderView, QLineEdit, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop import language
from desktop.desk import AtSettings, AtSetUp
from desktop.pages.panels.microphone import MicrophonePanel
from desktop.pages.panels.speech import SpeechPanel
from desktop.pages.settings import SettingsPage
from desktop.settings import Speech
from desktop.theme.look import Look
from desktop.theme.tokens import Theme
from tests.support.desk import TestDesk
from tests.support.stage import staged

WAIT = 15_000
SECTIONS = ("microphone", "speech", "interviewer", "voice", "appearance", "shortcuts", "privacy", "data", "about")


@pytest.fixture
def page(desk: TestDesk, qtbot: QtBot) -> Iterator[SettingsPage]:
    made = SettingsPage(desk.desk)
    with staged(made, 812, 600):
        made.enter(AtSettings("appearance"))
        qtbot.waitUntil(made.isActiveWindow, timeout=WAIT)
        made.first_focus().setFocus()
        yield made
        made.leave()
        desk.desk.engine.stop()


def test_a_section_is_shown_by_name_and_remembered(page: SettingsPage) -> None:
    assert (page.section, page.heading.text()) == ("appearance", "Appearance")
    page.enter(AtSettings("data"))
    assert page.heading.text() == "Data"
    page.leave()
    page.enter(AtSettings())
    assert page.section == "data"
    page.enter(AtSettings("nothing of that name"))
    assert page.section == "data"


def test_a_section_is_as_high_as_what_is_in_it(desk: TestDesk, qtbot: QtBot) -> None:
    """On a wide window a section is narrower than the room there is, and its texts take more lines than they would."""
    desk.desk.change(speech=Speech(remote=True))
    made = SettingsPage(desk.desk)
    with staged(made, 1400, 700):
        made.enter(AtSettings("speech"))
        panel = made.panel("speech")
        assert isinstance(panel, SpeechPanel)
        qtbot.waitUntil(lambda: panel.models.rowCount() > 1, timeout=WAIT)
        qtbot.waitUntil(lambda: panel.height() >= panel.heightForWidth(panel.width()), timeout=WAIT)
        form = panel.listening.form
        assert form.height() >= form.heightForWidth(form.width())
        made.leave()
        desk.desk.engine.stop()


def test_keys_move_through_the_sections(page: SettingsPage) -> None:
    seen = [page.section]
    for _ in range(9):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Down)
        seen.append(page.section)
    assert seen[:5] == ["appearance", "shortcuts", "privacy", "data", "about"]
    assert page.section == "about"


def test_the_microphone_is_open_while_it_is_shown(page: SettingsPage) -> None:
    page.show_section("microphone")
    panel = page.panel("microphone")
    assert isinstance(panel, MicrophonePanel)
    assert panel.listens
    page.show_section("privacy")
    assert not panel.listens
    assert not panel.isVisible()


def test_the_set_up_can_be_run_again(page: SettingsPage, desk: TestDesk) -> None:
    QTest.mouseClick(page.again, Qt.MouseButton.LeftButton)
    assert desk.wanted == [AtSetUp()]


def test_no_part_is_ever_a_window_of_its_own(page: SettingsPage, qtbot: QtBot) -> None:
    for section in SECTIONS:
        page.show_section(section)
    assert page.isActiveWindow(), "what is shown before it has a parent flashes up, and takes the keyboard away"


def test_every_control_has_names(page: SettingsPage) -> None:
    for section in SECTIONS:
        page.show_section(section)
    for kind in (QAbstractButton, QComboBox, QLineEdit):
        for control in page.findChildren(kind):
            if not control.objectName().startswith("qt_"):
                assert control.objectName(), control
                assert control.accessibleName(), control.objectName()


@pytest.mark.parametrize("percent", [100, 150])
def test_nothing_is_wider_than_a_small_window(desk: TestDesk, look: Look, tmp_path: Path, percent: int) -> None:
    """In the pseudo-locale, a third longer than English."""
    language.use_language(language.PSEUDO, tmp_path)
    look.use(Theme.LIGHT, percent, reduced_motion=True)
    try:
        page = SettingsPage(desk.desk)
        with staged(page, 812, 600):
            for section in SECTIONS:
                page.enter(AtSettings(section))
                QApplication.processEvents()
                assert overhanging(page.panel(section)) == [], section
            page.leave()
            desk.desk.engine.stop()
    finally:
        language.use_language("", tmp_path)


def overhanging(panel: QWidget) -> list[str]:
    """What is cut off at the right edge of the window, or is narrower than it must be."""
    edge = panel.window().rect().right()
    return [
        f"{child.objectName() or type(child).__name__}: {child.width()} of {child.minimumSizeHint().width()}"
        for child in (panel, *panel.findChildren(QWidget))
        if child.isVisible()
        and not isinstance(child.parentWidget(), (QComboBox, QHeaderView, QTableWidget))
        and (
            child.mapTo(panel.window(), child.rect().topRight()).x() > edge
            or child.width() < child.minimumSizeHint().width()
        )
    ]
