"""The microphone's panel with a real recorder on a private PulseAudio."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.pages.panels.microphone import MicrophonePanel
from desktop.settings import Sound, Speech
from speech.whisper.models import ModelStore
from tests.support.candidate import Candidate
from tests.support.desk import TestDesk
from tests.support.sound_server import SoundServer
from tests.support.stage import staged
from tests.support.weights import model_folder

WAIT = 20_000
SENTENCE = "I would like to start with who this product is for. And then I would look at what they need today."


@pytest.fixture
def panel(desk: TestDesk, sound_server: SoundServer) -> Iterator[MicrophonePanel]:
    made = MicrophonePanel(desk.desk)
    with staged(made, 700, 700):
        made.enter()
        yield made
        made.leave()
        desk.desk.engine.stop()


def ready(panel: MicrophonePanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(panel.sentence.button.isEnabled, timeout=WAIT)
    qtbot.waitUntil(panel.again.isEnabled, timeout=WAIT)


def names(panel: MicrophonePanel) -> list[str]:
    return [panel.devices.itemText(place) for place in range(panel.devices.count())]


def test_microphones_are_listed_and_the_level_moves(
    panel: MicrophonePanel, qtbot: QtBot, sound_server: SoundServer
) -> None:
    ready(panel, qtbot)
    assert names(panel)[0] == "System default"
    assert len(names(panel)) > 1
    assert panel.meter.level_db == -60.0
    with Candidate(sound_server).saying(SENTENCE):
        qtbot.waitUntil(lambda: panel.meter.level_db > -20, timeout=WAIT)
    panel.leave()
    assert panel.meter.level_db == -60.0


def test_a_sentence_is_recorded_judged_and_understood(
    panel: MicrophonePanel, qtbot: QtBot, sound_server: SoundServer, desk: TestDesk
) -> None:
    folder = model_folder("tiny.en")
    desk.desk.models = lambda: ModelStore(desk.desk.paths.models, extra_folder=folder)
    desk.desk.change(speech=Speech(model="tiny.en"))
    ready(panel, qtbot)
    assert not panel.sentence.play.isVisible()
    with Candidate(sound_server).saying(SENTENCE):
        qtbot.waitUntil(lambda: panel.meter.level_db > -20, timeout=WAIT)
        QTest.mouseClick(panel.sentence.button, Qt.MouseButton.LeftButton)
        assert panel.sentence.recording
        assert not panel.sentence.button.isEnabled()
        qtbot.waitUntil(lambda: bool(panel.sentence.verdict.text), timeout=WAIT)
    assert panel.sentence.verdict.text.startswith("Fine. Loud enough")
    assert panel.sentence.button.text() == "Record again"
    qtbot.waitUntil(lambda: panel.sentence.recognised.startswith("“"), timeout=WAIT)
    assert "product" in panel.sentence.recognised or "start" in panel.sentence.recognised
    assert panel.sentence.play.isEnabled()


def test_without_a_model_the_sound_alone_is_judged(
    panel: MicrophonePanel, qtbot: QtBot, sound_server: SoundServer, desk: TestDesk
) -> None:
    desk.desk.models = lambda: ModelStore(desk.desk.paths.models, known=())
    ready(panel, qtbot)
    with Candidate(sound_server).saying(SENTENCE):
        qtbot.waitUntil(lambda: panel.meter.level_db > -20, timeout=WAIT)
        panel.record()
        qtbot.waitUntil(lambda: "No speech model" in panel.sentence.recognised, timeout=WAIT)
    assert panel.sentence.verdict.text.startswith("Fine.")


def test_silence_is_not_called_fine(panel: MicrophonePanel, qtbot: QtBot) -> None:
    ready(panel, qtbot)
    panel.record()
    qtbot.waitUntil(lambda: bool(panel.sentence.verdict.text), timeout=WAIT)
    assert "Fine" not in panel.sentence.verdict.text
    assert panel.sentence.recognised == ""


def test_a_muted_microphone_is_said(panel: MicrophonePanel, qtbot: QtBot, sound_server: SoundServer) -> None:
    sound_server.mute()
    qtbot.waitUntil(lambda: "muted" in panel.trouble.text, timeout=WAIT)


def test_the_choice_is_kept_by_name_and_sound_system(panel: MicrophonePanel, qtbot: QtBot, desk: TestDesk) -> None:
    ready(panel, qtbot)
    device = panel.devices.itemData(1)
    panel.devices.setCurrentIndex(1)
    panel.devices.activated.emit(1)
    assert desk.desk.settings.sound == Sound(microphone=device.name, host_api=device.host_api)
    assert not panel.sentence.button.isEnabled(), "it has to be opened first"
    panel.devices.setCurrentIndex(0)
    panel.devices.activated.emit(0)
    assert desk.desk.settings.sound == Sound()
    ready(panel, qtbot)


def test_a_microphone_that_is_gone_stays_chosen_and_is_named(
    desk: TestDesk, qtbot: QtBot, sound_server: SoundServer
) -> None:
    desk.desk.change(sound=Sound(microphone="Old headset", host_api="ALSA"))
    panel = MicrophonePanel(desk.desk)
    with staged(panel, 700, 700):
        panel.enter()
        qtbot.waitUntil(lambda: "Old headset (not connected)" in names(panel), timeout=WAIT)
        assert panel.devices.currentText() == "Old headset (not connected)"
        qtbot.waitUntil(lambda: "Old headset" in panel.trouble.text, timeout=WAIT)
        assert desk.desk.settings.sound.microphone == "Old headset"
        panel.leave()
        desk.desk.engine.stop()


def test_without_a_sound_server_it_says_what_to_do(
    desk: TestDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    panel = MicrophonePanel(desk.desk)
    with staged(panel, 700, 700):
        panel.enter()
        qtbot.waitUntil(lambda: bool(panel.trouble.text) and panel.again.isEnabled(), timeout=WAIT)
        assert "type" in panel.trouble.text
        assert panel.sentence.button.toolTip() == "The microphone delivers no sound yet."
        panel.leave()
        desk.desk.engine.stop()
