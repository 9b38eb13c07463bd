"""Coverage, time, cases and metrics of a review as the report has them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from desktop.language import tr, trn
from desktop.replay.timeline import Timeline
from desktop.report.moments import Moments
from desktop.report.values import CasePath, Coverage, CoverageRow, MetricRow, MetricTable, PhaseRow, StepChip
from interviewer.content.model import Question, Round
from interviewer.listening.metric_table import is_countable
from interviewer.listening.substance import Flag
from interviewer.review.better import better_on
from interviewer.review.debrief import CaseDebrief
from interviewer.review.values import ItemReview, QuestionReview, Review


def coverage_of(review: Review, line: Timeline, moments: Moments, of: Round | None) -> tuple[Coverage, ...]:
    """A map for each main question with anything due; items by their short names where the round is still known."""
    names = {} if of is None else {item.id: item.name for item in of.items}
    several = len(review.questions) > 1
    maps = []
    for question in review.questions:
        rows = tuple(_row(item, names.get(item.item) or item.title, moments) for item in question.items if item.due)
        remark = tr("The framework’s steps were named, and few of them done.") if question.named_without_doing else ""
        title = question.title if several else ""
        if rows:
            maps.append(Coverage(title, rows, line.bands, line.seconds, remark))
    return tuple(maps)


def _row(item: ItemReview, name: str, moments: Moments) -> CoverageRow:
    if item.evidence is None:
        return CoverageRow(name, "open", None, tr("not heard"), "")
    moment = moments.of(item.evidence)
    whole = item.done >= 1
    part = "" if whole else tr("in part")
    typed = tr("typed") if moment.at is None else ""
    note = ", ".join(filter(None, (typed, part)))
    return CoverageRow(name, "done" if whole else "named", moment.at, note, moment.quote)


def phases_of(review: Review) -> tuple[PhaseRow, ...]:
    return tuple(PhaseRow(phase.title, phase.planned, phase.spent) for phase in review.phases)


# --- cases ------------------------------------------------------------------------------------------------------------


def cases_of(review: Review, of: Round | None, moments: Moments) -> tuple[CasePath, ...]:
    titles = {} if of is None else {slot.id: slot.title for slot in of.slots}
    return tuple(
        CasePath(
            metric=f"{case.metric[:1].upper()}{case.metric[1:]}",
            count=_count(case),
            steps=tuple(sorted(_steps(case), key=lambda step: step.number)),
            diagnosis=None if case.diagnosis is None else moments.of(case.diagnosis),
            verdict=tuple(_verdict(case, titles)),
        )
        for case in review.cases
    )


def _count(case: CaseDebrief) -> str:
    if case.questions_to_diagnosis is None:
        return trn("{n} question, no diagnosis", "{n} questions, no diagnosis", case.questions)
    if case.cause_right:
        return trn("{n} question to the cause", "{n} questions to the cause", case.questions_to_diagnosis)
    return trn("{n} question to the diagnosis", "{n} questions to the diagnosis", case.questions_to_diagnosis)


def _steps(case: CaseDebrief) -> Iterator[StepChip]:
    for step in case.path:
        word = tr("signal") if step.signal else tr("noise")
        if step.repeat:
            word = tr("asked before")
        yield StepChip(step.question, step.title, word, step.signal and not step.repeat, step.quote)
    missed = {
        "off_sheet": tr("nothing known about that"),
        "vague": tr("too wide to be answered"),
        "cause": tr("asked for the cause itself"),
    }
    for miss in case.misses:
        yield StepChip(miss.question, missed.get(miss.kind, miss.kind), "", False, miss.quote)


def _verdict(case: CaseDebrief, titles: dict[str, str]) -> Iterator[str]:
    if case.premature:
        yield tr("The diagnosis came before any signal was asked about.")
    if case.cause_right:
        yield tr("Cause right: {cause}", cause=case.cause)
    elif case.diagnosis is None:
        yield tr("What happened: {cause}", cause=case.cause)
    else:
        yield tr("Cause wrong. What happened: {cause}", cause=case.cause)
    if case.action_fits:
        yield tr("Your action fits it.")
    else:
        yield tr("What fits: {action}", action=case.action)
    if case.signals_never_asked:
        slots = (titles.get(slot, slot.replace("_", " ")) for slot in case.signals_never_asked)
        yield tr("Signals never asked about: {slots}.", slots="; ".join(slots))


# --- metrics ----------------------------------------------------------------------------------------------------------


def metrics_of(
    review: Review, of: Round | None, questions: Sequence[Question], moments: Moments
) -> tuple[MetricTable, ...]:
    """A table for each main question of a round that asks for metrics; others have none."""
    if of is None or not of.metrics.counts:
        return ()
    known = {question.id: question for question in questions}
    several = len(review.questions) > 1
    tables = []
    for heard in review.questions:
        rows = tuple(_metric_rows(heard, of, known.get(heard.question), moments))
        tables.append(MetricTable(heard.title if several else "", rows, mending(heard.metrics.flags)))
    return tuple(tables)


def _metric_rows(heard: QuestionReview, of: Round, question: Question | None, moments: Moments) -> Iterator[MetricRow]:
    table = heard.metrics
    kinds = (
        ("north_star", tr("North star"), (table.north_star,) if table.north_star else ()),
        ("secondary_metrics", tr("Secondary"), table.secondary),
        ("guardrails", tr("Guardrail"), table.guardrails),
        ("objectives", tr("Objective"), table.objectives),
    )
    items = {item.id: item for item in of.items}
    due = {item.item for item in heard.items if item.due}
    for item_id, label, said in kinds:
        if not said and item_id not in due:
            continue
        better = better_on(items[item_id], of, question) if item_id in items else None
        model = "" if better is None else better.text
        if not said:
            yield MetricRow(label, "", None, model, tr("Not heard"), "open")
        for number, words in enumerate(said):
            countable = item_id == "objectives" or is_countable(words, of.metrics)
            compared = tr("Heard") if countable else tr("Named, not countable")
            at, mark = moments.where_said(words), "done" if countable else "named"
            first = number == 0
            yield MetricRow(label if first else "", words, at, model if first else "", compared, mark)  # type: ignore[arg-type]


def mending(wrong: Iterable[Flag]) -> str:
    """What is to mend of the metrics, a sentence; empty for nothing."""
    said = {
        Flag.NO_GUARDRAIL: tr("no guardrail"),
        Flag.NORTH_STAR_REPEATED: tr("the north star again as a secondary metric"),
        Flag.NOT_MEASURABLE: tr("a metric that cannot be counted as it was said"),
        Flag.OBJECTIVE_WITHOUT_METRIC: tr("an objective without a metric"),
        Flag.TOO_MANY_OBJECTIVES: tr("more than three objectives"),
    }
    flags = [said[flag] for flag in wrong if flag in said]
    return tr("To mend: {flags}.", flags=", ".join(flags)) if flags else ""
