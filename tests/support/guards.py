"""What a test may not leave behind or reach for, and how that is found out. `tests/conftest.py` puts it to work."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import logging
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import psutil
import pytest

GRACE_SECONDS = 2.0
"""Threads and children that are on their way out get this long."""

MISSING_PART = "missing part: "


def skip_missing_part(reason: str) -> NoReturn:
    """Skip the test because this machine lacks something; with CI set that is a failure."""
    pytest.skip(MISSING_PART + reason)


def strict_about_missing_parts(report: pytest.TestReport, call: pytest.CallInfo[None]) -> pytest.TestReport:
    if report.skipped and os.environ.get("CI") and call.excinfo is not None and MISSING_PART in str(call.excinfo.value):
        report.outcome = "failed"
        report.longrepr = f"{call.excinfo.value} (in CI every part must be there)"
    return report


# --- the network ----------------------------------------------------------------------------------------------------

_reached: list[str] = []


def watch_network() -> None:
    """Refuse every connection and look-up that leaves this machine, and remember it."""
    connect, connect_ex, sendto = socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto
    getaddrinfo = socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _refuse_abroad(self.family, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_abroad(self.family, address)
        return connect_ex(self, address)

    def guarded_sendto(self: socket.socket, data: Any, *rest: Any) -> int:
        _refuse_abroad(self.family, rest[-1])
        return sendto(self, data, *rest)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_here(host):
            _reached.append(f"looked up {host!r}")
            raise socket.gaierror(socket.EAI_NONAME, "tests know this machine only")
        return getaddrinfo(host, *args, **kwargs)

    patches = {"connect": guarded_connect, "connect_ex": guarded_connect_ex, "sendto": guarded_sendto}
    for name, replacement in patches.items():
        setattr(socket.socket, name, replacement)
    socket.getaddrinfo = guarded_getaddrinfo


def _refuse_abroad(family: int, address: Any) -> None:
    if family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
        _reached.append(f"connected to {address!r}")
        raise OSError(errno.ENETUNREACH, "tests talk to this machine only")


def _is_here(host: Any) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


# --- asyncio tasks --------------------------------------------------------------------------------------------------

_left_tasks: list[str] = []


def watch_tasks() -> None:
    """Note every task that is still going when its loop is closed: `asyncio.Runner` would cancel it without a word."""
    cancel_all: Any = asyncio.runners._cancel_all_tasks  # type: ignore[attr-defined]

    def noting(loop: asyncio.AbstractEventLoop) -> None:
        _left_tasks.extend(f"{task.get_name()}: {task.get_coro()}" for task in asyncio.all_tasks(loop))
        cancel_all(loop)

    asyncio.runners._cancel_all_tasks = noting  # type: ignore[attr-defined]


# --- Qt timers ------------------------------------------------------------------------------------------------------

_timers: list[Any] = []
_timers_watched = False


def _watch_timers() -> None:
    """Remember each QTimer that is started. Only once Qt is imported: the guards must not import it."""
    global _timers_watched  # noqa: PLW0603  (a process has one Qt)
    core: Any = sys.modules.get("PySide6.QtCore")
    if core is None or _timers_watched:
        return
    _timers_watched = True
    start = core.QTimer.start

    def noting(self: Any, *args: Any) -> None:
        _timers.append(self)
        start(self, *args)

    core.QTimer.start = noting


def _running_timers() -> list[str]:
    if not _timers:
        return []
    from shiboken6 import isValid

    running = [timer for timer in _timers if isValid(timer) and timer.isActive()]
    _timers.clear()
    for timer in running:
        timer.stop()
    return [f"{timer.objectName() or timer!r} every {timer.interval()} ms" for timer in running]


# --- before and after -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Snapshot:
    """Threads and children that were there before a test."""

    threads: frozenset[threading.Thread]
    children: frozenset[psutil.Process]

    @classmethod
    def take(cls) -> Snapshot:
        _watch_timers()
        _reached.clear()
        _left_tasks.clear()
        _timers.clear()
        return cls(frozenset(threading.enumerate()), frozenset(_children()))

    def complaints(self) -> list[str]:
        """What the test left behind, a line each; child processes are killed."""
        found = {
            "thread": self._threads(),
            "child process": self._children(),
            "asyncio task": list(_left_tasks),
            "running QTimer": _running_timers(),
        }
        lines = [f"left behind: {what} {item}" for what, items in found.items() for item in items]
        return lines + [f"reached outside this machine: {item}" for item in _reached]

    def _threads(self) -> list[str]:
        deadline = time.monotonic() + GRACE_SECONDS
        new = [thread for thread in threading.enumerate() if thread not in self.threads]
        for thread in new:
            thread.join(max(0.0, deadline - time.monotonic()))
        return [thread.name for thread in new if thread.is_alive()]

    def _children(self) -> list[str]:
        new = [child for child in _children() if child not in self.children]
        _, alive = psutil.wait_procs(new, timeout=GRACE_SECONDS)
        names = [_describe(child) for child in alive]
        for child in alive:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
        psutil.wait_procs(alive, timeout=GRACE_SECONDS)
        return names


def _children() -> list[psutil.Process]:
    return list(psutil.Process().children(recursive=True)) if _may_have_children() else []


def _may_have_children() -> bool:
    """Linux tells at once; elsewhere every process of the machine is looked at, as for the list itself."""
    tasks = Path("/proc/self/task")
    try:
        return any((task / "children").read_bytes() for task in tasks.iterdir())
    except OSError:
        return True


def _describe(process: psutil.Process) -> str:
    try:
        return f"{process.pid} {process.status()} {' '.join(process.cmdline())[:200]}"
    except psutil.Error:
        return str(process.pid)


# --- warnings of our own --------------------------------------------------------------------------------------------


class ExpectedLog:
    """What a test says about the warnings it brings about, by their static messages."""

    def __init__(self) -> None:
        self.must: set[str] = set()
        self.can: set[str] = set()

    def __call__(self, *messages: str) -> None:
        """These must be logged, once or more."""
        self.must.update(messages)

    def may(self, *messages: str) -> None:
        """These can be logged."""
        self.can.update(messages)


class _Listener(logging.Handler):
    """Collects what `hotseat` loggers say at WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.expected: ExpectedLog | None = None
        self._heard: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.append(record)

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        self._heard.clear()
        logger = logging.getLogger("hotseat")
        logger.addHandler(self)
        try:
            yield
        finally:
            logger.removeHandler(self)

    def complaint(self) -> str:
        """What was logged without being declared, or declared without being logged; empty if all is well."""
        expected = self.expected or ExpectedLog()
        heard = {str(record.msg) for record in self._heard}
        undeclared = [
            f"{record.levelname} {record.name}: {record.getMessage()}"
            for record in self._heard
            if str(record.msg) not in expected.must | expected.can
        ]
        missing = [f"expected, but not logged: {message}" for message in sorted(expected.must - heard)]
        return "\n".join(undeclared + missing)


LOG = _Listener()
