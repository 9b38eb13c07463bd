"""From a review to a redo of one part and back: the plan, a redo held in writing, before and after on the page."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.desk import AtAfter, AtLive, AtReplay
from desktop.headless import Wishes, make_plan_for, prepare
from desktop.pages.after import AfterPage
from desktop.pages.recent_sessions import _latest
from desktop.redoing import first_take
from desktop.report.opening import Opened, make_review, open_report
from interviewer.errors import PlanError, SessionMissing
from interviewer.events import AnswerBegan, Event, Key
from interviewer.plan import Mode
from interviewer.records.folder import SessionFolder
from interviewer.records.library import open_session
from interviewer.records.manifest import RedoOf, read_manifest, write_manifest
from interviewer.records.origins import Origin
from interviewer.review.redo import CASE
from interviewer.review.storage import COACH, read_review, review_file
from interviewer.review.takes import NO_CALL
from tests.interviewer.review.support import MEDIUM
from tests.support.desk import TestDesk
from tests.support.reviewed import interview, keep, medium
from tests.support.stage import staged

GUARDED = "As a guardrail I would watch staff minutes per hold, which must not rise by more than a tenth."


@pytest.fixture
def first(desk: TestDesk) -> Path:
    """A session with things to improve, and its review."""
    made = keep(desk.desk.paths.sessions, medium(), level="senior")
    make_review(made, desk.desk.paths)
    return made


@pytest.fixture
def page(qtbot: QtBot, desk: TestDesk) -> Iterator[AfterPage]:
    made = AfterPage(desk.desk)
    with staged(made, 1092, 760):
        yield made
        made.leave()
        qtbot.waitUntil(lambda: made.reviewing.idle, timeout=20_000)


def weakest(first: Path, about: str = "") -> RedoOf:
    """The first improvement of a review whose `about` begins so."""
    one = next(one for one in read_review(SessionFolder(first)).improvements if one.about.startswith(about))
    return RedoOf(session=first.name, about=one.about, at=one.at)


async def held(desk: TestDesk, redo: RedoOf, text: str) -> Path:
    """A redo, answered in writing."""
    parts = Wishes(microphone=None, transcribe=False, voice="none")
    wishes = Wishes.for_redo(redo, parts, "senior")
    listening = asyncio.Event()

    def show(event: Event) -> None:
        if isinstance(event, AnswerBegan):
            listening.set()

    rehearsal = await prepare(wishes, desk.desk.paths, desk.desk.models(), show)
    holding = asyncio.ensure_future(rehearsal.interview.hold())
    await listening.wait()
    rehearsal.interview.press(Key.DONE, text)
    await holding
    return rehearsal.folder


@pytest.fixture
def redone(desk: TestDesk, first: Path) -> Path:
    """A redo of the weakest part, reviewed."""
    made = asyncio.run(held(desk, weakest(first), GUARDED))
    make_review(made, desk.desk.paths)
    return made


def come(qtbot: QtBot, page: AfterPage, folder: Path, *, fresh: bool = False) -> Opened:
    """Go there and wait until the report is made."""
    page.enter(AtAfter(folder, fresh))
    qtbot.waitUntil(lambda: page.opened is not None and page.opened.session.folder.path == folder, timeout=20_000)
    assert page.opened is not None
    return page.opened


def press(page: AfterPage, name: str) -> None:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton), name
    assert found.isVisible(), name
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def shown(page: AfterPage, name: str) -> str:
    found = page.findChild(QWidget, name)
    return str(found.property("text")) if found is not None and found.isVisible() else ""


# --- without a window -------------------------------------------------------------------------------------------------


def test_a_redo_is_held_and_heard(desk: TestDesk, first: Path, redone: Path) -> None:
    session = open_session(redone)
    assert session.manifest.redo_of == weakest(first)
    assert (session.manifest.plan.mode, session.manifest.plan.minutes) == (Mode.PRACTICE, 1.5)
    assert session.manifest.plan.level == "senior"
    assert [answer.text for answer in session.answers] == [GUARDED]
    review = read_review(SessionFolder(redone))
    assert (review.call, review.call_reason) == (None, NO_CALL)

    opened = open_report(redone, desk.desk.paths)
    takes = opened.report.takes
    assert takes is not None
    assert takes.before is not None
    assert takes.now.moments[0].quote == GUARDED
    assert takes.first == first.name
    assert takes.again
    assert opened.rateable == ()
    assert not opened.judgeable
    assert opened.report.verdict is None

    assert [one.id for one in _latest(desk.desk.paths.data)] == [first.name], "Practice lists whole sessions only"
    before = open_report(first, desk.desk.paths).report
    assert [row.session for row in before.redos] == [redone.name]
    assert before.redos[0].change == takes.change


def test_of_a_case_only_the_words_are_shown(desk: TestDesk) -> None:
    """Nobody answers its questions in a redo, so that there is nothing to be heard of it."""
    told = interview(MEDIUM, ("I think the Android release broke it. I would roll it back.", "Roll it back."))
    first = keep(desk.desk.paths.sessions, told)
    make_review(first, desk.desk.paths)
    redone = asyncio.run(held(desk, weakest(first, CASE), "When did it start? Was it sudden?"))
    make_review(redone, desk.desk.paths)

    takes = open_report(redone, desk.desk.paths).report.takes
    assert takes is not None
    assert takes.before is not None
    assert (takes.change, takes.before.word, takes.now.word) == ("", "", "")
    assert "Android release" in takes.before.moments[0].quote
    assert takes.now.moments[0].quote == "When did it start? Was it sudden?"
    assert takes.remark.endswith("Compare the two takes yourself.")


def test_what_is_gone_is_said(desk: TestDesk, first: Path, redone: Path) -> None:
    paths = desk.desk.paths
    with pytest.raises(PlanError, match="does not name this part"):
        make_plan_for(Wishes(redo=weakest(first).model_copy(update={"about": "nothing"})), paths)
    for name in ("", ".", "..", "../first", "a/b"):
        with pytest.raises(SessionMissing):
            first_take(paths.sessions, RedoOf(session=name, about="guardrails"))
    shutil.rmtree(first)
    takes = open_report(redone, paths).report.takes
    assert takes is not None
    assert (takes.before, takes.first, takes.again) == (None, "", False)
    assert takes.remark.startswith("The first take cannot be shown.")


def test_a_session_of_another_is_not_redone(desk: TestDesk, first: Path) -> None:
    folder = SessionFolder(first)
    write_manifest(folder, read_manifest(folder).model_copy(update={"origin": Origin.BUNDLE.value}))
    assert {card.redo for card in open_report(first, desk.desk.paths).report.improvements} == {""}


# --- on the page ------------------------------------------------------------------------------------------------------


def test_the_review_leads_to_the_redo(qtbot: QtBot, desk: TestDesk, page: AfterPage, first: Path, redone: Path) -> None:
    come(qtbot, page, first)
    press(page, "improvement_1_redo")
    qtbot.waitUntil(lambda: bool(desk.wanted), timeout=20_000)
    (place,) = desk.wanted
    assert isinstance(place, AtLive)
    assert place.wishes.redo == weakest(first)
    assert (place.wishes.level, place.wishes.mind) == ("senior", None)

    desk.wanted.clear()
    assert shown(page, "redo_1_change")
    press(page, "redo_1_open")
    assert desk.wanted == [AtAfter(redone)]


def test_before_and_after_stand_beside_each_other(
    qtbot: QtBot, desk: TestDesk, page: AfterPage, first: Path, redone: Path
) -> None:
    review_file(SessionFolder(redone), COACH).unlink()
    come(qtbot, page, redone, fresh=True)
    qtbot.waitUntil(lambda: shown(page, "takes_change").startswith("Before: "), timeout=20_000)
    assert page.opened is not None
    takes = page.opened.report.takes
    assert takes is not None
    assert not page.rating.isVisible()
    assert not page.view.card.isVisible()
    assert not page.view.improvements.isVisible()
    assert shown(page, "takes_change") == takes.change
    qtbot.waitUntil(lambda: shown(page, "takes_now_quote_1") == f"“{GUARDED}”")

    press(page, "takes_before_play_1")
    press(page, "takes_first")
    assert isinstance(desk.wanted[0], AtReplay)
    assert desk.wanted[0].session == first
    assert desk.wanted[1] == AtAfter(first)
    press(page, "takes_both")
    assert desk.wanted[2] == AtReplay(redone, beside=True)
    desk.wanted.clear()
    press(page, "takes_again")
    qtbot.waitUntil(lambda: bool(desk.wanted), timeout=20_000)
    assert isinstance(desk.wanted[0], AtLive)
    assert desk.wanted[0].wishes.redo == weakest(first)
