"""Remarks of every reviewer gathered, worded and filtered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.delivery.figures import delivery_of
from desktop.delivery.remarks import MEASURED
from desktop.replay.annotated import annotated, better_words, delivered, in_words, maker_words, of_note, why_words
from desktop.replay.marks import markers_of
from desktop.replay.opening import open_replay
from desktop.replay.shown import Filter, Track, shown
from desktop.replay.spans import Span, span_around
from interviewer.records.folder import SessionFolder
from interviewer.records.notes import Notes, new_note, write_notes
from interviewer.review.annotations import Annotation, Kind, Mark
from interviewer.review.stances import Stance, Stances, read_stances, write_stances
from interviewer.review.values import Maker, Reviewer
from tests.support import replayed

MODEL, COACH = Maker(Reviewer.MODEL, "Local 8B"), Maker(Reviewer.RULES, "rule-based coach")


def remark(
    name: str, at: float, kind: Kind = Kind.GAP, *, title: str = "Metrics", why: str = "", made_by: Maker = MODEL
) -> Annotation:
    return Annotation(name, kind, at, at + 2.0, 1, None, "metrics", title, "so many loans", why, made_by, "More.")


ROWS = (
    remark("a", 1.0, Kind.STRENGTH),
    remark("b", 4.0, title="Goals"),
    remark("c", 4.5, Kind.COVERAGE, made_by=COACH),
    of_note(new_note(9.0, "mine").model_copy(update={"id": "n"})),
)


def ids(wanted: Filter, stances: Stances | None = None) -> list[str]:
    return [one.id for one in shown(ROWS, stances or Stances(), wanted).rows]


# -- gathering


def test_every_review_on_disk_is_heard_and_one_that_does_not_read_is_passed_over(tmp_path: Path) -> None:
    session = open_replay(replayed.long(tmp_path, minutes=3)).session
    replayed.remark(session.folder.path, 20)
    (session.folder.reviews / "other.json").write_text("{", encoding="utf-8")
    found = annotated(session)
    assert len(found.annotations) == 20
    assert [one.start for one in found.annotations] == sorted(one.start for one in found.annotations)
    assert {one.kind for one in found.annotations} == {Kind.STRENGTH, Kind.GAP, Kind.COVERAGE, Kind.CASE}


def test_a_partners_note_is_a_remark_of_theirs_that_is_told_once(tmp_path: Path) -> None:
    session = open_replay(replayed.short(tmp_path)).session
    note = new_note(2.0, "Ada: clear", quote="so many").model_copy(update={"by": "Ada", "kind": "strength"})
    plain = note.model_copy(update={"id": "other", "kind": "note"})
    write_notes(session.folder, Notes(notes=(note, plain)))
    theirs = of_note(note)
    assert (theirs.kind, theirs.why, theirs.made_by) == (Kind.STRENGTH, "clear", Maker(Reviewer.PARTNER, "Ada"))
    assert of_note(plain).kind is Kind.MOMENT
    write_stances(session.folder, Stances().taken(theirs, Stance.DISAGREE))
    assert theirs.id not in {one.id for one in annotated(session).annotations}
    write_notes(session.folder, Notes())
    assert theirs.id in {one.id for one in annotated(session).annotations}


def test_a_disagreement_outlives_the_remark_it_is_about(tmp_path: Path) -> None:
    session = open_replay(replayed.short(tmp_path)).session
    gone, hidden = remark("gap-1", 3.0, why="No limit."), remark("gap-2", 4.0)
    write_stances(session.folder, Stances().taken(gone, Stance.DISAGREE).taken(hidden, Stance.HIDDEN))
    found = annotated(session)
    assert [(one.id, one.why, one.made_by, one.start) for one in found.annotations] == [
        ("gap-1", "No limit.", MODEL, 3.0)
    ]
    assert found.stances.of(gone) is Stance.DISAGREE


def test_stances_that_do_not_read_are_told_of(tmp_path: Path) -> None:
    folder = SessionFolder(replayed.short(tmp_path))
    (folder.path / "annotations.json").write_text("[", encoding="utf-8")
    assert "does not read" in open_replay(folder.path).annotated.problem
    with pytest.raises(Exception, match="does not read"):
        read_stances(folder)


def test_the_delivery_has_remarks_and_curves_along_the_session(tmp_path: Path) -> None:
    folder = replayed.long(tmp_path, minutes=3)
    replayed.hear(folder)
    opened = open_replay(folder)
    found = delivered(delivery_of(opened.session, opened.hearings))
    assert found is not None
    assert {one.kind for one in found.annotations} == {Kind.DELIVERY}
    pace, loudness = found.curves.pace, found.curves.loudness
    last = opened.session.answers[-1]
    assert last.start < pace.points[-1].at < opened.timeline.seconds
    assert 60 < pace.least <= pace.most < 260
    assert -30 < loudness.least < loudness.most < -15
    assert len(list(pace.pieces())) == len(opened.session.answers)
    assert loudness.at(-100.0) is None
    assert loudness.at(loudness.points[0].at) == loudness.points[0].value
    assert delivered(delivery_of(opened.session, ())) is None


# -- words


def test_codes_are_worded() -> None:
    assert why_words(remark("x", 0, Kind.CASE, why="signal")) == "This leads towards the cause."
    assert why_words(remark("x", 0, Kind.COVERAGE, why="in part")) == "Done in part."
    assert why_words(remark("x", 0, Kind.GAP, why="signal")) == "signal"
    assert better_words(remark("x", 0, Kind.CASE)) == "The cause: More."
    assert better_words(remark("x", 0)) == "Better: More."
    assert maker_words(MODEL) == "Local 8B · AI estimate"
    assert maker_words(Maker(Reviewer.PARTNER, "Ada")) == "Ada"


def test_a_row_is_said_whole() -> None:
    said = in_words(remark("x", 61.0, why="No limit."), "1 minute 1 second", Stance.DISAGREE)
    assert said == "Gap, Metrics, 1 minute 1 second, “so many loans”, No limit., disagreed"


def test_each_kind_has_a_marker_of_its_own() -> None:
    markers = markers_of((), [replace(ROWS[0], kind=kind, id=kind.value) for kind in Kind])
    assert [marker.kind.value for marker in markers] == [kind.value for kind in Kind]
    assert len(set(Mark)) == len(Kind) + 3


# -- filtering


def test_kinds_titles_and_reviewers_filter_together() -> None:
    assert ids(Filter()) == ["a", "b", "c", "n"]
    assert ids(Filter().toggled(Kind.GAP).toggled(Kind.NOTE)) == ["b", "n"]
    assert ids(Filter(title="Metrics")) == ["a", "c"]
    assert ids(Filter(title="Metrics", made_by=COACH)) == ["c"]
    assert ids(Filter().toggled(Kind.GAP).toggled(Kind.GAP)) == ["a", "b", "c", "n"]


def test_counts_are_those_of_every_kind() -> None:
    found = shown(ROWS, Stances(), Filter(kinds=frozenset({Kind.GAP})))
    assert found.counts == {Kind.STRENGTH: 1, Kind.GAP: 1, Kind.COVERAGE: 1, Kind.NOTE: 1}
    assert (found.titles, found.makers) == (("Goals", "Metrics"), (MODEL, COACH))


def test_the_delivery_is_no_reviewer_to_choose() -> None:
    rows = (*ROWS, remark("d", 12.0, Kind.DELIVERY, made_by=MEASURED))
    assert shown(rows, Stances(), Filter()).makers == (MODEL, COACH)


def test_what_was_hidden_is_shown_by_itself() -> None:
    stances = Stances().taken(ROWS[1], Stance.HIDDEN)
    assert ids(Filter(), stances) == ["a", "c", "n"]
    assert ids(Filter(hidden=True), stances) == ["b"]
    assert shown(ROWS, stances, Filter()).hidden == 1


# -- along time


def test_the_remark_begun_last_is_heard() -> None:
    track = Track(ROWS)
    assert [track.heard(at) for at in (0.5, 1.0, 3.9, 4.2, 4.6, 8.0, 9.1, 12.5)] == [-1, 0, 0, 1, 2, -1, 3, -1]


def test_next_and_previous_go_through_remarks_of_one_moment() -> None:
    track = Track(ROWS)
    assert track.step(1, 0.0, -1) == 0
    assert track.step(1, 4.0, 1) == 2
    assert track.step(-1, 4.5, 2) == 1
    assert track.step(1, 9.0, 3) == -1
    assert track.step(-1, 1.0, 0) == -1
    assert track.step(-1, 8.0, 0) == 2
    assert track.step(1, 4.6, 0) == 3


def test_a_remark_is_played_with_a_little_around_it() -> None:
    assert span_around(10.0, 12.0, 60.0) == Span(9.3, 12.5)
    assert span_around(0.2, 0.2, 60.0, loops=True) == Span(0.0, 1.0, loops=True)
    last = span_around(60.0, 60.0, 60.0)
    assert (last.start, last.end) == (59.0, 60.0)
    assert last.holds(59.0)
    assert not last.holds(60.0)
