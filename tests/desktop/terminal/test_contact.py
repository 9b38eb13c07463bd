"""Offline only holds for every command: no server elsewhere is contacted, and nothing is downloaded.

The network is watched by the test run itself: a test fails that looks up or reaches another computer.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.__main__ import main
from desktop.paths import find
from tests.desktop.terminal.program import objects
from tests.desktop.test_later import session
from tests.support.fake_listener import MODEL, running_listener
from tests.support.model_hub import running_hub
from tests.support.recorded import tone, write_wav
from tests.support.reviewed import interview, keep

HOST = "speech.example.com"
URL = f"https://{HOST}/v1"
LISTENER = ("--speech-server", URL, "--speech-server-model", "m")
MIND = ("--mind", "server", "--server", URL, "--server-model", "m")
SETTINGS = "Offline only is on in the settings"
VARIABLE = "HOTSEAT_OFFLINE is set"


@pytest.fixture(name="data", params=[SETTINGS, VARIABLE])
def _data(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that is to stay offline, by its settings or by the environment."""
    data = tmp_path / "data"
    find(data).make()
    monkeypatch.delenv("HOTSEAT_OFFLINE", raising=False)
    monkeypatch.setenv("HOTSEAT_SPEECH_MODELS", "/nowhere")
    if request.param == VARIABLE:
        monkeypatch.setenv("HOTSEAT_OFFLINE", "1")
    else:
        find(data).settings.write_text("[privacy]\noffline_only = true\n", encoding="utf-8")
    return data


@pytest.fixture(name="why")
def _why(request: pytest.FixtureRequest, data: Path) -> str:
    return f"{request.node.callspec.params['data']}, so that {HOST} is not contacted."


def refused(data: Path, capsys: pytest.CaptureFixture[str], *command: str | Path) -> str:
    """The one sentence a command says."""
    assert main([*map(str, command), "--data-dir", str(data), "--json"]) == 1
    (line,) = objects(capsys.readouterr().out)
    return str(line["sentence"])


def test_a_rehearsal_is_refused_before_it_begins(data: Path, why: str, capsys: pytest.CaptureFixture[str]) -> None:
    for elsewhere in (MIND, LISTENER):
        quiet = ("--microphone", "none", "--voice", "none")
        assert refused(data, capsys, "rehearse", *quiet, *elsewhere) == why
    assert list(find(data).sessions.iterdir()) == []


def test_no_sound_is_sent_away(data: Path, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sound = write_wav(tmp_path / "mock.wav", tone(1.0))
    assert refused(data, capsys, "import", sound, *LISTENER) == why
    assert list(find(data).sessions.iterdir()) == []
    session(find(data).sessions, "default")
    assert refused(data, capsys, "sessions", "recover", *LISTENER) == why


def test_no_model_elsewhere_reviews(data: Path, why: str, capsys: pytest.CaptureFixture[str]) -> None:
    keep(find(data).sessions, interview())
    assert refused(data, capsys, "sessions", "review", "last", "--by", "server", *MIND[2:]) == why


def test_nothing_is_downloaded(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with running_hub() as hub:
        for model in ("base.en", "qwen3-4b"):
            assert "set to stay offline" in refused(data, capsys, "models", "download", model, "--hub", hub.url)
    assert hub.requests == []


def test_a_server_on_this_computer_is_used(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    session(find(data).sessions, "default")
    with running_listener() as fake:
        fake.texts = ["All of it."]
        server = ("--speech-server", fake.url, "--speech-server-model", MODEL)
        assert main(["sessions", "recover", *server, "--data-dir", str(data), "--json"]) == 0
    assert objects(capsys.readouterr().out)[-1]["transcribed"] == 1
