"""The parent's end of the recorder: opens the microphone once a session and keeps it recording whatever happens.

A recorder process that stalls, hangs or dies is replaced, the answer goes on in a new file, and what is missing is
named as a gap. Another microphone is opened beside the one in use, which is let go once the other is heard. Runs on the
asyncio thread; no sound passes through here, only frame numbers.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from speech.errors import MicrophoneError, SpeechError, WorkerError, WorkerFailed
from speech.notices import (
    FileBegan,
    GapFound,
    Level,
    Notice,
    Restored,
    SourceEnded,
    SpeechBegan,
    SpeechPaused,
    Trouble,
)
from speech.words import SAMPLE_RATE
from speech.worker import Message, Worker

START_SECONDS = 10.0
OPEN_SECONDS = 9.0
CALL_SECONDS = 2.0
HEARTBEAT_SECONDS = 2.0
"""The child reports ten times a second; silence this long means it hangs."""
RETRY_SECONDS = 1.0
FIRST_RETRY_SECONDS = 0.05
HEADER_BYTES = 44
"""Before the sound in a file of the recorder."""


@dataclass(frozen=True, slots=True)
class Device:
    """A microphone by name; None is the system's default."""

    name: str | None = None
    host_api: str | None = None


@dataclass(frozen=True, slots=True)
class Recordings:
    """Files that stand for the candidate, one an answer, from the first again after the last."""

    paths: tuple[Path, ...]
    fast: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """The microphone delivers sound."""

    device: str
    host_api: str
    rate: int
    """Frames a second of the device itself."""
    frame: int
    """Session frame that comes next."""


