"""Which items of a round's framework were due in an interview, and how far each was done. Pure.

An item is due when there was occasion for it and somebody listened for it: one that only a trade-off or a case can show
is due once that was asked, and one without cues only when it was heard. What is wrong with the metrics makes the item
it is about half done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from interviewer.content.model import FollowUp, Item, Question, Round
from interviewer.listening.substance import Flag, Substance
from interviewer.records.transcript import Exchange
from interviewer.review.debrief import CaseDebrief
from interviewer.review.told import Quoted, Told, answers_in, matched
from interviewer.review.values import ItemReview

WHOLE, PART, LITTLE = 1.0, 0.5, 0.25
FLAGGED: Mapping[Flag, str] = MappingProxyType(
    {
        Flag.NOT_MEASURABLE: "north_star",
        Flag.NORTH_STAR_REPEATED: "secondary_metrics",
        Flag.OBJECTIVE_WITHOUT_METRIC: "secondary_metrics",
        Flag.TOO_MANY_OBJECTIVES: "objectives",
    }
)
"""The item that is only half done with such a flag, in rounds that have it."""


def items_of(
    of: Round, question: Question | None, part: Sequence[Told], heard: Substance, cases: Sequence[CaseDebrief]
) -> tuple[ItemReview, ...]:
    """Every item of the framework, for the part of an interview that is about one main question."""
    answers = answers_in(part)
    quotes = {item: quoted for item, found in heard.coverage.items() if (quoted := matched(found, answers))}
    flagged = {FLAGGED[flag] for flag in heard.metrics.flags if flag in FLAGGED}
    asked = {line.item for line in part if isinstance(line, Exchange)}
    reviews = []
    for item in of.items:
        shown = [case for case in cases if case.item == item.id]
        if shown:
            reviews.append(_shown_by_case(item, shown))
            continue
        quoted = quotes.get(item.id)
        done = 0.0 if quoted is None else PART if item.id in flagged else WHOLE
        due = quoted is not None or (bool(item.cues) and _has_occasion(item, of, question, asked))
        reviews.append(ItemReview(item.id, item.title, item.phase, item.importance, due, done, quoted))
    return tuple(reviews)


def follow_ups_on(item: str, of: Round, question: Question | None) -> tuple[FollowUp, ...]:
    """Follow-ups that aim at an item, the question's own first."""
    own = () if question is None else question.follow_ups
    return tuple(follow_up for follow_up in (*own, *of.follow_ups) if follow_up.item == item)


def _has_occasion(item: Item, of: Round, question: Question | None, asked: Iterable[str]) -> bool:
    probes = {kind.id for kind in of.kinds if kind.role == "probe"}
    aiming = follow_ups_on(item.id, of, question)
    if not aiming or any(follow_up.kind in probes for follow_up in aiming):
        return True
    ids = {f"{question.id}/{follow_up.id}" for follow_up in aiming} if question is not None else set[str]()
    return not ids.isdisjoint(asked)


def _shown_by_case(item: Item, cases: Sequence[CaseDebrief]) -> ItemReview:
    """A case shows its item as far as it was solved; several count on average."""
    done = sum(map(_solved, cases)) / len(cases)
    evidence = next(filter(None, map(_evidence, cases)), None)
    found = done if evidence is not None else 0.0
    return ItemReview(item.id, item.title, item.phase, item.importance, True, found, evidence)


def _solved(case: CaseDebrief) -> float:
    if case.cause_right and not case.premature:
        return WHOLE if case.action_fits else PART
    asked = {step.slot for step in case.path if step.signal}
    searched = len(asked) > len(case.signals_never_asked)
    return PART if searched and not case.premature else LITTLE


def _evidence(case: CaseDebrief) -> Quoted | None:
    """The diagnosis, or the first question of the case that was transcribed."""
    if case.diagnosis is not None:
        return case.diagnosis
    return next((Quoted(step.quote, step.answer, step.at) for step in case.path if step.quote), None)
