"""Has one line worded by a model: asks, holds the reply against the rules, asks once more. Runs on the asyncio thread.

What is safe to say before a reply is complete? Not a question: a second one, praise, a repetition or a fact of the case
often comes last, and what was said cannot be taken back. A question of one sentence is said when all of it was checked,
which costs half a second of a slow model. But where a reply leads with a statement, and most take up the candidate's
words first ("You named holds per week."), that sentence can be checked by itself, and whatever becomes of the rest, the
question of the pack can follow it. So it goes to the voice at once, and the model has as long as it takes to say it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field

from interviewer.errors import MindError, MindReplyUnfit, MindUnavailable
from interviewer.minds.asking import Asker, Request
from interviewer.minds.follow_ups import Aim
from interviewer.minds.grounds import Grounds
from interviewer.minds.prompts import Message
from interviewer.minds.replies import Choice, choice_so_far, read_choice
from interviewer.minds.reply_rules import Rule, asks_twice, broken_rule, is_statement, is_too_long, sentences_of
from interviewer.minds.sentences import split
from interviewer.minds.server import Server
from interviewer.minds.server_faults import CONTEXT_TOO_SMALL
from interviewer.minds.structured import StructuredChat, tokens_of
from interviewer.ports import Saying, Situation, Wording

CONTEXT_TOKENS = 3000
"""Of a prompt, at first: most servers give a model a context of 4096 by themselves, and the reply needs some of it."""
SHRINK = 0.6
"""A prompt that did not fit is cut to this share: the longest one then fits into 2048, the smallest usual context."""


@dataclass(slots=True)
class Attempt:
    """What has become of a line so far."""

    refused: list[Rule] = field(default_factory=list)
    said: bool = False

    @property
    def wording(self) -> Wording:
        return Wording(tuple(rule.value for rule in self.refused), self.said)


class Judge:
    """Holds wordings of one line against the rules. What was judged is remembered: a reply is judged as it grows."""

    def __init__(self, asker: Asker, situation: Situation) -> None:
        self._asker = asker
        self._situation = situation
        self._grounds: dict[str, Grounds] = {}
        self._judged: dict[tuple[str, Choice, bool], Rule | None] = {}

    def broken(self, request: Request, choice: Choice, *, whole: bool = True) -> Rule | None:
        """The first rule a wording breaks; `whole` is False for the beginning of one."""
        line = request.aim(choice.aim).line.text
        key = (line, choice, whole)
        if key not in self._judged:
            if line not in self._grounds:
                self._grounds[line] = self._asker.grounds(self._situation, request, choice.aim)
            self._judged[key] = broken_rule(
                choice.question, boundary=self._asker.boundary, grounds=self._grounds[line], whole=whole
            )
        return self._judged[key]


class Phraser:
    """Words the lines of one interview."""

    def __init__(self, asker: Asker, chat: StructuredChat, server: Server, seconds: float) -> None:
        """`seconds` is how long a whole reply may take, a repair included."""
        self.asker = asker
        self.seconds = seconds
        self.tokens = CONTEXT_TOKENS
        """What a prompt may have; less once a model was found to read no more."""
        self._chat = chat
        self._server = server

    def request(self, situation: Situation, aims: tuple[Aim, ...]) -> Request | None:
        """What is asked for in a situation; None when the line must stand as it is."""
        return self.asker.request(situation, aims, self.tokens)

    async def sayings(
        self, situation: Situation, request: Request, attempt: Attempt, until: float
    ) -> AsyncGenerator[Saying, None]:
        """The line, a sentence at a time. `attempt` is kept up to date; `until` is on the event loop's clock.

        When the model fails after its first sentence was said, the line of the pack follows it.

        Raises:
            MindLate, MindUnavailable: the server gave no reply, or not in time.
            MindReplyUnfit: the reply breaks a rule, and so did the next one, if there was time for one.
        """
        judge = Judge(self.asker, situation)
        opening: Saying | None = None
        reply = ""
        try:
            async with contextlib.aclosing(self._replying(situation, request, until)) as replying:
                async for asked, reply in replying:
                    request = asked
                    if opening is None and (opening := self._opening(judge, request, reply)):
                        yield opening
        except MindError:
            if opening is None:
                raise
            for saying in self._planned(request, opening):
                yield saying
            raise
        choice = read_choice(reply, request.letters)
        rule = _hopeless(reply) or judge.broken(request, choice)
        if rule is not None:
            attempt.refused.append(rule)
            if opening is not None:
                for saying in self._planned(request, opening):
                    yield saying
                return
            choice = await self._repaired(judge, request, reply, attempt, until)
        attempt.said = True
        line = request.aim(choice.aim).line
        for sentence in sentences_of(choice.question)[0 if opening is None else 1 :]:
            yield Saying(line.role, line.item, sentence)

    def _opening(self, judge: Judge, request: Request, reply: str) -> Saying | None:
        """The statement a reply leads with, once the next sentence has begun and if it may be said."""
        choice = choice_so_far(reply, request.letters)
        sentences = sentences_of(choice.question)
        if len(sentences) < 2 or not is_statement(sentences[0]):
            return None
        begun = Choice(choice.aim, sentences[0])
        if judge.broken(request, begun, whole=False) is not None:
            return None
        line = request.aim(choice.aim).line
        return Saying(line.role, line.item, sentences[0])

    def _planned(self, request: Request, opening: Saying) -> list[Saying]:
        """The line of the pack, after a sentence of the model's."""
        line = next(aim.line for aim in request.aims if aim.line.item == opening.item)
        return [Saying(line.role, line.item, sentence) for sentence in split(line.text)]

    async def _repaired(self, judge: Judge, request: Request, reply: str, attempt: Attempt, until: float) -> Choice:
        """What the model says once it is told which rule it broke. Raises MindReplyUnfit."""
        rule = attempt.refused[-1]
        with contextlib.suppress(MindError):  # what it said first is what is told
            messages = self.asker.again(request, reply, rule)
            async with contextlib.aclosing(self._growing(messages, request.form, until)) as growing:
                *_, reply = ["", *[so_far async for so_far in growing]]
            choice = read_choice(reply, request.letters)
            again = _hopeless(reply) or judge.broken(request, choice)
            if again is None:
                return choice
            attempt.refused.append(again)
            rule = again
        raise MindReplyUnfit(f"{self._server.model} {rule.broken}.")

    async def _replying(
        self, situation: Situation, request: Request, until: float
    ) -> AsyncGenerator[tuple[Request, str], None]:
        """The reply as it grows, to the request or to a shorter one where it does not fit into the model's context."""
        try:
            async with contextlib.aclosing(self._growing(request.messages, request.form, until)) as growing:
                async for reply in growing:
                    yield request, reply
        except MindUnavailable as fault:
            closer = self._condensed(situation, request) if fault.code == CONTEXT_TOO_SMALL else None
            if closer is None:
                raise
            async with contextlib.aclosing(self._growing(closer.messages, closer.form, until)) as growing:
                async for reply in growing:
                    yield closer, reply

    async def _growing(
        self, messages: Sequence[Message], form: Mapping[str, object], until: float
    ) -> AsyncGenerator[str, None]:
        """What the model says to some messages, as far as it is worth reading: each time all of it so far."""
        reply = ""
        stream = self._chat.stream(messages, form, seconds=self.seconds, until=until)
        async with contextlib.aclosing(stream) as deltas:
            async for delta in deltas:
                reply += delta
                yield reply
                if _hopeless(reply):
                    break

    def _condensed(self, situation: Situation, request: Request) -> Request | None:
        """A shorter request for the same, from now on; None when this one was the shortest."""
        sent = tokens_of(request.messages)
        self.tokens = int(sent * SHRINK)
        closer = self.asker.request(situation, request.aims, self.tokens)
        return closer if closer is not None and tokens_of(closer.messages) < sent else None


def _hopeless(reply: str) -> Rule | None:
    """The rule a reply will break however it goes on: it is not read further, which leaves time for another."""
    if is_too_long(reply):
        return Rule.TOO_LONG
    return Rule.TWO_QUESTIONS if asks_twice(choice_so_far(reply, ("",)).question) else None


def deadline(seconds: float) -> float:
    """So many seconds from now, on the event loop's clock."""
    return asyncio.get_running_loop().time() + seconds
