"""A report says what the review and the record say: call, dimensions, coverage, cases, metrics, what went wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from desktop.paths import Paths, find
from desktop.report.opening import Opened, keep_own, make_review, open_report
from desktop.report.values import Report
from interviewer.errors import SessionDamaged
from interviewer.events import Fault, Gap, Part
from interviewer.records.folder import SessionFolder
from interviewer.records.library import append_later, open_session
from interviewer.records.notes import write_pad
from interviewer.review.call import Call
from interviewer.review.self_rating import SelfRating
from interviewer.review.storage import COACH, read_review, review_file, write_review
from interviewer.review.values import Maker, Review, Reviewer
from tests.interviewer.records.sessions import kept
from tests.interviewer.review.support import PACK, SOLVED
from tests.support.reviewed import LITTLE, interview, keep, medium


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    found = find(tmp_path / "data")
    found.make()
    return found


def reviewed(folder: Path, paths: Paths) -> Opened:
    make_review(folder, paths)
    return open_report(folder, paths)


def report_of(folder: Path, paths: Paths) -> Report:
    return reviewed(folder, paths).report


def test_a_solved_interview(paths: Paths) -> None:
    folder = keep(paths.sessions, interview(), level="senior", title="Holds")
    write_pad(folder, "  two sides \n")
    report = report_of(folder, paths)
    assert report.title == "Holds"
    assert report.details.startswith("Execution · Senior PM · Practice · ")
    assert report.details.endswith("20:47 · 3:31")
    assert (report.level, report.question, report.pad) == ("senior", "execution/library-holds", "two sides")
    verdict = report.verdict
    assert verdict is not None
    assert (verdict.call, verdict.words, verdict.estimate) == (Call.LEAN_HIRE, "Lean hire", False)
    assert verdict.reason == read_review(SessionFolder(folder)).call_reason
    cores = [row.core for row in report.dimensions]
    assert cores == sorted(cores, reverse=True)
    assert all(row.moments or (row.score is None and row.why) for row in report.dimensions)


def test_moments_lie_in_the_answer_that_was_given(paths: Paths) -> None:
    report = report_of(keep(paths.sessions, interview()), paths)
    metrics = next(row for row in report.dimensions if row.id == "metrics")
    first = metrics.moments[0]
    assert "north star" in first.quote
    assert first.at == pytest.approx(61.4, abs=1)
    star = report.metrics[0].rows[0]
    assert (star.kind, star.compared, star.mark) == ("North star", "Heard", "done")
    assert star.at is not None
    assert 61 < star.at < 66


def test_the_way_through_a_case(paths: Paths) -> None:
    (case,) = report_of(keep(paths.sessions, interview()), paths).cases
    assert case.count == "3 questions to the cause"
    assert [(step.number, step.title, step.word) for step in case.steps] == [
        (1, "When, from when to when", "signal"),
        (2, "Which device or app", "signal"),
        (3, "Releases, experiments, outages", "signal"),
    ]
    assert case.diagnosis is not None
    assert case.diagnosis.quote == "I think the Android release broke the notifications."
    assert case.verdict[0].startswith("Cause right: A release of the Android app")
    assert case.verdict[1] == "Your action fits it."


def test_a_case_that_was_left_open(paths: Paths) -> None:
    (case,) = report_of(keep(paths.sessions, medium()), paths).cases
    assert case.count == "3 questions, no diagnosis"
    assert [(step.title, step.word, step.signal) for step in case.steps] == [
        ("too wide to be answered", "", False),
        ("When, from when to when", "signal", True),
        ("When, from when to when", "asked before", False),
    ]
    assert case.diagnosis is None
    assert case.verdict[0].startswith("What happened: ")
    assert case.verdict[1].startswith("What fits: ")
    assert "Which device or app" in case.verdict[2]


def test_coverage_is_counted_and_placed(paths: Paths) -> None:
    (coverage,) = report_of(keep(paths.sessions, medium()), paths).coverage
    assert (coverage.done, len(coverage.rows), coverage.title) == (5, 16, "")
    kinds = {row.kind: row for row in coverage.rows}
    assert kinds["open"].note == "not heard"
    assert (kinds["named"].note, kinds["named"].quote) == ("in part", "When did it start?")
    assert kinds["done"].at is not None
    assert coverage.bands[0].title == "Clarify"


def test_what_was_not_heard_stands_beside_what_a_strong_answer_has(paths: Paths) -> None:
    (table,) = report_of(keep(paths.sessions, medium()), paths).metrics
    guardrail = next(row for row in table.rows if row.kind == "Guardrail")
    assert (guardrail.heard, guardrail.compared, guardrail.mark, guardrail.at) == ("", "Not heard", "open", None)
    assert guardrail.model.startswith("Staff minutes for each hold")
    assert table.remark == "To mend: no guardrail."


def test_improvements_come_with_their_moment(paths: Paths) -> None:
    report = report_of(keep(paths.sessions, medium()), paths)
    assert len(report.improvements) == 3
    first = report.improvements[0]
    assert first.title == "Metrics"
    assert "“Names a metric that must not get worse”" in first.missing
    assert first.source == "model answer, Guardrails"
    assert first.moment.at is not None
    assert first.drill


def test_typed_answers_have_nothing_to_play(paths: Paths) -> None:
    report = report_of(keep(paths.sessions, interview(), typed=True), paths)
    assert not report.has_sound
    assert all(moment.at is None for row in report.dimensions for moment in row.moments)
    assert all(card.moment.at is None for card in report.improvements)
    assert all(row.at is None for row in report.metrics[0].rows)
    done = [row for row in report.coverage[0].rows if row.kind == "done"]
    assert done
    assert all((row.at, row.note) == (None, "typed") for row in done)


def test_lost_sound_has_nothing_to_play_and_is_told(paths: Paths) -> None:
    folder = keep(paths.sessions, interview())
    shutil.rmtree(folder / "audio")
    report = report_of(folder, paths)
    assert not report.has_sound
    assert all(moment.at is None for row in report.dimensions for moment in row.moments)
    assert any("12 sound files are missing" in remark.sentence for remark in report.remarks)


def test_what_happened_to_the_record_is_told_once(paths: Paths) -> None:
    sentence = "The microphone is silent. Check that it is not muted."
    extra = (
        Fault(t=100.0, part=Part.MICROPHONE, code="x", sentence=sentence),
        Fault(t=120.0, part=Part.MICROPHONE, code="x", sentence=sentence),
        Gap(t=101.0, frame=1_616_000, frames=32_000, cause="x"),
    )
    remarks = report_of(keep(paths.sessions, interview(), extra=extra), paths).remarks
    assert [(remark.at, remark.sentence) for remark in remarks] == [
        (None, "2 seconds of sound never came from the microphone; they are silence in the recording."),
        (None, "227 words of yours were read."),
        (100.0, sentence),
    ]


def test_too_little_for_a_call_says_what_to_do(paths: Paths) -> None:
    verdict = report_of(keep(paths.sessions, interview(LITTLE, (), rest="No.")), paths).verdict
    assert verdict is not None
    assert (verdict.call, verdict.words) == (None, "No call")
    assert verdict.reason.startswith("Not enough was said")
    assert verdict.advice.startswith("It takes about 100 words")


def test_a_round_that_is_in_no_pack_is_told_as_far_as_it_goes(paths: Paths) -> None:
    folder = keep(paths.sessions, interview())
    manifest = folder / "session.json"
    fields = json.loads(manifest.read_text())
    fields["plan"] |= {"round": "chess", "question": "chess/openings"}
    manifest.write_text(json.dumps(fields))
    events = folder / "events.jsonl"
    events.write_text(events.read_text().replace("execution/library-holds", "chess/openings"))
    report = report_of(folder, paths)
    assert report.verdict is not None
    assert "“chess” is in no pack" in report.verdict.reason
    assert report.verdict.advice.startswith("Put the pack")
    assert (report.question, report.metrics, report.model_answers) == ("", (), ())
    assert [row.spent for row in report.phases] == [None] * 7


def test_a_round_without_metrics_has_no_table_of_them(paths: Paths) -> None:
    story = next(question for question in PACK.questions if question.round == "behavioural")
    report = report_of(keep(paths.sessions, interview("I decided to stop the release.", (), asked=story)), paths)
    assert report.metrics == ()
    assert report.coverage
    assert all(card.title for card in report.improvements)


# --- the reviews there are --------------------------------------------------------------------------------------------


def test_a_session_without_a_review_wants_one(paths: Paths) -> None:
    folder = keep(paths.sessions, interview())
    opened = open_report(folder, paths)
    assert (opened.wants_review, opened.report.verdict, opened.waiting) == (True, None, 0)
    assert [one.title for one in opened.rateable][:2] == ["Product rationale", "Goals"]
    assert not reviewed(folder, paths).wants_review


def test_a_damaged_review_is_made_anew_and_a_later_ones_is_left_alone(paths: Paths) -> None:
    folder = keep(paths.sessions, interview())
    file = review_file(SessionFolder(folder), COACH)
    file.write_text("{")
    assert open_report(folder, paths).wants_review
    file.write_text('{"format": 99, "review": {}}')
    opened = open_report(folder, paths)
    assert not opened.wants_review
    assert "Update it" in opened.problems[0]


def test_a_review_made_before_the_answers_were_transcribed_is_made_anew(paths: Paths) -> None:
    folder = keep(paths.sessions, interview(), careful=False)
    opened = reviewed(folder, paths)
    assert (opened.waiting, opened.wants_review) == (12, False)
    stale = read_review(SessionFolder(folder))
    fields = {name: getattr(stale, name) for name in Review.__slots__} | {"untranscribed": (1,)}
    write_review(SessionFolder(folder), Review(**fields))
    append_later(folder, [kept(1, 80.0, "All of it.")])
    assert open_report(folder, paths).wants_review


def test_other_reviewers_are_offered_under_their_own_names(paths: Paths) -> None:
    folder = keep(paths.sessions, interview())
    opened = reviewed(folder, paths)
    model = Review(Maker(Reviewer.MODEL, "qwen3 on study-pc"), "execution", "pm", Call.HIRE, "Hire, by qwen3.")
    write_review(SessionFolder(folder), model, "qwen3")
    keep_own(opened, SelfRating(Call.NO_HIRE))
    (folder / "reviews" / "broken.json").write_text("{")
    opened = open_report(folder, paths, "qwen3")
    assert [(one.name, one.label) for one in opened.report.raters] == [
        ("coach", "Rule-based coach"),
        ("qwen3", "qwen3 on study-pc"),
    ]
    assert opened.report.verdict is not None
    assert (opened.report.verdict.words, opened.report.verdict.estimate) == ("Hire", True)


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        (Call.LEAN_HIRE, "You rated yourself the same."),
        (Call.HIRE, "You rated yourself hire, one step higher."),
        (Call.STRONG_HIRE, "You rated yourself strong hire, 2 steps higher."),
        (Call.LEAN_NO_HIRE, "You rated yourself lean no hire, one step lower."),
        (Call.STRONG_NO_HIRE, "You rated yourself strong no hire, 3 steps lower."),
    ],
)
def test_your_own_call_is_compared(paths: Paths, own: Call, sentence: str) -> None:
    folder = keep(paths.sessions, interview())
    keep_own(reviewed(folder, paths), SelfRating(own, {"goals": 4}))
    opened = open_report(folder, paths)
    assert opened.report.verdict is not None
    assert opened.report.verdict.compared == sentence
    assert {row.id: row.own for row in opened.report.dimensions}["goals"] == 4
    assert opened.own == SelfRating(own, {"goals": 4})


def test_a_damaged_rating_is_told_and_may_be_given_again(paths: Paths) -> None:
    folder = keep(paths.sessions, interview())
    review_file(SessionFolder(folder), "self").write_text("{")
    opened = reviewed(folder, paths)
    assert (opened.own, "Rate yourself again" in opened.problems[0]) == (None, True)


def test_a_damaged_session_is_an_error(paths: Paths) -> None:
    folder = keep(paths.sessions, interview())
    (folder / "session.json").write_text("{")
    with pytest.raises(SessionDamaged):
        open_report(folder, paths)


def test_a_review_of_another_level_is_shown_at_it(paths: Paths) -> None:
    folder = keep(paths.sessions, interview(case=SOLVED))
    make_review(folder, paths, "group")
    assert open_report(folder, paths).report.level == "group"
    assert open_session(folder).manifest.plan.level == ""
