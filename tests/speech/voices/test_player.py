from __future__ import annotations

import array
from types import SimpleNamespace

import pytest

from speech.voices.loudspeaker import at_rate
from speech.voices.player import BURST_SECONDS, FADE_SECONDS, FIRST_CALLBACK_SECONDS, STALL_SECONDS, Player
from speech.voices.sound import Sound

RATE = 1000
BLOCK = 20
DELAY = 0.05


class Device:
    """Asks a player for blocks as a device would, on a clock of its own."""

    def __init__(self) -> None:
        self.now = 100.0
        self.player = Player(RATE, clock=lambda: self.now)
        self.played = array.array("h")

    def run(self, blocks: int, *, delay: float = DELAY) -> None:
        for _ in range(blocks):
            block = bytearray(b"\x55" * BLOCK * 2)
            times = SimpleNamespace(currentTime=7.0, outputBufferDacTime=7.0 + delay)
            self.player.fill(block, BLOCK, times, None)
            self.played.frombytes(bytes(block))
            self.now += BLOCK / RATE


def ramp(frames: int, first: int = 1) -> bytes:
    return array.array("h", range(first, first + frames)).tobytes()


@pytest.fixture
def device() -> Device:
    return Device()


def test_sounds_are_played_in_order_and_silence_after_them(device: Device) -> None:
    device.player.begin()
    device.player.add(ramp(30))
    device.player.add(ramp(25, first=31))
    device.run(4)
    assert device.played.tolist() == [*range(1, 56), *[0] * 25]


def test_a_line_is_over_when_its_last_sound_has_left_the_loudspeaker(device: Device) -> None:
    device.run(2)
    device.player.begin()
    began = device.now
    device.player.add(ramp(50))
    device.player.complete()
    device.run(3)
    assert device.player.started == pytest.approx(began + DELAY)
    assert device.player.ended == pytest.approx(began + 0.05 + DELAY)
    assert not device.player.over
    device.run(3)
    assert device.player.over
    assert device.player.heard_seconds == pytest.approx(0.05)


def test_a_line_that_is_not_complete_waits_in_silence(device: Device) -> None:
    device.player.begin()
    device.player.add(ramp(20))
    device.run(100)
    assert not device.player.over
    device.player.add(ramp(20, first=21))
    device.player.complete()
    device.run(20)
    assert device.player.over
    assert device.player.heard_seconds == pytest.approx(0.04)


def test_a_stop_fades_within_ten_milliseconds_and_forgets_the_rest(device: Device) -> None:
    device.player.begin()
    device.player.add(array.array("h", [1000] * 500).tobytes())
    device.run(2)
    device.player.hush()
    assert not device.player.over
    device.run(5)
    fade = round(FADE_SECONDS * RATE)
    assert device.played[: 2 * BLOCK].tolist() == [1000] * 2 * BLOCK
    faded = device.played[2 * BLOCK : 2 * BLOCK + fade].tolist()
    assert faded == sorted(faded, reverse=True)
    assert faded[-1] <= 1000 / fade
    assert not any(device.played[2 * BLOCK + fade :])
    assert device.player.over
    assert device.player.heard_seconds == pytest.approx((2 * BLOCK + fade) / RATE)


def test_a_line_after_a_stopped_one_is_played_whole(device: Device) -> None:
    device.player.begin()
    device.player.add(ramp(500))
    device.run(1)
    device.player.hush()
    device.run(1)
    device.player.begin()
    device.player.add(ramp(20))
    device.player.complete()
    device.run(4)
    assert device.played[2 * BLOCK :].tolist() == [*range(1, 21), *[0] * 60]
    assert device.player.heard_seconds == pytest.approx(0.02)


def test_a_stop_before_the_first_sound_leaves_nothing_heard(device: Device) -> None:
    device.player.begin()
    device.player.hush()
    device.run(1)
    assert device.player.over
    assert device.player.started is None
    assert device.player.heard_seconds == 0.0


@pytest.mark.parametrize("claimed", [0.0, -3.0, 1e6])
def test_a_device_that_does_not_know_its_delay_gets_the_streams(device: Device, claimed: float) -> None:
    device.player.latency = 0.2
    device.player.begin()
    began = device.now
    device.player.add(ramp(20))
    device.run(1, delay=claimed)
    assert device.player.started == pytest.approx(began + 0.2)


def test_a_device_that_does_not_run_within_four_seconds_is_gone(device: Device) -> None:
    device.now += FIRST_CALLBACK_SECONDS - 0.1
    assert not device.player.stalled
    device.now += 0.2
    assert device.player.stalled


def test_a_first_burst_of_callbacks_is_not_yet_a_device_that_runs(device: Device) -> None:
    device.run(3)
    device.now += 1.9
    assert not device.player.stalled
    assert not device.player.running
    device.run(1)
    assert device.player.running


def test_a_device_that_ran_is_gone_after_one_and_a_half_seconds_and_can_come_back(device: Device) -> None:
    device.run(round(BURST_SECONDS * RATE / BLOCK) + 2)
    device.now += STALL_SECONDS - 0.1
    assert device.player.running
    device.now += 0.2
    assert device.player.stalled
    assert not device.player.running
    device.run(1)
    assert device.player.running


def test_sound_is_brought_to_the_rate_of_a_device_that_offers_one_only() -> None:
    sound = Sound(22050, array.array("h", [5000] * 22050).tobytes())
    resampled = at_rate(sound, 48000)
    assert resampled.rate == 48000
    assert resampled.seconds == pytest.approx(1.0, abs=0.01)
    assert resampled.samples()[24000] == pytest.approx(5000, abs=5)
    assert at_rate(sound, 22050) is sound
