"""Where sound comes from: a real microphone, or files that are played as if somebody spoke.

A source delivers blocks of int16 mono frames with the monotonic time of their last frame. Runs in the recorder child;
the real callback runs on PortAudio's thread and copies, nothing else.
"""

from __future__ import annotations

import itertools
import queue
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from speech import portaudio
from speech.errors import MicrophoneError
from speech.files import read_sound, to_pcm
from speech.words import SAMPLE_RATE

BLOCK_SECONDS = 0.02
BLOCK_BYTES = round(SAMPLE_RATE * BLOCK_SECONDS) * 2
"""Of a block at 16 kHz."""
FALLBACK_RATES = (48_000, 44_100)
TAIL_SECONDS = 0.4
"""Room noise after a played file, before its end counts as the end of the answer."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of sound as the device delivered it."""

    pcm: bytes
    """int16 mono frames at the source's rate."""
    arrived: float
    """Monotonic seconds at the block's end."""
    last: bool = False
    """True when a played recording ends with it."""


class Source(Protocol):
    """Something that delivers blocks into `blocks` after `start`."""

    blocks: queue.Queue[Block]
    rate: int
    name: str
    host_api: str

    def start(self) -> None:
        """Begin to deliver. Raises MicrophoneError."""

    def take_begins(self) -> None:
        """An answer is being recorded from now on."""

    def take_ends(self) -> None:
        """The answer is over."""


class PortAudioMicrophone:
    """A microphone of this machine, at 16 kHz or, where it refuses, at its own rate."""

    def __init__(self, name: str | None, host_api: str | None) -> None:
        self.blocks: queue.Queue[Block] = queue.Queue()
        self.name = name or "default"
        self.host_api = host_api or ""
        self.rate = SAMPLE_RATE
        self._wanted = (name, host_api)
        self._stream: portaudio.Stream | None = None

    def start(self) -> None:
        device = self._device()
        self.name, self.host_api = device.name, device.host_api
        refused: list[MicrophoneError] = []
        for rate in dict.fromkeys((SAMPLE_RATE, round(device.default_rate), *FALLBACK_RATES)):
            try:
                self._open(rate)
            except MicrophoneError as error:
                if error.code not in ("microphone_rate", "microphone_refused"):  # drivers say either of a rate
                    raise
                refused.append(error)
            else:
                return
        raise next((error for error in refused if error.code == "microphone_refused"), refused[0])

    def take_begins(self) -> None:
        """A microphone hears all the time."""

    def take_ends(self) -> None:
        """A microphone hears all the time."""

    def _open(self, rate: int) -> None:
        put, now = self.blocks.put_nowait, time.monotonic

        def copy(sound: Any, _frames: int, _times: Any, _flags: Any) -> None:
            put(Block(bytes(sound), now()))

        name, host_api = self._wanted
        self._stream = portaudio.open_input(name, host_api, rate, round(rate * BLOCK_SECONDS), copy)
        self.rate = rate
        portaudio.start_input(self._stream)

    def _device(self) -> portaudio.Device:
        name, host_api = self._wanted
        devices = portaudio.input_devices()
        for device in devices:
            if device.name == name and host_api in (None, device.host_api):
                return device
        if name is not None:
            sentence = f"The microphone “{name}” is not there. Plug it in, or choose another one."
            raise MicrophoneError(sentence, code="microphone_missing")
        for device in devices:
            if device.is_default:
                return device
        sentence = "No microphone was found. Plug one in, or type your answers."
        raise MicrophoneError(sentence, code="microphone_missing")


class FileMicrophone:
    """Recordings played one an answer, over and over, with faint room noise in between.

    At real pace a second takes a second. Fast, sound comes as quickly as it is taken, and only during an answer: time
    stands still in between, because time is frames.
    """

    host_api = "recordings"
    rate = SAMPLE_RATE

    def __init__(self, paths: Sequence[Path], *, fast: bool) -> None:
        self.name = ", ".join(path.name for path in paths)
        self.blocks: queue.Queue[Block] = queue.Queue(maxsize=64)
        self._sounds = itertools.cycle([to_pcm(read_sound(path)) for path in paths])
        self._fast = fast
        self._playing = threading.Event()
        self._rest = memoryview(b"")
        noise = np.random.default_rng(0).integers(-3, 4, SAMPLE_RATE, dtype=np.int16)
        self._noise = noise.tobytes()

    def start(self) -> None:
        threading.Thread(target=self._feed, name="file microphone", daemon=True).start()

    def take_begins(self) -> None:
        self._playing.set()

    def take_ends(self) -> None:
        self._playing.clear()

    def _feed(self) -> None:
        began = time.monotonic()
        for number in itertools.count(1):
            if self._fast and number > 1:  # the first block says that the microphone works
                self._playing.wait()
            due = began + number * BLOCK_SECONDS
            pcm, last = self._next_block()
            if not self._fast:
                time.sleep(max(0.0, due - time.monotonic()))
            self.blocks.put(Block(pcm, due, last))

    def _next_block(self) -> tuple[bytes, bool]:
        """Sound of one block, and whether a recording ends with it."""
        if not self._playing.is_set():
            self._rest = memoryview(b"")
            return self._noise[:BLOCK_BYTES], False
        if not self._rest:
            tail = round(TAIL_SECONDS / BLOCK_SECONDS) * BLOCK_BYTES
            sound = next(self._sounds)
            self._rest = memoryview(sound + self._noise[: tail + -len(sound) % BLOCK_BYTES])
        block, self._rest = bytes(self._rest[:BLOCK_BYTES]), self._rest[BLOCK_BYTES:]
        last = not self._rest
        if last:
            self._playing.clear()
        return block, last
