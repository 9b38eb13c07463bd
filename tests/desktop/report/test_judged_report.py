"""The report of a review by a language model: what it judged, what the rules heard, and what there is to doubt."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from desktop.paths import Paths, find
from desktop.report.doubts import doubts
from desktop.report.opening import make_review, open_report
from interviewer.records.folder import SessionFolder
from interviewer.records.library import open_session
from interviewer.review.judge.kept import KeptReplies
from interviewer.review.read_text import mark_of
from interviewer.review.storage import read_review, write_review
from interviewer.review.told import Quoted
from interviewer.review.values import (
    AnswerPart,
    AspectReview,
    DimensionReview,
    Improvement,
    Maker,
    Rating,
    Review,
    Reviewer,
)
from tests.support.reviewed import interview, keep

MODEL = Maker(Reviewer.MODEL, "qwen3 @ study-pc")
SAID = Quoted("The north star is holds collected within fourteen days.", 1, 40.0)


def paths_in(folder: Path) -> Paths:
    found = find(folder / "data")
    found.make()
    return found


def by_model(coach: Review, **changes: object) -> Review:
    """A review that gives a 1 where the coach gave most, and 3 to the others."""
    best = max(coach.dimensions, key=lambda one: one.score or 0)
    dimensions = tuple(
        DimensionReview(
            one.dimension, one.title, one.weight, one.core, 1 if one is best else 3, "An anchor.", (SAID,), "So."
        )
        for one in coach.dimensions
    )
    made = Review(
        MODEL,
        coach.round,
        coach.level,
        None,
        "By qwen3.",
        dimensions=dimensions,
        words=400,
        improvements=(
            Improvement(
                "goals", 40.0, SAID.quote, "No order.", "First, 40 percent.", MODEL.name, "Say it.", ("40 percent",)
            ),
        ),
        communication=(
            AspectReview("structure", "Structure", Rating.MIXED, "It wanders.", "Two parts.", (SAID,)),
            AspectReview("pushback", "Handling of pushback", None, "Nobody pushed back.", ""),
        ),
        answer=(AnswerPart("Guardrails", "Staff minutes, 12 at most.", (SAID,), "A reason.", ("12",)),),
        quotes=20,
        dropped=2,
        left_out=90,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_a_report_of_a_language_model(tmp_path: Path) -> None:
    paths = paths_in(tmp_path)
    folder = keep(paths.sessions, interview())
    make_review(folder, paths)
    session = SessionFolder(folder)
    coach = read_review(session)
    write_review(session, by_model(coach), "model-qwen3-0000")
    KeptReplies.of(session, "other @ study-pc").keep("mark", {"score": 3}, 21)
    opened = open_report(folder, paths, "model-qwen3-0000")
    report = opened.report

    assert report.verdict is not None
    assert report.verdict.estimate
    assert report.verdict.doubts[:2] == (
        "2 of its 20 quotes were never said and do not count.",
        "Its context had no room for 90 of your 400 words: the middle of long answers was left out.",
    )
    assert report.verdict.doubts[-1].startswith("Furthest apart: ")
    differing = {row.id: row.coach for row in report.dimensions if row.coach is not None}
    assert differing == {
        one.dimension: one.score
        for one, own in zip(coach.dimensions, by_model(coach).dimensions, strict=True)
        if one.score not in (None, own.score)
    }
    assert report.coverage, "what the rules heard is shown whoever judges"
    assert report.cases
    assert [(row.id, row.word, len(row.moments)) for row in report.communication] == [
        ("structure", "Mixed", 1),
        ("pushback", "Not assessed", 0),
    ]
    (part,) = report.written
    assert (part.moments[0].at, part.note) == (40.0, "Nobody gave these numbers, they are the model’s own: 12.")
    (card,) = report.improvements
    assert (card.title, "40 percent" in card.note) == ("Goals", True)
    assert [(one.made_by, one.done, one.all) for one in opened.begun] == [("other @ study-pc", 1, 21)]
    assert opened.judgeable
    assert [rater.label for rater in report.raters] == ["Rule-based coach", "qwen3 @ study-pc"]


def test_a_review_by_rules_leaves_no_doubts_and_one_that_agrees_says_so(tmp_path: Path) -> None:
    paths = paths_in(tmp_path)
    folder = keep(paths.sessions, interview())
    make_review(folder, paths)
    coach = read_review(SessionFolder(folder))
    assert doubts(coach, coach) == ()
    same = by_model(coach, dimensions=coach.dimensions, dropped=0, left_out=0)
    (sentence,) = doubts(same, coach)
    assert sentence.startswith("It agrees with the rule-based coach in all ")
    assert doubts(same, None) == ()


def test_a_review_of_other_words_than_there_are_now_says_so(tmp_path: Path) -> None:
    """A careful transcript that came after the review began; an answer put right."""
    paths = paths_in(tmp_path)
    folder = keep(paths.sessions, interview())
    make_review(folder, paths)
    session = SessionFolder(folder)
    made = by_model(read_review(session), read=mark_of(open_session(folder).transcript))
    write_review(session, made, "model-qwen3-0000")

    def doubted() -> str:
        verdict = open_report(folder, paths, "model-qwen3-0000").report.verdict
        assert verdict is not None
        return " ".join(verdict.doubts)

    assert "have changed" not in doubted()
    session.events.write_text(session.events.read_text().replace("fourteen days", "forty days"))
    assert doubted().startswith("Your words have changed since it read them")
    write_review(session, replace(made, read=""), "model-qwen3-0000")
    assert "have changed" not in doubted(), "a review that does not say what it read"
