"""The Library as it is used: found, filtered, opened, replayed, thrown away, brought back, recovered, transcribed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from desktop import headless
from desktop.desk import AtAfter, AtLibrary, AtLive, AtPractice, AtReplay, AtSettings
from desktop.headless import Wishes
from desktop.library_work import Moved
from desktop.pages import library
from desktop.pages.library import LibraryPage
from desktop.settings import Speech
from desktop.widgets.buttons import Button
from interviewer.records.folder import SessionFolder
from interviewer.records.library import open_session
from interviewer.records.lock import acquire
from speech.scripted import ScriptedTranscriber
from speech.whisper.models import ModelFiles, ModelStore
from speech.whisper.sources import Origin
from tests.support.desk import TestDesk
from tests.support.guards import ExpectedLog
from tests.support.many_sessions import damage, make_sessions
from tests.support.stage import staged
from tests.support.weights import model_folder

SAID = Qt.ItemDataRole.AccessibleTextRole
NOON = datetime(2026, 11, 21, 12, 0).astimezone()


@pytest.fixture
def page(qtbot: QtBot, desk: TestDesk) -> Iterator[LibraryPage]:
    made = LibraryPage(desk.desk)
    with staged(made, 1092, 760):
        yield made
        made.leave()


def folders(desk: TestDesk, count: int, **options: object) -> list[Path]:
    return make_sessions(desk.desk.paths.sessions, count, last=NOON, **options)  # type: ignore[arg-type]


def come(qtbot: QtBot, page: LibraryPage, count: int) -> None:
    page.enter(AtLibrary())
    qtbot.waitUntil(lambda: page.view.sessions.rowCount() == count)


def ids(page: LibraryPage) -> list[str]:
    return [row.listed.id for row in page.view.sessions.rows]


def press(page: LibraryPage, qtbot: QtBot, name: str) -> None:
    button = page.findChild(Button, name)
    assert isinstance(button, Button), name
    assert button.isVisible(), name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(box: QComboBox, text: str) -> None:
    box.setCurrentIndex(box.findText(text))
    box.activated.emit(box.currentIndex())


def select(page: LibraryPage, qtbot: QtBot, *rows: int) -> None:
    for number, row in enumerate(rows):
        held = Qt.KeyboardModifier.ControlModifier if number else Qt.KeyboardModifier.NoModifier
        at = page.view.visualRect(page.view.sessions.index(row, 0)).center()
        QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, held, at)


# --- finding ----------------------------------------------------------------------------------------------------------


def test_sessions_are_listed_newest_first_with_what_they_take(qtbot: QtBot, desk: TestDesk, page: LibraryPage) -> None:
    there = folders(desk, 5)
    come(qtbot, page, 5)

    assert ids(page) == [folder.name for folder in there]
    page.view.clearSelection()
    size = sum(file.stat().st_size for folder in there for file in folder.rglob("*") if file.is_file())
    assert page.selection.count.text() == f"5 sessions, {round(size / 1000)} kB"


def test_an_empty_library_says_what_why_and_what_to_do(qtbot: QtBot, desk: TestDesk, page: LibraryPage) -> None:
    page.enter(AtLibrary())
    qtbot.waitUntil(page.nothing.isVisible)

    assert not page.filters.isVisible()
    press(page, qtbot, "library_start")
    assert desk.wanted == [AtPractice()]


def test_words_are_searched_as_they_are_typed(qtbot: QtBot, desk: TestDesk, page: LibraryPage) -> None:
    folders(desk, 4)
    come(qtbot, page, 4)

    QTest.keyClicks(page.filters.search, "members mor")
    qtbot.waitUntil(lambda: page.view.sessions.with_snippets)
    assert page.view.sessions.rowCount() == 4
    assert "more members" in page.view.sessions.rows[0].snippet

    QTest.keyClicks(page.filters.search, "zzz")
    qtbot.waitUntil(page.unfound.isVisible)
    press(page, qtbot, "library_clear")
    qtbot.waitUntil(lambda: page.view.isVisible() and page.view.sessions.rowCount() == 4)
    assert not page.view.sessions.with_snippets
    assert page.filters.search.text() == ""


def test_a_title_is_found_and_the_arrow_goes_to_it(qtbot: QtBot, desk: TestDesk, page: LibraryPage) -> None:
    there = folders(desk, 6)
    come(qtbot, page, 6)

    QTest.keyClicks(page.filters.search, "ferry")
    QTest.keyClick(page.filters.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ids(page) == [there[0].name])
    QTest.keyClick(page.filters.search, Qt.Key.Key_Down)
    QTest.keyClick(page.view, Qt.Key.Key_Return)

    assert desk.wanted == [AtAfter(there[0])]


def test_a_page_can_be_entered_with_a_search(qtbot: QtBot, desk: TestDesk, page: LibraryPage) -> None:
    there = folders(desk, 6)

    page.enter(AtLibrary(search="kitchens"))

    qtbot.waitUntil(lambda: ids(page) == [there[1].name])


def test_filters_work_together(qtbot: QtBot, desk: TestDesk, page: LibraryPage) -> None:
    there = folders(desk, 12)
    come(qtbot, page, 12)
    rounds = [page.filters.round.itemText(number) for number in range(page.filters.round.count())]
    assert rounds == ["All rounds", "Behavioural", "Estimation", "Execution", "Product sense", "Strategy"]

    choose(page.filters.round, "Execution")
    assert ids(page) == [there[number].name for number in (0, 5, 6, 11)]
    choose(page.filters.mode, "Exam")
    assert ids(page) == [there[number].name for number in (0, 6)]
    choose(page.filters.call, "A hire")
    assert ids(page) == [there[0].name]
    choose(page.filters.state, "Recovered")
    assert page.unfound.isVisible()
    press(page, qtbot, "library_clear")
    choose(page.filters.state, "Recovered")
    assert ids(page) == [there[number].name for number in (3, 10)]


# --- going ------------------------------------------------------------------------------------------------------------


def test_open_and_replay(qtbot: QtBot, desk: TestDesk, page: LibraryPage) -> None:
    there = folders(desk, 3)
    come(qtbot, page, 3)
    select(page, qtbot, 1)

    press(page, qtbot, "library_open")
    press(page, qtbot, "library_replay")
    rect = page.view.visualRect(page.view.sessions.index(2, 0))
    at = QPoint(rect.right() - 12, rect.center().y())
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=at)

    assert desk.wanted == [AtAfter(there[1]), AtReplay(there[1]), AtReplay(there[2])]


class Opened(QObject):
    """Takes the place of the file manager."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.urls.append(url.toLocalFile())


