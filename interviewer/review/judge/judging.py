"""Has a language model review an interview, step by step. Runs on the asyncio thread; files are written in a worker.

Each reply is kept when it comes, so that a review that was cancelled, or cut off with the program, goes on where it
was. A step that fails is tried once more at the end, and left out when it fails again; when nothing works at all, or
two different steps in a row fail, the server is the matter and the review stops there, with what it has.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from interviewer.errors import MindError, MindLate, MindUnavailable, SessionBusy
from interviewer.minds.chat import Chat
from interviewer.minds.forms import FORMS, Forms
from interviewer.minds.prompts import Message
from interviewer.minds.server import Server
from interviewer.minds.server_faults import CONTEXT_TOO_SMALL, NOT_FINISHED
from interviewer.minds.structured import StructuredChat, tokens_of
from interviewer.review.judge.assembling import Outcome, assembled, lacking
from interviewer.review.judge.forms import Reply, read
from interviewer.review.judge.kept import KeptReplies
from interviewer.review.judge.matter import Matter
from interviewer.review.judge.steps import (
    Kind,
    Prompts,
    Step,
    aspect_steps,
    dimension_steps,
    fitting_room,
    improvements_step,
    part_steps,
)
from interviewer.review.values import Maker, Review, Reviewer

STEP_SECONDS = 180.0
"""For one reply: a laptop reads an hour's transcript for a minute or two, and the model may have to be loaded first."""
SHRINK = 0.6
"""A request that did not fit is cut to this share."""
UNREADABLE = "{model} replied with something that could not be read, twice."
MOST_CHARACTERS = 6_000
"""Of a reply that goes on for ever so much is read."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a review is."""

    kind: Kind
    title: str
    """Of what is asked about now."""
    done: int
    all: int
    """Of that kind."""
    steps_done: int
    steps: int
    """Of the whole review."""
    waiting: bool = False
    """Whether it waits until an interview, or another review, is over."""


Tell = Callable[[Progress], None]


def made_by(server: Server) -> Maker:
    """The reviewer a model on a server is."""
    return Maker(Reviewer.MODEL, f"{server.model} @ {server.host}")


