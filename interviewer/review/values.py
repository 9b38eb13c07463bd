"""A review as one frozen value, whoever made it: what was heard, scored and advised. Pure; `storage` keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from interviewer.content.model import Level
from interviewer.listening.substance import MetricTable
from interviewer.review.call import Call
from interviewer.review.debrief import CaseDebrief
from interviewer.review.phases import PhaseTime
from interviewer.review.told import Quoted

MOST_IMPROVEMENTS = 3


class Reviewer(StrEnum):
    """What kind of reviewer it was."""

    RULES = "rules"
    MODEL = "model"
    SELF = "self"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Maker:
    """Who made a review."""

    kind: Reviewer
    name: str
    """As it is shown: "rule-based coach", a model with its host, a partner's name."""


@dataclass(frozen=True, slots=True)
class ItemReview:
    """One item of the round's framework."""

    item: str
    title: str
    phase: str
    importance: int
    due: bool
    """False when this interview gave no occasion for it, or nobody listened for it."""
    done: float
    """From 0 to 1: whole, in part (something is wrong with it), or not at all."""
    evidence: Quoted | None = None


@dataclass(frozen=True, slots=True)
class QuestionReview:
    """What was heard of substance in the answers to one main question."""

    question: str
    title: str
    items: tuple[ItemReview, ...] = ()
    metrics: MetricTable = field(default_factory=MetricTable)
    named_without_doing: bool = False


@dataclass(frozen=True, slots=True)
class DimensionReview:
    """One dimension of the rubric."""

    dimension: str
    title: str
    weight: int
    core: bool
    score: int | None
    """1 strong no, 2 no, 3 yes, 4 strong yes; None: not assessed."""
    anchor: str
    """What the score looks like at the level; empty when not assessed."""
    evidence: tuple[Quoted, ...]
    """At least one for a score."""
    why: str
    """A sentence: what the score stands on, or why there is none."""


@dataclass(frozen=True, slots=True)
class Improvement:
    """One thing to do better next time."""

    about: str
    """Item, or `case:<item>`, or `structure`. No two improvements of a review share it."""
    at: float | None
    """Session seconds of the moment; None when it has none."""
    quote: str
    """What was said at that moment; may be empty."""
    missing: str
    better: str
    """What better sounds like."""
    source: str
    """Where that comes from, as in "model answer, Guardrails"."""
    drill: str
    figures: tuple[str, ...] = ()
    """Numbers in what is said to be better that nobody gave: a language model's own."""


class Rating(StrEnum):
    """How well somebody did in one aspect of how they spoke; no score, and no part of the call."""

    STRONG = "strong"
    MIXED = "mixed"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class AspectReview:
    """One aspect of how the candidate spoke, apart from what was said."""

    aspect: str
    title: str
    rating: Rating | None
    """None: nothing was quoted for it."""
    remark: str
    better: str
    """What better sounds like; may be empty."""
    evidence: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """One part of a model answer that a reviewer wrote, beside what the candidate said for it."""

    title: str
    text: str
    said: tuple[Quoted, ...] = ()
    missing: str = ""
    figures: tuple[str, ...] = ()
    """Numbers in the text that nobody gave: neither the candidate nor the question nor the case."""


@dataclass(frozen=True, slots=True)
class Review:
    """One reviewer's view of one session."""

    made_by: Maker
    round: str
    level: Level
    call: Call | None
    """None: not enough was said, or nothing was there to score it by."""
    call_reason: str
    """A sentence that says who made the call, and why it is what it is."""
    dimensions: tuple[DimensionReview, ...] = ()
    questions: tuple[QuestionReview, ...] = ()
    cases: tuple[CaseDebrief, ...] = ()
    phases: tuple[PhaseTime, ...] = ()
    improvements: tuple[Improvement, ...] = ()
    words: int = 0
    """How many words of the candidate's were read."""
    untranscribed: tuple[int, ...] = ()
    """Answers that were not transcribed in full when the review was made."""
    communication: tuple[AspectReview, ...] = ()
    answer: tuple[AnswerPart, ...] = ()
    """A model answer in the parts of the round; empty where the reviewer wrote none."""
    quotes: int = 0
    """How many quotes a language model gave."""
    dropped: int = 0
    """How many of them were never said, or spoke to the reviewer: they do not count."""
    left_out: int = 0
    """Words of the candidate's that it was not sent, since its context had no room for them."""
    read: str = ""
    """Mark of the words it read, by `read_text`; empty: it does not say."""
