"""The rule-based coach: a whole review of a session with no language model, and cautious about it. Pure.

It reports what was done, with quotes and times; its call never goes further than "lean", and says who made it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from interviewer.content.model import Level, Question, Round
from interviewer.events import ASKING, Role
from interviewer.listening.substance import Said, Substance
from interviewer.records.manifest import PlanSummary
from interviewer.records.transcript import Exchange
from interviewer.review.call import Call, Rated, leaning, overall
from interviewer.review.debrief import cases_in, debrief
from interviewer.review.framework import items_of
from interviewer.review.improve import Part, improvements
from interviewer.review.phases import PhaseTime, Span, planned_only, signs_of, time_per_phase
from interviewer.review.scoring import score_dimensions
from interviewer.review.told import Told, answers_in, in_order, said
from interviewer.review.values import DimensionReview, Maker, QuestionReview, Review, Reviewer

RULE_COACH = Maker(Reviewer.RULES, "rule-based coach")
FEWEST_WORDS = 100
"""Some forty seconds of speech: less is not an interview."""
USUAL_LEVEL: Level = "pm"
"""Of a session whose question is not known any more."""

ReadSubstance = Callable[[Round, Sequence[Said]], Substance]
"""What hears items and metrics in the answers to one main question."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What was said about one main question."""

    id: str
    question: Question | None
    told: tuple[Told, ...]


def review_session(
    transcript: Sequence[Exchange],
    of: Round | None,
    questions: Sequence[Question],
    read: ReadSubstance,
    *,
    plan: PlanSummary,
    level: Level | None = None,
    pauses: Sequence[Span] = (),
) -> Review:
    """The review of a session by rules alone.

    Args:
        of: the session's round; None when no pack has it any more. Then only the plan and the length can be told.
        questions: those of its main questions that are still known.
        level: whose anchors are shown; None: the first question's own.
        pauses: spans in which the interview was held.
    """
    told = in_order(transcript)
    level = level or (questions[0].level if questions else USUAL_LEVEL)
    words = sum(len(answer.text.split()) for answer in answers_in(told))
    untranscribed = tuple(answer.number for answer in answers_in(told) if answer.pending)
    if of is None:
        reason = f"No call: the round “{plan.round}” is in no pack, so that the {RULE_COACH.name} cannot score it."
        phases = planned_only(plan.phases)
        return Review(
            RULE_COACH, plan.round, level, None, reason, phases=phases, words=words, untranscribed=untranscribed
        )
    roles = _asked_by(told)
    held = cases_in(told, questions, of.follow_ups)
    cases = tuple(debrief(case, of) for case in held)
    fishing = frozenset(answer for case in held for answer in case.answers)
    parts = []
    for stretch in _stretches(told, questions, plan):
        # What is asked in a case touches many items and does none of them.
        answers = [answer for answer in answers_in(stretch.told) if answer.number not in fishing]
        heard = read(of, [said(answer, roles.get(answer.line)) for answer in answers if answer.text])
        own = [case for case in cases if case.question == stretch.id]
        items = items_of(of, stretch.question, stretch.told, heard, own)
        title = stretch.question.title if stretch.question is not None else plan.question_title or stretch.id
        review = QuestionReview(stretch.id, title, items, heard.metrics, heard.named_without_doing)
        parts.append(Part(stretch.question, stretch.told, review))
    heard_of = tuple(part.heard for part in parts)
    dimensions = score_dimensions(of.dimensions, heard_of, level)
    call, reason = _call(dimensions, words)
    return Review(
        made_by=RULE_COACH,
        round=of.id,
        level=level,
        call=call,
        call_reason=reason,
        dimensions=dimensions,
        questions=heard_of,
        cases=cases,
        phases=_phases(of, parts, told, plan, pauses),
        improvements=improvements(of, parts, cases),
        words=words,
        untranscribed=untranscribed,
    )


def _asked_by(told: Sequence[Told]) -> Mapping[int, Role]:
    """By line what an answer to it is asked by: after "take your time" still what was asked before that."""
    roles: dict[int, Role] = {}
    asking = Role.QUESTION
    for one in told:
        if isinstance(one, Exchange):
            asking = one.role if one.role in ASKING else asking
            roles[one.line] = asking
    return roles


def _stretches(told: Sequence[Told], questions: Sequence[Question], plan: PlanSummary) -> Iterator[_Stretch]:
    """The interview cut at its main questions; one whole piece when none was asked."""
    known: Mapping[str, Question] = MappingProxyType({question.id: question for question in questions})
    begins = [place for place, one in enumerate(told) if isinstance(one, Exchange) and one.role is Role.QUESTION]
    if not begins:
        yield _Stretch(plan.question, known.get(plan.question), tuple(told))
        return
    for begin, end in zip(begins, [*begins[1:], len(told)], strict=True):
        asked = told[begin]
        assert isinstance(asked, Exchange)
        yield _Stretch(asked.item, known.get(asked.item), tuple(told[begin:end]))


def _call(dimensions: Sequence[DimensionReview], words: int) -> tuple[Call | None, str]:
    """The call, no further than a lean, and a sentence on it."""
    scored = overall([Rated(one.weight, one.core, one.score) for one in dimensions])
    if words < FEWEST_WORDS:
        return (
            None,
            f"Not enough was said for a call by the {RULE_COACH.name}: {words} word{'' if words == 1 else 's'}.",
        )
    if not dimensions:
        return None, f"No call: the round has no rubric, so that the {RULE_COACH.name} cannot score it."
    if scored is None:
        return None, (
            f"Not enough was said for a call by the {RULE_COACH.name}: it heard too little of what this round asks for."
        )
    lean = leaning(scored)
    return lean, (
        f"{lean.capitalize()}, by the {RULE_COACH.name}. It hears what was done and cannot judge how good it was, "
        "so that it never goes further than a lean."
    )


def _phases(
    of: Round, parts: Sequence[Part], told: Sequence[Told], plan: PlanSummary, pauses: Sequence[Span]
) -> tuple[PhaseTime, ...]:
    signs = []
    for number, part in enumerate(parts):
        evidence = {item.item: item.evidence for item in part.heard.items if item.evidence is not None}
        signs += signs_of(part.told, number, part.question, of, evidence)
    return time_per_phase(plan.phases, signs, told, pauses)
