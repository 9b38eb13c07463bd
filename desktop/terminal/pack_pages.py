"""What `hotseat pack` shows of packs, rounds and questions, as lines of at most 80 columns and as JSON. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from interviewer.content.loader import Shelved
from interviewer.content.model import Case, FollowUp, Pack, Question, Round

WIDTH = 80
SPOILERS = "--spoilers shows the hidden case, what a strong answer contains and the model answer."


def number(count: int, name: str) -> str:
    """A count with its plural noun, or the singular: "1 question"."""
    return f"{count} {name.removesuffix('s') if count == 1 else name}"


def counts(pack: Pack) -> dict[str, int]:
    """How much there is in a pack."""
    follow_ups = [each for entry in pack.rounds for each in entry.follow_ups]
    follow_ups += [each for question in pack.questions for each in question.follow_ups]
    return {
        "rounds": len(pack.rounds),
        "questions": len(pack.questions),
        "cases": sum(each.case is not None for each in follow_ups),
        "follow-ups": len(follow_ups),
    }


# --- packs ------------------------------------------------------------------------------------------------------------


def origin(shelved: Shelved) -> str:
    """Where a pack is from, in words."""
    if not shelved.users:
        return "built in"
    return "yours instead of the built-in one" if shelved.replaces else "yours"


def listed(shelved: Shelved) -> dict[str, Any]:
    """A pack as one line of `list --json`."""
    pack = shelved.pack
    where = {"from": origin(shelved), "folder": str(shelved.folder)}
    return {"id": pack.id, "title": pack.title, "version": pack.version, **where, **counts(pack)}


def table(packs: Sequence[Shelved]) -> Iterator[str]:
    """The packs there are, one a line."""
    rows = [("ID", "VERSION", "ROUNDS", "QUESTIONS", "FROM", "TITLE")]
    for shelved in packs:
        pack = shelved.pack
        much = (str(len(pack.rounds)), str(len(pack.questions)))
        rows.append((pack.id, pack.version, *much, origin(shelved), pack.title))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def pack_fields(pack: Pack) -> dict[str, Any]:
    """A pack for `show --json`."""
    head = pack.model_dump(mode="json", include={"id", "title", "version", "language", "licence", "about"})
    questions = [
        question.model_dump(mode="json", include={"id", "title", "industry", "level", "difficulty"})
        for question in pack.questions
    ]
    rounds = [entry.model_dump(mode="json", include={"id", "title", "minutes"}) for entry in pack.rounds]
    return {**head, "rounds": rounds, "questions": questions}


def pack_page(pack: Pack) -> Iterator[str]:
    """A pack with its rounds and questions."""
    yield f"{pack.title} ({pack.id} {pack.version}, {pack.language}, {pack.licence})"
    yield from _text(pack.about)
    for entry in pack.rounds:
        questions = [question for question in pack.questions if question.round == entry.id]
        yield ""
        yield f"{entry.title} ({entry.id}), {entry.minutes:g} minutes, {number(len(questions), 'questions')}"
        for question in questions:
            yield from _text(f"{question.id}: {question.title} ({question.level}, {question.difficulty})", "  ", "    ")


# --- rounds -----------------------------------------------------------------------------------------------------------


def round_fields(pack: Pack, entry: Round) -> dict[str, Any]:
    """A round for `show --json`; follow-ups without what they hide."""
    questions = [question.id for question in pack.questions if question.round == entry.id]
    fields = entry.model_dump(mode="json", exclude={"follow_ups": {"__all__": {"case"}}})
    return {"pack": pack.id, **fields, "questions": questions}


def round_page(pack: Pack, entry: Round) -> Iterator[str]:
    """A round: its phases, kinds of follow-up, items, slots and dimensions."""
    yield f"{entry.title} ({pack.id}:{entry.id}), {entry.minutes:g} minutes"
    phases = {phase.id: phase.title for phase in entry.phases}
    yield from _list_of("Phases", (f"{phase.minutes:g} minutes: {phase.title}" for phase in entry.phases))
    kinds = (f"{kind.title}: at most {kind.most}" for kind in entry.kinds)
    yield from _list_of("Kinds of follow-up", kinds)
    items = (f"{item.title} ({phases.get(item.phase, 'throughout')}, {item.importance} of 10)" for item in entry.items)
    yield from _list_of("What a complete answer touches", items)
    yield from _list_of("What a case can be asked about", (slot.title for slot in entry.slots))
    dimensions = (
        f"{dimension.title}, weight {dimension.weight}{'' if dimension.core else ', only where there is evidence'}: "
        f"{dimension.about}"
        for dimension in entry.dimensions
    )
    yield from _list_of("What it is scored on", dimensions)
    yield from _follow_ups("Follow-ups for any question of the round", entry.follow_ups)


# --- questions --------------------------------------------------------------------------------------------------------


def question_fields(question: Question, *, spoilers: bool) -> dict[str, Any]:
    """A question for `show --json`."""
    hidden: dict[str, Any] = {"strong": True, "model_answer": True, "follow_ups": {"__all__": {"case"}}}
    fields: dict[str, Any] = question.model_dump(mode="json", exclude=None if spoilers else hidden)
    return fields


def question_page(question: Question, *, spoilers: bool) -> Iterator[str]:
    """A question with its brief, follow-ups and hints; what whoever practises should not see only as `spoilers`."""
    yield f"{question.title} ({question.id})"
    yield f"{question.industry}, {question.level}, {question.difficulty}"
    yield ""
    yield from _text(question.spoken)
    yield from _list_of("Answers to clarifying questions", (fact.fact for fact in question.brief.facts))
    yield from _text(f"Otherwise: {question.brief.default}", "  ")
    yield from _follow_ups("Follow-ups", question.follow_ups)
    yield from _list_of("Hints", question.hints.graded)
    if not spoilers:
        yield ""
        yield from _text(SPOILERS)
        return
    for follow_up in question.follow_ups:
        if follow_up.case is not None:
            yield from _case(follow_up.id, follow_up.case)
    yield from _list_of("A strong answer", question.strong)
    for section in question.model_answer:
        yield ""
        yield section.title
        yield from _text(section.text, "  ")


def _case(name: str, case: Case) -> Iterator[str]:
    yield ""
    yield f"Hidden case: {name}"
    for title, text in (("Metric", case.metric), ("Cause", case.cause), ("Action", case.action)):
        yield from _text(f"{title}: {text}", "  ")
    for fact in case.facts:
        yield from _text(f"{fact.slot} ({'signal' if fact.signal else 'noise'}): {fact.fact}", "  ")


def _follow_ups(title: str, follow_ups: Sequence[FollowUp]) -> Iterator[str]:
    """Lines by kind, in the order in which the kinds first come."""
    for kind in dict.fromkeys(follow_up.kind for follow_up in follow_ups):
        of_kind = (follow_up.spoken for follow_up in follow_ups if follow_up.kind == kind)
        yield from _list_of(f"{title}: {kind.replace('_', ' ')}", of_kind)


# --- lines ------------------------------------------------------------------------------------------------------------


def _list_of(title: str, entries: Iterable[str]) -> Iterator[str]:
    entries = list(entries)
    if entries:
        yield ""
        yield title
    for entry in entries:
        yield from _text(entry, "  - ", "    ")


def _text(text: str, first: str = "", rest: str | None = None) -> list[str]:
    """A text in lines of the page's width, indented."""
    after = first if rest is None else rest
    return textwrap.wrap(" ".join(text.split()), WIDTH, initial_indent=first, subsequent_indent=after)
