"""What was kept of a review reads again, whatever became of the file; requests are cut by rule; old reviews read."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.review.call import Call
from interviewer.review.judge.assembling import Outcome, assembled, lacking
from interviewer.review.judge.forms import DimensionReply
from interviewer.review.judge.guards import disagreements
from interviewer.review.judge.kept import KeptReplies, begun_in, review_name
from interviewer.review.judge.steps import dimension_steps, fitting_room
from interviewer.review.storage import from_json, to_json
from interviewer.review.values import Maker, Review, Reviewer
from tests.interviewer.review.judge.support import PROMPTS, coach_of, made, small_matter
from tests.interviewer.review.support import MEDIUM, SOLVED, STRONG

MAKER = Maker(Reviewer.MODEL, "qwen3 @ here")


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"format": 9}', b'{"format": 1, "replies": 3}', b"\xff" * 99])
def test_a_damaged_file_of_replies_is_begun_anew(tmp_path: Path, damage: bytes) -> None:
    folder = made(tmp_path)
    kept = KeptReplies.of(folder, MAKER.name)
    kept.keep("mark", {"score": 1}, 21)
    assert KeptReplies.of(folder, MAKER.name).replies == {"mark": {"score": 1}}
    (folder.reviews / f"{review_name(MAKER.name)}.part").write_bytes(damage)
    assert KeptReplies.of(folder, MAKER.name).replies == {}
    assert begun_in(folder) == ()


def test_each_model_on_each_host_has_a_file_of_its_own() -> None:
    names = {review_name(name) for name in ("qwen3:8b @ a", "qwen3.8b @ a", "qwen3:8b @ b", "../qwen3 @ c", "模型 @ d")}
    assert len(names) == 5
    assert all(name.startswith("model-") and name.isascii() and "/" not in name for name in names)


def test_a_request_is_cut_to_what_fits_and_what_is_left_out_is_counted() -> None:
    matter = small_matter(" ".join([STRONG] * 8), SOLVED)
    (step, *_) = dimension_steps(matter)
    assert fitting_room(step, matter, PROMPTS, None) is None
    assert matter.left_out(None) == 0
    room = fitting_room(step, matter, PROMPTS, 2_400)
    assert room is not None
    assert 0 < matter.left_out(room) < matter.words
    assert f"(… {matter.left_out(room)} words left out …)" in str(matter.record(room))
    assert fitting_room(step, matter, PROMPTS, 10) == 50, "the least there is"


def test_a_reply_is_taken_for_the_question_it_answered_alone() -> None:
    first, second = small_matter(STRONG, SOLVED), small_matter(MEDIUM, SOLVED)
    marks = {
        step.mark(matter, PROMPTS, model)
        for matter in (first, second)
        for model in "ab"
        for step in dimension_steps(matter)
    }
    assert len(marks) == 2 * 2 * 4


def judged(said: str, score: int, coach: Review | None) -> Review:
    matter = small_matter(said, SOLVED)
    reply = DimensionReply(evidence=("I assume one city",), why="So.", score=score)
    outcomes = [Outcome(step, reply) for step in dimension_steps(matter)]
    return assembled(matter, outcomes, MAKER, coach=coach)


def test_what_is_weakest_comes_first_and_nothing_said_of_the_core_is_weakest() -> None:
    matter = small_matter(STRONG, SOLVED)
    of = matter.of.dimensions
    scores = {of[0].id: 4, of[1].id: 2, of[2].id: 0, of[3].id: 1}
    outcomes = [
        Outcome(step, DimensionReply(evidence=(), why="So.", lacks=step.id, score=scores[step.id]))
        for step in dimension_steps(matter)
    ]
    assert [(one.id, lacks) for one, lacks in lacking(of, outcomes)] == [(of[n].id, of[n].id) for n in (2, 3, 1)]
    aside = [dimension.model_copy(update={"core": False}) for dimension in of]
    assert [one.id for one, _ in lacking(aside, outcomes)] == [of[3].id, of[1].id]


def test_all_fours_are_believed_where_the_rules_heard_as_much() -> None:
    assert judged(STRONG, 4, None).call is Call.STRONG_HIRE
    coach = coach_of(MEDIUM, SOLVED)
    assert any(one.core and one.steps > 0 for one in disagreements(judged(MEDIUM, 4, coach), coach))
    assert judged(MEDIUM, 4, coach).call is Call.LEAN_HIRE
    assert judged(MEDIUM, 3, coach).call is Call.HIRE, "not the highest: believed, and the difference is shown"


def test_a_review_that_knows_nothing_of_language_models_still_reads() -> None:
    value = to_json(judged(STRONG, 3, None))
    for field in ("communication", "answer", "quotes", "dropped", "left_out"):
        del value["review"][field]
    read = from_json(value)
    assert (read.communication, read.answer, read.dropped) == ((), (), 0)
