"""At most three things to improve, the most important first, no two about the same thing. Pure.

Each proposal says what it is about. Proposals on the same item, or whose better version stands in the same part of the
model answer, are about the same thing; of those the most important one stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from types import MappingProxyType

from interviewer.content import cues
from interviewer.content.model import Item, Question, Round
from interviewer.events import ASKING
from interviewer.listening.substance import Flag
from interviewer.listening.turn_kinds import TurnKind
from interviewer.minds.listening import Listener
from interviewer.records.transcript import Answer, Exchange
from interviewer.review.better import MODEL_ANSWER, Better, better_on, drill_on
from interviewer.review.case_advice import advise_on_case
from interviewer.review.debrief import CaseDebrief
from interviewer.review.framework import follow_ups_on
from interviewer.review.proposal import Proposal
from interviewer.review.told import Quoted, Told, answers_in, sentences
from interviewer.review.values import MOST_IMPROVEMENTS, Improvement, QuestionReview

RECITED = 11
"""Above every item: whoever recites a framework has to hear that first."""
ASKED_IN_VAIN = 1
"""What was asked for directly and still did not come counts a point more."""
FLAW = -2
"""Something done imperfectly counts less than something not done."""

FLAWS: Mapping[Flag, tuple[str, str]] = MappingProxyType(
    {
        Flag.NOT_MEASURABLE: (
            "north_star",
            "At least one of your metrics cannot be counted as you said it. Say what is counted, and over what time.",
        ),
        Flag.NORTH_STAR_REPEATED: (
            "secondary_metrics",
            "Your secondary metric was the north star again, so that it tells nothing new.",
        ),
        Flag.OBJECTIVE_WITHOUT_METRIC: (
            "objectives",
            "At least one of your objectives has no metric that would show that it was reached.",
        ),
        Flag.TOO_MANY_OBJECTIVES: (
            "objectives",
            "You set more than three objectives, and no team can follow that many at once.",
        ),
    }
)
"""The item a flaw is about, and what is said of it. A missing guardrail is told by its item."""

MEANT = frozenset({TurnKind.ANSWER, TurnKind.DIAGNOSIS})
"""Turns that answer what was asked; the others ask for time, for the line again or for something else."""


@dataclass(frozen=True, slots=True)
class Part:
    """The part of an interview that is about one main question."""

    question: Question | None
    told: Sequence[Told]
    heard: QuestionReview


def improvements(of: Round, parts: Sequence[Part], cases: Sequence[CaseDebrief]) -> tuple[Improvement, ...]:
    """The most important ones, at most three."""
    questions = [part.question for part in parts if part.question is not None]
    proposals = [proposal for part in parts for proposal in _on_answers(of, part)]
    proposals += [proposal for case in cases for proposal in advise_on_case(case, questions)]
    return _chosen(sorted(proposals, key=lambda proposal: -proposal.importance))


def _chosen(proposals: Iterable[Proposal]) -> tuple[Improvement, ...]:
    chosen: list[Improvement] = []
    for proposal in proposals:
        new = proposal.improvement
        if all(_differs(new, other) for other in chosen):
            chosen.append(new)
    return tuple(chosen[:MOST_IMPROVEMENTS])


def _differs(one: Improvement, other: Improvement) -> bool:
    same_part = one.source == other.source and one.source.startswith(MODEL_ANSWER)
    return one.about != other.about and one.better != other.better and not same_part


def _on_answers(of: Round, part: Part) -> Iterator[Proposal]:
    if part.heard.named_without_doing:
        yield _recited(of, part)
    items = {item.id: item for item in of.items}
    reviews = {review.item: review for review in part.heard.items}
    for review in part.heard.items:
        if review.due and not review.done:
            yield _missing(items[review.item], of, part)
    for flag in part.heard.metrics.flags:
        about, words = FLAWS.get(flag, ("", ""))
        if about in reviews:
            moment = reviews[about].evidence or _moment(items[about], of, part)
            yield _proposal(items[about], items[about].importance + FLAW, words, moment, of, part)


def _recited(of: Round, part: Part) -> Proposal:
    announced = next(
        (
            quoted
            for answer in answers_in(part.told)
            for plain, quoted in sentences(answer)
            if cues.heard(of.listening.announces, plain)
        ),
        None,
    )
    strong = part.question.strong[0] if part.question is not None and part.question.strong else ""
    return Proposal(
        RECITED,
        Improvement(
            about="structure",
            at=None if announced is None else announced.at,
            quote="" if announced is None else announced.quote,
            missing="You named the steps of a framework and did few of them. Only what is done counts.",
            better=f"Where you announce a step, take it at once. {strong}".strip(),
            source="what a strong answer contains" if strong else "the rule-based coach",
            drill="Answer the question again for 90 seconds without naming a single step: state, do not announce.",
        ),
    )


def _missing(item: Item, of: Round, part: Part) -> Proposal:
    asked, answer = _asked_about(item, of, part)
    missing = f"This was not heard from you: “{item.title}”"
    if asked:
        missing = f"You were asked “{asked}” and this was still not heard: “{item.title}”"
    moment = _moment(item, of, part) if answer is None else next((quoted for _, quoted in sentences(answer)), None)
    return _proposal(item, item.importance + (ASKED_IN_VAIN if asked else 0), missing, moment, of, part)


def _proposal(item: Item, importance: int, missing: str, moment: Quoted | None, of: Round, part: Part) -> Proposal:
    better = better_on(item, of, part.question) or Better(item.title, "the round's framework")
    improvement = Improvement(
        about=item.id,
        at=None if moment is None else moment.at,
        quote="" if moment is None else moment.quote,
        missing=missing,
        better=better.text,
        source=better.source,
        drill=drill_on(item, of, part.question),
    )
    return Proposal(importance, improvement)


def _asked_about(item: Item, of: Round, part: Part) -> tuple[str, Answer | None]:
    """The question that aimed at an item, as it was put, and the answer to it."""
    if part.question is None:
        return "", None
    ids = {f"{part.question.id}/{follow_up.id}" for follow_up in follow_ups_on(item.id, of, part.question)}
    for place, line in enumerate(part.told):
        if isinstance(line, Exchange) and line.item in ids:
            return line.asked, _answer_in(part.told[place + 1 :], of)
    return "", None


def _answer_in(after: Sequence[Told], of: Round) -> Answer | None:
    """Of all that was said until something else was asked the longest answer; without one, whatever was said."""
    until_next = takewhile(lambda one: isinstance(one, Answer) or one.role not in ASKING, after)
    given = [answer for answer in answers_in(until_next) if answer.text]
    listener = Listener(of)
    meant = [answer for answer in given if listener.turn_kind(answer.text) in MEANT]
    return max(meant or given, key=lambda answer: len(answer.text.split()), default=None)


def _moment(item: Item, of: Round, part: Part) -> Quoted | None:
    """Where an item would have had its place: at the last thing done in its phase or before; else at the beginning."""
    places = {phase.id: number for number, phase in enumerate(of.phases)}
    own = places.get(item.phase, len(places))
    before = [
        review.evidence
        for review in part.heard.items
        if review.evidence is not None and places.get(review.phase, len(places)) <= own
    ]
    if before:
        return max(before, key=lambda quoted: quoted.at)
    return next((quoted for answer in answers_in(part.told) for _, quoted in sentences(answer)), None)
