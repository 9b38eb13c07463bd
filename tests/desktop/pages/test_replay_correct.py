"""A word is corrected on the Replay page: by keys and by the menu, seen, taken back, and analysed again behind it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from desktop.delivery.storage import heard_in
from desktop.desk import AtReplay
from desktop.pages.replay import ReplayPage
from desktop.replay import again
from interviewer.errors import RecordNotWritten
from interviewer.records.corrections import Corrections, new_correction, read_corrections, write_corrections
from interviewer.records.folder import SessionFolder
from interviewer.records.library import append_later, open_session
from interviewer.records.manifest import read_manifest, write_manifest
from interviewer.records.notes import Notes, new_note, read_notes, write_notes
from interviewer.records.origins import Origin
from interviewer.review.stances import Stance, read_stances
from interviewer.review.storage import read_review, write_review
from interviewer.review.told import Quoted
from interviewer.review.values import DimensionReview, Maker, Review, Reviewer
from tests.interviewer.records import sessions
from tests.support import replayed
from tests.support.desk import TestDesk
from tests.support.stage import staged

EXPECTED = ("pa_context_connect", "pipewire", "Using Qt multimedia", "No audio device")
pytestmark = pytest.mark.qt_log_ignore(*EXPECTED)

Left = Qt.MouseButton.LeftButton
COACH = Maker(Reviewer.RULES, "rule-based coach")
SAID = "We want more completed loans and some scuffed returns"


def coach(path: Path, _paths: object = None, _level: object = None) -> None:
    """A review of the answer as it reads now, as long as three or more words of it."""
    session = open_session(path)
    answer = session.answers[0]
    quote = Quoted(" ".join(answer.text.split()[-3:]), answer.number, answer.start)
    row = DimensionReview("metrics", "Metrics", 1, True, 2, "", (quote,), "Because.")
    write_review(session.folder, Review(COACH, "execution", "senior", None, "No call.", dimensions=(row,)))


@pytest.fixture(autouse=True)
def coached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(again, "make_review", coach)


@pytest.fixture
def session(desk: TestDesk) -> Path:
    folder = replayed.short(desk.desk.paths.sessions)
    replayed.hear(folder)
    coach(folder)
    return folder


@pytest.fixture
def page(desk: TestDesk, qtbot: QtBot, session: Path) -> Iterator[ReplayPage]:
    with shown(desk, qtbot, session) as made:
        yield made


class shown:  # noqa: N801  (reads like a function)
    """The page with a session, as large as a window of the usual size."""

    def __init__(self, desk: TestDesk, qtbot: QtBot, session: Path) -> None:
        self.page, self._session, self._qtbot = ReplayPage(desk.desk), session, qtbot
        self._stage = staged(self.page, 1092, 760)

    def __enter__(self) -> ReplayPage:
        self._stage.__enter__()
        self.page.enter(AtReplay(self._session))
        self._qtbot.waitUntil(lambda: self.page.player.loaded)
        self._qtbot.waitUntil(lambda: self.page.correcting.idle)
        return self.page

    def __exit__(self, *_: object) -> None:
        self._qtbot.waitUntil(lambda: self.page.correcting.idle)
        self.page.leave()
        self._stage.__exit__(None, None, None)


def select(page: ReplayPage, words: str) -> None:
    (found, *_) = page.transcript.find_all(words)
    page.transcript.setTextCursor(found)
    page.transcript.setFocus()


def text(page: ReplayPage, turn: int = 1) -> str:
    opened = page.opened
    assert opened is not None
    return opened.script.turns[turn].text


def press(page: ReplayPage, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    assert button.isVisible()
    QTest.mouseClick(button, Left)


def correct(page: ReplayPage, qtbot: QtBot, words: str, said: str) -> None:
    """Select, F2, type, Enter."""
    select(page, words)
    QTest.keyClick(page.transcript, Qt.Key.Key_F2)
    bar = page.correct_bar
    assert bar.isVisible()
    bar.field.selectAll()
    QTest.keyClick(bar.field, Qt.Key.Key_Backspace)
    QTest.keyClicks(bar.field, said)
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.correcting.idle)


def test_a_selected_word_is_corrected_by_keys_and_everything_follows(
    page: ReplayPage, qtbot: QtBot, session: Path
) -> None:
    events = (session / "events.jsonl").read_bytes()
    correct(page, qtbot, "scuffed", "scoffed at")
    assert text(page) == SAID.replace("scuffed", "scoffed at")
    assert not page.correct_bar.isVisible()
    assert page.transcript.hasFocus()
    assert (session / "events.jsonl").read_bytes() == events
    review = read_review(SessionFolder(session))
    assert review.dimensions[0].evidence[0].quote == "scoffed at returns"
    assert len(heard_in(open_session(session))) == 1
    assert page.correction.text == "Corrected, and analysed again."
    gap = next(one for one in page.annotations.rows if one.made_by == COACH)
    assert gap.quote == "scoffed at returns"


def test_a_correction_is_seen_and_tells_what_was_heard(page: ReplayPage, qtbot: QtBot) -> None:
    correct(page, qtbot, "scuffed", "<b>scoffed</b>")
    (found, *_) = page.transcript.find_all("<b>scoffed</b>")
    form = found.charFormat()
    assert form.toolTip() == "Heard: “scuffed”"
    assert form.fontUnderline() or form.underlineStyle() == form.UnderlineStyle.SingleUnderline
    select(page, "<b>scoffed</b>")
    QTest.keyClick(page.transcript, Qt.Key.Key_F2)
    assert page.correct_bar.heard.text() == "Heard: “scuffed”"
    assert page.correct_bar.field.text() == "<b>scoffed</b>"
    press(page, "correct_back")
    qtbot.waitUntil(lambda: page.correcting.idle)
    assert text(page) == SAID


def test_a_run_becomes_one_word_and_a_correction_of_it_stands_on_what_was_heard(
    page: ReplayPage, qtbot: QtBot, session: Path
) -> None:
    correct(page, qtbot, "completed loans", "completions")
    correct(page, qtbot, "completions", "full loans")
    (one,) = read_corrections(SessionFolder(session)).all
    assert (one.heard, one.text) == ("completed loans", "full loans")
    correct(page, qtbot, "more full", "fuller")
    (one,) = read_corrections(SessionFolder(session)).all
    assert (one.heard, one.text) == ("more completed loans", "fuller")


def test_what_was_never_said_is_taken_out_and_can_be_put_back(page: ReplayPage, qtbot: QtBot) -> None:
    select(page, "and some")
    QTest.keyClick(page.transcript, Qt.Key.Key_F2)
    page.correct_bar.field.clear()
    assert page.correct_bar.keep.text() == "Take out"
    press(page, "correct_keep")
    qtbot.waitUntil(lambda: page.correcting.idle)
    assert text(page) == SAID.replace("and some ", "")
    page.transcript.selectAll()
    copied = page.transcript.createMimeDataFromSelection().text()
    assert "loans scuffed" in copied
    press(page, "correct_undo")
    qtbot.waitUntil(lambda: page.correcting.idle)
    assert text(page) == SAID


def test_undo_goes_back_step_by_step_by_its_key(page: ReplayPage, qtbot: QtBot, session: Path) -> None:
    correct(page, qtbot, "scuffed", "scoffed")
    correct(page, qtbot, "loans", "lawns")
    for wanted in (SAID.replace("scuffed", "scoffed"), SAID, SAID):
        QTest.keyClick(page.transcript, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: page.correcting.idle)
        assert text(page) == wanted
    assert read_corrections(SessionFolder(session)).all == ()
    assert page.correction.text == ""


@pytest.mark.qt_log_ignore(*EXPECTED, "does not support raise", "does not support grabbing the keyboard")
def test_the_menu_corrects_the_word_under_the_mouse(page: ReplayPage, qtbot: QtBot) -> None:
    transcript = page.transcript
    (found, *_) = transcript.find_all("completed")
    middle = QTextCursor(found)
    middle.setPosition(found.selectionStart() + 3)
    at = transcript.cursorRect(middle).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, transcript.viewport().mapToGlobal(at))
    QApplication.sendEvent(transcript.viewport(), event)
    menu = transcript.findChild(QMenu, "transcript_menu")
    assert isinstance(menu, QMenu)
    entry = menu.findChild(QAction, "transcript_correct")
    assert isinstance(entry, QAction)
    assert entry.text() == "Correct…\tF2"
    entry.trigger()
    menu.close()
    assert page.correct_bar.field.text() == "completed"
    QTest.keyClick(page.correct_bar.field, Qt.Key.Key_Escape)
    assert not page.correct_bar.isVisible()
    assert text(page) == SAID


def test_the_word_that_is_heard_is_corrected_when_none_is_chosen(page: ReplayPage) -> None:
    opened = page.opened
    assert opened is not None
    word = next(one for one in opened.script.turns[1].stretches if one.text == "completed")
    page.player.seek(word.start + 0.05)
    page.transport.disc.setFocus()
    QTest.keyClick(page.transport.disc, Qt.Key.Key_F2)
    assert page.correct_bar.field.text() == "completed"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("What are", "Only your own words can be corrected."),
        ("lender too", "This answer has no careful transcript yet. Have it transcribed first"),
        ("returns", ""),
    ],
)
def test_what_cannot_be_corrected_says_why(page: ReplayPage, words: str, why: str) -> None:
    select(page, words)
    QTest.keyClick(page.transcript, Qt.Key.Key_F2)
    assert page.correct_bar.isVisible() is not bool(why)
    assert page.correction.text.startswith(why)


def test_what_is_thought_of_remarks_and_own_notes_stay(desk: TestDesk, qtbot: QtBot, session: Path) -> None:
    folder = SessionFolder(session)
    write_notes(folder, Notes(notes=(new_note(3.0, "mine", until=5.0, quote="some scuffed"),)))
    with shown(desk, qtbot, session) as page:
        one = next(each for each in page.annotations.rows if each.made_by == COACH)
        page.annotations.take_stance(one, Stance.DISAGREE)
        correct(page, qtbot, "scuffed", "scoffed")
        again_one = next(each for each in page.annotations.rows if each.made_by == COACH)
        assert (again_one.id, again_one.quote) == (one.id, "some scoffed returns")
        assert [each.id for each in page.annotations.rows].count(one.id) == 1
        page.leave()
        assert read_stances(folder).of(again_one) is Stance.DISAGREE
        assert [(note.text, note.quote) for note in read_notes(folder).notes] == [("mine", "some scuffed")]
        assert read_review(folder).level == "senior"


def test_a_session_that_was_left_before_it_was_analysed_is_analysed_when_it_is_opened(
    desk: TestDesk, qtbot: QtBot, session: Path
) -> None:
    folder = SessionFolder(session)
    word = next(one for one in open_session(session).answers[0].heard_tokens if one.text == "scuffed")
    one = new_correction(1, word.start, word.end, heard="scuffed", read="scuffed", text="scoffed")
    write_corrections(folder, Corrections((one,)))
    with shown(desk, qtbot, session):
        pass
    assert read_review(folder).dimensions[0].evidence[0].quote == "some scoffed returns"


def test_the_analysis_tells_how_far_it_is_can_be_stopped_and_runs_again(
    desk: TestDesk, qtbot: QtBot, session: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()

    def slow(path: Path, paths: object) -> None:
        assert go.wait(5)
        coach(path, paths)

    monkeypatch.setattr(again, "make_review", slow)
    with shown(desk, qtbot, session) as page:
        select(page, "scuffed")
        QTest.keyClick(page.transcript, Qt.Key.Key_F2)
        page.correct_bar.field.setText("scoffed")
        press(page, "correct_keep")
        qtbot.waitUntil(lambda: "what was said" in page.correction.text)
        assert text(page) == SAID.replace("scuffed", "scoffed")
        press(page, "correct_stop")
        assert page.correction.text == "The correction is kept. The remarks are those from before it."
        go.set()
        qtbot.waitUntil(lambda: page.correcting.idle)
        press(page, "correct_again")
        qtbot.waitUntil(lambda: page.correction.text == "Corrected, and analysed again.")


def test_a_disk_that_takes_nothing_says_so_and_the_text_stays(
    page: ReplayPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise RecordNotWritten("The corrections could not be written: the disk is full.")

    monkeypatch.setattr("desktop.replay.correcting.write_corrections", full)
    correct(page, qtbot, "scuffed", "scoffed")
    assert page.correction.text == "The corrections could not be written: the disk is full."
    assert text(page) == SAID


def test_stale_corrections_are_told_and_can_be_forgotten(desk: TestDesk, qtbot: QtBot, session: Path) -> None:
    folder = SessionFolder(session)
    one = new_correction(1, 3.0, 3.2, heard="scuffed", read="scuffed", text="scoffed")
    write_corrections(folder, Corrections((one,)))
    append_later(session, [sessions.kept(1, 9.0, "Nothing of the kind")])
    with shown(desk, qtbot, session) as page:
        assert "since its words are gone from the transcript: “scuffed” to “scoffed”." in page.correction.text
        press(page, "correct_forget")
        qtbot.waitUntil(lambda: page.correcting.idle)
        assert read_corrections(folder).all == ()


def test_nothing_of_somebody_elses_session_is_corrected(desk: TestDesk, qtbot: QtBot, session: Path) -> None:
    folder = SessionFolder(session)
    write_manifest(folder, read_manifest(folder).model_copy(update={"origin": Origin.BUNDLE.value}))
    with shown(desk, qtbot, session) as page:
        select(page, "scuffed")
        QTest.keyClick(page.transcript, Qt.Key.Key_F2)
        assert not page.correct_bar.isVisible()
        assert page.correction.text == "This is somebody else’s session. Its words stay as they were heard."
    assert not folder.corrections.exists()


def test_a_models_review_of_the_text_before_is_named(desk: TestDesk, qtbot: QtBot, session: Path) -> None:
    folder = SessionFolder(session)
    model = replace(read_review(folder), made_by=Maker(Reviewer.MODEL, "Local 8B"))
    write_review(folder, model, "model-local")
    with shown(desk, qtbot, session) as page:
        correct(page, qtbot, "scuffed", "scoffed")
        assert "The review by Local 8B is of the text before" in page.correction.text
        press(page, "correct_review")
        assert desk.wanted[-1].session == session  # type: ignore[attr-defined]
