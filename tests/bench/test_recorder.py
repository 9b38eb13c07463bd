"""Ten minutes from a virtual microphone while every processor is busy: what was delivered is on disk, or named as lost.

A sequence that never repeats and holds no zero is played into the microphone. On disk only two things may come between
its frames: silence the player's own starvation put in, and silence for sound that never arrived, which must be named.
HOTSEAT_BENCH_MINUTES says how long (10).
"""

from __future__ import annotations

import asyncio
import contextlib
import faulthandler
import os
import subprocess
import sys
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from speech.notices import GapFound, Level
from tests.support.listening import answering, listening
from tests.support.recorded import RATE
from tests.support.sound_server import SoundServer

Frames = npt.NDArray[np.int16]

MINUTES = float(os.environ.get("HOTSEAT_BENCH_MINUTES", "10"))
ANCHOR = 32
"""So many frames are found again in the sequence for certain."""
TOLERANCE_SECONDS = 0.02
"""A hole is filled to within a block."""


@dataclass(frozen=True)
class Compared:
    """How a recording differs from what was played."""

    kept: int
    """Frames of the sequence that are on disk."""
    lost: tuple[int, ...]
    """Frames of the sequence that are not, hole by hole."""
    silence: int
    """Frames on disk, between the first and the last of the sequence, that were never played."""
    complete: bool
    """Whether the last frame of the sequence was reached."""


def sequence(seconds: float) -> Frames:
    """Noise without a zero, so that silence is told from sound."""
    noise = np.random.default_rng(11).integers(1, 12_000, round(seconds * RATE), dtype=np.int16)
    signs = np.random.default_rng(12).integers(0, 2, len(noise), dtype=np.int16) * 2 - 1
    return (noise * signs).astype(np.int16)


def compare(recorded: Frames, played: Frames) -> Compared:
    """Walk along both; every frame that is no zero must be the next one of the sequence, or one after a hole.

    Raises: AssertionError where frames are out of order, repeated or altered.
    """
    sounding = np.flatnonzero(recorded)
    sound = recorded[sounding]
    whole = played.tobytes()
    at, here, lost = 0, 0, []
    while here < len(sound):
        anchor = sound[here : here + ANCHOR].tobytes()
        found = whole.find(anchor, 2 * at)
        while found > 0 and found % 2 == 1:
            found = whole.find(anchor, found + 1)
        assert found >= 0, f"frame {sounding[here]} is no later frame of what was played"
        if here:
            lost.append(found // 2 - at)
        at = found // 2
        count = min(len(sound) - here, len(played) - at)
        differing = np.flatnonzero(sound[here : here + count] != played[at : at + count])
        same = int(differing[0]) if len(differing) else count
        at, here = at + same, here + same
    silence = int(sounding[-1] - sounding[0] + 1 - len(sounding)) if len(sounding) else 0
    return Compared(len(sound), tuple(lost), silence, complete=at == len(played))


@contextlib.contextmanager
def busy_processors(number: int | None = None) -> Iterator[None]:
    """So many processes that never rest; without a number as many as there are processors."""
    idle_never = [sys.executable, "-c", "while True: pass"]
    hogs = [subprocess.Popen(idle_never) for _ in range(number if number is not None else os.cpu_count() or 2)]
    try:
        yield
    finally:
        for hog in hogs:
            hog.kill()
        for hog in hogs:
            hog.wait()


def write_sequence(path: Path, played: Frames) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(played.tobytes())
    return path


@pytest.mark.bench
@pytest.mark.timeout(MINUTES * 60 + 180)
async def test_nothing_that_was_delivered_is_lost(sound_server: SoundServer, tmp_path: Path) -> None:
    faulthandler.cancel_dump_traceback_later()  # it is meant to take long
    played = sequence(MINUTES * 60)
    said = write_sequence(tmp_path / "said.wav", played)
    async with listening() as listener:
        with busy_processors():
            await answering(listener, tmp_path)
            assert await asyncio.to_thread(sound_server.play_into_microphone(said).wait) == 0
            await listener.frames(3 * RATE, within=30)
            end = await listener.recorder.end_take()
            lateness = await listener.recorder.lateness()
    sound = np.frombuffer(listener.take(), dtype=np.int16)
    gaps = listener.all(GapFound)
    result = compare(sound, played)
    levels = [came.at for came in listener.heard if isinstance(came.notice, Level)]
    pauses = np.diff(levels)
    print(
        f"\n{MINUTES:g} minutes, {os.cpu_count()} processors busy, load {os.getloadavg()[0]:.1f}\n"
        f"frames: {len(played)} played, {result.kept} on disk bit for bit, {sum(result.lost)} never arrived "
        f"in {len(result.lost)} holes, {len(listener.files)} files\n"
        f"gaps named: {len(gaps)}, {sum(gap.frames for gap in gaps)} frames; "
        f"silence between: {result.silence} frames\n"
        f"callbacks: {lateness['blocks']}, late by {1000 * lateness['p99']:.0f} ms (99 %), "
        f"{1000 * lateness['max']:.0f} ms at most\n"
        f"reports: one in {1000 * float(np.median(pauses)):.0f} ms, {1000 * float(pauses.max()):.0f} ms at most"
    )
    assert listener.codes in ([], ["microphone_silent"], ["disk_low"]), listener.codes
    assert end == listener.files[0].frame + len(sound)
    assert result.complete
    assert result.kept + sum(result.lost) == len(played)
    named = sum(gap.frames for gap in gaps)
    allowed = TOLERANCE_SECONDS * RATE * (len(gaps) + 1)
    assert sum(result.lost) <= named + allowed, "sound is missing that was not named"
    assert named <= result.silence, "a gap is silence on disk"


def test_the_comparison_sees_every_kind_of_damage() -> None:
    """The measure itself: it must not pass what is wrong."""
    played = sequence(1.0)
    quiet = np.zeros(500, dtype=np.int16)
    assert compare(np.concatenate([quiet, played, quiet]), played) == Compared(RATE, (), 0, complete=True)
    split = np.concatenate([played[:8000], quiet, played[8000:]])
    assert compare(split, played) == Compared(RATE, (), 500, complete=True)
    holed = np.concatenate([played[:8000], quiet, played[9000:]])
    assert compare(holed, played) == Compared(RATE - 1000, (1000,), 500, complete=True)
    assert not compare(played[:15_000], played).complete
    altered = played.copy()
    altered[5000] += 1
    for damaged in (altered, np.concatenate([played[:8000], played[7000:]]), played[::-1].copy()):
        with pytest.raises(AssertionError, match="no later frame"):
            compare(damaged, played)
