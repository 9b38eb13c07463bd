"""The shape of a pack: rounds, questions, follow-ups and cases as frozen values. Pure data, any thread.

A pack is a folder of TOML files: `pack.toml`, one file a round in `rounds/`, its scoring in `rubrics/`, the follow-ups
that fit any of its questions in `follow_ups/`, and one file a question in `questions/`. What all rounds have in common
stands in `common.toml`.
Everything an interviewer says and everything it listens for stands in these files; none of it stands in code. Fields
that later versions add are optional, so that a pack of today stays valid.

Strings called cues are patterns over plain words; `interviewer/content/cues.py` says what they may contain.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict

from interviewer.content.cues import Trimming, checked
from interviewer.content.levels import Level as Level  # noqa: PLC0414  (found here, too)

FORMAT = 1
"""Version of the pack files."""

T = TypeVar("T")
Many = Annotated[tuple[T, ...], Strict(False)]
"""A TOML array, kept as a tuple."""
Text = Annotated[str, Field(min_length=1)]
CueText = Annotated[str, AfterValidator(checked)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$")]
"""Lower-case letters, digits, hyphens and underscores."""
QuestionId = Annotated[str, Field(pattern=r"^[a-z0-9_-]+/[a-z0-9_-]+$")]
"""`<round>/<slug>`; never changes once a session was held with it."""

Difficulty = Literal["easy", "medium", "hard"]
AskingRole = Literal["probe", "challenge", "trade_off", "troubleshooting"]
"""What a follow-up is for, in the words of `interviewer.events.Role`."""
SCORES = 4
"""1 strong no, 2 no, 3 yes, 4 strong yes."""


class Entry(BaseModel):
    """What all parts of a pack have in common: frozen, nothing unknown, nothing converted."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class SlotFact(Entry):
    """What the interviewer says when a slot of a case is asked about."""

    slot: Slug
    signal: bool
    """True when it points at the cause; False when it only rules something out."""
    fact: Text


class Case(Entry):
    """A hidden case: what really happened, and what is said about it when asked."""

    metric: Text
    """The metric that moved, as a noun phrase."""
    cause: Text
    cause_cues: Many[CueText] = ()
    """Accepted ways to name the cause."""
    action: Text
    """What fits the cause."""
    action_cues: Many[CueText] = ()
    """Accepted ways to name that action."""
    facts: Many[SlotFact] = ()


class FollowUp(Entry):
    """Something the interviewer may ask after the question."""

    id: Slug
    kind: Slug
    """One of the round's kinds."""
    spoken: Text
    """The line when nothing of the candidate's can be quoted."""
    quoting: str = ""
    """The line when all quotes in it (`{north_star}`, an id of the round's quotes) were heard; empty: never quoted."""
    probes: Text
    """What it finds out. Shown in the report, never spoken."""
    item: Slug
    """The item of the round's framework it aims at."""
    aim: Literal["gap", "depth", "any"] = "any"
    """Asked while the item is missing (`gap`), once it is there (`depth`), or in both cases."""
    when: Many[CueText] = ()
    """Asked only after one of these cues was heard; none: no condition."""
    unless: Many[CueText] = ()
    """Not asked after one of these cues was heard."""
    after: Many[Slug] = ()
    """Not asked before these follow-ups."""
    case: Case | None = None
    """What a troubleshooting follow-up hides."""


class Fact(Entry):
    """One thing the interviewer knows about the product."""

    asks: Annotated[tuple[CueText, ...], Strict(False), Field(min_length=1)]
    """Cues of the clarifying questions it answers."""
    fact: Text


class Brief(Entry):
    """What clarifying questions are answered from."""

    facts: Many[Fact]
    default: Text = "That is your call. State an assumption and go on."
    """Said when no fact answers."""


class Hints(Entry):
    """Help on request in Practice, from least to most."""

    nudge: Text
    pointer: Text
    partial: Text

    @property
    def graded(self) -> tuple[str, str, str]:
        """Least help first."""
        return (self.nudge, self.pointer, self.partial)


class Section(Entry):
    """One part of a model answer."""

    title: Text
    text: Text


