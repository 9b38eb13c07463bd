"""A server on loopback that speaks the chat protocol of OpenAI, and does wrong what servers do wrong."""

from __future__ import annotations

import contextlib
import itertools
import json
import re
import select
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

QUESTION = "You named holds picked up within ten days. What would make that number lie to you?"
"""What a model says to whatever it is asked."""
MODEL = "small-chat"
DRIP_SECONDS = 0.02


@dataclass(frozen=True)
class Vendor:
    """What servers differ in."""

    refuses: frozenset[str] = frozenset()
    """Ways to ask for a reply (`asked_form`) that get an error."""
    status: int = 400
    """Of that error."""
    says: str = "Unrecognized request argument supplied"
    keeps_form: bool = True
    """Whether the reply is the JSON that was asked for; if not, it is prose with the JSON in it."""
    counts: bool = True
    """Whether it says how many tokens it read, when asked."""
    cuts: bool = False
    """What does not fit into the context is left out without a word."""


VENDORS = {
    "openai": Vendor(),
    "vllm": Vendor(),
    "llama.cpp": Vendor(),
    "llama.cpp, old": Vendor(frozenset({"json_schema"}), 500, "Failed to parse grammar"),
    "ollama": Vendor(keeps_form=False, cuts=True),
    "lm studio": Vendor(frozenset({"json_object"}), says="'response_format.type' must be 'json_schema' or 'text'"),
    "no schema": Vendor(frozenset({"json_schema"}), 422),
    "no form": Vendor(frozenset({"json_schema", "json_object"}), keeps_form=False),
    "nothing new": Vendor(frozenset({"json_schema", "json_object", "plain"}), keeps_form=False, counts=False),
}
"""Servers as they were met; see the reliability notes of the issue trackers of each."""


def record_in(body: Any) -> Any:
    """The record of the interview in a request; empty when there is none."""
    lines = (line for message in body["messages"] for line in message["content"].splitlines())
    for line in lines:
        with contextlib.suppress(ValueError):
            if line.startswith("{"):
                return json.loads(line)
    return {}


def asked_form(body: Any) -> str:
    """json_schema, json_object, plain, or bare when nothing but the reply was asked for."""
    form = body.get("response_format")
    return str(form["type"]) if form else "plain" if "stream_options" in body else "bare"


@dataclass
class FakeOpenAI:
    """The server's contents, its behaviour and what it was asked."""

    origin: str
    """`http://127.0.0.1:PORT`."""
    mode: str = "ok"
    """One of `MODES`."""
    reply: str = QUESTION
    """What the model says in the modes that say something; a well-behaved one where it is asked for a question and this
    was not changed."""
    answers: Callable[[Any], str] | None = None
    """What the model says to the JSON of a request, in place of all that."""
    said: list[str] = field(default_factory=list)
    """Questions of a well-behaved model, in order."""
    replies: list[str] = field(default_factory=list)
    """What it says before that, one after the other."""
    then: str = ""
    """The mode of every second request, where there is one."""
    models: tuple[str, ...] = (MODEL, "large-chat")
    vendor: Vendor = field(default_factory=lambda: VENDORS["openai"])
    context: int | None = None
    """Tokens the model reads at most; four characters are one."""
    requests: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)
    """Path, headers and JSON of every request, in order."""
    read_seconds: float = 0.0
    """What the model takes to read a thousand characters that are new to it: it remembers the last prompt."""
    remembered: str = ""
    """The last prompt it read."""
    new: list[int] = field(default_factory=list)
    """Characters of each prompt that were new."""
    reading: int = 0
    """Prompts that are being worked on now."""
    most_reading: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)
    """Told of every prompt that begins or ends."""
    go_on: threading.Event = field(default_factory=threading.Event)
    """Set to let a reply go on that halts after its first sentence."""
    give_up: threading.Event = field(default_factory=threading.Event)
    """Set to end connections that hang."""

    @property
    def url(self) -> str:
        return f"{self.origin}/v1"

    @property
    def chats(self) -> list[Any]:
        """What was asked of the model."""
        return [body for path, _, body in self.requests if path.endswith("/chat/completions")]

    @property
    def forms(self) -> list[str]:
        """How each reply was asked for."""
        return [asked_form(body) for body in self.chats]

    def wait(self, fits: Callable[[], bool], seconds: float = 5.0) -> None:
        """Block until something is so. Not on the thread of an event loop."""
        with self.changed:
            assert self.changed.wait_for(fits, seconds), "it did not come to that"


