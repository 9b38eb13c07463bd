"""A `sounddevice` whose devices do what a script says, for faults a sound server cannot be talked into.

Put the folder on a child's PYTHONPATH. The file that HOTSEAT_SCRIPTED_SOUND names is read when a process loads this
module; it holds a JSON object, and every field may be missing:

    devices        [{"name", "rates", "rate"}]: what there is; `rates` are granted, `rate` is the default
    real_rate      frames a second that really come, whatever was granted
    stop_after     seconds of sound after which nothing comes any more
    lose           [[at_second, seconds], …]: sound that never arrives
    silent         true: streams start and deliver nothing
    hang           true: the library never finishes loading
    start_fails    PortAudio error code of `start`

The sound is a sine of 440 Hz, numbered on from the first block.
"""

from __future__ import annotations

import json
import math
import os
import threading
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

SCRIPT: dict[str, Any] = json.loads(Path(os.environ["HOTSEAT_SCRIPTED_SOUND"]).read_text())
DEVICES: list[dict[str, Any]] = SCRIPT.get("devices", [{"name": "Scripted", "rates": [16_000], "rate": 16_000}])
HERTZ = 440.0
PEAK = 8_000

if SCRIPT.get("hang"):
    threading.Event().wait()


class PortAudioError(Exception):
    """As in sounddevice: a sentence and PortAudio's error code."""


default = SimpleNamespace(device=(0 if DEVICES else -1, -1))


def query_hostapis() -> list[dict[str, Any]]:
    return [{"name": "Scripted API"}]


def query_devices() -> list[dict[str, Any]]:
    return [
        {
            "name": device["name"],
            "hostapi": 0,
            "max_input_channels": 1,
            "max_output_channels": 0,
            "default_samplerate": float(device["rate"]),
        }
        for device in DEVICES
    ]


class RawInputStream:
    """Delivers blocks from a thread of its own, at the pace of a device."""

    active = True
    latency = 0.02

    def __init__(
        self, *, samplerate: int, blocksize: int, device: int, callback: Callable[..., None], **_: Any
    ) -> None:
        if samplerate not in DEVICES[device]["rates"]:
            raise PortAudioError("Error opening RawInputStream: Invalid sample rate", -9997)
        self.samplerate = float(samplerate)
        self._blocksize = blocksize
        self._callback = callback

    def start(self) -> None:
        if "start_fails" in SCRIPT:
            raise PortAudioError("Error starting stream", SCRIPT["start_fails"])
        if not SCRIPT.get("silent"):
            threading.Thread(target=self._deliver, daemon=True).start()

    def stop(self) -> None: ...

    abort = close = stop

    def _deliver(self) -> None:
        stop_after = SCRIPT.get("stop_after", math.inf)
        rate = SCRIPT.get("real_rate", self.samplerate)
        began, delivered, block = time.monotonic(), 0.0, 0
        never = threading.Event()
        holes = sorted(SCRIPT.get("lose", []))
        while delivered < stop_after:
            if holes and delivered >= holes[0][0]:
                began += holes.pop(0)[1]
            block += 1
            delivered = block * self._blocksize / rate
            never.wait(max(0.0, began + delivered - time.monotonic()))
            self._callback(self._sound(block - 1), self._blocksize, None, None)

    def _sound(self, block: int) -> bytes:
        turn = 2 * math.pi * HERTZ / self.samplerate
        first = block * self._blocksize
        return array("h", (round(PEAK * math.sin(turn * (first + n))) for n in range(self._blocksize))).tobytes()
