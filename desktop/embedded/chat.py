"""Asks a model file as any model on a server is asked; it is loaded first where it is not. Asyncio thread."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from pathlib import Path

from desktop.embedded.budget import too_small
from desktop.embedded.serving import Serving
from desktop.hosts import file_as_server
from desktop.language import tr
from interviewer.errors import MindError, MindLate
from interviewer.minds.chat import Counted
from interviewer.minds.client import ChatClient
from interviewer.minds.forms import Form
from interviewer.minds.prompts import Message
from interviewer.minds.server import Server


class FileChat:
    """One model file. Satisfies `Chat`; has to be closed. Making one imports what a `ChatClient` needs."""

    def __init__(self, file: Path, serving: Serving | None = None) -> None:
        self.serving = serving or Serving(file)
        self.server = file_as_server(file)
        self.remark = ""
        """What has to be said of the model wherever its words are used, if anything."""
        with contextlib.suppress(OSError):
            self.remark = too_small(file.name, file.stat().st_size)
        self._client = ChatClient(self.server)
        """Of the server as it was started last; at first of none."""

    def begin(self) -> None:
        """Have the model loaded; nobody waits."""
        self.serving.begin()

    @contextlib.asynccontextmanager
    async def loaded(self) -> AsyncIterator[None]:
        """Loaded as long as the block lasts, and unloaded after it.

        Raises: MindUnavailable.
        """
        try:
            async with self.serving.use():
                yield
        finally:
            await self.close()

    async def close(self) -> None:
        """Unload the model."""
        await self.serving.close()

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
        """As `ChatClient.stream`; loading the model counts."""
        deadline = asyncio.get_running_loop().time() + seconds if until is None else until
        async with (
            self._connected(deadline) as client,
            contextlib.aclosing(
                client.stream(messages, seconds=seconds, until=deadline, form=form, schema=schema, counted=counted)
            ) as pieces,
        ):
            try:
                async for piece in pieces:
                    yield piece
            except MindError as fault:
                raise self._named(fault, client.server) from fault

    async def read(self, messages: Sequence[Message], *, seconds: float) -> None:
        """As `ChatClient.read`; loading the model does not count."""
        async with self.serving.use() as server:
            try:
                await (await self._client_of(server)).read(messages, seconds=seconds)
            except MindError as fault:
                raise self._named(fault, server) from fault

    @contextlib.asynccontextmanager
    async def _connected(self, deadline: float) -> AsyncIterator[ChatClient]:
        """Raises: MindLate: the model is still being loaded; MindUnavailable: it cannot be."""
        async with contextlib.AsyncExitStack() as stack:
            try:
                async with asyncio.timeout_at(deadline):
                    server = await stack.enter_async_context(self.serving.use())
                    client = await self._client_of(server)
            except TimeoutError:
                raise MindLate(tr("{name} is still being loaded.", name=self.serving.name)) from None
            yield client

    def _named(self, fault: MindError, server: Server) -> MindError:
        """A fault in which the address, which nobody has chosen, is not told."""
        sentence = fault.sentence.replace(f" at {server.host}", "").replace(server.host, self.server.model)
        return type(fault)(sentence, code=fault.code)

    async def _client_of(self, server: Server) -> ChatClient:
        if self._client.server != server:
            self._client = await asyncio.to_thread(ChatClient, server)
        return self._client