class Question(Entry):
    """A question with everything needed to hold an interview about it."""

    id: QuestionId
    round: Slug
    title: Text
    industry: Text
    level: Level
    difficulty: Difficulty
    spoken: Text
    """As it is read out: short, open, no symbols."""
    brief: Brief
    follow_ups: Many[FollowUp]
    hints: Hints
    strong: Many[Text]
    """What a strong answer contains."""
    model_answer: Many[Section]


class RoundPhase(Entry):
    """A stretch of a round; `minutes` are of the round's own length and scale with the interview's."""

    id: Slug
    title: Text
    minutes: Annotated[float, Field(gt=0)]
    kinds: Annotated[tuple[Slug, ...], Strict(False), Field(min_length=1)]
    """Kinds of follow-up that are asked while it lasts."""
    probes: Annotated[int, Field(ge=0)] = 0
    """How many follow-ups at most aim at its items."""
    question: Annotated[int, Field(ge=0)] = 0
    """Which main question it works on, from 0. A round of three stories has three of them."""
    nudge: str = ""
    """Moves a candidate on to this phase; empty: nobody is moved on to it."""


class Kind(Entry):
    """A kind of follow-up the round has."""

    id: Slug
    title: Text
    role: AskingRole
    most: Annotated[int, Field(ge=0)]
    """How many of it at most about one main question."""


class Item(Entry):
    """One thing the round wants to hear."""

    id: Slug
    title: Text
    """What is done, as a sentence goes on after "The candidate …"."""
    label: Annotated[str, Field(max_length=18)] = ""
    """The same in a word or two, for lists; `name` is the title where there is none."""
    phase: Slug | Literal[""]
    """Where it is due; empty: in every phase, for each main question anew."""
    importance: Annotated[int, Field(ge=1, le=10)]
    cues: Many[CueText] = ()
    asked_counts: bool = False
    """True when asking about it is as good as stating it."""
    named: Many[CueText] = ()
    """The framework's own words for it: saying them is not doing it."""

    @property
    def name(self) -> str:
        """As a list shows it."""
        return self.label or self.title


class Quote(Entry):
    """A few words of the candidate's own that can be quoted back."""

    id: Slug
    cues: Annotated[tuple[CueText, ...], Strict(False), Field(min_length=1)]
    """Each with one `{}`, which stands for the words to quote."""
    bridge: str = ""
    """A sentence that quotes (`{}`) before a follow-up that does not quote by itself."""
    bridge_items: Many[Slug] = ()
    """Items the bridge leads over to."""


class Slot(Entry):
    """Something a candidate can ask about in a case."""

    id: Slug
    title: Text
    asks: Many[CueText] = ()


_Anchors = Annotated[tuple[Text, ...], Strict(False), Field(min_length=SCORES, max_length=SCORES)]


class Anchors(Entry):
    """What each score from 1 to 4 looks like, for each level."""

    apm: _Anchors
    pm: _Anchors
    senior: _Anchors
    group: _Anchors

    def at(self, level: Level) -> tuple[str, ...]:
        """The four anchors of a level, of score 1 first."""
        anchors: tuple[str, ...] = getattr(self, level)
        return anchors


_Examples = Annotated[tuple[Text, ...], Strict(False), Field(min_length=SCORES, max_length=SCORES)] | None


class Examples(Entry):
    """What answers of each score from 1 to 4 sound like, in another interview, for levels that have some.

    A reviewer that scores by a scale alone takes a fluent answer for a good one.
    """

    apm: _Examples = None
    pm: _Examples = None
    senior: _Examples = None
    group: _Examples = None

    def at(self, level: Level) -> tuple[str, ...]:
        """The four examples of a level, of score 1 first; none where it has none."""
        examples: tuple[str, ...] | None = getattr(self, level)
        return examples or ()


class Dimension(Entry):
    """One thing an interview is scored on."""

    id: Slug
    title: Text
    about: Text
    """What it judges, in a sentence."""
    weight: Annotated[int, Field(ge=1, le=10)]
    core: bool = True
    """False when many interviews give no evidence of it: it is then not assessed."""
    items: Many[Slug] = ()
    """Items of the framework that are evidence of it."""
    anchors: Anchors
    examples: Examples = Examples()