@contextlib.contextmanager
def running_fake_openai(mode: str = "ok") -> Iterator[FakeOpenAI]:
    class Handler(_Handler):
        pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    Handler.fake = fake = FakeOpenAI(f"http://127.0.0.1:{server.server_port}", mode)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), name="fake openai")
    thread.start()
    try:
        yield fake
    finally:
        fake.give_up.set()
        server.shutdown()
        thread.join()
        server.server_close()  # waits for the threads of the connections


class _Handler(BaseHTTPRequestHandler):
    fake: ClassVar[FakeOpenAI]
    protocol_version = "HTTP/1.1"
    body: Any
    read: int
    """Tokens of the prompt the model gets to see."""

    def do_GET(self) -> None:
        self._note(None)
        if self.path == "/v1/models" and self.fake.mode != "not here":
            entries = [{"id": name, "object": "model", "created": 0, "owned_by": "test"} for name in self.fake.models]
            self._json(200, {"object": "list", "data": entries})
        else:
            self._json(404, {"detail": "Not Found"})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._note(body)
        self.body, vendor = body, self.fake.vendor
        sent = sum(len(message["content"]) for message in body["messages"]) // 4
        self.read = sent if self.fake.context is None else min(sent, self.fake.context)
        with contextlib.suppress(ConnectionError), self.reads():
            if asked_form(body) in vendor.refuses:
                self._json(vendor.status, {"error": {"message": vendor.says, "type": "invalid_request_error"}})
            elif self.read < sent and not vendor.cuts:
                self.too_much_context()
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

    def stream(self, *pieces: str, finish: str | None = "stop", done: bool = True) -> None:
        """A reply in pieces."""
        self._begin_stream()
        for piece in pieces:
            self._chunk(_event(piece))
        if finish is not None:
            self._chunk(_event("", finish))
            if self.fake.vendor.counts and "stream_options" in self.body:
                usage = {"prompt_tokens": self.read, "completion_tokens": 9, "total_tokens": self.read + 9}
                self._chunk(b"data: " + json.dumps({"choices": [], "usage": usage}).encode() + b"\n\n")
        if done:
            self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")

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

    def say(self) -> None:
        """The reply; as JSON when the form was asked for, unless it is an object already."""
        reply = self.reply()
        if asked_form(self.body).startswith("json") and not reply.startswith("{"):
            reply = json.dumps({"aim": "a", "question": reply})
        if not self.fake.vendor.keeps_form and reply.startswith("{"):
            reply = f"Sure, here it is:\n```json\n{reply}\n```\nGood luck!"
        self.stream(*_in_pieces(reply))

    def halt(self) -> None:
        """The first sentence and a word of the next, then a pause until it may go on."""
        reply = self.reply()
        begun = reply.index(". ") + 6
        self._begin_stream()
        self._chunk(_event(reply[:begun]))
        while not (self.fake.go_on.wait(0.01) or self.fake.give_up.is_set()):
            pass
        self._chunk(_event(reply[begun:], "stop"))
        self._chunk(b"")

    def half(self) -> None:
        """The first sentence and a word of the next; then the connection is closed."""
        reply = self.reply()
        self._begin_stream()
        self._chunk(_event(reply[: reply.index(". ") + 6]))
        self.close_connection = True

    def think(self) -> None:
        """Thoughts first, the tags in pieces."""
        self.stream("<th", "ink>The candidate is weak. Great", "? What? Why?</", "think>", "\n\n", self.reply())

    def think_at_large(self) -> None:
        """Thoughts of which only the end is marked."""
        self.stream("The candidate said little. What? Why?", "</think>", self.reply())

    def whole(self) -> None:
        """No streaming, whatever was asked."""
        message = {"role": "assistant", "content": self.reply()}
        self._json(200, {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]})

    def error(self, status: int, **headers: str) -> None:
        """An error whose message quotes the key, as some do."""
        key = self.headers.get("Authorization", "")
        self._json(status, {"error": {"message": f"No: {key}", "code": "no", "type": "refused"}}, **headers)

    def no_model(self) -> None:
        self._json(404, {"error": {"message": "no such model", "code": "model_not_found"}})

    def over_quota(self) -> None:
        self._json(429, {"error": {"message": "pay", "code": "insufficient_quota"}}, **{"Retry-After": "3600"})

    def too_much_context(self) -> None:
        self._json(400, {"error": {"message": "too long", "code": 400, "type": "exceed_context_size_error"}})

    def page(self) -> None:
        """A web page instead, as from a captive portal."""
        self._body(200, b"<html><p>Log in first</p></html>", "text/html; charset=utf-8")

    def not_json(self) -> None:
        self._body(200, b"<html>", "application/json")

    def error_with_200(self) -> None:
        self._json(200, {"error": {"message": "no", "code": 1}})

    def redirect(self) -> None:
        self._body(307, b"", "text/plain", Location=f"{self.fake.origin}/elsewhere/chat/completions")

    # --- faults of the line -----------------------------------------------------------------------------------------

    def never(self) -> None:
        self.fake.give_up.wait()

    def begin_only(self) -> None:
        self._begin_stream()
        self.fake.give_up.wait()

    def stay(self) -> None:
        """The reply is complete, and the connection stays open."""
        self._begin_stream()
        self._chunk(_event(self.fake.reply, "stop"))
        self.fake.give_up.wait()

    def drip(self) -> None:
        """A word now and then, for ever."""
        self._begin_stream()
        while not self.fake.give_up.wait(DRIP_SECONDS):
            self._chunk(_event("<think>"))

    def endless(self) -> None:
        """Seven words now and then, for ever."""
        self._begin_stream()
        while not self.fake.give_up.wait(DRIP_SECONDS / 4):
            self._chunk(_event("and then and then and then and "))

    def keep_alive(self) -> None:
        """Comments that keep a connection open, and nothing else."""
        self._begin_stream()
        while not self.fake.give_up.wait(DRIP_SECONDS):
            self._chunk(b": ping\n\n")

    def cut(self) -> None:
        """The connection is closed in the middle of the reply."""
        self._begin_stream()
        for piece in _in_pieces(self.fake.reply)[:2]:
            self._chunk(_event(piece))
        self.close_connection = True

    def hang_up(self) -> None:
        """The connection is closed without an answer."""
        self.close_connection = True

    def bad_event(self) -> None:
        self._begin_stream()
        self._chunk(b"data: {not json}\n\n")
        self._chunk(b"")

    def error_midway(self) -> None:
        self._begin_stream()
        self._chunk(_event("You named"))
        self._chunk(b'data: {"error": {"message": "out of memory", "type": "server_error"}}\n\n')
        self._chunk(b"")

    def huge(self) -> None:
        """Three megabytes without an end."""
        self._begin_stream()
        for _ in range(3000):
            self._chunk(_event("and then " * 110))
        self.stream()

    # --- how it is sent ---------------------------------------------------------------------------------------------

    def _note(self, body: Any) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.fake.requests.append((self.path, headers, body))

    def _json(self, status: int, fields: dict[str, Any], **headers: str) -> None:
        self._body(status, json.dumps(fields).encode(), "application/json", **headers)

    def _body(self, status: int, data: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _begin_stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Standard error is for pytest."""


MODES: dict[str, Callable[[_Handler], None]] = {
    "ok": _Handler.say,
    "last aim": _Handler.say,
    "praise": lambda handler: handler.stream("Great. What would it miss?"),
    "halt": _Handler.halt,
    "half": _Handler.half,
    "whole": _Handler.whole,
    "no done": lambda handler: handler.stream(handler.fake.reply, done=False),
    "stay": _Handler.stay,
    "think": _Handler.think,
    "think at large": _Handler.think_at_large,
    "only thoughts": lambda handler: handler.stream("<think>", handler.fake.reply),
    "empty": lambda handler: handler.stream(),
    "length": lambda handler: handler.stream("You named", finish="length"),
    "filtered": lambda handler: handler.stream(finish="content_filter"),
    "tool": lambda handler: handler.stream(finish="tool_calls"),
    "no finish": lambda handler: handler.stream("You named", finish=None),
    "nothing": lambda handler: handler.stream(finish=None, done=False),
    "401": lambda handler: handler.error(401),
    "403": lambda handler: handler.error(403),
    "429": lambda handler: handler.error(429, **{"Retry-After": "90"}),
    "500": lambda handler: handler.error(500),
    "503": lambda handler: handler.error(503),
    "no model": _Handler.no_model,
    "not here": lambda handler: handler.error(404),
    "quota": _Handler.over_quota,
    "context": _Handler.too_much_context,
    "page": _Handler.page,
    "not json": _Handler.not_json,
    "error with 200": _Handler.error_with_200,
    "redirect": _Handler.redirect,
    "never": _Handler.never,
    "begin only": _Handler.begin_only,
    "drip": _Handler.drip,
    "endless": _Handler.endless,
    "keep alive": _Handler.keep_alive,
    "cut": _Handler.cut,
    "hang up": _Handler.hang_up,
    "bad event": _Handler.bad_event,
    "error midway": _Handler.error_midway,
    "huge": _Handler.huge,
}
"""What the server does with every request for a reply."""


def _event(content: str, finish: str | None = None) -> bytes:
    delta = {"content": content} if content else {}
    chunk = {"object": "chat.completion.chunk", "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def _in_pieces(text: str) -> list[str]:
    """Seven characters at a time, as tokens come."""
    return [text[start : start + 7] for start in range(0, len(text), 7)]
