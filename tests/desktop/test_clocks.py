"""The two clocks of a session."""

from __future__ import annotations

import asyncio
import time

import pytest

from desktop.clocks import FrameClock, WallClock
from speech.words import SAMPLE_RATE


async def test_on_the_wall_a_second_takes_a_second() -> None:
    began = time.monotonic()
    clock = WallClock(began - 100)
    assert clock.now() == pytest.approx(100, abs=0.5)
    ticked = await clock.tick()
    assert ticked >= 100.09
    assert time.monotonic() - began >= 0.09
    clock.advance(10**9)
    assert clock.now() < 200


async def test_counted_in_frames_time_stands_still_until_something_is_recorded() -> None:
    clock = FrameClock()
    waiting = asyncio.create_task(clock.tick())
    for _ in range(10):
        await asyncio.sleep(0)
    assert not waiting.done()
    assert clock.now() == 0
    clock.advance(SAMPLE_RATE * 3)
    assert await waiting == 3.0


async def test_frames_never_go_back() -> None:
    clock = FrameClock()
    clock.advance(SAMPLE_RATE)
    assert await clock.tick() == 1.0
    clock.advance(SAMPLE_RATE // 2)
    clock.advance(SAMPLE_RATE)
    waiting = asyncio.create_task(clock.tick())
    for _ in range(10):
        await asyncio.sleep(0)
    assert not waiting.done()
    assert clock.now() == 1.0
    clock.advance(2 * SAMPLE_RATE)
    assert await waiting == 2.0
