"""The Practice page: what is offered, what is remembered, and what it starts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.desk import AtLibrary, AtLive, AtPractice, AtProgress, AtSettings
from desktop.headless import Wishes
from desktop.pack_shelf import new_pack
from desktop.pages import practice
from desktop.pages.practice import PracticePage
from desktop.paths import Paths
from desktop.practice_choices import Practicable, practicable
from desktop.session_words import today_here
from desktop.settings import Interviewer, Practice, Sound, Speech, Voice
from desktop.theme.look import Look
from desktop.theme.tokens import Theme
from desktop.widgets.pill import EnginePill
from interviewer.plan import Mode
from tests.interviewer.records import sessions
from tests.support.desk import TestDesk
from tests.support.model_hub import model_contents, put
from tests.support.progress_history import make_history

QUICK = {"timeout": 20_000}
SCRIPTED = Path(__file__).resolve().parents[2] / "support" / "scripted_sounddevice"


@pytest.fixture
def page(desk: TestDesk, qtbot: QtBot) -> Iterator[PracticePage]:
    desk.desk.change(voice=Voice(engine="none"))
    made = PracticePage(desk.desk)
    qtbot.addWidget(made)
    made.resize(1092, 760)
    made.show()
    made.enter(AtPractice())
    qtbot.waitUntil(lambda: made.choices._offered is not None, **QUICK)
    yield made
    made.leave()


def started(page: PracticePage, desk: TestDesk, qtbot: QtBot) -> Wishes:
    """What the page wants to be held once it is started."""
    page.choices.go.click()
    qtbot.waitUntil(lambda: any(isinstance(place, AtLive) for place in desk.wanted), **QUICK)
    return next(place.wishes for place in desk.wanted if isinstance(place, AtLive))


def test_enter_starts_what_was_chosen_last_time(desk: TestDesk, qtbot: QtBot) -> None:
    last = Practice(round="strategy", level="senior", minutes=20, mode=Mode.EXAM)
    desk.desk.change(practice=last, voice=Voice(engine="none"))
    page = PracticePage(desk.desk)
    qtbot.addWidget(page)
    page.enter(AtPractice())
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(isinstance(place, AtLive) for place in desk.wanted), **QUICK)
    (wishes,) = (place.wishes for place in desk.wanted if isinstance(place, AtLive))
    assert (wishes.round, wishes.level, wishes.minutes, wishes.mode) == ("strategy", "senior", 20, Mode.EXAM)
    assert wishes.question is None
    page.leave()


def test_all_rounds_are_offered_with_their_phases(page: PracticePage) -> None:
    assert page.choices.round._values == ["execution", "product_sense", "behavioural", "strategy", "estimation"]
    assert page.choices._unasked.text() == "25 you have not had yet"
    assert [name for name, _, _ in page.choices._offered.phases("execution", 35)] == [  # type: ignore[union-attr]
        "clarify", "rationale", "users", "objectives", "metrics", "trade_off", "troubleshooting",
    ]  # fmt: skip


@pytest.mark.parametrize("percent", [100, 125])
def test_no_choice_is_cut_short_in_a_window_of_the_usual_size(
    page: PracticePage, look: Look, qtbot: QtBot, percent: int
) -> None:
    look.use(Theme.DARK, percent, reduced_motion=True)
    choices = (page.choices.round, page.choices.source, page.choices.length, page.choices.mode)
    buttons = [button for choice in choices for button in choice.findChildren(QPushButton)]
    assert len(buttons) == 14
    qtbot.waitUntil(lambda: not [button.text() for button in buttons if button.text() != button.accessibleName()])


def test_a_question_can_be_picked(page: PracticePage, desk: TestDesk, qtbot: QtBot) -> None:
    page.choices.preselect("estimation/city-lifts")
    wishes = started(page, desk, qtbot)
    assert wishes.question == "estimation/city-lifts"
    assert wishes.round == "estimation"


def add_question(pack: Path, name: str, title: str) -> Path:
    """Another question in a pack made from the template."""
    file = pack / "questions" / f"{name}.toml"
    text = (pack / "questions" / "bicycle-shop.toml").read_text()
    text = text.replace("bicycle-shop", name).replace("Support of a bicycle shop", title)
    spoken = 'spoken = "A kiosk shuts an hour before the last train. Whom does that turn away, and what would you try?"'
    file.write_text(re.sub(r"^spoken = .*$", spoken, text, count=1, flags=re.MULTILINE))
    return file


def picks(page: PracticePage) -> list[str]:
    return [page.choices.pick.itemText(number) for number in range(page.choices.pick.count())]


def test_a_question_that_came_to_the_round_can_be_practised_and_one_that_went_is_said(
    page: PracticePage, desk: TestDesk, qtbot: QtBot
) -> None:
    pack = new_pack(desk.desk.paths, "mine")
    page.enter(AtPractice("support/bicycle-shop"))
    qtbot.waitUntil(lambda: picks(page) == ["Support of a bicycle shop"], **QUICK)

    file = add_question(pack, "kiosk", "A kiosk")
    page.enter(AtPractice("support/bicycle-shop"))
    qtbot.waitUntil(lambda: picks(page) == ["A kiosk", "Support of a bicycle shop"], **QUICK)
    assert page.choices.pick.currentData() == "support/bicycle-shop"
    page.enter(AtPractice("support/kiosk"))
    qtbot.waitUntil(lambda: page.choices.pick.currentData() == "support/kiosk", **QUICK)

    file.unlink()
    desk.desk.sessions_changed.emit()
    qtbot.waitUntil(lambda: picks(page) == ["Support of a bicycle shop"], **QUICK)
    assert page.choices.pick.currentIndex() == -1
    assert page.choices._hint.text() == "The question is not there any more. Pick another one."
    assert not page.choices.go.isEnabled()
    page.enter(AtPractice("execution/never-heard-of"))
    qtbot.waitUntil(lambda: page.choices.round.value == "execution", **QUICK)
    assert (page.choices.pick.currentIndex(), page.choices.go.isEnabled()) == (-1, False)

    page.choices.pick.setCurrentIndex(0)
    page.choices.pick.activated.emit(0)
    assert started(page, desk, qtbot).question == page.choices.pick.itemData(0)


def test_what_was_read_earlier_and_comes_later_does_not_count(
    page: PracticePage, desk: TestDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, held, go_on = Event(), Event(), Event()

    def held_up(paths: Paths) -> Practicable:
        """The first reading is handed over when a later one is."""
        first = not read.is_set()
        read.set()
        offered = practicable(paths)
        if first:
            held.set()
            go_on.wait()
        return offered

    monkeypatch.setattr(practice, "practicable", held_up)
    offers: list[Practicable] = []
    monkeypatch.setattr(page.choices, "offer", offers.append)
    page.enter(AtPractice())
    qtbot.waitUntil(held.is_set, **QUICK)
    earlier = page._reading
    new_pack(desk.desk.paths, "mine")
    page.enter(AtPractice("support/bicycle-shop"))
    later = page._reading
    try:
        qtbot.waitUntil(lambda: later is not None and later.finished, **QUICK)
    finally:
        go_on.set()
    qtbot.waitUntil(lambda: earlier is not None and (earlier.cancelled or earlier.finished), **QUICK)
    assert ["support" in offered.questions for offered in offers] == [True]


def test_a_question_one_had_meanwhile_is_marked_and_what_is_picked_by_then_stays(
    page: PracticePage, desk: TestDesk, qtbot: QtBot
) -> None:
    page.enter(AtPractice("estimation/city-lifts"))
    qtbot.waitUntil(lambda: page.choices.pick.currentData() == "estimation/city-lifts", **QUICK)
    lifts = page.choices.pick.currentIndex()
    assert not picks(page)[lifts].endswith("· had")
    other = 0 if lifts else 1
    page.choices.pick.setCurrentIndex(other)
    page.choices.pick.activated.emit(other)

    plan = sessions.PLAN.model_copy(update={"round": "estimation", "question": "estimation/city-lifts"})
    sessions.begin(desk.desk.paths.sessions, plan=plan).close()
    desk.desk.sessions_changed.emit()

    qtbot.waitUntil(lambda: picks(page)[lifts].endswith("· had"), **QUICK)
    assert page.choices.pick.currentIndex() == other


def test_a_question_of_ones_own_has_to_be_one(page: PracticePage, desk: TestDesk, qtbot: QtBot) -> None:
    QTest.mouseClick(page.choices.source._buttons[2], Qt.MouseButton.LeftButton)
    assert page.choices.own.isVisible()
    assert not page.choices.go.isEnabled()
    assert "12 to 600" in page.choices._hint.text()
    page.choices.own.setPlainText("How would you measure a bakery?")
    assert page.choices.go.isEnabled()
    wishes = started(page, desk, qtbot)
    assert wishes.own == "How would you measure a bakery?"


def test_choices_are_remembered(page: PracticePage, desk: TestDesk, qtbot: QtBot) -> None:
    QTest.mouseClick(page.choices.mode._buttons[1], Qt.MouseButton.LeftButton)
    assert desk.desk.settings.practice.mode is Mode.EXAM
    assert "No hints" in page.choices._means.text()


def test_arrow_keys_move_a_choice(page: PracticePage, qtbot: QtBot) -> None:
    before = page.choices.length.value
    checked = next(button for button in page.choices.length._buttons if button.isChecked())
    checked.setFocus()
    QTest.keyClick(checked, Qt.Key.Key_Left)
    assert page.choices.length.value != before


def test_each_engine_says_how_it_stands_and_leads_to_its_fix(page: PracticePage, desk: TestDesk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "Ready" in page.engines.voice.accessibleName(), **QUICK)
    assert "Text only" in page.engines.voice.accessibleName()
    qtbot.waitUntil(lambda: "Checking" not in page.engines.speech.accessibleName(), **QUICK)
    page.engines.speech.click()
    assert desk.wanted[-1] == AtSettings("speech")


def test_a_model_that_is_not_there_is_said(desk: TestDesk, qtbot: QtBot) -> None:
    gone = Interviewer(kind="file", file="/gone/m.gguf")
    desk.desk.change(speech=Speech(model="large-v9"), voice=Voice(engine="none"), interviewer=gone)
    page = PracticePage(desk.desk)
    qtbot.addWidget(page)
    page.enter(AtPractice())
    qtbot.waitUntil(lambda: "Choose" in page.engines.speech.accessibleName(), **QUICK)
    qtbot.waitUntil(lambda: "m.gguf is not there" in page.engines.interviewer.accessibleName(), **QUICK)
    page.leave()


def verdict(pill: EnginePill) -> str:
    return pill.verdict


def test_a_model_that_came_meanwhile_is_ready_without_a_flicker(
    page: PracticePage, desk: TestDesk, qtbot: QtBot
) -> None:
    desk.desk.change(speech=Speech(model="mine"))
    page.enter(AtPractice())
    assert verdict(page.engines.speech) == "checking"
    qtbot.waitUntil(lambda: verdict(page.engines.speech) == "choose", **QUICK)

    put(desk.desk.paths.models / "mine", model_contents("mine"))
    page.leave()
    page.enter(AtPractice())
    assert verdict(page.engines.speech) == "choose"
    qtbot.waitUntil(lambda: page.engines.speech.detail.startswith("mine, "), **QUICK)
    assert verdict(page.engines.speech) == "ready"


def test_a_microphone_that_came_meanwhile_is_shown_and_what_a_test_said_of_it_stays(
    page: PracticePage, desk: TestDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "sound.json"
    monkeypatch.setenv("PYTHONPATH", str(SCRIPTED))
    monkeypatch.setenv("HOTSEAT_SCRIPTED_SOUND", str(script))

    def plug(*names: str) -> None:
        """Another set of microphones, and a look at the page."""
        script.write_text(
            json.dumps({"devices": [{"name": name, "rates": [16_000], "rate": 16_000} for name in names]})
        )
        page.enter(AtPractice())

    desk.desk.change(sound=Sound(microphone="Headset"))
    state = page.engines._hears
    plug()
    qtbot.waitUntil(lambda: state.text() == "No microphone found. Answers can be typed.", **QUICK)
    plug("Headset")
    qtbot.waitUntil(lambda: state.text() == "Not tested yet", **QUICK)

    page.engines.show_level(-12.0)
    page.engines.end_test()
    plug("Headset", "Webcam")
    qtbot.waitUntil(lambda: page._looks[page.engines].finished, **QUICK)
    assert state.text() == "Hears you well"
    page.engines.show_trouble("The microphone is gone.")
    plug("Headset")
    qtbot.waitUntil(lambda: state.text() == "Not tested yet", **QUICK)
    plug("Webcam")
    qtbot.waitUntil(lambda: "Headset is not there" in state.text(), **QUICK)


def test_a_voice_is_started_again_only_where_it_may_be_another_or_did_not_start(
    page: PracticePage, desk: TestDesk, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: verdict(page.engines.voice) == "ready", **QUICK)
    look = page._looks[page.engines.voice]
    page.enter(AtPractice())
    assert page._looks[page.engines.voice] is look

    page.engines.voice.show_verdict("fix", "Fix", "The voice did not start.")
    page.enter(AtPractice())
    assert verdict(page.engines.voice) == "fix"
    qtbot.waitUntil(lambda: verdict(page.engines.voice) == "ready", **QUICK)


def test_recovered_sessions_are_told_and_lead_to_the_library(page: PracticePage, desk: TestDesk) -> None:
    page.tell_recovered(("Groups: At most 0.2 s are missing.",))
    assert "At most 0.2 s" in page.recovered.text
    page._show_recovered()
    assert desk.wanted[-1] == AtLibrary()
    assert page.recovered.text == ""


def test_readiness_is_said_of_what_is_chosen_and_companies_are_offered(
    page: PracticePage, desk: TestDesk, qtbot: QtBot
) -> None:
    assert page.choices.company.isHidden()
    make_history(desk.desk.paths, "mock-up", today_here())
    page.enter(AtPractice(round="behavioural", mode="exam", level="pm", company="ferngate"))
    qtbot.waitUntil(lambda: page.readiness.what.text().startswith("Behavioural, PM: not ready yet"), **QUICK)
    qtbot.waitUntil(lambda: page.choices.company.currentData() == "ferngate", **QUICK)
    assert page.readiness.why.text() == "3 hires, but the newest exam was a lean no hire."
    assert page.readiness.strip.marks == ("hire", "hire", "hire", "no")
    assert (page.choices.chosen().mode, page.choices.company.count()) == (Mode.EXAM, 7)
    assert page.choices.company.currentText().startswith("Ferngate · tier 3, ")

    page.choices.company.setCurrentIndex(1)  # Pebblework, which does not use the round that is chosen
    page.choices.company.activated.emit(1)
    assert page.choices.chosen().round == "execution"
    assert page.readiness.what.text() == "Execution, PM: one more hire and you are ready."
    page.readiness.more.click()
    assert desk.wanted[-1] == AtProgress()
