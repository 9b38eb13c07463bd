"""Somebody else's session is replayed: what is theirs stays theirs, and what a partner thinks of it goes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.pages.replay import ReplayPage
from desktop.pages.replay_parts.notes import NoteCard
from desktop.widgets.plain import PlainLabel
from interviewer.bundles.returns import write_return
from interviewer.bundles.taking_in import take_in
from interviewer.bundles.writing import Choices, write_bundle
from interviewer.records.folder import SessionFolder
from interviewer.records.library import open_session
from interviewer.records.notes import Notes, new_note, read_notes, write_notes
from interviewer.review.annotations import Kind, annotations_of
from interviewer.review.stances import Stance, Stances, read_stances, write_stances
from interviewer.review.storage import read_review
from tests.support import replayed
from tests.support.desk import TestDesk
from tests.support.replay_page import shown

pytestmark = pytest.mark.qt_log_ignore("pa_context_connect", "pipewire", "Using Qt multimedia", "No audio device")

Left = Qt.MouseButton.LeftButton


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """The candidate's session, with a note and a disagreement of theirs."""
    folder = replayed.short(tmp_path / "jo")
    replayed.remark(folder, 10)
    session = open_session(folder)
    one = annotations_of(read_review(session.folder, "model"), session.answers)[0]
    write_stances(session.folder, Stances().taken(one, Stance.DISAGREE))
    write_notes(session.folder, Notes(pad="my pad", notes=(new_note(3.0, "Jo’s own note"),)))
    return folder


@pytest.fixture
def partners(desk: TestDesk, mine: Path, tmp_path: Path) -> Path:
    """The same in a partner's library."""
    write_bundle(mine, tmp_path / "out.hotseat", Choices(by="Jo"))
    taken = take_in(tmp_path / "out.hotseat", desk.desk.paths.sessions, lambda _value: None)
    assert taken.folder is not None
    return taken.folder


def press(page: QWidget, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Left)


def thought(page: ReplayPage) -> str:
    """What the open card says of what others think."""
    card = page.annotations.list.card
    label = card.findChild(PlainLabel, "remark_thought") if card is not None else None
    return label.text() if isinstance(label, PlainLabel) else ""


def candidates(folder: Path) -> dict[str, bytes]:
    """All that is the candidate's in a folder."""
    names = ("events.jsonl", "annotations.json", "reviews/model.json")
    return {name: (folder / name).read_bytes() for name in names}


def test_it_says_whose_it_is_and_nothing_of_theirs_changes(desk: TestDesk, qtbot: QtBot, partners: Path) -> None:
    before = candidates(partners)
    with shown(desk, qtbot, partners) as page:
        assert page.remarks.text.startswith("This is Jo’s session. What you note and think stays apart")
        disputed = next(one for one in page.annotations.rows if one.kind is not Kind.NOTE)
        for one in page.annotations.rows:
            page.annotations.list.open_remark(one.id)
            if "Jo: disagreed" in thought(page):
                disputed = one
                break
        assert thought(page) == "Jo: disagreed"
        agree = page.findChild(QPushButton, "remark_agree")
        assert isinstance(agree, QPushButton)
        assert not agree.isChecked()
        press(page, "remark_agree")
        page.leave()
    folder = SessionFolder(partners)
    assert read_stances(folder, as_partner=True).of(disputed) is Stance.AGREE
    assert read_stances(folder).of(disputed) is Stance.DISAGREE
    assert candidates(partners) == before


def test_a_note_of_theirs_is_a_remark_that_cannot_be_edited(desk: TestDesk, qtbot: QtBot, partners: Path) -> None:
    with shown(desk, qtbot, partners) as page:
        theirs = next(one for one in page.annotations.rows if one.why == "Jo’s own note")
        assert theirs.kind is Kind.MOMENT
        page.annotations.list.open_remark(theirs.id)
        assert not isinstance(page.annotations.list.card, NoteCard)
        maker = page.findChild(PlainLabel, "remark_maker")
        assert isinstance(maker, PlainLabel)
        assert maker.text() == "Jo"
        page.transport.disc.setFocus()
        QTest.keyClick(page.transport.disc, Qt.Key.Key_N)
        card = page.annotations.list.card
        assert isinstance(card, NoteCard)
        card.text.setPlainText("Ask for the number first.")
        page.leave()
    notes = read_notes(SessionFolder(partners))
    assert sorted(note.text for note in notes.notes) == ["Ask for the number first.", "Jo’s own note"]
    assert notes.pad == "my pad"


def test_what_the_partner_thinks_stands_beside_the_remark_at_home(
    desk: TestDesk, qtbot: QtBot, mine: Path, partners: Path, tmp_path: Path
) -> None:
    with shown(desk, qtbot, partners) as page:
        rows = [one for one in page.annotations.rows if one.made_by.name == "Local 8B"]
        page.annotations.take_stance(rows[0], Stance.HIDDEN)
        page.annotations.take_stance(rows[1], Stance.AGREE)
        page.leave()
    write_return(partners, tmp_path / "back.hotseat", "Alex")
    taken = take_in(tmp_path / "back.hotseat", mine.parent, lambda _value: None)
    assert taken.stances == 2
    with shown(desk, qtbot, mine) as page:
        page.annotations.list.open_remark(rows[0].id)
        assert thought(page) == "Alex: hidden"
        page.annotations.list.open_remark(rows[1].id)
        assert thought(page) == "Alex: agreed"
        assert page.remarks.text == ""
        assert {one.id for one in rows} <= {one.id for one in page.annotations.rows}
