"""Makes a review of what a reviewer replied: quotes looked for, scores kept or lost, the call computed. Pure.

A score counts when at least one of its quotes was said. What could not be asked or read is not assessed,
and why is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from interviewer.content.model import Dimension
from interviewer.review.call import Call, Rated, leaning, overall
from interviewer.review.coach import FEWEST_WORDS
from interviewer.review.judge.aspects import ASPECTS
from interviewer.review.judge.figures import unsupported
from interviewer.review.judge.forms import MOST_QUOTES, AspectReply, DimensionReply, ImprovementsReply, PartReply, Reply
from interviewer.review.judge.guards import disagreements, is_flat, speaks_to_reviewer
from interviewer.review.judge.matter import Matter
from interviewer.review.judge.quotes import find
from interviewer.review.judge.steps import Kind, Step
from interviewer.review.read_text import mark_of
from interviewer.review.told import Quoted
from interviewer.review.values import (
    MOST_IMPROVEMENTS,
    AnswerPart,
    AspectReview,
    DimensionReview,
    Improvement,
    Maker,
    Rating,
    Review,
)

UNSAID = "What it was rated by was never said, so that it does not count."
DRILL = "Answer the question again for 90 seconds, and do just this one thing."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one step."""

    step: Step
    reply: Reply | None
    why_not: str = ""
    """Why there is no reply, a sentence."""


@dataclass(slots=True)
class _Quotes:
    """Looks quotes up, and counts."""

    matter: Matter
    given: int = 0
    dropped: int = 0
    known: dict[str, Quoted | None] = field(default_factory=dict)

    def said(self, quotes: Iterable[str], most: int = MOST_QUOTES) -> tuple[Quoted, ...]:
        """Those that were said, each once."""
        found = []
        for quote in quotes:
            self.given += 1
            if quote not in self.known:
                self.known[quote] = None if speaks_to_reviewer(quote) else find(quote, self.matter.answers)
            quoted = self.known[quote]
            if quoted is None or speaks_to_reviewer(quoted.quote):
                self.dropped += 1
            else:
                found.append(quoted)
        return tuple(dict.fromkeys(found))[:most]


def assembled(
    matter: Matter, outcomes: Sequence[Outcome], maker: Maker, *, coach: Review | None = None, left_out: int = 0
) -> Review:
    """The review.

    Args:
        coach: what the rule-based coach says of the same interview, to be held against it.
        left_out: words of the candidate's that were not sent.
    """
    quotes = _Quotes(matter)
    by_name = {outcome.step.name: outcome for outcome in outcomes}
    dimensions = tuple(
        _dimension(one, by_name.get(f"{Kind.DIMENSION.value}:{one.id}"), matter, quotes) for one in matter.of.dimensions
    )
    communication = tuple(_aspects(by_name, quotes))
    improvements = tuple(_improvements(outcomes, matter, maker, quotes))[:MOST_IMPROVEMENTS]
    answer = tuple(_parts(outcomes, matter, quotes))
    bare = Review(maker, matter.of.id, matter.level, None, "", dimensions=dimensions)
    call, reason = _call(bare, coach, matter.words)
    return Review(
        made_by=maker,
        round=matter.of.id,
        level=matter.level,
        call=call,
        call_reason=reason,
        dimensions=dimensions,
        improvements=improvements,
        words=matter.words,
        untranscribed=matter.untranscribed,
        communication=communication,
        answer=answer,
        quotes=quotes.given,
        dropped=quotes.dropped,
        left_out=left_out,
        read=mark_of(matter.transcript),
    )


def lacking(dimensions: Sequence[Dimension], outcomes: Iterable[Outcome]) -> tuple[tuple[Dimension, str], ...]:
    """The dimensions that were not the best, the weakest first and the core before the rest, with what they lack.

    Of the core also those nothing was said about; the others may not have had an occasion.
    """
    replies = {one.step.id: one.reply for one in outcomes if isinstance(one.reply, DimensionReply)}
    weak = [
        (reply.score, not one.core, -one.weight, place, one, reply.lacks)
        for place, one in enumerate(dimensions)
        if isinstance(reply := replies.get(one.id), DimensionReply)
        and (reply.score > 0 or one.core)
        and reply.score < 4
    ]
    return tuple((one, lacks) for *_, one, lacks in sorted(weak, key=lambda entry: entry[:4]))