@dataclass
class Judge:
    """One review by one model."""

    matter: Matter
    client: Chat
    prompts: Prompts
    kept: KeptReplies
    coach: Review | None = None
    """What the rule-based coach says, to be held against it."""
    seconds: float = STEP_SECONDS
    """For one reply, a second try to write it properly included."""
    tell: Tell = lambda _progress: None
    forms: Forms = FORMS
    _boundary: str = field(default_factory=lambda: secrets.token_hex(8))
    """The same in every request, so that their beginning is too."""
    _tokens: int | None = None
    """What a request may have; None: whatever it takes."""
    _left_out: int = 0
    _working: bool = False
    """Whether any reply came."""
    _resumed: bool = False
    """Whether any reply was taken that was kept."""
    _failing: str = ""
    """Name of the last step asked, if it failed."""
    _outcomes: dict[str, Outcome] = field(default_factory=dict)
    _steps: int = 0

    async def review(self) -> Review:
        """The review; it is not written yet.

        Raises:
            MindLate, MindUnavailable: the server does not answer as it should. What it said before is kept.
            RecordNotWritten: a reply could not be kept.
        """
        if self.matter.answers:
            await self._ask_everything()
        outcomes = tuple(self._outcomes.values())
        return assembled(self.matter, outcomes, made_by(self.client.server), coach=self.coach, left_out=self._left_out)

    async def _ask_everything(self) -> None:
        dimensions, aspects, parts = dimension_steps(self.matter), aspect_steps(), tuple(part_steps(self.matter))
        self._steps = len(dimensions) + len(aspects) + 1 + len(parts)
        await self._ask(dimensions)
        await self._ask(aspects)
        if weak := lacking(self.matter.of.dimensions, self._outcomes.values()):
            await self._ask([improvements_step(weak)])
        await self._ask(parts)

    async def _ask(self, steps: Iterable[Step]) -> None:
        """Some steps of a kind; those that failed once more."""
        steps = tuple(steps)
        failed: list[Step] = []
        for place, step in enumerate(steps):
            self._say(step, place, len(steps))
            try:
                await self._outcome(step)
            except MindError as fault:
                self._note(step, fault)
                failed.append(step)
        for step in failed:
            self._say(step, len(steps) - len(failed), len(steps))
            try:
                await self._outcome(step)
            except MindError as fault:
                self._note(step, fault)

    def _note(self, step: Step, fault: MindError) -> None:
        """A step failed: go on without it, unless the server is the matter. Raises: MindError.

        One that answered in an earlier sitting may only be slow now; one that is gone says so.
        """
        works = self._working or (self._resumed and isinstance(fault, MindLate))
        if self._failing not in ("", step.name) or not works:
            raise fault
        self._failing = step.name
        self._outcomes[step.name] = Outcome(step, None, fault.sentence)

    def _say(self, step: Step, done: int, of: int) -> None:
        finished = sum(outcome.reply is not None for outcome in self._outcomes.values())
        self.tell(Progress(step.kind, step.title, done, of, finished, self._steps))

    async def _outcome(self, step: Step) -> None:
        """Ask, or take what was kept. Raises: MindError, RecordError."""
        model = self.client.server.model
        mark = step.mark(self.matter, self.prompts, model)
        reply = _kept(self.kept, mark, step)
        if reply is not None:
            self._resumed = True
        else:
            reply = await self._reply(step)
            self._working, self._failing = True, ""
            if reply is not None:
                with contextlib.suppress(SessionBusy):  # for a moment; the next reply is kept with this one
                    await asyncio.to_thread(self.kept.keep, mark, reply.model_dump(mode="json"), self._steps)
        why_not = "" if reply is not None else UNREADABLE.format(model=model)
        self._outcomes[step.name] = Outcome(step, reply, why_not)

    async def _reply(self, step: Step) -> Reply | None:
        """What the model says to a step; None: nothing that can be read. Raises: MindError."""
        while True:
            room = fitting_room(step, self.matter, self.prompts, self._tokens)
            messages = step.messages(self.matter, self.prompts, self._boundary, room)
            try:
                reply = await self._read(step, messages)
            except MindUnavailable as fault:
                if fault.code != CONTEXT_TOO_SMALL:
                    raise
                self._tokens = int(tokens_of(messages) * SHRINK)
                if fitting_room(step, self.matter, self.prompts, self._tokens) == room:
                    raise
                continue
            self._left_out = max(self._left_out, self.matter.left_out(room))
            return reply

    async def _read(self, step: Step, messages: tuple[Message, ...]) -> Reply | None:
        """The reply to some messages; asked once more when it cannot be read."""
        until = asyncio.get_running_loop().time() + self.seconds
        said = await self._said(messages, step, until)
        reply = read(said, step.reply)
        if reply is None:
            again = step.again(messages, self.prompts, said)
            reply = read(await self._said(again, step, until), step.reply)
        return reply

    async def _said(self, messages: tuple[Message, ...], step: Step, until: float) -> str:
        said = ""
        chat = StructuredChat(self.client, self.forms)
        stream = chat.stream(messages, step.form, seconds=self.seconds, until=until)
        async with contextlib.aclosing(stream) as pieces:
            try:
                async for piece in pieces:
                    said += piece
                    if len(said) > MOST_CHARACTERS:
                        break
            except MindUnavailable as fault:
                if fault.code != NOT_FINISHED:
                    raise
        return said


def _kept(kept: KeptReplies, mark: str, step: Step) -> Reply | None:
    """A reply that was kept, as long as it still reads."""
    if mark not in kept.replies:
        return None
    try:
        return step.reply.model_validate(kept.replies[mark])
    except ValueError:
        return None
