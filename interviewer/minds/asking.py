"""What a language model is asked for in a situation: the aims it may choose from, the messages, the form of its reply.

Pure. What is sent in an interview and what `hotseat prompt show` prints come from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from interviewer.events import ASKING, Role
from interviewer.minds.briefing import (
    LETTERS,
    ROOMS,
    Room,
    before_last_answer,
    briefing,
    facts_told,
    opening,
    secrets,
)
from interviewer.minds.follow_ups import Aim
from interviewer.minds.grounds import Grounds
from interviewer.minds.ledger import Claim, claims_in
from interviewer.minds.prompts import Message, Prompt
from interviewer.minds.replies import form_of
from interviewer.minds.reply_rules import Rule
from interviewer.minds.scripted import ScriptedMind
from interviewer.minds.structured import tokens_of
from interviewer.plan import Mode
from interviewer.ports import Situation

WORDS_ASKED_FOR = 40
REPLY_CHARACTERS = 600
"""Of a reply that broke a rule so much is sent back: what is longer was refused for that."""
PHRASED = frozenset({Role.PROBE, Role.NUDGE})
"""Roles of lines the model words. Trade-offs and cases state figures that are part of the exercise."""


@dataclass(frozen=True, slots=True)
class Request:
    """A question to be worded."""

    aims: tuple[Aim, ...]
    messages: tuple[Message, ...]

    @property
    def letters(self) -> tuple[str, ...]:
        """Ids of the aims, in their order."""
        return tuple(LETTERS[: len(self.aims)])

    @property
    def form(self) -> dict[str, object]:
        """JSON schema of the reply."""
        return form_of(self.letters)

    def aim(self, letter: str) -> Aim:
        """The aim of an id."""
        return self.aims[LETTERS.index(letter)]


@dataclass(frozen=True)
class Asker:
    """Makes requests of one interview: the boundary is the same throughout, so that their beginning is too."""

    chooser: ScriptedMind
    prompt: Prompt
    boundary: str
    """Random: nothing that was said can hold it."""
    rooms: tuple[Room, ...] = field(default=ROOMS)

    def aims(self, situation: Situation) -> tuple[Aim, ...]:
        """What could be said next, best first; the first one is the scripted line."""
        return self.chooser.aims(situation, len(LETTERS))

    def request(self, situation: Situation, aims: tuple[Aim, ...], tokens: int) -> Request | None:
        """What is sent so that one of the aims is worded, in at most so many tokens where that can be done.

        None when the words of the line must stand as they are, or nothing was said that it could follow from.
        """
        if aims[0].line.role not in PHRASED or not situation.last_answer.strip():
            return None
        claims, covered = self._earlier(situation)
        sizes = (
            self.prompt.messages(
                briefing(situation, claims, aims, covered, room), boundary=self.boundary, words=WORDS_ASKED_FOR
            )
            for room in self.rooms
        )
        return Request(aims, _fitting(sizes, tokens))

    def grounds(self, situation: Situation, request: Request, letter: str) -> Grounds:
        """What a wording of one of the aims may build on, and what it must not say."""
        asked = tuple(one.asked for one in situation.exchanges)
        lines = (aim.line.text for aim in request.aims)
        return Grounds(
            said=" ".join(one.answered for one in situation.exchanges),
            known="\n".join((situation.question.spoken, *asked, *facts_told(situation), *lines)),
            planned=request.aim(letter).line.text,
            asked=tuple(one.asked for one in situation.exchanges if one.role in ASKING),
            secrets=tuple(secrets(situation)),
            exam=situation.plan.mode is Mode.EXAM,
        )

    def again(self, request: Request, reply: str, rule: Rule) -> tuple[Message, ...]:
        """What is sent after a reply that broke a rule."""
        return (*request.messages, *self.prompt.again(reply[:REPLY_CHARACTERS].strip() or "(nothing)", rule.broken))

    def beginning(self, situation: Situation, tokens: int) -> tuple[Message, ...]:
        """What the request will begin with if the answer goes on from here."""
        claims, covered = self._earlier(situation)
        sizes = (
            self.prompt.beginning(
                opening(situation, claims, covered, room), boundary=self.boundary, words=WORDS_ASKED_FOR
            )
            for room in self.rooms
        )
        return _fitting(sizes, tokens)

    def _earlier(self, situation: Situation) -> tuple[tuple[Claim, ...], frozenset[str]]:
        """What was committed to and which items were done before the last answer."""
        entry, before = situation.plan.round, before_last_answer(situation)
        listener = self.chooser.listener(entry)
        heard = listener.hear(one.answered for one in before if one.answered)
        return claims_in(before, entry, listener), heard.items


def _fitting(sizes: Iterable[tuple[Message, ...]], tokens: int) -> tuple[Message, ...]:
    """The first that fits, or else the last."""
    messages: tuple[Message, ...] = ()
    for messages in sizes:
        if tokens_of(messages) <= tokens:
            break
    return messages
