"""A redo is replayed beside its first take: both are read and heard, one at a time, and told apart in figures."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.delivery.figures import keep_figures_of
from desktop.desk import AtReplay
from desktop.pages.replay import ReplayPage
from desktop.replay.beside import open_beside
from interviewer.events import Role
from interviewer.records.folder import SessionFolder
from interviewer.records.library import open_session
from interviewer.records.manifest import RedoOf, read_manifest, write_manifest
from interviewer.review.storage import write_review
from interviewer.review.told import Quoted
from interviewer.review.values import Improvement, ItemReview, Maker, QuestionReview, Review, Reviewer
from tests.support import replayed
from tests.support.desk import TestDesk
from tests.support.replay_page import shown
from tests.support.stage import staged

pytestmark = pytest.mark.qt_log_ignore("pa_context_connect", "pipewire", "Using Qt multimedia", "No audio device")

QUESTION = "execution/farm-stays"
COACH = Maker(Reviewer.RULES, "rule-based coach")
GUARD = "As a guardrail I would hold complaints under three in a hundred loans"


def review(folder: Path, done: float, quote: str, *improvements: Improvement) -> None:
    session = open_session(folder)
    answer = session.answers[0]
    at = next((one.start for one in answer.heard_tokens if one.text == quote.split(maxsplit=1)[0]), answer.start)
    item = ItemReview("guardrails", "Guardrails", "", 1, True, done, Quoted(quote, answer.number, at))
    made = Review(
        COACH, "execution", "pm", None, "No call.",
        questions=(QuestionReview(QUESTION, "", (item,)),), improvements=improvements,
    )  # fmt: skip
    write_review(session.folder, made)


def about_farms(folder: Path) -> Path:
    """A session of a question that is in a pack."""
    manifest = read_manifest(SessionFolder(folder))
    plan = manifest.plan.model_copy(update={"question": QUESTION})
    write_manifest(SessionFolder(folder), manifest.model_copy(update={"plan": plan}))
    return folder


@pytest.fixture
def first(desk: TestDesk) -> Path:
    """A session of two questions; the part is in the first answer."""
    story = replayed.begin(desk.desk.paths.sessions)
    story.phase(0)
    story.say("What are the goals of it?", role=Role.QUESTION, item=QUESTION)
    story.answer("We want more loans and watch some scuffed returns", before=0.2)
    story.say("And who else is there?")
    story.answer("The lender of course")
    folder = about_farms(story.close())
    improvement = Improvement("guardrails", 4.4, "scuffed returns", "No guardrail.", "A count and a limit.", "", "")
    review(folder, 0.5, "some scuffed returns", improvement)
    replayed.hear(folder)
    keep_figures_of(open_session(folder))
    return folder


@pytest.fixture
def redo(desk: TestDesk, first: Path) -> Path:
    story = replayed.begin(desk.desk.paths.sessions, title="Spanner Street: guardrails")
    story.say("Name a guardrail.", role=Role.QUESTION, item=QUESTION)
    story.answer(GUARD, before=0.5)
    folder = SessionFolder(about_farms(story.close()))
    about = RedoOf(session=first.name, about="guardrails", at=4.4)
    write_manifest(folder, read_manifest(folder).model_copy(update={"redo_of": about}))
    review(folder.path, 1.0, GUARD)
    replayed.hear(folder.path)
    keep_figures_of(open_session(folder.path))
    return folder.path


@pytest.fixture
def page(desk: TestDesk, qtbot: QtBot, redo: Path) -> Iterator[ReplayPage]:
    """The two, read and ready to be heard."""
    with shown(desk, qtbot, redo) as made:
        QTest.keyClick(made.transport.disc, Qt.Key.Key_B)
        qtbot.waitUntil(lambda: made.beside.known and made.beside.player.loaded)
        yield made


def test_the_part_alone_of_the_first_take_stands_beside_all_of_this_one(page: ReplayPage) -> None:
    beside = page.beside
    assert beside.isVisible()
    assert not page.transcript.isVisible()
    first, now = beside.first.transcript.toPlainText(), beside.now.transcript.toPlainText()
    assert first.split("\n") == ["What are the goals of it?", "We want more loans and watch some scuffed returns"]
    assert now.split("\n") == ["Name a guardrail.", GUARD]
    assert beside.change.text() == "Guardrails · Before: in part. Now: done."


def test_figures_stand_side_by_side(page: ReplayPage, desk: TestDesk, redo: Path) -> None:
    takes = open_beside(open_session(redo), desk.desk.paths).takes
    assert takes.before is not None
    for pane, take in ((page.beside.first, takes.before), (page.beside.now, takes.now)):
        words = [label.text() for label in pane.findChildren(type(pane.time)) if label.objectName().endswith("_word")]
        assert words == [take.word]
        assert pane.figures.isVisible() is bool(take.metrics or take.delivery)


def test_one_is_heard_or_the_other(page: ReplayPage, qtbot: QtBot) -> None:
    disc, beside = page.transport.disc, page.beside
    assert beside.player.seconds == pytest.approx(open_at(page) - 0.7)
    QTest.keyClick(disc, Qt.Key.Key_Space)
    assert (page.player.playing, beside.player.playing) == (True, False)
    QTest.keyClick(disc, Qt.Key.Key_F)
    assert (page.player.playing, beside.player.playing) == (False, True)
    qtbot.waitUntil(lambda: beside.first.transcript.heard != "")
    QTest.mouseClick(beside.now.play, Qt.MouseButton.LeftButton)
    assert (page.player.playing, beside.player.playing) == (True, False)
    assert beside.now.play.accessibleName() == "Pause: This take"
    QTest.keyClick(disc, Qt.Key.Key_B)
    assert page.transcript.isVisible()
    assert not beside.player.playing


def open_at(page: ReplayPage) -> float:
    """Where the words are that the first take's part is about."""
    turn = page.beside.first.transcript
    found = turn.find_all("some scuffed returns")
    assert found
    opened = open_session(page.desk.paths.sessions / _first(page))
    return next(one.start for one in opened.answers[0].heard_tokens if one.text == "some")


