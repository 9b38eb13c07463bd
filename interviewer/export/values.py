"""A session as every export sees it: one frozen value, gathered by somebody else. Pure.

Times are session seconds. What a program tells apart is an enumeration; every `str` is words somebody wrote, said or
generated, and may hold anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from interviewer.review.annotations import Mark


class Speaker(StrEnum):
    """Who speaks."""

    INTERVIEWER = "interviewer"
    CANDIDATE = "candidate"


class State(StrEnum):
    """Whether something of the framework was done."""

    DONE = "done"
    PARTLY = "partly"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or more where no finer times are known."""

    text: str
    start: float
    end: float
    unsure: bool = False
    pause: float = 0.0
    """Seconds of silence before it, where they are worth telling; else 0."""
    filler: bool = False
    """A word that stands for nothing, as "um" does."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one of the two said in one go."""

    speaker: Speaker
    start: float
    end: float
    words: tuple[Word, ...]
    """Empty: nothing is known of what was said."""
    typed: bool = False
    case: bool = False
    """Answers a question about the hidden case."""

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of the interview as it was held."""

    title: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Remark:
    """Something said about a moment or a stretch."""

    kind: Mark
    start: float | None
    """None: about the whole, or about nothing that has a time."""
    end: float | None = None
    """None: a moment."""
    text: str = ""
    """Why, or what happened."""
    quote: str = ""
    about: str = ""
    """Title of the dimension, item or figure."""
    better: str = ""
    source: str = ""
    """Where `better` is from."""
    drill: str = ""
    by: str = ""
    """Who made it; empty: the record itself."""
    estimate: bool = False
    """A language model made it."""
    thought: str = ""
    """What the candidate thinks of it: agreed, disagreed; empty: nothing."""
    case: bool = False
    """`better` tells something of the hidden case or of the model answer."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the candidate's."""

    text: str
    at: float | None


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension of the rubric."""

    title: str
    core: bool
    score: int | None
    """1 to 4; None: not assessed."""
    words: str
    """The score in words."""
    own: int | None
    """What the candidate gave themselves."""
    why: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the framework."""

    question: str
    """Title of the main question; empty when there was one only."""
    title: str
    state: State
    at: float | None
    note: str
    quote: str


@dataclass(frozen=True, slots=True)
class PhaseTime:
    """Time against plan, in seconds."""

    title: str
    planned: float
    spent: float | None


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric or objective as it was heard."""

    kind: str
    heard: str
    """Empty: nothing was heard."""
    at: float | None
    model: str
    """What the model answer has; may be empty."""
    compared: str
    state: State


@dataclass(frozen=True, slots=True)
class Case:
    """The way through the hidden case."""

    metric: str
    count: str
    steps: tuple[str, ...]
    diagnosis: Quote | None
    verdict: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """The model answer to a question, in parts of title and text."""

    title: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Review:
    """What one reviewer made of the session. `case` and `model_answers` are what a pack keeps hidden."""

    by: str
    estimate: bool
    """A language model made it."""
    call: str
    """In words."""
    reason: str
    own: str
    """The candidate's own call beside it, a sentence; may be empty."""
    dimensions: tuple[Dimension, ...] = ()
    items: tuple[Item, ...] = ()
    phases: tuple[PhaseTime, ...] = ()
    metrics: tuple[Metric, ...] = ()
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure."""

    group: str
    name: str
    value: float | None
    """None: cannot be told."""
    unit: str
    note: str = ""
    at: float | None = None
    """Where it is about a moment, or begins."""


@dataclass(frozen=True, slots=True)
class Sound:
    """The sound of the whole session in one file; its beginning is second 0."""

    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Rateable:
    """A dimension of the rubric that a partner can rate."""

    id: str
    title: str
    about: str
    """What it judges, in a sentence."""
    core: bool
    anchors: tuple[str, ...]
    """What each score looks like at the level, of score 1 first."""


@dataclass(frozen=True, slots=True)
class ForPartner:
    """What a partner needs to annotate and rate a session in the page. Ids are no texts: nothing replaces them."""

    session: str
    """Id of the session, which the partner's file names."""
    started: str
    """ISO 8601, as the manifest has it; tells sessions apart that have one name."""
    file: str
    """What the partner's file is called, without its ending."""
    level: str
    """Whose standards the anchors are."""
    calls: tuple[tuple[str, str], ...]
    """Each call and its words, from best to worst."""
    scores: tuple[str, ...]
    """Scores in words, of score 1 first."""
    dimensions: tuple[Rateable, ...] = ()
    """Empty: the rubric is not known any more; the call can be made all the same."""


@dataclass(frozen=True, slots=True)
class Exported:
    """Everything about a session that may be handed on. Never in it: keys, paths, names of devices."""

    id: str
    title: str
    details: tuple[str, ...]
    """Round, level, mode, when, how long, hints."""
    question: str
    """As it was read out."""
    started: str
    """ISO 8601, with the zone."""
    seconds: float
    app: str
    """Version of Hotseat that wrote this."""
    turns: tuple[Turn, ...] = ()
    phases: tuple[Phase, ...] = ()
    remarks: tuple[Remark, ...] = ()
    review: Review | None = None
    model_answers: tuple[ModelAnswer, ...] = ()
    figures: tuple[Figure, ...] = ()
    pad: str = ""
    """What the candidate wrote while the interview was held."""
    notices: tuple[str, ...] = ()
    """What somebody has to know before they trust it, in sentences."""
    left_out: tuple[str, ...] = ()
    """What was taken out of this export, in sentences."""
    sound: Sound | None = None
    partner: ForPartner | None = None
    """What a partner writes into; None: the page is to be read only."""
