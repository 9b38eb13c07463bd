"""A server on loopback that speaks the chat protocol of OpenAI, and does wrong what servers do wrong."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from typing import Any

from tests.support.fake_vendors import OPENAI, Vendor

QUESTION = "You named holds picked up within ten days. What would make that number lie to you?"
"""What a model says to whatever it is asked."""
MODEL = "small-chat"


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
    """One of `fake_faults.MODES`."""
    reply: str = QUESTION
    """What the model says in the modes that say something; a well-behaved one where it is asked for a question and this
    was not changed."""
    answers: Callable[[Any], str] | None = None
    """What the model says to the JSON of a request, in place of all that."""
    said: list[str] = field(default_factory=list)
    """Questions of a well-behaved model, in order."""
    replies: list[str] = field(default_factory=list)
    """What it says before that, one after the other."""
    secret: str = ""
    """What the model lets slip in mode "leak", a sentence."""
    then: str = ""
    """The mode of every second request, where there is one."""
    models: tuple[str, ...] = (MODEL, "large-chat")
    vendor: Vendor = OPENAI
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
    from tests.support.fake_handler import Handler

    class Ours(Handler):
        pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ours)
    server.daemon_threads = False
    Ours.fake = fake = FakeOpenAI(f"http://127.0.0.1:{server.server_port}", mode)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), name="fake openai")
    thread.start()
    try:
        yield fake
    finally:
        fake.give_up.set()
        server.shutdown()
        thread.join()
        server.server_close()  # waits for the threads of the connections
