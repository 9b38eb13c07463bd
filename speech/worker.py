"""The one way to run a child process: JSON lines over pipes, deadlines, kill by process group, stated reasons.

`Worker` is the parent's end and lives on the asyncio thread; `speech.child.Channel` is the child's end. Requests carry
an `id` and are answered once; everything else the child writes is a message. A child that hangs, aborts or is killed
costs a `WorkerError` with a sentence, never the parent. A child keeps its output open as long as it lives: the end of
it is the end of the child and of everything it started. Children notice a dead parent by the end of their input.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from speech.errors import SpeechError, WorkerFailed, WorkerLate
from speech.last_words import origin

log = logging.getLogger("hotseat.worker")

Message = dict[str, Any]

LINE_LIMIT = 8 * 1024 * 1024
"""Bytes of one JSON line at the most; a ten-minute answer with word times is about 0.5 MB."""

STDERR_BYTES = 64 * 1024
"""Read at once of what a child complains about; a longer line is logged in pieces."""

LAST_LINES = 20
"""Of what a child complained about, for where it was when it died of an error."""
LAST_LINE_BYTES = 1000

EXIT_SECONDS = 2.0
"""How long the pipes of a child that ended may stay open; something that left its process group can hold them."""

_NO_NETWORK = {"ORT_DISABLE_TELEMETRY": "1", "HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
"""What keeps libraries in a child from reporting home: ONNX Runtime has done so unasked since 1.29."""

_ROOT = Path(__file__).parents[1]
"""Where our packages are, for a child started from any folder."""

_EXITS = {
    -signal.SIGABRT: "a library inside it aborted",
    -signal.SIGFPE: "it hit an arithmetic fault",
    -signal.SIGILL: "this processor lacks an instruction it needs",
    -signal.SIGSEGV: "a library inside it crashed",
    -signal.SIGTERM: "it was told to stop",
    0xC000001D: "this processor lacks an instruction it needs",
    0xC0000005: "a library inside it crashed",
    0xC0000409: "a library inside it aborted",
}


def exit_reason(code: int | None) -> str:
    """Why a process ended, in words, from its exit code (negative: the signal, on POSIX)."""
    if code is None:
        return "it is still running"
    if code == -9:  # SIGKILL has no name on Windows
        return "it was killed, perhaps because memory ran out"
    return _EXITS.get(code, "it stopped by itself" if code == 0 else f"it failed with exit code {code}")


def child_command(module: str, arguments: Sequence[str] = ()) -> list[str]:
    """The command that runs a module of ours as a process, from a checkout, a wheel or a frozen build."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--child", module, *arguments]
    # -P: a file in the folder Hotseat is started from must not stand in for a library.
    return [sys.executable, "-P", "-m", module, *arguments]


def kill_group(process: asyncio.subprocess.Process | subprocess.Popen[Any]) -> None:
    """Kill a child that leads its own process group, and everything it started. Does nothing to a dead one."""
    if process.returncode is not None:
        return
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        _kill_members(process.pid)


def _kill_members(group: int) -> None:
    """Kill what is left of a process group. Windows knows none: there a dead child's own children are nobody's."""
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


def _own_group(niceness: int) -> dict[str, Any]:
    """What makes a child the leader of its own process group; Windows gives a nice one a lower class with it."""
    if sys.platform == "win32":
        urgency = subprocess.BELOW_NORMAL_PRIORITY_CLASS if niceness else 0
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW | urgency}
    return {"start_new_session": True}


def _make_nice(pid: int, niceness: int) -> None:
    """From its first moment on: what a child imports takes as much of a processor as what it does later.

    Linux schedules sessions as groups (sched(7), "The autogroup feature"): a process that leads its own is nice only to
    what it started itself, until its group is made nice too.
    """
    if sys.platform != "win32" and niceness:
        with contextlib.suppress(OSError):  # it has ended already, and that is told as any ending is
            os.setpriority(os.PRIO_PROCESS, pid, min(19, os.getpriority(os.PRIO_PROCESS, 0) + niceness))
        with contextlib.suppress(OSError):  # a system without such groups
            Path(f"/proc/{pid}/autogroup").write_text(str(niceness), encoding="ascii")


def _message(line: bytes) -> Message | None:
    """What a line says; None when it is neither an answer nor an event."""
    try:
        message = json.loads(line)
    except ValueError:
        return None
    if not isinstance(message, dict):
        return None
    well_formed = isinstance(message.get("id"), int) or isinstance(message.get("event"), str)
    return message if well_formed else None


