"""Language models in the interviewer's panel: downloaded from a real hub on loopback, chosen, checked, removed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.embedded.catalogue import LanguageModel, known_models
from desktop.embedded.store import LanguageModels
from desktop.model_downloads import language_downloads_of
from desktop.pages.panels.downloading import DownloadCard
from desktop.pages.panels.interviewer import InterviewerPanel
from desktop.settings import Privacy
from speech.weights.facts import Edition, FileFact
from tests.support.desk import TestDesk
from tests.support.model_hub import ModelHub, running_hub
from tests.support.stage import click, staged
from tests.support.tiny_model import small_gguf

WAIT = 15_000
PATH = "/some/some-1b/resolve/abc/some.gguf"


@pytest.fixture(name="hub")
def _hub() -> Iterator[ModelHub]:
    with running_hub() as running:
        yield running


@pytest.fixture(name="model")
def _model(hub: ModelHub, tmp_path: Path) -> LanguageModel:
    content = small_gguf(tmp_path / "made.gguf", {}, size=3_000_000).read_bytes()
    hub.files[PATH] = content
    file = FileFact("some.gguf", len(content), hashlib.sha256(content).hexdigest())
    edition = Edition("some/some-1b", (file,), "MIT", "abc", hub.url)
    return LanguageModel("some-1b", "Some 1B", file, edition, 4096, 100)


@pytest.fixture(name="panel")
def _panel(desk: TestDesk, model: LanguageModel, qtbot: QtBot) -> Iterator[InterviewerPanel]:
    paths = desk.desk.paths
    known = (model, *known_models()[1:])
    desk.desk.language_models = lambda: LanguageModels(
        paths.language_models, known=known, offline_only=desk.desk.settings.privacy.offline_only
    )
    made = InterviewerPanel(desk.desk)
    with staged(made, 700, 900):
        made.enter()
        QTest.mouseClick(made.file, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: made.files.models.rowCount() == len(known), timeout=WAIT)
        pick(made, "some-1b")
        yield made
        made.leave()
        desk.desk.engine.stop()


def pick(panel: InterviewerPanel, name: str) -> None:
    panel.files.models.choose(name)
    assert panel.files.current is not None
    assert panel.files.current.name == name


def states(panel: InterviewerPanel) -> dict[str, str]:
    table = panel.files.models
    texts = [[item.text() for column in (0, 4) if (item := table.item(row, column))] for row in range(table.rowCount())]
    return dict(texts)


def fetch(panel: InterviewerPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.files.downloads.finished, timeout=WAIT):
        click(panel.files.get)
    qtbot.waitUntil(lambda: states(panel)["some-1b"] == "In use", timeout=WAIT)


def test_what_each_is_and_needs_stands_there_before_anything_is_fetched(panel: InterviewerPanel, hub: ModelHub) -> None:
    assert states(panel)["some-1b"] == "Only to try out"
    assert states(panel)["qwen3-4b"] == "Not here"
    assert states(panel)["gemma3-270m-base"] == "Only to try out"
    assert list(states(panel))[-1] == "gemma3-270m-base"
    assert "licence MIT · from some/some-1b" in panel.files.about.text()
    assert "Needs 3 MB on the disk" in panel.files.about.text()
    pick(panel, "gemma3-270m-base")
    assert "Gemma terms of use" in panel.files.about.text()
    assert panel.files.remark.text == "Far too small to interview or to judge: it only shows that all works."
    assert panel.files.get.text().startswith("Download 238 MB")
    assert hub.requests == []


def test_a_download_is_chosen_and_said_to_be_there(panel: InterviewerPanel, qtbot: QtBot, desk: TestDesk) -> None:
    fetch(panel, qtbot)
    chosen = desk.desk.settings.interviewer
    place = desk.desk.paths.language_models / "some-1b" / "some.gguf"
    assert (chosen.kind, chosen.file) == ("file", str(place))
    assert panel.file_form.path.text() == str(place)
    assert panel.files.remark.text.startswith("some-1b is here and checked.")
    assert not panel.files.get.isVisible()
    assert not panel.files.use.isVisible()


def test_one_that_is_here_is_used_checked_and_removed(panel: InterviewerPanel, qtbot: QtBot, desk: TestDesk) -> None:
    fetch(panel, qtbot)
    place = Path(desk.desk.settings.interviewer.file)
    panel.file_form.path.setText("")
    panel.file_form._entered()
    qtbot.waitUntil(lambda: states(panel)["some-1b"] == "Ready, only to try out", timeout=WAIT)
    click(panel.files.use)
    qtbot.waitUntil(lambda: states(panel)["some-1b"] == "In use", timeout=WAIT)
    assert panel.file_form.path.text() == str(place)
    click(panel.files.check)
    qtbot.waitUntil(lambda: "published as some/some-1b" in panel.files.remark.text, timeout=WAIT)
    place.write_bytes(place.read_bytes()[:-1] + b"?")
    qtbot.waitUntil(panel.files.check.isEnabled, timeout=WAIT)
    click(panel.files.check)
    qtbot.waitUntil(lambda: "is damaged" in panel.files.remark.text, timeout=WAIT)
    qtbot.waitUntil(panel.files.remove.isEnabled, timeout=WAIT)
    click(panel.files.remove)
    assert "The scripted interviewer asks from then on." in desk.dialogs.asked[-1]
    qtbot.waitUntil(lambda: not place.exists(), timeout=WAIT)
    assert (desk.desk.settings.interviewer.kind, desk.desk.settings.interviewer.file) == ("scripted", "")


def test_pause_resume_and_what_is_left_of_one_that_was_dropped(
    panel: InterviewerPanel, qtbot: QtBot, hub: ModelHub, desk: TestDesk
) -> None:
    hub.faults[PATH] = ["cut", "stall"]
    click(panel.files.get)
    qtbot.waitUntil(hub.stalled.is_set, timeout=WAIT)
    qtbot.waitUntil(lambda: states(panel)["some-1b"] == "Downloading", timeout=WAIT)
    card = panel.files.findChild(DownloadCard)
    assert isinstance(card, DownloadCard)
    click(card.pause)
    assert panel.files.downloads.current is not None
    assert panel.files.downloads.current.state == "paused"
    with qtbot.waitSignal(panel.files.downloads.finished, timeout=WAIT):
        click(card.pause)
    assert "range" in hub.asked("some.gguf")[-1]
    assert language_downloads_of(desk.desk) is panel.files.downloads


def test_offline_only_gives_the_reason(panel: InterviewerPanel, qtbot: QtBot, desk: TestDesk, hub: ModelHub) -> None:
    desk.desk.change(privacy=Privacy(offline_only=True))
    qtbot.waitUntil(lambda: not panel.files.get.isEnabled(), timeout=WAIT)
    assert "Offline only is on" in panel.files.get.toolTip()
    panel.files.downloads.begin("some-1b")
    qtbot.waitUntil(lambda: "stay offline" in getattr(panel.files.downloads.current, "sentence", ""), timeout=WAIT)
    assert hub.requests == []
