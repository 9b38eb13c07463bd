"""A review on disk reads as it was written, and says what is wrong when it does not."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from interviewer.errors import RecordNotWritten, SessionBusy, SessionDamaged, SessionMissing, SessionTooNew
from interviewer.records import lock
from interviewer.records.folder import SessionFolder
from interviewer.review.storage import read_review, review_file, to_json, write_review
from interviewer.review.values import Review
from tests.interviewer.review.support import SOLVED, STRONG, Candidate, held, reviewed


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> SessionFolder:
    folder = SessionFolder(tmp_path / "session")
    folder.make()
    return folder


@pytest.fixture(name="review")
async def _review() -> Review:
    return reviewed(await held(Candidate(STRONG, SOLVED)))


def test_it_reads_as_it_was_written(folder: SessionFolder, review: Review) -> None:
    assert review.cases
    assert review.improvements
    assert review.questions[0].metrics.north_star
    file = write_review(folder, review)
    assert file == folder.path / "reviews" / "coach.json"
    assert read_review(folder) == review


def test_it_says_who_made_it_and_in_which_format(folder: SessionFolder, review: Review) -> None:
    written = json.loads(write_review(folder, review).read_bytes())
    assert written["format"] == 1
    assert written["review"]["made_by"] == {"kind": "rules", "name": "rule-based coach"}
    assert written["review"]["call"] == "lean hire"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_it_is_private(folder: SessionFolder, review: Review) -> None:
    assert stat.S_IMODE(write_review(folder, review).stat().st_mode) == 0o600


def test_fields_of_a_later_version_are_passed_over(folder: SessionFolder, review: Review) -> None:
    fields = to_json(review)
    fields["review"]["mood"] = "fine"
    fields["review"]["dimensions"][0]["colour"] = "blue"
    review_file(folder, "coach").write_text(json.dumps(fields))
    assert read_review(folder) == review


def test_a_review_replaces_the_one_before_or_leaves_it(
    folder: SessionFolder, review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_review(folder, review)
    later = Review(review.made_by, review.round, "group", None, "Another one.")

    def full(_descriptor: int, _data: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(RecordNotWritten, match="disk is full"):
            write_review(folder, later)
    assert read_review(folder) == review
    write_review(folder, later)
    assert read_review(folder) == later
    assert [file.name for file in folder.reviews.iterdir()] == ["coach.json"]


def test_an_old_session_without_the_folder_gets_one(folder: SessionFolder, review: Review) -> None:
    folder.reviews.rmdir()
    write_review(folder, review)
    assert read_review(folder) == review


def test_a_session_that_is_held_is_left_alone(folder: SessionFolder, review: Review) -> None:
    with lock.acquire(folder.path), pytest.raises(SessionBusy):
        write_review(folder, review)


def test_a_missing_review_is_told(folder: SessionFolder) -> None:
    with pytest.raises(SessionMissing, match="has no such review yet") as raised:
        read_review(folder)
    assert raised.value.command == "sessions review"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"format": "1"}',
        '{"format": 1}',
        '{"format": 1, "review": {"made_by": {"kind": "oracle", "name": "x"}}}',
        '{"format": 1, "review": "quokka"}',
        "[" * 100_000,
        "\x00\xff",
    ],
)
def test_a_damaged_file_is_told_without_its_words(folder: SessionFolder, text: str) -> None:
    review_file(folder, "coach").write_bytes(text.encode("latin-1"))
    with pytest.raises(SessionDamaged, match="Delete it and have") as told:
        read_review(folder)
    assert "quokka" not in str(told.value)
    assert told.value.__cause__ is None


def test_half_a_file_is_damaged(folder: SessionFolder, review: Review) -> None:
    file = write_review(folder, review)
    file.write_bytes(file.read_bytes()[:-200])
    with pytest.raises(SessionDamaged):
        read_review(folder)


def test_a_file_that_no_review_could_be_is_not_read(
    folder: SessionFolder, review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_review(folder, review)
    monkeypatch.setattr("interviewer.review.storage.LARGEST_BYTES", 100)
    with pytest.raises(SessionDamaged):
        read_review(folder)


def test_a_later_format_asks_for_an_update(folder: SessionFolder, review: Review) -> None:
    review_file(folder, "coach").write_text(json.dumps({**to_json(review), "format": 2}))
    with pytest.raises(SessionTooNew, match="format 2"):
        read_review(folder)