class Worker:
    """One child process, which may be started again after it ended.

    `on_message(message)` is called for everything the child says unasked, `on_exit(reason)` once when it ends without
    having been told to; both on the asyncio thread.
    """

    def __init__(
        self,
        module: str,
        *,
        name: str,
        on_message: Callable[[Message], None],
        on_exit: Callable[[str], None],
        arguments: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
        niceness: int = 0,
    ) -> None:
        self.name = name
        self._command = child_command(module, arguments)
        self._environment = {**os.environ, **(environment or {}), **_NO_NETWORK}
        self._niceness = niceness
        inherited = self._environment.get("PYTHONPATH")
        self._environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(_ROOT), inherited)))
        self._on_message = on_message
        self._on_exit = on_exit
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._ready: asyncio.Future[Message] | None = None
        self._waiting: dict[int, asyncio.Future[Message]] = {}
        self._next_id = 0
        self._dismissed = False
        self._kill_reason = ""
        self._last_lines: deque[str] = deque(maxlen=LAST_LINES)

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int | None:
        """Process id of the running child."""
        return self._process.pid if self._process is not None and self.running else None

    async def start(self, *, deadline: float) -> Message:
        """Start the child and wait until it says it is ready.

        Returns: the child's `ready` message.
        Raises: WorkerFailed when it ends or refuses instead, WorkerLate after `deadline` seconds.
        """
        await self._reap()
        self._dismissed = False
        self._kill_reason = ""
        self._ready = asyncio.get_running_loop().create_future()
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env=self._environment,
                limit=LINE_LIMIT,
                **_own_group(self._niceness),
            )
        except OSError as fault:
            raise WorkerFailed(f"The {self.name} could not be started: {fault.strerror}.") from fault
        _make_nice(self._process.pid, self._niceness)
        self._reader = asyncio.create_task(self._read(self._process), name=f"{self.name} reader")
        try:
            return await self._within(deadline, self._ready, "start")
        except BaseException:
            self._dismissed = True
            await self._reap()
            raise

    async def call(self, op: str, *, deadline: float, **fields: Any) -> Message:
        """Ask the child for something and wait for the answer.

        Raises: WorkerFailed when the child refuses, ends or is not running, WorkerLate after `deadline` seconds (the
        child is left alone: whether a late child is killed is its owner's decision).
        """
        self._next_id += 1
        request = self._next_id
        future: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._waiting[request] = future
        try:
            self.send(op, id=request, **fields)
            return await self._within(deadline, future, op)
        finally:
            self._waiting.pop(request, None)

    def send(self, op: str, **fields: Any) -> None:
        """Tell the child something that needs no answer.

        Raises: WorkerFailed when it is not running.
        """
        process = self._process
        if process is None or process.returncode is not None or process.stdin is None or process.stdin.is_closing():
            raise WorkerFailed(f"The {self.name} is not running.")
        process.stdin.write(json.dumps({"op": op, **fields}).encode() + b"\n")

    async def stop(self, *, grace: float = 2.0) -> None:
        """Tell the child to finish by closing its input; kill it after `grace` seconds. Safe to call twice."""
        self._dismissed = True
        process = self._process
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(grace):
                await process.wait()
        kill_group(process)
        await self._reap()

    def kill(self, reason: str) -> None:
        """Kill the child and everything it started, now; `on_exit` will be told `reason`."""
        self._kill_reason = reason
        if self._process is not None:
            kill_group(self._process)

    async def _within(self, deadline: float, future: asyncio.Future[Message], what: str) -> Message:
        try:
            async with asyncio.timeout(deadline):
                return await future
        except TimeoutError:
            sentence = f"The {self.name} did not answer within {deadline:g} seconds ({what})."
            raise WorkerLate(sentence) from None

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        assert process.stderr is not None
        self._last_lines.clear()
        stderr = asyncio.create_task(self._read_stderr(process.stderr), name=f"{self.name} stderr")
        try:
            while line := await self._line(process.stdout):
                self._dispatch(line)
        finally:
            # Whatever the child started holds its pipes: asyncio would not see the end before that ends too.
            _kill_members(process.pid)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(EXIT_SECONDS):
                    await process.wait()
                    await stderr
            stderr.cancel()
            self._ended(self._kill_reason or exit_reason(process.returncode))

    async def _line(self, stream: asyncio.StreamReader) -> bytes:
        """The next line; nothing at the end, and when the child is out of its mind."""
        try:
            return await stream.readline()
        except ValueError:
            self.kill("it wrote more than one line may hold")
            return b""

    async def _read_stderr(self, stream: asyncio.StreamReader) -> None:
        """To the log, whatever its form: a pipe nobody reads would stop the child."""
        rest = b""
        while block := await stream.read(STDERR_BYTES):
            *lines, rest = (rest + block).split(b"\n")
            if len(rest) >= STDERR_BYTES:
                lines, rest = [*lines, rest], b""
            self._log_stderr(lines)
        self._log_stderr([rest] if rest else [])

    def _log_stderr(self, lines: Sequence[bytes]) -> None:
        for line in lines:
            self._last_lines.append(line[:LAST_LINE_BYTES].decode(errors="replace").rstrip())
            log.debug("child stderr", extra={"child": self.name, "line": line.decode(errors="replace").rstrip()})

    def _dispatch(self, line: bytes) -> None:
        message = _message(line)
        if message is None:
            log.warning("child wrote a line that is no message", extra={"child": self.name})
        elif not self._answers(message):
            self._on_message(message)

    def _answers(self, message: Message) -> bool:
        """Hand on an answer to a request or to the start; False for everything said unasked."""
        if "id" in message:
            future = self._waiting.pop(message["id"], None)
        elif message.get("event") in ("ready", "refused"):
            future = self._ready
        else:
            return False
        if future is None or future.done():
            return True
        if "error" in message:
            future.set_exception(WorkerFailed(message["sentence"], code=message["error"]))
        else:
            future.set_result(message)
        return True

    def _ended(self, reason: str) -> None:
        error: SpeechError = WorkerFailed(f"The {self.name} has stopped: {reason}.")
        unanswered = [*self._waiting.values(), *([self._ready] if self._ready is not None else [])]
        waited_for = False
        for future in unanswered:
            if not future.done():
                future.set_exception(error)
                future.exception()  # an abandoned waiter is no news
                waited_for = waited_for or future is self._ready
        self._waiting.clear()
        places = origin(self._last_lines)
        if not self._dismissed and (places or not waited_for):
            log.warning("child ended", extra={"child": self.name, "reason": reason, "origin": places})
        if not self._dismissed and not waited_for:
            self._on_exit(reason)

    async def _reap(self) -> None:
        if self._process is not None:
            kill_group(self._process)
        if self._reader is not None:
            await self._reader
            self._reader = None
        self._process = None
