"""Remarks of a review, each where its words were said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interviewer.records.transcript import Answer
from interviewer.review.annotations import Annotation, Kind, annotations_of, id_of
from interviewer.review.told import Quoted
from interviewer.review.values import (
    DimensionReview,
    Improvement,
    ItemReview,
    Maker,
    QuestionReview,
    Review,
    Reviewer,
)
from speech.words import Utterance, Word

COACH = Maker(Reviewer.RULES, "coach")
SAID = "Well-timed loans, I think, are the point. A loan counts when it comes back. Loans, loans, loans."


def answer(number: int = 1, start: float = 100.0) -> Answer:
    """An answer in which every word begins half a second after the one before."""
    words = tuple(Word(text, start + at / 2, start + at / 2 + 0.4, 0.9) for at, text in enumerate(SAID.split()))
    return Answer(
        number=number, line=1, start=start, seconds=20.0, by=None, text=SAID, kept=True, pending=False, typed=False,
        utterances=(Utterance(SAID, words[0].start, words[-1].end, 0.9, words),), files=(), start_frame=None,
        end_frame=None,
    )  # fmt: skip


def dimension(score: int | None, *quotes: Quoted) -> DimensionReview:
    return DimensionReview("goals", "Goals", 3, True, score, "", quotes, "why it is so")


def review(
    *dimensions: DimensionReview, items: tuple[ItemReview, ...] = (), better: tuple[Improvement, ...] = ()
) -> Review:
    return Review(
        COACH, "execution", "pm", None, "", dimensions,
        questions=(QuestionReview("q", "Q", items),) if items else (), improvements=better,
    )  # fmt: skip


def only(found: tuple[Annotation, ...]) -> Annotation:
    (one,) = found
    return one


@pytest.mark.parametrize(("score", "kind"), [(4, Kind.STRENGTH), (3, Kind.STRENGTH), (2, Kind.GAP), (1, Kind.GAP)])
def test_evidence_is_a_strength_or_a_gap_by_its_score(score: int, kind: Kind) -> None:
    found = annotations_of(review(dimension(score, Quoted("A loan counts", 1, 104.0))), [answer()])
    assert (only(found).kind, only(found).title, only(found).why) == (kind, "Goals", "why it is so")


def test_what_was_not_assessed_is_no_remark() -> None:
    assert annotations_of(review(dimension(None, Quoted("A loan counts", 1, 104.0))), [answer()]) == ()


def test_a_quote_lies_over_its_words() -> None:
    one = only(annotations_of(review(dimension(3, Quoted("a LOAN counts when", 1, 99.0))), [answer()]))
    assert (one.start, one.words) == (103.5, (7, 11))
    assert one.end == pytest.approx(105.4)


def test_of_words_said_twice_those_near_the_moment_count() -> None:
    one = only(annotations_of(review(dimension(3, Quoted("loans", 1, 108.4))), [answer()]))
    assert one.words == (16, 17)


def test_a_word_with_a_hyphen_is_found() -> None:
    assert only(annotations_of(review(dimension(3, Quoted("well timed loans", 1, 100.0))), [answer()])).words == (0, 2)


def test_without_word_times_the_span_is_as_long_as_the_words_take() -> None:
    typed = replace(answer(), kept=False, utterances=())
    one = only(annotations_of(review(dimension(3, Quoted("it comes back " * 5, 1, 104.0))), [typed]))
    assert (one.start, one.words) == (104.0, None)
    assert one.end == pytest.approx(110.0)


def test_coverage_and_improvements_are_remarks_too() -> None:
    item = ItemReview("north_star", "North star", "metrics", 3, True, 0.5, Quoted("A loan counts", 1, 103.5))
    open_item = replace(item, item="mission", evidence=None, done=0.0)
    better = Improvement("north_star", 103.5, "A loan counts", "It has no window.", "Loans a week.", "model", "Say it.")
    nowhere = replace(better, at=None)
    found = annotations_of(review(items=(item, open_item), better=(better, nowhere)), [answer()])
    assert [(one.kind, one.title, one.answer) for one in found] == [
        (Kind.COVERAGE, "North star", 1),
        (Kind.GAP, "North star", 1),
    ]
    assert (found[1].why, found[1].better, found[1].drill) == ("It has no window.", "Loans a week.", "Say it.")


def test_ids_stay_when_times_and_marks_change_and_differ_by_who_says_what_of_which_words() -> None:
    first = id_of(COACH, Kind.GAP, "goals", 1, "A loan counts.")
    assert id_of(COACH, Kind.GAP, "goals", 1, "a loan, counts") == first
    others = {
        id_of(Maker(Reviewer.MODEL, "m"), Kind.GAP, "goals", 1, "A loan counts."),
        id_of(COACH, Kind.STRENGTH, "goals", 1, "A loan counts."),
        id_of(COACH, Kind.GAP, "metrics", 1, "A loan counts."),
        id_of(COACH, Kind.GAP, "goals", 2, "A loan counts."),
        id_of(COACH, Kind.GAP, "goals", 1, "A loan"),
    }
    assert len(others | {first}) == 6


def test_the_same_remark_twice_has_two_ids() -> None:
    quote = Quoted("A loan counts", 1, 103.5)
    first, second = annotations_of(review(dimension(3, quote, quote)), [answer()])
    assert first.id != second.id
