"""The Replay page with real sessions, played for real: Qt's player advances without a loudspeaker too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QTextCursor
from PySide6.QtMultimedia import QMediaDevices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSlider, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.desk import AtAfter, AtLibrary, AtReplay
from desktop.pages.replay import ReplayPage
from desktop.replay.sound import folder_of
from desktop.theme.look import Look
from desktop.theme.tokens import Theme
from interviewer.content.model import Level
from interviewer.records.folder import SessionFolder
from interviewer.records.notes import Notes, new_note, read_notes, write_notes
from interviewer.review.call import Call
from interviewer.review.storage import write_review
from interviewer.review.values import Maker, Review, Reviewer
from tests.interviewer.records import sessions
from tests.support import replayed
from tests.support.desk import TestDesk
from tests.support.stage import staged

pytestmark = pytest.mark.qt_log_ignore("pa_context_connect", "pipewire", "Using Qt multimedia", "No audio device")

Left, Plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def page(desk: TestDesk, qtbot: QtBot) -> Iterator[ReplayPage]:
    made = ReplayPage(desk.desk)
    with staged(made, 1092, 760):
        yield made
        made.leave()


@pytest.fixture
def short(desk: TestDesk) -> Path:
    return replayed.short(desk.desk.paths.sessions)


def enter(qtbot: QtBot, page: ReplayPage, session: Path, seconds: float = 0.0) -> None:
    """Until there is sound, if there is any."""
    page.enter(AtReplay(session, seconds))
    qtbot.waitUntil(lambda: page.opened is not None)
    if page.opened is not None and page.opened.timeline.clips:
        qtbot.waitUntil(lambda: page.player.loaded)
    if (first := page.first_focus()) is not None:
        first.setFocus()


def press(qtbot: QtBot, page: QWidget, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    assert button.isVisible()
    QTest.mouseClick(button, Left)


def word_place(page: ReplayPage, word: str) -> QPoint:
    (found,) = page.transcript.find_all(word)
    cursor = QTextCursor(page.transcript.document())
    cursor.setPosition(found.selectionStart() + 1)
    return page.transcript.cursorRect(cursor).center()


# -- opening


def test_a_session_is_named_and_shown(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    enter(qtbot, page, short)
    assert page.header.title.text() == "Spanner Street: goals and success"
    assert page.header.subtitle.text() == "Execution · PM · Practice · Sat 21 Nov, 20:47 · 0:11 · 1 hint"
    assert "some scuffed returns" in page.transcript.toPlainText()
    assert page.transport.detail.text() == "of 0:11 · Clarify"
    assert page.header.call.isHidden()
    assert page.header.review.isHidden()
    assert page.remarks.text == page.problem.text == ""


def test_it_begins_where_it_is_asked_to(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    enter(qtbot, page, short, 9.0)
    assert page.transport.time.text() == "0:09"
    assert page.transport.detail.text() == "of 0:11 · Metrics"
    assert page.waveform.position == 9.0
    assert page.transcript.heard == "lender."


def test_a_call_is_shown_and_leads_to_its_review(qtbot: QtBot, page: ReplayPage, short: Path, desk: TestDesk) -> None:
    level: Level = "pm"
    made_by = Maker(Reviewer.RULES, "rule-based coach")
    review = Review(made_by=made_by, round="execution", level=level, call=Call.LEAN_HIRE, call_reason="Because.")
    write_review(SessionFolder(short), review)
    enter(qtbot, page, short)
    assert page.header.call.text() == "Lean hire"
    assert page.header.call.toolTip() == "Because."
    press(qtbot, page, "replay_review")
    press(qtbot, page, "replay_back")
    assert desk.wanted == [AtAfter(short), AtLibrary()]


def test_a_session_that_does_not_read_says_why_and_leads_back(
    qtbot: QtBot, page: ReplayPage, short: Path, desk: TestDesk
) -> None:
    (short / "session.json").write_text("{", encoding="utf-8")
    page.enter(AtReplay(short))
    qtbot.waitUntil(lambda: page.findChild(QWidget, "replay_failure") is not None)
    shown = [label.text() for label in page.findChildren(QWidget) if label.isVisible() and hasattr(label, "text")]
    assert any("does not read" in str(text) for text in shown)
    press(qtbot, page, "replay_failed_back")
    assert desk.wanted == [AtLibrary()]


def test_a_session_without_sound_can_be_read(qtbot: QtBot, page: ReplayPage, desk: TestDesk) -> None:
    story = replayed.begin(desk.desk.paths.sessions)
    story.say("Why is that?", sounds=False)
    enter(qtbot, page, story.close())
    assert "no sound" in page.remarks.text
    assert not page.transport.disc.isEnabled()
    assert page.transport.disc.toolTip() == "There is no sound to play."
    assert page.transcript.toPlainText() == "Why is that?"
    QTest.mouseClick(page.transcript.viewport(), Left, Plain, word_place(page, "Why"))
    assert page.transcript.current_turn == 0


def test_a_missing_file_is_told_and_the_rest_plays(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    (short / "audio" / "0001-candidate.wav").unlink()
    enter(qtbot, page, short)
    assert page.remarks.text == "One sound file is missing or does not read. It is silence here; the rest plays."
    assert page.transport.disc.isEnabled()


def test_a_recovered_session_says_what_became_of_it(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    manifest = json.loads((short / "session.json").read_text(encoding="utf-8"))
    manifest |= {"state": "recovered", "recovered": "The session was interrupted and has been recovered."}
    (short / "session.json").write_text(json.dumps(manifest), encoding="utf-8")
    enter(qtbot, page, short)
    assert page.remarks.text == manifest["recovered"]


def test_an_interview_that_is_being_held_is_shown_as_far_as_it_got(
    qtbot: QtBot, page: ReplayPage, desk: TestDesk
) -> None:
    record = sessions.begin(desk.desk.paths.sessions)
    sessions.ask(record, 1, 0.25)
    sessions.open_answer(record, 1, 1, 8000)
    replayed.write_sound(record.folder / record.answer_file(1, 1), 1.0)
    enter(qtbot, page, record.folder)
    assert "being held now" in page.remarks.text
    record.close()


# -- playing


def test_it_plays_and_the_text_follows(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    enter(qtbot, page, short, 2.4)
    heard: list[str] = []
    page.player.moved.connect(lambda _at: heard.append(page.transcript.heard))
    press(qtbot, page, "replay_play")
    assert page.transport.disc.accessibleName() == "Pause"
    qtbot.waitUntil(lambda: page.player.seconds > 3.2)
    press(qtbot, page, "replay_play")
    at = page.player.seconds
    assert [word for word in dict.fromkeys(heard) if word] == ["We", "want", "more"]
    assert page.transcript.current_turn == 1
    qtbot.wait(150)
    assert page.player.seconds == at
    assert page.transport.disc.accessibleName() == "Play"


def test_without_a_loudspeaker_it_says_so_once(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    if QMediaDevices.audioOutputs():
        pytest.skip("there is a loudspeaker here")
    enter(qtbot, page, short)
    assert page.problem.text == ""
    press(qtbot, page, "replay_play")
    assert "No loudspeaker" in page.problem.text
    press(qtbot, page, "replay_silent_ok")
    press(qtbot, page, "replay_play")
    press(qtbot, page, "replay_play")
    assert page.problem.text == ""


def test_at_its_end_it_stops_and_begins_again(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    enter(qtbot, page, short, 11.0)
    page.player.play()
    qtbot.waitUntil(lambda: not page.player.playing)
    assert page.transport.time.text() == "0:11"
    page.player.play()
    qtbot.waitUntil(lambda: 0.0 < page.player.seconds < 2.0)
    assert page.player.playing


def test_twice_the_speed_takes_half_the_time(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    enter(qtbot, page, short)
    for _ in range(9):
        QTest.keyClick(page.transport.disc, Qt.Key.Key_BracketRight)
    assert page.transport.speed.currentText() == "2.0×"
    page.player.play()
    qtbot.waitUntil(lambda: page.player.seconds > 0.2)
    begin = page.player.seconds
    qtbot.wait(1000)
    assert 1.5 < page.player.seconds - begin < 2.7
    QTest.keyClick(page.transport.disc, Qt.Key.Key_BracketLeft)
    assert page.player.speed == 1.75


def test_silence_is_skipped_where_that_is_wanted(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    enter(qtbot, page, short, 3.9)
    press(qtbot, page, "replay_skip")
    page.player.play()
    places: list[float] = []
    page.player.moved.connect(places.append)
    qtbot.waitUntil(lambda: page.player.seconds > 6.6, timeout=2500)
    assert not any(4.3 < at < 6.2 for at in places)
    assert any(6.2 < at < 6.7 for at in places)


def test_leaving_stops_it_and_lets_go_of_the_sound(qtbot: QtBot, page: ReplayPage, short: Path, desk: TestDesk) -> None:
    enter(qtbot, page, short)
    page.player.play()
    (file,) = folder_of(desk.desk.paths).iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    page.leave()
    assert not page.player.playing
    assert not page.player.loaded
    qtbot.waitUntil(lambda: not file.exists())


def test_another_session_takes_its_place(qtbot: QtBot, page: ReplayPage, short: Path, desk: TestDesk) -> None:
    enter(qtbot, page, short)
    page.player.play()
    story = replayed.begin(desk.desk.paths.sessions, title="Another")
    story.say("Only this.")
    enter(qtbot, page, story.close())
    assert page.header.title.text() == "Another"
    assert page.transcript.toPlainText() == "Only this."
    assert not page.player.playing
    assert page.player.seconds == 0.0


def test_leaving_while_it_opens_shows_nothing_later(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    page.enter(AtReplay(short))
    page.leave()
    qtbot.wait(200)
    assert page.opened is None


# -- moving


def test_clicking_and_dragging_in_the_waveform_seeks(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    enter(qtbot, page, short)
    wave = page.waveform
    QTest.mousePress(wave, Left, Plain, QPoint(wave.x_of(3.0), 60))
    assert page.player.seconds == pytest.approx(3.0, abs=0.05)
    QTest.mouseMove(wave, QPoint(wave.x_of(7.0), 60))
    QTest.mouseRelease(wave, Left, Plain, QPoint(wave.x_of(7.0), 60))
    assert page.player.seconds == pytest.approx(7.0, abs=0.05)
    QTest.mouseClick(wave, Left, Plain, QPoint(2, 60))
    assert page.player.seconds == 0.0


def test_keys_move_by_5_seconds(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    enter(qtbot, page, short)
    page.waveform.setFocus()
    for key, where in (
        (Qt.Key.Key_Right, 5.0),
        (Qt.Key.Key_L, 10.0),
        (Qt.Key.Key_Left, 5.0),
        (Qt.Key.Key_J, 0.0),
        (Qt.Key.Key_J, 0.0),
        (Qt.Key.Key_End, 11.4),
        (Qt.Key.Key_Home, 0.0),
    ):
        QTest.keyClick(page.waveform, key)
        assert page.player.seconds == pytest.approx(where)
    press(qtbot, page, "replay_5_on")
    assert page.player.seconds == 5.0
    press(qtbot, page, "replay_5_back")
    assert page.player.seconds == 0.0


def test_space_plays_from_anywhere_but_presses_a_button_that_has_the_keyboard(
    qtbot: QtBot, page: ReplayPage, short: Path
) -> None:
    enter(qtbot, page, short)
    page.transcript.setFocus()
    QTest.keyClick(page.transcript, Qt.Key.Key_Space)
    assert page.player.playing
    page.transport.follow.setFocus()
    QTest.keyClick(page.transport.follow, Qt.Key.Key_Space)
    assert page.player.playing
    assert not page.transport.follow.isChecked()


def test_a_click_on_a_word_plays_from_it(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    enter(qtbot, page, short)
    QTest.mouseClick(page.transcript.viewport(), Left, Plain, word_place(page, "scuffed"))
    assert page.transcript.heard == "scuffed"
    assert page.player.seconds == pytest.approx(7.6, abs=0.01)


def test_enter_plays_from_the_cursor(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    enter(qtbot, page, short)
    (found,) = page.transcript.find_all("completed loans")
    page.transcript.setTextCursor(found)
    page.transcript.setFocus()
    QTest.keyClick(page.transcript, Qt.Key.Key_Return)
    assert page.transcript.heard in ("completed", "loans")


def test_the_waveform_is_a_slider_to_a_screen_reader(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    enter(qtbot, page, short, 9.0)
    told = QAccessible.queryAccessibleInterface(page.waveform)
    assert told.role() is QAccessible.Role.Slider
    assert told.text(QAccessible.Text.Value) == "9 seconds of 11 seconds, Metrics"
    value = told.valueInterface()
    assert (value.currentValue(), value.minimumValue()) == (9.0, 0.0)
    value.setCurrentValue(4.0)
    assert page.player.seconds == 4.0


# -- following


def test_the_keyboard_begins_where_the_transcript_does(qtbot: QtBot, page: ReplayPage, desk: TestDesk) -> None:
    enter(qtbot, page, replayed.long(desk.desk.paths.sessions, minutes=6))
    assert page.transcript.textCursor().position() == 0
    page.transcript.setFocus()
    QTest.keyClick(page.transcript, Qt.Key.Key_Down)
    assert page.transcript.verticalScrollBar().value() == 0


def test_scrolling_away_stops_following_until_jump_to_now(qtbot: QtBot, page: ReplayPage, desk: TestDesk) -> None:
    enter(qtbot, page, replayed.long(desk.desk.paths.sessions, minutes=6), 200.0)
    bar, jump = page.transcript.verticalScrollBar(), page.findChild(QPushButton, "replay_transcript_jump")
    there = bar.value()
    assert there > 100
    assert jump is not None
    assert not jump.isVisible()
    bar.triggerAction(QAbstractSlider.SliderAction.SliderToMinimum)
    assert not page.transport.follow.isChecked()
    page.player.seek(210.0)
    assert bar.value() == 0
    QTest.mouseClick(jump, Left)
    assert bar.value() > 100
    assert page.transport.follow.isChecked()
    assert not jump.isVisible()
    page.player.seek(0.0)
    assert bar.value() < 100


def test_following_changes_no_format(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    enter(qtbot, page, short)
    revision = page.transcript.document().revision()
    for at in (1.0, 3.0, 8.0):
        page.player.seek(at)
    assert page.transcript.document().revision() == revision
    assert len(page.transcript.extraSelections()) == 1


def test_copied_text_has_no_chips(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    enter(qtbot, page, short)
    assert "\ufffc" in page.transcript.document().toRawText()
    page.transcript.selectAll()
    QTest.keyClick(page.transcript, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == (
        "What are the goals of it?\n"
        "We want more completed loans and some scuffed returns\n"
        "Think of the lender.\n"
        "it needs a lender too"
    )


# -- finding


def test_find_counts_and_goes_from_place_to_place(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    enter(qtbot, page, short)
    QTest.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = page.find_bar.field
    assert field.hasFocus()
    QTest.keyClicks(field, "LENDER")
    assert page.find_bar.count.text() == "1 of 2"
    assert not page.transport.follow.isChecked()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert page.find_bar.count.text() == "2 of 2"
    press(qtbot, page, "find_next")
    assert page.find_bar.count.text() == "1 of 2"
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert page.find_bar.count.text() == "2 of 2"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert page.find_bar.isHidden()
    assert page.transcript.hasFocus()
    QTest.keyClick(page.transcript, Qt.Key.Key_Return)
    assert page.transcript.heard == "it needs a lender too"
    QTest.keyClick(page, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert page.transport.follow.isChecked()


def test_find_passes_over_pauses_and_says_when_there_is_nothing(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    enter(qtbot, page, short)
    page.find_bar.open_bar()
    QTest.keyClicks(page.find_bar.field, "completed  loans")
    assert page.find_bar.count.text() == "1 of 1"
    QTest.keyClicks(page.find_bar.field, "(")
    assert page.find_bar.count.text() == "not found"
    assert not page.find_bar.next.isEnabled()


# -- own notes


def test_n_drops_a_note_without_stopping_and_it_is_kept(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    enter(qtbot, page, short, 3.0)
    page.player.play()
    qtbot.waitUntil(lambda: page.player.seconds > 3.1)
    QTest.keyClick(page.transport.disc, Qt.Key.Key_N)
    assert page.player.playing
    (text,) = page.annotations.findChildren(QPlainTextEdit)
    assert text.hasFocus()
    QTest.keyClicks(text, "no jargon")  # n and j write here
    qtbot.waitUntil(lambda: [note.text for note in read_notes(short).notes] == ["no jargon"])
    assert read_notes(short).notes[0].at == pytest.approx(3.1, abs=0.3)
    assert [marker.text for marker in page.waveform.markers if marker.id] == ["no jargon"]


def test_what_was_typed_last_is_kept_when_the_page_is_left(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    enter(qtbot, page, short)
    press(qtbot, page, "note_add")
    (text,) = page.annotations.findChildren(QPlainTextEdit)
    QTest.keyClicks(text, "last words")
    page.leave()
    assert [note.text for note in read_notes(short).notes] == ["last words"]


def test_a_note_is_deleted_and_brought_back(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    early, late = new_note(1.0, "early"), new_note(8.0, "late")
    write_notes(SessionFolder(short), Notes("pad", (early, late)))
    enter(qtbot, page, short)
    page.annotations.list.open_remark(early.id)
    press(qtbot, page, f"note_{early.id}_delete")
    qtbot.waitUntil(lambda: read_notes(short).notes == (late,))
    press(qtbot, page, "note_undo")
    qtbot.waitUntil(lambda: read_notes(short).notes == (early, late))
    assert read_notes(short).pad == "pad"
    assert page.annotations.gone.text == ""
    page.annotations.list.open_remark(late.id)
    press(qtbot, page, f"note_{late.id}_play")
    assert page.player.seconds == 8.0


def test_keys_go_from_note_to_note(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    write_notes(SessionFolder(short), Notes("", (new_note(2.0), new_note(6.0))))
    enter(qtbot, page, short)
    places = []
    for key in (Qt.Key.Key_Period, Qt.Key.Key_Period, Qt.Key.Key_Period, Qt.Key.Key_Comma, Qt.Key.Key_Comma):
        QTest.keyClick(page.transport.disc, key)
        places.append(page.player.seconds)
    assert places == [2.0, 6.0, 6.0, 2.0, 2.0]


def test_notes_that_cannot_be_kept_say_so(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    enter(qtbot, page, short)
    (short / "notes.json").write_text('{"format": 2}', encoding="utf-8")
    press(qtbot, page, "note_add")
    qtbot.waitUntil(lambda: "Update it" in page.problem.text)


# -- form


def test_arrows_go_through_notes_as_they_stand_and_tab_into_the_one_that_is_open(
    qtbot: QtBot, page: ReplayPage, short: Path
) -> None:
    late = new_note(8.0, "late")
    write_notes(SessionFolder(short), Notes("", (late,)))
    enter(qtbot, page, short, 2.0)
    press(qtbot, page, "note_add")
    early, view = page.annotations.notes.notes[0], page.annotations.list
    assert early.at == 2.0
    view.setFocus()
    for note, key in ((early, Qt.Key.Key_Home), (late, Qt.Key.Key_Down)):
        QTest.keyClick(view, key)
        assert view.open_id == note.id
        assert view.hasFocus()
        reached: list[str] = []
        for _ in range(3):
            QTest.keyClick(page.window().focusWidget(), Qt.Key.Key_Tab)
            reached.append(page.window().focusWidget().objectName())
        assert reached == [f"note_{note.id}_{part}" for part in ("play", "delete", "text")]
        view.setFocus()


def test_another_text_size_keeps_place_and_word(qtbot: QtBot, page: ReplayPage, desk: TestDesk, look: Look) -> None:
    enter(qtbot, page, replayed.long(desk.desk.paths.sessions, minutes=6), 200.0)
    word, spans = page.transcript.heard, [len(page.transcript.extraSelections())]
    look.use(Theme.DARK, 150)
    assert page.transcript.heard == word
    (selection,) = page.transcript.extraSelections()
    assert selection.cursor.selectedText() == word
    top = page.transcript.cursorRect(selection.cursor).top()
    assert 0 <= top < page.transcript.viewport().height()
    assert spans == [1]


def test_names_stand_above_where_there_is_little_room(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    enter(qtbot, page, short)

    def left_margin() -> float:
        return page.transcript.document().firstBlock().blockFormat().leftMargin()

    beside = left_margin()
    page.transcript.setFixedWidth(300)
    qtbot.waitUntil(lambda: left_margin() < beside)
    assert page.transcript.document().firstBlock().blockFormat().topMargin() > 0


def test_every_control_has_a_name(qtbot: QtBot, page: ReplayPage, short: Path) -> None:
    write_notes(SessionFolder(short), Notes("", (new_note(2.0),)))
    enter(qtbot, page, short)
    page.find_bar.open_bar()
    reached, start = [], page.first_focus()
    assert start is not None
    widget = start
    while True:
        reached.append(widget)
        following = widget.nextInFocusChain()
        if following is None or following is start:
            break
        widget = following
    controls = [one for one in reached if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    named = [one for one in controls if one.objectName() and one.accessibleName()]
    assert [one for one in controls if one not in named] == []
    assert {page.transport.disc, page.waveform, page.transcript, page.find_bar.field} <= set(named)


@pytest.mark.parametrize(("width", "height"), [(812, 600), (1092, 760), (1800, 1000)])
def test_it_fits(qtbot: QtBot, page: ReplayPage, short: Path, width: int, height: int) -> None:
    enter(qtbot, page, short)
    page.resize(width, height)
    assert page.minimumSizeHint().width() <= 812
    for name in ("replay_play", "replay_follow", "replay_find", "note_add", "replay_speed"):
        part = page.findChild(QWidget, name)
        assert part is not None
        corner = part.mapTo(page, QPoint(part.width(), part.height()))
        assert part.mapTo(page, QPoint(0, 0)).x() >= 0
        assert corner.x() <= width
        assert part.width() >= part.minimumSizeHint().width()
