"""A download that goes on behind the pages: a real hub on loopback, with cuts, stalls and wrong bytes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.model_downloads import Downloads, downloads_of
from desktop.settings import Privacy, Speech
from speech.whisper.catalogue import KnownModel
from speech.whisper.models import ModelStore
from tests.support.desk import TestDesk
from tests.support.model_hub import ModelHub, known_model, model_contents, put, running_hub

WAIT = 15_000


@pytest.fixture
def hub() -> Iterator[ModelHub]:
    with running_hub() as made:
        yield made


@pytest.fixture
def model(hub: ModelHub) -> KnownModel:
    known, contents = known_model("small.en", weights=3_000_000)
    hub.publish(known.hub, contents)
    return known


@pytest.fixture
def downloads(desk: TestDesk, hub: ModelHub, model: KnownModel) -> Downloads:
    paths = desk.desk.paths
    desk.desk.models = lambda: ModelStore(
        paths.models, known=(model,), offline_only=desk.desk.settings.privacy.offline_only
    )
    made = downloads_of(desk.desk)
    made.hub_url = hub.url
    return made


def fault(hub: ModelHub, model: KnownModel, *faults: str) -> None:
    hub.faults[hub.path(model.hub, "model.bin")] = list(faults)


def test_there_is_one_for_the_window(desk: TestDesk) -> None:
    assert downloads_of(desk.desk) is downloads_of(desk.desk)


def test_it_tells_how_far_it_is_and_uses_the_model(downloads: Downloads, qtbot: QtBot, desk: TestDesk) -> None:
    seen: list[tuple[str, int]] = []
    downloads.changed.connect(
        lambda: seen.append((downloads.current.state, downloads.current.bytes)) if downloads.current else None
    )
    with qtbot.waitSignal(downloads.finished, timeout=WAIT) as finished:
        downloads.begin("small.en")
    assert finished.args == ["small.en"]
    assert seen[-1][0] == "checking"
    assert seen[-1][1] == max(done for _, done in seen) > 3_000_000
    assert downloads.current is None
    assert desk.desk.settings.speech.model == "small.en"


def test_a_choice_made_meanwhile_holds(
    downloads: Downloads, qtbot: QtBot, desk: TestDesk, hub: ModelHub, model: KnownModel
) -> None:
    fault(hub, model, "stall")
    downloads.begin("small.en")
    qtbot.waitUntil(hub.stalled.is_set, timeout=WAIT)
    desk.desk.change(speech=Speech(model="tiny.en"))
    with qtbot.waitSignal(downloads.finished, timeout=WAIT):
        hub.give_up.set()
    assert desk.desk.settings.speech.model == "tiny.en"


def test_pause_keeps_what_has_arrived_and_resume_goes_on(
    downloads: Downloads, qtbot: QtBot, hub: ModelHub, model: KnownModel, desk: TestDesk
) -> None:
    fault(hub, model, "stall")
    downloads.begin("small.en")
    qtbot.waitUntil(hub.stalled.is_set, timeout=WAIT)
    part = desk.desk.paths.models
    qtbot.waitUntil(lambda: any(p.stat().st_size > 1_400_000 for p in part.rglob("model.bin.part")), timeout=WAIT)
    downloads.pause()
    assert downloads.current is not None
    assert downloads.current.state == "paused"
    with qtbot.waitSignal(downloads.finished, timeout=WAIT):
        downloads.begin("small.en")
    assert int(hub.asked("model.bin")[-1]["range"].removeprefix("bytes=").removesuffix("-")) > 1_400_000


def test_cancel_deletes_what_has_arrived(
    downloads: Downloads, qtbot: QtBot, hub: ModelHub, model: KnownModel, desk: TestDesk
) -> None:
    fault(hub, model, "stall")
    downloads.begin("small.en")
    qtbot.waitUntil(hub.stalled.is_set, timeout=WAIT)
    downloads.cancel()
    assert downloads.current is None
    qtbot.waitUntil(lambda: not list(desk.desk.paths.models.rglob("*.part")), timeout=WAIT)
    with qtbot.waitSignal(downloads.finished, timeout=WAIT):
        downloads.begin("small.en")
    assert "range" not in hub.asked("model.bin")[-1]


def test_cancel_leaves_a_model_that_was_imported_meanwhile(
    downloads: Downloads, qtbot: QtBot, hub: ModelHub, model: KnownModel, desk: TestDesk
) -> None:
    fault(hub, model, "stall")
    downloads.begin("small.en")
    qtbot.waitUntil(hub.stalled.is_set, timeout=WAIT)
    downloads.pause()
    paths = desk.desk.paths
    folder = put(paths.cache / "small.en", model_contents("small.en", weights=3_000_000))
    files = desk.desk.models().import_folder(folder)
    with qtbot.waitSignals([downloads.changed, downloads.changed], timeout=WAIT):
        downloads.cancel()
    assert downloads.current is None
    assert list(paths.models.rglob("*.part")) == []
    assert desk.desk.models().resolve("small.en").folder == files.folder


@pytest.mark.parametrize(
    ("wrong", "says"), [("html", "log in"), ("flip", "wrong content"), ("404", "does not have model.bin")]
)
def test_what_goes_wrong_is_said(
    downloads: Downloads, qtbot: QtBot, hub: ModelHub, model: KnownModel, wrong: str, says: str
) -> None:
    fault(hub, model, wrong)
    downloads.begin("small.en")
    qtbot.waitUntil(lambda: bool(downloads.current and downloads.current.state == "failed"), timeout=WAIT)
    assert downloads.current is not None
    assert says in downloads.current.sentence
    with qtbot.waitSignal(downloads.finished, timeout=WAIT):
        downloads.begin("small.en")


def test_offline_only_is_refused_before_anything_is_asked(
    downloads: Downloads, qtbot: QtBot, hub: ModelHub, desk: TestDesk
) -> None:
    desk.desk.change(privacy=Privacy(offline_only=True))
    downloads.begin("small.en")
    qtbot.waitUntil(lambda: bool(downloads.current and downloads.current.state == "failed"), timeout=WAIT)
    assert downloads.current is not None
    assert "offline" in downloads.current.sentence
    assert hub.requests == []


def test_offline_only_pauses_what_is_under_way(
    downloads: Downloads, qtbot: QtBot, hub: ModelHub, model: KnownModel, desk: TestDesk
) -> None:
    fault(hub, model, "stall")
    downloads.begin("small.en")
    qtbot.waitUntil(hub.stalled.is_set, timeout=WAIT)
    desk.desk.change(privacy=Privacy(offline_only=True))
    assert downloads.current is not None
    assert downloads.current.state == "paused"
    assert "Offline only" in downloads.current.sentence
