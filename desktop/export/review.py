"""The review of a session for an export, out of the report the After page shows. Pure."""

from __future__ import annotations

from desktop.report.values import CasePath, Report, StepChip
from desktop.session_words import score_word
from interviewer.export.values import (
    Case,
    Dimension,
    Item,
    Metric,
    ModelAnswer,
    PhaseTime,
    Quote,
    Review,
    State,
)

_STATES = {"done": State.DONE, "named": State.PARTLY, "open": State.OPEN}


def review_of(report: Report) -> Review | None:
    """None where nobody has reviewed it."""
    verdict = report.verdict
    if verdict is None:
        return None
    return Review(
        by=reviewer_of(report),
        estimate=verdict.estimate,
        call=verdict.words,
        reason=verdict.reason,
        own=verdict.compared,
        dimensions=tuple(
            Dimension(
                title=row.title,
                core=row.core,
                score=row.score,
                words=score_word(row.score),
                own=row.own,
                why=row.why,
                quotes=tuple(Quote(moment.quote, moment.at) for moment in row.moments),
            )
            for row in report.dimensions
        ),
        items=tuple(
            Item(asked.title, row.title, _STATES[row.kind], row.at, row.note, row.quote)
            for asked in report.coverage
            for row in asked.rows
        ),
        phases=tuple(PhaseTime(phase.title, phase.planned, phase.spent) for phase in report.phases),
        metrics=tuple(
            Metric(row.kind, row.heard, row.at, row.model, row.compared, _STATES[row.mark])
            for table in report.metrics
            for row in table.rows
        ),
        cases=tuple(_case(path) for path in report.cases),
    )


def model_answers_of(report: Report) -> tuple[ModelAnswer, ...]:
    return tuple(ModelAnswer(one.title, one.parts) for one in report.model_answers)


def reviewer_of(report: Report) -> str:
    """Whose review the report shows."""
    return next((rater.label for rater in report.raters if rater.name == report.rater), report.rater)


def _case(path: CasePath) -> Case:
    diagnosis = None if path.diagnosis is None else Quote(path.diagnosis.quote, path.diagnosis.at)
    return Case(path.metric, path.count, tuple(_step(step) for step in path.steps), diagnosis, path.verdict)


def _step(step: StepChip) -> str:
    title = f"{step.title}, {step.word}" if step.word else step.title
    return f"{title}: “{step.quote}”" if step.quote else title
