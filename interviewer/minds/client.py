"""The door to `openai`: asks any server that speaks its protocol. Runs on the asyncio thread.

Every failure becomes a `MindError` whose sentence names one cause. Deadlines are kept here, since those of the library
count from one piece of a reply to the next and a server that drips never meets them. Nothing is asked twice: a reply
that comes late is worth nothing in a conversation. The log gets lengths, times and codes, never texts or keys.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from interviewer.errors import MindError, MindLate
from interviewer.minds import server_faults
from interviewer.minds.chat import Counted
from interviewer.minds.completions import Listed, check_finish, count, first_choice, listed, said_in, whole
from interviewer.minds.forms import Form, FormRefused, body
from interviewer.minds.prompts import Message
from interviewer.minds.refusals import About, about
from interviewer.minds.server import Server
from interviewer.minds.thoughts import ThoughtFilter

if TYPE_CHECKING:
    from openai import AsyncOpenAI

REST_SECONDS = 0.1
"""After the last word usually comes the end of the stream, in the same packet."""
LIST_SECONDS = 2.0
"""The models of a server are listed to explain a fault; that must not make the pause much longer."""

_SENT_HEADERS = frozenset(
    {"host", "accept", "accept-encoding", "content-type", "content-length", "transfer-encoding", "user-agent"}
)
"""All that is sent beside our own. The library would add what the environment says (organisation, project, headers of
any name) and what this machine is."""
_log = logging.getLogger("hotseat.mind")


@dataclass(frozen=True, slots=True)
class Page:
    """An answer of a server as it came. Nothing of it is for a log: it holds what was said."""

    status: int
    kind: str
    """Of its content, as the server names it."""
    body: bytes


class ChatClient:
    """Talks to one model on one server.

    No connection outlives its reply, so there is nothing to close: between two questions lies an answer of minutes,
    and most servers hang up sooner. Making one imports the library, which takes half a second: make it beforehand.

    Raises:
        MindUnavailable: the proxy the environment names for this server is none that can be used.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self._openai = _connector(server)
        self._chat = self._openai.chat.completions  # imported by being named, before anybody waits for a reply

    async def stream(
        self,
        messages: Sequence[Message],
        *,
        seconds: float,
        until: float | None = None,
        form: Form = Form.BARE,
        schema: Mapping[str, object] | None = None,
        counted: Counted | None = None,
    ) -> AsyncGenerator[str, None]:
        """What the model says, in pieces, without its thoughts. To be closed when it is not read to the end.

        Args:
            until: when the seconds end, on the event loop's clock; None: counted from now.
            form: how the reply is asked to be a JSON object, by `schema` where the form has one.

        Raises:
            FormRefused: the server does not take such requests.
            MindLate: the reply was not complete after `seconds`.
            MindUnavailable: there is no reply, or not all of it.
        """
        deadline = asyncio.get_running_loop().time() + seconds if until is None else until
        asked = body(self.server.model, messages, form, schema)
        thoughts = ThoughtFilter()
        began, answered, length = time.monotonic(), False, 0
        try:
            async with contextlib.aclosing(self._pieces(asked, counted)) as pieces:
                while True:
                    async with asyncio.timeout_at(deadline):
                        piece = await anext(pieces, None)
                    if piece is None:
                        break
                    answered, length = True, length + len(piece)
                    if said := thoughts.feed(piece):
                        yield said
        except TimeoutError:
            _log.info("model failed", extra={"seconds": _since(began), "characters": length, "code": MindLate.code})
            raise server_faults.late(self.server, seconds, answered=answered) from None
        except MindError as fault:
            _log.info("model failed", extra={"seconds": _since(began), "characters": length, "code": fault.code})
            raise
        _log.info("model replied", extra={"seconds": _since(began), "characters": length})
        if said := thoughts.end():
            yield said

    async def read(self, messages: Sequence[Message], *, seconds: float) -> None:
        """Have the server read some messages, so that it remembers them, and throw away what it says to them.

        Raises:
            MindLate: it had not read them after `seconds`.
            MindUnavailable: it did not.
        """
        asked = {**body(self.server.model, messages), "max_tokens": 1}
        began = time.monotonic()
        try:
            async with asyncio.timeout(seconds), contextlib.aclosing(self._pieces(asked, None)) as pieces:
                async for _ in pieces:
                    pass
        except TimeoutError:
            raise server_faults.late(self.server, seconds, answered=False) from None
        _log.info("model read ahead", extra={"seconds": _since(began)})

    async def transcription(self, sound: bytes, asked: Mapping[str, Any], *, seconds: float) -> Page:
        """What the server answers to a WAV file whose words are wanted, an error too, as it stands.

        Raises:
            MindLate: no answer, or not all of it, after `seconds`.
            MindUnavailable: it cannot be reached, or broke off.
        """
        import openai

        began = time.monotonic()
        try:
            async with asyncio.timeout(seconds):
                reply = await self._openai.post(
                    "/audio/transcriptions",
                    cast_to=openai.HttpxBinaryResponseContent,  # as it came
                    body={"model": self.server.model, **asked},
                    files=[("file", ("answer.wav", sound, "audio/wav"))],
                    options={"headers": {"Content-Type": "multipart/form-data"}},
                )
            answer = reply.response
            page = Page(answer.status_code, answer.headers.get("content-type", ""), answer.content)
        except TimeoutError:
            raise server_faults.late(self.server, seconds, answered=False) from None
        except openai.APIStatusError as fault:
            answer = fault.response
            page = Page(answer.status_code, answer.headers.get("content-type", ""), answer.content)
        except openai.OpenAIError as fault:
            raise server_faults.unreachable(self.server, fault) from fault
        _log.info("sound sent", extra={"seconds": _since(began), "bytes": len(sound), "status": page.status})
        return page

    async def models(self) -> tuple[str, ...]:
        """The names of the models the server says it has.

        Raises:
            MindUnavailable: it cannot be reached, wants another key, or does not say.
        """
        return (await self._listed()).names

    async def _listed(self) -> Listed:
        """As `models`, and whose they are."""
        import openai

        try:
            async with asyncio.timeout(LIST_SECONDS):
                page = await self._openai.models.list()
        except openai.APIConnectionError as fault:
            raise server_faults.unreachable(self.server, fault) from fault
        except openai.AuthenticationError as fault:
            raise server_faults.refused(self.server, fault.status_code, "", None) from fault
        except (openai.OpenAIError, TimeoutError, ValueError, AttributeError) as fault:
            raise server_faults.not_this_api(self.server) from fault
        return listed(page, self.server)

    async def _pieces(self, asked: dict[str, Any], counted: Counted | None) -> AsyncGenerator[str, None]:
        """The content of the reply as it arrives; an empty piece says that the server has begun to answer.

        Raises: MindError, FormRefused.
        """
        import openai

        try:
            reply: Any = await self._chat.create(**asked)
        except openai.OpenAIError as fault:
            if "stream_options" in asked and _about(fault) is About.FORM:
                raise FormRefused from fault
            raise await self._explained(fault) from fault
        capped = "max_tokens" in asked
        async with reply:
            yield ""
            try:
                if "json" in reply.response.headers.get("content-type", ""):
                    yield whole(await reply.response.aread(), self.server, counted, capped=capped)
                else:
                    async with contextlib.aclosing(self._streamed(reply, counted, capped=capped)) as pieces:
                        async for piece in pieces:
                            yield piece
            except openai.APIConnectionError as fault:
                raise server_faults.cut_off(self.server) from fault
            except openai.APIError as fault:
                if about(200, "", _message(fault)) is About.CONTEXT:
                    raise server_faults.no_room(self.server) from fault
                raise server_faults.failed_midway(self.server) from fault
            except (ValueError, RecursionError) as fault:
                raise server_faults.not_this_api(self.server) from fault

    async def _streamed(self, reply: Any, counted: Counted | None, *, capped: bool) -> AsyncGenerator[str, None]:
        """The pieces of a stream up to the one that says it is complete."""
        known = False
        try:
            while (chunk := await anext(reply, None)) is not None:
                count(chunk, counted)
                known = known or isinstance(getattr(chunk, "choices", None), list)
                choice = first_choice(chunk)
                if (said := said_in(choice)) is not None:
                    yield said
                if finish := getattr(choice, "finish_reason", None):
                    check_finish(str(finish), self.server, capped=capped)
                    return
        finally:
            await _exhaust(reply, counted)
        raise server_faults.cut_off(self.server) if known else server_faults.not_this_api(self.server)

    async def _explained(self, fault: Exception) -> MindError:
        """Why a request got no reply."""
        import openai

        if not isinstance(fault, openai.APIStatusError):
            return server_faults.unreachable(self.server, fault)
        status, matter = fault.status_code, _about(fault)
        _log.info("server refused", extra={"status": status})
        if matter is About.CONTEXT:
            return server_faults.no_room(self.server)
        if status == 404 or matter is About.MODEL:
            with contextlib.suppress(MindError):
                there = await self._listed()
                if self.server.model not in there.names:
                    return server_faults.model_missing(self.server, there.names, there.owner)
        wait = _seconds(fault.response.headers.get("retry-after"))
        return server_faults.refused(self.server, status, _kind(fault), wait)


