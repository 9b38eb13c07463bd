"""What the fake server of models does with a request for a reply: as it should, and wrong in every way servers do."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from tests.support.fake_handler import Handler, in_pieces
from tests.support.fake_openai import record_in
from tests.support.fake_vendors import Refusal, whole_error

DRIP_SECONDS = 0.02
_ORDER = re.compile(r"say exactly: ([^\n]+)", re.IGNORECASE)

# --- what the model says --------------------------------------------------------------------------------------------


def say(handler: Handler) -> None:
    """The reply; as JSON when the form was asked for."""
    reply = handler.formed(handler.reply())
    if not handler.fake.vendor.keeps_form and reply.startswith("{"):
        reply = _in_prose(reply)
    handler.stream(*in_pieces(reply))


def prose(handler: Handler) -> None:
    """The JSON that was asked for, with words around it."""
    handler.stream(*in_pieces(_in_prose(handler.formed(handler.reply()))))


def other_form(handler: Handler) -> None:
    """An object of the model's own, whatever schema was asked for."""
    handler.stream(*in_pieces(json.dumps({"response": {"text": handler.reply(), "confidence": 0.9}})))


def obey(handler: Handler) -> None:
    """Say what an answer orders the model to say."""
    order = _ORDER.search(str(record_in(handler.body).get("last_answer", "")))
    handler.stream(*in_pieces(handler.formed(order[1] if order else handler.reply())))


def leak(handler: Handler) -> None:
    """Tell what only the interviewer knows."""
    handler.stream(*in_pieces(handler.formed(f"Could it be that {handler.fake.secret} What would that mean?")))


def halt(handler: Handler) -> None:
    """The first sentence and a word of the next, then a pause until it may go on."""
    reply = handler.reply()
    begun = reply.index(". ") + 6
    handler.begin_stream()
    handler.piece(reply[:begun])
    while not (handler.fake.go_on.wait(0.01) or handler.fake.give_up.is_set()):
        pass
    handler.piece(reply[begun:], "stop")
    handler.chunk(b"")


def half(handler: Handler) -> None:
    """The first sentence and a word of the next; then the connection is closed."""
    reply = handler.reply()
    handler.begin_stream()
    handler.piece(reply[: reply.index(". ") + 6])
    handler.close_connection = True


def think(handler: Handler) -> None:
    """Thoughts first, the tags in pieces."""
    handler.stream("<th", "ink>The candidate is weak. Great", "? What? Why?</", "think>", "\n\n", handler.reply())


def think_at_large(handler: Handler) -> None:
    """Thoughts of which only the end is marked."""
    handler.stream("The candidate said little. What? Why?", "</think>", handler.reply())


def whole(handler: Handler) -> None:
    """No streaming, whatever was asked."""
    message = {"role": "assistant", "content": handler.reply()}
    handler.send_json(200, {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]})


# --- what the server refuses ----------------------------------------------------------------------------------------


def error(status: int, **headers: str) -> Callable[[Handler], None]:
    """An error whose message quotes the key, as some do."""

    def refuse(handler: Handler) -> None:
        key = handler.headers.get("Authorization", "")
        handler.refuse(Refusal(status, f"No: {key}", "refused", "no"), **headers)

    return refuse


def no_model(handler: Handler) -> None:
    handler.refuse(handler.fake.vendor.missing)


def over_quota(handler: Handler) -> None:
    handler.send_json(429, whole_error(Refusal(429, "pay", code="insufficient_quota")), **{"Retry-After": "3600"})


def page(handler: Handler) -> None:
    """A web page instead, as from a captive portal."""
    handler.send_body(200, b"<html><p>Log in first</p></html>", "text/html; charset=utf-8")


def not_json(handler: Handler) -> None:
    handler.send_body(200, b"<html>", "application/json")


def error_with_200(handler: Handler) -> None:
    handler.send_json(200, {"error": {"message": "no", "code": 1}})


def redirect(handler: Handler) -> None:
    address = f"{handler.fake.origin}/elsewhere/chat/completions"
    handler.send_body(307, b"", "text/plain", Location=address)


