"""Interviews to review: held with the scripted parts on virtual time, so that the record is a real one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.conduct import Interview
from interviewer.content.model import Question
from interviewer.events import Event, Key
from interviewer.listening.coverage import read_substance
from interviewer.minds.scripted import ScriptedMind
from interviewer.plan import Mode, make_plan
from interviewer.records.manifest import PlanSummary, summary_of
from interviewer.records.transcript import Exchange, transcript_of
from interviewer.review.coach import review_session
from interviewer.review.phases import pauses_in
from interviewer.review.told import in_order, sentences
from interviewer.review.values import Review
from interviewer.scripted import MemoryRecord, ScriptedStudio, Turn, VirtualClock
from tests.interviewer.content.support import shipped

PACK = shipped()
ROUND = next(entry for entry in PACK.rounds if entry.id == "execution")
LIBRARY = next(each for each in PACK.questions if each.id == "execution/library-holds")
CASE = "Now imagine the share of ready holds"
"""How the line begins that opens the case."""
SHRUG = "I would look at it this way and decide."

WEAK = "I would build a better app with more features, because people like features and that is good for everybody."
RECITED = (
    "I'll cover the mission, then segments, then journeys. After that I'll talk about objectives. Then I'll talk about "
    "the north star, and then I'll cover guardrails and the drawbacks. "
)
MEDIUM = (
    "I assume one city. Holds exist because it saves people time. I see two groups of members, planners and "
    "collectors. My goal is to shorten the wait. The north star would be holds collected per week."
)
STRONG = (
    "I assume one city and printed books. The mission of the library is reading for everybody. Holds exist because "
    "without it people find an empty shelf. The biggest threat is the competition of book shops. It is a mature "
    "product. I see two groups of members, planners who wait for one book and collectors who take what comes. First "
    "they search, then they place the hold, and then they collect. My first goal is to shorten the wait, and that "
    "comes first. My second goal is to have fewer idle books. The north star is holds collected within fourteen days. "
    "I would also track the share of holds that lapse. As a guardrail I would watch staff minutes per hold. One "
    "drawback of that metric is that it looks away from long queues."
)
SOLVED = (
    "When did it start?",
    "Is it on iPhone or Android?",
    "Was there a new release?",
    "I think the Android release broke the notifications. I would roll it back.",
    "First I would roll back the release, then send the missed notices.",
)


class Candidate:
    """Says `main` to the question, then one thing after the other in the case, and little to anything else."""

    def __init__(self, main: str, case: Sequence[str] = (), *, pace: float = 40.0, rest: str = SHRUG) -> None:
        self._main = [main]
        self._case = list(case)
        self._rest = rest
        self._pace = pace
        self._fishing = False

    def __call__(self, asked: str) -> Turn:
        self._fishing = self._fishing or asked.startswith(CASE)
        if self._main:
            return self._turn(self._main.pop())
        if self._fishing and self._case:
            return self._turn(self._case.pop(0))
        return Turn(self._rest, wait_seconds=0.2, words_a_second=self._pace, key=Key.END if self._fishing else Key.DONE)

    def _turn(self, text: str) -> Turn:
        return Turn(text, wait_seconds=0.2, words_a_second=self._pace)


@dataclass(frozen=True)
class Held:
    """An interview that was held."""

    events: tuple[Event, ...]
    plan: PlanSummary

    @property
    def transcript(self) -> tuple[Exchange, ...]:
        return transcript_of(self.events)


async def held(candidate: Candidate, asked: Question = LIBRARY, minutes: float = 35) -> Held:
    """The whole interview, from the first event to the last."""
    plan = make_plan(PACK.round_of(asked), asked, minutes, Mode.PRACTICE)
    clock, record = VirtualClock(), MemoryRecord()
    interview = Interview(
        plan,
        make_studio=lambda publish: ScriptedStudio(publish, clock, candidate),
        mind=ScriptedMind(),
        fallback=ScriptedMind(),
        clock=clock,
        record=record,
        engines={"mind": "scripted"},
        show=lambda event: None,
    )
    await interview.hold()
    return Held(tuple(record.events), summary_of(plan))


def reviewed(session: Held, **changes: object) -> Review:
    """The review of an interview about the library."""
    options: dict[str, object] = {"plan": session.plan, "pauses": pauses_in(session.events), **changes}
    return review_session(session.transcript, ROUND, [LIBRARY], read_substance, **options)  # type: ignore[arg-type]


def every_sentence(session: Held) -> set[str]:
    """Everything the candidate said, a sentence each."""
    found = set[str]()
    for one in in_order(session.transcript):
        if not isinstance(one, Exchange):
            found |= {quoted.quote for _, quoted in sentences(one)}
    return found