def _dimension(one: Dimension, outcome: Outcome | None, matter: Matter, quotes: _Quotes) -> DimensionReview:
    def review(score: int | None, why: str, evidence: tuple[Quoted, ...] = ()) -> DimensionReview:
        anchor = one.anchors.at(matter.level)[score - 1] if score is not None else ""
        return DimensionReview(one.id, one.title, one.weight, one.core, score, anchor, evidence, why)

    reply = outcome.reply if outcome is not None else None
    if not isinstance(reply, DimensionReply):
        return review(None, outcome.why_not if outcome is not None and outcome.why_not else "It was not asked about.")
    evidence = quotes.said(reply.evidence)
    if not reply.evidence or not reply.score:
        return review(None, reply.why or "Nothing was said that it could be scored by.", evidence)
    if not evidence:
        return review(None, "What it was scored by was never said, so that the score does not count.")
    lacks = f" Missing for more: {reply.lacks}" if reply.lacks and reply.score < 4 else ""
    return review(reply.score, f"{reply.why}{lacks}".strip(), evidence)


def _aspects(by_name: Mapping[str, Outcome], quotes: _Quotes) -> Iterator[AspectReview]:
    for one in ASPECTS:
        outcome = by_name.get(f"{Kind.ASPECT.value}:{one.id}")
        if outcome is None:
            continue
        reply = outcome.reply
        if not isinstance(reply, AspectReply):
            yield AspectReview(one.id, one.title, None, outcome.why_not, "")
            continue
        evidence = quotes.said(reply.evidence)
        if reply.rating == "none" or not reply.evidence:
            yield AspectReview(one.id, one.title, None, reply.remark or "Nothing showed it.", "", evidence)
        elif not evidence:
            yield AspectReview(one.id, one.title, None, UNSAID, "")
        else:
            yield AspectReview(one.id, one.title, Rating(reply.rating), reply.remark, reply.better, evidence)


def _improvements(outcomes: Sequence[Outcome], matter: Matter, maker: Maker, quotes: _Quotes) -> Iterator[Improvement]:
    about = set[str]()
    known = {one.id for one in matter.of.dimensions}
    for outcome in outcomes:
        for one in outcome.reply.improvements if isinstance(outcome.reply, ImprovementsReply) else ():
            if one.dimension in about or one.dimension not in known or not one.missing or not one.better:
                continue
            found = quotes.said([one.quote]) if one.quote else ()
            if not found:
                continue
            about.add(one.dimension)
            moment = found[0]
            figures = unsupported(one.better, matter.known)
            yield Improvement(
                one.dimension, moment.at, moment.quote, one.missing, one.better, maker.name, one.drill or DRILL, figures
            )


def _parts(outcomes: Sequence[Outcome], matter: Matter, quotes: _Quotes) -> Iterator[AnswerPart]:
    for outcome in outcomes:
        reply = outcome.reply
        if isinstance(reply, PartReply) and reply.answer:
            said = quotes.said(reply.said)
            yield AnswerPart(
                outcome.step.title, reply.answer, said, reply.missing, unsupported(reply.answer, matter.known)
            )


def _call(review: Review, coach: Review | None, words: int) -> tuple[Call | None, str]:
    """The call by the thresholds every reviewer is held to, and a sentence on it."""
    name, scored = review.made_by.name, sum(one.score is not None for one in review.dimensions)
    if words < FEWEST_WORDS:
        return None, f"Not enough was said for a call by {name}: {words} word{'' if words == 1 else 's'}."
    call = overall([Rated(one.weight, one.core, one.score) for one in review.dimensions])
    if call is None:
        return None, f"No call by {name}: too few dimensions could be scored ({scored} of {len(review.dimensions)})."
    if is_flat(review.dimensions) and any(one.core for one in disagreements(review, coach)):
        lean = leaning(call)
        return lean, (
            f"{lean.capitalize()}, by {name}. It gave the highest score to all that it scored, and the rule-based "
            "coach did not hear that much, so that this call goes no further than a lean."
        )
    return call, f"{call.capitalize()}, by {name}: computed from its scores of {scored} dimensions, each with a quote."
