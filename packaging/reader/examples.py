"""The labelled examples a reader learns from, and how they are varied. Pure.

turns.jsonl      one turn of a case a line: text, kind, slots, indirect, style
answers.jsonl    one answer a line: its sentences with the items each one does, and the metrics it names
sentences.jsonl  single sentences: text, items, metrics, announces
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

BEFORE_CHARACTERS = 160
"""As in `interviewer/listening/reader.py`."""
OPENINGS = (
    "Um, ", "So, ", "Okay, ", "Okay so ", "Alright, ", "Right, ", "Hmm, ", "Got it. ", "Thanks. ", "Okay, thank you. ",
    "And ", "Yeah, so ", "I see. ", "Interesting. ",
)  # fmt: skip
JOINTS = (" And ", " Also, ", " and ", " ", ", and ")


@dataclass(frozen=True, slots=True)
class TurnExample:
    """A turn of a case and what it asks for."""

    text: str
    kind: str
    slots: tuple[str, ...]
    indirect: bool = False
    """None of the slots' obvious words is in it."""
    writer: str = ""

    @property
    def asks(self) -> bool:
        return self.kind in ("slot", "multi")


@dataclass(frozen=True, slots=True)
class SentenceExample:
    """A sentence of an answer, what it does, and which of its characters name what."""

    text: str
    before: str
    items: tuple[str, ...]
    announces: bool
    spans: tuple[tuple[int, int, str], ...]
    tagged: bool = True
    """False where the sentence names something the table does not keep: its words are then no example."""


def turns(file: Path) -> list[TurnExample]:
    """The examples of a file of turns."""
    return [
        TurnExample(each["text"], each["kind"], tuple(each["slots"]), each["indirect"], each.get("writer", ""))
        for each in map(json.loads, file.read_text(encoding="utf-8").splitlines())
    ]


def answer_sentences(file: Path) -> list[SentenceExample]:
    """The sentences of a file of answers, each after the one before it."""
    found = []
    for answer in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
        metrics, before = answer["metrics"], ""
        named = [(words, role) for role in ("secondary", "guardrail", "objective") for words in metrics[_plural(role)]]
        named += [(metrics["north_star"], "north_star")] if metrics["north_star"] else []
        for sentence in answer["sentences"]:
            spans = _spans(sentence["text"], named)
            dropped = "north_star" in sentence["items"] and all(role != "north_star" for _, _, role in spans)
            found.append(_sentence(sentence, before, spans, tagged=not dropped))
            before = sentence["text"]
    return found


def single_sentences(file: Path) -> list[SentenceExample]:
    """The examples of a file of single sentences."""
    found = []
    for each in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
        named = [(metric["words"], metric["role"]) for metric in each["metrics"]]
        found.append(_sentence(each, "", _spans(each["text"], named), tagged=True))
    return found


def varied(example: TurnExample, others: list[TurnExample], chance: random.Random) -> TurnExample:
    """The same turn as somebody else, or another recogniser, might have brought it; now and then two in one."""
    if example.kind == "slot" and chance.random() < 0.12:
        example = _joined(example, chance.choice(others), chance)
    text = example.text
    if chance.random() < 0.15:
        text = chance.choice(OPENINGS) + (text if text.startswith("I") else text[0].lower() + text[1:])
    if chance.random() < 0.2:
        text = text.rstrip("?.")
    if chance.random() < 0.1:
        text = text.lower()
    if chance.random() < 0.06:
        text = re.sub(r"[,.?]", "", text)
    words = text.split()
    if len(words) > 5 and chance.random() < 0.08:
        words.pop(chance.randrange(len(words)))
        text = " ".join(words)
    return replace(example, text=text)


def _joined(first: TurnExample, second: TurnExample, chance: random.Random) -> TurnExample:
    if set(first.slots) & set(second.slots):
        return first
    joint, text = chance.choice(JOINTS), second.text
    inside = joint in (" and ", ", and ")
    if inside and not text.startswith("I"):
        text = text[0].lower() + text[1:]
    begin = first.text.rstrip("?.") if inside else first.text
    return replace(first, text=f"{begin}{joint}{text}", kind="multi", slots=first.slots + second.slots)


def _plural(role: str) -> str:
    return role if role == "secondary" else f"{role}s"


def _spans(text: str, named: list[tuple[str, str]]) -> tuple[tuple[int, int, str], ...]:
    places = ((text.find(words), len(words), role) for words, role in named)
    return tuple((at, at + length, role) for at, length, role in places if at >= 0)


def _sentence(
    entry: dict[str, Any], before: str, spans: tuple[tuple[int, int, str], ...], *, tagged: bool
) -> SentenceExample:
    return SentenceExample(
        entry["text"], before[-BEFORE_CHARACTERS:] or ".", tuple(entry["items"]), entry["announces"], spans, tagged
    )
