"""Downloads on bad lines: every fault is done to a real transfer over loopback."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest

from speech.errors import DiskFull, DownloadFailed
from speech.weights.download import ATTEMPTS, FIRST_ATTEMPTS, Hub
from speech.weights.progress import Progress
from speech.weights.space import MARGIN
from speech.whisper.models import ModelStore
from tests.support.guards import ExpectedLog
from tests.support.model_hub import ModelHub, edition_of, known_model, model_contents, running_hub

CONTENTS = model_contents("download")
EDITION = edition_of(CONTENTS, "Systran/faster-whisper-base.en")
MODEL = CONTENTS["model.bin"]
ETAG = '"abc"'


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelHub]:
    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    with running_hub() as running:
        running.publish(EDITION, CONTENTS)
        running.etags[_path()] = ETAG
        yield running


def _path(name: str = "model.bin") -> str:
    return ModelHub.path(EDITION, name)


class Waits:
    """Waits no time at all between attempts, and remembers how long it should have been."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def _whole(folder: Path) -> bool:
    names = sorted(path.name for path in folder.iterdir())
    return names == sorted(CONTENTS) and all((folder / name).read_bytes() == CONTENTS[name] for name in names)


async def _fetch(hub: ModelHub, folder: Path, waits: Waits | None = None, *, idle_seconds: float = 5.0) -> None:
    await Hub(hub.url, idle_seconds=idle_seconds, sleep=waits or Waits()).fetch_model(EDITION, folder)


async def _refused(hub: ModelHub, folder: Path) -> DownloadFailed:
    with pytest.raises(DownloadFailed) as caught:
        await _fetch(hub, folder)
    return caught.value


async def test_all_files_arrive_and_progress_ends_at_the_total(hub: ModelHub, tmp_path: Path) -> None:
    told: list[Progress] = []
    await Hub(hub.url).fetch_model(EDITION, tmp_path / "m", told.append)
    assert _whole(tmp_path / "m")
    assert told[-1].bytes == told[-1].total == EDITION.bytes
    assert told[-1].bytes_per_second > 0
    assert all(headers["accept-encoding"] == "identity" for _, headers in hub.requests)


async def test_a_cut_connection_goes_on_where_it_was(hub: ModelHub, tmp_path: Path) -> None:
    hub.faults[_path()] = ["cut", "cut"]
    waits = Waits()
    await _fetch(hub, tmp_path / "m", waits)
    assert _whole(tmp_path / "m")
    first, second, third = hub.asked("model.bin")
    assert "range" not in first
    assert second["range"] == f"bytes={len(MODEL) // 2}-"
    assert second["if-range"] == ETAG
    assert int(third["range"][6:-1]) > len(MODEL) // 2
    assert len(waits.seconds) == 2


async def test_a_stalled_connection_is_dropped_and_goes_on(hub: ModelHub, tmp_path: Path) -> None:
    hub.faults[_path()] = ["stall"]
    await _fetch(hub, tmp_path / "m", idle_seconds=0.3)
    assert _whole(tmp_path / "m")
    assert hub.asked("model.bin")[1]["range"] == f"bytes={len(MODEL) // 2}-"


async def test_cancelling_keeps_what_has_arrived_and_the_next_time_goes_on(hub: ModelHub, tmp_path: Path) -> None:
    hub.faults[_path()] = ["cut", "stall"]
    part = tmp_path / "m" / "model.bin.part"
    task = asyncio.create_task(_fetch(hub, tmp_path / "m"))
    await asyncio.to_thread(hub.stalled.wait)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    kept = part.stat().st_size
    assert len(MODEL) // 2 <= kept < len(MODEL)
    assert MODEL.startswith(part.read_bytes())
    hub.requests.clear()
    await _fetch(hub, tmp_path / "m")
    assert _whole(tmp_path / "m")
    assert [headers["range"] for headers in hub.asked("model.bin")] == [f"bytes={kept}-"]
    assert not hub.asked("config.json"), "what was complete is not fetched again"


async def test_a_server_without_ranges_sends_it_all_again(hub: ModelHub, tmp_path: Path) -> None:
    hub.faults[_path()] = ["cut", "ignore range"]
    await _fetch(hub, tmp_path / "m")
    assert _whole(tmp_path / "m")


async def test_changed_content_on_the_server_is_begun_again(hub: ModelHub, tmp_path: Path) -> None:
    hub.faults[_path()] = ["cut", "500"]
    folder = tmp_path / "m"
    side = folder / "model.bin.part.json"

    async def change(_seconds: float) -> None:
        assert json.loads(side.read_text())["etag"] == ETAG
        hub.etags[_path()] = '"def"'

    await Hub(hub.url, sleep=change).fetch_model(EDITION, folder)
    assert _whole(folder)
    assert hub.asked("model.bin")[-1]["if-range"] == ETAG


