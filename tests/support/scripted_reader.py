"""A reader whose estimates are given by hand, to see what is decided from them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from interviewer.listening.reader import Named, Sentence, Turn

KINDS = ("ask", "vague", "cause", "diagnosis", "off_sheet", "clarify_definition", "think", "repeat")
SLOTS = (
    "time_period", "trend", "year_over_year", "geography", "data_quality", "platform", "industry", "competitors",
    "environment", "marketing", "tech", "segments",
)  # fmt: skip
ITEMS = (
    "assumptions", "mission", "why_exists", "threats", "lifecycle", "segments", "journeys", "objects", "objectives",
    "objectives_prioritised", "north_star", "secondary_metrics", "guardrails", "metric_pros_cons",
)  # fmt: skip
NONE: Mapping[str, float] = MappingProxyType({})
SILENT = Sentence(dict.fromkeys(ITEMS, 0.0), 0.0, ())
"""Does nothing and announces nothing."""


def turn(kind: str = "ask", slots: Mapping[str, float] = NONE) -> Turn:
    """A turn that is surely of a kind; slots that are not given are not asked about."""
    kinds = {name: 0.93 if name == kind else 0.01 for name in KINDS}
    return Turn(kinds, {slot: slots.get(slot, 0.01) for slot in SLOTS})


def sentence(items: Mapping[str, float] = NONE, announces: float = 0.0, named: tuple[Named, ...] = ()) -> Sentence:
    """A sentence that does the items given and no other."""
    return Sentence({item: items.get(item, 0.0) for item in ITEMS}, announces, named)


def naming(text: str, words: str, role: str, chance: float = 0.9) -> Named:
    """The words of a sentence that name something."""
    begin = text.index(words)
    return Named(role, begin, begin + len(words), chance)


class ScriptedReader:
    """Knows some texts by heart; any other asks about nothing in particular and does nothing."""

    def __init__(
        self, turns: Mapping[str, Turn] | None = None, sentences: Mapping[str, Sentence] | None = None
    ) -> None:
        self._turns = turns or {}
        self._sentences = sentences or {}
        self.read: list[tuple[str, str]] = []
        """Every sentence it was given, with the one before."""

    def turn(self, text: str) -> Turn:
        return self._turns.get(text, turn("off_sheet"))

    def sentence(self, text: str, before: str) -> Sentence:
        self.read.append((text, before))
        return self._sentences.get(text, SILENT)
