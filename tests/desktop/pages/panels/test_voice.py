"""The voice's panel: the system's engine, heard on a private PulseAudio."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.pages.panels.voice import VoicePanel
from desktop.settings import Voice
from speech.errors import VoiceUnavailable
from tests.support.desk import TestDesk
from tests.support.guards import skip_missing_part
from tests.support.sound_server import SoundServer
from tests.support.stage import staged

WAIT = 30_000


@pytest.fixture
def panel(desk: TestDesk, sound_server: SoundServer) -> Iterator[VoicePanel]:
    if shutil.which("espeak-ng") is None:
        skip_missing_part("espeak-ng is not installed")
    made = VoicePanel(desk.desk)
    with staged(made, 700, 600):
        made.enter()
        yield made
        made.leave()
        desk.desk.engine.stop()


def engine(panel: VoicePanel, name: str) -> QPushButton:
    found = panel.findChild(QPushButton, f"voice_engine_{name}")
    assert isinstance(found, QPushButton)
    return found


def test_voices_are_listed_and_chosen(panel: VoicePanel, qtbot: QtBot, desk: TestDesk) -> None:
    qtbot.waitUntil(panel.voices.isEnabled, timeout=WAIT)
    assert panel.voices.currentText().endswith("(usual)")
    assert panel.voices.count() > 2
    panel.voices.setCurrentIndex(2)
    panel.voices.activated.emit(2)
    assert desk.desk.settings.voice.name == panel.voices.itemData(2) != ""


def test_it_is_heard_at_the_chosen_pace_and_stopped(
    panel: VoicePanel, qtbot: QtBot, sound_server: SoundServer, desk: TestDesk
) -> None:
    qtbot.waitUntil(panel.preview.isEnabled, timeout=WAIT)
    place = panel.rate.findData(0.5)
    panel.rate.setCurrentIndex(place)
    panel.rate.activated.emit(place)
    assert desk.desk.settings.voice.rate == 0.5
    with sound_server.record_speaker() as heard:
        QTest.mouseClick(panel.preview, Qt.MouseButton.LeftButton)
        assert panel.preview.text() == "Stop"
        qtbot.waitUntil(lambda: heard.peak > 500, timeout=WAIT)
        QTest.mouseClick(panel.preview, Qt.MouseButton.LeftButton)
        assert panel.preview.text() == "Preview"
    assert panel.remark.text in ("", "The voice failed and was started again.")  # which a busy machine may cost


def test_text_only_needs_no_voice(panel: VoicePanel, desk: TestDesk) -> None:
    QTest.mouseClick(engine(panel, "none"), Qt.MouseButton.LeftButton)
    assert desk.desk.settings.voice.engine == "none"
    assert not panel.preview.isVisible()


def test_another_engine_begins_with_its_usual_voice(panel: VoicePanel, qtbot: QtBot, desk: TestDesk) -> None:
    desk.desk.change(voice=Voice(name="somebody", rate=1.25))
    QTest.mouseClick(engine(panel, "neural"), Qt.MouseButton.LeftButton)
    assert desk.desk.settings.voice == Voice(engine="neural", rate=1.25)
    qtbot.waitUntil(lambda: panel.voices.isEnabled() or bool(panel.remark.text), timeout=WAIT)


def test_an_engine_that_is_missing_says_how_to_get_it(
    panel: VoicePanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def missing(*_: object) -> None:
        raise VoiceUnavailable("The neural voice is not installed. Install it with: … run --neural-voice")

    monkeypatch.setattr("desktop.pages.panels.voice.voices_of", missing)
    QTest.mouseClick(engine(panel, "neural"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "--neural-voice" in panel.remark.text, timeout=WAIT)
    assert "the system’s voice speaks" in panel.remark.text
    assert not panel.preview.isEnabled()


def test_a_voice_that_is_gone_stays_chosen_and_is_named(desk: TestDesk, qtbot: QtBot, panel: VoicePanel) -> None:
    desk.desk.change(voice=Voice(name="Nobody"))
    panel.enter()
    qtbot.waitUntil(lambda: panel.voices.currentText() == "Nobody (not installed)", timeout=WAIT)
