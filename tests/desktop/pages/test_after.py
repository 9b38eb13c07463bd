"""The After page as it is used: rate yourself, read, play, look at it by another level, have it transcribed, go on."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop import headless
from desktop.desk import AtAfter, AtLibrary, AtPractice, AtReplay, AtSettings
from desktop.pages.after import AfterPage
from desktop.pages.after_parts import reviewing
from desktop.report.opening import make_review
from desktop.widgets.moments import TimeButton
from interviewer.errors import RecordNotWritten
from interviewer.records.folder import SessionFolder
from interviewer.records.library import open_session
from interviewer.records.notes import write_pad
from interviewer.review.call import Call
from interviewer.review.self_rating import SelfRating, kept_self_rating
from interviewer.review.storage import read_review, review_file
from speech.errors import ModelMissing
from speech.scripted import ScriptedTranscriber
from speech.whisper.models import ModelFiles, ModelStore
from speech.whisper.segments import Span
from speech.whisper.sources import Origin
from speech.whisper.transcriber import Parts
from speech.words import Utterance
from tests.support.after_page import button, come, press, said, shown
from tests.support.desk import TestDesk
from tests.support.guards import ExpectedLog
from tests.support.reviewed import LITTLE, interview, keep
from tests.support.stage import staged

MODEL = ModelFiles("scripted", Path(), Origin.FOLDER, "", "", english_only=True)


@pytest.fixture
def page(qtbot: QtBot, desk: TestDesk) -> Iterator[AfterPage]:
    made = AfterPage(desk.desk)
    with staged(made, 1092, 760):
        yield made
        made.leave()
        qtbot.waitUntil(lambda: made.reviewing.idle, timeout=20_000)


@pytest.fixture
def folder(desk: TestDesk) -> Path:
    """A session with its review."""
    made = keep(desk.desk.paths.sessions, interview())
    make_review(made, desk.desk.paths)
    return made


# --- rating yourself --------------------------------------------------------------------------------------------------


def test_your_own_rating_comes_before_the_reveal(qtbot: QtBot, desk: TestDesk, page: AfterPage, folder: Path) -> None:
    come(qtbot, page, folder, fresh=True)
    assert page.rating.isVisible()
    assert not page.view.isVisible()
    assert not page.rating.show_review.isEnabled()
    assert "first" in page.rating.show_review.toolTip()

    QTest.keyClick(page, Qt.Key.Key_5)
    press(page, "rate_goals_4")
    QTest.keyClick(page, Qt.Key.Key_Return)
    qtbot.waitUntil(page.view.isVisible)

    assert kept_self_rating(SessionFolder(folder)) == SelfRating(Call.HIRE, {"goals": 4})
    assert shown(page, "after_call") == "Lean hire"
    assert shown(page, "after_compared") == "You rated yourself hire, one step higher."
    assert page.view.card.scale.reading().text == "Review: Lean hire, You: Hire"
    assert shown(page, "goals_own") == "you: strong"


def test_it_can_be_skipped(qtbot: QtBot, desk: TestDesk, page: AfterPage, folder: Path) -> None:
    come(qtbot, page, folder, fresh=True)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert page.view.isVisible()
    assert kept_self_rating(SessionFolder(folder)) is None
    assert shown(page, "after_compared") == ""


def test_it_is_asked_once_and_can_be_changed(qtbot: QtBot, desk: TestDesk, page: AfterPage, folder: Path) -> None:
    come(qtbot, page, folder)
    assert page.view.isVisible()
    press(page, "after_rate")
    press(page, "rate_call_2")
    press(page, "rate_done")
    qtbot.waitUntil(page.view.isVisible)
    assert kept_self_rating(SessionFolder(folder)) == SelfRating(Call.NO_HIRE)

    come(qtbot, page, folder, fresh=True)
    assert page.view.isVisible()
    assert button(page, "after_rate").text() == "Change your rating"
    press(page, "after_rate")
    assert page.rating.call.value is Call.NO_HIRE
    press(page, "rate_skip")
    assert page.view.isVisible()


def test_steps_are_walked_with_arrows_and_taken_back(qtbot: QtBot, page: AfterPage, folder: Path) -> None:
    come(qtbot, page, folder, fresh=True)
    QTest.keyClick(page.rating.call.buttons[0], Qt.Key.Key_Right)
    assert page.rating.call.value is Call.NO_HIRE
    assert page.rating.call.buttons[1].focusPolicy() == Qt.FocusPolicy.StrongFocus
    press(page, "rate_call_2")
    assert page.rating.call.value is None
    assert not page.rating.show_review.isEnabled()


def test_a_rating_that_cannot_be_kept_is_told(
    qtbot: QtBot, page: AfterPage, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise RecordNotWritten("The review could not be written: the disk is full.")

    monkeypatch.setattr("desktop.pages.after.keep_own", full)
    come(qtbot, page, folder, fresh=True)
    QTest.keyClick(page, Qt.Key.Key_6)
    press(page, "rate_done")
    qtbot.waitUntil(page.view.isVisible)
    assert "disk is full" in said(page, "after_problem")


# --- the report -------------------------------------------------------------------------------------------------------


def test_call_and_reason_are_shown_whole(qtbot: QtBot, page: AfterPage, folder: Path) -> None:
    come(qtbot, page, folder)
    reason = page.findChild(QWidget, "after_reason")
    assert reason is not None
    assert shown(page, "after_reason") == read_review(SessionFolder(folder)).call_reason
    assert reason.height() >= reason.heightForWidth(reason.width())
    assert shown(page, "after_title") == "Holds at a city library"
    assert shown(page, "metrics_word") == "Solid"
    assert shown(page, "dimension_trade_off_judgement_why") == "Nothing was heard that it could be scored by."


def test_quotes_play(qtbot: QtBot, desk: TestDesk, page: AfterPage, folder: Path) -> None:
    come(qtbot, page, folder)
    press(page, "dimension_metrics_play_first")
    (wanted,) = desk.wanted
    assert isinstance(wanted, AtReplay)
    assert wanted.session == folder
    assert wanted.seconds == pytest.approx(61.4, abs=1)
    QTest.keyClick(page, Qt.Key.Key_R)
    assert desk.wanted[-1] == AtReplay(folder)


def test_what_a_score_stands_on_unfolds(qtbot: QtBot, page: AfterPage, folder: Path) -> None:
    come(qtbot, page, folder)
    details = page.findChild(QWidget, "dimension_metrics_details")
    assert details is not None
    assert not details.isVisible()
    press(page, "dimension_metrics_fold")
    qtbot.waitUntil(lambda: details.height() >= details.heightForWidth(details.width()) > 40)
    assert button(page, "dimension_metrics_fold").accessibleName() == "Less: Metrics that make sense"
    press(page, "dimension_metrics_fold")
    assert not details.isVisible()


def test_the_model_answer_is_folded_away(qtbot: QtBot, page: AfterPage, folder: Path) -> None:
    come(qtbot, page, folder)
    parts = page.findChild(QWidget, "model_answer_1_parts")
    assert parts is not None
    assert not parts.isVisible()
    button(page, "model_answer_1").click()
    assert parts.isVisible()


def test_practise_again_and_back(qtbot: QtBot, desk: TestDesk, page: AfterPage, folder: Path) -> None:
    come(qtbot, page, folder)
    button(page, "after_again").click()
    press(page, "after_back")
    assert desk.wanted == [AtPractice("execution/library-holds"), AtLibrary()]


def test_notes_and_what_was_read_are_there(qtbot: QtBot, page: AfterPage, folder: Path) -> None:
    write_pad(folder, "two sides")
    come(qtbot, page, folder)
    assert shown(page, "after_notes") == "two sides"
    assert shown(page, "after_remark_0") == "227 words of yours were read."


def test_typed_sessions_have_nothing_to_play(qtbot: QtBot, desk: TestDesk, page: AfterPage) -> None:
    come(qtbot, page, keep(desk.desk.paths.sessions, interview(), typed=True))
    qtbot.waitUntil(page.view.isVisible)
    assert page.findChildren(TimeButton) == []


def test_two_columns_where_there_is_room(qtbot: QtBot, page: AfterPage, folder: Path) -> None:
    come(qtbot, page, folder)

    def left() -> int:
        return page.view.improvements.mapTo(page, QPoint()).x()

    assert left() > 500
    page.resize(812, 600)
    qtbot.waitUntil(lambda: left() < 100)
    page.resize(1092, 760)
    qtbot.waitUntil(lambda: left() > 500)


def test_the_small_header_comes_when_the_large_one_is_gone(qtbot: QtBot, page: AfterPage, folder: Path) -> None:
    come(qtbot, page, folder)
    assert not page.view.compact.isVisible()
    page.view.area.verticalScrollBar().setValue(600)
    assert page.view.compact.isVisible()
    assert (shown(page, "after_compact_title"), shown(page, "after_compact_call")) == (
        "Holds at a city library",
        "Lean hire",
    )
    page.view.area.verticalScrollBar().setValue(0)
    assert not page.view.compact.isVisible()


def test_too_little_said_says_what_to_do(qtbot: QtBot, desk: TestDesk, page: AfterPage) -> None:
    come(qtbot, page, keep(desk.desk.paths.sessions, interview(LITTLE, (), rest="No.")))
    qtbot.waitUntil(page.view.isVisible)
    assert shown(page, "after_call") == "No call"
    assert shown(page, "after_reason").startswith("Not enough was said")
    assert shown(page, "after_advice").startswith("It takes about 100 words")


# --- reviews are made -------------------------------------------------------------------------------------------------


def test_another_level_reviews_again(qtbot: QtBot, page: AfterPage, folder: Path) -> None:
    come(qtbot, page, folder)
    level = page.view.dimensions.level
    assert level.currentData() == "pm"
    level.setCurrentIndex(level.findData("group"))
    level.activated.emit(level.currentIndex())
    assert not level.isEnabled()
    qtbot.waitUntil(lambda: page.opened is not None and page.opened.report.level == "group", timeout=20_000)
    assert read_review(SessionFolder(folder)).level == "group"
    assert level.isEnabled()
    assert shown(page, "after_title")
    assert said(page, "after_work") == ""


def test_the_wheel_scrolls_past_the_level(qtbot: QtBot, page: AfterPage, folder: Path) -> None:
    come(qtbot, page, folder)
    level = page.view.dimensions.level
    middle = QPointF(level.rect().center())
    none = Qt.KeyboardModifier.NoModifier
    down = QPoint(0, -120)
    event = QWheelEvent(
        middle,
        level.mapToGlobal(middle),
        down,
        down,
        Qt.MouseButton.NoButton,
        none,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(level, event)
    assert level.currentData() == "pm"
    assert not page.reviewing.running(folder)


@pytest.fixture
def held_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Reviews wait until it is set."""
    go_on = threading.Event()

    def slowly(*args: object) -> None:
        go_on.wait(20)
        make_review(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(reviewing, "make_review", slowly)
    yield go_on
    go_on.set()


def test_a_missing_review_is_made_while_you_rate(
    qtbot: QtBot, desk: TestDesk, page: AfterPage, held_up: threading.Event
) -> None:
    folder = keep(desk.desk.paths.sessions, interview())
    page.enter(AtAfter(folder, fresh=True))
    qtbot.waitUntil(page.rating.isVisible)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert shown(page, "after_call") == "No review yet"
    assert "reading your answers" in said(page, "after_work")

    page.leave()
    held_up.set()
    qtbot.waitUntil(lambda: review_file(SessionFolder(folder), "coach").exists(), timeout=20_000)
    come(qtbot, page, folder)
    assert shown(page, "after_call") == "Lean hire"


def test_a_review_can_be_called_off_and_made_later(
    qtbot: QtBot, desk: TestDesk, page: AfterPage, held_up: threading.Event
) -> None:
    folder = keep(desk.desk.paths.sessions, interview())
    page.enter(AtAfter(folder))
    qtbot.waitUntil(lambda: bool(said(page, "after_work")))
    press(page, "after_cancel")
    qtbot.waitUntil(lambda: "no review" in said(page, "after_waiting"))
    assert not page.reviewing.running(folder)
    assert said(page, "after_work") == ""

    held_up.set()
    press(page, "after_review")
    qtbot.waitUntil(lambda: shown(page, "after_call") == "Lean hire", timeout=20_000)
    assert said(page, "after_waiting") == ""


def test_a_review_that_fails_says_why_and_can_be_tried_again(
    qtbot: QtBot, desk: TestDesk, page: AfterPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise RecordNotWritten("The review could not be written: the disk is full.")

    folder = keep(desk.desk.paths.sessions, interview())
    with monkeypatch.context() as patch:
        patch.setattr(reviewing, "make_review", full)
        page.enter(AtAfter(folder))
        qtbot.waitUntil(lambda: "disk is full" in said(page, "after_problem"))
    press(page, "after_again_review")
    qtbot.waitUntil(lambda: shown(page, "after_call") == "Lean hire", timeout=20_000)
    assert said(page, "after_problem") == ""


def test_a_review_of_a_later_version_is_left_alone(qtbot: QtBot, page: AfterPage, folder: Path) -> None:
    file = review_file(SessionFolder(folder), "coach")
    file.write_text('{"format": 99, "review": {}}')
    page.enter(AtAfter(folder))
    qtbot.waitUntil(page.view.isVisible)
    assert "Update it" in said(page, "after_problem")
    assert shown(page, "after_call") == "No review yet"
    assert json.loads(file.read_text())["format"] == 99


# --- answers without a transcript -------------------------------------------------------------------------------------


@pytest.fixture
def transcriber(monkeypatch: pytest.MonkeyPatch) -> ScriptedTranscriber:
    scripted = ScriptedTranscriber(["A guardrail would be complaints per week."])
    monkeypatch.setattr(headless, "Transcriber", lambda *_args, **_more: scripted)
    monkeypatch.setattr(ModelStore, "resolve", lambda _store, _name: MODEL)
    return scripted


def test_answers_are_transcribed_when_asked_for(
    qtbot: QtBot, desk: TestDesk, page: AfterPage, transcriber: ScriptedTranscriber
) -> None:
    folder = keep(desk.desk.paths.sessions, interview(), careful=False)
    come(qtbot, page, folder)
    qtbot.waitUntil(lambda: said(page, "after_waiting").startswith("12 answers have no careful transcript"))
    press(page, "after_transcribe")
    assert said(page, "after_waiting") == ""
    qtbot.waitUntil(lambda: page.opened is not None and page.opened.waiting == 0, timeout=20_000)
    assert said(page, "after_work") == ""
    assert said(page, "after_waiting") == ""


def test_fresh_answers_are_transcribed_at_once(
    qtbot: QtBot, desk: TestDesk, page: AfterPage, transcriber: ScriptedTranscriber
) -> None:
    folder = keep(desk.desk.paths.sessions, interview(), careful=False)
    page.enter(AtAfter(folder, fresh=True))
    qtbot.waitUntil(page.rating.isVisible)
    qtbot.waitUntil(lambda: page.opened is not None and page.opened.waiting == 0, timeout=20_000)
    assert page.rating.isVisible()


class Halting(ScriptedTranscriber):
    """A transcriber whose careful passes wait until they may go on."""

    def __init__(self) -> None:
        super().__init__([])
        self.goes_on = asyncio.Event()
        self.opened = self.begun = 0
        self.breaks = False

    async def open(self) -> None:
        self.opened += 1

    async def careful(
        self,
        parts: Parts,
        span: Span,
        silent: Sequence[tuple[int, int]] = (),
        progress: Callable[[float], None] = lambda fraction: None,
    ) -> tuple[Utterance, ...]:
        self.begun += 1
        await self.goes_on.wait()
        if self.breaks:
            self.breaks = False
            raise ZeroDivisionError
        return await super().careful(parts, span, silent, progress)


@pytest.fixture
def halting(monkeypatch: pytest.MonkeyPatch) -> Halting:
    made = Halting()
    monkeypatch.setattr(headless, "Transcriber", lambda *_args, **_more: made)
    monkeypatch.setattr(ModelStore, "resolve", lambda _store, _name: MODEL)
    return made


@pytest.fixture
def bare(desk: TestDesk) -> list[Path]:
    """Two sessions without a careful transcript."""
    sessions = desk.desk.paths.sessions
    return [keep(sessions, interview(), careful=False, title=title) for title in ("One", "Another")]


def ask_for_two(qtbot: QtBot, page: AfterPage, halting: Halting, bare: list[Path]) -> None:
    """Have one session transcribed, which halts, then go to another and want the same there."""
    for session in bare:
        come(qtbot, page, session)
        qtbot.waitUntil(lambda: bool(said(page, "after_waiting")))
        press(page, "after_transcribe")
        assert said(page, "after_waiting") == ""
        qtbot.waitUntil(lambda: halting.begun > 0)
    assert said(page, "after_work").startswith("Another session is transcribed first.")


@pytest.mark.parametrize("breaks", [False, True])
def test_a_session_that_is_wanted_while_another_is_transcribed_follows_it(
    qtbot: QtBot,
    desk: TestDesk,
    page: AfterPage,
    halting: Halting,
    bare: list[Path],
    breaks: bool,
    expected_log: ExpectedLog,
) -> None:
    if breaks:
        expected_log("a view failed")
    ask_for_two(qtbot, page, halting, bare)
    halting.breaks = breaks
    desk.desk.engine.post_in(halting.goes_on.set)
    qtbot.waitUntil(lambda: page.opened is not None and page.opened.waiting == 0, timeout=20_000)
    qtbot.waitUntil(lambda: said(page, "after_work") == "", timeout=20_000)
    assert shown(page, "after_title") == "Another"
    assert bool(open_session(bare[0]).unkept_answers) == breaks


@pytest.mark.parametrize("gives_up", ["cancel", "leave", "elsewhere"])
def test_a_session_that_waits_to_be_transcribed_can_be_given_up(
    qtbot: QtBot, desk: TestDesk, page: AfterPage, halting: Halting, bare: list[Path], gives_up: str
) -> None:
    ask_for_two(qtbot, page, halting, bare)
    match gives_up:
        case "cancel":
            press(page, "after_cancel_transcribing")
            assert said(page, "after_work") == ""
            assert said(page, "after_waiting").startswith("12 answers have no careful transcript")
        case "leave":
            page.leave()
        case _:
            come(qtbot, page, bare[0])
            come(qtbot, page, bare[1])
    desk.desk.engine.post_in(halting.goes_on.set)
    qtbot.waitUntil(lambda: not page.transcribing.running, timeout=20_000)
    assert halting.opened == 1
    assert len(open_session(bare[1]).unkept_answers) == 12


def test_without_a_model_it_says_where_to_get_one(
    qtbot: QtBot, desk: TestDesk, page: AfterPage, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_store: ModelStore, _name: str | None) -> ModelFiles:
        raise ModelMissing("No speech model is on this computer. Set one up first.")

    monkeypatch.setattr(ModelStore, "resolve", missing)
    come(qtbot, page, keep(desk.desk.paths.sessions, interview(), careful=False))
    qtbot.waitUntil(lambda: bool(said(page, "after_waiting")))
    press(page, "after_transcribe")
    qtbot.waitUntil(lambda: "No speech model" in said(page, "after_problem"))
    press(page, "after_speech")
    assert desk.wanted[-1] == AtSettings("speech")


# --- sessions that do not open ----------------------------------------------------------------------------------------


def test_a_damaged_session_can_be_put_in_order(qtbot: QtBot, page: AfterPage, folder: Path) -> None:
    (folder / "session.json").write_text("{")
    page.enter(AtAfter(folder))
    qtbot.waitUntil(lambda: page.findChild(QWidget, "after_failure") is not None)
    press(page, "after_mend")
    qtbot.waitUntil(page.view.isVisible, timeout=20_000)
    assert said(page, "after_problem")


def test_a_session_of_a_later_version_says_so(qtbot: QtBot, desk: TestDesk, page: AfterPage, folder: Path) -> None:
    manifest = folder / "session.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 99, "min_reader": 99}))
    page.enter(AtAfter(folder))
    qtbot.waitUntil(lambda: page.findChild(QWidget, "after_failure") is not None)
    assert page.findChild(QPushButton, "after_mend") is None
    press(page, "after_failed_back")
    assert desk.wanted == [AtLibrary()]


def test_another_session_takes_the_page(qtbot: QtBot, desk: TestDesk, page: AfterPage, folder: Path) -> None:
    come(qtbot, page, folder, fresh=True)
    other = keep(desk.desk.paths.sessions, interview(LITTLE, (), rest="No."), title="Another")
    make_review(other, desk.desk.paths)
    page.enter(AtAfter(other))
    qtbot.waitUntil(lambda: shown(page, "after_title") == "Another")
    assert shown(page, "after_call") == "No call"