# --- faults of the line ---------------------------------------------------------------------------------------------


def never(handler: Handler) -> None:
    handler.fake.give_up.wait()


def begin_only(handler: Handler) -> None:
    handler.begin_stream()
    handler.fake.give_up.wait()


def stay(handler: Handler) -> None:
    """The reply is complete, and the connection stays open."""
    handler.begin_stream()
    handler.piece(handler.fake.reply, "stop")
    handler.fake.give_up.wait()


def drip(handler: Handler) -> None:
    """A word now and then, for ever."""
    handler.begin_stream()
    while not handler.fake.give_up.wait(DRIP_SECONDS):
        handler.piece("<think>")


def endless(handler: Handler) -> None:
    """Seven words now and then, for ever."""
    handler.begin_stream()
    while not handler.fake.give_up.wait(DRIP_SECONDS / 4):
        handler.piece("and then and then and then and ")


def keep_alive(handler: Handler) -> None:
    """Comments that keep a connection open, and nothing else."""
    handler.begin_stream(with_role=False)
    while not handler.fake.give_up.wait(DRIP_SECONDS):
        handler.chunk(b": ping\n\n")


def cut(handler: Handler) -> None:
    """The connection is closed in the middle of the reply."""
    handler.begin_stream()
    for piece in in_pieces(handler.fake.reply)[:2]:
        handler.piece(piece)
    handler.close_connection = True


def hang_up(handler: Handler) -> None:
    """The connection is closed without an answer."""
    handler.close_connection = True


def nothing(handler: Handler) -> None:
    """A stream with no piece in it."""
    handler.begin_stream(with_role=False)
    handler.chunk(b"")


def bad_event(handler: Handler) -> None:
    handler.begin_stream()
    handler.chunk(b"data: {not json}\n\n")
    handler.chunk(b"")


def error_midway(handler: Handler) -> None:
    handler.begin_stream()
    handler.piece("You named")
    handler.event({"error": {"message": "out of memory", "type": "server_error"}})
    handler.chunk(b"")


def huge(handler: Handler) -> None:
    """Three megabytes without an end."""
    handler.begin_stream()
    for _ in range(3000):
        handler.piece("and then " * 110)
    handler.stream()


def saying(*pieces: str, finish: str | None = "stop", done: bool = True) -> Callable[[Handler], None]:
    """These pieces, whatever is asked."""
    return lambda handler: handler.stream(*pieces, finish=finish, done=done)


def _in_prose(reply: str) -> str:
    return f"Sure, here it is:\n```json\n{reply}\n```\nGood luck!"


MODES: dict[str, Callable[[Handler], None]] = {
    "ok": say,
    "last aim": say,
    "prose": prose,
    "other form": other_form,
    "two questions": saying("What would it miss? And who would notice?"),
    "praise": saying("Great. What would it miss?"),
    "leak": leak,
    "obey": obey,
    "halt": halt,
    "half": half,
    "whole": whole,
    "no done": lambda handler: handler.stream(handler.fake.reply, done=False),
    "stay": stay,
    "think": think,
    "think at large": think_at_large,
    "only thoughts": lambda handler: handler.stream("<think>", handler.fake.reply),
    "empty": saying(),
    "length": saying("You named", finish="length"),
    "filtered": saying(finish="content_filter"),
    "tool": saying(finish="tool_calls"),
    "no finish": saying("You named", finish=None),
    "nothing": nothing,
    "401": error(401),
    "403": error(403),
    "429": error(429, **{"Retry-After": "90"}),
    "500": error(500),
    "503": error(503),
    "no model": no_model,
    "not here": error(404),
    "quota": over_quota,
    "context": Handler.too_long,
    "page": page,
    "not json": not_json,
    "error with 200": error_with_200,
    "redirect": redirect,
    "never": never,
    "begin only": begin_only,
    "drip": drip,
    "endless": endless,
    "keep alive": keep_alive,
    "cut": cut,
    "hang up": hang_up,
    "bad event": bad_event,
    "error midway": error_midway,
    "huge": huge,
}
"""What the server does with every request for a reply."""
