"""A model hub on loopback that does wrong what a hub, a proxy or a line can do wrong; small models to put there."""

from __future__ import annotations

import contextlib
import hashlib
import json
import random
import re
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from speech.weights.facts import Edition, FileFact
from speech.whisper.catalogue import KnownModel

REVISION = "0123456789abcdef"


def model_contents(seed: str, *, weights: int = 400_000, english: bool = True) -> dict[str, bytes]:
    """Files of a small model that has the form of a real one."""
    name = b"WhisperSpec\0"
    head = struct.pack("<IH", 6, len(name)) + name
    return {
        "config.json": json.dumps({"seed": seed}).encode(),
        "model.bin": head + random.Random(seed).randbytes(weights),
        "tokenizer.json": b'{"model": {}}',
        "vocabulary.txt": b"token\n" * (51_864 if english else 51_865),
    }


def edition_of(contents: dict[str, bytes], publisher: str) -> Edition:
    facts = [FileFact(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in contents.items()]
    return Edition(publisher=publisher, files=tuple(facts), revision=REVISION)


def known_model(name: str, rank: int | None = None, **form: int) -> tuple[KnownModel, dict[str, bytes]]:
    """A model of the catalogue, and its files."""
    english = name.endswith(".en")
    contents = model_contents(name, english=english, **form)
    return KnownModel(name, english, rank, edition_of(contents, f"Systran/faster-whisper-{name}")), contents


def put(folder: Path, contents: dict[str, bytes]) -> Path:
    """Write a model's files into a new folder."""
    folder.mkdir(parents=True)
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    return folder


@dataclass
class ModelHub:
    """What the server holds, what it will do wrong, and what it was asked."""

    url: str
    files: dict[str, bytes] = field(default_factory=dict)
    """By path."""
    etags: dict[str, str] = field(default_factory=dict)
    """By path; files without one are served without."""
    faults: dict[str, list[str]] = field(default_factory=dict)
    """By path: what to do wrong at the next requests, one each; afterwards all goes well."""
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Path and headers of every request."""
    stalled: threading.Event = field(default_factory=threading.Event)
    """Set when a connection stalls."""
    give_up: threading.Event = field(default_factory=threading.Event)
    """Set to end connections that stall."""

    def publish(self, edition: Edition, contents: dict[str, bytes]) -> None:
        for name, data in contents.items():
            self.files[self.path(edition, name)] = data

    @staticmethod
    def path(edition: Edition, name: str) -> str:
        return f"/{edition.publisher}/resolve/{edition.revision}/{name}"

    def asked(self, name: str) -> list[dict[str, str]]:
        """Headers of the requests for files of that name."""
        return [headers for path, headers in self.requests if path.endswith(f"/{name}")]


@contextlib.contextmanager
def running_hub() -> Iterator[ModelHub]:
    class Handler(_Handler):
        pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    Handler.hub = hub = ModelHub(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), name="hub")
    thread.start()
    try:
        yield hub
    finally:
        hub.give_up.set()
        server.shutdown()
        thread.join()
        server.server_close()  # waits for the threads of the connections


class _Handler(BaseHTTPRequestHandler):
    hub: ClassVar[ModelHub]

    def do_GET(self) -> None:
        hub = self.hub
        path = re.sub(r"^http://[^/]+", "", self.path)  # as a proxy is asked
        hub.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        planned = hub.faults.get(path, [])
        fault = planned.pop(0) if planned else ""
        data = hub.files.get(path)
        if data is None and not fault:
            fault = "404"
        self._answer(path, data or b"", fault)

    def _answer(self, path: str, data: bytes, fault: str) -> None:
        if fault.isdigit():
            self._head(int(fault), {"Content-Length": "0", "Retry-After": "7"})
        elif fault.startswith("to "):
            self._head(302, {"Location": fault[3:], "Content-Length": "0"})
        elif fault == "html":
            self._head(200, {"Content-Type": "text/html; charset=utf-8", "Content-Length": "12"})
            self.wfile.write(b"<p>Log in</p")
        else:
            self._serve(path, data, fault)

    def _serve(self, path: str, data: bytes, fault: str) -> None:
        etag = self.hub.etags.get(path)
        headers = {"Content-Type": "application/octet-stream"}
        if etag is not None:
            headers["ETag"] = etag
        start = self._start(etag, ignore="ignore range" in fault)
        if start:
            shown = start + 1 if fault == "wrong range" else start
            headers["Content-Range"] = f"bytes {shown}-{len(data) - 1}/{len(data)}"
        body = data[start:]
        if fault == "flip":
            middle = len(body) // 2
            body = body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :]
        if fault == "long":
            body += b"and more"
        else:
            headers["Content-Length"] = str(len(body) + (fault == "other size"))
        self._head(206 if start else 200, headers)
        self._send(body, fault)

    def _send(self, body: bytes, fault: str) -> None:
        with contextlib.suppress(ConnectionError):
            if "cut" in fault or fault == "stall":
                self.wfile.write(body[: len(body) // 2])
                self.wfile.flush()
                if fault == "stall":
                    self.hub.stalled.set()
                    self.hub.give_up.wait()
            else:
                self.wfile.write(body)

    def _start(self, etag: str | None, *, ignore: bool) -> int:
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        condition = self.headers.get("If-Range")
        return int(asked[1]) if asked and not ignore and condition in (None, etag) else 0

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Standard error is for pytest."""
