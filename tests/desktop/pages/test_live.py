"""The Live page with a real interview on the real engine, held in writing; and what it shows of events."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.desk import AtAfter, AtLive, AtPractice
from desktop.headless import Wishes
from desktop.model_turns import TURNS
from desktop.pages.live import LivePage
from desktop.theme.look import Look
from desktop.theme.tokens import Theme
from desktop.view_state import Doing, reduce
from interviewer.events import AnswerBegan, Fault, Key, Part, Role, Ticked
from interviewer.plan import Mode
from interviewer.records.library import open_session
from interviewer.records.notes import read_notes
from tests.desktop.test_view_state import ASKED, LISTENING, PLAN, folded, heard, said
from tests.support.desk import TestDesk

WRITTEN = Wishes(
    question="execution/library-holds", minutes=10, microphone=None, transcribe=False, voice="none", level="senior"
)
QUICK = {"timeout": 20_000}


@pytest.fixture
def page(desk: TestDesk, qtbot: QtBot) -> Iterator[LivePage]:
    made = LivePage(desk.desk)
    qtbot.addWidget(made)
    made.resize(1180, 760)
    made.show()
    yield made
    made.leave()


def doing(page: LivePage) -> Doing | None:
    return page._view.doing if page._view is not None else None


def begin(page: LivePage, qtbot: QtBot, wishes: Wishes = WRITTEN) -> None:
    page.enter(AtLive(wishes))
    qtbot.waitUntil(lambda: doing(page) is Doing.LISTENING, **QUICK)


def write(page: LivePage, qtbot: QtBot, text: str) -> None:
    page.act("write")
    page.conversation.answer.field.setPlainText(text)
    page.conversation.answer._send()
    qtbot.waitUntil(lambda: text in shown(page), **QUICK)


def shown(page: LivePage) -> str:
    return " ".join(turn.text for turn in page._view.turns) if page._view is not None else ""


def end(page: LivePage, qtbot: QtBot, desk: TestDesk) -> AtAfter:
    page.act("end")
    qtbot.waitUntil(lambda: any(isinstance(place, AtAfter) for place in desk.wanted), **QUICK)
    (place,) = (place for place in desk.wanted if isinstance(place, AtAfter))
    return place


def test_an_interview_is_held_in_writing(page: LivePage, desk: TestDesk, qtbot: QtBot) -> None:
    begin(page, qtbot)
    assert TURNS.in_interview, "reviews by a model nearby wait"
    assert page.header._round.text() == "Execution"
    assert page.header._mode.text() == "Senior PM · Practice"
    assert "library" in page.conversation.question.question.text()
    text = "Our mission is reading for everybody. There are members and librarians."
    write(page, qtbot, text)
    qtbot.waitUntil(lambda: page.side._count.text() not in ("", "0 of 14"), **QUICK)
    qtbot.waitUntil(lambda: len(page._view.turns) >= 3 and doing(page) is Doing.LISTENING, **QUICK)  # type: ignore[union-attr]
    page.side.pad.setPlainText("mission first")
    place = end(page, qtbot, desk)
    assert place.fresh
    session = open_session(place.session)
    assert session.answers[0].text == text
    assert session.manifest.plan.level == "senior"
    qtbot.waitUntil(lambda: read_notes(place.session).pad == "mission first", **QUICK)
    assert not page.running
    assert not TURNS.in_interview


def test_being_done_gives_what_was_typed(page: LivePage, desk: TestDesk, qtbot: QtBot) -> None:
    begin(page, qtbot)
    page.act("write")
    page.conversation.answer.field.setPlainText("There are lenders and borrowers.")
    page.bar.done.click()
    qtbot.waitUntil(lambda: "There are lenders and borrowers." in shown(page), **QUICK)
    assert page.conversation.answer.text == ""
    end(page, qtbot, desk)


def test_what_is_typed_in_a_pause_is_an_answer_and_ends_the_pause(page: LivePage, desk: TestDesk, qtbot: QtBot) -> None:
    begin(page, qtbot)
    page.bar.pause.click()
    qtbot.waitUntil(lambda: doing(page) is Doing.PAUSED, **QUICK)
    write(page, qtbot, "There are lenders and borrowers.")
    qtbot.waitUntil(lambda: "There are lenders and borrowers." in shown(page), **QUICK)
    qtbot.waitUntil(lambda: doing(page) is Doing.LISTENING, **QUICK)
    end(page, qtbot, desk)


def test_what_stands_in_the_field_at_the_end_is_the_last_answer(page: LivePage, desk: TestDesk, qtbot: QtBot) -> None:
    begin(page, qtbot)
    page.act("write")
    page.conversation.answer.field.setPlainText("There are lenders and borrowers.")
    place = end(page, qtbot, desk)
    assert open_session(place.session).answers[0].text == "There are lenders and borrowers."


def test_what_was_typed_and_given_to_nobody_stands_in_the_notes(page: LivePage, desk: TestDesk, qtbot: QtBot) -> None:
    begin(page, qtbot)
    page.side.pad.setPlainText("mission first")
    page._sitting.press(Key.END)  # type: ignore[union-attr]  # as time does, which asks nobody
    page.conversation.answer.field.setPlainText("Half an ans")
    qtbot.waitUntil(lambda: any(isinstance(place, AtAfter) for place in desk.wanted), **QUICK)
    (place,) = (place for place in desk.wanted if isinstance(place, AtAfter))
    wanted = "mission first\nWritten and not given: Half an ans"
    qtbot.waitUntil(lambda: read_notes(place.session).pad == wanted, **QUICK)


def test_a_hint_is_counted(page: LivePage, desk: TestDesk, qtbot: QtBot) -> None:
    begin(page, qtbot)
    page.side.hint_button.click()
    qtbot.waitUntil(lambda: page.side._used.text().startswith("1 of 3 used"), **QUICK)
    end(page, qtbot, desk)


def test_ending_asks_and_no_means_no(page: LivePage, desk: TestDesk, qtbot: QtBot) -> None:
    begin(page, qtbot)
    desk.dialogs.yes = False
    assert page.holds()
    assert len(desk.dialogs.asked) == 1
    assert "kept" in desk.dialogs.asked[0]
    assert page.running
    desk.dialogs.yes = True
    end(page, qtbot, desk)


def test_a_pause_stops_the_clock_and_the_button_says_go_on(page: LivePage, desk: TestDesk, qtbot: QtBot) -> None:
    begin(page, qtbot)
    page.bar.pause.click()
    qtbot.waitUntil(lambda: doing(page) is Doing.PAUSED, **QUICK)
    assert page.bar.state.word.text() == "Paused"
    assert page.bar.pause.text() == "Go on"
    page.bar.pause.click()
    qtbot.waitUntil(lambda: doing(page) is Doing.LISTENING, **QUICK)
    end(page, qtbot, desk)


def test_an_exam_hides_what_it_should(page: LivePage, desk: TestDesk, qtbot: QtBot) -> None:
    from dataclasses import replace

    begin(page, qtbot, replace(WRITTEN, mode=Mode.EXAM))
    assert page.bar.pause.isHidden()
    assert page.side._helps.isHidden()
    assert not page.conversation.captions.isVisible()
    page.act("pause")
    qtbot.waitUntil(lambda: page.conversation._refused.text() == "An exam cannot be paused.", **QUICK)
    end(page, qtbot, desk)


def test_nothing_to_hold_is_said_and_leads_home(page: LivePage, desk: TestDesk, qtbot: QtBot) -> None:
    page.enter(AtLive(Wishes(question="execution/no-such", microphone=None, voice="none")))
    qtbot.waitUntil(lambda: bool(desk.dialogs.told), **QUICK)
    assert "no-such" in desk.dialogs.told[0]
    assert desk.wanted == [AtPractice()]


def test_keys_do_what_buttons_do_but_not_while_somebody_writes(page: LivePage, desk: TestDesk, qtbot: QtBot) -> None:
    begin(page, qtbot)
    page.activateWindow()
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_N)
    qtbot.waitUntil(page.side.pad.hasFocus)
    QTest.keyClicks(page.side.pad, "ph")
    assert page.side.pad.toPlainText() == "ph"
    assert doing(page) is Doing.LISTENING
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: doing(page) is Doing.PAUSED, **QUICK)
    end(page, qtbot, desk)


# -- what it shows of events


def render(page: LivePage, *events: object) -> None:
    for part in (page.conversation, page.side, page.bar):
        part.begin(exam=False)
    page._render(folded(*events))  # type: ignore[arg-type]


def test_captions_leave_out_what_the_card_shows(page: LivePage) -> None:
    follow_up = said(2, 30, Role.PROBE, "What could go wrong?")
    render(page, *LISTENING, heard(1, 6, "I would count loans."), *follow_up)
    texts = [turn.text for turn in page._view.turns]  # type: ignore[union-attr]
    assert "What could go wrong?" in texts
    assert page.conversation.question.question.text() == PLAN.question_text


def test_the_right_slot_stops_the_voice_while_it_speaks(page: LivePage) -> None:
    render(page, *ASKED[:-2])
    assert page.bar.done.text() == "Stop voice"
    render(page, *LISTENING)
    assert page.bar.done.text() == "I’m done"
    assert page.bar.done.isEnabled()
    assert not page.bar.ask.toolTip()


def test_without_a_microphone_the_field_comes_forward(page: LivePage) -> None:
    fault = Fault(t=9, part=Part.MICROPHONE, code="microphone_missing", sentence="No microphone was found.")
    page._sitting = object()  # type: ignore[assignment]
    page.act = lambda action: page.conversation.answer.open() if action == "write" else None  # type: ignore[method-assign]
    render(page, *LISTENING, fault, Ticked(t=30))
    assert page.conversation.answer.isVisible()
    assert not page.conversation.answer._close_button.isVisible()
    assert "No microphone was found." in page.conversation.banner.text


def test_good_news_goes_away_by_itself(page: LivePage) -> None:
    from interviewer.events import Restored

    back = Restored(t=9, part=Part.VOICE, sentence="The voice is back.")
    render(page, *LISTENING, back)
    assert page.conversation.banner.text == "The voice is back."
    page._render(reduce(page._view, Ticked(t=60)))  # type: ignore[arg-type]
    assert page.conversation.banner.text == ""


@pytest.mark.parametrize("percent", [100, 125, 150])
@pytest.mark.parametrize("size", [(900, 600), (1180, 760)])
def test_nothing_of_the_bar_is_cut_off(page: LivePage, look: Look, percent: int, size: tuple[int, int]) -> None:
    look.use(Theme.DARK, percent)
    page.resize(*size)
    render(page, *LISTENING, AnswerBegan(t=30, answer=2, line=1))
    page.resize(size[0] + 1, size[1])
    for widget in page.bar.findChildren(QWidget):
        if widget.isVisible() and widget.parent() is page.bar:
            assert widget.geometry().right() <= page.bar.width(), widget.objectName()
            assert widget.width() >= widget.minimumSizeHint().width(), widget.objectName()


def test_every_session_of_a_desk_lies_below_it(desk: TestDesk, tmp_path: Path) -> None:
    assert desk.desk.paths.sessions.is_relative_to(tmp_path)
