"""Hedges, signposts, a summary at the end, pet phrases: found by their words. Pure."""

from __future__ import annotations

import collections
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from speech.delivery.words import Kind, Spoken, SpokenWord, plain

HEDGES = (
    "i think", "i guess", "i suppose", "i believe", "i feel like", "maybe", "perhaps", "probably", "possibly",
    "kind of", "sort of", "a bit", "a little bit", "somewhat", "hopefully", "i'm not sure", "more or less",
    "something like that", "or something", "and stuff", "i don't know",
)  # fmt: skip
SIGNPOSTS = (
    "first", "firstly", "first of all", "second", "secondly", "third", "thirdly", "finally", "lastly",
    "to start", "to begin with", "the first", "the second", "the third", "next", "two things", "three things",
    "four things", "three parts", "three steps", "for example", "for instance", "the reason is", "as a result",
    "on the other hand", "in contrast", "let me start", "i'll start", "i would start", "moving on", "my approach",
)  # fmt: skip
SUMMARIES = (
    "to summarize", "to summarise", "in summary", "to sum up", "to recap", "to conclude", "in conclusion",
    "to wrap up", "in short", "so overall", "overall", "my recommendation", "bottom line", "the takeaway",
    "all in all", "so in the end", "that's why i would",
)  # fmt: skip
SUMMARY_PART = 0.25
"""A summary stands in the last quarter of an answer."""
NOT_AFTER = {
    "first": frozenset({"the", "at", "my", "your", "our", "their", "very", "for", "of"}),
    "second": frozenset({"a", "the", "per", "every", "each", "one"}),
    "third": frozenset({"a", "the", "one"}),
    "next": frozenset({"the", "my", "our"}),
    "kind of": frozenset({"a", "the", "this", "that", "what", "some", "any", "same", "one", "which"}),
    "sort of": frozenset({"a", "the", "this", "that", "what", "some", "any", "same", "one", "which"}),
    "overall": frozenset({"the", "our", "an", "and"}),
    "a bit": frozenset({"quite"}),
}
"""Words before a phrase that make it something else: "a second", "the kind of"."""

PET_TIMES = 3
PET_LENGTHS = (4, 3, 2)
EMPTY = frozenset({
    "the", "a", "an", "of", "to", "in", "on", "and", "or", "is", "are", "was", "be", "it", "that", "this", "i", "we",
    "they", "you", "for", "with", "at", "as", "so", "but", "have", "has", "would", "do", "not", "there", "if", "our",
    "can", "my", "their", "from", "by", "will", "one", "it's", "i'd", "what", "which", "how", "more",
})  # fmt: skip
"""Words that carry no content: a pet phrase has another, or it is grammar."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase where it was said."""

    text: str
    start: float
    end: float
    ids: tuple[int, ...]


def hedges(spoken: Spoken) -> tuple[Phrase, ...]:
    """Where the speaker softens what they say."""
    return _find(_content(spoken), HEDGES)


def signposts(spoken: Spoken) -> tuple[Phrase, ...]:
    """Where the speaker says where in the answer they are."""
    return _find(_content(spoken), SIGNPOSTS)


def summary(spoken: Spoken) -> Phrase | None:
    """The first words of a summary near the end, None without one."""
    words = _content(spoken)
    late = words[round(len(words) * (1 - SUMMARY_PART)) :]
    return next(iter(_find(late, SUMMARIES)), None)


def pet_phrases(spoken: Spoken) -> tuple[tuple[str, int], ...]:
    """Phrases of two to four words said `PET_TIMES` times or more, with how often; longest first."""
    texts = [plain(word.text) for word in _content(spoken)]
    found: list[tuple[str, int]] = []
    for length in PET_LENGTHS:
        counted = collections.Counter(tuple(texts[at : at + length]) for at in range(len(texts) - length + 1))
        for phrase, times in counted.most_common():
            text = " ".join(phrase)
            part_of_another = any(f" {text} " in f" {longer} " for longer, _ in found)
            if times >= PET_TIMES and not part_of_another and not EMPTY.issuperset(phrase):
                found.append((text, times))
    return tuple(found)


def _content(spoken: Spoken) -> list[SpokenWord]:
    return [word for word in spoken.words if word.kind is Kind.WORD]


def _find(words: Sequence[SpokenWord], phrases: Iterable[str]) -> tuple[Phrase, ...]:
    """Every phrase in order; where one contains another, the longer."""
    texts = [plain(word.text) for word in words]
    by_length = sorted(({tuple(phrase.split()) for phrase in phrases}), key=len, reverse=True)
    found: list[Phrase] = []
    at = 0
    while at < len(texts):
        here = next((p for p in by_length if tuple(texts[at : at + len(p)]) == p and _meant(texts, at, p)), None)
        if here is not None:
            mine = words[at : at + len(here)]
            found.append(Phrase(" ".join(here), mine[0].start, mine[-1].end, tuple(word.id for word in mine)))
        at += len(here) if here is not None else 1
    return tuple(found)


def _meant(texts: Sequence[str], at: int, phrase: tuple[str, ...]) -> bool:
    before = texts[at - 1] if at else ""
    return before not in NOT_AFTER.get(" ".join(phrase), frozenset())
