"""Puts a report together from a session, its reviews and the packs. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.language import tr, trn
from desktop.replay.marks import hints_of
from desktop.replay.timeline import Timeline
from desktop.report.doubts import doubts, own_figures
from desktop.report.moments import Moments
from desktop.report.remarks import remarks_of
from desktop.report.substance import cases_of, coverage_of, metrics_of, phases_of
from desktop.report.takes import RedoRow, Takes
from desktop.report.values import (
    AspectRow,
    DeliveryTable,
    DimensionRow,
    ImprovementCard,
    ModelAnswer,
    Rater,
    Report,
    Verdict,
    WrittenPart,
)
from desktop.session_words import call_words, level_title, mode_word, round_title, time_of, today_here, when_of
from desktop.widgets.times import clock_text
from interviewer.content.model import Level, Question, Round
from interviewer.records.library import Session
from interviewer.review.call import Call
from interviewer.review.coach import FEWEST_WORDS
from interviewer.review.judge.guards import disagreements
from interviewer.review.read_text import is_stale
from interviewer.review.self_rating import SelfRating, steps_above
from interviewer.review.values import Improvement, Rating, Review, Reviewer


@dataclass(frozen=True, slots=True)
class Sources:
    """What a report is made from."""

    session: Session
    line: Timeline
    of: Round | None
    """None: the round is in no pack any more."""
    questions: tuple[Question, ...]
    """Those of its main questions that are still known."""
    review: Review | None
    own: SelfRating | None
    level: Level
    """Of the review, else the one to review at."""
    rater: str
    raters: tuple[Rater, ...]
    pad: str
    delivery: DeliveryTable | None = None
    coach: Review | None = None
    """The rule-based coach's review, where that of another is shown."""
    takes: Takes | None = None
    redos: tuple[RedoRow, ...] = ()
    redoable: bool = False
    """Whether a part of it can be answered once more."""


def build_report(sources: Sources) -> Report:
    """The report; without a review it says what the record alone tells."""
    session, line, review = sources.session, sources.line, sources.review
    manifest = session.manifest
    bare = Report(
        title=manifest.title or manifest.id,
        details=" · ".join(_details(sources)),
        question=sources.questions[0].id if sources.questions else "",
        level=sources.level,
        verdict=None,
        rater=sources.rater,
        raters=sources.raters,
        model_answers=_model_answers(sources.questions),
        delivery=sources.delivery,
        pad=sources.pad,
        remarks=remarks_of(session, line, review),
        has_sound=bool(line.clips),
        takes=sources.takes,
        redos=sources.redos,
    )
    if review is None or sources.takes is not None:
        return bare
    moments = Moments(session, has_sound=bool(line.you))
    heard = sources.coach if sources.coach is not None and not review.questions else review
    return replace(
        bare,
        verdict=verdict_of(review, sources.own, sources.of, sources.coach, stale=is_stale(review, session.transcript)),
        dimensions=tuple(_dimensions(review, sources.own, moments, sources.coach)),
        improvements=tuple(
            _improvement(one, sources.of, moments, redoable=sources.redoable) for one in review.improvements
        ),
        coverage=coverage_of(heard, line, moments, sources.of),
        phases=phases_of(heard),
        cases=cases_of(heard, sources.of, moments),
        metrics=metrics_of(heard, sources.of, sources.questions, moments),
        communication=tuple(_communication(review, moments)),
        written=tuple(_written(review, moments)),
    )


def verdict_of(
    review: Review, own: SelfRating | None, of: Round | None, coach: Review | None = None, *, stale: bool = False
) -> Verdict:
    """The call, who made it, and the candidate's own beside it.

    Args:
        coach: to hold a language model's review against.
        stale: words have changed since the review was made.
    """
    return Verdict(
        call=review.call,
        words=call_words(review.call.value) if review.call is not None else tr("No call"),
        reason=review.call_reason,
        estimate=review.made_by.kind is Reviewer.MODEL,
        advice="" if review.call is not None else _advice(review, of),
        own=None if own is None else own.call,
        compared="" if own is None else _compared(own.call, review.call),
        doubts=doubts(review, coach, stale=stale),
    )


