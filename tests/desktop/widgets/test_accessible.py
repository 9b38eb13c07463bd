"""Painted widgets as values to a screen reader."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QAccessibleValueChangeEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.theme.look import Look
from desktop.theme.tokens import Theme
from desktop.widgets import accessible
from desktop.widgets.accessible import Painted, Reading, Role, announce
from tests.desktop.widgets.painted import told, told_name, told_value


class Dial(Painted):
    accessible_role = Role.Slider

    def __init__(self) -> None:
        super().__init__("dial", "Loudness")
        self.value = 3.0
        self.repaints = 0

    def reading(self) -> Reading:
        return Reading(f"{self.value:g} of ten", self.value, 0, 10, 1)

    def take_value(self, value: float) -> None:
        self.value = value

    def look_changed(self) -> None:
        self.repaints += 1


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[QAccessibleEvent]]:
    """Events as an assistive program would get them, which is said to run."""
    events: list[QAccessibleEvent] = []
    monkeypatch.setattr(accessible, "send", events.append)
    was = QAccessible.isActive()
    QAccessible.setActive(True)
    yield events
    QAccessible.setActive(was)


@pytest.fixture
def dial(qtbot: QtBot, look: Look) -> Dial:
    made = Dial()
    qtbot.addWidget(made)
    return made


def test_a_screen_reader_is_told_role_name_and_value(dial: Dial) -> None:
    interface = told(dial)
    assert interface.role() is Role.Slider
    assert told_name(dial) == "Loudness"
    assert told_value(dial) == "3 of ten"
    assert interface.text(QAccessible.Text.Description) == "3 of ten", "where a value has no words"
    dial.setAccessibleDescription("Turn it")
    assert interface.text(QAccessible.Text.Description) == "Turn it"
    value = interface.valueInterface()
    assert (value.currentValue(), value.minimumValue(), value.maximumValue()) == (3, 0, 10)
    assert value.minimumStepSize() == 1


def test_a_screen_reader_asks_again_and_gets_the_latest(dial: Dial) -> None:
    told(dial)
    dial.value = 7.0
    gc.collect()
    assert told_value(dial) == "7 of ten"
    assert told(dial).valueInterface().currentValue() == 7


def test_an_assistive_program_sets_a_value(dial: Dial) -> None:
    told(dial).valueInterface().setCurrentValue(5.0)
    assert dial.value == 5.0


def test_a_widget_without_a_reading_is_no_value(qtbot: QtBot, look: Look) -> None:
    plain = Painted("plain", "A picture")
    qtbot.addWidget(plain)
    assert told(plain).valueInterface() is None
    assert told_name(plain) == "A picture"


def test_an_ordinary_widget_keeps_its_own_interface(qtbot: QtBot, dial: Dial) -> None:
    ordinary = QWidget()
    qtbot.addWidget(ordinary)
    assert not isinstance(told(ordinary), type(told(dial)))


def test_widgets_come_and_go_while_a_screen_reader_looks(qtbot: QtBot, look: Look) -> None:
    for _ in range(200):
        parent = QWidget()
        made = Dial()
        made.setParent(parent)
        told(made).valueInterface().currentValue()
        parent.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


def test_a_value_is_told_of_once_and_not_at_every_change(
    dial: Dial, sent: list[QAccessibleEvent], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("desktop.widgets.accessible.time.monotonic", lambda: now[0])
    for step in range(20):
        dial.value = step / 2
        dial.tell()
        now[0] += 0.1
    assert 2 <= len(sent) <= 3
    assert isinstance(sent[0], QAccessibleValueChangeEvent)
    now[0] += 5
    dial.tell()
    before = len(sent)
    now[0] += 5
    dial.tell()
    assert len(sent) == before, "the same value is not told of twice"


def test_an_announcement_may_be_urgent(dial: Dial, sent: list[QAccessibleEvent]) -> None:
    announce(dial, "Two minutes left")
    announce(dial, "The microphone is gone.", urgent=True)
    announce(dial, "")
    politeness = QAccessible.AnnouncementPoliteness
    said = [(one.message(), one.politeness()) for one in sent if isinstance(one, QAccessibleAnnouncementEvent)]
    assert said == [("Two minutes left", politeness.Polite), ("The microphone is gone.", politeness.Assertive)]


def test_it_follows_the_look(dial: Dial, look: Look) -> None:
    before = dial.repaints
    look.use(Theme.DARK, 100)
    assert dial.repaints > before
