"""The program holds an interview whose answers a server on loopback transcribes: real recordings, real requests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from assets import resource
from desktop.__main__ import main
from desktop.paths import find
from interviewer.records.library import open_session
from tests.desktop.terminal.program import objects
from tests.desktop.test_later import session
from tests.support.fake_listener import MODEL, FakeListener, running_listener

KEY = "sk-canary-of-a-key"
CANARY = "canaryword"
READINGS = 16
"""Of seven seconds: nearly the length of the interview."""
ANSWER = f"My objective is that patrons pick up their {CANARY}, and my north star is holds picked up in three days."


@pytest.fixture(name="fake")
def _fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeListener]:
    monkeypatch.setenv("HOTSEAT_API_KEY", KEY)
    monkeypatch.setenv("HOTSEAT_SPEECH_MODELS", "/nowhere")
    monkeypatch.setattr("desktop.remote_speech.asking.RETRY_SECONDS", 0.0)
    monkeypatch.setattr("speech.whisper.sources.Sources.all", lambda _sources: ())
    with running_listener() as made:
        made.key = KEY
        yield made


def rehearse(
    data: Path, fake: FakeListener, capsys: pytest.CaptureFixture[str]
) -> tuple[list[dict[str, object]], Path]:
    answer = data.parent / "answer.wav"
    sound, rate = soundfile.read(resource("sounds", "reading.flac"), dtype="int16")
    soundfile.write(answer, np.tile(sound, READINGS), rate)
    code = main([
        "rehearse", "--data-dir", str(data), "--question", "execution/library-holds", "--minutes", "2", "--json",
        "--answer", str(answer), "--pace", "fast", "--speech-server", fake.url, "--speech-server-model", MODEL,
    ])  # fmt: skip
    assert code == 0
    *events, last = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return events, Path(str(last["session"]))


@pytest.mark.slow
def test_the_transcript_is_the_servers(fake: FakeListener, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fake.texts = [ANSWER] * 60
    events, folder = rehearse(tmp_path / "data", fake, capsys)
    assert ANSWER in next(str(event["text"]) for event in events if event["kind"] == "answer_heard")
    session = open_session(folder)
    host = fake.origin.removeprefix("http://")
    assert session.manifest.engines["recogniser"] == f"{MODEL} at {host}"
    answer = session.answers[0]
    assert {utterance.text for utterance in answer.utterances} == {ANSWER}
    assert answer.number not in session.unkept_answers
    words = [word for utterance in answer.utterances for word in utterance.words]
    assert [word.text.strip() for word in words] == ANSWER.split() * len(answer.utterances)
    assert 0 < words[0].start < words[-1].end - 100, "the whole answer"
    assert len(answer.utterances) > 1, "in pieces"
    assert sum(asked.seconds < 30 for asked in fake.asked) > 5, "its segments, while it was given"
    assert not [event for event in events if event["kind"] == "fault"]
    written = b"".join(
        path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file() and path.suffix != ".wav"
    )
    assert KEY.encode() not in written
    logs = b"".join(path.read_bytes() for path in find(tmp_path / "data").logs.rglob("*") if path.is_file())
    assert logs
    assert CANARY.encode() not in logs


def test_what_was_left_is_transcribed_by_the_server(
    fake: FakeListener, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = session(find(tmp_path).sessions, "default")
    recover = ["sessions", "recover", "--data-dir", str(tmp_path), "--json"]
    assert main(recover) == 3
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["error"] == "model_missing"
    fake.texts = [ANSWER]
    assert main([*recover, "--speech-server", fake.url, "--speech-server-model", MODEL]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["transcribed"] == 1
    assert open_session(folder).answers[0].text == ANSWER


@pytest.mark.slow
def test_none_leaves_the_server_that_is_named_at_work(
    fake: FakeListener, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([
        "rehearse", "--data-dir", str(tmp_path / "data"), "--question", "execution/library-holds", "--minutes", "2",
        "--answer", str(resource("sounds", "reading.flac")), "--pace", "fast", "--json", "--speech-model", "none",
        "--speech-server", fake.url, "--speech-server-model", MODEL,
    ])  # fmt: skip
    assert code == 0
    folder = Path(objects(capsys.readouterr().out)[-1]["session"])
    host = fake.origin.removeprefix("http://")
    assert open_session(folder).manifest.engines["recogniser"] == f"{MODEL} at {host}"
    assert fake.asked


def test_server_and_model_go_together(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rehearse", "--speech-server", "http://127.0.0.1:1"]) == 2
    assert "go together" in capsys.readouterr().err
