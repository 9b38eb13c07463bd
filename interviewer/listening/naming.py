"""Which metrics an answer names, and in which role: what a reader found, set right by how it was said. Pure.

A reader finds the words of a metric well and its role less well. Around the words stands what the speaker does with
them: puts them first, sets them beside, guards them or turns them down. That decides, where it is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from interviewer.content.model import Metrics
from interviewer.listening.metric_table import is_countable
from interviewer.listening.reader import Named, Sentence
from interviewer.listening.spoken import Spoken

NAMED = 0.45
"""Words less likely than this to be a metric are not taken for one."""
DOUBTFUL = 0.25
"""Less likely words are taken for one where what is said around them gives the role."""
SURE = 0.6
UNLIKELY = 0.2
SETS_GOALS = 0.2
"""Where a sentence is less likely to set a goal, its words name none."""
NAMES_METRICS = 0.4
"""The same of metrics, where nothing around the words gives the role."""
SURE_DIGITS = 2
"""Metrics are as sure as each other to so many decimal places."""
FELT = 0.9
"""From here on a feeling is taken for a metric that cannot be counted."""
BACK = 3
"""Sentences back in which a metric is looked for that is taken back."""
NEAR_WORDS = 14
"""What is said further off is not said of a metric."""
BACK_WORDS = 8
"""Words at the beginning of a sentence that can be said of the one before it."""
POINTING = frozenset(
    {"that", "that's", "that'd", "that'll", "this", "it's", "it'd", "it", "which", "as", "they", "these"}
)
"""Words with which something is said of what was just named."""
SPEAKER = frozenset({"i", "i'd", "i'll", "we", "we'd", "we'll"})
"""A name that has one of these inside begins after the verb: “tutors I'd watch hours per tutor”."""
ABBREVIATION = re.compile(r"[A-Z]{3}|(?:[A-Z][ .]?){3}")

METRIC_ROLES = MappingProxyType(
    {"north_star": "north_star", "secondary": "secondary_metrics", "guardrail": "guardrails"}
)
"""Roles of a metric, with the item that naming one does."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A metric or an objective in one sentence. Places are counted in words."""

    sentence: int
    role: str
    """north_star, secondary, guardrail or objective."""
    first: int
    last: int
    """After its last word."""
    chance: float
    cued: bool = False
    """Whether the words around it say the role."""


def claims(spoken: Sequence[Spoken], estimates: Sequence[Sentence], listens: Metrics) -> tuple[list[Claim], set[int]]:
    """What is claimed, in the order it was said, and the sentences that only turn metrics down."""
    found: list[Claim] = []
    refused: set[int] = set()
    for number, (sentence, estimate) in enumerate(zip(spoken, estimates, strict=True)):
        _take_back(found, refused, number, sentence, estimate.named, listens)
        _point_back(found, number, sentence, estimate, listens)
        named = _named(number, sentence, _among_goals(estimate), listens)
        metrics = [claim for claim in named if claim.role != "objective"]
        goals = [claim for claim in named if claim.role == "objective"] if _sets_goals(estimate) else []
        kept = list(_in_roles(_corrected(metrics, sentence, listens), sentence, estimate, listens))
        if metrics and not kept:
            refused.add(number)
        found += sorted([*kept, *goals], key=lambda each: each.first)
    return _one_first(found, estimates), refused


def _take_back(
    found: list[Claim],
    refused: set[int],
    number: int,
    sentence: Spoken,
    named: Iterable[Named],
    listens: Metrics,
) -> None:
    """Drop the last metric that was put first, if this sentence takes it back."""
    taken = sentence.matches(listens.taken_back, 0, BACK_WORDS)
    if not taken or any(sentence.within(each.begin, each.end)[1] <= taken[0][0] for each in named):
        return
    near = [claim for claim in found if claim.role in METRIC_ROLES and 0 < number - claim.sentence <= BACK]
    # What was turned down already needs no taking back.
    if near and near[-1].role == "north_star" and not any(near[-1].sentence < other < number for other in refused):
        found.remove(near[-1])
        refused.add(near[-1].sentence)


def _corrected(metrics: list[Claim], sentence: Spoken, listens: Metrics) -> list[Claim]:
    """Without a metric that is taken back before the next one is named; that one takes its place."""
    kept: list[Claim] = []
    for claim in metrics:
        if kept and sentence.matches(listens.taken_back, kept[-1].last, claim.first):
            kept[-1] = replace(claim, role=kept[-1].role)
        else:
            kept.append(claim)
    return kept


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
    return estimate.items.get("objectives", 0.0) >= SETS_GOALS


