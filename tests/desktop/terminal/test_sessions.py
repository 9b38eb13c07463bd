"""`hotseat sessions`: what a stranger wrote into a session that was taken in commands no terminal, and what `recover`
says of sessions that wait for their transcription."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.__main__ import main
from desktop.paths import find
from desktop.remote_speech import asking
from desktop.terminal.parser import make_parser
from desktop.terminal.sessions import run
from desktop.terminal.setting import Exit
from interviewer.bundles.taking_in import take_in
from interviewer.bundles.writing import Choices, write_bundle
from interviewer.records.folder import MANIFEST
from interviewer.records.library import open_session
from tests.desktop.terminal.program import objects
from tests.desktop.test_later import session
from tests.support import replayed
from tests.support.fake_listener import MODEL, running_listener

TITLE = "Evil\x1b]0;owned\x07\x9b31m\u202etitle"
SHOWN = "Evil ]0;owned  31m title"


def test_a_strangers_title_steers_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    theirs = replayed.short(tmp_path / "theirs")
    manifest = json.loads((theirs / MANIFEST).read_text(encoding="utf-8"))
    (theirs / MANIFEST).write_text(json.dumps({**manifest, "title": TITLE}), encoding="utf-8")
    write_bundle(theirs, tmp_path / "a.hotseat", Choices())
    paths = find(tmp_path / "data")
    paths.make()
    take_in(tmp_path / "a.hotseat", paths.sessions, lambda _value: None)
    for command in (("list",), ("show", "last")):
        args = make_parser().parse_args(["sessions", *command, "--data-dir", str(tmp_path / "data")])
        assert run(args) == Exit.DONE
        said = capsys.readouterr().out
        assert SHOWN in said
        assert all(line.isprintable() for line in said.splitlines())


@pytest.fixture(name="recover")
def _recover(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command, on two sessions whose answers wait."""
    monkeypatch.setenv("HOTSEAT_SPEECH_MODELS", "/nowhere")
    monkeypatch.setattr(asking, "RETRY_SECONDS", 0.0)
    for _ in range(2):
        session(find(tmp_path).sessions, "default")
    return ["sessions", "recover", "--data-dir", str(tmp_path)]


@pytest.mark.parametrize("option", [("--no-transcribe",), ("--speech-model", "none")])
def test_what_waits_is_told_though_nobody_transcribes_it(
    recover: list[str], option: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*recover, *option]) == Exit.DONE
    assert capsys.readouterr().out.startswith("2 sessions wait for careful transcription: ")
    assert main([*recover, *option, "--json"]) == Exit.DONE
    assert objects(capsys.readouterr().out) == [{"waiting": 2}]


def test_a_transcription_that_fails_is_a_fault_and_stops_no_other(
    recover: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """No model that is here takes over, since none is wanted."""
    with running_listener() as fake:
        server = ("--speech-server", fake.url, "--speech-server-model", MODEL, "--speech-model", "none", "--json")
        fake.faults, fake.texts = ["401"], ["All of it."]
        assert main([*recover, *server]) == Exit.FAULT
        failed, done = objects(capsys.readouterr().out)
        assert "wants a key" in failed["sentence"]
        assert done["transcribed"] == 1
        fake.texts = ["All of it."]
        assert main([*recover, *server]) == Exit.DONE
    assert [one.get("transcribed") for one in objects(capsys.readouterr().out)] == [1]


def test_none_leaves_the_server_that_is_named_at_work(recover: list[str], tmp_path: Path) -> None:
    with running_listener() as fake:
        fake.texts = ["All of it."] * 2
        server = ("--speech-server", fake.url, "--speech-server-model", MODEL)
        assert main([*recover, "--speech-model", "none", *server]) == Exit.DONE
    assert [one.answers[0].text for one in map(open_session, find(tmp_path).sessions.iterdir())] == ["All of it."] * 2
