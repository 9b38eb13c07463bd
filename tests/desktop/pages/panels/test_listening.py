"""The choice of a server that transcribes, tried against one on loopback: every cause by its name."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.pages.panels.listening import ListeningChoice
from desktop.secrets import Secrets
from desktop.settings import Privacy
from tests.support.desk import TestDesk
from tests.support.fake_listener import MODEL, FakeListener, running_listener
from tests.support.stage import click, enter, staged

WAIT = 20_000
KEY = "sk-entirely-secret-123456"


@pytest.fixture(name="fake")
def _fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeListener]:
    monkeypatch.setattr("desktop.remote_speech.asking.RETRY_SECONDS", 0.0)
    with running_listener() as made:
        made.texts = ["And Mr John Dashwood had then leisure to consider"] * 3
        yield made


@pytest.fixture(name="panel")
def _panel(desk: TestDesk) -> Iterator[ListeningChoice]:
    desk.desk.secrets = Secrets(lambda: None)
    made = ListeningChoice(desk.desk)
    with staged(made, 700, 500):
        made.enter()
        yield made
        made.leave()
        desk.desk.engine.stop()


def name_server(panel: ListeningChoice, url: str, model: str = MODEL) -> None:
    if not panel.remote.isChecked():
        QTest.mouseClick(panel.remote, Qt.MouseButton.LeftButton, pos=panel.remote.rect().center())
    enter(panel.form.address, url)
    field = panel.form.model.lineEdit()
    assert field is not None
    enter(field, model)


def tried(panel: ListeningChoice, qtbot: QtBot) -> str:
    click(panel.form.test)
    qtbot.waitUntil(panel.form.test.isEnabled, timeout=WAIT)
    return panel.form.remark.text


def test_it_is_off_and_asks_nothing_until_somebody_chooses_it(
    panel: ListeningChoice, qtbot: QtBot, desk: TestDesk, fake: FakeListener
) -> None:
    assert not panel.remote.isChecked()
    assert not panel.form.isVisible()
    name_server(panel, fake.url)
    speech = desk.desk.settings.speech
    assert (speech.remote, speech.url, speech.remote_model) == (True, fake.url, MODEL)
    assert panel.form.isVisible()
    assert fake.asked == []
    assert desk.desk.settings.interviewer.url == "", "the interviewer's server is another matter"


def test_one_that_works_is_sent_a_reading_of_ours(panel: ListeningChoice, qtbot: QtBot, fake: FakeListener) -> None:
    fake.key = KEY
    name_server(panel, fake.url)
    enter(panel.form.key, KEY)
    assert panel.form.key.text() == ""
    assert tried(panel, qtbot).startswith(f"{MODEL} at {fake.origin.removeprefix('http://')} works. 7 s of speech in ")
    (asked,) = fake.asked
    assert round(asked.seconds, 1) == 7.1
    assert asked.key == f"Bearer {KEY}"
    fake.gives = "segments"
    assert "does not say when each word was said" in tried(panel, qtbot)


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("401", "wants a key. Enter it in Settings"),
        ("no model", f"has no model other. It has {MODEL}, whisper-tiny."),
        ("html", "does not transcribe in the OpenAI protocol"),
        ("500", "failed with an error of its own (500)"),
    ],
)
def test_a_test_names_one_cause(
    panel: ListeningChoice, qtbot: QtBot, fake: FakeListener, fault: str, says: str
) -> None:
    fake.faults = [f"{fault} for good"]
    name_server(panel, fake.url, "other" if fault == "no model" else MODEL)
    assert says in tried(panel, qtbot)


def test_one_that_does_not_run_or_never_answers(
    panel: ListeningChoice, qtbot: QtBot, fake: FakeListener, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
    name_server(panel, closed)
    assert "Check that the server runs" in tried(panel, qtbot)
    monkeypatch.setattr("desktop.remote_speech.trial.TEST_SECONDS", 0.3)
    fake.faults = ["never for good"]
    name_server(panel, fake.url)
    assert "is too slow" in tried(panel, qtbot)
    monkeypatch.setattr("desktop.remote_speech.trial.TEST_SECONDS", 30.0)
    monkeypatch.setattr("desktop.remote_speech.trial.SLOW_SECONDS", 0.0)
    fake.faults = []
    assert "works, but is slow" in tried(panel, qtbot)


def test_offline_only_contacts_nobody_elsewhere(panel: ListeningChoice, qtbot: QtBot, desk: TestDesk) -> None:
    desk.desk.change(privacy=Privacy(offline_only=True))
    name_server(panel, "https://api.example.com/v1")
    assert "Offline only is on, so api.example.com is not contacted" in tried(panel, qtbot)


def test_the_key_is_in_no_file(panel: ListeningChoice, qtbot: QtBot, desk: TestDesk, fake: FakeListener) -> None:
    fake.key = KEY
    name_server(panel, fake.url)
    enter(panel.form.key, KEY)
    tried(panel, qtbot)
    root: Path = desk.desk.paths.data
    assert not [path for path in root.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
