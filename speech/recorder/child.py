"""The recorder process: microphone in; WAV files, levels, speech and pauses out.

One loop owns everything but the microphone's callback, which only copies. It drains blocks, counts them, fills holes,
writes, listens for speech, reports ten times a second, and takes requests in between. When the parent is gone it keeps
what was delivered, closes its file and ends; when the microphone delivers nothing for `STALL_SECONDS` it says so and
ends by force, because a source that is gone can make PortAudio hang for ever.
"""

from __future__ import annotations

import collections
import os
import queue
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from speech.child import Channel
from speech.errors import SpeechError
from speech.recorder.activity import Activity, Boundary, level, silero
from speech.recorder.frame_clock import FrameClock
from speech.recorder.health import SENTENCES, Health
from speech.recorder.microphone import Block, FileMicrophone, PortAudioMicrophone, Source
from speech.recorder.tape import Tape
from speech.words import SAMPLE_RATE
from speech.worker import Message

STALL_SECONDS = 1.5
FROZEN_SECONDS = 0.5
"""A loop that comes round so late was itself stopped; the microphone gets its time anew."""
FIRST_SOUND_SECONDS = 6.0
"""A first callback takes up to 2 s on a healthy PulseAudio."""
REPORT_FRAMES = SAMPLE_RATE // 10
PRE_ROLL_FRAMES = 5 * SAMPLE_RATE
END_WAIT_SECONDS = 0.3
"""Sound up to the moment of the key is waited for at most this long."""
FILL_FRAMES = 10 * SAMPLE_RATE
"""A longer hole (a machine that slept) is not filled with silence; sound goes on in a new file."""
STALLED_EXIT = 75