class Rubric(Entry):
    """The scoring of one round: `rubrics/<round>.toml`."""

    id: Slug
    """The round's."""
    dimensions: Annotated[tuple[Dimension, ...], Strict(False), Field(min_length=1)]


class SharedFollowUps(Entry):
    """Follow-ups that fit any question of a round: `follow_ups/<round>.toml`."""

    id: Slug
    """The round's."""
    follow_ups: Annotated[tuple[FollowUp, ...], Strict(False), Field(min_length=1)]


class Listening(Entry):
    """Cues for what a candidate does rather than says."""

    fillers: Many[Text] = ()
    """Words passed over at the beginning of a sentence."""
    announces: Many[CueText] = ()
    """Sentences that only say what is to come: nothing in them counts as done."""
    asks: Many[CueText] = ()
    """Beginnings of a question, for text that came without a question mark."""
    checks: Many[CueText] = ()
    """Questions that only check that the interviewer follows; no answer is wanted."""
    wants_time: Many[CueText] = ()
    wants_repeat: Many[CueText] = ()
    closes: Many[CueText] = ()
    """Says that there is nothing to add. Counts only where nothing else is said."""
    wants_definition: Many[CueText] = ()
    """Asks what the metric of a case counts, whatever slot it also sounds like."""
    wants_cause: Many[CueText] = ()
    """Asks the interviewer to name the cause of a case."""
    vague: Many[CueText] = ()
    """A case question that no single slot can answer."""
    diagnoses: Many[CueText] = ()
    """States what happened: ends the questions of a case."""
    quote_leads: Many[Text] = ()
    """Words dropped from the beginning of a quote, as articles are."""
    quote_ends: Many[Text] = ()
    """Words that begin a new thought, so that a quote ends before them."""
    quote_tails: Many[Text] = ()
    """Words dropped from the end of a quote, as prepositions are."""
    quote_hollow: Many[Text] = ()
    """Words that say nothing by themselves; a quote of nothing else is not used."""
    quote_verdicts: Many[Text] = ()
    """Words that tell how a thing went; what begins with one names nothing and is not used."""

    @property
    def trimming(self) -> Trimming:
        leads, ends = frozenset(self.quote_leads), frozenset(self.quote_ends)
        tails, hollow = frozenset(self.quote_tails), frozenset(self.quote_hollow)
        return Trimming(leads, ends, tails, hollow, frozenset(self.quote_verdicts))


class Metrics(Entry):
    """What tells the metrics of a candidate apart. Words of the pack's language."""

    feelings: Many[CueText] = ()
    """What cannot be counted by itself, as happiness."""
    counts: Many[CueText] = ()
    """Says how something is counted."""
    small_words: Many[Text] = ()
    """Words that do not make two metrics alike."""
    first: Many[CueText] = ()
    """Puts a metric first, before or after its words."""
    further: Many[CueText] = ()
    """Sets a metric beside the first one."""
    harmless: Many[CueText] = ()
    """Says that a metric must not get worse."""
    turned_down: Many[CueText] = ()
    """Says, beside a metric, that it is not the one."""
    wished: Many[CueText] = ()
    """Asks for a feature: what it is called is no metric."""
    instead_of: Many[CueText] = ()
    """Turns the metric down that follows at once."""
    taken_back: Many[CueText] = ()
    """Turns down the metric of a sentence before."""
    framed: Many[CueText] = ()
    """A metric in place of `{}`, where nothing else says that one is named."""
    unwanted: Many[CueText] = ()
    """Says, before a goal or at its beginning, that it is none."""
    opened: Many[CueText] = ()
    """Says that goals follow."""
    goals: Many[CueText] = ()
    """A goal as a clause, in place of `{}`."""
    numbering: Many[Many[CueText]] = ()
    """Marks of the first, the second and each further thing that is counted off."""
    choosing: Many[Text] = ()
    """Words with which something is said of a goal counted off before; no goal begins so."""
    chosen: Many[CueText] = ()
    """Says which goal comes first: a sentence that is none itself."""
    no_goal: Many[CueText] = ()
    """Beginnings of a sentence that is no goal in a list of goals."""
    goal_leads: Many[Text] = ()
    """Words between such a mark and its goal."""
    goal_ends: Many[Text] = ()
    """A goal is over before these."""
    heads: Many[Text] = ()
    """Words a metric begins with, as `share`."""
    called: Many[Text] = ()
    """What metrics are called, as `kpis`: no part of the name of one."""
    joints: Many[Text] = ()
    """Words between two metrics of the same row, and before the first."""
    verdicts: Many[Text] = ()
    """Verbs that say something of a metric and are no longer its name."""


