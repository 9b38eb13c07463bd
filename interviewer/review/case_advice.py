"""What to do better in a hidden case, from its debrief. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interviewer.content.model import Case, Question
from interviewer.review.debrief import CaseDebrief
from interviewer.review.proposal import Proposal
from interviewer.review.told import Quoted
from interviewer.review.values import Improvement

PREMATURE = 9
NO_CAUSE = 7
NOTHING_ASKED = 8
NO_DIAGNOSIS = 6
NO_ACTION = 5
WASTEFUL = 3
WASTED_SHARE = 0.5
"""From this share of questions on that were repeats or got no fact, the questions themselves are the matter."""
DRILL = (
    "Open this case again. Before you say what it was, ask when it began, whether it was sudden, where and for whom, "
    "one question at a time."
)


def advise_on_case(case: CaseDebrief, questions: Sequence[Question]) -> Iterator[Proposal]:
    """What went wrong in a case, most important first; nothing when it was solved."""
    held = _held(case, questions)
    facts = _facts(held, case.signals_never_asked[:1] or _signals(held)[:1])
    if case.premature:
        missing = "You named a cause before you had asked about anything that points at it."
        yield _proposal(case, PREMATURE, case.diagnosis, missing, f"Ask first. {facts}".strip(), DRILL)
    elif case.answers and not case.questions and case.diagnosis is None:
        missing = "You were given a case and asked nothing about it."
        yield _proposal(case, NOTHING_ASKED, None, missing, f"Ask. {facts}".strip(), DRILL)
    elif case.diagnosis is None and case.questions:
        missing = "You asked and never said what you think happened."
        better = f"Say it, and say how sure you are: “{case.cause}”"
        yield _proposal(case, NO_DIAGNOSIS, _last_question(case), missing, better, DRILL)
    elif case.diagnosis is not None and not case.cause_right:
        missing = "Your diagnosis does not fit the facts you could have had."
        yield _proposal(case, NO_CAUSE, case.diagnosis, missing, f"{facts} {case.cause}".strip(), DRILL)
    elif case.diagnosis is not None and not case.action_fits:
        missing = "You found the cause, and what you would do about it does not fit it."
        drill = "Say in 90 seconds what you would do about it today, this week, and so that it does not come back."
        yield _proposal(case, NO_ACTION, case.diagnosis, missing, case.action, drill)
    wasted = len({step.question for step in case.path} - {step.question for step in case.path if not step.repeat})
    wasted += len(case.misses)
    if case.questions and wasted / case.questions >= WASTED_SHARE:
        moments = [Quoted(one.quote, one.answer, one.at) for one in case.misses]
        were = "was" if wasted == 1 else "were"
        missing = f"{wasted} of your {case.questions} questions {were} asked before, or got no fact."
        better = "One thing at a time: a time, a place, a device, a group of users, a change of ours, a change outside."
        yield _proposal(case, WASTEFUL, next(iter(moments), _last_question(case)), missing, better, DRILL)


def _proposal(
    case: CaseDebrief, importance: int, moment: Quoted | None, missing: str, better: str, drill: str
) -> Proposal:
    improvement = Improvement(
        about=f"case:{case.item}",
        at=case.opened if moment is None else moment.at,
        quote="" if moment is None else moment.quote,
        missing=missing,
        better=better,
        source=f"the case of {case.metric}",
        drill=drill,
    )
    return Proposal(importance, improvement)


def _held(case: CaseDebrief, questions: Sequence[Question]) -> Case | None:
    for question in questions:
        for follow_up in question.follow_ups:
            if (question.id, follow_up.id) == (case.question, case.follow_up):
                return follow_up.case
    return None


def _signals(held: Case | None) -> tuple[str, ...]:
    return () if held is None else tuple(fact.slot for fact in held.facts if fact.signal)


def _facts(held: Case | None, slots: Sequence[str]) -> str:
    """What the interviewer would have said about these slots."""
    if held is None:
        return ""
    said = [fact.fact for slot in slots for fact in held.facts if fact.slot == slot]
    return f"You would have heard: “{' '.join(said)}”" if said else ""


def _last_question(case: CaseDebrief) -> Quoted | None:
    return Quoted(case.path[-1].quote, case.path[-1].answer, case.path[-1].at) if case.path else None
