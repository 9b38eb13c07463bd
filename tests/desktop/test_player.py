"""The player by itself: what is asked of it before the sound is there, at its end, and with silence skipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.player import Player
from tests.support.recorded import tone, write_wav

pytestmark = pytest.mark.qt_log_ignore("pa_context_connect", "pipewire", "Could not open media")

LENGTH = 3.0


@pytest.fixture
def player(qtbot: QtBot) -> Iterator[Player]:
    made = Player()
    yield made
    made.close()


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return write_wav(tmp_path / "sound.wav", tone(LENGTH))


def test_it_waits_for_the_sound_and_plays_from_where_it_was_sought_to(
    qtbot: QtBot, player: Player, sound: Path
) -> None:
    player.begin(LENGTH, 1.0)
    player.play()
    player.seek(2.0)
    assert player.playing
    assert not player.loaded
    places: list[float] = []
    player.moved.connect(places.append)
    player.load(sound)
    qtbot.waitUntil(lambda: player.seconds > 2.2)
    assert min(places) >= 2.0


def test_it_seeks_while_it_plays_and_while_it_does_not(qtbot: QtBot, player: Player, sound: Path) -> None:
    player.begin(LENGTH, 0.0)
    player.load(sound)
    player.seek(1.5)
    assert player.seconds == 1.5
    player.play()
    qtbot.waitUntil(lambda: player.seconds > 1.6)
    player.seek(0.5)
    assert player.seconds == 0.5
    qtbot.waitUntil(lambda: 0.5 < player.seconds < 1.0)
    player.pause()
    player.seek(99.0)
    assert player.seconds == LENGTH
    player.seek(-1.0)
    assert player.seconds == 0.0


def test_it_stops_at_its_end_and_plays_again_from_the_beginning(qtbot: QtBot, player: Player, sound: Path) -> None:
    player.begin(LENGTH, 2.8)
    player.load(sound)
    states: list[bool] = []
    player.playing_changed.connect(states.append)
    player.play()
    qtbot.waitUntil(lambda: not player.playing)
    assert player.seconds == LENGTH
    player.play()
    qtbot.waitUntil(lambda: 0.0 < player.seconds < 1.0)
    assert states == [True, False, True]


@pytest.mark.parametrize("silence", [(0.5, 2.0), (0.0, 2.0)])
def test_it_jumps_over_silence(qtbot: QtBot, player: Player, sound: Path, silence: tuple[float, float]) -> None:
    player.begin(LENGTH, 0.0)
    player.load(sound)
    player.set_silences([silence])
    player.skip_silence(True)
    places: list[float] = []
    player.moved.connect(places.append)
    player.play()
    qtbot.waitUntil(lambda: player.seconds > 2.1)
    assert not any(silence[0] + 0.3 < at < 1.79 for at in places)
    assert 1.8 in [round(at, 2) for at in places]


def test_silence_up_to_the_end_is_the_end(qtbot: QtBot, player: Player, sound: Path) -> None:
    player.begin(LENGTH, 0.0)
    player.load(sound)
    player.set_silences([(0.3, LENGTH)])
    player.skip_silence(True)
    player.play()
    qtbot.waitUntil(lambda: not player.playing, timeout=1500)
    assert player.seconds == LENGTH


def test_a_file_that_is_no_sound_is_told(qtbot: QtBot, player: Player, tmp_path: Path) -> None:
    player.begin(LENGTH, 0.0)
    with qtbot.waitSignal(player.failed):
        player.load(tmp_path / "nowhere.wav")
    assert not player.playing


def test_closing_lets_go_of_it(qtbot: QtBot, player: Player, sound: Path) -> None:
    player.begin(LENGTH, 0.0)
    player.load(sound)
    player.play()
    qtbot.waitUntil(lambda: player.seconds > 0.1)
    player.close()
    assert not player.playing
    assert not player.loaded
    assert player.seconds == 0.0
