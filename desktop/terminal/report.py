"""A review as calm plain text: the call first, then what it stands on, then what to do next."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from desktop.report.doubts import doubts, own_figures
from interviewer.listening.substance import Flag, MetricTable
from interviewer.review.debrief import CaseDebrief
from interviewer.review.phases import PhaseTime
from interviewer.review.told import Quoted
from interviewer.review.values import (
    AnswerPart,
    AspectReview,
    DimensionReview,
    Improvement,
    QuestionReview,
    Review,
    Reviewer,
)

WIDTH = 100
SCORES = {1: "missing", 2: "developing", 3: "solid", 4: "strong", None: "not assessed"}
"""Words, not school marks."""
FLAGS = {
    Flag.NO_GUARDRAIL: "no guardrail",
    Flag.NORTH_STAR_REPEATED: "the north star again as a secondary metric",
    Flag.NOT_MEASURABLE: "a metric that cannot be counted as it was said",
    Flag.OBJECTIVE_WITHOUT_METRIC: "an objective without a metric",
    Flag.TOO_MANY_OBJECTIVES: "more than three objectives",
}
MISSES = {
    "off_sheet": "nothing known about that",
    "vague": "too wide to be answered",
    "cause": "asked for the cause itself",
}


def report(review: Review, title: str, coach: Review | None = None, *, stale: bool = False) -> str:
    """The whole review. `coach`: the rule-based coach's, to be held against a model's. `stale`: words have changed."""
    return "\n".join(_lines(review, title, coach, stale=stale))


def _lines(review: Review, title: str, coach: Review | None, *, stale: bool) -> Iterator[str]:
    yield f"{title}  (level {review.level})"
    yield ""
    estimate = "AI estimate. " if review.made_by.kind is Reviewer.MODEL else ""
    yield from _wrapped(f"{estimate}{review.call_reason}", "")
    for sentence in doubts(review, coach, stale=stale):
        yield from _wrapped(sentence, "")
    if review.untranscribed:
        yield from _wrapped(
            "Some answers wait for their careful transcription: run `hotseat sessions recover`, then review again.", ""
        )
    parts = (
        ("What to improve", (line for one in review.improvements for line in _improvement(one))),
        ("Dimensions", (line for one in review.dimensions for line in _dimension(one))),
        ("How it was said", (line for one in review.communication for line in _aspect(one))),
        ("What was heard", (line for one in review.questions for line in _coverage(one, len(review.questions) > 1))),
        ("Metrics as you said them", (line for one in review.questions for line in _metrics(one.metrics))),
        ("The case", (line for one in review.cases for line in _case(one))),
        ("Time per phase, as heard", _phases(review.phases)),
        ("A model answer beside yours (AI estimate)", (line for one in review.answer for line in _part(one))),
    )
    for heading, lines in parts:
        found = list(lines)
        if found:
            yield from ("", heading, *found)


def clock(seconds: float) -> str:
    """Minutes and seconds, right-aligned to six places."""
    whole, rest = divmod(round(seconds), 60)
    return f"{whole}:{rest:02d}".rjust(6)


def _wrapped(text: str, first: str, indent: str | None = None) -> list[str]:
    later = " " * len(first) if indent is None else indent
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=later, break_long_words=False, break_on_hyphens=False
    )


def _quote(quoted: Quoted) -> list[str]:
    return _wrapped(f"“{quoted.quote}”", f"  {clock(quoted.at)}  ")


def _improvement(one: Improvement) -> Iterator[str]:
    moment = "      " if one.at is None else clock(one.at)
    yield from _wrapped(one.missing, f"  {moment}  ")
    if one.quote:
        yield from _wrapped(f"You said: “{one.quote}”", " " * 10)
    yield from _wrapped(f"Better ({one.source}): {one.better}", " " * 10)
    if one.figures:
        yield from _wrapped(own_figures(one.figures), " " * 10)
    yield from _wrapped(f"Drill: {one.drill}", " " * 10)


def _aspect(one: AspectReview) -> Iterator[str]:
    yield f"  {one.title}: {one.rating.value if one.rating is not None else 'not assessed'}"
    yield from _wrapped(one.remark, " " * 10)
    for quoted in one.evidence:
        yield from _quote(quoted)
    if one.better:
        yield from _wrapped(f"Better: {one.better}", " " * 10)


def _part(one: AnswerPart) -> Iterator[str]:
    yield f"  {one.title}"
    for quoted in one.said:
        yield from _quote(quoted)
    if one.missing:
        yield from _wrapped(f"Missing: {one.missing}", " " * 10)
    yield from _wrapped(one.text, " " * 10)
    if one.figures:
        yield from _wrapped(own_figures(one.figures), " " * 10)


def _dimension(one: DimensionReview) -> Iterator[str]:
    yield f"  {one.title}: {SCORES[one.score]}"
    yield from _wrapped(one.why, " " * 10)
    if one.anchor:
        yield from _wrapped(f"What {one.score} of 4 looks like at this level: {one.anchor}", " " * 10)
    for quoted in one.evidence:
        yield from _quote(quoted)


def _coverage(one: QuestionReview, named: bool) -> Iterator[str]:
    if named:
        yield f"  {one.title}"
    for item in one.items:
        if item.evidence is not None:
            part = " (in part)" if item.done < 1 else ""
            yield f"  {clock(item.evidence.at)}  {item.title}{part}"
        elif item.due:
            yield f"       –  {item.title}"
    if one.named_without_doing:
        yield from _wrapped("The framework's steps were named, and few of them done.", "  ")


def _metrics(table: MetricTable) -> Iterator[str]:
    rows = (
        ("North star", (table.north_star,) if table.north_star else ()),
        ("Secondary", table.secondary),
        ("Guardrails", table.guardrails),
        ("Objectives", table.objectives),
    )
    named = [(label, said) for label, said in rows if said]
    for label, said in named:
        yield from _wrapped("; ".join(said), f"  {label:<11} ")
    if named and table.flags:
        yield from _wrapped(", ".join(FLAGS[flag] for flag in table.flags), f"  {'To mend':<11} ")


def _case(case: CaseDebrief) -> Iterator[str]:
    yield from _wrapped(f"{case.metric[:1].upper()}{case.metric[1:]}", "  ")
    steps = [(step.question, step.at, _step(step.title, step.signal, step.repeat), step.quote) for step in case.path]
    steps += [(miss.question, miss.at, MISSES.get(miss.kind, miss.kind), miss.quote) for miss in case.misses]
    for _, at, label, quote in sorted(steps, key=lambda step: step[0]):
        yield from _wrapped(f"{label}: “{quote}”" if quote else label, f"  {clock(at)}  ")
    if case.diagnosis is not None:
        yield from _wrapped(f"Your diagnosis: “{case.diagnosis.quote}”", f"  {clock(case.diagnosis.at)}  ")
    for sentence in _verdict(case):
        yield from _wrapped(sentence, " " * 10)


def _step(title: str, signal: bool, repeat: bool) -> str:
    return f"{title}, {'signal' if signal else 'noise'}{', asked before' if repeat else ''}"


def _verdict(case: CaseDebrief) -> Iterator[str]:
    if case.diagnosis is None:
        yield f"No diagnosis; questions: {case.questions}."
    else:
        early = ", before any signal was asked about" if case.premature else ""
        yield f"Questions before the diagnosis: {case.questions_to_diagnosis}{early}."
    if case.questions_to_last_signal is not None:
        yield f"Questions to the last signal you found: {case.questions_to_last_signal}."
    if case.diagnosis is not None:
        cause = "You named the cause" if case.cause_right else "The cause was another one"
        action = "an action that fits it was heard" if case.action_fits else "no action that fits it was heard"
        yield f"{cause}; {action}."
    yield f"What happened: {case.cause} What fits: {case.action}"
    if case.signals_never_asked:
        yield f"Signals never asked about: {', '.join(slot.replace('_', ' ') for slot in case.signals_never_asked)}."


def _phases(phases: Iterable[PhaseTime]) -> Iterator[str]:
    for phase in phases:
        spent = "     ?" if phase.spent is None else clock(phase.spent)
        yield f"  {spent}  of {clock(phase.planned).strip()} planned  {phase.title}"
