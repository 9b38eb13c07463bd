"""A real browser without a network: Chromium where there is one, else the one that comes with Qt (WebEngine).

Both are spoken to in the Chrome DevTools Protocol (https://chromedevtools.github.io/devtools-protocol/) over a
WebSocket (RFC 6455). What a page asks the network for is written down; only files and data are let through.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VARIABLE = "HOTSEAT_CHROMIUM"
"""Names another Chromium."""
SECONDS = 30
_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-port=0", "--window-size=1180,800"),
    *("--autoplay-policy=user-gesture-required", "--mute-audio", "--remote-allow-origins=*"),
    "--disable-features=AudioServiceOutOfProcess",  # else a test that plays leaves a process behind
)
_ENGINE = """
import sys
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication
from PySide6.QtWebEngineWidgets import QWebEngineView
application = QApplication(sys.argv)
view = QWebEngineView()
def take(download):
    download.setDownloadDirectory(sys.argv[1])
    download.accept()
view.page().profile().downloadRequested.connect(take)
view.resize(1180, 800)
view.show()
view.load(QUrl("about:blank"))
application.exec()
"""


class Broken(Exception):
    """The browser cannot be started or does not answer."""


def chromium() -> str | None:
    """The Chromium of this machine, if there is one."""
    named = os.environ.get(VARIABLE)
    return named or next((found for name in CHROMIUM if (found := shutil.which(name))), None)


class Socket:
    """A WebSocket as far as DevTools need it: text messages, unmasked from the server."""

    def __init__(self, address: str) -> None:
        found = re.fullmatch(r"ws://([\d.]+):(\d+)(/.*)", address)
        assert found is not None, address
        self._socket = socket.create_connection((found[1], int(found[2])), timeout=SECONDS)
        key = base64.b64encode(secrets.token_bytes(16)).decode()
        head = f"GET {found[3]} HTTP/1.1\r\nHost: {found[1]}:{found[2]}\r\nUpgrade: websocket\r\n"
        head += f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
        self._socket.sendall(head.encode())
        self._file = self._socket.makefile("rb")
        if b" 101 " not in self._file.readline():
            raise Broken("no WebSocket")
        while self._file.readline().strip():
            pass

    def send(self, text: str) -> None:
        data, mask = text.encode(), secrets.token_bytes(4)
        size = len(data)
        length = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
        if size > 0xFFFF:
            length = b"\xff" + size.to_bytes(8, "big")
        masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))
        self._socket.sendall(b"\x81" + length + mask + masked)

    def receive(self) -> str:
        """The next text message."""
        data = b""
        while True:
            first, second = self._file.read(2)
            size = second & 0x7F
            if size >= 126:
                size = int.from_bytes(self._file.read(2 if size == 126 else 8), "big")
            part = self._file.read(size)
            if first & 0x0F in (0, 1):
                data += part
            if first & 0x80 and first & 0x0F in (0, 1):
                return data.decode()

    def close(self) -> None:
        self._file.close()
        self._socket.close()


class Tab:
    """A page of the browser."""

    def __init__(self, address: str, name: str, downloads: Path) -> None:
        self.browser = name
        self.downloads = downloads
        """Where files go that a page saves."""
        self._socket = Socket(address)
        self._number = 0
        self.asked: list[str] = []
        """Addresses it asked for."""
        self.complaints: list[str] = []
        """What it wrote to its console of errors and of its content policy."""
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        offline = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.call("Network.emulateNetworkConditions", **offline)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Do something and wait for its result."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            told = self._next()
            if told.get("id") == self._number:
                if "error" in told:
                    raise Broken(f"{method}: {told['error']}")
                result: dict[str, Any] = told["result"]
                return result

    def open(self, file: Path) -> None:
        """Show a file from the disk and wait until all of it is there."""
        self.call("Page.navigate", url=file.as_uri())
        while self._next().get("method") != "Page.loadEventFired":
            pass

    def run(self, script: str) -> Any:
        """The value of an expression; waits for a promise."""
        told = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in told:
            raise Broken(json.dumps(told["exceptionDetails"])[:500])
        return told["result"].get("value")

    def until(self, condition: str) -> None:
        """Wait, in the page, until an expression holds; each animation frame it is looked at."""
        waiting = f"(() => {{ if ({condition}) done(true); else requestAnimationFrame(look); }})"
        late = f"setTimeout(() => done(false), {SECONDS * 500})"
        script = f"new Promise(done => {{ const look = {waiting}; {late}; look(); }})"
        assert self.run(script), condition

    def click(self, selector: str, number: int = 0) -> None:
        """Press and release the mouse on an element, as a person does."""
        place = self.run(
            f"(() => {{ const it = document.querySelectorAll({json.dumps(selector)})[{number}];"
            "it.scrollIntoView({block: 'center', behavior: 'instant'}); const box = it.getBoundingClientRect();"
            "return [box.left + box.width / 2, box.top + box.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            at = {"x": place[0], "y": place[1]}
            self.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **at)

    def downloaded(self, name: str) -> Path:
        """A file that a page saves, once all of it is there; looked for at each animation frame."""
        file = self.downloads / name
        for _frame in range(SECONDS * 60):
            if file.is_file() and file.stat().st_size and not [*self.downloads.glob("*.crdownload")]:
                return file
            self.run("new Promise(done => requestAnimationFrame(() => done(true)))")
        raise Broken(f"{name} was not saved; there is {[one.name for one in self.downloads.iterdir()]}")

    def close(self) -> None:
        self._socket.close()

    def _next(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self._socket.receive())
        match told.get("method"):
            case "Network.requestWillBeSent":
                self.asked.append(told["params"]["request"]["url"][:80])
            case "Log.entryAdded":
                self.complaints.append(told["params"]["entry"]["text"])
            case "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(told["params"]["exceptionDetails"]))
        return told


@contextlib.contextmanager
def tab() -> Iterator[Tab]:
    """A tab of a fresh browser, which is ended behind it. Raises: Broken."""
    program = chromium()
    with tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True) as folder:
        environment = {**os.environ, "HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_CACHE_HOME": folder}
        downloads = Path(folder) / "downloads"
        downloads.mkdir()
        command = [program or "", *_FLAGS, f"--user-data-dir={folder}", "about:blank"]
        if program is None:
            environment |= _engine_environment()
            command = [sys.executable, "-c", _ENGINE, str(downloads)]
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment
        ) as process:
            try:
                page = Tab(_address(process), Path(program).name if program else "QtWebEngine", downloads)
                try:
                    if program is not None:
                        page.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))
                    yield page
                finally:
                    page.close()
            finally:
                process.kill()


def _engine_environment() -> dict[str, str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return {
        "QT_QPA_PLATFORM": "offscreen",
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
        "QTWEBENGINE_REMOTE_DEBUGGING": f"127.0.0.1:{port}",
        "QTWEBENGINE_CHROMIUM_FLAGS": "--mute-audio --disable-gpu --remote-allow-origins=* "
        "--host-resolver-rules='MAP * ~NOTFOUND' --disable-features=AudioServiceOutOfProcess",
    }


def _address(process: subprocess.Popen[str]) -> str:
    """Of the first page, once the browser says where it listens."""
    said = []
    for line in process.stderr or ():
        said.append(line)
        if found := re.search(r"(?:ws|http)://(127\.0\.0\.1:\d+)", line):
            with urllib.request.urlopen(f"http://{found[1]}/json/list", timeout=SECONDS) as answer:
                pages = [one for one in json.load(answer) if one["type"] == "page"]
            return str(pages[0]["webSocketDebuggerUrl"])
    raise Broken("".join(said)[-1000:] or "it ended at once")
