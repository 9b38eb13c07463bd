"""What a reviewer is asked, one small thing after the other: every step with its messages and its form. Pure.

One dimension a request: small models lose the thread over a whole rubric, and one score then colours the next. What is
sent in a review and what `hotseat prompt show` prints come from here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from interviewer.content.model import Dimension
from interviewer.minds.prompts import Message, Prompt
from interviewer.minds.structured import tokens_of
from interviewer.review.judge import forms
from interviewer.review.judge.aspects import ASPECTS
from interviewer.review.judge.forms import AspectReply, DimensionReply, ImprovementsReply, PartReply, Reply
from interviewer.review.judge.matter import ROOMS, Matter

WORDS = 60
"""Asked for in each text of a reply."""
REPLY_CHARACTERS = 1_000
"""Of a reply that could not be read so much is sent back."""
STRONG = "a_strong_answer_contains"
"""Key of what the question's author wants to hear in a strong answer."""
UNREADABLE = "is not one JSON object with the keys and kinds of values that were asked for"


class Kind(StrEnum):
    """What a step is about; also the name of its prompt."""

    DIMENSION = "dimension"
    ASPECT = "communication"
    IMPROVEMENTS = "improvements"
    PART = "answer_part"


REPLIES: Mapping[Kind, type[Reply]] = {
    Kind.DIMENSION: DimensionReply,
    Kind.ASPECT: AspectReply,
    Kind.IMPROVEMENTS: ImprovementsReply,
    Kind.PART: PartReply,
}
Prompts = Mapping[Kind, Prompt]


@dataclass(frozen=True)
class Step:
    """One thing a reviewer is asked about an interview."""

    kind: Kind
    id: str
    """Of the dimension or aspect, the number of the part, or "weakest"."""
    title: str
    asked: Mapping[str, object]
    """What follows the transcript in the record."""
    form: Mapping[str, object]
    """JSON schema of the reply."""

    @property
    def name(self) -> str:
        return f"{self.kind.value}:{self.id}"

    @property
    def reply(self) -> type[Reply]:
        """What its reply is read as."""
        return REPLIES[self.kind]

    def messages(self, matter: Matter, prompts: Prompts, boundary: str, room: int | None = None) -> tuple[Message, ...]:
        """What is sent, with at most `room` words of each answer."""
        data = {**matter.record(room), **self.asked}
        return prompts[self.kind].messages(data, boundary=boundary, words=WORDS)

    def again(self, messages: Sequence[Message], prompts: Prompts, reply: str) -> tuple[Message, ...]:
        """What is sent after a reply that could not be read."""
        text = reply[:REPLY_CHARACTERS].strip() or "(nothing)"
        return (*messages, *prompts[self.kind].again(text, UNREADABLE))

    def mark(self, matter: Matter, prompts: Prompts, model: str) -> str:
        """Names a request by all it depends on: a reply that was kept under it is one to just this question."""
        prompt = prompts[self.kind]
        asked = [model, prompt.system, prompt.user, {**matter.record(), **self.asked}, self.form]
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode("utf-8", "replace")).hexdigest()[:32]


def fitting_room(step: Step, matter: Matter, prompts: Prompts, tokens: int | None) -> int | None:
    """How many words of each answer can be shown so that a request has at most so many tokens; the least if none do."""
    if tokens is None:
        return None
    rooms = (room for room in ROOMS if tokens_of(step.messages(matter, prompts, "0" * 16, room)) <= tokens)
    return next(rooms, ROOMS[-1])


def dimension_steps(matter: Matter) -> tuple[Step, ...]:
    """One for each dimension of the rubric; what is the same in all of them comes first."""
    strong = [line for question in matter.questions for line in question.strong]
    return tuple(
        Step(
            Kind.DIMENSION,
            one.id,
            one.title,
            {STRONG: strong, "dimension": _dimension(one, matter)},
            forms.DIMENSION,
        )
        for one in matter.of.dimensions
    )


def aspect_steps() -> tuple[Step, ...]:
    """One for each aspect of how the candidate spoke."""
    return tuple(
        Step(Kind.ASPECT, one.id, one.title, {"aspect": {"title": one.title, "about": one.about}}, forms.ASPECT)
        for one in ASPECTS
    )


def improvements_step(lacking: Sequence[tuple[Dimension, str]]) -> Step:
    """What to do better; `lacking`: the dimensions that were not the best, the weakest first, with what they lack."""
    weak = [{"dimension": one.id, "title": one.title, "lacks": lacks} for one, lacks in lacking]
    form = forms.improvements_form([one.id for one, _ in lacking])
    return Step(Kind.IMPROVEMENTS, "weakest", "Improvements", {"weakest_first": weak}, form)


def part_steps(matter: Matter) -> Iterator[Step]:
    """One for each part of a model answer to the first main question."""
    question = matter.questions[0] if matter.questions else None
    authored = {part.title: part.text.strip() for part in question.model_answer} if question is not None else {}
    for number, title in enumerate(matter.of.answer_parts or tuple(authored), 1):
        part = {"title": title, "model_answer_of_the_author": authored.get(title, "")}
        strong = list(question.strong) if question is not None else []
        asked = {STRONG: strong, "part": {name: value for name, value in part.items() if value}}
        yield Step(Kind.PART, str(number), title, asked, forms.PART)


def _dimension(one: Dimension, matter: Matter) -> dict[str, object]:
    asked: dict[str, object] = {
        "title": one.title,
        "about": one.about,
        "anchors": _by_score(one.anchors.at(matter.level)),
    }
    if examples := one.examples.at(matter.level):
        asked["examples_of_another_interview"] = _by_score(examples)
    return asked


def _by_score(texts: Sequence[str]) -> dict[str, str]:
    return {str(score): text for score, text in enumerate(texts, 1)}
