"""A kept session gathered, redacted and written: what is in the file, what never is, and that it is whole or absent."""

from __future__ import annotations

import base64
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assets import resource
from desktop.export.formats import format_of, formats
from desktop.export.gathering import gather
from desktop.export.writing import Wanted, place_of, prepare, render, write, write_to
from desktop.paths import Paths, find
from desktop.report.opening import make_review
from interviewer.errors import RecordError, RecordNotWritten
from interviewer.events import Fault, Part
from interviewer.export.plain_json import SCHEMA, to_json
from interviewer.export.redaction import Redaction
from interviewer.export.values import Exported, Speaker
from interviewer.records.folder import SessionFolder
from interviewer.records.notes import Notes, new_note, write_notes
from interviewer.review.annotations import Mark
from interviewer.review.call import Call
from interviewer.review.storage import write_review
from interviewer.review.told import Quoted
from interviewer.review.values import DimensionReview, Maker, Review, Reviewer
from speech.files import read_sound
from speech.words import SAMPLE_RATE
from tests.interviewer.export.strict import read_srt, read_textgrid, read_vtt
from tests.support import replayed, reviewed
from tests.support.schema import faults


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    made = find(tmp_path / "data")
    made.make()
    return made


@pytest.fixture(name="story")
def _story(paths: Paths) -> Path:
    story = replayed.begin(paths.sessions)
    story.phase(0)
    story.say("What are the goals of it?")
    story.answer("I would ask Anna Bell about completed loans first", before=0.5, unsure=["loans"])
    story.say("Think of the lender.")
    sentence = f"Jabra Evolve 20 is silent, see {paths.data}/logs/hotseat.log and {Path.home()}/x."
    story.record.append(Fault(t=story.now, part=Part.MICROPHONE, code="microphone_silent", sentence=sentence))
    story.answer_live("it needs a lender too")
    path = story.close()
    write_notes(path, Notes(pad=f"see {path}/audio for more", notes=(new_note(2.0, "my own thought"),)))
    return path


