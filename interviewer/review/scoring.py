"""Scores of the rule-based coach: the share of a dimension's items that was done. Pure.

It counts what was done and cannot tell how well, so that it never gives a 4. An item is done once or not at all: saying
it again, or at greater length, changes nothing. A dimension outside the core is scored by items of its own only, those
that neither the core nor a narrower dimension has, so that nothing that was said counts twice there.
"""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.content.model import Dimension, Level
from interviewer.review.told import Quoted
from interviewer.review.values import DimensionReview, ItemReview, QuestionReview

SHARE_OF_A_YES = 0.75
SHARE_OF_A_NO = 0.4
"""Of the importance of the items that were due; less is a strong no. A yes leaves out one of four items, a no more than
half of them. Chosen so that the shipped packs' weak, medium and strong sample answers are told apart."""
MOST_QUOTES = 3


def score_dimensions(
    dimensions: Sequence[Dimension], questions: Sequence[QuestionReview], level: Level
) -> tuple[DimensionReview, ...]:
    """Every dimension of a rubric, scored or with the reason why it is not."""
    return tuple(_score(dimension, own_items(dimension, dimensions), questions, level) for dimension in dimensions)


def own_items(dimension: Dimension, dimensions: Sequence[Dimension]) -> frozenset[str]:
    """The items a dimension is scored by."""
    if dimension.core:
        return frozenset(dimension.items)
    places = {other.id: place for place, other in enumerate(dimensions)}

    def rank(one: Dimension) -> tuple[bool, int, int]:
        return (not one.core, len(one.items), places[one.id])

    nearer = [other for other in dimensions if rank(other) < rank(dimension)]
    return frozenset(dimension.items).difference(*(other.items for other in nearer))


def _score(
    dimension: Dimension, own: frozenset[str], questions: Sequence[QuestionReview], level: Level
) -> DimensionReview:
    due = [item for question in questions for item in question.items if item.due and item.item in own]
    done = [item for item in due if item.evidence is not None]
    reason = _not_assessed(own, due, done)
    if reason:
        return _review(dimension, None, "", (), reason)
    share = sum(item.done * item.importance for item in due) / sum(item.importance for item in due)
    score = 3 if share >= SHARE_OF_A_YES else 2 if share >= SHARE_OF_A_NO else 1
    best = sorted(done, key=lambda item: -item.importance)
    quotes = tuple(dict.fromkeys(item.evidence for item in best if item.evidence is not None))[:MOST_QUOTES]
    return _review(dimension, score, dimension.anchors.at(level)[score - 1], quotes, _why(due))


def _not_assessed(own: frozenset[str], due: Sequence[ItemReview], done: Sequence[ItemReview]) -> str:
    """Why a dimension is not scored; empty when it is."""
    if not own:
        return "The coach hears nothing for it that is not scored elsewhere."
    if not due:
        return "The interview gave no occasion for it, or the coach cannot hear it."
    if not done:
        return "Nothing was heard that it could be scored by."
    return ""


def _why(due: Sequence[ItemReview]) -> str:
    heard = [item.title for item in due if item.done >= 1]
    partly = [item.title for item in due if 0 < item.done < 1]
    missing = [item.title for item in due if not item.done]
    parts = (("Heard", heard), ("Heard in part", partly), ("Not heard", missing))
    return " ".join(f"{label}: {_listed(titles)}." for label, titles in parts if titles)


def _listed(titles: Sequence[str]) -> str:
    return "; ".join(f"{title[:1].lower()}{title[1:]}" for title in dict.fromkeys(titles))


def _review(
    dimension: Dimension, score: int | None, anchor: str, quotes: tuple[Quoted, ...], why: str
) -> DimensionReview:
    return DimensionReview(dimension.id, dimension.title, dimension.weight, dimension.core, score, anchor, quotes, why)
