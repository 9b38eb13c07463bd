"""How the fake server of models takes requests and sends replies; what it does wrong is `fake_faults`."""

from __future__ import annotations

import contextlib
import itertools
import json
import re
import select
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any, ClassVar

from tests.support.fake_openai import QUESTION, FakeOpenAI, asked_form, record_in
from tests.support.fake_vendors import Refusal, TooLong

THOUGHT = "The candidate is weak. Great? What? Why?"


class Handler(BaseHTTPRequestHandler):
    fake: ClassVar[FakeOpenAI]
    protocol_version = "HTTP/1.1"
    body: Any
    read: int
    """Tokens of the prompt the model gets to see."""

    def do_GET(self) -> None:
        self._note(None)
        if self.path == "/v1/models" and self.fake.mode != "not here":
            self.send_json(200, self.fake.vendor.listing(self.fake.models))
        else:
            self.send_json(404, {"detail": "Not Found"})

    def do_POST(self) -> None:
        from tests.support.fake_faults import MODES

        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._note(body)
        self.body, vendor = body, self.fake.vendor
        sent = sum(len(message["content"]) for message in body["messages"]) // 4
        self.read = sent if self.fake.context is None else min(sent, self.fake.context)
        with contextlib.suppress(ConnectionError), self.reads():
            if asked_form(body) in vendor.refuses:
                self.refuse(vendor.no_form)
            elif self.read < sent and vendor.too_long is not TooLong.CUT:
                self.too_long()
            else:
                second = self.fake.then and len(self.fake.chats) % 2 == 0
                MODES[self.fake.then if second else self.fake.mode](self)

    @contextlib.contextmanager
    def reads(self) -> Iterator[None]:
        """Read what is new, until that is done or nobody waits any more."""
        fake, prompt = self.fake, "".join(message["content"] for message in self.body["messages"])
        known = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(prompt, fake.remembered, strict=False))
        fake.new.append(len(prompt) - sum(1 for _ in known))
        with fake.changed:
            fake.reading += 1
            fake.most_reading = max(fake.most_reading, fake.reading)
            fake.changed.notify_all()
        try:
            until = time.monotonic() + fake.new[-1] * fake.read_seconds / 1000
            while (left := until - time.monotonic()) > 0 and not fake.give_up.is_set():
                if select.select([self.connection], [], [], min(left, 0.01))[0]:
                    raise ConnectionAbortedError
            fake.remembered = prompt
            yield
        finally:
            with fake.changed:
                fake.reading -= 1
                fake.changed.notify_all()

    # --- replies ----------------------------------------------------------------------------------------------------

    def reply(self) -> str:
        """What the model has to say."""
        if self.fake.replies:
            return self.fake.replies.pop(0)
        if self.fake.answers is not None:
            return self.fake.answers(self.body)
        record = record_in(self.body)
        if self.fake.reply != QUESTION or not record.get("aims"):
            return self.fake.reply
        letter, line = list(record["aims"].items())[-1 if self.fake.mode == "last aim" else 0]
        word = max(record["last_answer"].split(")")[-1].split(), key=len).strip(".,;:?!")
        asks = re.split(r"(?<=[.!?]) ", line)[-1]
        self.fake.said.append(f"You mentioned {word}. {asks}")
        return json.dumps({"aim": letter, "question": self.fake.said[-1]})

    def formed(self, reply: str) -> str:
        """A reply as the JSON that was asked for, unless it is an object already or none was."""
        if asked_form(self.body).startswith("json") and not reply.startswith("{"):
            return json.dumps({"aim": "a", "question": reply})
        return reply

    def stream(self, *pieces: str, finish: str | None = "stop", done: bool = True) -> None:
        """A reply in pieces."""
        self.begin_stream()
        for piece in pieces:
            self.piece(piece)
        if finish is not None:
            self.piece("", finish)
            if self._counts():
                usage = {"prompt_tokens": self.read, "completion_tokens": 9, "total_tokens": self.read + 9}
                self.event({"choices": [], "usage": usage})
        if done:
            self.chunk(b"data: [DONE]\n\n")
        self.chunk(b"")

    def refuse(self, refusal: Refusal, **headers: str) -> None:
        """An error, worded as the vendor does."""
        self.send_json(refusal.status, self.fake.vendor.body(refusal), **headers)

    def too_long(self) -> None:
        """A prompt that does not fit."""
        vendor = self.fake.vendor
        if vendor.too_long is TooLong.MIDWAY:
            self.begin_stream()
            self.chunk(b"event: error\ndata: " + json.dumps(vendor.body(vendor.no_room)).encode() + b"\n\n")
            self.chunk(b"")
        elif vendor.too_long is TooLong.NOTHING:
            self.stream()
        else:
            self.refuse(vendor.no_room)

    # --- how it is sent ---------------------------------------------------------------------------------------------

    def begin_stream(self, *, with_role: bool = True) -> None:
        """The head of a stream; with a first piece that names the role, and what the vendor sends beside it."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if not with_role:
            return
        if self.fake.vendor.pings:
            self.chunk(b":\n\n:\n\n")
        self._delta({"role": "assistant", "content": self.fake.vendor.begins})
        if self.fake.vendor.thinks:
            self._delta({"content": "", self.fake.vendor.thinks: THOUGHT})

    def piece(self, content: str, finish: str | None = None) -> None:
        """A piece of the reply, or its end."""
        self._delta({"content": content} if content else {}, finish)

    def event(self, fields: dict[str, Any]) -> None:
        self.chunk(b"data: " + json.dumps(fields).encode() + b"\n\n")

    def chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def send_json(self, status: int, fields: dict[str, Any], **headers: str) -> None:
        self.send_body(status, json.dumps(fields).encode(), "application/json", **headers)

    def send_body(self, status: int, data: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Standard error is for pytest."""

    def _delta(self, delta: dict[str, Any], finish: str | None = None) -> None:
        fields: dict[str, Any] = {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}
        if self.fake.vendor.nulls and self._counts():
            fields["usage"] = None
        self.event({"object": "chat.completion.chunk", **fields})

    def _counts(self) -> bool:
        return self.fake.vendor.counts and "stream_options" in self.body

    def _note(self, body: Any) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.fake.requests.append((self.path, headers, body))


def in_pieces(text: str) -> list[str]:
    """Seven characters at a time, as tokens come."""
    return [text[start : start + 7] for start in range(0, len(text), 7)]
