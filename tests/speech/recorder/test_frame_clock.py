"""`speech.recorder.frame_clock` on the arrival times of good, bad and very bad devices."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speech.recorder.frame_clock import DRIFT, RATE_SECONDS, FrameClock

RATE = 16_000
BLOCK = 320


def device(seconds: float, *, rate: float = RATE, start: float = 0.0) -> list[float]:
    """When blocks are complete on a device with a crystal of `rate` frames a second."""
    return [start + number * BLOCK / rate for number in range(1, round(seconds * rate / BLOCK) + 1)]


def late(times: Iterable[float], seed: int, most: float) -> Iterator[float]:
    """The same, told up to `most` seconds late, in order."""
    generator, last = random.Random(seed), 0.0
    for time in times:
        last = max(last, time + generator.uniform(0.0, most))
        yield last


def run(times: Iterable[float], clock: FrameClock | None = None) -> tuple[list[tuple[float, int]], FrameClock]:
    """Every hole found, with the time it was found at."""
    clock = clock or FrameClock(RATE)
    return [(time, hole) for time in times if (hole := clock.process(BLOCK, time))], clock


def test_steady_blocks_have_no_hole() -> None:
    holes, clock = run(device(30.0))
    assert holes == []
    assert clock.frames == 30 * RATE


@pytest.mark.parametrize("most", [0.01, 0.05, 0.15])
def test_jitter_is_never_filled(most: float) -> None:
    assert run(late(device(120.0), 1, most))[0] == []


@pytest.mark.parametrize("stalled", [0.2, 0.5, 0.9])
def test_blocks_that_come_late_in_a_burst_are_no_hole(stalled: float) -> None:
    """A starved callback thread: nothing for a while, then everything at once, every three seconds."""
    times = [max(time, time - time % 3.0 + stalled) for time in device(60.0)]
    assert run(times)[0] == []


def test_sound_that_was_waiting_at_the_start_is_no_hole() -> None:
    times = [max(time, 0.8) for time in device(20.0)]
    assert run(times)[0] == []


@pytest.mark.parametrize("most", [0.0, 0.03, 0.1])
@pytest.mark.parametrize("lost", [0.1, 0.5, 2.0])
def test_a_hole_is_filled_once_to_within_a_block(lost: float, most: float) -> None:
    times = device(10.0) + device(20.0, start=10.0 + lost)
    holes, clock = run(late(times, 2, most))
    assert len(holes) == 1
    found_at, frames = holes[0]
    tolerance = 0.02 if most <= 0.03 else 0.03
    assert abs(frames / RATE - lost) <= tolerance
    assert 10.0 + lost < found_at <= 12.2 + lost
    assert abs(clock.frames / RATE - (30.0 + lost)) <= tolerance


def test_each_of_several_holes_is_filled() -> None:
    times: list[float] = []
    for number in range(10):
        times += device(4.0, start=number * 4.3)
    holes, clock = run(times)
    assert len(holes) == 9
    assert abs(clock.frames / RATE - times[-1]) < 0.02


def test_short_dropouts_every_second_are_made_up_for() -> None:
    """A callback that is held up for 0.5 s every 20 blocks and loses what does not fit the device's buffer."""
    times: list[float] = []
    for number in range(30):
        times += device(0.4, start=number * 0.7)
    _, clock = run(times)
    assert abs(clock.frames / RATE - times[-1]) < 1.1, "the last second is still settling"


@pytest.mark.parametrize("off", [-300e-6, -100e-6, 100e-6, 300e-6])
@pytest.mark.parametrize("most", [0.0, 0.05])
def test_a_crystal_that_is_a_little_off_is_followed_for_an_hour(off: float, most: float) -> None:
    assert abs(off) < DRIFT
    holes, clock = run(late(device(3600.0, rate=RATE * (1 + off)), 3, most))
    assert holes == []
    assert clock.frames == clock._delivered


def test_a_hole_after_an_hour_on_a_slow_crystal_is_still_found() -> None:
    slow = RATE * (1 - 300e-6)
    times = device(1800.0, rate=slow)
    times += device(10.0, rate=slow, start=times[-1] + 0.5)
    holes, _ = run(times)
    assert len(holes) == 1
    assert abs(holes[0][1] / RATE - 0.5) <= 0.02


@pytest.mark.parametrize("real", [15_000, 12_000, 8_000, 16_000 / 3, 17_000, 48_000])
@pytest.mark.parametrize("most", [0.0, 0.01])
def test_a_wrong_rate_is_told_and_not_filled(real: float, most: float) -> None:
    clock, told = FrameClock(RATE), []
    for time in late(device(30.0, rate=real), 4, most):
        assert clock.process(BLOCK, time) == 0
        if (measured := clock.measured_rate(time)) is not None:
            told.append((time, measured))
    assert clock.rate_wrong
    assert told[0][0] <= 3 * RATE_SECONDS + 0.3
    assert all(measured == pytest.approx(real, rel=0.02) for _, measured in told)


def test_a_right_rate_is_not_told_wrong_whatever_the_crystal_the_load_or_a_hole() -> None:
    times = device(10.0, rate=RATE * 1.0003) + device(20.0, start=11.5)
    clock = FrameClock(RATE)
    for time in late(times, 5, 0.1):
        clock.process(BLOCK, time)
        assert clock.measured_rate(time) is None
    assert not clock.rate_wrong


def test_a_rate_that_becomes_right_again_is_noticed() -> None:
    times = device(9.0, rate=8_000)
    times += device(12.0, start=times[-1])
    clock, wrong = FrameClock(RATE), []
    for time in times:
        clock.process(BLOCK, time)
        clock.measured_rate(time)
        wrong.append(clock.rate_wrong)
    assert any(wrong)
    assert not wrong[-1]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(1.0, 6.0), st.floats(0.15, 1.5)), min_size=1, max_size=4),
    st.integers(0, 2**16),
    st.floats(0.0, 0.05),
)
def test_recorded_time_stays_with_real_time(parts: list[tuple[float, float]], seed: int, most: float) -> None:
    """However sound and holes alternate, frames never run ahead of the clock and stay close behind it."""
    times: list[float] = []
    start = 0.0
    for sound, silence in parts:
        times += device(sound, start=start)
        start = times[-1] + silence
    times += device(3.0, start=start)
    clock = FrameClock(RATE)
    for time in late(times, seed, most):
        clock.process(BLOCK, time)
        assert clock.frames / RATE <= time + 0.1
    assert abs(clock.frames / RATE - times[-1]) <= 0.1