def test_the_folder_is_opened(qtbot: QtBot, desk: TestDesk, page: LibraryPage) -> None:
    there = folders(desk, 2)
    come(qtbot, page, 2)
    select(page, qtbot, 1)
    opened = Opened()
    # The stub wants bytes, PySide takes a str only.
    QDesktopServices.setUrlHandler("file", opened, "open")  # type: ignore[arg-type]
    try:
        press(page, qtbot, "library_folder")
    finally:
        QDesktopServices.unsetUrlHandler("file")

    assert [Path(url) for url in opened.urls] == [there[1]]


# --- the trash --------------------------------------------------------------------------------------------------------


def test_several_go_to_the_trash_and_come_back(qtbot: QtBot, desk: TestDesk, page: LibraryPage) -> None:
    there = folders(desk, 6)
    come(qtbot, page, 6)
    select(page, qtbot, 1, 2, 4)
    assert page.selection.count.text().startswith("3 selected, ")

    QTest.keyClick(page.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.view.sessions.rowCount() == 3)
    assert page.banner.text == "3 sessions moved to the trash."
    assert page.view.rows() == [1]  # what took the place of the first
    assert not there[1].exists()

    press(page, qtbot, "library_undo")
    qtbot.waitUntil(lambda: page.view.sessions.rowCount() == 6)
    assert page.banner.text == ""
    assert all(folder.is_dir() for folder in there)


