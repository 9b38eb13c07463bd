"""Remarks on the Replay page: listed, filtered, answered, heard by themselves; ranged notes, pace and loudness."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.desk import AtReplay
from desktop.pages.replay import ReplayPage
from interviewer.records.folder import SessionFolder
from interviewer.records.notes import read_notes
from interviewer.review.annotations import Kind
from interviewer.review.stances import Stance, read_stances
from tests.support import replayed
from tests.support.desk import TestDesk
from tests.support.stage import staged

pytestmark = pytest.mark.qt_log_ignore("pa_context_connect", "pipewire", "Using Qt multimedia", "No audio device")

Left, Plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
LOW_ROW = 12
"""Pixels above the lower edge of the waveform, where markers are."""


@pytest.fixture
def session(desk: TestDesk) -> Path:
    folder = replayed.short(desk.desk.paths.sessions)
    replayed.remark(folder, 10)
    replayed.hear(folder)
    return folder


@pytest.fixture
def page(desk: TestDesk, qtbot: QtBot, session: Path) -> Iterator[ReplayPage]:
    made = ReplayPage(desk.desk)
    with staged(made, 1092, 760):
        made.enter(AtReplay(session))
        qtbot.waitUntil(lambda: made.player.loaded and made.curves.known)
        made.transport.disc.setFocus()
        yield made
        made.leave()


def ids(page: ReplayPage) -> list[str]:
    return [one.id for one in page.annotations.rows]


def press(page: ReplayPage, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    assert button.isVisible()
    QTest.mouseClick(button, Left)


def key(page: ReplayPage, name: Qt.Key) -> None:
    QTest.keyClick(page.transport.disc, name)


def test_chips_filter_the_list_and_the_markers(page: ReplayPage) -> None:
    kinds = {one.kind for one in page.annotations.rows}
    assert kinds == {Kind.STRENGTH, Kind.GAP, Kind.COVERAGE, Kind.CASE, Kind.DELIVERY}
    chips = page.annotations.filters.chips
    assert {kind for kind, chip in chips.items() if chip.isVisible()} == kinds
    assert chips[Kind.CASE].accessibleName() == "Case, 2"
    press(page, "chip_case")
    press(page, "chip_gap")
    shown = page.annotations.rows
    assert {one.kind for one in shown} == {Kind.CASE, Kind.GAP}
    assert [marker.id for marker in page.waveform.markers if marker.id] == ids(page)
    assert [marker.kind for marker in page.waveform.markers if not marker.id] == ["hint"]
    press(page, "chip_all")
    assert len(ids(page)) == 11


def test_a_row_is_said_whole_and_enter_plays_from_it(page: ReplayPage) -> None:
    view = page.annotations.list
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_End)
    last = page.annotations.rows[-1]
    assert view.open_id == last.id
    told = QAccessible.queryAccessibleInterface(view).child(len(ids(page)) - 1).text(QAccessible.Text.Name)
    assert told == "Delivery, Pause, 2 seconds, “want more completed loans”, A pause of 3.1 s inside a clause."
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert page.player.seconds == pytest.approx(last.start)


def test_a_marker_opens_its_remark(page: ReplayPage) -> None:
    marker = next(marker for marker in page.waveform.markers if marker.id)
    wave = page.waveform
    QTest.mouseClick(wave, Left, Plain, QPoint(wave.x_of(marker.at), wave.height() - LOW_ROW))
    assert page.annotations.list.open_id == marker.id
    assert page.player.seconds == pytest.approx(marker.at)


def test_keys_agree_disagree_and_hide_and_all_is_kept(qtbot: QtBot, page: ReplayPage, session: Path) -> None:
    folder = SessionFolder(session)
    key(page, Qt.Key.Key_Period)
    one = page.annotations.current
    assert one is not None
    key(page, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: read_stances(folder).of(one) is Stance.AGREE)
    agree = page.findChild(QPushButton, "remark_agree")
    assert agree is not None
    assert agree.isChecked()
    assert agree.toolTip() == "Agree (A)"
    key(page, Qt.Key.Key_D)
    key(page, Qt.Key.Key_H)
    assert one.id not in ids(page)
    assert page.annotations.current is not None
    press(page, "chip_hidden")
    assert ids(page) == [one.id]
    press(page, "chip_hidden")
    press(page, "remark_undo")
    assert page.annotations.list.open_id == one.id
    page.leave()
    qtbot.waitUntil(lambda: read_stances(folder).of(one) is Stance.DISAGREE)


def test_just_this_stops_after_it_and_a_loop_goes_back(qtbot: QtBot, page: ReplayPage) -> None:
    places: list[float] = []
    key(page, Qt.Key.Key_Period)
    one = page.annotations.current
    assert one is not None
    page.player.moved.connect(places.append)
    page.player.set_speed(2.0)
    press(page, "remark_just")
    assert places[0] == pytest.approx(max(0.0, one.start - 0.7))
    qtbot.waitUntil(lambda: not page.player.playing)
    assert one.end + 0.5 <= page.player.seconds < one.end + 0.9
    assert not page.waveform.shows_span
    key(page, Qt.Key.Key_R)
    assert page.transport.loop.isChecked()
    assert page.waveform.shows_span
    begin = max(0.0, one.start - 0.7)
    places.clear()
    qtbot.waitUntil(lambda: pytest.approx(begin) in places[3:], timeout=6000)
    assert page.player.playing
    page.waveform.sought.emit(11.0)
    assert not page.transport.loop.isChecked()


def test_what_is_selected_is_looped_and_noted(qtbot: QtBot, page: ReplayPage, session: Path) -> None:
    (found,) = page.transcript.find_all("completed loans and")
    page.transcript.setTextCursor(found)
    key(page, Qt.Key.Key_R)
    span = page.spans.span
    assert span is not None
    assert span.loops
    key(page, Qt.Key.Key_R)
    assert page.spans.span is None
    page.player.pause()
    key(page, Qt.Key.Key_N)
    (text,) = page.annotations.findChildren(QPlainTextEdit)
    QTest.keyClicks(text, "why a week?")
    page.leave()
    (note,) = read_notes(session).notes
    assert (note.text, note.quote) == ("why a week?", "completed loans and")
    assert note.at == pytest.approx(span.start + 0.7, abs=0.02)
    assert note.until == pytest.approx(span.end - 0.5, abs=0.02)


def test_a_note_is_written_on_while_other_remarks_arrive(page: ReplayPage) -> None:
    key(page, Qt.Key.Key_N)
    (text,) = page.annotations.findChildren(QPlainTextEdit)
    QTest.keyClicks(text, "half a ")
    more = page.annotations.rows[-1]
    page.annotations.add_remarks([more])
    assert text.hasFocus()
    QTest.keyClicks(text, "word")
    assert page.annotations.notes.notes[0].text == "half a word"
    assert len(ids(page)) == 13


def test_what_is_heard_is_marked_in_the_list(page: ReplayPage) -> None:
    delegate = page.annotations.list.itemDelegate()
    page.player.play()
    page.player.seek(page.annotations.rows[-1].start + 0.1)
    assert getattr(delegate, "heard_row") == len(ids(page)) - 1  # noqa: B009
    page.player.pause()


def test_pace_and_loudness_say_their_values_and_can_be_hidden(page: ReplayPage) -> None:
    page.player.seek(page.curves.loudness._curve.points[0].at)
    told = QAccessible.queryAccessibleInterface(page.curves.loudness)
    assert told.text(QAccessible.Text.Name) == "Loudness"
    assert " dB at 0:02; " in told.text(QAccessible.Text.Value)
    assert page.curves.isVisible()
    key(page, Qt.Key.Key_G)
    assert not page.curves.isVisible()
    page.resize(1092, 600)
    page.resize(1092, 760)
    assert not page.curves.isVisible()
