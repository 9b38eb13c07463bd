"""Scores what is read against what labelled examples say, as plain counts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interviewer.listening.case_turns import CaseTurn, read_turn
from interviewer.listening.coverage import read_substance
from interviewer.listening.reader import Reads
from interviewer.listening.substance import MetricTable, Said, Substance
from tests.interviewer.content.support import shipped

EXECUTION = next(entry for entry in shipped().rounds if entry.id == "execution")
HELD_OUT = Path(__file__).parent.parent / "fixtures" / "reading"
SAME = 0.5
"""Share of common words, of all words of both, from which two wordings of a metric are taken for the same one."""


@dataclass
class Counts:
    """Of found things."""

    hits: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, found: Iterable[str], wanted: Iterable[str]) -> None:
        found, wanted = set(found), set(wanted)
        self.hits += len(found & wanted)
        self.extra += len(found - wanted)
        self.missed += len(wanted - found)

    @property
    def precision(self) -> float:
        return self.hits / max(1, self.hits + self.extra)

    @property
    def recall(self) -> float:
        return self.hits / max(1, self.hits + self.missed)

    def __str__(self) -> str:
        return f"{self.precision:.3f} / {self.recall:.3f}"


def lines_of(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def turn_of(text: str, reader: Reads) -> CaseTurn:
    return read_turn(text, EXECUTION, reader)


def substance_of(answer: Mapping[str, Any], reader: Reads | None) -> Substance:
    text = " ".join(sentence["text"] for sentence in answer["sentences"])
    return read_substance(EXECUTION, (Said(1, text),), reader)


def items_of(answer: Mapping[str, Any]) -> set[str]:
    return {item for sentence in answer["sentences"] for item in sentence["items"]}


def add_roles(counts: Counts, table: MetricTable, wanted: Mapping[str, Any]) -> None:
    """Count metrics that stand under the right role; wordings may differ by some words."""
    said = {
        "north_star": [table.north_star] if table.north_star else [],
        "secondary": list(table.secondary),
        "guardrails": list(table.guardrails),
        "objectives": list(table.objectives),
    }
    for role, found in said.items():
        left = wanted[role] if role != "north_star" else [wanted[role]] if wanted[role] else []
        left = list(left)
        for words in found:
            match = next((other for other in left if _same(words, other)), None)
            if match is None:
                counts.extra += 1
            else:
                left.remove(match)
                counts.hits += 1
        counts.missed += len(left)


def _same(first: str, second: str) -> bool:
    one, other = (set(re.findall(r"\w+", words.lower())) for words in (first, second))
    return bool(one & other) and len(one & other) >= SAME * min(len(one), len(other))
