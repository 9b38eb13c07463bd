"""Cuts what names a metric to its name: from its head to what is said of it. Pure."""

from __future__ import annotations

import re

from interviewer.content.model import Metrics
from interviewer.listening.spoken import Spoken

NEAR_WORDS = 14
"""What is said further off is not said of a metric, and no name is longer."""
POINTING = frozenset(
    {"that", "that's", "that'd", "that'll", "this", "it's", "it'd", "it", "which", "as", "they", "these"}
)
"""Words with which something is said of what was just named."""
SPEAKER = frozenset({"i", "i'd", "i'll", "we", "we'd", "we'll"})
"""A name that has one of these inside begins after the verb: “tutors I'd watch hours per tutor”."""
TOPICAL = frozenset({"for", "on"})
"""What stands between one of these and a metric is what it is about: “for business the margin per meal”."""
ABBREVIATION = re.compile(r"[A-Z]{3}|(?:[A-Z][ .]?){3}")


def trimmed(sentence: Spoken, first: int, last: int, listens: Metrics) -> tuple[int, int]:
    """A metric begins with its head and ends before what is said of it."""
    heads, words = set(listens.heads), sentence.words
    speaker = [place for place in range(first, min(first + 4, last - 2)) if words[place] in SPEAKER]
    first = speaker[-1] + 2 if speaker else first
    topic = first > 0 and words[first - 1] in TOPICAL
    for place in range(first + 1, min(first + 4, last)):
        of = topic and words[place + 1 : place + 2] == ("of",)
        inner = words[place] in heads and (words[place - 1] == "the" or of)
        named = {*words[first:place]} & {*heads, *listens.joints}
        if topic and words[place] == "the" and place + 1 < last and not named:
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
    return without_edges(sentence, first, last, listens)


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
        if sentence.marked[last] or sentence.words[last] in (*listens.goal_ends, "and"):
            break
        last += 1
    return last


def without_edges(sentence: Spoken, first: int, last: int, listens: Metrics) -> tuple[int, int]:
    """The words without those at either end that only join."""
    edges = set(listens.joints)
    called = (place for place in range(first, min(first + 2, last)) if sentence.words[place] in listens.called)
    first = max(called, default=first - 1) + 1
    while first < last and sentence.words[first] in edges and sentence.words[first] != "per":
        first += 1
    while first < last and sentence.words[last - 1] in edges:
        last -= 1
    return first, last


def says_something(sentence: Spoken, first: int, last: int, listens: Metrics) -> bool:
    """Whether there is more in the words than how something is counted."""
    words = [word for word in sentence.words[first:last] if word not in listens.small_words]
    return (
        any(len(word.replace("'", "")) > 3 for word in words)
        or ABBREVIATION.search(sentence.said(first, last)) is not None
    )


def parts(sentence: Spoken, first: int, last: int, listens: Metrics) -> list[tuple[int, int]]:
    """One stretch, or two where an “and” begins a further metric: “orders that arrive warm and tips per shift”."""
    words = sentence.words
    for place in range(first + 2, last - 1):
        if words[place] != "and" or "between" in words[first:place]:
            continue
        rest = words[place + 1 + (words[place + 1] == "the") : last]
        if rest[0] in listens.heads or "per" in rest[1:4]:
            return [(first, place), (place + 1, last)]
    return [(first, last)]
