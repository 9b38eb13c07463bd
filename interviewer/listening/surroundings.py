"""What stands around the words of a metric, and up to where it is said of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from interviewer.listening.claim import Claim
from interviewer.listening.names import NEAR_WORDS, POINTING, SPEAKER
from interviewer.listening.spoken import Spoken

BACK_WORDS = 8
"""Words at the beginning of a sentence that can be said of the one before it."""
PARTING = frozenset({"and", "but", "because", "since", "what's", "what"})
"""Words that begin something else."""
POINTED = frozenset({"this", "that", "it", "them", "these"})
POINTED_WORDS = 5
"""“…, I look at this too” is said of what was just named: one of the words above stands so near its beginning."""


def stop(sentence: Spoken, last: int, until: int) -> int:
    """Where what is said of a metric after it ends: at the next mark or “and”, but for “…, that's my …”."""
    place = last
    while place < until:
        breaks = sentence.marked[place] or sentence.words[place] in PARTING
        points = place == last and (
            sentence.words[place] in POINTING
            or (sentence.words[place] in SPEAKER and bool(POINTED & set(sentence.words[place : place + POINTED_WORDS])))
            or sentence.words[place + 1 : place + 2] in (("it",), ("that",), ("them",))
        )
        if place - last >= NEAR_WORDS or (breaks and not points):
            break
        place += 1
    return place


def around(
    sentence: Spoken, texts: Iterable[str], claim: Claim, before: tuple[int, int], after: tuple[int, int]
) -> list[tuple[int, int]]:
    """What cues match with the words of a metric in their middle, “keep … from falling”."""
    matches = sentence.matches(texts, before[0], after[1])
    return [match for match in matches if match[0] < claim.first and match[1] > claim.last]


def begun(sentence: Spoken, texts: Iterable[str], stretch: tuple[int, int]) -> list[tuple[int, int]]:
    """What cues match from a stretch on, “first and foremost” as a whole."""
    matches = sentence.matches(texts, stretch[0], min(len(sentence.words), stretch[1] + NEAR_WORDS))
    return [match for match in matches if match[0] < stretch[1]]
