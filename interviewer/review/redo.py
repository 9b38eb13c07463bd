"""A redo: one part of an interview, answered once more in ninety seconds. Its question and its plan. Pure.

What is asked comes from the improvement it takes up: the pack's own question for that item where there is one, else the
main question narrowed to it. One question, one answer; nothing is followed up and nobody is told how it went.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from interviewer.content.model import Conduct, Item, Question, Round, RoundPhase
from interviewer.events import ASKING, Role
from interviewer.listening.coverage import framework
from interviewer.plan import Mode, Phase, Plan
from interviewer.records.transcript import Exchange
from interviewer.review.better import prompt_on
from interviewer.review.debrief import CaseDebrief
from interviewer.review.framework import follow_ups_on
from interviewer.review.values import Improvement

REDO_SECONDS = 90.0
CASE = "case:"
"""How `Improvement.about` begins that is about a hidden case."""
CASE_QUESTION_WORDS = 5
"""In the redo of a case: only a shorter turn is a question to the interviewer, as "say that again?" is."""
STRUCTURE = "structure"
"""`Improvement.about` of an answer that named the steps of a framework and did few."""

_OPENING = "{title}: one part of it again, for ninety seconds."
_CLOSING = "Thank you. Both takes now stand beside each other."


def redo_plan(
    of: Round,
    question: Question,
    improvement: Improvement,
    first: Sequence[Exchange] = (),
    cases: Sequence[CaseDebrief] = (),
) -> Plan:
    """The plan of a redo: one phase, one question, and after its answer the end.

    Args:
        question: the main question the improvement belongs to; it keeps its id and what is known about it.
        first: what was said in the first take.
        cases: those of the first take.
    """
    item = item_of(improvement.about, of)
    asked = question.model_copy(
        update={
            "spoken": spoken(of, question, improvement, first, cases),
            "follow_ups": (),
            "hints": question.hints.model_copy(
                update={
                    "nudge": improvement.missing or question.hints.nudge,
                    "partial": improvement.better or question.hints.partial,
                }
            ),
        }
    )
    own = _phase_of(item, of).model_copy(update={"minutes": REDO_SECONDS / 60, "probes": 0, "question": 0})
    narrow = of.model_copy(
        update={
            "minutes": REDO_SECONDS / 60,
            "phases": (own,),
            "items": of.items if item is None else (item,),
            "follow_ups": (),
            "conduct": _conduct(improvement.about, of),
            "lines": of.lines.model_copy(
                update={"opening": (_OPENING.format(title=question.title),), "closing": (_CLOSING,)}
            ),
        }
    )
    return Plan(narrow, asked, Mode.PRACTICE, (Phase(own.id, own.title, REDO_SECONDS),))


def _conduct(about: str, of: Round) -> Conduct:
    """A follow-up needs more time than there ever is, so that the answer ends it; of a case it is made of questions,
    and those are not answered."""
    short = min(of.conduct.question_words, CASE_QUESTION_WORDS) if about.startswith(CASE) else of.conduct.question_words
    return of.conduct.model_copy(update={"last_follow_up_seconds": 2 * REDO_SECONDS, "question_words": short})


def spoken(
    of: Round,
    question: Question,
    improvement: Improvement,
    first: Sequence[Exchange] = (),
    cases: Sequence[CaseDebrief] = (),
) -> str:
    """What is asked: one open question, and nothing about how it went before.

    What was asked for in the first take is asked in the same words: they may quote the candidate.
    """
    about = improvement.about
    if about.startswith(CASE):
        return _of_case(next((case for case in cases if case.item == about.removeprefix(CASE)), None), question)
    if about == STRUCTURE:
        return f"{question.spoken} This time, take each step at once and name none."
    item = item_of(about, of)
    if item is not None:
        return (
            _asked_before(item, of, question, first)
            or prompt_on(item, of, question)
            or (f"{question.spoken} This time only one thing counts: that your answer {_lower(item.title)}.")
        )
    part = next((one.title for one in of.dimensions if one.id == about), "")
    return f"{question.spoken} This time only one part counts: {_lower(part)}." if part else question.spoken


def _asked_before(item: Item, of: Round, question: Question, first: Sequence[Exchange]) -> str:
    follow_ups = (one for one in follow_ups_on(item.id, of, question) if one.case is None)
    ids = {f"{question.id}/{one.id}" for one in follow_ups}
    return next((one.asked for one in first if one.item in ids and one.role in ASKING), "")


def _of_case(case: CaseDebrief | None, question: Question) -> str:
    if case is None:
        return f"{question.spoken} A metric of it has moved: what would you ask, and in which order?"
    if case.cause_right:
        return f"Back to {case.metric}. You know the cause: what would you do about it today, this week and later?"
    return f"Back to {case.metric}. What would you ask, and in which order, before you name a cause?"


def item_of(about: str, of: Round) -> Item | None:
    """The item of the framework an improvement is about; None when it is about none, or about a case."""
    return next((item for item in of.items if item.id == about), None)


def items_meant(about: str, of: Round) -> frozenset[str]:
    """Ids of the items that tell how a redo went: its own, those of its dimension, or, of the structure, the framework.

    None for a case: what is asked in one is no answer.
    """
    if about.startswith(CASE):
        return frozenset()
    if about == STRUCTURE:
        return frozenset(item.id for item in framework(of))
    dimension = next((one for one in of.dimensions if one.id == about), None)
    if item_of(about, of) is not None or dimension is None:
        return frozenset({about})
    return frozenset(dimension.items)


def question_at(transcript: Iterable[Exchange], at: float | None, otherwise: str) -> str:
    """Id of the main question that was being worked on at a moment; without one, of the first."""
    asked = [one for one in transcript if one.role is Role.QUESTION]
    before = [one.item for one in asked if at is not None and one.start <= at]
    return before[-1] if before else asked[0].item if asked else otherwise


def _phase_of(item: Item | None, of: Round) -> RoundPhase:
    return next((phase for phase in of.phases if item is not None and phase.id == item.phase), of.phases[0])


def _lower(title: str) -> str:
    """A title inside a sentence; words in capitals stay as they are."""
    return title if title[:2].isupper() else f"{title[:1].lower()}{title[1:]}"
