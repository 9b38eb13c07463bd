"""A session as Markdown: the transcript with its times, what was remarked, and the review. Pure.

Everything said, typed or generated is escaped, so that any reader of CommonMark shows it letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from interviewer.export.values import Case, Exported, Metric, ModelAnswer, Quote, Remark, Review, State, Turn
from interviewer.export.wording import KINDS, NOTHING_SAID, SPEAKERS, STATES, clock, number, one_line

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$@])")
_LINKS = re.compile(r"(?i)(:)(?=//)|(\bwww)(\.)")
_OPENS = re.compile(r"^(\s*)(?:([-+=:])|(\d{1,9})([.)]))")
"""What makes a list, a heading or a rule of a line that begins with it."""


def markdown(exported: Exported) -> str:
    """The whole session."""
    return "\n".join(_lines(exported)).rstrip() + "\n"


def escaped(text: str) -> str:
    """A text in one line that is shown as it is, wherever it stands."""
    line = _SPECIAL.sub(r"\\\1", one_line(text))
    line = _LINKS.sub(lambda found: "\\:" if found[1] else f"{found[2]}\\.", line)
    return _OPENS.sub(_open, line)


def _open(found: re.Match[str]) -> str:
    return f"{found[1]}\\{found[2]}" if found[2] else f"{found[1]}{found[3]}\\{found[4]}"


def _lines(exported: Exported) -> Iterator[str]:
    yield f"# {escaped(exported.title)}"
    yield from ("", escaped(" · ".join(exported.details)))
    if exported.question:
        yield from ("", *_quoted(exported.question))
    for sentence in (*exported.notices, *exported.left_out):
        yield from ("", f"*{escaped(sentence)}*")
    if exported.review is not None:
        yield from _review(exported.review)
    yield from _headed("Remarks", (line for remark in exported.remarks for line in _remark(remark)))
    yield from _headed("Transcript", (line for turn in exported.turns for line in _turn(turn)))
    yield from _headed("Notes written during the interview", _paragraphs(exported.pad))
    yield from _headed("Figures", _figures(exported))
    yield from _headed("Model answer", (line for one in exported.model_answers for line in _model_answer(one)))


def _headed(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", f"## {title}", "", *found)


def _turn(turn: Turn) -> Iterator[str]:
    typed = ", typed" if turn.typed else ""
    yield f"**{SPEAKERS[turn.speaker]}** [{clock(turn.start)}{typed}] {_after(turn.text or NOTHING_SAID)}"
    yield ""


def _remark(remark: Remark) -> Iterator[str]:
    at = f" [{clock(remark.start)}]" if remark.start is not None else ""
    about = f", {escaped(remark.about)}" if remark.about else ""
    estimate = ", AI estimate" if remark.estimate else ""
    thought = f"; candidate {escaped(remark.thought)}" if remark.thought else ""
    by = f" ({escaped(remark.by)}{estimate}{thought})" if remark.by else ""
    yield f"- **{KINDS[remark.kind]}{about}**{at} {_after(remark.text)}{by}".rstrip()
    if remark.quote:
        yield f"  “{_after(remark.quote)}”"
    if remark.better:
        source = f" ({escaped(remark.source)})" if remark.source else ""
        yield f"  Better{source}: {_after(remark.better)}"
    if remark.drill:
        yield f"  Drill: {_after(remark.drill)}"


def _review(review: Review) -> Iterator[str]:
    estimate = " (AI estimate)" if review.estimate else ""
    yield from (
        "",
        f"## Review by {escaped(review.by)}{estimate}",
        "",
        f"**{escaped(review.call)}.** {_after(review.reason)}",
    )
    if review.own:
        yield from ("", escaped(review.own))
    if review.dimensions:
        yield from ("", "| Dimension | Score | Candidate’s own | Why |", "| --- | --- | --- | --- |")
        for one in review.dimensions:
            own = "" if one.own is None else str(one.own)
            score = one.words if one.score is None else f"{one.words} ({one.score} of 4)"
            yield _row(one.title, score, own, " ".join([one.why, *(_cited(quote) for quote in one.quotes)]))
    yield from _coverage(review)
    if review.phases:
        yield from ("", "| Phase | Planned | Spent |", "| --- | --- | --- |")
        for phase in review.phases:
            yield _row(phase.title, clock(phase.planned), "" if phase.spent is None else clock(phase.spent))
    if review.metrics:
        yield from ("", "| Metric | Heard | At | Model answer | Compared |", "| --- | --- | --- | --- | --- |")
        yield from (_metric(one) for one in review.metrics)
    for case in review.cases:
        yield from _case(case)


def _coverage(review: Review) -> Iterator[str]:
    if not review.items:
        return
    yield ""
    for item in review.items:
        mark = "x" if item.state is State.DONE else " "
        at = f" [{clock(item.at)}]" if item.at is not None else ""
        note = item.note or ("" if item.state is State.DONE else STATES[item.state])
        about = f" ({escaped(note)})" if note else ""
        question = f"{escaped(item.question)}: " if item.question else ""
        quote = f" “{_after(item.quote)}”" if item.quote else ""
        yield f"- [{mark}] {question}{_after(item.title)}{at}{about}{quote}"


def _metric(one: Metric) -> str:
    return _row(one.kind, one.heard, "" if one.at is None else clock(one.at), one.model, one.compared)


def _case(case: Case) -> Iterator[str]:
    yield from ("", f"### Case: {escaped(case.metric)}", "", escaped(case.count), "")
    yield from (f"{place}. {_after(step)}" for place, step in enumerate(case.steps, start=1))
    if case.diagnosis is not None:
        yield from ("", f"Diagnosis: {_after(_cited(case.diagnosis))}")
    yield from ("", *(escaped(sentence) for sentence in case.verdict))


def _figures(exported: Exported) -> Iterator[str]:
    if exported.figures:
        yield from ("| Group | Figure | Value | Note |", "| --- | --- | --- | --- |")
    for one in exported.figures:
        value = "" if one.value is None else f"{number(one.value)} {one.unit}".strip()
        yield _row(one.group, one.name, value, one.note)


def _model_answer(one: ModelAnswer) -> Iterator[str]:
    yield from (f"### {escaped(one.title)}", "")
    for title, text in one.parts:
        yield from (f"**{escaped(title)}**", "", *_paragraphs(text), "")


def _row(*cells: str) -> str:
    return "| " + " | ".join(escaped(cell) for cell in cells) + " |"


def _after(text: str) -> str:
    """A text behind other words of its line, where nothing makes a list of it."""
    return _LINKS.sub(lambda found: "\\:" if found[1] else f"{found[2]}\\.", _SPECIAL.sub(r"\\\1", one_line(text)))


def _cited(quote: Quote) -> str:
    return f"“{quote.text}”" + ("" if quote.at is None else f" ({clock(quote.at)})")


def _paragraphs(text: str) -> Iterator[str]:
    """Lines stay lines; each is a paragraph, as a blank line more does no harm."""
    for line in text.splitlines():
        if line.strip():
            yield from (escaped(line), "")


def _quoted(text: str) -> Iterator[str]:
    return (f"> {line}".rstrip() for line in _paragraphs(text))
