"""Files come into the Library by its button, by being dropped on the window, and by a second start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.app import _open_files
from desktop.desk import AtAfter, AtLibrary, AtLive, Place
from desktop.headless import Wishes
from desktop.pages import importing
from desktop.pages.after_parts.self_rating import SelfRatingView
from desktop.pages.library import LibraryPage
from desktop.pages.page import Page
from desktop.report.opening import keep_own, open_report
from desktop.session_words import badge_of
from desktop.theme.look import Look
from desktop.widgets.plain import PlainLabel
from desktop.window import MainWindow
from interviewer.bundles.taking_in import take_in
from interviewer.bundles.writing import write_bundle
from interviewer.records.folder import SessionFolder
from interviewer.review.call import Call
from interviewer.review.self_rating import SelfRating
from interviewer.review.storage import read_review
from tests.interviewer.records.sessions import hold
from tests.support.desk import TestDesk
from tests.support.guards import ExpectedLog
from tests.support.stage import staged


@pytest.fixture(name="page")
def _page(qtbot: QtBot, desk: TestDesk) -> Iterator[LibraryPage]:
    made = LibraryPage(desk.desk)
    with staged(made, 1092, 760):
        yield made
        made.leave()


@pytest.fixture(name="files")
def _files(tmp_path: Path) -> tuple[Path, Path]:
    """A bundle, and one that is none."""
    good, bad = tmp_path / "mock.hotseat", tmp_path / "evil.hotseat"
    write_bundle(hold(tmp_path / "theirs"), good)
    bad.write_bytes(b"PK")
    return good, bad


def test_files_are_chosen_taken_in_listed_and_what_is_refused_is_said(
    qtbot: QtBot, desk: TestDesk, page: LibraryPage, files: tuple[Path, Path]
) -> None:
    desk.dialogs.files = list(files)
    page.enter(AtLibrary())
    QTest.mouseClick(page.to_import, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.view.sessions.rowCount() == 1)
    qtbot.waitUntil(page.banner.isVisible)
    assert "mock.hotseat was opened." in page.banner.text
    assert "evil.hotseat is not a bundle of Hotseat" in page.banner.text
    assert not page.work.isVisible()
    (row,) = page.view.sessions.rows
    assert (row.listed.title, badge_of(row.listed)) == ("Groups", "Shared")


def test_files_that_come_with_the_place_are_taken_in_and_can_be_given_up(
    qtbot: QtBot, desk: TestDesk, page: LibraryPage, files: tuple[Path, Path]
) -> None:
    page.enter(AtLibrary(files=files[:1]))
    assert page.importing.running
    assert "mock.hotseat" in page.work.text
    page.importing.cancel()
    assert "not taken in" in page.banner.text
    qtbot.waitUntil(lambda: page.collection.reading is not None and page.collection.reading.finished)


def test_files_are_dropped_on_the_window_but_not_into_an_interview(
    desk: TestDesk, tmp_path: Path, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = MainWindow(desk.desk, QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat))
    went: list[Place] = []
    monkeypatch.setattr(window, "go", went.append)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(files[0])), QUrl("https://example.org/a.mp3")])
    at = (QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(at[0].toPoint(), *at[1:])
    enter.ignore()
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.dropEvent(QDropEvent(*at))
    assert went == [AtLibrary(files=files[:1])]
    window.place = AtLive(Wishes())
    enter.ignore()
    window.dragEnterEvent(enter)
    assert not enter.isAccepted()
    went.clear()
    _open_files(window, [str(tmp_path), str(files[1])])
    _open_files(window, [str(tmp_path)])
    _open_files(window, [])
    assert went == [AtLibrary(files=files[1:]), AtAfter(tmp_path)]
    window.deleteLater()


class _Held(Page):
    """A page that holds the window, as an interview does."""

    asked = 0

    @property
    def busy(self) -> bool:
        return True

    def holds(self) -> bool:
        self.asked += 1
        return True


def test_files_of_a_second_start_wait_for_the_end_of_an_interview(
    qtbot: QtBot, desk: TestDesk, files: tuple[Path, Path], tmp_path: Path
) -> None:
    window = MainWindow(desk.desk, QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    held = window._front = _Held(desk.desk, "held", "Held")
    _open_files(window, [str(files[1])])
    _open_files(window, [str(files[0])])
    assert (window.front, held.asked) == (held, 0), "nobody is asked to end the interview"
    window.go(AtLibrary())
    assert (window.front, held.asked) == (held, 1), "who goes on with it loses nothing"
    window._front = None
    window.go(AtLibrary())
    library = window.page("library")
    assert isinstance(library, LibraryPage)
    qtbot.waitUntil(lambda: "mock.hotseat was opened" in library.banner.text, timeout=30_000)
    assert "evil.hotseat is not a bundle" in library.banner.text
    window.wind_up()


def test_a_partner_rates_somebody_elses_session_and_hands_it_back(
    qtbot: QtBot, desk: TestDesk, page: LibraryPage, files: tuple[Path, Path], tmp_path: Path
) -> None:
    paths = desk.desk.paths
    taken = take_in(files[0], paths.sessions, lambda _value: None).folder
    assert taken is not None
    page.enter(AtLibrary())
    qtbot.waitUntil(lambda: page.view.sessions.rowCount() == 1)
    desk.dialogs.text, desk.dialogs.folder = " Alex ", tmp_path / "back"
    button = page.selection.buttons["hand_back"]
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.banner.isVisible)
    assert "nothing to hand back" in page.banner.text

    opened = open_report(taken, paths)
    keep_own(opened, SelfRating(Call.HIRE, {"goals": 3}))
    assert open_report(taken, paths).own == SelfRating(Call.HIRE, {"goals": 3})
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "is written" in page.banner.text)

    (mine,) = (tmp_path / "theirs").iterdir()
    merged = take_in(tmp_path / "back.hotseat", mine.parent, lambda _value: None).merged
    assert merged.reviews == ("partner-alex",)
    review = read_review(SessionFolder(mine), "partner-alex")
    assert (review.made_by.name, review.call) == ("Alex", Call.HIRE)
    assert not any(file.name == "self.json" for file in mine.rglob("*"))


def test_a_partner_is_asked_about_somebody_else(qtbot: QtBot, look: Look) -> None:
    view = SelfRatingView()
    qtbot.addWidget(view)
    hire = view.findChild(PlainLabel, "rate_hire")
    assert isinstance(hire, PlainLabel)
    view.ask((), None, before=False, partner=True)
    assert hire.text() == "Would you hire them?"
    view.ask((), None, before=False)
    assert hire.text() == "Would you hire yourself?"


def test_a_defect_while_reading_keeps_nobody_from_importing_the_next(
    qtbot: QtBot,
    page: LibraryPage,
    files: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    expected_log: ExpectedLog,
) -> None:
    def breaks(*_args: object) -> None:
        raise RuntimeError

    expected_log("an error nobody took")
    page.enter(AtLibrary())
    with monkeypatch.context() as patch:
        patch.setattr(importing, "choices_of", breaks)
        page.importing.start(files[1:])
        qtbot.waitUntil(lambda: "Importing broke off." in page.banner.text)
    page.importing.start(files[:1])
    qtbot.waitUntil(lambda: len(page.view.sessions.rows) == 1)
