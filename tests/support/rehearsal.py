"""The real program holding an interview with a recording as the candidate, watched from outside while things die."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

REPOSITORY = Path(__file__).resolve().parents[2]
Line = dict[str, Any]


class Rehearsal:
    """A `hotseat rehearse --json` that runs, and every line it printed with the moment it came."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.lines: list[tuple[float, Line]] = []
        self._news = threading.Condition()
        self._ended = False
        self._reader = threading.Thread(target=self._read, name="rehearsal output")
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for text in self.process.stdout:
            if text.endswith(b"\n"):  # a killed program may have printed half a line
                with self._news:
                    self.lines.append((time.monotonic(), json.loads(text)))
                    self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    def until(self, kind: str, *, within: float = 30.0, after: float = 0.0, **fields: object) -> tuple[float, Line]:
        """The first event of a kind with these fields that came after a moment, and when it came.

        Raises: TimeoutError with the latest lines when it does not come.
        """
        deadline = time.monotonic() + within
        with self._news:
            while True:
                for at, line in self.lines:
                    if at >= after and line.get("kind") == kind and fields.items() <= line.items():
                        return at, line
                left = deadline - time.monotonic()
                if self._ended or left <= 0 or not self._news.wait(left):
                    latest = [line for _, line in self.lines[-8:]]
                    raise TimeoutError(f"no {kind} {fields} within {within:g} s, but {latest}")

    def run_for(self, seconds: float) -> None:
        """Let it go on. Raises: AssertionError when it ends by itself."""
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return
        raise AssertionError(f"it ended with {code}: {self.lines[-3:]}")

    def origin(self) -> float:
        """Monotonic second of session second 0, late by what a line takes to get here, which is milliseconds."""
        return min(at - float(line["t"]) for at, line in self.lines if "t" in line)

    def events(self, kind: str) -> list[Line]:
        return [line for _, line in self.lines if line.get("kind") == kind]

    def kill_child(self, module: str) -> float:
        """SIGKILL for the child process that runs a module; the monotonic moment."""
        for process in psutil.Process(self.process.pid).children(recursive=True):
            if module in process.cmdline():
                process.kill()
                return time.monotonic()
        raise AssertionError(f"no child runs {module}")

    def kill_everything(self) -> float:
        """SIGKILL for the program and all its children at once; the monotonic moment."""
        everything = [self.process.pid, *(p.pid for p in psutil.Process(self.process.pid).children(recursive=True))]
        at = time.monotonic()
        for pid in everything:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        self._reader.join()
        return at

    def end(self, within: float = 60.0) -> int:
        """Ask it to end the interview; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(within)
        self._reader.join()
        return code

    def session(self) -> Path:
        """The folder it said the session is in."""
        return Path(self.lines[-1][1]["session"])

    def close(self) -> None:
        with contextlib.suppress(psutil.NoSuchProcess):
            self.kill_everything()
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()


@contextlib.contextmanager
def rehearsing(
    data: Path, *answers: Path, model: str = "none", minutes: float = 20, environment: dict[str, str] | None = None
) -> Iterator[Rehearsal]:
    """Hold an interview at real pace with recordings, until the end of the block at the latest."""
    command = [sys.executable, "-m", "desktop", "rehearse", "--json", "--voice", "none", "--pace", "real"]
    command += ["--minutes", str(minutes), "--speech-model", model, "--data-dir", str(data), "--seed", "1"]
    for answer in answers:
        command += ["--answer", str(answer)]
    process = subprocess.Popen(
        command,
        cwd=REPOSITORY,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    rehearsal = Rehearsal(process)
    try:
        yield rehearsal
    finally:
        rehearsal.close()
