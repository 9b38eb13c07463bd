"""What there is to doubt in the review of a language model, in sentences: whoever reads a score has to know. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop.language import tr, trn
from interviewer.review.judge.guards import disagreements
from interviewer.review.values import Review, Reviewer


def doubts(review: Review, coach: Review | None, *, stale: bool = False) -> tuple[str, ...]:
    """None for a review that no model made.

    Args:
        coach: the review of the rule-based coach, if there is one.
        stale: words have changed since it was made.
    """
    return tuple(_doubts(review, coach, stale=stale)) if review.made_by.kind is Reviewer.MODEL else ()


def _doubts(review: Review, coach: Review | None, *, stale: bool) -> Iterator[str]:
    if stale:
        yield tr(
            "Your words have changed since it read them: they were transcribed again or corrected. Have it reviewed "
            "again."
        )
    if review.dropped:
        yield trn(
            "{n} of its {all} quotes was never said and does not count.",
            "{n} of its {all} quotes were never said and do not count.",
            review.dropped,
            all=review.quotes,
        )
    if review.left_out:
        yield tr(
            "Its context had no room for {n} of your {all} words: the middle of long answers was left out.",
            n=review.left_out,
            all=review.words,
        )
    if coach is not None:
        yield from _apart(review, coach)


def _apart(review: Review, coach: Review) -> Iterator[str]:
    ours = {one.dimension for one in coach.dimensions if one.score is not None}
    both = sum(one.score is not None and one.dimension in ours for one in review.dimensions)
    if not both:
        return
    apart = disagreements(review, coach)
    above, below = sum(one.steps > 0 for one in apart), sum(one.steps < 0 for one in apart)
    if not apart:
        yield trn(
            "It agrees with the rule-based coach.", "It agrees with the rule-based coach in all {n} dimensions.", both
        )
        return
    yield tr(
        "Of {all} dimensions that the rule-based coach scored too it is higher in {above} and lower in {below}.",
        all=both,
        above=above,
        below=below,
    )
    widest = apart[0]
    if abs(widest.steps) > 1:
        yield tr("Furthest apart: {title}. The coach went by this: {heard}", title=widest.title, heard=widest.heard)


def own_figures(figures: Sequence[str]) -> str:
    """That numbers are the model's own; empty when there are none."""
    if not figures:
        return ""
    return tr("Nobody gave these numbers, they are the model’s own: {figures}.", figures="; ".join(figures))
