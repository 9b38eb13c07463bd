"""A microphone listened to for as long as somebody looks: real recorder, private PulseAudio."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.microphone_check import judge, measure
from desktop.sound_check import SoundCheck
from speech.recorder.recorder import Device
from tests.support.candidate import Candidate
from tests.support.desk import TestDesk
from tests.support.sound_server import SoundServer

WAIT = 15_000


@pytest.fixture
def check(desk: TestDesk) -> SoundCheck:
    return SoundCheck(desk.desk)


def test_it_hears_and_records_a_sentence(
    check: SoundCheck, qtbot: QtBot, sound_server: SoundServer, desk: TestDesk
) -> None:
    levels: list[float] = []
    check.level.connect(levels.append)
    with qtbot.waitSignal(check.opened, timeout=WAIT):
        check.start(Device())
    with (
        Candidate(sound_server).saying("I would like to start with who this product is for, and what they want."),
        qtbot.waitSignal(check.recorded, timeout=WAIT) as recorded,
    ):
        qtbot.waitUntil(lambda: max(levels, default=-120.0) > -20, timeout=WAIT)
        check.record()
    path: Path = recorded.args[0]
    sample = measure(path)
    assert sample.seconds == pytest.approx(3.0, abs=0.3)
    assert judge(sample.blocks).code == "fine"
    check.stop()
    assert not check.running
    qtbot.waitUntil(lambda: not path.parent.exists(), timeout=WAIT)
    desk.desk.engine.stop()
    assert not list(desk.desk.paths.cache.glob("sentence-*"))


def test_a_muted_microphone_is_said(check: SoundCheck, qtbot: QtBot, sound_server: SoundServer) -> None:
    sound_server.mute()
    with qtbot.waitSignal(check.trouble, timeout=WAIT) as told:
        check.start(Device())
    assert "muted" in told.args[0]
    sound_server.mute(False)
    with (
        Candidate(sound_server).saying("Can you hear me now, or do I have to say it all again from the beginning?"),
        qtbot.waitSignal(check.well, timeout=WAIT),
    ):
        pass
    check.stop()


def test_a_microphone_that_is_not_there_is_said(check: SoundCheck, qtbot: QtBot, sound_server: SoundServer) -> None:
    with qtbot.waitSignal(check.trouble, timeout=WAIT) as told:
        check.start(Device("Unplugged headset", "ALSA"))
    assert "Unplugged headset" in told.args[0]
    assert check.running
    check.stop()


def test_another_microphone_takes_the_place_of_the_first(
    check: SoundCheck, qtbot: QtBot, sound_server: SoundServer
) -> None:
    said: list[str] = []
    check.trouble.connect(said.append)
    check.start(Device("Nothing of that name"))
    with qtbot.waitSignal(check.opened, timeout=WAIT):
        check.start(Device())
    assert said == [], "the first one is not talked of any more"
    check.stop()