@pytest.fixture(scope="module", name="told")
def _told(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """A session with a review."""
    paths = find(tmp_path_factory.mktemp("reviewed"))
    paths.make()
    session = reviewed.keep(paths.sessions, reviewed.medium(), level="pm")
    make_review(session, paths)
    return gather(session, paths).exported


def test_a_session_is_gathered_whole(story: Path, paths: Paths) -> None:
    exported = gather(story, paths).exported
    assert exported.title == "Spanner Street: goals and success"
    assert exported.details[:4] == ("Execution", "PM", "Practice", "21 Nov 2026, 20:47")
    assert [(turn.speaker, turn.text) for turn in exported.turns] == [
        (Speaker.INTERVIEWER, "What are the goals of it?"),
        (Speaker.CANDIDATE, "I would ask Anna Bell about completed loans first"),
        (Speaker.INTERVIEWER, "Think of the lender."),
        (Speaker.CANDIDATE, "it needs a lender too"),
    ]
    assert [word.text for turn in exported.turns for word in turn.words if word.unsure] == ["loans"]
    assert {one.kind for one in exported.remarks} == {Mark.NOTE, Mark.TROUBLE}
    assert {one.group for one in exported.figures} >= {"Session", "Answer 1", "Answer 2"}
    assert any("no careful transcript" in sentence for sentence in exported.notices)
    assert exported.review is None


def test_a_review_is_gathered_with_its_remarks(told: Exported) -> None:
    review = told.review
    assert review is not None
    assert (review.by, review.call, review.estimate) == ("Rule-based coach", "Lean no hire", False)
    assert len(review.dimensions) == 9
    assert review.cases
    assert told.model_answers
    gaps = [one for one in told.remarks if one.kind is Mark.GAP and one.drill]
    assert len(gaps) == 3
    assert all(one.by == "Rule-based coach" and one.case for one in gaps)
    starts = [one.start for one in told.remarks if one.start is not None]
    assert starts == sorted(starts)
    assert {"Scores", "Time spent"} <= {one.group for one in told.figures}


def test_answers_of_the_case_are_known_as_such(told: Exported) -> None:
    case = [turn.text for turn in told.turns if turn.case]
    assert case
    assert not any("your question" in text for text in case)
    assert all(turn.speaker is Speaker.INTERVIEWER for turn in told.turns if turn.case)


def test_json_fits_the_published_schema(told: Exported) -> None:
    schema: Any = json.loads(resource(SCHEMA).read_text(encoding="utf-8"))
    assert faults(json.loads(to_json(told)), schema) == []


def test_a_model_is_named_without_its_computer(story: Path, paths: Paths) -> None:
    made_by = Maker(Reviewer.MODEL, "small-model @ annas-laptop.local:11434")
    quoted = Quoted("completed loans", 1, 3.0)
    scored = DimensionReview("goals", "Goals", 3, True, 3, "", (quoted,), "It is countable.")
    reason = "Hire, by small-model @ annas-laptop.local:11434."
    review = Review(made_by, "execution", "pm", Call.HIRE, reason, dimensions=(scored,))
    write_review(SessionFolder(story), review, "small")
    exported = gather(story, paths, "small").exported
    assert exported.review is not None
    assert (exported.review.by, exported.review.reason) == ("small-model", "Hire, by small-model.")
    (strength,) = (one for one in exported.remarks if one.kind is Mark.STRENGTH)
    assert (strength.by, strength.estimate, strength.quote) == ("small-model", True, "completed loans")
    assert "annas-laptop" not in to_json(exported)


TEXTS = tuple(one for one in formats() if one.render is not None)


@pytest.mark.parametrize("name", [one.id for one in formats()])
def test_nothing_about_this_computer_goes_out(story: Path, paths: Paths, folder: Path, name: str) -> None:
    file = folder / "it"
    choice = Redaction(sound=False, notes=name != "bundle")  # a bundle has what somebody wrote as they wrote it
    assert write_to(prepare(story, paths, Wanted(format_of(name), choice)), paths, file) is not None
    if name == "bundle":
        with zipfile.ZipFile(file) as archive:
            text = "\n".join(archive.read(inside).decode() for inside in archive.namelist())
        text = text.replace('"audio/', '"')  # where sound lies in a session, in every one
    else:
        text = file.read_text(encoding="utf-8")
    for secret in ("Jabra", str(paths.data), str(Path.home()), str(story), "hotseat.log", "/audio"):
        assert secret not in text, secret
    assert "lender" in text or name == "csv"


def test_words_and_notes_are_left_out_of_every_format(story: Path, paths: Paths) -> None:
    choice = Redaction(notes=False, words=("anna bell",))
    for one in TEXTS:
        prepared = prepare(story, paths, Wanted(one, choice))
        data = render(prepared, paths)
        assert data is not None
        assert b"Anna" not in data
        assert b"Bell" not in data
        assert b"my own thought" not in data
        assert b"audio/mpeg" not in data
        assert any("heard" in sentence for sentence in prepared.exported.left_out) is one.sound


def test_every_format_reads(story: Path, paths: Paths) -> None:
    told = {}
    for one in TEXTS:
        data = render(prepare(story, paths, Wanted(one, Redaction(sound=False))), paths)
        assert data is not None
        told[one.id] = data.decode()
    assert len(read_srt(told["srt"])) == len(read_vtt(told["vtt"])) == 4
    assert len(read_textgrid(told["textgrid"])[1]) == 5


# --- the sound --------------------------------------------------------------------------------------------------------


def test_the_sound_is_small_and_as_long_as_the_session(story: Path, paths: Paths, tmp_path: Path) -> None:
    prepared = prepare(story, paths, Wanted(format_of("html")))
    shares: list[float] = []

    def go_on(share: float) -> bool:
        shares.append(share)
        return True

    data = render(prepared, paths, go_on)
    assert data is not None
    found = re.search(rb"data:audio/mpeg;base64,([^\"]+)", data)
    assert found is not None
    file = tmp_path / "sound.mp3"
    file.write_bytes(base64.b64decode(found[1]))
    sound = read_sound(file)
    assert len(sound) / SAMPLE_RATE == pytest.approx(prepared.exported.seconds, abs=0.2)
    assert file.stat().st_size < 3500 * prepared.exported.seconds + 2000
    spoken = prepared.exported.turns[1]
    loud = abs(sound[round(spoken.words[0].start * SAMPLE_RATE) : round(spoken.end * SAMPLE_RATE)]).mean()
    before = abs(sound[round((spoken.start + 0.1) * SAMPLE_RATE) : round((spoken.start + 0.4) * SAMPLE_RATE)]).mean()
    assert loud > 10 * before, "it is not where the transcript has it"
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_giving_up_leaves_nothing_behind(story: Path, paths: Paths) -> None:
    prepared = prepare(story, paths, Wanted(format_of("html")))
    for so_long in (0.0, 0.04, 0.5):
        assert render(prepared, paths, so_long.__ge__) is None
    assert list((paths.cache / "export").iterdir()) == []


def test_a_session_without_sound_makes_a_page_without(paths: Paths) -> None:
    story = replayed.begin(paths.sessions)
    story.say("Why?", sounds=False)
    prepared = prepare(story.close(), paths, Wanted(format_of("html")))
    assert prepared.line is None
    assert prepared.exported.left_out == ()
    assert b"<audio" not in (render(prepared, paths) or b"")


# --- the file ---------------------------------------------------------------------------------------------------------


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Iterator[Path]:
    made = tmp_path / "out"
    made.mkdir()
    yield made
    made.chmod(0o700)


def test_a_file_is_named_for_what_is_in_it(story: Path, paths: Paths, folder: Path) -> None:
    names = [prepare(story, paths, Wanted(one)).name for one in formats()]
    assert names[0] == "spanner-street-goals-and-success-2026-11-21.html"
    assert len(set(names)) == len(names)
    secret = prepare(story, paths, Wanted(format_of("md"), Redaction(words=("spanner street",))))
    assert secret.name == "redacted-goals-and-success-2026-11-21.md"
    assert place_of(secret, folder) == folder / secret.name
    assert place_of(secret, folder / "mine.md") == folder / "mine.md"


def test_nothing_is_written_over_unasked(story: Path, paths: Paths, folder: Path) -> None:
    prepared = prepare(story, paths, Wanted(format_of("md")))
    write(prepared, b"before", place_of(prepared, folder))
    with pytest.raises(RecordError, match="already"):
        place_of(prepared, folder)
    written = write(prepared, b"after", place_of(prepared, folder, over=True))
    assert written.file.read_bytes() == b"after"
    assert [path.name for path in folder.iterdir()] == [prepared.name]


def test_a_file_that_cannot_be_written_says_why(story: Path, paths: Paths, folder: Path) -> None:
    prepared = prepare(story, paths, Wanted(format_of("md")))
    with pytest.raises(RecordNotWritten, match="Choose another place"):
        write(prepared, b"data", folder / "nowhere" / "x.md")
    assert list(folder.iterdir()) == []
