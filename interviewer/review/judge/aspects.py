"""How a candidate spoke, in five aspects that no round's rubric has. Pure data; no part of the call."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect of communication."""

    id: str
    title: str
    about: str
    """What it judges."""


ASPECTS = (
    Aspect(
        "structure",
        "Structure",
        "Whether the listener always knew which part of the answer this was, and the parts came in an order that led "
        "to a conclusion.",
    ),
    Aspect(
        "signposting",
        "Signposting",
        "Whether the candidate said in a few words what comes next and when a part was done, and then did just that. "
        "Announcing steps that never come is weak.",
    ),
    Aspect(
        "conciseness",
        "Conciseness",
        "Whether each thing was said once, the point first, without circling, padding or lists nobody asked for. A "
        "long answer is no better for being long.",
    ),
    Aspect(
        "leading",
        "Leading the conversation",
        "Whether the candidate proposed the way, stated assumptions instead of waiting for facts, asked only what "
        "mattered, and moved on without being pushed.",
    ),
    Aspect(
        "pushback",
        "Handling of pushback",
        "Whether the candidate took up objections and hard follow-ups, answered what was asked, and either held the "
        "position with a reason or changed it openly. None when nobody pushed back.",
    ),
)
