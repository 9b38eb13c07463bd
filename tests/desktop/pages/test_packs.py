"""The Packs page as it is used, with the shipped pack and packs of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.desk import AtPacks, AtPractice
from desktop.pack_shelf import new_pack
from desktop.pages.packs import PacksPage
from desktop.pages.packs_parts.pack_view import ROUNDS
from desktop.widgets.buttons import Button
from tests.desktop.test_pack_shelf import break_question
from tests.interviewer.records import sessions
from tests.support.desk import TestDesk
from tests.support.stage import staged

SAID = Qt.ItemDataRole.AccessibleTextRole
READ_MS = 30_000


@pytest.fixture
def page(desk: TestDesk) -> Iterator[PacksPage]:
    made = PacksPage(desk.desk)
    with staged(made, 1092, 760):
        yield made
        made.leave()


def come(qtbot: QtBot, page: PacksPage, pack: str = "") -> None:
    page.enter(AtPacks(pack))
    qtbot.waitUntil(lambda: page.right.currentWidget() is page.scrolled, timeout=READ_MS)


def press(page: PacksPage, name: str) -> None:
    button = page.findChild(Button, name)
    assert isinstance(button, Button), name
    assert button.isVisible(), name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(box: QComboBox, text: str) -> None:
    assert box.findText(text) >= 0, text
    box.setCurrentIndex(box.findText(text))
    box.activated.emit(box.currentIndex())


def titles(page: PacksPage) -> list[str]:
    return [row.title for row in page.view.questions.view.texts.rows]


class Opened(QObject):
    """Takes the place of editor and file manager."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[Path] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.files.append(Path(url.toLocalFile()))


@pytest.fixture
def opened(qapp: object) -> Iterator[list[Path]]:
    """What was opened with another program."""
    handler = Opened()
    # The stub wants bytes, PySide takes a str only.
    QDesktopServices.setUrlHandler("file", handler, "open")  # type: ignore[arg-type]
    yield handler.files
    QDesktopServices.unsetUrlHandler("file")


# --- reading ----------------------------------------------------------------------------------------------------------


def test_the_shipped_pack_is_shown(qtbot: QtBot, page: PacksPage, qtmodeltester: ModelTester) -> None:
    come(qtbot, page)

    assert page.view.title.text() == "Product manager interviews"
    assert "licence MIT · built in" in page.view.facts.text()
    count = page.view.questions.view.texts.rowCount()
    assert count >= 60
    assert page.list.texts.rows[0].detail == f"{count} questions · built in"
    assert not page.view.buttons["delete"].isEnabled()
    assert "duplicate" in page.view.buttons["delete"].toolTip()
    page.view.tabs.choose(ROUNDS)
    page.view.tabs.chosen.emit(ROUNDS)
    assert page.view.rounds.isVisible()
    assert "Execution" in [row.title for row in page.view.rounds.texts.rows]
    qtmodeltester.check(page.view.questions.view.texts)  # type: ignore[no-untyped-call]  # pytest-qt types nothing


def test_questions_are_searched_and_filtered(qtbot: QtBot, desk: TestDesk, page: PacksPage) -> None:
    come(qtbot, page)
    questions = page.view.questions
    everything = len(titles(page))

    QTest.keyClicks(questions.search, "canal")
    qtbot.waitUntil(lambda: titles(page) == ["Whose turn at the canal"])
    questions.search.empty()
    choose(questions.round, "Strategy")
    choose(questions.difficulty, "Hard")
    hard = titles(page)
    assert 0 < len(hard) < everything
    said = questions.view.texts.data(questions.view.texts.index(0, 0), SAID)
    assert said.startswith(f"{hard[0]}, Strategy · ")
    QTest.keyClicks(questions.search, "zzzz")
    qtbot.waitUntil(questions.nothing.isVisible)

    press(page, "packs_clear")
    assert len(titles(page)) == everything


def test_what_was_practised_can_be_left_out(qtbot: QtBot, desk: TestDesk, page: PacksPage) -> None:
    come(qtbot, page)
    first = page.view.questions.view.texts.rows[0].key
    plan = sessions.PLAN.model_copy(update={"question": first})
    sessions.begin(desk.desk.paths.sessions, plan=plan).close()
    press(page, "packs_reload")
    rows = page.view.questions.view.texts
    qtbot.waitUntil(lambda: rows.rows[0].right == "Practised", timeout=READ_MS)

    QTest.mouseClick(page.view.questions.fresh, Qt.MouseButton.LeftButton)

    assert first not in [row.key for row in rows.rows]


