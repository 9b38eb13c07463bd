"""The sound thread of the voice child: opens the loudspeaker, plays lines, says how they were heard.

It only ever waits for requests, so that a stop is obeyed at once whatever the engine is doing. A loudspeaker that hangs
hangs this thread and nothing else; the parent has deadlines. The stream stays open between lines, because a first
callback can take two seconds, and is never closed, because closing can hang: it ends with the process.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
from pathlib import Path

from speech import portaudio
from speech.child import Channel
from speech.errors import VoiceUnavailable
from speech.voices.player import Player
from speech.voices.sound import Sound, read_sound
from speech.worker import Message

log = logging.getLogger("hotseat.voice")

BLOCK_SECONDS = 0.02
LATENCY_SECONDS = 0.05
"""Asked of the device. A stop is heard after this, a block and the way through the pipe: under 100 ms together."""
LOOK_SECONDS = 0.02
"""How often a line that plays is looked at."""
LOST = "The loudspeaker is gone. Lines are shown on the screen; plug it in or choose another one."


class Loudspeaker:
    """Obeys `loudspeaker`, `play`, `finish` and `hush`; says `playing` when a line's first sound is handed over."""

    OPS = frozenset({"loudspeaker", "play", "finish", "hush"})

    def __init__(self, channel: Channel, rate: int) -> None:
        self.requests: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._channel = channel
        self._rate = rate
        self._player: Player | None = None
        self._trouble: VoiceUnavailable | None = None
        self._line = 0
        self._told_line = 0
        self._waiting: list[Message] = []
        """Requests that are answered once the device runs, or the line is over."""

    def start(self) -> None:
        threading.Thread(target=self._run, name="loudspeaker", daemon=True).start()

    def _run(self) -> None:
        try:
            self._player = self._open()
        except VoiceUnavailable as error:
            self._trouble = error
        while True:
            with contextlib.suppress(queue.Empty):
                request = self.requests.get(timeout=LOOK_SECONDS if self._busy else None)
                if request is None:
                    return
                self._obey(request)
            self._look()

    @property
    def _busy(self) -> bool:
        return bool(self._waiting) or self._told_line < self._line

    def _open(self) -> Player:
        try:
            return self._open_at(self._rate)
        except VoiceUnavailable as error:
            if error.code != "loudspeaker_rate":
                raise
        rates = (round(device.default_rate) for device in portaudio.output_devices() if device.is_default)
        return self._open_at(next(rates, self._rate))

    def _open_at(self, rate: int) -> Player:
        player = Player(rate)
        stream = portaudio.open_output(
            None, None, rate, round(rate * BLOCK_SECONDS), player.fill, latency_seconds=LATENCY_SECONDS
        )
        player.latency = stream.latency
        portaudio.start_output(stream)
        self._stream = stream
        return player

    def _obey(self, request: Message) -> None:
        player, op = self._player, request["op"]
        if op == "loudspeaker" and player is not None and player.running:
            self._trouble = None  # it has come back by itself
        if op in ("loudspeaker", "finish"):
            self._waiting.append(request)
        if player is None:
            return
        if op == "play":
            if request["line"] != self._line:
                self._line = request["line"]
                player.begin()
            with contextlib.suppress(VoiceUnavailable):  # a file that vanished is silence
                player.add(at_rate(read_sound(Path(request["file"])), player.rate).pcm)
        elif op == "finish":
            player.complete()
        elif op == "hush":
            player.hush()

    def _look(self) -> None:
        player = self._player
        if player is not None and self._trouble is None and player.stalled:
            self._trouble = VoiceUnavailable(LOST, code="loudspeaker_lost")
            player.hush()  # should it come back, it is not to go on in the middle of an old line
        if player is not None and player.started is not None and self._told_line < self._line:
            self._told_line = self._line
            self._channel.send("playing", line=self._line, at=player.started)
        for request in list(self._waiting):
            if self._answer(request, player):
                self._waiting.remove(request)

    def _answer(self, request: Message, player: Player | None) -> bool:
        """Answer a request if it can be answered by now."""
        trouble = self._trouble
        lost = {"code": trouble.code, "sentence": trouble.sentence} if trouble is not None else {}
        if request["op"] == "loudspeaker":
            if trouble is None and not (player is not None and player.running):
                return False
            self._channel.reply(request, ok=trouble is None, **lost)
            return True
        if player is None or request["line"] != self._line:
            self._channel.reply(request, heard_seconds=0.0, started=None, ended=None, **lost)
            return True
        if not player.over and trouble is None:
            return False
        self._told_line = self._line
        self._channel.reply(
            request, heard_seconds=player.heard_seconds, started=player.started, ended=player.ended, **lost
        )
        return True


def at_rate(sound: Sound, rate: int) -> Sound:
    """The sound at the loudspeaker's rate, for devices that offer one rate only."""
    if sound.rate == rate:
        return sound
    import numpy as np
    import soxr

    resampled = soxr.resample(np.frombuffer(sound.pcm, "<i2"), sound.rate, rate)
    return Sound(rate, resampled.astype("<i2").tobytes())