class Recorder:
    """Everything the recorder process knows."""

    def __init__(self, channel: Channel, source: Source, *, origin: float, first_frame: int, timed: bool) -> None:
        self._channel = channel
        self._source = source
        self._origin = origin
        self._first_frame = first_frame
        self._timed = timed
        self._clock = FrameClock(source.rate)
        self._resampler = _resampler(source.rate)
        self._activity = Activity(silero())
        self._health = Health()
        self._tape = Tape(channel.send)
        self._frame: int | None = None
        self._ring: collections.deque[tuple[int, bytes]] = collections.deque()
        self._ending: tuple[Message, int, float] | None = None
        self._unreported: list[bytes] = []
        self._unreported_frames = 0
        self._last_block = self._last_round = time.monotonic()
        self._latest_arrival = 0.0
        self._lateness: collections.deque[float] = collections.deque(maxlen=50_000)
        self._rate_told = False

    @property
    def frame(self) -> int:
        """The session frame that comes next."""
        return self._frame or 0

    # -- the loop

    def run(self) -> None:
        """Record until the parent is gone."""
        while True:
            self._note_round()
            try:
                block = self._source.blocks.get(timeout=0.02)
            except queue.Empty:
                self._watch()
            else:
                self._hear(block)
            while not self._channel.inbox.empty():
                request = self._channel.inbox.get()
                if request is None:
                    self._keep_delivered()
                    self._tape.close()
                    return
                self._obey(request)
            self._finish_ending()
            self._channel.pump()

    def wait_for_sound(self, deadline: float) -> bool:
        """True once the first block is there."""
        try:
            block = self._source.blocks.get(timeout=deadline)
        except queue.Empty:
            return False
        self._hear(block)
        return True

    # -- sound

    def _hear(self, block: Block) -> None:
        frames = len(block.pcm) // 2
        self._note_lateness(block, frames)
        self._last_block = time.monotonic()
        if self._frame is None:
            began = round((block.arrived - self._origin - frames / self._source.rate) * SAMPLE_RATE)
            self._frame = max(began, self._first_frame) if self._timed else self._first_frame
            self._tell_boundaries(self._activity.skip(self._frame))
        hole = self._clock.process(frames, block.arrived) if self._timed else 0
        if hole:
            self._fill(hole)
        self._keep(self._convert(block.pcm))
        self._judge_rate(block.arrived)
        if block.last:
            self._channel.send("source_ended", frame=self._frame)

    def _fill(self, hole: int) -> None:
        start = self.frame
        silence = round(hole * SAMPLE_RATE / self._source.rate)
        if silence <= FILL_FRAMES:
            self._keep(self._convert(bytes(2 * hole)), heard=False)
        else:
            self._frame = start + silence
            self._ring.clear()
            self._tell_boundaries(self._activity.skip(self._frame))
        self._channel.send("gap", frame=start, frames=self.frame - start, cause="sound that never arrived")

    def _convert(self, pcm: bytes) -> bytes:
        if self._resampler is None:
            return pcm
        sound = np.frombuffer(pcm, dtype="<i2")
        converted: bytes = self._resampler.resample_chunk(sound).tobytes()
        return converted

    def _keep(self, pcm: bytes, *, heard: bool = True) -> None:
        """Write first, then tell: whoever is told about a frame can read it. What fills a hole was not `heard`."""
        if not pcm:
            return
        frame = self.frame
        self._frame = frame + len(pcm) // 2
        self._ring.append((frame, pcm))
        while len(self._ring) > 1 and self._ring[1][0] <= self._frame - PRE_ROLL_FRAMES:
            self._ring.popleft()
        self._tape.write(pcm, frame)
        self._tell_boundaries(self._activity.process(pcm, frame))
        if heard:
            self._report(pcm)

    def _keep_delivered(self) -> None:
        """Take what the microphone has delivered up to now; for the end, when nobody listens any more."""
        for _ in range(self._source.blocks.qsize()):
            self._hear(self._source.blocks.get_nowait())

    # -- reports

    def _report(self, pcm: bytes) -> None:
        self._unreported.append(pcm)
        self._unreported_frames += len(pcm) // 2
        if self._unreported_frames < REPORT_FRAMES:
            return
        heard = level(np.frombuffer(b"".join(self._unreported), dtype="<i2"))
        self._channel.offer(
            "level",
            frame=self._frame,
            peak_db=round(heard.peak_db, 1),
            rms_db=round(heard.rms_db, 1),
            speech=self._activity.speech,
            silence_since=self._activity.silence_since,
        )
        seconds = self._unreported_frames / SAMPLE_RATE
        code = self._health.process(seconds, heard, answering=self._tape.recording)
        if code is not None:
            self._channel.send("trouble", code=code, sentence=SENTENCES[code])
        self._unreported, self._unreported_frames = [], 0
        self._tape.check_disk()

    def _tell_boundaries(self, found: list[Boundary]) -> None:
        for boundary in found:
            self._channel.send("speech" if boundary.speech else "pause", frame=boundary.frame)

    def _judge_rate(self, arrived: float) -> None:
        if not self._timed:
            return
        measured = self._clock.measured_rate(arrived)
        if measured is not None and not self._rate_told:
            sentence = (
                f"The microphone delivers {measured:.0f} instead of {self._source.rate} frames a second, so the "
                "recording may sound wrong. Choose another microphone, or reconnect this one."
            )
            self._channel.send("trouble", code="microphone_rate_wrong", sentence=sentence)
        elif self._rate_told and not self._clock.rate_wrong:
            self._channel.send("trouble", code="microphone_well", sentence=SENTENCES["microphone_well"])
        self._rate_told = self._clock.rate_wrong

    def _note_lateness(self, block: Block, frames: int) -> None:
        if self._latest_arrival:
            self._lateness.append(block.arrived - self._latest_arrival - frames / self._source.rate)
        self._latest_arrival = block.arrived

    def _note_round(self) -> None:
        now = time.monotonic()
        if now - self._last_round > FROZEN_SECONDS:
            self._last_block = now
        self._last_round = now

    def _watch(self) -> None:
        if not self._timed or time.monotonic() - self._last_block < STALL_SECONDS:
            return
        self._tape.end()
        self._channel.send("stalled", frame=self._frame)
        os._exit(STALLED_EXIT)

    # -- requests

    def _obey(self, request: Message) -> None:
        handler = {
            "start_take": self._start_take,
            "end_take": self._end_take,
            "hold": self._hold,
            "resume": self._resume,
            "close_gate": self._close_gate,
            "open_gate": self._open_gate,
            "lateness": self._tell_lateness,
        }[request["op"]]
        handler(request)

    def _start_take(self, request: Message) -> None:
        """Record from `from_frame` (at most `PRE_ROLL_FRAMES` back) or now; `held`: not before `resume`.

        `first_frame`: where another microphone stopped; what comes next is numbered from there on, should that one's
        clock have been ahead of this one's.
        """
        if self._ending is not None:
            self._end_now(self._ending[0])
        self._frame = max(self.frame, request.get("first_frame", 0))
        held = request.get("held", False)
        self._tape.begin(Path(request["folder"]), request["pattern"], request.get("part", 1), held=held)
        wanted = request.get("from_frame")
        start = self.frame if wanted is None else max(wanted, self._ring[0][0] if self._ring else self.frame)
        for frame, pcm in self._ring:
            skip = max(0, start - frame)
            if skip * 2 < len(pcm):
                self._tape.write(pcm[skip * 2 :], frame + skip)
        if not self._timed:  # seconds of sound would pass before the parent's `open_gate` arrives
            self._activity.open_gate(self.frame)
        self._source.take_begins()
        self._channel.reply(request, frame=min(start, self.frame))

    def _end_take(self, request: Message) -> None:
        until = request.get("at_frame")
        until = self.frame if until is None else until
        self._ending = (request, until, time.monotonic() + END_WAIT_SECONDS)

    def _finish_ending(self) -> None:
        if self._ending is None:
            return
        request, until, deadline = self._ending
        if self.frame >= until or time.monotonic() >= deadline:
            self._end_now(request)

    def _end_now(self, request: Message) -> None:
        self._ending = None
        self._source.take_ends()
        self._tape.end()
        self._channel.reply(request, frame=self._frame)

    def _hold(self, request: Message) -> None:
        self._tape.hold()
        self._close_gate({})
        self._channel.reply(request, frame=self._frame)

    def _resume(self, request: Message) -> None:
        self._tape.resume()
        self._activity.open_gate(self.frame)
        self._channel.reply(request, frame=self._frame)

    def _close_gate(self, _request: Message) -> None:
        self._tell_boundaries(self._activity.close_gate())

    def _open_gate(self, request: Message) -> None:
        self._activity.open_gate(request["frame"])

    def _tell_lateness(self, request: Message) -> None:
        late = np.array(self._lateness or [0.0])
        p99, worst = np.percentile(late, 99), late.max()
        self._channel.reply(request, blocks=len(late), p99=round(float(p99), 4), max=round(float(worst), 4))