def _named(number: int, sentence: Spoken, named: Iterable[Named], listens: Metrics) -> list[Claim]:
    """What the reader found, cut to what is a name."""
    found: list[Claim] = []
    for each in named:
        first, last = sentence.within(each.begin, each.end)
        if each.chance < (NAMED if each.role == "objective" else DOUBTFUL) or first == last:
            continue
        if each.role != "objective":
            first, last = _trimmed(sentence, first, last, listens)
        else:
            first, last = _without_edges(sentence, first, last, listens)
        goes_on = bool(found) and found[-1].role == each.role == "north_star" and _goes_on(sentence, found[-1], first)
        if goes_on or (found and sentence.words[first : first + 1] == ("per",) and found[-1].last == first):
            found[-1] = replace(found[-1], last=max(found[-1].last, last))
        elif _says_something(sentence, first, last, listens):
            found.append(Claim(number, each.role, first, last, each.chance))
    return found


def _goes_on(sentence: Spoken, claim: Claim, first: int) -> bool:
    """Whether words belong to the metric before: “who come … and then stay”."""
    return sentence.words[claim.last : first] in (("and",), ("and", "then")) and bool(
        {"who", "that", "which"} & set(sentence.words[claim.first : claim.last])
    )


def _trimmed(sentence: Spoken, first: int, last: int, listens: Metrics) -> tuple[int, int]:
    """A metric begins with its head and ends before what is said of it."""
    heads, words = set(listens.heads), sentence.words
    speaker = [place for place in range(first, min(first + 4, last - 2)) if words[place] in SPEAKER]
    first = speaker[-1] + 2 if speaker else first
    for place in range(first + 1, min(first + 4, last)):
        inner = words[place] in heads and (words[place - 1] == "the" or words[place + 1 : place + 2] == ("of",))
        if words[place] == "the" and place + 1 < last and not {*words[first:place]} & {*heads, *listens.joints}:
            first = place
            break
        if inner and words[first] not in heads and "average" not in words[first:place]:
            first = place
            break
    if first >= 2 and words[first - 1] == "of" and words[first - 2] in heads:
        first -= 2
    relative = next((place for place in range(first, last) if words[place] in ("who", "that", "which")), last)
    verdict = next((place for place in range(first + 1, relative) if _is_verdict(words, place, listens)), last)
    # One word before a verb is no metric: “people don't block each other” is counted as a whole.
    last = _completed(sentence, first, last, listens) if verdict in (last, first + 1) else verdict
    return _without_edges(sentence, first, last, listens)


def _is_verdict(words: tuple[str, ...], place: int, listens: Metrics) -> bool:
    return words[place] in listens.verdicts or (
        words[place] in ("is", "are") and words[place + 1 : place + 2] in (("number",), ("my",), ("the",), ("our",))
    )


def _completed(sentence: Spoken, first: int, last: int, listens: Metrics) -> int:
    """A name that ends in the middle of a phrase goes on to the end of it."""
    bare = last - first == 1 and sentence.words[first] in listens.heads
    if not bare and sentence.words[last - 1] not in listens.joints:
        return last
    while last < len(sentence.words) and last - first < NEAR_WORDS:
        if sentence.marked[last] or sentence.words[last] in listens.goal_ends:
            break
        last += 1
    return last


def _without_edges(sentence: Spoken, first: int, last: int, listens: Metrics) -> tuple[int, int]:
    edges = set(listens.joints)
    while first < last and sentence.words[first] in edges and sentence.words[first] != "per":
        first += 1
    while first < last and sentence.words[last - 1] in edges:
        last -= 1
    return first, last


def _says_something(sentence: Spoken, first: int, last: int, listens: Metrics) -> bool:
    words = [word for word in sentence.words[first:last] if word not in listens.small_words]
    return (
        any(len(word.replace("'", "")) > 3 for word in words)
        or ABBREVIATION.search(sentence.said(first, last)) is not None
    )


def _in_roles(named: list[Claim], sentence: Spoken, estimate: Sentence, listens: Metrics) -> Iterator[Claim]:
    """Claims in the roles the sentence gives them, without those it turns down."""
    before_role, begin = "", 0
    for place, claim in enumerate(named):
        until = named[place + 1].first if place + 1 < len(named) else len(sentence.words)
        stop = _stop(sentence, claim.last, until)
        before, after = (max(begin, claim.first - NEAR_WORDS), claim.first), (claim.last, stop)
        begin = stop
        if _is_turned_down(sentence, before, after, claim, listens):
            continue
        # Where nothing parts two metrics, what stands between them is said of the second, but for a verb of the first.
        shared = stop == until < len(sentence.words)
        cued = _cued(sentence, claim, before, (after[0], after[0] + 1) if shared else after, listens)
        if not cued and before_role and set(sentence.words[slice(*before)]) <= set(listens.joints):
            cued = before_role
        before_role = cued if cued != "north_star" else ""
        if cued:
            yield replace(claim, role=cued, cued=True)
        elif claim.chance < NAMED:
            continue
        elif claim.chance >= FELT and not is_countable(sentence.said(claim.first, claim.last), listens):
            yield claim
        elif max((estimate.items.get(item, 0.0) for item in METRIC_ROLES.values()), default=0.0) >= NAMES_METRICS:
            yield replace(claim, role=_role(claim.role, estimate))