class Recorder:
    """A microphone in a process of its own; `notify` is told everything it hears.

    `origin` is the monotonic time of session frame 0.
    """

    def __init__(self, source: Device | Recordings, *, origin: float, notify: Callable[[Notice], None]) -> None:
        self._source = source
        self._origin = origin
        self._notify = notify
        self._worker = self._child()
        self._frame = 0
        self._take: tuple[Path, str] | None = None
        self._next_part = 1
        self._open_file: tuple[Path, int] | None = None
        self._wanted_from = 0
        """Session frame from which on the take must be on disk, while it has no file."""
        self._held = False
        self._gate_open = False
        self._last_message = 0.0
        self._tasks: set[asyncio.Task[None]] = set()
        self._kept_open = False
        """From the first sound until `close`: a recorder that is lost meanwhile is replaced."""
        self._losing = False
        self._recovery: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        """Whoever begins, ends or takes over a take has it: none of that happens between two halves of another."""

    @property
    def timed(self) -> bool:
        """False when time is what has been recorded, not what has passed."""
        return not (isinstance(self._source, Recordings) and self._source.fast)

    @property
    def pid(self) -> int | None:
        """Process id of the child, None while there is none."""
        return self._worker.pid

    @property
    def frame(self) -> int:
        """The latest session frame heard of."""
        return self._frame

    def frame_at(self, monotonic: float) -> int | None:
        """The session frame of a moment; None where time is not frames of this clock."""
        return round((monotonic - self._origin) * SAMPLE_RATE) if self.timed else None

    async def open(self) -> Opened:
        """Open the microphone and wait for its first sound.

        Raises: MicrophoneError with a sentence that says what is wrong with it.
        """
        opened = await self._first_sound(self._worker, self._source)
        self._keep_open()
        return opened

    async def use(self, device: Device) -> Opened:
        """Go on with another microphone, an open answer in a new file; nothing is lost where the one so far works.

        One at a time. Raises: MicrophoneError when it does not open; the one so far is left as it is.
        """
        spare = self._child()
        try:
            opened = await self._first_sound(spare, device)
            async with self._turn:
                await self._give_up_recovery()
                await self._call("end_take")
                self._notify(SpeechPaused(self._end_of_file()))
                spare, self._worker, self._source = self._worker, spare, device
                self._keep_open()
                await self._take_over(opened)
        except MicrophoneError as fault:
            if not self._kept_open or self._losing:
                raise
            sentence = f"{fault.sentence} The microphone used so far goes on."
            raise MicrophoneError(sentence, code=fault.code) from fault
        finally:
            await spare.stop()
        if not self._worker.running:  # it went between its first sound and its turn, when nobody listened to it
            self._lost("the microphone was lost again")
        return opened

    async def start_take(self, folder: Path, pattern: str, *, from_frame: int | None = None) -> int:
        """Record an answer into `folder`, in files named by `pattern` with its field `{part}`; the first frame.

        `from_frame` may lie up to five seconds back.
        """
        async with self._turn:
            self._take, self._next_part, self._held, self._open_file = (folder, pattern), 1, False, None
            self._wanted_from = self._now() if from_frame is None else from_frame
            answer = await self._call("start_take", folder=str(folder), pattern=pattern, from_frame=from_frame)
            return int(answer["frame"]) if answer else self._wanted_from

    async def end_take(self, *, at_frame: int | None = None) -> int:
        """Close the answer's file once sound up to `at_frame` is in it (0.3 s at most); the frame after its last."""
        async with self._turn:
            answer = await self._call("end_take", at_frame=at_frame)
            if answer is None:
                self._nothing_until_now()
            end = int(answer["frame"]) if answer else self._wanted_from
            self._take, self._open_file = None, None
            return end

    async def hold(self) -> None:
        """Write nothing until `resume`; the microphone stays open."""
        async with self._turn:
            self._held = True
            if await self._call("hold") is None:
                self._nothing_until_now()

    async def resume(self) -> None:
        """Go on with the answer in a new file."""
        async with self._turn:
            self._held = False
            if await self._call("resume") is None:
                self._open_file, self._wanted_from = None, self._now()

    def close_gate(self) -> None:
        """From now on nothing heard is the candidate: the interviewer is speaking."""
        self._gate_open = False
        self._tell("close_gate")

    def open_gate(self, frame: int) -> None:
        """From `frame` on what is heard is the candidate."""
        self._gate_open = True
        self._tell("open_gate", frame=frame)

    async def lateness(self) -> Message:
        """How late the microphone's callbacks were: `blocks`, `p99` and `max` in seconds."""
        return await self._call("lateness") or {}

    async def close(self) -> None:
        """Close the file and the microphone. Safe to call twice."""
        self._kept_open = False
        for task in tuple(self._tasks):
            task.cancel()
        for task in tuple(self._tasks):
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self._worker.stop()

    # -- the child

    def _child(self) -> Worker:
        """A recorder process that is listened to while it is the one in use."""

        def on_message(message: Message) -> None:
            if child is self._worker:
                self._message(message)

        def on_exit(reason: str) -> None:
            if child is self._worker:
                self._lost(reason)

        child = Worker("speech.recorder.child", name="recorder", on_message=on_message, on_exit=on_exit)
        return child

    async def _first_sound(self, child: Worker, source: Device | Recordings) -> Opened:
        try:
            return await self._open(child, source)
        except WorkerFailed as fault:
            await child.stop(grace=0.2)
            raise MicrophoneError(fault.sentence, code=fault.code) from fault
        except WorkerError as fault:
            await child.stop(grace=0.2)
            sentence = "The microphone did not open in time. Reconnect it, or choose another one."
            raise MicrophoneError(sentence, code="microphone_late") from fault

    async def _open(self, child: Worker, source: Device | Recordings) -> Opened:
        await child.start(deadline=START_SECONDS)
        self._last_message = time.monotonic()
        wanted = (
            {"files": [str(path) for path in source.paths], "fast": source.fast}
            if isinstance(source, Recordings)
            else {"name": source.name, "host_api": source.host_api}
        )
        answer = await child.call(
            "open", deadline=OPEN_SECONDS, source=wanted, origin=self._origin, first_frame=self._end_of_file()
        )
        self._last_message = time.monotonic()
        self._frame = max(self._frame, answer["frame"])
        return Opened(answer["device"], answer["host_api"], answer["rate"], answer["frame"])

    async def _call(self, op: str, **fields: Any) -> Message | None:
        """Ask the child; None when it is gone or late, which its replacement makes good."""
        try:
            answer = await self._worker.call(op, deadline=CALL_SECONDS, **fields)
        except WorkerError:
            if self._worker.running and self.timed:
                self._worker.kill("it hung")
            return None
        self._frame = max(self._frame, answer.get("frame") or 0)
        return answer

    def _tell(self, op: str, **fields: Any) -> None:
        with contextlib.suppress(WorkerError):
            self._worker.send(op, **fields)

    def _message(self, message: Message) -> None:
        self._last_message = time.monotonic()
        self._frame = max(self._frame, message.get("frame") or 0)
        match message["event"]:
            case "level":
                fields = ("frame", "peak_db", "rms_db", "speech", "silence_since")
                self._notify(Level(*(message[name] for name in fields)))
            case "speech":
                self._notify(SpeechBegan(message["frame"]))
            case "pause":
                self._notify(SpeechPaused(message["frame"]))
            case "file":
                self._next_part = message["part"]
                self._open_file = (Path(message["path"]), message["frame"])
                self._notify(FileBegan(*self._open_file))
            case "gap":
                self._notify(GapFound(message["frame"], message["frames"], message["cause"]))
            case "source_ended":
                self._notify(SourceEnded(message["frame"]))
            case "trouble":
                self._trouble(message["code"], message["sentence"])
            case "stalled":
                self._worker.kill("the microphone delivers nothing any more")

    def _trouble(self, code: str, sentence: str) -> None:
        part = "disk" if code.startswith("disk") else "microphone"
        if code in ("microphone_well", "disk_well"):
            self._notify(Restored(part, sentence))
        else:
            self._notify(Trouble(part, code, sentence))

    # -- when it fails

    def _keep_open(self) -> None:
        if not self._kept_open:
            self._kept_open = True
            self._spawn(self._watch())

    async def _watch(self) -> None:
        while self.timed:
            slept = time.monotonic()
            await asyncio.sleep(HEARTBEAT_SECONDS / 4)
            now = time.monotonic()
            if now - slept > HEARTBEAT_SECONDS / 2:  # this process was itself stopped; what came meanwhile is unread
                self._last_message = now
            silent = now - self._last_message > HEARTBEAT_SECONDS
            if silent and self._worker.running and not self._losing:
                self._worker.kill("it hung")

    def _lost(self, reason: str) -> None:
        if self._kept_open and not self._losing:
            self._losing = True
            self._recovery = self._spawn(self._recover(reason))

    async def _give_up_recovery(self) -> None:
        if self._recovery is not None:
            self._recovery.cancel()
            await asyncio.wait([self._recovery])
            self._recovery, self._losing = None, False

    async def _recover(self, reason: str) -> None:
        sentence = f"Recording stopped: {reason}. What was recorded is safe; it goes on as soon as sound arrives."
        self._notify(Trouble("microphone", "microphone_lost", sentence))
        self._notify(SpeechPaused(self._end_of_file()))
        opened = await self._reopen()
        self._losing = False
        async with self._turn:
            await self._take_over(opened)

    async def _take_over(self, opened: Opened) -> None:
        """The child in use has just opened: it does what the one before it did."""
        if not await self._go_on():
            return  # lost again, and being recovered again
        if self._gate_open and not self._held:
            self._tell("open_gate", frame=opened.frame)
        self._notify(Restored("microphone", f"Recording again from {opened.device}."))

    async def _go_on(self) -> bool:
        """Take up the answer that was open, in a new file; False when the recorder is gone again."""
        if self._take is None:
            return True
        folder, pattern = self._take
        stopped_at, held = self._end_of_file(), self._held
        fields = {"part": self._next_part, "held": held, "from_frame": stopped_at, "first_frame": stopped_at}
        answer = await self._call("start_take", folder=str(folder), pattern=pattern, **fields)
        if answer is not None and not held:
            self._name_missing(stopped_at, answer["frame"])
        return answer is not None

    async def _reopen(self) -> Opened:
        """Try the chosen microphone, then the default one, until one of them works."""
        pause = FIRST_RETRY_SECONDS
        told = set()
        sources = dict.fromkeys((self._source, Device() if isinstance(self._source, Device) else self._source))
        while True:
            for source in sources:
                try:
                    return await self._open(self._worker, source)
                except SpeechError as fault:
                    await self._worker.stop(grace=0.1)
                    if fault.code not in told:
                        told.add(fault.code)
                        self._notify(Trouble("microphone", fault.code, fault.sentence))
            await asyncio.sleep(pause)
            pause = RETRY_SECONDS

    def _end_of_file(self) -> int:
        """The session frame after the last one of the take that is surely on disk."""
        if self._take is None:
            return self._frame
        if self._open_file is None:
            return self._wanted_from
        path, start = self._open_file
        with contextlib.suppress(OSError):
            return start + max(0, path.stat().st_size - HEADER_BYTES) // 2
        return start

    def _nothing_until_now(self) -> None:
        """The take has no recorder, and from now on needs none for a while."""
        stopped_at = self._end_of_file()
        self._open_file, self._wanted_from = None, max(stopped_at, self._now())
        self._name_missing(stopped_at, self._wanted_from)

    def _name_missing(self, start: int, end: int) -> None:
        if self._take is not None and self.timed and end > start:
            self._notify(GapFound(start, end - start, "the microphone was away"))

    def _now(self) -> int:
        """The session frame of this moment."""
        return self._frame if not self.timed else max(self._frame, self.frame_at(time.monotonic()) or 0)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