def test_del_pressed_again_and_again_moves_a_session_once_and_keeps_undo(
    qtbot: QtBot, desk: TestDesk, page: LibraryPage
) -> None:
    there = folders(desk, 3)
    come(qtbot, page, 3)
    select(page, qtbot, 1)
    told: list[list[str]] = []
    pressed: list[list[str]] = []

    def press_while_listed() -> None:
        """The session has been moved, and the list has not been read again."""
        pressed.append([listed.id for listed in page.view.selected()])
        QTest.keyClick(page.view, Qt.Key.Key_Delete)
        told.append(ids(page))

    desk.desk.sessions_changed.connect(press_while_listed)
    QTest.keyClick(page.view, Qt.Key.Key_Delete)
    QTest.keyClick(page.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.view.sessions.rowCount() == 2)
    assert (pressed, told) == ([[there[1].name]], [[folder.name for folder in there]])
    assert page.banner.text == "1 session moved to the trash."

    desk.desk.sessions_changed.disconnect(press_while_listed)
    press(page, qtbot, "library_undo")
    qtbot.waitUntil(lambda: page.view.sessions.rowCount() == 3)
    select(page, qtbot, 1)
    QTest.keyClick(page.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: ids(page) == [there[0].name, there[2].name])


def test_undo_brings_back_all_that_were_on_their_way_together(qtbot: QtBot, desk: TestDesk, page: LibraryPage) -> None:
    there = folders(desk, 5)
    come(qtbot, page, 5)

    def throw_away(row: int) -> None:
        select(page, qtbot, row)
        QTest.keyClick(page.view, Qt.Key.Key_Delete)

    def one_more() -> None:
        """The first has been moved, and the list has not been read again."""
        desk.desk.sessions_changed.disconnect(one_more)
        throw_away(3)

    desk.desk.sessions_changed.connect(one_more)
    throw_away(0)
    throw_away(2)
    qtbot.waitUntil(lambda: page.banner.text == "3 sessions moved to the trash.")
    qtbot.waitUntil(lambda: ids(page) == [there[1].name, there[4].name])

    press(page, qtbot, "library_undo")
    qtbot.waitUntil(lambda: page.view.sessions.rowCount() == 5)
    assert all(folder.is_dir() for folder in there)


@pytest.mark.parametrize("by_undo", [True, False])
def test_a_session_brought_back_before_the_list_is_read_again_can_be_thrown_away_again(
    qtbot: QtBot, desk: TestDesk, page: LibraryPage, monkeypatch: pytest.MonkeyPatch, by_undo: bool
) -> None:
    there = folders(desk, 2)
    come(qtbot, page, 2)
    select(page, qtbot, 0)
    monkeypatch.setattr(page.collection, "read", lambda: None)  # the list stays as it is
    press(page, qtbot, "library_delete")
    qtbot.waitUntil(lambda: page.banner.text == "1 session moved to the trash.")

    if not by_undo:
        press(page, qtbot, "library_trash")
        qtbot.waitUntil(lambda: page.trash.view.sessions.rowCount() == 1)
    with qtbot.waitSignal(desk.desk.sessions_changed):
        press(page, qtbot, "library_undo" if by_undo else "trash_restore")
    assert there[0].is_dir()
    if not by_undo:
        press(page, qtbot, "trash_back")

    press(page, qtbot, "library_delete")
    qtbot.waitUntil(lambda: page.banner.text == "1 session moved to the trash.")