def _connector(server: Server) -> AsyncOpenAI:
    """The library's client, kept from everything it would do by itself."""
    os.environ.pop("OPENAI_LOG", None)  # looked at when the library is imported: it would print what is sent
    import openai

    for name in ("openai", "httpx2", "httpcore2"):
        logging.getLogger(name).setLevel(logging.WARNING)

    async def ours_only(request: Any) -> None:
        for name in [name for name in request.headers if name.lower() not in _SENT_HEADERS]:
            del request.headers[name]
        request.headers["Connection"] = "close"
        if server.key:
            request.headers["Authorization"] = f"Bearer {server.key}"

    needs_certificates = not (server.is_here and server.url.startswith("http:"))  # reading them takes 50 ms
    try:
        transport = openai.DefaultAsyncHttpxClient(
            trust_env=not server.is_here,
            follow_redirects=False,
            verify=needs_certificates,
            event_hooks={"request": [ours_only]},
        )
    except (ValueError, ImportError) as fault:
        raise server_faults.proxy_unusable(server) from fault
    return openai.AsyncOpenAI(
        api_key="set by ours_only", base_url=server.url, max_retries=0, timeout=None, http_client=transport
    )


async def _exhaust(reply: Any, counted: Counted | None) -> None:
    """Read what follows the reply, a moment at most: the count of tokens comes there, and the library's iterators keep
    each other alive until they end."""
    import openai

    with contextlib.suppress(TimeoutError, openai.OpenAIError, ValueError):
        async with asyncio.timeout(REST_SECONDS):
            while (chunk := await anext(reply, None)) is not None:
                count(chunk, counted)


def _about(fault: Exception) -> About:
    """What a server that refused a request refused; nothing in particular when it gave no answer."""
    import openai

    if not isinstance(fault, openai.APIStatusError):
        return About.OTHER
    return about(fault.status_code, _kind(fault), _message(fault))


def _kind(fault: Any) -> str:
    return f"{fault.code} {fault.type}".lower()


def _message(fault: Any) -> str:
    """What an error says: in its message, where it has one that the library knows, or wherever else."""
    return f"{fault.message} {fault.body}"


def _seconds(retry_after: str | None) -> float | None:
    return float(retry_after) if retry_after and retry_after.isdecimal() else None  # a date is passed over


def _since(began: float) -> float:
    return round(time.monotonic() - began, 3)
