"""After a correction: the coach hears the new text, the figures follow, and nobody else's review is touched."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from desktop.delivery.figures import keep_figures_of
from desktop.export.gathering import gather
from desktop.paths import Paths, find
from desktop.replay.again import analyse_again
from desktop.report import opening
from desktop.report.opening import make_review, open_report
from desktop.reviews import review_kept
from interviewer.listening.substance import Substance
from interviewer.records.corrections import Corrections, new_correction, write_corrections
from interviewer.records.delivered import Delivered, read_delivered, write_delivered
from interviewer.records.library import Session, open_session
from interviewer.review.storage import older_than_corrections, read_review
from tests.support import replayed


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    found = find(tmp_path)
    found.make()
    return found


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A coach that hears nothing of substance in what it reads, at once."""
    monkeypatch.setattr(opening, "review_kept", partial(review_kept, read=lambda _of, _said: Substance()))


@pytest.fixture
def session(paths: Paths) -> Session:
    folder = replayed.short(paths.sessions)
    replayed.hear(folder)
    made = open_session(folder)
    keep_figures_of(made)
    make_review(folder, paths, "senior")
    return made


def correct(session: Session, heard: str, text: str) -> None:
    word = next(one for one in session.answers[0].heard_tokens if one.text == heard)
    one = new_correction(1, word.start, word.end, heard=heard, read=heard, text=text)
    write_corrections(session.folder, Corrections((one,)))


def again(session: Session, paths: Paths, go_on: Callable[[str], bool] = lambda _step: True) -> list[str]:
    told: list[str] = []

    def tell(step: str) -> bool:
        told.append(step)
        return go_on(step)

    analyse_again(session.folder.path, paths, tell, hide_disfluencies=False)
    return told


def test_the_coach_reads_the_corrected_text_by_the_same_standards(session: Session, paths: Paths) -> None:
    before = read_review(session.folder)
    figures = read_delivered(session.folder)
    write_delivered(session.folder, Delivered(1.0, 2.0, 3.0, 4.0))
    correct(session, "scuffed", "um, scuffed and broken")
    assert older_than_corrections(session.folder)
    assert open_report(session.folder.path, paths).wants_review
    assert again(session, paths) == ["how it was spoken", "what was said"]
    after = read_review(session.folder)
    assert (after.words, after.level) == (before.words + 3, "senior")
    assert not open_report(session.folder.path, paths).wants_review
    assert read_delivered(session.folder) == figures
    assert again(session, paths) == ["how it was spoken"]


def test_an_export_has_what_was_said_and_not_what_was_taken_out(session: Session, paths: Paths) -> None:
    heard = gather(session.folder.path, paths).exported
    correct(session, "scuffed", "")
    said = gather(session.folder.path, paths).exported
    assert [word.text for word in heard.turns[1].words if word.text == "scuffed"] == ["scuffed"]
    assert [word.text for word in said.turns[1].words] == [
        "We",
        "want",
        "more",
        "completed",
        "loans",
        "and",
        "some",
        "returns",
    ]


def test_what_is_called_off_is_done_another_time(session: Session, paths: Paths) -> None:
    correct(session, "scuffed", "scuffed and broken")
    assert again(session, paths, lambda step: step != "what was said") == ["how it was spoken", "what was said"]
    assert older_than_corrections(session.folder)


def test_a_session_nobody_reviewed_or_listened_to_gets_neither(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "review_kept", lambda *_args: pytest.fail("It was reviewed."))
    bare = open_session(replayed.short(paths.sessions))
    correct(bare, "scuffed", "scoffed")
    again(bare, paths)
    assert read_delivered(bare.folder) is None
    assert not bare.folder.reviews.exists() or not list(bare.folder.reviews.iterdir())
