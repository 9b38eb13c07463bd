"""The window in which an interview from elsewhere is told about: guesses, choices, and what comes of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.desk import AtAfter, AtLibrary, AtLive
from desktop.headless import Wishes
from desktop.pages.import_dialog import ImportDialog, InterviewForm
from desktop.pages.library import LibraryPage
from desktop.pages.live import LivePage
from desktop.view_state import Doing
from desktop.window import MainWindow
from interviewer.bundles.writing import write_bundle
from interviewer.records.library import open_session
from speech.errors import ModelMissing
from speech.whisper.models import ModelFiles, ModelStore
from tests.interviewer.content.support import WORDED_ANEW
from tests.interviewer.records.sessions import hold, write_sound
from tests.support.desk import TestDesk
from tests.support.stage import staged

Left = Qt.MouseButton.LeftButton
TALK = f"Sam: {WORDED_ANEW}\nJo: I assume one city. My first goal is to shorten the wait.\nSam: Why?\nJo: It helps.\n"


@pytest.fixture(name="page")
def _page(qtbot: QtBot, desk: TestDesk) -> Iterator[LibraryPage]:
    made = LibraryPage(desk.desk)
    with staged(made, 1092, 760):
        yield made
        made.leave()


def dropped(qtbot: QtBot, page: LibraryPage, *files: Path) -> ImportDialog:
    """The window that opens when files come."""
    page.enter(AtLibrary(files=files))
    qtbot.waitUntil(lambda: page.window().findChild(ImportDialog) is not None)
    found = page.window().findChild(ImportDialog)
    assert isinstance(found, ImportDialog)
    return found


def pick(form: InterviewForm, name: str, value: object) -> None:
    """As a person chooses from a list."""
    combo = getattr(form, name)
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def test_what_was_guessed_is_shown_and_taken_in_as_it_is(
    qtbot: QtBot, desk: TestDesk, page: LibraryPage, tmp_path: Path
) -> None:
    (tmp_path / "mock.txt").write_text(TALK, encoding="utf-8")
    bundle = tmp_path / "partner.hotseat"
    write_bundle(hold(tmp_path / "theirs"), bundle)
    dialog = dropped(qtbot, page, tmp_path / "mock.txt", bundle)
    (form,) = dialog.forms
    assert form.round.currentText() == "Execution"
    assert form.question.currentText() == "Holds at a city library"
    assert form.speaker.currentText() == "Jo, 14 words"
    assert not form.own.isVisible()
    assert not page.work.isVisible() or page.importing.running
    QTest.mouseClick(dialog.take_in, Left)
    qtbot.waitUntil(lambda: page.view.sessions.rowCount() == 2, timeout=20_000)
    qtbot.waitUntil(page.banner.isVisible)
    assert "Jo is taken for you. It is reviewed as Execution." in page.banner.text
    assert "partner.hotseat was opened." in page.banner.text
    taken = next(path for path in desk.desk.paths.sessions.glob("*library-holds*"))
    assert open_session(taken).manifest.plan.question == "execution/library-holds"


def test_another_round_question_and_speaker_are_chosen(
    qtbot: QtBot, desk: TestDesk, page: LibraryPage, tmp_path: Path
) -> None:
    (tmp_path / "mock.txt").write_text(TALK, encoding="utf-8")
    dialog = dropped(qtbot, page, tmp_path / "mock.txt")
    (form,) = dialog.forms
    pick(form, "round", "strategy")
    assert form.question.currentText() == "Not said"
    titles = [form.question.itemText(number) for number in range(form.question.count())]
    assert len(titles) > 2
    assert "Holds at a city library" not in titles
    pick(form, "question", "own")
    form.own.setText("Why?")
    pick(form, "speaker", "Sam")
    QTest.mouseClick(dialog.take_in, Left)
    assert dialog.isVisible()
    assert "12 to 600 characters" in form.fault.text
    assert form.own.hasFocus()
    form.own.setText("Should libraries lend tools?")
    QTest.mouseClick(dialog.take_in, Left)
    qtbot.waitUntil(lambda: page.view.sessions.rowCount() == 1, timeout=20_000)
    qtbot.waitUntil(page.banner.isVisible)
    assert "Sam is taken for you. It is reviewed as Strategy." in page.banner.text
    (taken,) = desk.desk.paths.sessions.glob("2*")
    session = open_session(taken)
    assert (session.manifest.plan.round, session.manifest.plan.question_text) == (
        "strategy", "Should libraries lend tools?"
    )  # fmt: skip
    assert "Why?" in session.answers[1].text


def test_who_cancels_takes_nothing_in_and_what_came_meanwhile_is_asked_next(
    qtbot: QtBot, desk: TestDesk, page: LibraryPage, tmp_path: Path
) -> None:
    for name in ("Strategy one.mp3", "two.mp3"):
        (tmp_path / name).write_bytes(b"no sound")
    dialog = dropped(qtbot, page, tmp_path / "Strategy one.mp3")
    (form,) = dialog.forms
    assert (form.round.currentText(), form.question.currentText()) == ("Strategy", "Not said")
    assert not form.speaker.isVisible()
    page.importing.start([tmp_path / "two.mp3"])
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert page.banner.text == "Nothing was taken in."
    qtbot.waitUntil(
        lambda: (
            [
                one.forms[0].interview.files[0].name
                for one in page.window().findChildren(ImportDialog)
                if one.isVisible()
            ]
            == ["two.mp3"]
        )
    )
    assert page.importing.running
    assert not any(desk.desk.paths.sessions.glob("2*"))
    for one in page.window().findChildren(ImportDialog):
        one.reject()
    assert not page.importing.running


@pytest.fixture(name="window")
def _window(qtbot: QtBot, desk: TestDesk, tmp_path: Path) -> Iterator[MainWindow]:
    made = MainWindow(desk.desk, QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat))
    made.show()
    yield made
    made.wind_up()
    made.deleteLater()


def held(qtbot: QtBot, window: MainWindow) -> LivePage:
    """The Live page, once the interview on it is heard."""
    live = window.page("live")
    assert isinstance(live, LivePage)
    qtbot.waitUntil(lambda: live._view is not None and live._view.doing is Doing.LISTENING, timeout=20_000)
    return live


def test_an_import_that_ends_during_an_interview_leaves_it_alone_and_goes_on_after_it(
    qtbot: QtBot, desk: TestDesk, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolved: list[bool] = []

    def missing(_store: ModelStore, _name: str | None) -> ModelFiles:
        resolved.append(True)
        raise ModelMissing("No speech model is on this computer. Set one up first.")

    monkeypatch.setattr(ModelStore, "resolve", missing)
    write_sound(tmp_path / "Strategy one.wav", 48_000)
    (tmp_path / "mock.txt").write_text(TALK, encoding="utf-8")
    window.go(AtLibrary())
    library = window.page("library")
    assert isinstance(library, LibraryPage)
    dialog = dropped(qtbot, library, tmp_path / "Strategy one.wav")
    library.importing.start([tmp_path / "mock.txt"])
    QTest.mouseClick(dialog.take_in, Left)
    desk.desk.go(AtLive(Wishes(microphone=None, transcribe=False, voice="none")))
    live = held(qtbot, window)
    qtbot.waitUntil(lambda: library.work.text == "It is transcribed when the interview is over")
    assert not library.importing.running
    assert not any(one.isVisible() for one in window.findChildren(ImportDialog))
    assert not resolved

    live.act("end")
    qtbot.waitUntil(lambda: isinstance(window.place, AtAfter), timeout=20_000)
    qtbot.waitUntil(lambda: bool(resolved))
    desk.desk.go(AtLibrary())
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(ImportDialog)))
    (asked,) = (one for one in window.findChildren(ImportDialog) if one.isVisible())
    assert [form.interview.files for form in asked.forms] == [(tmp_path / "mock.txt",)]
    asked.reject()


def test_files_that_are_read_when_an_interview_begins_are_asked_about_after_it(
    qtbot: QtBot, desk: TestDesk, page: LibraryPage, tmp_path: Path
) -> None:
    (tmp_path / "mock.txt").write_text(TALK, encoding="utf-8")
    page.enter(AtLibrary(files=(tmp_path / "mock.txt",)))
    desk.desk.go(AtLive(Wishes()))
    qtbot.waitUntil(lambda: not page.importing.running)
    assert page.window().findChild(ImportDialog) is None
    dialog = dropped(qtbot, page)
    assert [form.interview.files for form in dialog.forms] == [(tmp_path / "mock.txt",)]
    dialog.reject()
