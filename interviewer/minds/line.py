"""A line of the interviewer before it is cut into sentences, and how its wording is picked. Pure."""

from __future__ import annotations

import random
from dataclasses import dataclass

from interviewer.events import Role


@dataclass(frozen=True, slots=True)
class Line:
    """What is said next."""

    role: Role
    item: str
    text: str


def worded(wordings: tuple[str, ...], *key: object) -> str:
    """One of several wordings: always the same one for the same key."""
    return random.Random("|".join(map(str, key))).choice(wordings)