def _resampler(rate: int) -> Any:
    if rate == SAMPLE_RATE:
        return None
    import soxr

    return soxr.ResampleStream(rate, SAMPLE_RATE, 1, dtype="int16")


def make_source(wanted: Message) -> Source:
    """The source a request asks for: `{"files": [...], "fast": bool}` or `{"name": …, "host_api": …}`.

    Raises: SpeechError.
    """
    if "files" in wanted:
        return FileMicrophone([Path(path) for path in wanted["files"]], fast=wanted["fast"])
    return PortAudioMicrophone(wanted.get("name"), wanted.get("host_api"))


def main() -> int:
    """Open what the first request asks for, report the first sound, then record."""
    channel = Channel(waits=False)
    channel.ready()
    request = channel.inbox.get()
    if request is None:
        return 0
    wanted = request["source"]
    try:
        source = make_source(wanted)
        source.start()
    except SpeechError as fault:
        channel.refuse(request, fault.code, fault.sentence)
        return 0
    recorder = Recorder(
        channel,
        source,
        origin=request["origin"],
        first_frame=request["first_frame"],
        timed=not wanted.get("fast", False),
    )
    if not recorder.wait_for_sound(FIRST_SOUND_SECONDS):
        sentence = (
            f"The microphone “{source.name}” was opened but delivers nothing. Choose another one, or reconnect it."
        )
        channel.refuse(request, "microphone_stalled", sentence)
        os._exit(STALLED_EXIT)
    channel.reply(request, device=source.name, host_api=source.host_api, rate=source.rate, frame=recorder.frame)
    recorder.run()
    os._exit(0)  # closing a stream can hang; every file is closed


if __name__ == "__main__":
    sys.exit(main())
