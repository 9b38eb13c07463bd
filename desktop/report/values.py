"""The report of one session as frozen values, worded and in the order they are shown. Pure; no Qt.

Times are session seconds. A moment that cannot be played, as one of a typed answer, has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from desktop.replay.timeline import Band
from interviewer.content.model import Level
from interviewer.review.call import Call

if TYPE_CHECKING:
    from desktop.report.takes import RedoRow, Takes

Kind = Literal["done", "named", "open"]
"""Whole, in part, not at all; the marks of `desktop.widgets.coverage`."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Words of the candidate's."""

    quote: str
    at: float | None
    """None: there is no sound of it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The call."""

    call: Call | None
    words: str
    """The call in words, or that there is none."""
    reason: str
    """Who made it, and why it is what it is; never cut."""
    estimate: bool
    """A language model made it."""
    advice: str
    """What to do about a call that could not be made; empty where there is one."""
    own: Call | None
    compared: str
    """The candidate's own call beside it; empty when there is none."""
    doubts: tuple[str, ...] = ()
    """Sentences on how far a language model's review can be trusted."""


@dataclass(frozen=True, slots=True)
class DimensionRow:
    """One dimension of the rubric."""

    id: str
    title: str
    core: bool
    score: int | None
    own: int | None
    """What the candidate gave themselves."""
    why: str
    anchor: str
    moments: tuple[Moment, ...]
    coach: int | None = None
    """What the rule-based coach gave, where a language model gave something else."""


@dataclass(frozen=True, slots=True)
class ImprovementCard:
    """One thing to do better."""

    missing: str
    title: str
    """Of the phase it belongs to; else what it is about."""
    moment: Moment
    """Its quote may be empty."""
    better: str
    source: str
    drill: str
    note: str = ""
    """What to know of what is better; may be empty."""
    redo: str = ""
    """What a redo of it takes up (`Improvement.about`); empty: it cannot be redone."""
    at: float | None = None
    """Session seconds of the moment, whether it can be played or not."""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One item of the framework."""

    title: str
    kind: Kind
    at: float | None
    """Where it stands on the map; None: nowhere."""
    note: str
    """Beside or instead of the time: "not heard", "in part"."""
    quote: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was heard in the answers to one main question."""

    title: str
    """Of the question; empty when the session had one only."""
    rows: tuple[CoverageRow, ...]
    bands: tuple[Band, ...]
    seconds: float
    remark: str
    """A sentence below it; may be empty."""

    @property
    def done(self) -> int:
        return sum(row.kind == "done" for row in self.rows)


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """One phase of the plan, in seconds."""

    title: str
    planned: float
    spent: float | None
    """None: nobody can tell."""


@dataclass(frozen=True, slots=True)
class StepChip:
    """One thing asked in a case."""

    number: int
    """Which question it was in."""
    title: str
    word: str
    """Signal, noise, or why it got no fact."""
    signal: bool
    quote: str


@dataclass(frozen=True, slots=True)
class CasePath:
    """One hidden case, looked back on."""

    metric: str
    count: str
    """How many questions it took, in words."""
    steps: tuple[StepChip, ...]
    diagnosis: Moment | None
    verdict: tuple[str, ...]
    """Sentences."""


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One metric or objective beside the model answer."""

    kind: str
    """As in "North star"; empty where the row above has the same."""
    heard: str
    """Empty: nothing was heard."""
    at: float | None
    model: str
    """What the model answer has; empty where the row above has it."""
    compared: str
    mark: Kind


@dataclass(frozen=True, slots=True)
class MetricTable:
    """The metrics of the answers to one main question."""

    title: str
    rows: tuple[MetricRow, ...]
    remark: str
    """What is to mend, a sentence; may be empty."""


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """The model answer to a question, in parts."""

    title: str
    parts: tuple[tuple[str, str], ...]
    """Title and text."""


@dataclass(frozen=True, slots=True)
class AspectRow:
    """One aspect of how the candidate spoke, as a language model heard it."""

    id: str
    title: str
    word: str
    """How well, in a word."""
    remark: str
    better: str
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class WrittenPart:
    """One part of a model answer that a language model wrote, beside what was said."""

    title: str
    text: str
    moments: tuple[Moment, ...]
    missing: str
    note: str
    """Which of its numbers are its own; may be empty."""


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One figure of how it was spoken."""

    id: str
    title: str
    value: str
    note: str
    """What lies behind it, or how it compares; may be empty."""
    how: str
    """From what it was obtained, and how sure it is."""
    at: float | None = None
    """Where it can be heard."""


@dataclass(frozen=True, slots=True)
class DeliveryTable:
    """How the answers were spoken."""

    rows: tuple[DeliveryRow, ...]
    remark: str = ""
    """Why figures are missing or unsure; may be empty."""
    unheard: int = 0
    """Answers nobody has listened to yet."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that happened to the record."""

    at: float | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Rater:
    """A reviewer whose review is there, or can be made."""

    name: str
    """Of its file."""
    label: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the page shows."""

    title: str
    details: str
    """Round, level, mode, when, how long, hints."""
    question: str
    """Id of the main question, to practise it again; empty: unknown."""
    level: Level
    verdict: Verdict | None
    """None: there is no review."""
    rater: str
    raters: tuple[Rater, ...]
    dimensions: tuple[DimensionRow, ...] = ()
    improvements: tuple[ImprovementCard, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    phases: tuple[PhaseRow, ...] = ()
    cases: tuple[CasePath, ...] = ()
    metrics: tuple[MetricTable, ...] = ()
    model_answers: tuple[ModelAnswer, ...] = ()
    communication: tuple[AspectRow, ...] = ()
    written: tuple[WrittenPart, ...] = ()
    delivery: DeliveryTable | None = None
    """None: there is no sound of any answer."""
    pad: str = ""
    remarks: tuple[Remark, ...] = ()
    has_sound: bool = True
    takes: Takes | None = None
    """A redo beside its first take; None: it is no redo."""
    redos: tuple[RedoRow, ...] = ()
    """Those made of this session, the newest first."""
