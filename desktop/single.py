"""One Hotseat per user and data folder: a second start raises the first window, passes its files on, and ends.

A lock file says who is first; the first listens on a local socket of its user. Qt thread.
Signals of `Single`: `raised(list)`, somebody started Hotseat again, with the paths that were named.
"""

from __future__ import annotations

import getpass
import hashlib
import json
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop.paths import FolderUnusable

ANSWER_MS = 2000
LOCK_FILE = "window.lock"
LONGEST = 100_000
"""Bytes of a message; more is not read."""


class Single(QObject):
    """The claim to be the one window for a data folder."""

    raised = Signal(list)

    def __init__(self, data: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data = data
        self._lock = QLockFile(str(data / LOCK_FILE))
        self._lock.setStaleLockTime(0)
        digest = hashlib.sha256(f"{getpass.getuser()}\0{data}".encode()).hexdigest()[:16]
        self._name = f"hotseat-{digest}"
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Be the first; False when another process is.

        Raises: FolderUnusable: nobody can be, since nothing can be written there.
        """
        if not self._lock.tryLock(0):
            if self._lock.error() != QLockFile.LockError.LockFailedError:
                raise FolderUnusable(self._data, "nothing can be written there")
            return False
        QLocalServer.removeServer(self._name)  # what a killed process left behind
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)
        self._server.listen(self._name)
        return True

    def pass_on(self, files: list[str]) -> bool:
        """Have the first one come to the front; whether it answered."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(ANSWER_MS):
            return False
        socket.write(json.dumps({"files": files}).encode() + b"\n")
        answered = socket.waitForReadyRead(ANSWER_MS)
        socket.disconnectFromServer()
        return answered

    def release(self) -> None:
        """Let another one be the first."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()

    def _greet(self) -> None:
        assert self._server is not None
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._read(socket))
        socket.disconnected.connect(socket.deleteLater)

    def _read(self, socket: QLocalSocket) -> None:
        line = bytes(socket.readLine(LONGEST).data())
        if not line.endswith(b"\n"):
            return
        socket.write(b"here\n")
        socket.flush()
        try:
            files = [str(name) for name in json.loads(line)["files"]]
        except (ValueError, KeyError, TypeError):
            files = []
        self.raised.emit(files)