async def test_a_range_that_begins_elsewhere_is_not_taken(hub: ModelHub, tmp_path: Path) -> None:
    hub.faults[_path()] = ["cut", "wrong range"]
    await _fetch(hub, tmp_path / "m")
    assert _whole(tmp_path / "m")
    assert "range" not in hub.asked("model.bin")[2]


@pytest.mark.parametrize("fault", ["416", "408", "429", "500", "503"])
async def test_passing_trouble_is_waited_out(hub: ModelHub, tmp_path: Path, fault: str) -> None:
    hub.faults[_path()] = ["cut", fault]
    waits = Waits()
    await _fetch(hub, tmp_path / "m", waits)
    assert _whole(tmp_path / "m")
    if fault != "416":
        assert waits.seconds[1] == 7, "the server's own wish"


async def test_lasting_trouble_ends_with_a_sentence(hub: ModelHub, tmp_path: Path) -> None:
    hub.faults[_path()] = ["cut"] + ["502"] * ATTEMPTS
    with pytest.raises(DownloadFailed, match=r"busy \(HTTP 502\)"):
        await _fetch(hub, tmp_path / "m", waits := Waits())
    assert len(waits.seconds) == ATTEMPTS
    assert (tmp_path / "m" / "model.bin.part").stat().st_size == len(MODEL) // 2


async def test_a_server_that_never_gets_further_is_given_up(hub: ModelHub, tmp_path: Path) -> None:
    hub.faults[_path()] = ["cut ignore range"] * 100
    fault = await _refused(hub, tmp_path / "m")
    assert "ended too early" in str(fault) or "the connection broke" in str(fault)
    assert len(hub.asked("model.bin")) == ATTEMPTS + 1


async def test_a_flipped_byte_is_found_and_deleted(hub: ModelHub, tmp_path: Path) -> None:
    hub.faults[_path()] = ["flip"]
    fault = await _refused(hub, tmp_path / "m")
    assert fault.code == "download_wrong"
    assert "wrong content and was deleted" in str(fault)
    assert not list((tmp_path / "m").glob("model.bin*"))
    await _fetch(hub, tmp_path / "m")
    assert _whole(tmp_path / "m")


async def test_a_byte_that_flipped_on_the_disk_between_two_times_is_found(hub: ModelHub, tmp_path: Path) -> None:
    hub.faults[_path()] = ["cut", "404"]
    await _refused(hub, tmp_path / "m")
    part = tmp_path / "m" / "model.bin.part"
    data = bytearray(part.read_bytes())
    data[1000] ^= 1
    part.write_bytes(data)
    assert (await _refused(hub, tmp_path / "m")).code == "download_wrong"


async def test_a_file_that_was_complete_is_hashed_again_before_it_counts(hub: ModelHub, tmp_path: Path) -> None:
    hub.faults[_path()] = ["404"]
    await _refused(hub, tmp_path / "m")
    (tmp_path / "m" / "vocabulary.txt").write_bytes(b"x" * len(CONTENTS["vocabulary.txt"]))
    await _fetch(hub, tmp_path / "m")
    assert _whole(tmp_path / "m")


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        ("html", "download_intercepted", "A web page came instead of model.bin"),
        ("404", "download_gone", "HTTP 404"),
        ("403", "download_refused", "HTTP 403"),
        ("other size", "download_wrong", "another size"),
        ("long", "download_wrong", "more of model.bin"),
        ("to http://login.example/", "download_intercepted", "sent the download on to login.example"),
        ("to https://huggingface.co.example/", "download_intercepted", "huggingface.co.example"),
        ("to http://huggingface.co/x", "download_intercepted", "sent the download on"),
    ],
)
async def test_what_will_not_get_better_is_said_at_once(
    hub: ModelHub, tmp_path: Path, fault: str, code: str, words: str
) -> None:
    hub.faults[_path()] = ["cut", fault]
    refused = await _refused(hub, tmp_path / "m")
    assert refused.code == code
    assert words in str(refused)
    assert len(hub.asked("model.bin")) == 2
    assert not (tmp_path / "m" / "model.bin").exists()
    if "html" in fault or fault.startswith("to "):
        assert (tmp_path / "m" / "model.bin.part").stat().st_size == len(MODEL) // 2, "a login page costs nothing"


async def test_redirects_inside_the_hub_are_followed(hub: ModelHub, tmp_path: Path) -> None:
    hub.files["/api/cache/model"] = MODEL
    hub.faults[_path()] = ["to /api/cache/model"]
    await _fetch(hub, tmp_path / "m")
    assert _whole(tmp_path / "m")


