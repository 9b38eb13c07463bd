"""Goals that are counted off or put as clauses, which a reader that sees one sentence at a time loses. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.content.model import Metrics
from interviewer.listening.claim import METRIC_ROLES, Claim
from interviewer.listening.reader import Sentence
from interviewer.listening.spoken import Spoken

SET = 0.35
"""A sentence estimated at least so high to set a goal opens a row of them."""
SEEMS = 0.1
"""A lower estimate is not believed of a sentence within a row."""
OTHER = 0.5
"""From here on a sentence does something else."""
OF_GOALS = frozenset({"objectives", "objectives_prioritised", "segments"})
"""Items that a goal can look like: it speaks of users, and of what comes first."""
FEWEST_WORDS = 3
MOST_WORDS = 20
APART = 3
"""Sentences that may lie between two goals of a row."""
CHANCE = 0.8


def goals(
    spoken: Sequence[Spoken], estimates: Sequence[Sentence], named: Sequence[Claim], listens: Metrics
) -> list[Claim]:
    """The objectives of an answer: those the reader named, and those the way of speaking gives away."""
    kept = [claim for claim in named if claim.role == "objective"]
    for number, first, last in _counted_off(spoken, estimates, kept, listens):
        kept = _with(kept, Claim(number, "objective", first, last, CHANCE, cued=True))
    for number, first, last in _listed(spoken, estimates, named, listens):
        kept = _with(kept, Claim(number, "objective", first, last, CHANCE, cued=True))
    for number, first, last in _after_colon(spoken, estimates, kept, listens):
        kept = _with(kept, Claim(number, "objective", first, last, CHANCE, cued=True))
    for number, sentence in enumerate(spoken):
        if any(claim.sentence == number for claim in named) or _does_other(estimates[number]):
            continue
        for begins, ends in sentence.quotes(listens.goals)[:1]:
            first, last = _clause(sentence, begins, ends, listens)
            sets = estimates[number].items.get("objectives", 0.0) >= SET or sentence.words[first - 1] == "that"
            if last - first >= FEWEST_WORDS and sets:
                kept = _with(kept, Claim(number, "objective", first, last, CHANCE, cued=True))
    return kept


def _with(kept: list[Claim], goal: Claim) -> list[Claim]:
    """The claims with one more; where the reader named most of it already, its words stand."""
    same = [
        each for each in kept if each.sentence == goal.sentence and each.first < goal.last and each.last > goal.first
    ]
    for each in same:
        inside = goal.first <= each.first and each.last <= goal.last + 1
        if inside and not each.cued and 2 * (each.last - each.first) >= goal.last - goal.first:
            return [other for other in kept if other is each or other not in same]
    if any(each.cued for each in same):
        return kept
    return sorted([*(each for each in kept if each not in same), goal], key=lambda each: (each.sentence, each.first))


def _counted_off(
    spoken: Sequence[Spoken], estimates: Sequence[Sentence], named: list[Claim], listens: Metrics
) -> list[tuple[int, int, int]]:
    """Goals marked as the first, the second and so on, in one sentence or in several."""
    found: list[tuple[int, int, int]] = []
    due, at, opened = 0, 0, -APART
    for number, sentence in enumerate(spoken):
        if sentence.matches(listens.opened) or estimates[number].items.get("objectives", 0.0) >= SET:
            opened = number
        marks = [
            (first, last, order)
            for order, texts in enumerate(listens.numbering)
            for first, last in sentence.matches(texts)
            if _at_a_start(sentence, first, last, listens)
        ]
        marks = [mark for mark in sorted(marks) if not any(
            other[0] <= mark[0] and other[1] >= mark[1] and other != mark for other in marks)]  # fmt: skip
        for place, (_, after, order) in enumerate(marks):
            begin = _after_leads(sentence, after, listens)
            end = marks[place + 1][0] if place + 1 < len(marks) else len(sentence.words)
            first, last = _clause(sentence, begin, end, listens)
            if begin < end and not sentence.marked[begin] and sentence.words[begin] in listens.choosing:
                continue
            starts = order == 0 and number - opened <= 1 and due == 0 and not _does_other(estimates[number])
            follows = due > 0 and order == due and number - at <= APART and not _measures(estimates[number])
            if (starts or follows) and last - first >= FEWEST_WORDS:
                found.append((number, first, last))
                due, at = order + 1, number
    sets = any(estimates[number].items.get("objectives", 0.0) >= SET for number, _, _ in found)
    return found if len(found) > 1 and sets else []


def _at_a_start(sentence: Spoken, first: int, last: int, listens: Metrics) -> bool:
    """Whether a mark stands where a goal may begin: “second that …”, “and third, …”."""
    if first == 0 or sentence.marked[first] or sentence.words[first - 1] in (*listens.goal_leads, "year", "the"):
        return True
    return (
        sentence.words[last : last + 1] == ("that",)
        or sentence.words[last - 1] == "all"
        or (last - first > 1 and sentence.words[first] in listens.goal_leads)
    )


def _after_leads(sentence: Spoken, place: int, listens: Metrics) -> int:
    while place < len(sentence.words) and sentence.words[place] in listens.goal_leads:
        place += 1
    return place


def _clause(sentence: Spoken, first: int, last: int, listens: Metrics) -> tuple[int, int]:
    """A goal from its first word to where something else is said."""
    first = _after_leads(sentence, first, listens)
    end = next((place for place in range(first, last) if sentence.words[place] in listens.goal_ends), last)
    full = next((place for place in range(first + 1, end) if sentence.marked[place] and _full(sentence, place)), end)
    end = min(end, full, first + MOST_WORDS)
    while end > first and sentence.words[end - 1] in ("and", "then", "so", "the", "my", "a", "number"):
        end -= 1
    return first, end


def _full(sentence: Spoken, place: int) -> bool:
    return any(mark in sentence.between(place) for mark in ".;:!?")


def _measures(estimate: Sentence) -> bool:
    return any(estimate.items.get(item, 0.0) >= OTHER for item in METRIC_ROLES.values())


def _does_other(estimate: Sentence) -> bool:
    """Whether a sentence measures, or does something else and sets no goal."""
    if _measures(estimate):
        return True
    others = (chance for item, chance in estimate.items.items() if item not in OF_GOALS)
    return estimate.items.get("objectives", 0.0) < SET and max(others, default=0.0) >= OTHER


def _after_colon(
    spoken: Sequence[Spoken], estimates: Sequence[Sentence], kept: list[Claim], listens: Metrics
) -> list[tuple[int, int, int]]:
    """Goals after the colon of a sentence that opens a row of them, where the reader named none."""
    found: list[tuple[int, int, int]] = []
    for number, sentence in enumerate(spoken):
        colon = next((place for place in range(1, len(sentence.words)) if ":" in sentence.between(place)), 0)
        seems = estimates[number].items.get("objectives", 0.0) >= SEEMS and not _measures(estimates[number])
        if not colon or not seems or any(claim.sentence == number for claim in kept):
            continue
        if not sentence.matches(listens.opened, 0, colon):
            continue
        starts = [colon, *(place for place in range(colon + 1, len(sentence.words)) if sentence.marked[place])]
        for begin, end in zip(starts, [*starts[1:], len(sentence.words)], strict=True):
            first, last = _clause(sentence, begin, end, listens)
            if last - first >= FEWEST_WORDS:
                found.append((number, first, last))
    return found


def _listed(
    spoken: Sequence[Spoken], estimates: Sequence[Sentence], named: Sequence[Claim], listens: Metrics
) -> list[tuple[int, int, int]]:
    """Goals one a sentence, after one that says that goals follow; and the last of a row, after an “and”."""
    found: list[tuple[int, int, int]] = []
    open_row, counted = False, 0
    for number, sentence in enumerate(spoken):
        opens = bool(sentence.matches(listens.opened))
        mine = [claim for claim in named if claim.sentence == number]
        if opens and (sentence.text.rstrip().endswith(("?", ":", ".")) or mine):
            open_row, counted = True, sum(claim.role == "objective" for claim in mine)
            continue
        if not open_row:
            continue
        items = estimates[number].items
        others = {item: chance for item, chance in items.items() if item not in OF_GOALS - {"objectives_prioritised"}}
        first, last = _clause(sentence, 0, len(sentence.words), listens)
        member = (
            FEWEST_WORDS <= last - first <= MOST_WORDS
            and max(others.values(), default=0.0) < OTHER
            and not sentence.text.rstrip().endswith("?")
            and (sentence.words[0] == "and" or sentence.words[0] not in (*listens.choosing, *listens.goal_ends))
            and (items.get("objectives", 0.0) >= SEEMS or (counted > 0 and sentence.words[0] == "and"))
            and not sentence.matches(listens.no_goal)
            and estimates[number].announces < OTHER
            and not sentence.matches(listens.chosen)
        )
        if not member or counted >= 4:
            open_row = False
            continue
        if not any(claim.role == "objective" for claim in mine):
            found.append((number, first, last))
        counted += 1
        if sentence.words[0] == "and":
            open_row = False
    return found
