"""Checks what the schema of a pack cannot: that its parts fit together and can be said aloud. Pure, any thread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from interviewer.content import cues
from interviewer.content.alike import alike, alike_by_rarity
from interviewer.content.check_rubric import rubric, unjudged
from interviewer.content.findings import PLACEHOLDER, Finding, known, spoken_line, unique
from interviewer.content.locate import Path, Source
from interviewer.content.model import Case, Common, FollowUp, Pack, Question, Round
from interviewer.errors import Problem

QUOTE_WORDS = 8
"""Room a quoting line leaves for a quote. With a longer one the line without quotes is said."""


def check_pack(pack: Pack, sources: Mapping[str, Source]) -> list[Problem]:
    """All that is wrong with a pack, in the order of its files.

    Args:
        sources: where each part came from, by `pack`, `common`, `round:<id>`, `rubric:<id>`, `follow_ups:<id>` and
            `question:<id>`.
    """
    rounds = {entry.id: entry for entry in pack.rounds}
    problems: list[Problem] = []
    if pack.common is not None:
        problems += _placed(sources["common"], _lines(pack.common, None))
    for entry in pack.rounds:
        problems += _placed(sources[f"round:{entry.id}"], _round(entry))
        problems += _placed(sources[f"round:{entry.id}"], _lines(entry, pack.common))
        if entry.dimensions:
            problems += _placed(_source_of("rubric", entry, sources), rubric(entry))
            problems += _placed(sources[f"round:{entry.id}"], unjudged(entry))
        if entry.follow_ups:
            problems += _placed(_source_of("follow_ups", entry, sources), _follow_ups(entry.follow_ups, entry, ()))
    for question in pack.questions:
        source = sources[f"question:{question.id}"]
        found = _question(question, rounds[question.round]) if question.round in rounds else _no_round(question, rounds)
        problems += _placed(source, _identity(question, source))
        problems += _placed(source, found)
    spoken = [(question.id, question.spoken) for question in pack.questions]
    for first, second in alike_by_rarity(spoken):
        sentence = f"This question is nearly the same as “{first}”. Ask something else."
        problems.append(sources[f"question:{second}"].problem(("spoken",), sentence))
    return problems


def _source_of(part: str, entry: Round, sources: Mapping[str, Source]) -> Source:
    """The file of a part of a round: its own, or the round's where the round says it itself."""
    return sources.get(f"{part}:{entry.id}", sources[f"round:{entry.id}"])


def _placed(source: Source, findings: Iterable[Finding]) -> list[Problem]:
    return [source.problem(path, sentence) for path, sentence in findings]


def _identity(question: Question, source: Source) -> Iterator[Finding]:
    round_id, slug = question.id.split("/")
    if round_id != question.round:
        yield ("id",), f"The id begins with “{round_id}”, but the question belongs to the round “{question.round}”."
    if not source.file.endswith(f"/{slug}.toml"):
        yield ("id",), f"The file of this question has to be called {slug}.toml."


def _no_round(question: Question, rounds: Mapping[str, Round]) -> Iterator[Finding]:
    yield (
        ("round",),
        f"There is no round “{question.round}” in this pack. It has: {', '.join(sorted(rounds)) or 'none'}.",
    )


def _round(entry: Round) -> Iterator[Finding]:
    total = sum(phase.minutes for phase in entry.phases)
    if abs(total - entry.minutes) > 0.01:
        yield ("phases",), f"The phases last {total:g} minutes together, but the round lasts {entry.minutes:g}."
    for part in ("phases", "kinds", "items", "quotes", "slots"):
        yield from unique(part, [each.id for each in getattr(entry, part)])
    phases = {phase.id for phase in entry.phases}
    kinds = {kind.id for kind in entry.kinds}
    items = {item.id for item in entry.items}
    for number, phase in enumerate(entry.phases):
        yield from known(("phases", number, "kinds"), "kind", phase.kinds, kinds)
        yield from spoken_line(("phases", number, "nudge"), phase.nudge, entry.conduct.line_words)
    for number, item in enumerate(entry.items):
        if item.phase:
            yield from known(("items", number, "phase"), "phase", [item.phase], phases)
    for number, quote in enumerate(entry.quotes):
        yield from known(("quotes", number, "bridge_items"), "item", quote.bridge_items, items)
        yield from _quote(("quotes", number), quote.cues, quote.bridge)
        yield from spoken_line(("quotes", number, "bridge"), quote.bridge, entry.conduct.line_words)


def _quote(path: Path, cues: tuple[str, ...], bridge: str) -> Iterator[Finding]:
    for number, cue in enumerate(cues):
        if cue.split().count("{}") != 1:
            yield (*path, "cues", number), "This cue needs exactly one {} for the words to quote."
    if bridge and bridge.count("{}") != 1:
        yield (*path, "bridge"), "The bridge needs exactly one {} for the quoted words."


