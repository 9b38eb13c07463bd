"""The interviewer's panel against a real server on loopback."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.pages.panels.interviewer import InterviewerPanel
from desktop.parts_ready import interviewer_ready
from desktop.secrets import Secrets
from desktop.settings import Interviewer, Privacy
from tests.support.desk import TestDesk
from tests.support.fake_openai import MODEL, FakeOpenAI, running_fake_openai
from tests.support.stage import click, enter, staged

WAIT = 20_000
KEY = "sk-entirely-secret-123456"


class Ring:
    """A keyring in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get_password(self, service_name: str, username: str) -> str | None:
        return self.kept.get(username)

    def set_password(self, service_name: str, username: str, password: str) -> None:
        self.kept[username] = password

    def delete_password(self, service_name: str, username: str) -> None:
        del self.kept[username]


@pytest.fixture
def fake() -> Iterator[FakeOpenAI]:
    with running_fake_openai() as made:
        yield made


@pytest.fixture
def ring(desk: TestDesk) -> Ring:
    made = Ring()
    desk.desk.secrets = Secrets(lambda: made)
    return made


@pytest.fixture
def panel(desk: TestDesk, ring: Ring) -> Iterator[InterviewerPanel]:
    made = InterviewerPanel(desk.desk)
    made.found.ports = (("Ollama", closed_port()),)
    with staged(made, 700, 700):
        made.enter()
        yield made
        made.leave()
        desk.desk.engine.stop()


def closed_port() -> int:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return int(unused.getsockname()[1])


def model_field(panel: InterviewerPanel) -> QLineEdit:
    field = panel.form.model.lineEdit()
    assert field is not None
    return field


def choose_server(panel: InterviewerPanel) -> None:
    QTest.mouseClick(panel.server, Qt.MouseButton.LeftButton)


def test_scripted_is_the_usual_one(panel: InterviewerPanel, desk: TestDesk) -> None:
    assert panel.scripted.isChecked()
    assert not panel.form.isVisible()
    choose_server(panel)
    assert desk.desk.settings.interviewer.kind == "server"
    assert panel.form.isVisible()
    QTest.mouseClick(panel.scripted, Qt.MouseButton.LeftButton)
    assert desk.desk.settings.interviewer == Interviewer()
    assert not panel.found.isVisible()


def test_a_server_that_is_found_is_used_and_tested(
    panel: InterviewerPanel, qtbot: QtBot, fake: FakeOpenAI, desk: TestDesk
) -> None:
    panel.found.ports = (("LM Studio", urlsplit(fake.origin).port or 0),)
    choose_server(panel)
    qtbot.waitUntil(lambda: panel.found.state_text == "One server has models.", timeout=WAIT)
    models = panel.findChild(QComboBox, "found_lm_studio_models")
    use = panel.findChild(QPushButton, "found_lm_studio_use")
    assert isinstance(models, QComboBox)
    assert isinstance(use, QPushButton)
    assert [models.itemText(place) for place in range(models.count())] == [MODEL, "large-chat"]
    models.setCurrentText("large-chat")
    qtbot.waitUntil(use.isVisible, timeout=WAIT)  # a widget that joins a layout is shown a moment later
    click(use)
    assert desk.desk.settings.interviewer == Interviewer(kind="server", url=fake.url, model="large-chat")
    qtbot.waitUntil(lambda: "large-chat at" in panel.form.remark.text, timeout=WAIT)
    assert fake.chats[-1]["model"] == "large-chat"


def test_none_found_says_what_to_start(panel: InterviewerPanel, qtbot: QtBot) -> None:
    choose_server(panel)
    qtbot.waitUntil(lambda: panel.found.state_text.startswith("None found. Start one of Ollama"), timeout=WAIT)
    assert panel.found.again.isEnabled()


def test_address_key_and_model_are_entered_and_tested(
    panel: InterviewerPanel, qtbot: QtBot, fake: FakeOpenAI, desk: TestDesk, ring: Ring
) -> None:
    choose_server(panel)
    enter(panel.form.address, fake.origin)
    assert panel.form.key.echoMode() is QLineEdit.EchoMode.Password
    enter(panel.form.key, KEY)
    assert panel.form.key.text() == "", "it cannot be read over a shoulder"
    host = fake.origin.removeprefix("http://")
    qtbot.waitUntil(lambda: ring.kept == {host: KEY}, timeout=WAIT)
    qtbot.waitUntil(panel.form.forget.isVisible, timeout=WAIT)
    enter(model_field(panel), MODEL)
    click(panel.form.test)
    assert not panel.form.test.isEnabled()
    qtbot.waitUntil(lambda: "answered in" in panel.form.remark.text, timeout=WAIT)
    assert fake.requests[-1][1]["authorization"] == f"Bearer {KEY}"
    assert desk.desk.settings.interviewer == Interviewer(kind="server", url=fake.origin, model=MODEL)
    assert KEY not in desk.desk.paths.settings.read_text()
    click(panel.form.forget)
    qtbot.waitUntil(lambda: ring.kept == {}, timeout=WAIT)


