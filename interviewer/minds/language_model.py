"""A language model as interviewer: it words the follow-ups, and nothing else. Runs on the asyncio thread.

What is asked, and when, is decided by code: the scripted mind chooses every line with its role and item. Where the
exact words matter (the question itself, facts, figures, time, hints, repeats, the end) its line is said as it stands.
Follow-ups and nudges are given to the model, which asks the same thing so that it follows from the last answer.

The whole short reply is collected within a deadline and held against the rules before its first sentence is spoken: a
second question or praise often comes last, and what was said cannot be taken back.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import AsyncIterator

from interviewer.events import ASKING, Role
from interviewer.minds.client import ChatClient
from interviewer.minds.line import Line
from interviewer.minds.prompts import Prompt
from interviewer.minds.reply_rules import WORDS_ASKED_FOR, fit_sentences, is_too_long
from interviewer.minds.scripted import ScriptedMind
from interviewer.minds.sentences import split
from interviewer.ports import Saying, Situation

REPLY_SECONDS = 5.5
"""For the whole reply. The conduct of an interview waits six; this is shorter, so that the cause can be told."""
PHRASED = frozenset({Role.PROBE, Role.NUDGE})
"""Roles of lines the model words. Trade-offs and cases state figures that are part of the exercise."""
ASKED_SENT = 6
"""The last questions the model is shown, not to ask them again."""
ANSWER_WORDS_SENT = 300
"""Two minutes of speech: the end of a longer answer is what a question follows from, and small models read no more."""


class LanguageModelMind:
    """A mind that has its follow-ups worded by a language model."""

    def __init__(
        self,
        client: ChatClient,
        prompt: Prompt,
        *,
        chooser: ScriptedMind | None = None,
        reply_seconds: float = REPLY_SECONDS,
    ) -> None:
        """`chooser` decides what is asked; None: a scripted mind that listens by cues."""
        self._client = client
        self._prompt = prompt
        self._chooser = chooser or ScriptedMind()
        self._reply_seconds = reply_seconds
        self._boundary = secrets.token_hex(8)

    @property
    def name(self) -> str:
        return f"{self._client.server.model} at {self._client.server.host}"

    async def reply(self, situation: Situation) -> AsyncIterator[Saying]:
        """The next line, a sentence at a time.

        Raises:
            MindLate, MindUnavailable: the server gave no reply, or not in time.
            MindReplyUnfit: the reply breaks a rule.
        """
        line = self._chooser.line(situation)
        is_phrased = line.role in PHRASED and situation.last_answer
        sentences = await self._worded(situation, line) if is_phrased else split(line.text)
        for sentence in sentences:
            yield Saying(line.role, line.item, sentence)

    async def _worded(self, situation: Situation, line: Line) -> tuple[str, ...]:
        messages = self._prompt.messages(question_data(situation, line), boundary=self._boundary, words=WORDS_ASKED_FOR)
        reply = ""
        async with contextlib.aclosing(self._client.stream(messages, seconds=self._reply_seconds)) as deltas:
            async for delta in deltas:
                reply += delta
                if is_too_long(reply):
                    break
        return fit_sentences(reply, model=self._client.server.model, boundary=self._boundary)


def question_data(situation: Situation, line: Line) -> dict[str, object]:
    """What the model is told to word one line; what changes from turn to turn stands last."""
    asked = [exchange.asked for exchange in situation.exchanges if exchange.role in ASKING]
    answer = situation.last_answer.split()
    shown = answer[-ANSWER_WORDS_SENT:]
    return {
        "interview_question": situation.question.spoken,
        "already_asked": asked[1:][-ASKED_SENT:],
        "last_answer": " ".join(shown if len(shown) == len(answer) else ["(beginning left out)", *shown]),
        "planned_question": line.text,
    }