class Conduct(Entry):
    """How the interviewer of this round behaves, in numbers."""

    line_words: Annotated[int, Field(ge=10)] = 40
    """Most words of a line that asks something."""
    fact_words: Annotated[int, Field(ge=5)] = 20
    facts_at_once: Annotated[int, Field(ge=1)] = 3
    """Most facts of a brief in one reply."""
    slots_at_once: Annotated[int, Field(ge=1)] = 4
    """Most slots of a case that one reply is about: somebody who fishes names several on purpose."""
    question_words: Annotated[int, Field(ge=5)] = 45
    """A turn that ends in a question and is no longer than this is a question, not an answer."""
    last_follow_up_seconds: Annotated[float, Field(ge=0)] = 45.0
    """Nothing new is asked with less than this left (of the round's own length)."""


_Lines = Annotated[tuple[Text, ...], Strict(False), Field(min_length=1)]


class Lines(Entry):
    """Everything the scripted interviewer says that is not in the question. Several wordings each, taken in turn."""

    opening: _Lines
    thinking: _Lines
    nothing_heard: _Lines
    time_call: _Lines
    """`{left}` stands for the time, as in "about ten minutes"."""
    time_over: _Lines
    hints_over: _Lines
    closing: _Lines
    next_question: _Lines = ("Let's go on to another question.",)
    """Before a main question that is not the first."""
    be_specific: _Lines
    no_data: _Lines
    definition: _Lines = ("By that we mean {metric}.",)
    """Says what the metric of a case means; `{metric}` stands for it."""
    your_diagnosis: _Lines
    """Turns back a question for the cause."""
    go_ahead: _Lines
    """Answers a turn of a case that neither asked nor concluded."""
    action: _Lines
    """Asked once after a diagnosis."""
    conclusion: _Lines = ("What do you take from all that?",)
    """Asked once of somebody who goes on asking, or stops, without a diagnosis."""


class Round(Entry):
    """A kind of interview: its phases, its framework and what is said in it."""

    id: Slug
    title: Text
    minutes: Annotated[float, Field(gt=0)] = 35.0
    """Its own length; the phases add up to it."""
    conduct: Conduct = Conduct()
    phases: Annotated[tuple[RoundPhase, ...], Strict(False), Field(min_length=1)]
    kinds: Annotated[tuple[Kind, ...], Strict(False), Field(min_length=1)]
    items: Many[Item] = ()
    quotes: Many[Quote] = ()
    slots: Many[Slot] = ()
    listening: Listening = Listening()
    metrics: Metrics = Metrics()
    reader: Slug | Literal[""] = ""
    """Which trained reader understands this round's items and slots; empty: its cues do."""
    lines: Lines
    answer_parts: Many[Text] = ()
    """Titles of the parts every model answer has, in this order; none: each question has its own."""
    dimensions: Many[Dimension] = ()
    follow_ups: Many[FollowUp] = ()
    """What may be asked after any of its questions, beside the question's own."""


class Common(Entry):
    """What every round of a pack says and listens for, unless its own file says otherwise: `common.toml`."""

    conduct: Conduct = Conduct()
    listening: Listening = Listening()
    lines: Lines


class Pack(Entry):
    """Everything for one job, as the loader put it together."""

    format: Annotated[int, Field(ge=1, le=FORMAT)]
    id: Slug
    title: Text
    version: Text
    language: Text
    """As in `en` or `en-GB`."""
    licence: Text
    about: str = ""
    common: Common | None = None
    rounds: Many[Round] = ()
    questions: Many[Question] = ()

    def round_of(self, question: Question) -> Round:
        """The round a question of this pack belongs to.

        Raises:
            KeyError: the pack has no such round; a loaded pack always has.
        """
        return {entry.id: entry for entry in self.rounds}[question.round]
