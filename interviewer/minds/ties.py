"""Has a language model say which slot of a case a question asks about where the rules cannot tell. Asyncio thread.

It is sent the question and the titles of the slots between which the rules are undecided, and no fact of any case: it
cannot give away what it does not know. Whatever it replies, what is told is the fact of one of those slots, as without
it, or nothing. It has a moment, and without a usable reply the rules decide.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.content.model import Slot
from interviewer.errors import MindError
from interviewer.minds.prompts import Message, Prompt
from interviewer.minds.replies import objects_in
from interviewer.minds.structured import StructuredChat
from interviewer.minds.thoughts import after_thoughts

TIE_SECONDS = 1.5
"""A question of a case is answered at once; longer than that, the likeliest slot is as good."""
LETTERS = "abcd"
NONE = "none"
"""What a model replies when the question asks about none of the slots."""
QUESTION_WORDS = 80
"""Of a question its end is sent: there it asks."""
REPLY_CHARACTERS = 400
UNREADABLE = "is not one JSON object with a letter that was given"

_log = logging.getLogger("hotseat.mind")


@dataclass(frozen=True, slots=True)
class TieRequest:
    """A tie as it is sent."""

    messages: tuple[Message, ...]
    form: dict[str, object]
    """JSON schema of the reply."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A question that could be about several slots."""

    question: str
    slots: tuple[Slot, ...]
    """The likeliest first; at most as many as there are letters."""

    @property
    def letters(self) -> tuple[str, ...]:
        return tuple(LETTERS[: len(self.slots)])

    @property
    def form(self) -> dict[str, object]:
        """JSON schema of the reply."""
        return {
            "type": "object",
            "properties": {"thing": {"type": "string", "enum": [*self.letters, NONE]}},
            "required": ["thing"],
            "additionalProperties": False,
        }

    def request(self, prompt: Prompt, boundary: str) -> TieRequest:
        """What is asked of a model."""
        return TieRequest(self.messages(prompt, boundary), self.form)

    def messages(self, prompt: Prompt, boundary: str) -> tuple[Message, ...]:
        """What is sent."""
        things = {letter: slot.title for letter, slot in zip(self.letters, self.slots, strict=True)}
        question = " ".join(self.question.split()[-QUESTION_WORDS:])
        return prompt.messages({"things": things, "question": question}, boundary=boundary, words=0)

    def read(self, reply: str) -> str | None:
        """The id of the slot that was chosen, or `NONE`; None: the reply cannot be read."""
        for found in objects_in(after_thoughts(reply)):
            chosen = found.get("thing")
            if chosen == NONE:
                return NONE
            if isinstance(chosen, str) and chosen in self.letters:
                return self.slots[self.letters.index(chosen)].id
        return None


class TieBreaker:
    """Asks about the ties of one interview."""

    def __init__(self, chat: StructuredChat, prompt: Prompt, boundary: str) -> None:
        self._chat = chat
        self._prompt = prompt
        self._boundary = boundary

    async def broken(self, tie: Tie, until: float) -> str | None:
        """The slot a model chose, or `NONE`; None: it gave no usable reply in time. `until`: on the loop's clock."""
        until = min(until, asyncio.get_running_loop().time() + TIE_SECONDS)
        messages = tie.messages(self._prompt, self._boundary)
        chosen = None
        with contextlib.suppress(MindError):  # the rules decide
            reply = await self._reply(messages, tie, until)
            chosen = tie.read(reply)
            if chosen is None:
                again = self._prompt.again(reply.strip() or "(nothing)", UNREADABLE)
                chosen = tie.read(await self._reply((*messages, *again), tie, until))
        _log.info("tie of a case", extra={"slots": len(tie.slots), "decided": chosen is not None})
        return chosen

    async def _reply(self, messages: Sequence[Message], tie: Tie, until: float) -> str:
        reply = ""
        stream = self._chat.stream(messages, tie.form, seconds=TIE_SECONDS, until=until)
        async with contextlib.aclosing(stream) as pieces:
            async for piece in pieces:
                reply += piece
                if len(reply) > REPLY_CHARACTERS:
                    break
        return reply[:REPLY_CHARACTERS]
