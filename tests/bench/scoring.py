"""Word error rates as the field counts them: Whisper's own English normaliser, then jiwer."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True)
class Score:
    """Errors over a set of recordings."""

    errors: int
    words: int

    @property
    def percent(self) -> float:
        return 100 * self.errors / max(1, self.words)

    def __str__(self) -> str:
        return f"{self.percent:5.1f} % ({self.errors}/{self.words})"


def score(pairs: Iterable[tuple[str, str]]) -> Score:
    """Errors of (said, heard) pairs: substitutions, deletions and insertions together."""
    import jiwer

    errors = words = 0
    for said, heard in pairs:
        reference, hypothesis = plain(said), plain(heard)
        result = jiwer.process_words(reference, hypothesis)
        errors += result.substitutions + result.deletions + result.insertions
        words += len(reference.split())
    return Score(errors, words)


def plain(text: str) -> str:
    """The text as it is compared."""
    normalised: str = _normaliser()(text)
    return normalised


@cache
def _normaliser() -> Any:
    from whisper_normalizer.english import EnglishTextNormalizer

    return EnglishTextNormalizer()


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table."""
    lines = [list(head), *[[str(cell) for cell in row] for row in rows]]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    print(f"\n{title}")
    for line in lines:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)))
