"""Two takes of one part: what the rules hear in a redo, and that beside what they heard in the first take. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from interviewer.content.model import Level, Question, Round
from interviewer.events import Role
from interviewer.listening.substance import Flag, MetricTable
from interviewer.records.manifest import PlanSummary
from interviewer.records.transcript import Exchange
from interviewer.review.coach import RULE_COACH, USUAL_LEVEL, ReadSubstance
from interviewer.review.framework import FLAGGED, items_of
from interviewer.review.redo import item_of, items_meant
from interviewer.review.told import Quoted, answers_in, in_order, said
from interviewer.review.values import ItemReview, QuestionReview, Review

NO_CALL = "No call: a redo of one part is held beside its first take."


def review_redo(
    transcript: Sequence[Exchange],
    of: Round | None,
    question: Question | None,
    read: ReadSubstance,
    *,
    about: str,
    plan: PlanSummary,
    level: Level | None = None,
) -> Review:
    """What the rules hear in a redo. It has neither scores nor improvements nor a call.

    Args:
        about: what it takes up, as the improvement has it.
    """
    told = in_order(transcript)
    answers = answers_in(told)
    bare = Review(
        made_by=RULE_COACH,
        round=plan.round,
        level=level or (question.level if question is not None else USUAL_LEVEL),
        call=None,
        call_reason=NO_CALL,
        words=sum(len(answer.text.split()) for answer in answers),
        untranscribed=tuple(answer.number for answer in answers if answer.pending),
    )
    if of is None:
        return bare
    role = _asked_as(about, of)
    heard = read(of, [said(answer, role) for answer in answers if answer.text])
    found = items_of(of, question, told, heard, ())
    meant = items_meant(about, of)
    items = tuple(replace(item, due=item.item in meant or item.evidence is not None) for item in found)
    of_question = QuestionReview(plan.question, plan.question_title, items, heard.metrics, heard.named_without_doing)
    return replace(bare, questions=(of_question,))


def _asked_as(about: str, of: Round) -> Role:
    """The kind of line that asks for an item in its round: some are only heard in answers to such a line."""
    item = item_of(about, of)
    roles = {kind.id: kind.role for kind in of.kinds}
    kinds = (kind for phase in of.phases if item is not None and item.phase in (phase.id, "") for kind in phase.kinds)
    asked = {roles[kind] for kind in kinds if kind in roles}
    return Role.QUESTION if not asked or "probe" in asked else Role(min(asked))


@dataclass(frozen=True, slots=True)
class TakeHeard:
    """What the rules heard of the part in one take."""

    done: int
    of: int
    """How many items tell of it; 0: none does."""
    partly: int = 0
    """How many of the others were done in part."""
    evidence: Quoted | None = None
    """The first of it."""
    metrics: tuple[str, ...] = ()
    """In the candidate's words, where the part is a metric or a goal."""
    flags: tuple[Flag, ...] = ()
    """What is wrong with these."""

    @property
    def whole(self) -> bool:
        return 0 < self.of == self.done

    @property
    def worth(self) -> float:
        return self.done + self.partly / 2


def heard_of(part: str, of: Round, questions: Iterable[QuestionReview], question: str) -> TakeHeard:
    """What was heard of a part (an improvement's `about`) in the answers to a main question."""
    review = next((one for one in questions if one.question == question), None)
    meant = items_meant(part, of)
    if review is None or not meant:
        return TakeHeard(0, 0)
    items = [one for one in review.items if one.item in meant]
    quoted = sorted((one.evidence for one in items if one.evidence is not None), key=lambda quote: quote.at)
    named = part if item_of(part, of) is not None else ""
    return TakeHeard(
        done=sum(one.done >= 1 for one in items),
        of=len(items),
        partly=sum(map(_in_part, items)),
        evidence=quoted[0] if quoted else None,
        metrics=_named(named, review.metrics),
        flags=tuple(flag for flag in review.metrics.flags if named and _about(flag) == named),
    )


def _in_part(item: ItemReview) -> bool:
    return 0 < item.done < 1


def _about(flag: Flag) -> str:
    return "guardrails" if flag is Flag.NO_GUARDRAIL else FLAGGED.get(flag, "")


def _named(item: str, table: MetricTable) -> tuple[str, ...]:
    star = (table.north_star,) if table.north_star else ()
    return {
        "north_star": star,
        "secondary_metrics": table.secondary,
        "guardrails": table.guardrails,
        "objectives": table.objectives,
    }.get(item, ())
