"""The lock of a session: held by the process that writes it, and free at once when that process dies.

The operating system keeps the lock, not the file's presence, so `.lock` may lie there for ever. Its text (process,
computer, run of the system) only tells who holds it and whether the system has gone down since. Runs on any thread.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import socket
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from interviewer.errors import RecordNotWritten, SessionBusy
from interviewer.records.durable import BINARY, not_written, write_all
from interviewer.records.folder import FILE_MODE, LOCK

_BUSY = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK})
_UNSUPPORTED = frozenset({errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL})
_TEXT_LIMIT = 4096
_LOCKED_BYTE = 1 << 20
"""Windows locks bytes and forbids reading them; this one lies beyond the text."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Who held a session last."""

    pid: int
    host: str
    boot: str
    """Names one run of the operating system; empty where it does not tell."""

    @property
    def same_boot(self) -> bool:
        """True when the system certainly has not gone down since: its caches reached the disk."""
        return bool(self.boot) and self.boot == _boot()


class SessionLock:
    """A held lock; `release` gives it up, as does the end of the process."""

    def __init__(self, descriptor: int) -> None:
        self._file: int | None = descriptor

    def release(self) -> None:
        """Safe to call twice."""
        if self._file is not None:
            descriptor, self._file = self._file, None
            with contextlib.suppress(OSError):
                _unlock(descriptor)
            os.close(descriptor)

    def __enter__(self) -> SessionLock:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def acquire(folder: Path, *, sign: bool = True) -> SessionLock:
    """Take the lock of a session folder, without waiting.

    With `sign` the text then names this process; without, the last owner's text stays readable.

    Raises:
        SessionBusy: a live process holds it.
        RecordNotWritten: the folder cannot be written, or its disk knows no locks.
    """
    try:
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | BINARY, FILE_MODE)
    except OSError as error:
        raise not_written(error, "The session's lock") from error
    try:
        _lock(descriptor)
        if sign:
            _sign(descriptor)
    except OSError as error:
        os.close(descriptor)
        raise _refusal(error, folder) from error
    return SessionLock(descriptor)


def is_held(folder: Path) -> bool:
    """Whether a live process is writing this session. Leaves no trace."""
    try:
        descriptor = os.open(folder / LOCK, os.O_RDWR | BINARY)
    except OSError:
        return False
    try:
        _lock(descriptor)
        _unlock(descriptor)
    except OSError as error:
        return error.errno in _BUSY
    finally:
        os.close(descriptor)
    return False


def last_owner(folder: Path) -> Owner | None:
    """What the lock's text says, if it says anything."""
    try:
        with (folder / LOCK).open("rb") as file:
            fields = json.loads(file.read(_TEXT_LIMIT))
        return Owner(int(fields["pid"]), str(fields["host"]), str(fields["boot"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _sign(descriptor: int) -> None:
    owner = Owner(os.getpid(), socket.gethostname(), _boot())
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.ftruncate(descriptor, 0)
    write_all(descriptor, json.dumps(asdict(owner)).encode() + b"\n")


def _refusal(error: OSError, folder: Path) -> SessionBusy | RecordNotWritten:
    if error.errno in _BUSY:
        owner = last_owner(folder)
        who = f" (process {owner.pid} on {owner.host})" if owner is not None else ""
        return SessionBusy(f"Session {folder.name} is in use by another Hotseat{who}. Close that one, then try again.")
    if error.errno in _UNSUPPORTED:
        return RecordNotWritten("The disk of the data folder knows no locks. Choose a data folder on a local disk.")
    return not_written(error, "The session's lock")


def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
