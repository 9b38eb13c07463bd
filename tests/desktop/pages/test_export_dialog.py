"""The Export window: it writes what was chosen, says why the sound is left out, and leaves nothing when stopped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.desk import AtAfter, AtReplay
from desktop.pages.after import AfterPage
from desktop.pages.export_dialog import ExportDialog, Subject
from desktop.pages.replay import ReplayPage
from interviewer.export.redaction import Redaction
from interviewer.records.folder import SessionFolder
from interviewer.records.notes import Notes, new_note, write_notes
from interviewer.review.call import Call
from interviewer.review.storage import write_review
from interviewer.review.values import Maker, Review, Reviewer
from tests.support import replayed
from tests.support.desk import TestDesk
from tests.support.stage import staged

pytestmark = pytest.mark.qt_log_ignore("pa_context_connect", "pipewire", "Using Qt multimedia", "No audio device")
Left = Qt.MouseButton.LeftButton


@pytest.fixture
def session(desk: TestDesk) -> Path:
    path = replayed.short(desk.desk.paths.sessions)
    write_notes(path, Notes(notes=(new_note(2.0, "ask Anna"),)))
    return path


@pytest.fixture
def dialog(desk: TestDesk, qtbot: QtBot, session: Path) -> Iterator[ExportDialog]:
    made = ExportDialog(desk.desk, Subject(session, 11.9, has_sound=True))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def export(qtbot: QtBot, dialog: ExportDialog, target: Path) -> str:
    QTest.mouseClick(dialog.export, Left)
    qtbot.waitUntil(dialog.export.isEnabled, timeout=20_000)
    return dialog.state.text


def test_a_page_is_written_where_it_was_asked_for(
    qtbot: QtBot, dialog: ExportDialog, desk: TestDesk, tmp_path: Path
) -> None:
    desk.dialogs.folder = tmp_path / "a page.html"
    assert dialog.show_folder.isHidden()
    assert export(qtbot, dialog, desk.dialogs.folder).startswith(f"{desk.dialogs.folder} is written")
    page = desk.dialogs.folder.read_text(encoding="utf-8")
    assert "data:audio/mpeg;base64," in page
    assert "ask Anna" in page
    assert dialog.show_folder.isVisible()
    assert dialog.bar.isHidden()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["a page.html"]
    assert list((desk.desk.paths.cache / "export").iterdir()) == []


def test_the_choices_say_what_they_mean(dialog: ExportDialog) -> None:
    assert dialog.redaction == Redaction()
    assert dialog.sound_about.isVisible()
    assert dialog.keep.isHidden()
    dialog.words.setText("Anna, Bell Corp")
    assert "can still be heard" in dialog.heard.text
    assert not dialog.redaction.with_sound
    QTest.mouseClick(dialog.all_the_same, Left)
    assert "will still be heard" in dialog.heard.text
    assert dialog.redaction.words == ("Anna", "Bell Corp")
    assert dialog.redaction.with_sound
    dialog.format.setCurrentIndex(dialog.format.findData("srt"))
    assert dialog.sound_about.isHidden()
    assert dialog.heard.text == ""
    assert dialog.about.text() == "For video players and editors"


def test_what_is_not_to_be_in_it_is_not(qtbot: QtBot, dialog: ExportDialog, desk: TestDesk, tmp_path: Path) -> None:
    desk.dialogs.folder = tmp_path / "notes.md"
    dialog.format.setCurrentIndex(dialog.format.findData("md"))
    dialog.words.setText("loans")
    QTest.mouseClick(dialog.notes, Left)
    export(qtbot, dialog, desk.dialogs.folder)
    text = desk.dialogs.folder.read_text(encoding="utf-8")
    assert "Anna" not in text
    assert "loans" not in text.lower()
    assert "completed" in text


def test_nothing_chosen_or_stopped_leaves_nothing(
    qtbot: QtBot, dialog: ExportDialog, desk: TestDesk, tmp_path: Path
) -> None:
    QTest.mouseClick(dialog.export, Left)
    qtbot.waitUntil(dialog.export.isEnabled)
    assert dialog.written is None
    desk.dialogs.folder = tmp_path / "page.html"
    QTest.mouseClick(dialog.export, Left)
    assert dialog.cancel.text() == "Cancel"
    QTest.mouseClick(dialog.cancel, Left)
    qtbot.waitUntil(dialog.export.isEnabled)
    assert dialog.state.text == "Nothing was written."
    assert not desk.dialogs.folder.exists()


def test_closing_it_while_it_works_leaves_nothing(qtbot: QtBot, desk: TestDesk, session: Path, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ExportDialog(desk.desk, Subject(session, 11.9, has_sound=True), parent)
    dialog.open()
    desk.dialogs.folder = tmp_path / "page.html"
    QTest.mouseClick(dialog.export, Left)
    qtbot.waitUntil(lambda: "page.html" in dialog.state.text)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not parent.findChildren(ExportDialog))
    desk.desk.engine.stop()
    assert not desk.dialogs.folder.exists()
    assert list((desk.desk.paths.cache / "export").glob("*")) == []


def test_a_place_that_takes_no_file_is_told(qtbot: QtBot, dialog: ExportDialog, desk: TestDesk, tmp_path: Path) -> None:
    desk.dialogs.folder = tmp_path / "nowhere" / "page.md"
    dialog.format.setCurrentIndex(dialog.format.findData("md"))
    text = export(qtbot, dialog, desk.dialogs.folder)
    assert "could not be written" in text
    assert "Choose another place" in text


def test_replay_opens_it(qtbot: QtBot, desk: TestDesk, session: Path) -> None:
    page = ReplayPage(desk.desk)
    with staged(page, 1092, 760) as window:
        page.enter(AtReplay(session))
        qtbot.waitUntil(lambda: page.opened is not None and page.player.loaded)
        button = page.findChild(QPushButton, "replay_export")
        assert isinstance(button, QPushButton)
        QTest.mouseClick(button, Left)
        (opened,) = window.findChildren(ExportDialog)
        assert opened.sound_about.isVisible()
        QTest.keyClick(opened, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not window.findChildren(ExportDialog))
        page.leave()


def test_the_review_opens_it_for_the_reviewer_it_shows(qtbot: QtBot, desk: TestDesk, session: Path) -> None:
    made_by = Maker(Reviewer.RULES, "rule-based coach")
    write_review(SessionFolder(session), Review(made_by, "execution", "pm", Call.LEAN_HIRE, "Because."))
    page = AfterPage(desk.desk)
    with staged(page, 1092, 760) as window:
        page.enter(AtAfter(session))
        qtbot.waitUntil(lambda: page.opened is not None)
        for name in ("after_export", "after_compact_export"):
            button = page.findChild(QPushButton, name)
            assert isinstance(button, QPushButton)
            button.click()
            (opened,) = window.findChildren(ExportDialog)
            assert opened.sound_about.isVisible()
            QTest.mouseClick(opened.cancel, Left)
            qtbot.waitUntil(lambda: not window.findChildren(ExportDialog))
        page.leave()


def test_a_page_for_a_partner_is_chosen(qtbot: QtBot, dialog: ExportDialog, desk: TestDesk, tmp_path: Path) -> None:
    dialog.sound.setChecked(False)
    assert dialog.for_partner.isVisible()
    assert not dialog.partner.isChecked()
    dialog.format.setCurrentIndex(dialog.format.findData("srt"))
    assert dialog.for_partner.isHidden()
    dialog.format.setCurrentIndex(dialog.format.findData("html"))
    QTest.mouseClick(dialog.partner, Left)
    desk.dialogs.folder = tmp_path / "partner.html"
    export(qtbot, dialog, desk.dialogs.folder)
    assert 'id="partner-save"' in desk.dialogs.folder.read_text(encoding="utf-8")
