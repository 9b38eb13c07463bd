"""The card that plays and judges a recorded sentence, fed with a recording. What is heard: tests of the player."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.pages.panels.sentence import SentenceCard
from speech.whisper.models import ModelStore
from tests.support.candidate import spoken
from tests.support.desk import TestDesk
from tests.support.recorded import tone, write_wav
from tests.support.stage import staged

pytestmark = pytest.mark.qt_log_ignore("pa_context_connect", "pipewire", "Using Qt multimedia", "No audio device")
WAIT = 15_000


@pytest.fixture
def card(desk: TestDesk) -> Iterator[SentenceCard]:
    desk.desk.models = lambda: ModelStore(desk.desk.paths.models, known=())
    made = SentenceCard(desk.desk)
    made.reset(possible=True)
    with staged(made, 640, 400):
        yield made
        made.reset()
        desk.desk.engine.stop()


def test_it_is_played_and_stopped(card: SentenceCard, qtbot: QtBot) -> None:
    card.begin()
    card.end(spoken("I would like to start with who this product is for."))
    qtbot.waitUntil(card.play.isEnabled, timeout=WAIT)
    QTest.mouseClick(card.play, Qt.MouseButton.LeftButton)
    assert card.play.accessibleName() == "Pause"
    qtbot.waitUntil(lambda: 0.0 < card.bars.played < 1.0, timeout=WAIT)
    QTest.mouseClick(card.play, Qt.MouseButton.LeftButton)
    assert card.play.accessibleName() == "Play what was recorded"
    QTest.mouseClick(card.play, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.play.accessibleName() != "Pause", timeout=WAIT)
    assert card.bars.played == 1.0


def test_nothing_recorded_is_nothing_to_play(card: SentenceCard, qtbot: QtBot, tmp_path: Path) -> None:
    card.begin()
    card.end(tmp_path / "none.wav")
    qtbot.waitUntil(lambda: bool(card.verdict.text), timeout=WAIT)
    assert not card.play.isEnabled()
    assert card.play.toolTip() == "There is nothing to be heard."
    assert card.button.isEnabled()


def test_another_recording_takes_its_place(card: SentenceCard, qtbot: QtBot, tmp_path: Path) -> None:
    card.begin()
    card.end(write_wav(tmp_path / "quiet.wav", tone(3.0, peak=300)))
    qtbot.waitUntil(lambda: card.verdict.text.startswith("Too quiet."), timeout=WAIT)
    card.begin()
    assert card.verdict.text == ""
    assert not card.play.isEnabled()
    card.end(spoken("Now I speak as loudly as I always do, and nothing is wrong."))
    qtbot.waitUntil(lambda: card.verdict.text.startswith("Fine."), timeout=WAIT)