def _stop(sentence: Spoken, last: int, until: int) -> int:
    """Where what is said of a metric after it ends: at the next mark or “and”, but for “…, that's my …”."""
    place = last
    while place < until:
        breaks = sentence.marked[place] or sentence.words[place] in ("and", "but", "because", "since")
        points = place == last and sentence.words[place] in POINTING
        if place - last >= NEAR_WORDS or (breaks and not points):
            break
        place += 1
    return place


def _is_turned_down(
    sentence: Spoken, before: tuple[int, int], after: tuple[int, int], claim: Claim, listens: Metrics
) -> bool:
    ahead = sentence.matches(listens.turned_down, before[0], min(claim.first + 2, claim.last))
    around = _around(sentence, listens.turned_down, claim, before, after)
    behind = _begun(sentence, listens.turned_down, after)
    if ahead or around or behind or sentence.matches(listens.wished, 0, claim.first):
        return True
    near = [last for _, last in sentence.matches(listens.instead_of, *before)]
    return bool(near) and set(sentence.words[max(near) : before[1]]) <= set(listens.joints)


def _around(
    sentence: Spoken, texts: Iterable[str], claim: Claim, before: tuple[int, int], after: tuple[int, int]
) -> list[tuple[int, int]]:
    """What cues match with the words of a metric in their middle, “keep … from falling”."""
    matches = sentence.matches(texts, before[0], after[1])
    return [match for match in matches if match[0] < claim.first and match[1] > claim.last]


def _begun(sentence: Spoken, texts: Iterable[str], stretch: tuple[int, int]) -> list[tuple[int, int]]:
    """What cues match from a stretch on, “first and foremost” as a whole."""
    matches = sentence.matches(texts, stretch[0], min(len(sentence.words), stretch[1] + NEAR_WORDS))
    return [match for match in matches if match[0] < stretch[1]]


def _cued(sentence: Spoken, claim: Claim, before: tuple[int, int], after: tuple[int, int], listens: Metrics) -> str:
    """The role said after the words, or else the one said last before them; empty if there is none."""
    known = {"north_star": listens.first, "secondary": listens.further, "guardrail": listens.harmless}
    said_after: list[tuple[int, int, str]] = []
    said_before: list[tuple[int, int, str]] = []
    for role, texts in known.items():
        matches = _begun(sentence, texts, after) + _around(sentence, texts, claim, before, after)
        said_after += [(first, last, role) for first, last in matches]
        # Of two that end together the longer says more: “above every other number”.
        said_before += [(last, -first, role) for first, last in sentence.matches(texts, *before)]
    role = min(said_after)[2] if said_after else max(said_before)[2] if said_before else ""
    # “Also” is said of what is guarded too.
    return "guardrail" if role == "secondary" and claim.role == "guardrail" else role


def _role(role: str, estimate: Sentence) -> str:
    """The role of words in a sentence that does just one thing: what it does is surer than what single words do."""
    chances = {other: estimate.items.get(item, 0.0) for other, item in METRIC_ROLES.items()}
    best = max(chances, key=lambda other: chances[other])
    sure = role in chances and chances[best] >= SURE and chances[role] < UNLIKELY
    return best if sure else role


def _one_first(found: list[Claim], estimates: Sequence[Sentence]) -> list[Claim]:
    """One metric only is put first: the surest of those said to be, or else of all; of two as sure the later.

    Others that seemed to be are replaced by it when they came before, and stand beside it when they come after.
    """
    firsts = [(claim, place) for place, claim in enumerate(found) if claim.role == "north_star"]
    if not firsts:
        return found
    pool = [each for each in firsts if each[0].cued] or firsts
    chosen, chosen_place = max(pool, key=lambda each: (round(_sureness(each[0], estimates), SURE_DIGITS), each[1]))
    kept: list[Claim] = []
    for place, claim in enumerate(found):
        if claim.role != "north_star" or claim is chosen:
            kept.append(claim)
        elif not claim.cued and claim.sentence != chosen.sentence:
            items = estimates[claim.sentence].items
            others = {role: items.get(METRIC_ROLES[role], 0.0) for role in ("secondary", "guardrail")}
            role = max(others, key=lambda each: others[each])
            if place > chosen_place or others[role] >= UNLIKELY:
                kept.append(replace(claim, role=role))
    return kept


def _sureness(claim: Claim, estimates: Sequence[Sentence]) -> float:
    """From 0 to 1: that a metric is put first by its sentence, and that its words name it."""
    return estimates[claim.sentence].items.get("north_star", 0.0) * claim.chance
