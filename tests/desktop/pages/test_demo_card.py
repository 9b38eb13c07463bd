"""The demonstration from the window: held behind the pages, followed, called off, opened where somebody waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop import demo
from desktop.demo import Progress
from desktop.demonstration import demonstration_of
from desktop.desk import AtLibrary, AtLive, AtReplay, AtSetUp
from desktop.headless import Wishes
from desktop.pages.demo_card import DemoCard, words_for
from desktop.pages.library import LibraryPage
from desktop.pages.panels.sample import SamplePanel
from desktop.pages.setup import SetUpPage
from desktop.paths import Paths
from desktop.settings import Interviewer, Voice
from interviewer.records.library import open_session
from speech.errors import SpeechError, VoiceUnavailable
from speech.whisper.models import ModelStore
from tests.support.desk import TestDesk
from tests.support.many_sessions import make_sessions
from tests.support.stage import staged

WAIT = 20_000


class Held:
    """A demonstration that is as far as a test wants it; written and read on both threads, one at a time."""

    def __init__(self, session: Path) -> None:
        self.session = session
        self.parts: Wishes | None = None
        self.over: asyncio.Future[Path] | None = None
        self.cancelled = False

    async def hold(self, parts: Wishes, paths: Paths, store: ModelStore, told: Callable[[Progress], None]) -> Path:
        self.parts = parts
        told(Progress(42.0, 0.3, typed=False))
        self.over = asyncio.get_running_loop().create_future()
        try:
            return await self.over
        except asyncio.CancelledError:
            self.cancelled = True
            raise

    def end(self, error: Exception | None = None) -> None:
        over = self.over
        assert over is not None
        act = (lambda: over.set_exception(error)) if error is not None else (lambda: over.set_result(self.session))
        over.get_loop().call_soon_threadsafe(act)


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Held:
    session = tmp_path / "a-session"
    session.mkdir()
    made = Held(session)
    monkeypatch.setattr(demo, "hold_in_background", made.hold)
    return made


@pytest.fixture
def page(qtbot: QtBot, desk: TestDesk) -> Iterator[LibraryPage]:
    made = LibraryPage(desk.desk)
    with staged(made, 1092, 760):
        yield made
        made.leave()


def click(button: QPushButton) -> None:
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def begin(qtbot: QtBot, page: LibraryPage, held: Held) -> DemoCard:
    """The card of an empty library, on which the demonstration is under way."""
    page.enter(AtLibrary())
    qtbot.waitUntil(page.demo.hold.isVisible, timeout=WAIT)
    click(page.demo.hold)
    qtbot.waitUntil(lambda: held.over is not None and page.demo.state.text() == "0:42 of about 2:22", timeout=WAIT)
    return page.demo


def test_it_is_followed_and_its_replay_opens(qtbot: QtBot, desk: TestDesk, page: LibraryPage, held: Held) -> None:
    card = begin(qtbot, page, held)
    assert card.bar.value() == 300
    assert not card.hold.isVisible()
    with qtbot.waitSignal(desk.desk.sessions_changed, timeout=WAIT):
        held.end()
    assert desk.wanted == [AtReplay(held.session)]
    assert not card.bar.isVisible()


def test_it_is_called_off(qtbot: QtBot, desk: TestDesk, page: LibraryPage, held: Held) -> None:
    card = begin(qtbot, page, held)
    click(card.cancel)
    qtbot.waitUntil(lambda: held.cancelled, timeout=WAIT)
    assert card.hold.isVisible()
    assert not card.cancel.isVisible()
    assert card.remark.text == ""
    assert desk.wanted == []
    click(card.hold)
    assert card.state.text() == "Getting ready", "nothing of the first one is left"


def test_an_interview_comes_first(qtbot: QtBot, desk: TestDesk, page: LibraryPage, held: Held) -> None:
    card = begin(qtbot, page, held)
    desk.desk.go(AtLive(Wishes()))
    qtbot.waitUntil(lambda: held.cancelled, timeout=WAIT)
    assert card.remark.text == "Stopped, since an interview began."


def test_what_goes_wrong_is_said(qtbot: QtBot, desk: TestDesk, page: LibraryPage, held: Held) -> None:
    card = begin(qtbot, page, held)
    held.end(SpeechError("The disk is full. Make room."))
    qtbot.waitUntil(lambda: card.remark.text == "The disk is full. Make room.", timeout=WAIT)
    assert card.hold.isVisible()


def test_whoever_has_gone_elsewhere_is_left_there(qtbot: QtBot, desk: TestDesk, page: LibraryPage, held: Held) -> None:
    card = begin(qtbot, page, held)
    page.hide()
    with qtbot.waitSignal(desk.desk.sessions_changed, timeout=WAIT):
        held.end()
    assert desk.wanted == []
    page.show()
    click(card.open)
    assert desk.wanted == [AtReplay(held.session)]


def test_a_library_that_is_not_empty_says_it_above_the_list(
    qtbot: QtBot, desk: TestDesk, page: LibraryPage, held: Held
) -> None:
    make_sessions(desk.desk.paths.sessions, 1, last=datetime(2026, 11, 20, 12, tzinfo=UTC))
    page.enter(AtLibrary())
    qtbot.waitUntil(lambda: page.view.sessions.rowCount() == 1, timeout=WAIT)
    assert page.demo_banner.text == ""
    demonstration = demonstration_of(desk.desk)
    demonstration.start()
    qtbot.waitUntil(lambda: held.over is not None, timeout=WAIT)
    assert page.demo_banner.text == "A sample session is being held in the background."
    button = page.demo_banner.findChild(QPushButton, "library_demo_act")
    assert button is not None
    held.end()
    qtbot.waitUntil(lambda: page.demo_banner.text == "The sample session is held.", timeout=WAIT)
    desk.desk.go(AtReplay(held.session))
    assert page.demo_banner.text == "", "who opens it knows of it"


def test_the_last_step_of_the_set_up_offers_it(qtbot: QtBot, desk: TestDesk, held: Held) -> None:
    desk.desk.change(
        voice=Voice(engine="system", rate=1.2), interviewer=Interviewer(kind="server", url="http://127.0.0.1:9")
    )
    page = SetUpPage(desk.desk)
    with staged(page, 1180, 760):
        page.enter(AtSetUp(4))
        panel = page.panel(4)
        assert isinstance(panel, SamplePanel)
        click(panel.demo.hold)
        qtbot.waitUntil(lambda: held.over is not None, timeout=WAIT)
        assert held.parts == Wishes(rate=1.2), "her follow-ups are scripted: nothing goes to a server"
        held.end()
        qtbot.waitUntil(lambda: desk.wanted == [AtReplay(held.session)], timeout=WAIT)
        assert desk.desk.settings.set_up
        page.leave()


def test_progress_in_words() -> None:
    assert words_for(None) == words_for(Progress(0.0, 0.0, typed=False)) == "Getting ready"
    assert words_for(Progress(7.0, 0.1, typed=True)).startswith("0:07, answers are typed")
    assert words_for(Progress(140.0, 1.0, typed=False, reviewing=True)) == "Reviewing it"


def test_a_real_one_from_an_empty_library_to_its_replay(
    qtbot: QtBot, desk: TestDesk, page: LibraryPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed, where nothing speaks: that takes seconds. `tests/desktop/test_demo.py` has a spoken one."""

    async def cannot(*_args: object) -> tuple[Path, ...]:
        raise VoiceUnavailable("Nothing can speak.")

    monkeypatch.setattr(demo, "spoken_answers", cannot)
    desk.desk.change(voice=Voice(engine="none"))
    page.enter(AtLibrary())
    qtbot.waitUntil(page.demo.hold.isVisible, timeout=WAIT)
    click(page.demo.hold)
    qtbot.waitUntil(lambda: "answers are typed" in page.demo.state.text(), timeout=WAIT)
    qtbot.waitUntil(lambda: bool(desk.wanted), timeout=2 * WAIT)
    (place,) = desk.wanted
    assert isinstance(place, AtReplay)
    assert open_session(place.session).manifest.plan.question == demo.script().question
    assert (place.session / "reviews" / "coach.json").is_file()
    qtbot.waitUntil(lambda: page.view.sessions.rowCount() == 1, timeout=WAIT)