def test_a_session_that_could_not_be_moved_can_be_thrown_away_again(
    qtbot: QtBot, desk: TestDesk, page: LibraryPage, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log("a view failed")
    folders(desk, 2)
    come(qtbot, page, 2)
    select(page, qtbot, 0)

    def broken(*_: object) -> Moved:
        raise OSError("the disk is gone")

    with monkeypatch.context() as disk:
        disk.setattr(library, "throw_away", broken)
        with qtbot.waitSignal(desk.desk.engine.failed):
            QTest.keyClick(page.view, Qt.Key.Key_Delete)
    QTest.keyClick(page.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.view.sessions.rowCount() == 1)


def test_undo_goes_with_the_page(qtbot: QtBot, desk: TestDesk, page: LibraryPage) -> None:
    folders(desk, 2)
    come(qtbot, page, 2)
    select(page, qtbot, 0)
    press(page, qtbot, "library_delete")
    qtbot.waitUntil(lambda: page.banner.text == "1 session moved to the trash.")

    page.leave()

    assert page.banner.text == ""


def test_a_session_that_is_being_held_stays(qtbot: QtBot, desk: TestDesk, page: LibraryPage) -> None:
    there = folders(desk, 2)
    come(qtbot, page, 2)
    select(page, qtbot, 0, 1)
    with acquire(there[0]):
        press(page, qtbot, "library_delete")
        qtbot.waitUntil(lambda: "1 session moved" in page.banner.text)

    assert "in use by another Hotseat" in page.banner.text
    qtbot.waitUntil(lambda: ids(page) == [there[0].name])

    press(page, qtbot, "library_delete")
    qtbot.waitUntil(lambda: page.banner.text == "1 session moved to the trash.")


def test_the_trash_is_listed_restored_and_emptied(qtbot: QtBot, desk: TestDesk, page: LibraryPage) -> None:
    there = folders(desk, 4)
    come(qtbot, page, 4)
    select(page, qtbot, 0, 1, 2)
    press(page, qtbot, "library_delete")
    qtbot.waitUntil(lambda: page.view.sessions.rowCount() == 1)

    press(page, qtbot, "library_trash")
    trash = page.trash
    qtbot.waitUntil(lambda: trash.view.sessions.rowCount() == 3)
    assert trash.text.text().startswith("3 sessions, ")
    press(page, qtbot, "trash_restore")
    qtbot.waitUntil(lambda: trash.view.sessions.rowCount() == 2)
    assert there[0].is_dir()

    desk.dialogs.yes = False
    press(page, qtbot, "trash_empty")
    assert "cannot be brought back" in desk.dialogs.asked[-1]
    desk.dialogs.yes = True
    press(page, qtbot, "trash_empty")
    qtbot.waitUntil(lambda: trash.view.sessions.rowCount() == 0)
    assert list((desk.desk.paths.data / "trash").iterdir()) == []
    assert not trash.restore.isEnabled()
    assert trash.restore.toolTip()

    press(page, qtbot, "trash_back")
    qtbot.waitUntil(lambda: page.view.sessions.rowCount() == 2)


# --- damaged, recovered, not transcribed ------------------------------------------------------------------------------


def test_a_damaged_session_says_why_and_is_recovered(qtbot: QtBot, desk: TestDesk, page: LibraryPage) -> None:
    there = folders(desk, 3)
    damage(there[1])
    come(qtbot, page, 3)
    select(page, qtbot, 1)

    assert "does not read" in page.selection.problem.text()
    assert not page.selection.buttons["open"].isVisible()
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert desk.wanted == []

    press(page, qtbot, "library_recover")
    qtbot.waitUntil(lambda: not page.view.sessions.rows[1].listed.problem)
    assert "has been recovered" in page.banner.text
    assert page.view.sessions.rows[1].listed.state == "recovered"


def forget_transcript(folder: Path) -> None:
    """Leave an answer's sound without its careful pass."""
    events = SessionFolder(folder).events
    lines = [line for line in events.read_text().splitlines() if json.loads(line).get("kind") != "answer_kept"]
    events.write_text("".join(f"{line}\n" for line in lines))


def test_transcribing_without_a_model_leads_to_the_set_up(qtbot: QtBot, desk: TestDesk, page: LibraryPage) -> None:
    there = folders(desk, 2)
    forget_transcript(there[0])
    desk.desk.change(speech=Speech(model="never-heard-of"))
    come(qtbot, page, 2)
    select(page, qtbot, 0)

    press(page, qtbot, "library_transcribe")
    qtbot.waitUntil(lambda: page.findChild(Button, "library_set_up") is not None)

    assert not page.transcribing.running
    press(page, qtbot, "library_set_up")
    assert desk.wanted == [AtSettings("speech")]


@pytest.mark.whisper
def test_a_session_is_transcribed_and_reviewed(
    qtbot: QtBot, desk: TestDesk, page: LibraryPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = folders(desk, 2, calls=(None,))
    forget_transcript(there[0])
    store = ModelStore(desk.desk.paths.models, extra_folder=model_folder("base"), offline_only=True)
    monkeypatch.setattr(desk.desk, "models", lambda: store)
    come(qtbot, page, 2)
    select(page, qtbot, 0)
    assert "1 answer not transcribed" in page.view.sessions.data(page.view.currentIndex(), SAID)

    press(page, qtbot, "library_transcribe")
    assert page.findChild(Button, "library_transcribe_cancel") is not None
    qtbot.waitUntil(lambda: page.work.text == "1 answer transcribed.", timeout=60_000)

    qtbot.waitUntil(lambda: page.view.sessions.rows[0].listed.unkept == 0)
    assert (there[0] / "reviews" / "coach.json").exists()
    assert not page.selection.buttons["transcribe"].isVisible()
    press(page, qtbot, "library_work_close")
    assert page.work.text == ""


def test_sessions_that_come_while_others_are_transcribed_follow_them(
    qtbot: QtBot, desk: TestDesk, page: LibraryPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = ModelFiles("scripted", Path(), Origin.FOLDER, "", "", english_only=True)
    monkeypatch.setattr(headless, "Transcriber", lambda *_args, **_more: ScriptedTranscriber(["More members."]))
    monkeypatch.setattr(ModelStore, "resolve", lambda _store, _name: model)
    first, second = folders(desk, 2, calls=(None,))
    forget_transcript(first)
    forget_transcript(second)
    ends: list[str] = []
    page.transcribing.ended.connect(lambda outcome: ends.append(outcome.sentence))
    come(qtbot, page, 2)

    for folder in (first, second, first, second):
        page.transcribing.start([folder])

    qtbot.waitUntil(lambda: not page.transcribing.running, timeout=20_000)
    assert ends == ["1 answer transcribed."] * 2
    assert not open_session(second).unkept_answers


def test_sessions_that_have_their_text_are_not_offered_to_be_transcribed(
    qtbot: QtBot, desk: TestDesk, page: LibraryPage
) -> None:
    folders(desk, 2)
    come(qtbot, page, 2)
    select(page, qtbot, 0)

    assert not page.selection.buttons["transcribe"].isVisible()


def test_an_interview_stops_a_transcription(qtbot: QtBot, desk: TestDesk, page: LibraryPage) -> None:
    there = folders(desk, 1)
    forget_transcript(there[0])
    come(qtbot, page, 1)
    page.transcribing.start(there)
    assert page.transcribing.running

    desk.desk.go(AtLive(Wishes()))

    assert not page.transcribing.running
    assert "What was transcribed is kept" in page.work.text


# --- changes from elsewhere -------------------------------------------------------------------------------------------


def test_what_changes_elsewhere_is_shown(qtbot: QtBot, desk: TestDesk, page: LibraryPage) -> None:
    there = folders(desk, 3)
    come(qtbot, page, 3)
    select(page, qtbot, 1)

    make_sessions(desk.desk.paths.sessions, 1, last=NOON + timedelta(days=1))
    shutil.rmtree(there[0])
    desk.desk.sessions_changed.emit()

    qtbot.waitUntil(lambda: page.view.sessions.rowCount() == 3 and ids(page)[0] > there[0].name)
    assert [listed.id for listed in page.view.selected()] == [there[1].name]


def test_keys(qtbot: QtBot, desk: TestDesk, page: LibraryPage) -> None:
    folders(desk, 2)
    come(qtbot, page, 2)
    page.view.setFocus()
    qtbot.waitUntil(page.view.hasFocus)

    QTest.keyClick(page.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.filters.search.hasFocus)
    QTest.keyClicks(page.filters.search, "members")
    qtbot.waitUntil(lambda: page.view.sessions.with_snippets)
    QTest.keyClick(page.filters.search, Qt.Key.Key_Delete)  # deletes text, not sessions
    QTest.keyClick(page.filters.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.view.sessions.with_snippets)

    assert page.view.sessions.rowCount() == 2
    assert page.banner.text == ""
