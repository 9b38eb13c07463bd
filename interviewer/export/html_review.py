"""The page's review and figures: bars with their words, tables, the way through the case. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from interviewer.export.markup import (
    NOTHING,
    Markup,
    joined,
    number_cell,
    paragraph,
    section,
    table,
    tag,
    text,
    time_button,
)
from interviewer.export.values import Case, Dimension, Figure, Item, Metric, PhaseTime, Quote, Review, State
from interviewer.export.wording import STATES, clock, number

HIGHEST = 4
_BAR_WIDTH = 160


def review_part(review: Review | None) -> Markup:
    """Who judged, how, and on what grounds."""
    if review is None:
        return NOTHING
    estimate = " (AI estimate)" if review.estimate else ""
    return joined(
        (
            section(
                f"Review by {review.by}{estimate}",
                paragraph(review.call, "call"),
                paragraph(review.reason),
                paragraph(review.own, "muted"),
                tag("div", *(_dimension(one) for one in review.dimensions), class_="cards"),
            ),
            section("Coverage", _coverage(review.items)),
            section("Time against plan", _phases(review.phases)),
            section("Metrics: heard and model answer", _metrics(review.metrics)),
            *(_case(case) for case in review.cases),
        )
    )


def figures_part(figures: Iterable[Figure]) -> Markup:
    """Every figure with where it is from."""
    return section("Figures", table(("", "Figure", "Value", "Note"), (_figure(one) for one in figures)))


def _figure(one: Figure) -> Iterator[Markup]:
    value = "" if one.value is None else f"{number(one.value)} {one.unit}".strip()
    yield text(one.group)
    yield text(one.name)
    yield number_cell(value)
    yield joined((text(one.note), time_button(one.at, one.name) if one.at is not None else NOTHING), " ")


def _bar(share: float, plan: float | None = None) -> Markup:
    """A bar of shares of its length, 0 to 1; `plan` is where it was to end. What it says stands beside it in words."""
    wide = _BAR_WIDTH * min(1.0, max(0.0, share))
    rects = [
        tag("rect", class_="track", width=str(_BAR_WIDTH), height="10", rx="3"),
        tag("rect", class_="fill", width=wide, height="10", rx="3"),
    ]
    if plan is not None:
        rects.append(tag("rect", class_="plan", x=_BAR_WIDTH * min(1.0, plan) - 1, width="2", height="10"))
    return tag(
        "svg", *rects, class_="bar", viewBox=f"0 0 {_BAR_WIDTH} 10", preserveAspectRatio="none", aria_hidden="true"
    )


def _dimension(one: Dimension) -> Markup:
    core = " · core" if one.core else ""
    own = "" if one.own is None else f" · candidate’s own {one.own} of {HIGHEST}"
    score = f"{one.words}{own}{core}"
    return tag(
        "div",
        tag("h3", text(one.title)),
        _bar(one.score / HIGHEST) if one.score is not None else NOTHING,
        tag("p", tag("strong", text(score))),
        paragraph(one.why),
        *(_quote(quote) for quote in one.quotes),
        class_="card",
    )


def _quote(quote: Quote) -> Markup:
    at = time_button(quote.at) if quote.at is not None else NOTHING
    return tag("p", text(f"“{quote.text}” "), at)


def _coverage(items: Iterable[Item]) -> Markup:
    rows = (
        (
            text(f"{item.question}: {item.title}" if item.question else item.title),
            text(item.note if item.note and item.state is not State.DONE else STATES[item.state]),
            time_button(item.at, item.title) if item.at is not None else NOTHING,
            text(f"“{item.quote}”" if item.quote else ""),
        )
        for item in items
    )
    return table(("Item", "", "At", "Said"), rows)


def _phases(phases: tuple[PhaseTime, ...]) -> Markup:
    longest = max((max(one.planned, one.spent or 0.0) for one in phases), default=0.0) or 1.0
    rows = (
        (
            text(one.title),
            _bar((one.spent or 0.0) / longest, one.planned / longest),
            number_cell("?" if one.spent is None else clock(one.spent)),
            number_cell(clock(one.planned)),
        )
        for one in phases
    )
    return table(("Phase", "", "Spent", "Planned"), rows)


def _metrics(metrics: Iterable[Metric]) -> Markup:
    rows = (
        (
            text(one.kind),
            text(one.heard),
            time_button(one.at, one.heard) if one.at is not None else NOTHING,
            text(one.model),
            text(one.compared),
        )
        for one in metrics
    )
    return table(("Kind", "Heard", "At", "Model answer", "Compared"), rows)


def _case(case: Case) -> Markup:
    steps = tag("ol", *(tag("li", text(step)) for step in case.steps)) if case.steps else NOTHING
    diagnosis = NOTHING
    if case.diagnosis is not None:
        diagnosis = joined((tag("p", tag("strong", text("Diagnosis"))), _quote(case.diagnosis)))
    verdict = [paragraph(sentence) for sentence in case.verdict]
    return section(f"Case: {case.metric}", paragraph(case.count, "muted"), steps, diagnosis, *verdict)
