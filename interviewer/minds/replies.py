"""Reads what a language model replies when it is asked for a small JSON object. Pure.

Models put prose, fences or nothing at all around it, and small ones answer with the bare question: what can be
understood is understood, and the rules for what may be said come after.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from interviewer.minds.thoughts import after_thoughts

NAME = "next_question"
"""What the form of a reply is called; servers want a name."""
OBJECTS = 20
"""So many beginnings of an object are tried in a reply."""

_BEGUN = re.compile(r'"question"\s*:\s*"(?P<text>(?:[^"\\]|\\.)*)', re.DOTALL)
_AIM = re.compile(r'"aim"\s*:\s*"(\w+)"')
_FENCE = re.compile(r"^```\w*\s*|\s*```$")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a model wants to ask."""

    aim: str
    """Id of an aim; the first one when it named none that exists."""
    question: str
    """As it wrote it; empty when it only filled in a form of its own."""


def form_of(aims: Sequence[str]) -> dict[str, object]:
    """The JSON schema of a reply. Strict, as OpenAI defines it: every field required and no other allowed."""
    return {
        "type": "object",
        "properties": {"aim": {"type": "string", "enum": list(aims)}, "question": {"type": "string"}},
        "required": ["aim", "question"],
        "additionalProperties": False,
    }


def read_choice(reply: str, aims: Sequence[str]) -> Choice:
    """What was chosen; a reply with no object in it is taken for the question itself."""
    text = _FENCE.sub("", after_thoughts(reply).strip())
    for found in objects_in(text):
        question = found.get("question")
        if isinstance(question, str):
            aim = found.get("aim")
            return Choice(aim if isinstance(aim, str) and aim in aims else aims[0], question)
    return Choice(aims[0], "" if text.startswith(("{", "[")) else text)


def choice_so_far(reply: str, aims: Sequence[str]) -> Choice:
    """What was chosen as far as it is known while a reply is being written; the question is empty before it begins.

    Only what stands in an object counts: anything else may be the words before one.
    """
    text = after_thoughts(reply)
    aim = _AIM.search(text)
    chosen = aim[1] if aim is not None and aim[1] in aims else aims[0]
    begun = _BEGUN.search(text)
    try:
        return Choice(chosen, str(json.loads(f'"{begun["text"]}"', strict=False)) if begun is not None else "")
    except ValueError:
        return Choice(chosen, "")  # in the middle of an escaped character


def objects_in(text: str) -> Iterator[Mapping[str, object]]:
    """The JSON objects in a text, in the order in which they begin."""
    decoder = json.JSONDecoder(strict=False)
    begins = [match.start() for match in re.finditer(r"\{", text)][:OBJECTS]
    for begin in begins:
        try:
            found, _end = decoder.raw_decode(text, begin)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            yield found