def test_a_question_is_read_and_practised(qtbot: QtBot, desk: TestDesk, page: PacksPage, opened: list[Path]) -> None:
    come(qtbot, page)
    view = page.view.questions.view
    case = next(number for number, row in enumerate(view.texts.rows) if row.detail.startswith("Execution"))
    view.select_row(case)
    QTest.keyClick(view, Qt.Key.Key_Return)
    reader, key = page.reader, view.texts.rows[case].key
    assert page.right.currentWidget() is reader
    assert reader.question is not None
    assert reader.question.id == key

    assert not any(fold.is_open or fold.inside.isVisible() for fold in reader.folds.values())
    assert {"hint_1", "hint_2", "hint_3", "model_answer", "case_1"} <= reader.folds.keys()
    assert reader.folds["case_1"].button.text() == "Show what is hidden (spoils the case)"
    QTest.mouseClick(reader.folds["hint_1"].button, Qt.MouseButton.LeftButton)
    assert reader.folds["hint_1"].inside.isVisible()
    assert not reader.folds["hint_2"].inside.isVisible()

    press(page, "packs_open_file")
    press(page, "packs_practise")
    assert desk.wanted == [AtPractice(key)]
    assert opened == [Path(page.list.key) / "questions" / f"{key.split('/')[1]}.toml"]
    assert opened[0].is_file()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert page.right.currentWidget() is page.scrolled


# --- own packs --------------------------------------------------------------------------------------------------------


def test_a_broken_pack_shows_its_faults_and_opens_its_files(
    qtbot: QtBot, desk: TestDesk, page: PacksPage, opened: list[Path]
) -> None:
    folder = new_pack(desk.desk.paths, "broken")
    file = break_question(folder)
    come(qtbot, page, "broken")

    assert "left out" in page.list.texts.rows[0].detail
    assert page.view.faults.isVisible()
    row = page.view.faults.texts.rows[0]
    assert row.detail.startswith(f"questions/{file.name}:")
    at = page.view.faults.visualRect(page.view.faults.texts.index(0, 0)).center()
    QTest.mouseDClick(page.view.faults.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened == [file]

    file.write_text(file.read_text().replace("\nspocken =", "\nspoken =", 1))
    press(page, "pack_check")
    qtbot.waitUntil(page.view.sound.isVisible, timeout=READ_MS)
    press(page, "packs_reload")
    qtbot.waitUntil(lambda: titles(page) != [] and page.view.questions.isVisible(), timeout=READ_MS)
    assert page.view.title.text() != "broken"


def test_a_check_of_what_was_broken_meanwhile(qtbot: QtBot, desk: TestDesk, page: PacksPage) -> None:
    folder = new_pack(desk.desk.paths, "mine")
    come(qtbot, page, "mine")
    break_question(folder)

    press(page, "pack_check")

    qtbot.waitUntil(page.view.faults.isVisible, timeout=READ_MS)
    assert page.view.faults.texts.rowCount() > 0


def test_a_pack_is_duplicated_under_an_id_that_is_free(qtbot: QtBot, desk: TestDesk, page: PacksPage) -> None:
    come(qtbot, page)
    press(page, "pack_duplicate")
    form = page.view.form
    assert form.isVisible()
    assert form.field.text() == "my-pm"

    for text, said in (("", "Give it an id"), ("My Pack", "cannot be the id"), ("pm", "already")):
        form.field.setText(text)
        assert said in form.fault.text()
        assert not form.make.isEnabled()
    form.field.setText("mine")
    assert not form.fault.isVisible()
    QTest.keyClick(form.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.list.texts.rowCount() == 2, timeout=READ_MS)

    assert (desk.desk.paths.packs / "mine" / "pack.toml").is_file()
    assert "Edit its files, then Reload" in page.banner.text
    assert page.list.key == str(desk.desk.paths.packs / "mine")
    assert not form.isVisible()


def test_a_new_pack_is_made_deleted_and_brought_back(
    qtbot: QtBot, desk: TestDesk, page: PacksPage, opened: list[Path]
) -> None:
    come(qtbot, page)
    press(page, "packs_new")
    press(page, "pack_form_make")
    folder = desk.desk.paths.packs / "my-pack"
    qtbot.waitUntil(lambda: page.list.key == str(folder), timeout=READ_MS)
    press(page, "pack_folder")
    assert opened == [folder]

    desk.dialogs.yes = False
    press(page, "pack_delete")
    assert folder.is_dir()
    desk.dialogs.yes = True
    press(page, "pack_delete")
    qtbot.waitUntil(lambda: page.list.texts.rowCount() == 1, timeout=READ_MS)
    assert not folder.exists()

    press(page, "packs_undo")
    qtbot.waitUntil(lambda: page.list.texts.rowCount() == 2, timeout=READ_MS)
    assert folder.is_dir()
    assert page.list.key == str(folder)


def test_a_form_is_put_away_by_escape(qtbot: QtBot, desk: TestDesk, page: PacksPage) -> None:
    come(qtbot, page)
    press(page, "packs_new")

    QTest.keyClick(page.view.form.field, Qt.Key.Key_Escape)

    assert not page.view.form.isVisible()
    assert list(desk.desk.paths.packs.iterdir()) == []