def _first(page: ReplayPage) -> str:
    opened = page.opened
    assert opened is not None
    redo = opened.session.manifest.redo_of
    assert redo is not None
    return redo.session


def test_the_first_take_stops_where_its_part_ends_and_begins_again(page: ReplayPage, qtbot: QtBot) -> None:
    beside = page.beside
    last = open_session(page.desk.paths.sessions / _first(page)).answers[0]
    end = last.start + (last.seconds or 0.0)
    beside.first.sought.emit(end - 0.2)
    QTest.mouseClick(beside.first.play, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not beside.player.playing)
    assert end - 0.05 <= beside.player.seconds < end + 0.5
    QTest.mouseClick(beside.first.play, Qt.MouseButton.LeftButton)
    assert beside.player.seconds < end - 1.0


def test_a_first_take_that_is_gone_is_told_and_this_one_can_be_heard(
    desk: TestDesk, qtbot: QtBot, first: Path, redo: Path
) -> None:
    shutil.rmtree(first)
    with shown(desk, qtbot, redo) as page:
        button = page.findChild(QPushButton, "replay_two_takes")
        assert isinstance(button, QPushButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: page.beside.known)
        assert page.beside.problem.text.startswith("The first take cannot be shown.")
        assert not page.beside.first.isVisible()
        QTest.keyClick(page.transport.disc, Qt.Key.Key_F)
        assert not page.beside.player.playing
        QTest.mouseClick(page.beside.now.play, Qt.MouseButton.LeftButton)
        assert page.player.playing


def test_it_opens_with_both_where_that_is_asked_for_and_a_search_leads_back(
    desk: TestDesk, qtbot: QtBot, redo: Path
) -> None:
    page = ReplayPage(desk.desk)
    with staged(page, 1092, 760):
        page.enter(AtReplay(redo, beside=True))
        qtbot.waitUntil(lambda: page.player.loaded and page.beside.known)
        assert page.header.beside.isChecked()
        assert page.beside.isVisible()
        page.transport.disc.setFocus()
        QTest.keyClick(page.transport.disc, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        assert page.find_bar.isVisible()
        assert not page.beside.isVisible()
        assert not page.header.beside.isChecked()
        page.leave()


def test_a_session_that_is_no_redo_has_no_second_take(desk: TestDesk, qtbot: QtBot, first: Path) -> None:
    with shown(desk, qtbot, first) as page:
        button = page.findChild(QPushButton, "replay_two_takes")
        assert isinstance(button, QPushButton)
        assert not button.isVisible()
        QTest.keyClick(page.transport.disc, Qt.Key.Key_B)
        assert page.transcript.isVisible()


def test_both_joined_sounds_are_gone_when_the_page_is_left(desk: TestDesk, qtbot: QtBot, page: ReplayPage) -> None:
    cache = desk.desk.paths.cache
    assert len(list(cache.glob("replay*/*.wav"))) == 2
    page.leave()
    qtbot.waitUntil(lambda: not list(cache.glob("replay*/*.wav")))
