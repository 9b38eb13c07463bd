"""A server that transcribes, on loopback, as vendors do and with what can go wrong; it takes real multipart requests.

It is deaf: it says the next of `texts` to every sound, with times that share the sound evenly, and keeps what it was
sent for the test to look at.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import threading
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

MODEL = "whisper-large"


@dataclass(frozen=True)
class Asked:
    """One request for a transcription."""

    fields: dict[str, list[str]]
    sound: bytes
    """The file as it was sent."""
    key: str
    """The whole `Authorization`."""
    headers: dict[str, str]

    @property
    def seconds(self) -> float:
        """How long the sound is."""
        with wave.open(io.BytesIO(self.sound)) as file:
            return float(file.getnframes() / file.getframerate())


@dataclass
class FakeListener:
    """What it says, what it will do wrong, and what it was asked."""

    origin: str
    texts: list[str] = field(default_factory=list)
    """What the next sounds hold; afterwards nothing was said."""
    faults: list[str] = field(default_factory=list)
    """What to do wrong at the next requests, one each; the last one stays when it ends in `for good`."""
    models: tuple[str, ...] = (MODEL, "whisper-tiny")
    key: str = ""
    """Wanted in every request, if any."""
    gives: str = "words"
    """`words` and segments, `segments`, or `text` alone; `no words` refuses to be asked for the times of words, `json
    only` for any."""
    asked: list[Asked] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)
    """Set to end requests that are never answered."""

    @property
    def url(self) -> str:
        return f"{self.origin}/v1"

    def next_fault(self) -> str:
        if not self.faults:
            return ""
        return self.faults[0].removesuffix(" for good") if self.faults[0].endswith("for good") else self.faults.pop(0)


@contextlib.contextmanager
def running_listener() -> Iterator[FakeListener]:
    class Handler(_Handler):
        pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    Handler.fake = fake = FakeListener(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), name="listener")
    thread.start()
    try:
        yield fake
    finally:
        fake.let_go.set()
        server.shutdown()
        thread.join()
        server.server_close()  # waits for the threads of the connections


class _Handler(BaseHTTPRequestHandler):
    fake: ClassVar[FakeListener]

    def do_GET(self) -> None:
        if self.path == "/v1/models":
            self._json(200, {"object": "list", "data": [{"id": name} for name in self.fake.models]})
        else:
            self._json(404, {"error": {"message": "no such page", "type": "x", "code": None}})

    def do_POST(self) -> None:
        body = self._body()
        if body is None:
            self.close_connection = True  # whoever asked has gone
            return
        if self.path != "/v1/audio/transcriptions":
            self._json(404, {"error": {"message": "no such page", "type": "x", "code": None}})
            return
        asked = self._parsed(body)
        self.fake.asked.append(asked)
        fault = self.fake.next_fault() or self._refusal(asked)
        if fault:
            self._fail(fault)
        else:
            self._json(200, self._heard(asked))

    def _refusal(self, asked: Asked) -> str:
        if self.fake.key and asked.key != f"Bearer {self.fake.key}":
            return "401"
        if asked.fields["model"][0] not in self.fake.models:
            return "no model"
        if self.fake.gives == "no words" and "timestamp_granularities[]" in asked.fields:
            return "no granularities"
        if self.fake.gives == "json only" and asked.fields["response_format"] != ["json"]:
            return "form"
        return ""

    def _fail(self, fault: str) -> None:
        if fault == "never":
            self.fake.let_go.wait()
            self.close_connection = True
        elif fault == "html":
            self._send(200, "text/html", b"<html>Log in</html>")
        elif fault == "cut":
            page = json.dumps({"text": "half of it"}).encode()
            self._head(200, "application/json", len(page))
            self.wfile.write(page[:9])
            self.close_connection = True
        elif fault == "wrong json":
            self._send(200, "application/json", b'{"text": {"no": "text"}}')
        elif fault == "no json":
            self._send(200, "application/json", b"not at all")
        elif fault == "form":
            said = "response_format 'verbose_json' is not compatible with model"
            self._json(400, {"error": {"message": said, "type": "invalid_request_error", "code": "unsupported_value"}})
        elif fault == "no granularities":
            said = "timestamp_granularities is not supported by this model"
            self._json(400, {"error": {"message": said, "type": "BadRequestError", "code": 400}})
        elif fault == "no model":
            said = "The model does not exist"
            self._json(404, {"error": {"message": said, "type": "invalid_request_error", "code": "model_not_found"}})
        else:
            status = int(fault)
            quoted = self.headers.get("Authorization", "")  # as servers do
            self._json(status, {"error": {"message": f"No: {quoted}", "type": "server_error", "code": None}})

    def _heard(self, asked: Asked) -> dict[str, Any]:
        text = self.fake.texts.pop(0) if self.fake.texts else ""
        reply: dict[str, Any] = {"text": text}
        if self.fake.gives in ("text", "json only") or asked.fields["response_format"] == ["json"]:
            return reply
        words = text.split()
        step = asked.seconds / max(1, len(words))
        timed = [{"word": word.strip(".,?"), "start": n * step, "end": (n + 1) * step} for n, word in enumerate(words)]
        segment = {"id": 0, "text": f" {text}", "start": 0.0, "end": asked.seconds, "avg_logprob": -0.2}
        reply |= {"duration": asked.seconds, "segments": [segment | {"no_speech_prob": 0.01}] if words else []}
        return reply | ({"words": timed} if self.fake.gives == "words" else {})

    def _body(self) -> bytes | None:
        """What was sent; None when it was broken off."""
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            return self._chunks()
        length = int(self.headers.get("Content-Length", "0"))
        body = self.rfile.read(length)
        return body if len(body) == length else None

    def _chunks(self) -> bytes | None:
        body = b""
        while (line := self.rfile.readline()) and (length := int(line, 16)):
            body += self.rfile.read(length)
            self.rfile.readline()
        self.rfile.readline()
        return body if line else None

    def _parsed(self, body: bytes) -> Asked:
        kind = self.headers["Content-Type"]
        assert kind.startswith("multipart/form-data"), kind
        boundary = b"\r\n--" + kind.rpartition("boundary=")[2].strip('"').encode()
        fields: dict[str, list[str]] = {}
        sound = b""
        for part in (b"\r\n" + body).split(boundary)[1:-1]:
            head, _, content = part.partition(b"\r\n\r\n")
            name = re.search(rb'name="([^"]*)"', head)
            assert name is not None, head
            if name[1] == b"file":
                sound = content
            else:
                fields.setdefault(name[1].decode(), []).append(content.decode())
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Asked(fields, sound, headers.get("authorization", ""), headers)

    def _json(self, status: int, value: object) -> None:
        self._send(status, "application/json", json.dumps(value).encode())

    def _send(self, status: int, kind: str, page: bytes) -> None:
        with contextlib.suppress(ConnectionError):
            self._head(status, kind, len(page))
            self.wfile.write(page)

    def _head(self, status: int, kind: str, length: int) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("Content-Length", str(length)), ("Connection", "close")):
            self.send_header(name, value)
        self.end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Standard error is for pytest."""
