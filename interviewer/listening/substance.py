"""What an answer has in it, as values: covered items with their evidence, and the metrics the candidate named. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from interviewer.events import Role
from speech.words import Utterance


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of the candidate, as text and as heard."""

    answer: int
    """Its number in the session."""
    text: str
    marks: tuple[tuple[int, float], ...] = ()
    """Character offsets in `text` with the session seconds at which they were said, ascending; none when typed."""
    asked: Role | None = None
    """What kind of line it answers; None when nobody knows."""

    @classmethod
    def of(cls, answer: int, utterances: Sequence[Utterance]) -> Said:
        """An answer from its utterances; with word times where they have any."""
        parts: list[str] = []
        marks: list[tuple[int, float]] = []
        length = 0
        for utterance in utterances:
            text = utterance.text.strip()
            if not text:
                continue
            marks.append((length, utterance.start))
            at = 0
            for word in utterance.words:
                found = text.find(word.text.strip(), at)
                if found >= 0:
                    marks.append((length + found, word.start))
                    at = found + len(word.text.strip())
            parts.append(text)
            length += len(text) + 1
        return cls(answer, " ".join(parts), tuple(sorted(set(marks))))

    def moment(self, offset: int) -> float | None:
        """Session seconds at which the text at a character offset was said; None where nobody knows."""
        place = bisect_right(self.marks, offset, key=lambda mark: mark[0])
        return self.marks[place - 1][1] if place else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence in which something was done."""

    quote: str
    """As it was heard."""
    answer: int
    at: float | None = None
    """Session seconds of its beginning; None for typed text."""


class Flag(StrEnum):
    """What is wrong with a metric table."""

    NO_GUARDRAIL = "no_guardrail"
    NORTH_STAR_REPEATED = "north_star_repeated"
    """The north star again as a secondary metric."""
    NOT_MEASURABLE = "not_measurable"
    OBJECTIVE_WITHOUT_METRIC = "objective_without_metric"
    TOO_MANY_OBJECTIVES = "too_many_objectives"
    """More than three."""


@dataclass(frozen=True, slots=True)
class MetricTable:
    """The candidate's metrics and objectives in the candidate's own words."""

    north_star: str | None = None
    """The last one that was put first."""
    secondary: tuple[str, ...] = ()
    guardrails: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Substance:
    """Everything of substance in the answers so far."""

    coverage: Mapping[str, Evidence] = field(default_factory=lambda: MappingProxyType({}))
    """The surest evidence of each item that was done, by item id."""
    metrics: MetricTable = MetricTable()
    named_without_doing: bool = False
    """The framework's words were recited and little of it was done."""