def _advice(review: Review, of: Round | None) -> str:
    if of is None:
        return tr("Put the pack with this round back, then it can be scored.")
    if review.untranscribed:
        return tr("Have your answers transcribed, then they are read again.")
    if review.words < FEWEST_WORDS:
        return tr(
            "It takes about {n} words, less than a minute of speech. "
            "Practise the question again and say aloud what you think.",
            n=FEWEST_WORDS,
        )
    return tr("The coverage map shows what this round wants to hear and what was not heard.")


def _compared(own: Call, call: Call | None) -> str:
    words = call_words(own.value).lower()
    if call is None:
        return tr("You rated yourself {call}.", call=words)
    steps = steps_above(own, call)
    if not steps:
        return tr("You rated yourself the same.")
    if steps > 0:
        return trn(
            "You rated yourself {call}, one step higher.",
            "You rated yourself {call}, {n} steps higher.",
            steps,
            call=words,
        )
    return trn(
        "You rated yourself {call}, one step lower.", "You rated yourself {call}, {n} steps lower.", -steps, call=words
    )


def _details(sources: Sources) -> Iterator[str]:
    session, plan = sources.session, sources.session.manifest.plan
    started, hints = session.manifest.started.isoformat(), hints_of(session.events)
    parts = (
        round_title(plan.round, sources.of.title if sources.of is not None else "") if plan.round else "",
        level_title(plan.level or sources.level),
        mode_word(plan.mode),
        tr("Redo of one part") if sources.takes is not None else "",
        tr("{day}, {time}", day=when_of(started, today_here()), time=time_of(started)),
        clock_text(sources.line.seconds),
        trn("{n} hint", "{n} hints", hints) if hints else "",
    )
    yield from filter(None, parts)


def _dimensions(
    review: Review, own: SelfRating | None, moments: Moments, coach: Review | None
) -> Iterator[DimensionRow]:
    """The core first."""
    apart = {one.dimension: one.coach for one in disagreements(review, coach)}
    for one in sorted(review.dimensions, key=lambda dimension: not dimension.core):
        yield DimensionRow(
            id=one.dimension,
            title=one.title,
            core=one.core,
            score=one.score,
            own=None if own is None else own.scores.get(one.dimension),
            why=one.why,
            anchor=one.anchor,
            moments=tuple(moments.of(quoted) for quoted in one.evidence),
            coach=apart.get(one.dimension),
        )


def _communication(review: Review, moments: Moments) -> Iterator[AspectRow]:
    words = {Rating.STRONG: tr("Strong"), Rating.MIXED: tr("Mixed"), Rating.WEAK: tr("Weak")}
    for one in review.communication:
        word = words[one.rating] if one.rating is not None else tr("Not assessed")
        said = tuple(moments.of(quoted) for quoted in one.evidence)
        yield AspectRow(one.aspect, one.title, word, one.remark, one.better, said)


def _written(review: Review, moments: Moments) -> Iterator[WrittenPart]:
    for one in review.answer:
        said = tuple(moments.of(quoted) for quoted in one.said)
        yield WrittenPart(one.title, one.text, said, one.missing, own_figures(one.figures))


def _improvement(one: Improvement, of: Round | None, moments: Moments, *, redoable: bool) -> ImprovementCard:
    phases = {} if of is None else {phase.id: phase.title for phase in of.phases}
    items = {} if of is None else {item.id: item for item in of.items}
    item = items.get(one.about.removeprefix("case:"))
    dimensions = {} if of is None else {dimension.id: dimension.title for dimension in of.dimensions}
    title = dimensions.get(one.about) or tr("Structure") if item is None else phases.get(item.phase) or item.title
    moment, note = moments.at(one.at, one.quote), own_figures(one.figures)
    redo = one.about if redoable else ""
    return ImprovementCard(one.missing, title, moment, one.better, one.source, one.drill, note, redo, one.at)


def _model_answers(questions: Sequence[Question]) -> tuple[ModelAnswer, ...]:
    return tuple(
        ModelAnswer(question.title, tuple((part.title, part.text.strip()) for part in question.model_answer))
        for question in questions
        if question.model_answer
    )
