"""The real program as a subprocess: what it prints, line by line, and how it ends."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[3]
COMMAND = [sys.executable, "-m", "desktop"]
QUIET = ("--microphone", "none", "--voice", "none")
"""An interview that is read and typed."""

Line = dict[str, Any]


def hotseat(*arguments: str | Path, typed: str = "", seconds: float = 60) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=typed,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=seconds,
        check=False,
    )


def objects(printed: str) -> list[Line]:
    """What `--json` printed."""
    return [json.loads(line) for line in printed.splitlines()]


class Program:
    """A command that runs. Its input stays open until the end."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[Line] = []

    def until(self, fits: Callable[[Line], bool]) -> Line:
        """Read on to a line that fits."""
        assert self.process.stdout is not None
        for text in self.process.stdout:
            self.lines.append(json.loads(text))
            if fits(self.lines[-1]):
                return self.lines[-1]
        raise AssertionError(f"it ended without that line; it printed {self.lines}")

    def until_kind(self, kind: str) -> Line:
        return self.until(lambda line: line.get("kind") == kind)

    def type(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def end(self, seconds: float = 30) -> int:
        """Read the rest and wait for its end; the exit code."""
        assert self.process.stdout is not None
        self.lines += [json.loads(text) for text in self.process.stdout]
        return self.process.wait(seconds)

    @property
    def session(self) -> Path:
        return Path(self.lines[-1]["session"])

    @property
    def errors(self) -> str:
        assert self.process.stderr is not None
        return self.process.stderr.read()


@contextlib.contextmanager
def running(*arguments: str | Path) -> Iterator[Program]:
    """A command with `--json`, killed at the end of the block if it still runs."""
    with subprocess.Popen(
        [*COMMAND, *map(str, arguments), "--json"],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield Program(process)
        finally:
            process.kill()
