"""Checks what the schema of a pack cannot: that its parts fit together and can be said aloud. Pure, any thread."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from interviewer.content.locate import Path, Source
from interviewer.content.model import Common, FollowUp, Pack, Question, Round
from interviewer.errors import Problem

QUOTE_WORDS = 8
"""Room a quoting line leaves for a quote. With a longer one the line without quotes is said."""
ALIKE = 0.8
"""Share of common words from which two lines are taken for the same one."""

_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_STUMBLE = re.compile(r"[^\w\s.,?!'’:;-]|_|\b(?:e\.g|i\.e|etc|vs)\b\.?")
"""Marks and abbreviations that voices read out, swallow or spell."""

Finding = tuple[Path, str]


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
            problems += _placed(sources[f"rubric:{entry.id}"], _rubric(entry))
        if entry.follow_ups:
            problems += _placed(sources[f"follow_ups:{entry.id}"], _follow_ups(entry.follow_ups, entry, ()))
    for question in pack.questions:
        source = sources[f"question:{question.id}"]
        found = _question(question, rounds[question.round]) if question.round in rounds else _no_round(question, rounds)
        problems += _placed(source, _identity(question, source))
        problems += _placed(source, found)
    spoken = [(question.id, question.spoken) for question in pack.questions]
    for first, second in _alike(spoken):
        sentence = f"This question is nearly the same as “{first}”. Ask something else."
        problems.append(sources[f"question:{second}"].problem(("spoken",), sentence))
    return problems


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
        yield from _unique(part, [each.id for each in getattr(entry, part)])
    phases = {phase.id for phase in entry.phases}
    kinds = {kind.id for kind in entry.kinds}
    items = {item.id for item in entry.items}
    for number, phase in enumerate(entry.phases):
        yield from _known(("phases", number, "kinds"), "kind", phase.kinds, kinds)
        yield from _line(("phases", number, "nudge"), phase.nudge, entry.conduct.line_words)
    for number, item in enumerate(entry.items):
        if item.phase:
            yield from _known(("items", number, "phase"), "phase", [item.phase], phases)
    for number, quote in enumerate(entry.quotes):
        yield from _known(("quotes", number, "bridge_items"), "item", quote.bridge_items, items)
        yield from _quote(("quotes", number), quote.cues, quote.bridge)
        yield from _line(("quotes", number, "bridge"), quote.bridge, entry.conduct.line_words)


def _rubric(entry: Round) -> Iterator[Finding]:
    yield from _unique("dimensions", [dimension.id for dimension in entry.dimensions])
    items = [item.id for item in entry.items]
    for number, dimension in enumerate(entry.dimensions):
        yield from _known(("dimensions", number, "items"), "item", dimension.items, items)


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
            yield from _line(("lines", name, number), line, entry.conduct.line_words)
            if name == "time_call" and "{left}" not in line:
                yield ("lines", name, number), "A time call needs {left} where the time is said."


def _question(question: Question, entry: Round) -> Iterator[Finding]:
    most = entry.conduct.line_words
    yield from _line(("spoken",), question.spoken, most)
    yield from _line(("brief", "default"), question.brief.default, most)
    for number, fact in enumerate(question.brief.facts):
        yield from _line(("brief", "facts", number, "fact"), fact.fact, entry.conduct.fact_words)
    for grade, hint in zip(("nudge", "pointer", "partial"), question.hints.graded, strict=True):
        yield from _line(("hints", grade), hint, most)
    titles = tuple(section.title for section in question.model_answer)
    if entry.answer_parts and titles != entry.answer_parts:
        yield ("model_answer",), f"A model answer of this round has the parts: {', '.join(entry.answer_parts)}."
    yield from _follow_ups(question.follow_ups, entry, entry.follow_ups)


def _follow_ups(own: tuple[FollowUp, ...], entry: Round, shared: tuple[FollowUp, ...]) -> Iterator[Finding]:
    """What is wrong with the follow-ups of one file; `shared` are asked beside them."""
    numbers = {follow_up.id: number for number, follow_up in enumerate(own)}
    together = (*shared, *own)
    yield from _unique("follow_ups", [follow_up.id for follow_up in own])
    for number, follow_up in enumerate(own):
        if follow_up.id in {other.id for other in shared}:
            sentence = f"The id “{follow_up.id}” is that of a follow-up for every question of the round. Rename it."
            yield ("follow_ups", number, "id"), sentence
        for path, sentence in _follow_up(follow_up, {other.id for other in together}, entry):
            yield ("follow_ups", number, *path), sentence
    for first, second in _alike([(follow_up.id, follow_up.spoken) for follow_up in together]):
        if second in numbers:
            yield ("follow_ups", numbers[second], "spoken"), f"This follow-up asks nearly the same as “{first}”."


def _follow_up(follow_up: FollowUp, ids: set[str], entry: Round) -> Iterator[Finding]:
    roles = {kind.id: kind.role for kind in entry.kinds}
    yield from _known(("kind",), "kind", [follow_up.kind], roles)
    yield from _known(("item",), "item", [follow_up.item], {item.id for item in entry.items})
    yield from _known(("after",), "follow-up", follow_up.after, ids)
    yield from _line(("spoken",), follow_up.spoken, entry.conduct.line_words)
    quotes = _PLACEHOLDER.findall(follow_up.quoting)
    yield from _known(("quoting",), "quote", quotes, {quote.id for quote in entry.quotes})
    longest = entry.conduct.line_words - QUOTE_WORDS * len(quotes)
    yield from _line(("quoting",), _PLACEHOLDER.sub("", follow_up.quoting), longest)
    if follow_up.quoting and not quotes:
        yield ("quoting",), "This line quotes nothing. Name a quote of the round in braces, or leave it out."
    if roles.get(follow_up.kind) == "troubleshooting" and follow_up.case is None:
        yield ("kind",), "A troubleshooting follow-up needs a [follow_ups.case] to answer from."
    yield from _case(follow_up, entry)


def _case(follow_up: FollowUp, entry: Round) -> Iterator[Finding]:
    if follow_up.case is None:
        return
    slots = [slot.id for slot in entry.slots]
    for number, fact in enumerate(follow_up.case.facts):
        yield from _known(("case", "facts", number, "slot"), "slot", [fact.slot], slots)
        yield from _line(("case", "facts", number, "fact"), fact.fact, entry.conduct.fact_words)
    missing = [slot for slot in slots if slot not in {fact.slot for fact in follow_up.case.facts}]
    if missing:
        yield ("case", "facts"), f"The case has no fact for: {', '.join(missing)}."
    if not any(fact.signal for fact in follow_up.case.facts):
        yield ("case", "facts"), "No fact of the case points at its cause. Mark at least one as a signal."


def _line(path: Path, text: str, most_words: int) -> Iterator[Finding]:
    """What keeps a line from being said well; nothing for an empty one."""
    spoken = _PLACEHOLDER.sub("something", text)
    count = len(spoken.split())
    if count > most_words:
        yield path, f"This line has {count} words; at most {most_words} can be followed by ear."
    if spoken.count("?") > 1:
        yield path, "This line asks more than one question. Ask one at a time."
    if mark := _STUMBLE.search(spoken):
        yield path, f"A voice stumbles over “{mark[0]}”. Write it out in words."


def _unique(part: str, ids: list[str]) -> Iterator[Finding]:
    for number, entry_id in enumerate(ids):
        if entry_id in ids[:number]:
            yield (part, number, "id"), f"The id “{entry_id}” is used twice in {part}."


def _known(path: Path, what: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Finding]:
    known = list(known)
    for name in names:
        if name not in known:
            yield path, f"There is no {what} “{name}”. There is: {', '.join(known) or 'none'}."


def _alike(lines: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Pairs of ids whose lines share nearly all their words."""
    bags = [(name, frozenset(re.findall(r"\w+", line.lower()))) for name, line in lines]
    for number, (second, words) in enumerate(bags):
        for first, others in bags[:number]:
            if len(words & others) >= ALIKE * len(words | others):
                yield first, second
                break