def _lines(entry: Round | Common, common: Common | None) -> Iterator[Finding]:
    """What is wrong with lines that are not simply those of `common`."""
    for name in type(entry.lines).model_fields:
        wordings = getattr(entry.lines, name)
        if common is not None and wordings == getattr(common.lines, name):
            continue
        for number, line in enumerate(wordings):
            yield from spoken_line(("lines", name, number), line, entry.conduct.line_words)
            if name == "time_call" and "{left}" not in line:
                yield ("lines", name, number), "A time call needs {left} where the time is said."


def _question(question: Question, entry: Round) -> Iterator[Finding]:
    most = entry.conduct.line_words
    yield from spoken_line(("spoken",), question.spoken, most)
    yield from spoken_line(("brief", "default"), question.brief.default, most)
    for number, fact in enumerate(question.brief.facts):
        yield from spoken_line(("brief", "facts", number, "fact"), fact.fact, entry.conduct.fact_words)
    for grade, hint in zip(("nudge", "pointer", "partial"), question.hints.graded, strict=True):
        yield from spoken_line(("hints", grade), hint, most)
    titles = tuple(section.title for section in question.model_answer)
    if entry.answer_parts and titles != entry.answer_parts:
        yield ("model_answer",), f"A model answer of this round has the parts: {', '.join(entry.answer_parts)}."
    yield from _follow_ups(question.follow_ups, entry, entry.follow_ups)


def _follow_ups(own: tuple[FollowUp, ...], entry: Round, shared: tuple[FollowUp, ...]) -> Iterator[Finding]:
    """What is wrong with the follow-ups of one file; `shared` are asked beside them."""
    numbers = {follow_up.id: number for number, follow_up in enumerate(own)}
    together = (*shared, *own)
    yield from unique("follow_ups", [follow_up.id for follow_up in own])
    for number, follow_up in enumerate(own):
        if follow_up.id in {other.id for other in shared}:
            sentence = f"The id “{follow_up.id}” is that of a follow-up for every question of the round. Rename it."
            yield ("follow_ups", number, "id"), sentence
        for path, sentence in _follow_up(follow_up, {other.id for other in together}, entry):
            yield ("follow_ups", number, *path), sentence
    for first, second in alike(_spoken(own), _spoken(shared)):
        yield ("follow_ups", numbers[second], "spoken"), f"This follow-up asks nearly the same as “{first}”."


def _spoken(follow_ups: tuple[FollowUp, ...]) -> list[tuple[str, str]]:
    return [(follow_up.id, follow_up.spoken) for follow_up in follow_ups]


def _follow_up(follow_up: FollowUp, ids: set[str], entry: Round) -> Iterator[Finding]:
    roles = {kind.id: kind.role for kind in entry.kinds}
    yield from known(("kind",), "kind", [follow_up.kind], roles)
    yield from known(("item",), "item", [follow_up.item], {item.id for item in entry.items})
    yield from known(("after",), "follow-up", follow_up.after, ids)
    yield from spoken_line(("spoken",), follow_up.spoken, entry.conduct.line_words)
    quotes = PLACEHOLDER.findall(follow_up.quoting)
    yield from known(("quoting",), "quote", quotes, {quote.id for quote in entry.quotes})
    longest = entry.conduct.line_words - QUOTE_WORDS * len(quotes)
    yield from spoken_line(("quoting",), PLACEHOLDER.sub("", follow_up.quoting), longest)
    if follow_up.quoting and not quotes:
        yield ("quoting",), "This line quotes nothing. Name a quote of the round in braces, or leave it out."
    if roles.get(follow_up.kind) == "troubleshooting" and follow_up.case is None:
        yield ("kind",), "A troubleshooting follow-up needs a [follow_ups.case] to answer from."
    if follow_up.case is not None:
        for path, sentence in _case(follow_up.case, entry):
            yield ("case", *path), sentence
        yield from _tells(("spoken",), follow_up.spoken, follow_up.case, "The line that opens the case")


def _case(case: Case, entry: Round) -> Iterator[Finding]:
    slots = [slot.id for slot in entry.slots]
    for number, fact in enumerate(case.facts):
        path = ("facts", number, "fact")
        yield from known(("facts", number, "slot"), "slot", [fact.slot], slots)
        yield from spoken_line(path, fact.fact, entry.conduct.fact_words)
        if not fact.signal:
            yield from _tells(path, fact.fact, case, "A fact that is no signal")
    missing = [slot for slot in slots if slot not in {fact.slot for fact in case.facts}]
    if missing:
        yield ("facts",), f"The case has no fact for: {', '.join(missing)}."
    if not any(fact.signal for fact in case.facts):
        yield ("facts",), "No fact of the case points at its cause. Mark at least one as a signal."
    for part, what in (("cause", case.cause_cues), ("action", case.action_cues)):
        if not what:
            yield (part,), f"Nothing says how a candidate may name the {part}. Give its cues as “{part}_cues”."


def _tells(path: Path, text: str, case: Case, what: str) -> Iterator[Finding]:
    match = cues.first(case.cause_cues, cues.plain(text))
    if match is not None:
        yield path, f"{what} names the cause of the case (“{match[0]}”). Say less, or narrow the cause's cues."