@pytest.mark.parametrize(
    ("mode", "says"),
    [
        ("401", "wants a key. Enter it above."),
        ("no model", "It has small-chat, large-chat."),
        ("page", "OpenAI protocol"),
    ],
)
def test_a_test_names_one_cause(panel: InterviewerPanel, qtbot: QtBot, fake: FakeOpenAI, mode: str, says: str) -> None:
    fake.mode = mode
    choose_server(panel)
    enter(panel.form.address, fake.url)
    enter(model_field(panel), "gone")
    click(panel.form.test)
    qtbot.waitUntil(lambda: says in panel.form.remark.text, timeout=WAIT)
    assert panel.form.test.isEnabled()


def test_a_refused_key_is_in_no_sentence(panel: InterviewerPanel, qtbot: QtBot, fake: FakeOpenAI) -> None:
    fake.mode = "401"
    choose_server(panel)
    enter(panel.form.address, fake.url)
    enter(panel.form.key, KEY)
    enter(model_field(panel), MODEL)
    click(panel.form.test)
    qtbot.waitUntil(lambda: "refused the key" in panel.form.remark.text, timeout=WAIT)
    assert KEY not in panel.form.remark.text


def test_models_are_listed(panel: InterviewerPanel, qtbot: QtBot, fake: FakeOpenAI, desk: TestDesk) -> None:
    choose_server(panel)
    enter(panel.form.address, fake.url)
    click(panel.form.list)
    qtbot.waitUntil(lambda: panel.form.remark.text == "It has small-chat, large-chat.", timeout=WAIT)
    assert desk.desk.settings.interviewer.model == MODEL, "the first, as none was named"


def test_a_model_must_be_named(panel: InterviewerPanel, fake: FakeOpenAI) -> None:
    choose_server(panel)
    click(panel.form.test)
    assert panel.form.remark.text == "Enter the address of the server."
    enter(panel.form.address, fake.url)
    click(panel.form.test)
    assert panel.form.remark.text.startswith("Name a model.")
    assert fake.requests == []


def test_offline_only_refuses_a_server_elsewhere(panel: InterviewerPanel, desk: TestDesk) -> None:
    desk.desk.change(privacy=Privacy(offline_only=True))
    choose_server(panel)
    enter(panel.form.address, "https://api.example.com/v1")
    enter(model_field(panel), MODEL)
    click(panel.form.test)
    assert "Offline only is on, so api.example.com is not contacted" in panel.form.remark.text


def test_a_key_without_a_keyring_lasts_for_the_session_and_that_is_said(
    desk: TestDesk, qtbot: QtBot, fake: FakeOpenAI
) -> None:
    desk.desk.change(interviewer=Interviewer(kind="server", url=fake.url, model=MODEL))
    panel = InterviewerPanel(desk.desk)
    panel.found.ports = ()
    with staged(panel, 700, 700):
        panel.enter()
        qtbot.waitUntil(panel.isActiveWindow, timeout=WAIT)
        enter(panel.form.key, KEY)
        qtbot.waitUntil(lambda: "until Hotseat is closed" in panel.form.key_note, timeout=WAIT)
        assert desk.desk.secrets.key_for(fake.origin.removeprefix("http://")) == KEY
        panel.leave()
        desk.desk.engine.stop()


def test_a_key_is_shown_only_while_it_is_typed_and_wished(panel: InterviewerPanel) -> None:
    choose_server(panel)
    panel.form.key.setText(KEY)
    click(panel.form.reveal)
    assert panel.form.key.echoMode() is QLineEdit.EchoMode.Normal
    assert panel.form.reveal.accessibleName() == "Hide the key"
    panel.leave()
    assert panel.form.key.text() == ""
    assert panel.form.key.echoMode() is QLineEdit.EchoMode.Password


def test_a_model_file_is_chosen_and_tried(
    panel: InterviewerPanel, qtbot: QtBot, desk: TestDesk, tmp_path: Path
) -> None:
    QTest.mouseClick(panel.file, Qt.MouseButton.LeftButton)
    assert desk.desk.settings.interviewer.kind == "file"
    assert not panel.form.isVisible()
    click(panel.file_form.test)
    assert panel.file_form.remark.text == "Choose a model file first."
    desk.dialogs.files = [tmp_path / "notes.gguf"]
    desk.dialogs.files[0].write_text("no model", encoding="utf-8")
    click(panel.file_form.choose)
    assert desk.desk.settings.interviewer.file == str(tmp_path / "notes.gguf")
    assert not panel.file_form.choose.isEnabled()
    says = "notes.gguf is no model in the GGUF format. Choose a file that ends in .gguf."
    qtbot.waitUntil(lambda: panel.file_form.remark.text == says, timeout=WAIT)
    enter(panel.file_form.path, "/gone/m.gguf")
    assert panel.file_form.remark.text == "", "what was said was about another file"
    click(panel.file_form.test)
    qtbot.waitUntil(lambda: "There is no model file" in panel.file_form.remark.text, timeout=WAIT)
    ready = asyncio.run(interviewer_ready(desk.desk.settings))
    assert (ready.verdict, ready.detail) == ("choose", "m.gguf is not there")