async def test_redirects_in_circles_end(hub: ModelHub, tmp_path: Path) -> None:
    hub.faults[_path()] = [f"to {_path()}"] * 20
    assert "in circles" in str(await _refused(hub, tmp_path / "m"))


async def test_offline_refuses_before_any_socket(
    hub: ModelHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_socket(*args: object, **keywords: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "__init__", no_socket)
    with pytest.raises(DownloadFailed, match="stay offline") as caught:
        await Hub(hub.url, offline_only=True).fetch_model(EDITION, tmp_path / "m")
    assert caught.value.code == "download_offline"
    assert not (tmp_path / "m").exists()


async def test_no_room_is_said_before_anything_is_asked(
    hub: ModelHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10**9, 10**9, int(EDITION.bytes * 1.05)))
    with pytest.raises(DiskFull, match="MB left, and the speech model needs"):
        await _fetch(hub, tmp_path / "m")
    assert not hub.requests


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
async def test_a_disk_that_fills_up_meanwhile_is_named(hub: ModelHub, tmp_path: Path) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "model.bin.part").symlink_to("/dev/full")
    with pytest.raises(DiskFull, match="is full"):
        await _fetch(hub, tmp_path / "m")
    (tmp_path / "m" / "model.bin.part").unlink()
    await _fetch(hub, tmp_path / "m")
    assert _whole(tmp_path / "m")


async def test_an_unreachable_hub_is_given_up_soon(tmp_path: Path) -> None:
    with running_hub() as gone:
        url = gone.url
    waits = Waits()
    with pytest.raises(DownloadFailed, match=r"the hub cannot be reached\. Check the connection"):
        await Hub(url, sleep=waits).fetch_model(EDITION, tmp_path / "m")
    assert len(waits.seconds) == FIRST_ATTEMPTS - 1
    assert sum(waits.seconds) < 4


async def test_the_proxy_of_the_environment_is_used(
    hub: ModelHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", hub.url)
    await Hub("http://hub.example").fetch_model(EDITION, tmp_path / "m")
    assert _whole(tmp_path / "m")
    assert all(path.startswith("http://hub.example/") for path, _ in hub.requests)


async def test_one_model_is_downloaded_once_at_a_time(hub: ModelHub, tmp_path: Path) -> None:
    hub.faults[_path("config.json")] = ["stall"]
    first = asyncio.create_task(_fetch(hub, tmp_path / "m"))
    await asyncio.to_thread(hub.stalled.wait)
    assert (await _refused(hub, tmp_path / "m")).code == "download_busy"
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    await _fetch(hub, tmp_path / "m")
    assert _whole(tmp_path / "m")


@pytest.mark.parametrize("url", ["ftp://hub.example", "hub", "http://"])
async def test_an_address_that_is_none(tmp_path: Path, url: str) -> None:
    with pytest.raises(DownloadFailed, match="no web address"):
        await Hub(url).fetch_model(EDITION, tmp_path / "m")


async def test_the_store_installs_what_it_downloads(hub: ModelHub, tmp_path: Path) -> None:
    model, contents = known_model("base.en", rank=0)
    hub.publish(model.hub, contents)
    hub.faults[ModelHub.path(model.hub, "model.bin")] = ["404"]
    store = ModelStore(tmp_path, known=[model])
    with pytest.raises(DownloadFailed):
        await store.download("base.en", hub_url=hub.url)
    assert [info.installed for info in store.list()] == [False], "half a model is none"
    (half,) = store.list()
    assert half.arrived_bytes == sum(len(data) for name, data in contents.items() if name != "model.bin")
    assert half.disk_need_bytes == int(len(contents["model.bin"]) * MARGIN)
    files = await store.download("base.en", hub_url=hub.url)
    assert files == store.resolve("base.en")
    assert store.list()[0].arrived_bytes == 0
    assert files.folder == tmp_path / "base.en"
    assert files.publisher == "Systran/faster-whisper-base.en"
    hub.requests.clear()
    assert await store.download("base.en", hub_url=hub.url) == files
    assert not hub.requests, "a model that is here is not downloaded again"


async def test_downloading_again_replaces_a_damaged_model(
    hub: ModelHub, tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log("a speech model was passed over")
    model, contents = known_model("base.en", rank=0)
    hub.publish(model.hub, contents)
    store = ModelStore(tmp_path, known=[model])
    files = await store.download("base.en", hub_url=hub.url)
    (files.folder / "model.bin").write_bytes(b"garbage")
    files = await store.download("base.en", hub_url=hub.url)
    assert (files.folder / "model.bin").read_bytes() == contents["model.bin"]
