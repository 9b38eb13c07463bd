"""The panel of speech models: a real store, a real hub on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.model_downloads import downloads_of
from desktop.model_speed import Speeds, key
from desktop.pages.panels.downloading import DownloadCard
from desktop.pages.panels.speech import SpeechPanel
from desktop.settings import Privacy
from speech.whisper.catalogue import KnownModel
from speech.whisper.models import ModelStore
from tests.support.desk import TestDesk
from tests.support.model_hub import ModelHub, known_model, model_contents, put, running_hub
from tests.support.stage import staged

WAIT = 15_000


@pytest.fixture
def hub() -> Iterator[ModelHub]:
    with running_hub() as made:
        yield made


@pytest.fixture
def known(hub: ModelHub) -> tuple[KnownModel, KnownModel]:
    base, contents = known_model("base.en", 0, weights=3_000_000)
    tiny, others = known_model("tiny.en", 1)
    hub.publish(base.hub, contents)
    hub.publish(tiny.hub, others)
    return base, tiny


@pytest.fixture
def panel(desk: TestDesk, hub: ModelHub, known: tuple[KnownModel, KnownModel], qtbot: QtBot) -> Iterator[SpeechPanel]:
    paths = desk.desk.paths
    desk.desk.models = lambda: ModelStore(
        paths.models, known=known, offline_only=desk.desk.settings.privacy.offline_only
    )
    downloads_of(desk.desk).hub_url = hub.url
    made = SpeechPanel(desk.desk)
    with staged(made, 700, 700):
        made.enter()
        qtbot.waitUntil(lambda: made.models.rowCount() == 2, timeout=WAIT)
        yield made
        made.leave()
        desk.desk.engine.stop()


def click(qtbot: QtBot, button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled(), button.toolTip()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def cells(panel: SpeechPanel, name: str) -> list[str]:
    """What the table says of a model."""
    model = panel.models.model()
    rows = [[str(model.index(row, column).data()) for column in range(5)] for row in range(model.rowCount())]
    return next(row for row in rows if row[0].startswith(name))


def download(panel: SpeechPanel, qtbot: QtBot, name: str) -> None:
    panel.models.choose(name)
    click(qtbot, panel.get)
    qtbot.waitUntil(lambda: f"{name} is here, checked, and ready." in panel.remark.text, timeout=WAIT)
    qtbot.waitUntil(lambda: panel.models.current is not None and panel.models.current.used, timeout=WAIT)


def test_the_recommended_model_is_offered_first(panel: SpeechPanel) -> None:
    assert panel.models.current is not None
    assert panel.models.current.name == "base.en"
    assert panel.name.text() == "base.en (recommended)"
    assert "Needs 4 MB on the disk" in panel.about.text()
    assert not panel.use.isVisible()
    assert not panel.remove.isVisible()


def test_a_model_is_downloaded_and_used(panel: SpeechPanel, qtbot: QtBot, desk: TestDesk) -> None:
    download(panel, qtbot, "base.en")
    assert desk.desk.settings.speech.model == "base.en"
    assert cells(panel, "base.en")[4] == "In use"
    assert not panel.get.isVisible()


def test_another_one_is_chosen(panel: SpeechPanel, qtbot: QtBot, desk: TestDesk) -> None:
    download(panel, qtbot, "base.en")
    download(panel, qtbot, "tiny.en")
    panel.models.choose("base.en")
    click(qtbot, panel.use)
    assert desk.desk.settings.speech.model == "base.en"
    qtbot.waitUntil(lambda: not panel.use.isVisible(), timeout=WAIT)


def test_a_download_is_paused_resumed_and_cancelled(
    panel: SpeechPanel, qtbot: QtBot, hub: ModelHub, known: tuple[KnownModel, KnownModel]
) -> None:
    base, _ = known
    hub.faults[hub.path(base.hub, "model.bin")] = ["stall", "stall"]
    card = panel.findChild(DownloadCard)
    assert card is not None
    assert not card.isVisible()
    click(qtbot, panel.get)
    qtbot.waitUntil(hub.stalled.is_set, timeout=WAIT)
    assert card.isVisible()
    panel.models.choose("tiny.en")
    assert panel.get.toolTip() == "Another download comes first."
    click(qtbot, card.pause)
    assert "paused, what has arrived is kept" in card.state_text
    assert card.pause.text() == "Resume"
    hub.stalled.clear()
    click(qtbot, card.pause)
    qtbot.waitUntil(hub.stalled.is_set, timeout=WAIT)
    assert len(hub.asked("model.bin")) == 2
    click(qtbot, card.cancel)
    assert not card.isVisible()
    qtbot.waitUntil(panel.get.isEnabled, timeout=WAIT)


@pytest.fixture
def interrupted(
    panel: SpeechPanel, qtbot: QtBot, hub: ModelHub, known: tuple[KnownModel, KnownModel], desk: TestDesk
) -> SpeechPanel:
    """The panel as a later start shows it after a download of base.en was cut off half way."""
    base, _ = known
    hub.faults[hub.path(base.hub, "model.bin")] = ["stall"]
    click(qtbot, panel.get)
    qtbot.waitUntil(lambda: cells(panel, "base.en")[-1] == "Downloading", timeout=WAIT)
    qtbot.waitUntil(hub.stalled.is_set, timeout=WAIT)
    halves = desk.desk.paths.models
    qtbot.waitUntil(lambda: any(p.stat().st_size > 1_400_000 for p in halves.rglob("model.bin.part")), timeout=WAIT)
    panel.downloads.pause()
    qtbot.waitUntil(lambda: cells(panel, "base.en")[-1].startswith("Paused at "), timeout=WAIT)
    panel.downloads.current = None
    panel.downloads.changed.emit()
    qtbot.waitUntil(panel.drop.isVisible, timeout=WAIT)
    return panel


def test_a_half_download_is_listed_after_a_restart_and_goes_on(
    interrupted: SpeechPanel, qtbot: QtBot, hub: ModelHub
) -> None:
    panel = interrupted
    assert 40 <= int(cells(panel, "base.en")[-1].split()[2]) <= 60
    assert panel.models.current is not None
    assert panel.models.current.name == "base.en", "neither is in use: the one that was wanted comes first"
    assert panel.about.text().splitlines()[-1].startswith("Downloaded: ")
    assert panel.get.text() == "Resume"
    panel.models.choose("tiny.en")
    assert panel.get.text().startswith("Download ")
    assert panel.get.isEnabled(), "a download that lies still does not hold up another one"
    assert not panel.drop.isVisible()
    panel.models.choose("base.en")
    click(qtbot, panel.get)
    qtbot.waitUntil(lambda: "base.en is here, checked, and ready." in panel.remark.text, timeout=WAIT)
    assert int(hub.asked("model.bin")[-1]["range"].removeprefix("bytes=").removesuffix("-")) > 1_400_000
    qtbot.waitUntil(lambda: cells(panel, "base.en")[-1] == "In use", timeout=WAIT)
    assert not panel.drop.isVisible()


def test_a_half_download_can_be_given_up_after_a_restart(
    interrupted: SpeechPanel, qtbot: QtBot, desk: TestDesk
) -> None:
    click(qtbot, interrupted.drop)
    qtbot.waitUntil(lambda: cells(interrupted, "base.en")[-1] == "Recommended", timeout=WAIT)
    assert interrupted.remark.text == "What had arrived of base.en was deleted."
    assert not list(desk.desk.paths.models.rglob("*.part"))
    assert not interrupted.drop.isVisible()
    assert interrupted.get.text().startswith("Download ")


def wanted(folder: Path) -> Path:
    """The files of base.en, as they were brought from another computer."""
    return put(folder / "base.en", model_contents("base.en", weights=3_000_000))


def test_giving_up_a_half_download_leaves_the_model_that_came_meanwhile(
    interrupted: SpeechPanel, qtbot: QtBot, desk: TestDesk
) -> None:
    files = desk.desk.models().import_folder(wanted(desk.desk.paths.cache))
    click(qtbot, interrupted.drop)
    qtbot.waitUntil(lambda: cells(interrupted, "base.en")[-1] == "In use", timeout=WAIT)
    assert not list(desk.desk.paths.models.rglob("*.part"))
    assert desk.desk.models().resolve("base.en").folder == files.folder


@pytest.mark.parametrize("here", [True, False], ids=["imported here", "imported in a terminal"])
def test_the_card_of_a_stopped_download_goes_when_the_model_comes_another_way(
    panel: SpeechPanel, qtbot: QtBot, hub: ModelHub, known: tuple[KnownModel, ...], desk: TestDesk, here: bool
) -> None:
    hub.faults[hub.path(known[0].hub, "model.bin")] = ["html"]
    click(qtbot, panel.get)
    card = panel.findChild(DownloadCard)
    assert card is not None
    qtbot.waitUntil(lambda: "log in first" in card.trouble.text, timeout=WAIT)
    folder = wanted(desk.desk.paths.cache)
    if here:
        desk.dialogs.folder = folder
        click(qtbot, panel.bring)
    else:
        desk.desk.models().import_folder(folder)
        panel.enter()
    qtbot.waitUntil(lambda: not card.isVisible() and cells(panel, "base.en")[-1] == "In use", timeout=WAIT)
    half = desk.desk.paths.models / ".download-base.en"
    qtbot.waitUntil(lambda: not half.exists(), timeout=WAIT)
    assert desk.desk.models().resolve("base.en").name == "base.en"


def test_an_import_ends_the_download_of_the_same_model(
    panel: SpeechPanel, qtbot: QtBot, hub: ModelHub, known: tuple[KnownModel, ...], desk: TestDesk
) -> None:
    hub.faults[hub.path(known[0].hub, "model.bin")] = ["stall"]
    click(qtbot, panel.get)
    qtbot.waitUntil(hub.stalled.is_set, timeout=WAIT)
    desk.dialogs.folder = wanted(desk.desk.paths.cache)
    click(qtbot, panel.bring)
    qtbot.waitUntil(lambda: "base.en was imported." in panel.remark.text, timeout=WAIT)
    assert panel.downloads.current is None


def test_a_failure_is_said_and_tried_again(
    panel: SpeechPanel, qtbot: QtBot, hub: ModelHub, known: tuple[KnownModel, KnownModel]
) -> None:
    base, _ = known
    hub.faults[hub.path(base.hub, "model.bin")] = ["html"]
    card = panel.findChild(DownloadCard)
    assert card is not None
    click(qtbot, panel.get)
    qtbot.waitUntil(lambda: "log in first" in card.trouble.text, timeout=WAIT)
    assert card.pause.text() == "Try again"
    click(qtbot, card.pause)
    qtbot.waitUntil(lambda: "is here" in panel.remark.text, timeout=WAIT)


def test_offline_only_says_why_nothing_is_downloaded(panel: SpeechPanel, qtbot: QtBot, desk: TestDesk) -> None:
    desk.desk.change(privacy=Privacy(offline_only=True))
    qtbot.waitUntil(lambda: not panel.get.isEnabled(), timeout=WAIT)
    assert "Offline only is on" in panel.get.toolTip()
    assert panel.bring.isEnabled()


def test_a_folder_is_imported(panel: SpeechPanel, qtbot: QtBot, desk: TestDesk) -> None:
    desk.dialogs.folder = put(desk.desk.paths.cache / "mine", model_contents("mine"))
    click(qtbot, panel.bring)
    qtbot.waitUntil(lambda: "mine was imported." in panel.remark.text, timeout=WAIT)
    qtbot.waitUntil(lambda: panel.models.rowCount() == 3, timeout=WAIT)


def test_a_folder_that_is_no_model_is_refused(panel: SpeechPanel, qtbot: QtBot, desk: TestDesk) -> None:
    desk.dialogs.folder = desk.desk.paths.logs
    click(qtbot, panel.bring)
    qtbot.waitUntil(lambda: "Copying" not in panel.remark.text and bool(panel.remark.text), timeout=WAIT)
    assert str(desk.desk.paths.logs) in panel.remark.text
    assert panel.bring.isEnabled()


def test_damage_is_found(panel: SpeechPanel, qtbot: QtBot, desk: TestDesk) -> None:
    download(panel, qtbot, "tiny.en")
    click(qtbot, panel.check)
    qtbot.waitUntil(lambda: "are those published" in panel.remark.text, timeout=WAIT)
    model = desk.desk.paths.models / "tiny.en" / "model.bin"
    data = bytearray(model.read_bytes())
    data[-1] ^= 1
    model.write_bytes(data)
    click(qtbot, panel.check)
    qtbot.waitUntil(lambda: "model.bin" in panel.remark.text, timeout=WAIT)


def test_a_model_is_removed_after_a_question(panel: SpeechPanel, qtbot: QtBot, desk: TestDesk) -> None:
    download(panel, qtbot, "tiny.en")
    desk.dialogs.yes = False
    click(qtbot, panel.remove)
    assert (desk.desk.paths.models / "tiny.en").is_dir()
    desk.dialogs.yes = True
    click(qtbot, panel.remove)
    qtbot.waitUntil(lambda: "tiny.en was removed." in panel.remark.text, timeout=WAIT)
    assert not (desk.desk.paths.models / "tiny.en").exists()
    assert len(desk.dialogs.asked) == 2


def test_a_speed_is_shown_and_a_slow_one_warned_of(
    panel: SpeechPanel, qtbot: QtBot, desk: TestDesk, known: tuple[KnownModel, KnownModel]
) -> None:
    download(panel, qtbot, "tiny.en")
    Speeds(desk.desk.paths.cache).keep(key("tiny.en", known[1].hub.bytes), 0.8)
    panel.remark.clear()
    panel.refresh()
    qtbot.waitUntil(lambda: cells(panel, "tiny.en")[3] == "0.8× real time", timeout=WAIT)
    assert "Too slow here" in panel.remark.text


def test_measuring_something_that_does_not_load_says_so(panel: SpeechPanel, qtbot: QtBot) -> None:
    download(panel, qtbot, "tiny.en")
    click(qtbot, panel.time)
    assert panel.remark.text == "Transcribing a known sentence twice"
    assert panel.use.toolTip() == "" or not panel.use.isVisible()
    assert not panel.time.isEnabled()
    qtbot.waitUntil(panel.time.isEnabled, timeout=60_000)
    assert "Transcribing" not in panel.remark.text


def test_the_silence_that_ends_an_answer(panel: SpeechPanel, qtbot: QtBot, desk: TestDesk) -> None:
    QTest.mouseClick(panel.auto_end, Qt.MouseButton.LeftButton)
    assert desk.desk.settings.speech.auto_end
    QTest.mouseClick(panel.auto_end, Qt.MouseButton.LeftButton)
    assert not desk.desk.settings.speech.auto_end


def test_keys_choose_a_line(panel: SpeechPanel, qtbot: QtBot) -> None:
    panel.models.setFocus()
    QTest.keyClick(panel.models, Qt.Key.Key_Down)
    assert panel.name.text().startswith("tiny.en")
