"""The player with a loudspeaker: in a process of its own, for Qt looks for devices once a process."""

from __future__ import annotations

import os
import subprocess
import sys
from array import array
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.recorded import tone, write_wav
from tests.support.sound_server import SoundServer

PLAY = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from desktop.player import Player
app = QApplication([])
player = Player()
assert player.audible
places = []
player.moved.connect(places.append)
player.playing_changed.connect(lambda playing: playing or app.quit())
player.begin(float(sys.argv[2]), float(sys.argv[3]))
player.set_speed(float(sys.argv[4]))
player.load(Path(sys.argv[1]))
player.play()
app.exec()
end = player.seconds, min(places), player.playing
player.close()
print(*end)
"""
HERTZ = 440.0


def play(server: SoundServer, file: Path, length: float, start: float, speed: float) -> tuple[str, array[int]]:
    """What it said at the end, and the frames that reached the loudspeaker, without the silence round them."""
    command = [sys.executable, "-c", PLAY, str(file), str(length), str(start), str(speed)]
    with server.record_speaker() as heard:
        quiet = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(command, check=False, env=quiet, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        heard.wait_for_sound()
        frames = array("h", heard.pcm)
    loud = [number for number, frame in enumerate(frames) if abs(frame) > 300]
    return done.stdout.strip(), frames[loud[0] : loud[-1]]


def hertz(frames: array[int], rate: int = 16_000) -> float:
    """Pitch by the zeros it crosses upwards."""
    ups = sum(before < 0 <= frame for before, frame in pairwise(frames))
    return ups * rate / len(frames)


@pytest.mark.parametrize(("speed", "seconds"), [(1.0, 2.0), (2.0, 1.0), (0.5, 4.0)])
def test_it_is_heard_from_there_to_the_end_at_any_speed_and_keeps_its_pitch(
    sound_server: SoundServer, tmp_path: Path, speed: float, seconds: float
) -> None:
    file = write_wav(tmp_path / "sound.wav", tone(3.0, hertz=HERTZ))
    said, frames = play(sound_server, file, length=3.0, start=1.0, speed=speed)
    assert said == "3.0 1.0 False"
    assert len(frames) / 16_000 == pytest.approx(seconds, abs=0.35)
    assert hertz(frames) == pytest.approx(HERTZ, rel=0.06)


def test_it_can_be_closed_while_the_media_thread_lets_go_of_the_loudspeaker(
    sound_server: SoundServer, tmp_path: Path
) -> None:
    """Shorter than what the loudspeaker holds, so that both happen at once: they must not wait for each other."""
    said, _ = play(sound_server, write_wav(tmp_path / "short.wav", tone(0.3, hertz=HERTZ)), 0.3, start=0.0, speed=2.0)
    assert said == "0.3 0.0 False"
