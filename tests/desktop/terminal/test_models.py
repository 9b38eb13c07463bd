"""`hotseat models` as it is typed, on the real catalogue; downloads from a hub on loopback."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.__main__ import main
from desktop.embedded.catalogue import LanguageModel, known_models
from speech.weights.facts import Edition, FileFact
from tests.support.model_hub import ModelHub, model_contents, put, running_hub
from tests.support.tiny_model import small_gguf

CONTENTS = model_contents("mine")
CONFIG = "/Systran/faster-whisper-base.en/resolve/3d3d5dee26484f91867d81cb899cfcf72b96be6c/config.json"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in ("HOTSEAT_SPEECH_MODELS", "HOTSEAT_OFFLINE", "http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path / "data"


@pytest.fixture
def hub() -> Iterator[ModelHub]:
    with running_hub() as running:
        yield running


def _models(data: Path, *arguments: str) -> int:
    return main(["models", "--data-dir", str(data), *arguments])


def _lines(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_list_shows_what_there_is_and_what_there_could_be(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _models(data, "list") == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split() == ["NAME", "SIZE", "LANGUAGES", "LICENCE", "STATE"]
    (row,) = [row for row in rows if "base.en" in row]
    assert row.split()[:5] == ["base.en", "148", "MB", "English", "MIT"]
    assert row.endswith("can be downloaded from Systran/faster-whisper-base.en")
    (row,) = [row for row in rows if "qwen3-4b" in row]
    assert row.split()[:6] == ["qwen3-4b", "2497", "MB", "4.0", "GB", "262144"]
    (row,) = [row for row in rows if "gemma3-270m-base" in row]
    assert "far too small to interview" in row
    assert _models(data, "--json", "list") == 0
    found = {line["name"]: line for line in _lines(capsys.readouterr().out)}
    speech = {name for name, line in found.items() if line["kind"] == "speech"}
    assert speech == {"tiny.en", "base.en", "base", "small.en", "small"}
    assert set(found) - speech == {model.name for model in known_models()}
    assert found["small.en"]["bytes"] == 486_098_798
    assert not found["small.en"]["installed"]


def test_import_verify_remove(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = put(tmp_path / "mine", CONTENTS)
    assert _models(data, "import", str(folder)) == 0
    assert f"mine is ready in {data / 'models' / 'mine'}" in capsys.readouterr().out
    assert _models(data, "verify", "mine") == 0
    weights = data / "models" / "mine" / "model.bin"
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    assert _models(data, "--json", "verify", "mine") == 1
    (verdict,) = [line for line in _lines(capsys.readouterr().out.split("\n", 1)[1]) if "sound" in line]
    assert verdict["sound"] is False
    assert "model.bin" in verdict["sentence"]
    assert _models(data, "remove", "mine") == 0
    assert not weights.exists()
    assert _models(data, "remove", "mine") == 3
    assert "is not on this machine" in capsys.readouterr().err


def test_errors_in_json_have_a_code_and_a_sentence(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _models(data, "--json", "download", "huge") == 3
    (line,) = _lines(capsys.readouterr().out)
    assert line["error"] == "model_missing"
    assert "Choose one of tiny.en, base.en" in line["sentence"]


def test_the_users_folder_and_staying_offline_come_from_the_environment(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOTSEAT_SPEECH_MODELS", str(put(tmp_path / "mine", CONTENTS)))
    monkeypatch.setenv("HOTSEAT_OFFLINE", "1")
    assert _models(data, "--json", "list") == 0
    (default,) = [line for line in _lines(capsys.readouterr().out) if line["default"]]
    assert (default["name"], default["folder"]) == ("mine", str(tmp_path / "mine"))
    assert _models(data, "--json", "download", "base.en") == 1
    assert _lines(capsys.readouterr().out)[-1]["error"] == "download_offline"


def test_a_hub_with_other_files_is_refused(data: Path, hub: ModelHub, capsys: pytest.CaptureFixture[str]) -> None:
    hub.files[CONFIG] = b"x" * 2_227
    assert _models(data, "download", "base.en", "--hub", hub.url) == 1
    assert "config.json arrived with the wrong content and was deleted" in capsys.readouterr().err
    assert [path for path, _ in hub.requests] == [CONFIG]


def test_a_language_model_is_downloaded_checked_used_by_its_name_and_removed(
    data: Path, hub: ModelHub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    content = small_gguf(tmp_path / "made.gguf", {}, size=200_000).read_bytes()
    file = FileFact("some.gguf", len(content), hashlib.sha256(content).hexdigest())
    model = LanguageModel("some-1b", "Some 1B", file, Edition("some/some-1b", (file,), "MIT", "abc"), 4096, 100)
    monkeypatch.setattr("desktop.embedded.store.known_models", lambda: (model,))
    hub.files["/some/some-1b/resolve/abc/some.gguf"] = content
    rehearse = ["rehearse", "--data-dir", str(data), "--microphone", "none", "--voice", "none", "--mind", "file"]
    assert main([*rehearse, "--model-file", "some-1b"]) == 3
    assert "The language model some-1b is not on this machine. Type: hotseat models download some-1b" in (
        capsys.readouterr().err
    )
    assert _models(data, "download", "some-1b", "--hub", hub.url) == 0
    shown = capsys.readouterr()
    place = data / "language-models" / "some-1b" / "some.gguf"
    assert shown.out.startswith(f"some-1b is ready in {place} (checked against the hash of some/some-1b).")
    assert "hotseat rehearse --mind file --model-file some-1b" in shown.out
    assert "far too small" in shown.err
    assert _models(data, "verify", "some-1b") == 0
    assert "published as some/some-1b" in capsys.readouterr().out
    with monkeypatch.context() as patched:
        patched.setattr("desktop.embedded.serving.can_run_files", lambda: False)
        assert main([*rehearse, "--model-file", "some-1b"]) == 1
    assert "The part that runs model files is not installed. Install it" in capsys.readouterr().err
    place.write_bytes(content[:-1] + b"?")
    assert _models(data, "verify") == 1
    assert "some-1b: The language model some-1b is damaged" in capsys.readouterr().out
    assert _models(data, "--json", "remove", "some-1b") == 0
    assert not place.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="sends the signal of Ctrl-C to a process")
def test_an_interrupted_download_says_that_it_is_kept(data: Path, hub: ModelHub) -> None:
    hub.files[CONFIG] = b"x" * 2_227
    hub.faults[CONFIG] = ["stall"]
    command = [sys.executable, "-m", "desktop", "models", "--data-dir", str(data), "download", "base.en"]
    process = subprocess.Popen(
        [*command, "--hub", hub.url], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    try:
        assert hub.stalled.wait(30)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    finally:
        process.kill()
        process.wait()
    assert errors == "Stopped. What was downloaded is kept; the same command goes on from there.\n"
    assert process.returncode == 130
    assert (data / "models" / ".download-base.en" / "config.json.part").exists()
