"""Which metrics an answer names, and in which role: what a reader found, set right by how it was said. Pure.

A reader finds the words of a metric well and its role less well. Around the words stands what the speaker does with
them: puts them first, sets them beside, guards them or turns them down. That decides, where it is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from interviewer.content.model import Metrics
from interviewer.listening.claim import DOUBTFUL, METRIC_ROLES, NAMED, SURE, Claim
from interviewer.listening.headings import headings
from interviewer.listening.lost import fragment, framed, last_of_row
from interviewer.listening.mentions import goes_on, on_their_own
from interviewer.listening.names import NEAR_WORDS, POINTING, SPEAKER, parts, says_something, trimmed, without_edges
from interviewer.listening.reader import Named, Sentence
from interviewer.listening.refusals import corrected, take_back
from interviewer.listening.roles import in_roles
from interviewer.listening.spoken import Spoken
from interviewer.listening.surroundings import BACK_WORDS
from interviewer.listening.whole import one_first

SETS_GOALS = 0.2
"""Where a sentence is less likely to set a goal, its words name none."""


def claims(spoken: Sequence[Spoken], estimates: Sequence[Sentence], listens: Metrics) -> tuple[list[Claim], set[int]]:
    """What is claimed, in the order it was said, and the sentences that only turn metrics down."""
    found: list[Claim] = []
    refused: set[int] = set()
    under = headings(spoken, estimates, listens)
    for number, (sentence, estimate) in enumerate(zip(spoken, estimates, strict=True)):
        # Whoever asks himself and says no takes nothing back.
        if number == 0 or not spoken[number - 1].text.rstrip().endswith("?"):
            take_back(found, refused, number, sentence, estimate.named, listens)
        _point_back(found, number, sentence, estimate, listens)
        named = _named(number, sentence, _among_goals(estimate), listens)
        metrics = [claim for claim in named if claim.role != "objective"]
        goals = [claim for claim in named if claim.role == "objective"] if _sets_goals(estimate) else []
        goals = [claim for claim in goals if not _is_unwanted(sentence, claim, listens)]
        metrics = list(on_their_own(metrics, sentence, listens))
        metrics += last_of_row(metrics, goals, sentence, listens)
        metrics = metrics or fragment(number, sentence, estimate, listens)
        metrics = metrics or framed(number, sentence, estimate, listens)
        kept = list(in_roles(corrected(metrics, sentence, listens), sentence, estimate, under[number], listens))
        if metrics and not kept:
            refused.add(number)
        found += sorted([*kept, *goals], key=lambda each: each.first)
    return one_first(found, estimates), refused


def _is_unwanted(sentence: Spoken, goal: Claim, listens: Metrics) -> bool:
    """Whether a goal is said to be none."""
    before = sentence.matches(listens.unwanted, max(0, goal.first - NEAR_WORDS), goal.first)
    near = [last for _, last in before if not SPEAKER & set(sentence.words[last : goal.first])]
    return bool(near or sentence.matches(listens.unwanted, goal.first, goal.first + 1))


def _point_back(found: list[Claim], number: int, sentence: Spoken, estimate: Sentence, listens: Metrics) -> None:
    """Put the metric of the sentence before first, if this one says that it is: “It is my north star.”"""
    points = sentence.words[:1] and sentence.words[0] in POINTING and not estimate.named
    if not points or not found or found[-1].sentence != number - 1 or found[-1].role == "objective":
        return
    if sentence.matches(listens.first, 0, BACK_WORDS) and not sentence.matches(listens.turned_down):
        found[-1] = replace(found[-1], role="north_star", cued=True)


def _among_goals(estimate: Sentence) -> list[Named]:
    """What was found, where a sentence sets goals rather than guards a metric its doubtful words as goals."""
    aims = any(each.role == "objective" for each in estimate.named)
    sets = estimate.items.get("objectives", 0.0)
    return [
        replace(each, role="objective")
        if aims
        and each.role != "objective"
        and each.chance < SURE
        and sets > estimate.items.get(METRIC_ROLES[each.role], 0.0)
        else each
        for each in estimate.named
    ]


def _sets_goals(estimate: Sentence) -> bool:
    chances = estimate.items
    return chances.get("objectives", 0.0) >= SETS_GOALS or chances.get("objectives_prioritised", 0.0) >= SURE


def _named(number: int, sentence: Spoken, named: Iterable[Named], listens: Metrics) -> list[Claim]:
    """What the reader found, cut to what is a name."""
    found: list[Claim] = []
    for each in named:
        if each.chance < (NAMED if each.role == "objective" else DOUBTFUL):
            continue
        begin, end = sentence.within(each.begin, each.end)
        stretches = [(begin, end)] if each.role == "objective" else parts(sentence, begin, end, listens)
        cut = without_edges if each.role == "objective" else trimmed
        for first, last in (cut(sentence, *stretch, listens) for stretch in stretches if stretch[0] < stretch[1]):
            continued = bool(found) and found[-1].role == each.role and goes_on(sentence, found[-1], first)
            # The reader cuts “10,000” in two.
            cut_short = bool(found) and first < found[-1].last < last
            rate = bool(found) and sentence.words[first : first + 1] == ("per",) and found[-1].last == first
            if continued or cut_short or rate:
                found[-1] = replace(found[-1], last=max(found[-1].last, last))
            elif says_something(sentence, first, last, listens):
                found.append(Claim(number, each.role, first, last, each.chance))
    return found
