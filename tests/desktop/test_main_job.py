"""The main job on real input: a question is asked, spoken answers are recorded and transcribed, the session is kept."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest

from tests.desktop.terminal.program import Line, hotseat, objects, running
from tests.support.guards import skip_missing_part
from tests.support.weights import FOLDER_VARIABLE, model_folder

CLIPS = Path("/usr/share/pocketsphinx/test/data/librivox")
CLIP = "sense_and_sensibility_01_austen_64kb"
WORDS = {
    f"{CLIP}-0890.wav": ("disposed", "selfish"),
    f"{CLIP}-0930.wav": ("amiable", "himself"),
}
"""Words of each clip that any recognition of it has."""


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str | Path]:
    """Options for an interview that recordings answer, with the smallest model."""
    clips = [CLIPS / name for name in WORDS]
    if not all(clip.is_file() for clip in clips):
        skip_missing_part("the LibriVox clips are not installed (apt install pocketsphinx-testdata)")
    monkeypatch.setenv(FOLDER_VARIABLE, str(model_folder("tiny.en")))
    files = [option for clip in clips for option in ("--answer", clip)]
    return [*files, "--speech-model", "tiny.en", "--voice", "none", "--minutes", "2"]


def shown(data: Path) -> Line:
    (session,) = objects(hotseat("sessions", "show", "last", "--json", "--data-dir", data).stdout)
    return session


def kinds(events: list[Line]) -> list[str]:
    return [event["kind"] for event in events]


@pytest.mark.whisper
def test_an_interview_that_recordings_answer(tmp_path: Path, answers: list[str | Path]) -> None:
    done = hotseat("rehearse", *answers, "--pace", "fast", "--json", "--data-dir", tmp_path, seconds=110)
    assert (done.returncode, done.stderr) == (0, "")
    *events, last = objects(done.stdout)
    folder = Path(last["session"])
    session = shown(tmp_path)
    assert [line for line in session["events"] if line["kind"] != "session_ended"] == [
        event for event in events if event["kind"] not in ("silence_counted", "session_ended")
    ], "what was shown is what was kept"
    texts = [answer["text"] for exchange in session["transcript"] for answer in exchange["answers"] if answer["kept"]]
    for text, words in zip(texts, WORDS.values(), strict=False):
        assert any(word in text.lower() for word in words), text
    assert len(texts) >= 2
    heard = [event["text"] for event in events if event["kind"] == "answer_heard" and event["answer"] == 1]
    assert len(heard[0].split()) > 5, "the live text was there before the careful one"
    kept = next(event for event in events if event["kind"] == "answer_kept")
    spoken = [word for utterance in kept["utterances"] for word in utterance["words"]]
    times = [time for word in spoken for time in (word["start"], word["end"])]
    assert times == sorted(times)
    assert len(list((folder / "audio").glob("*-candidate.wav"))) == len(texts)
    (found,) = objects(hotseat("sessions", "list", "--search", "selfish", "--json", "--data-dir", tmp_path).stdout)
    assert found["id"] == folder.name
    verdict = hotseat("sessions", "verify", "--json", "--data-dir", tmp_path)
    assert (verdict.returncode, objects(verdict.stdout)) == (0, [{"id": folder.name, "problems": []}])


@pytest.mark.whisper
@pytest.mark.slow
def test_a_signal_in_a_spoken_answer_keeps_its_words(tmp_path: Path, answers: list[str | Path]) -> None:
    """At real pace, so that it comes while somebody speaks; then the careful pass of what was said is waited for."""
    with running("rehearse", *answers, "--data-dir", tmp_path) as program:
        program.until_kind("speech_began")
        program.until_kind("speech_paused")
        program.send(signal.SIGINT)
        assert program.end(60) == 0, program.errors
        ended = [event for event in program.lines if event.get("kind") == "answer_ended"]
        assert [event["by"] for event in ended] == ["end"]
        assert kinds(program.lines[-3:-1]) == ["answer_kept", "session_ended"]
    assert shown(tmp_path)["manifest"]["state"] == "closed"


@pytest.mark.whisper
@pytest.mark.slow
def test_a_second_signal_leaves_the_careful_pass_for_later(tmp_path: Path, answers: list[str | Path]) -> None:
    with running("rehearse", *answers, "--pace", "fast", "--data-dir", tmp_path) as program:
        program.until_kind("answer_ended")
        program.send(signal.SIGINT)
        program.until(lambda line: line.get("kind") == "pressed" and line["key"] == "end")
        program.send(signal.SIGINT)
        assert program.end(60) == 130, program.errors
        assert "answer_kept" not in kinds(program.lines[:-1])
    waiting = shown(tmp_path)
    assert waiting["manifest"]["state"] == "closed"
    recover = hotseat("sessions", "recover", "--speech-model", "tiny.en", "--json", "--data-dir", tmp_path, seconds=100)
    assert recover.returncode == 0, recover.stderr
    first = shown(tmp_path)["transcript"][0]["answers"][0]
    assert first["kept"]
    assert "selfish" in first["text"].lower()


@pytest.mark.whisper
@pytest.mark.slow
def test_the_demonstration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A synthetic candidate, spoken by the system's voice, played as a microphone at real pace.

    The whole of it takes two minutes; it is ended here once the first answer has led to the next question.
    """
    if shutil.which("espeak-ng") is None:
        skip_missing_part("espeak-ng is not installed (apt install espeak-ng)")
    monkeypatch.setenv(FOLDER_VARIABLE, str(model_folder("tiny.en")))
    with running("demo", "--speech-model", "tiny.en", "--voice", "none", "--data-dir", tmp_path) as program:
        program.until_kind("answer_heard")
        program.until_kind("line_said")
        program.send(signal.SIGINT)
        assert program.end(60) == 0, program.errors
    asked, followed_up, *_ = shown(tmp_path)["transcript"]
    (answer,) = asked["answers"]
    assert answer["by"] == "source"
    assert answer["kept"]
    said = answer["text"].lower()
    assert sum(word in said for word in ("city", "phones", "product", "read", "groups", "book")) >= 4, said
    assert followed_up["role"] in ("probe", "nudge", "trade_off", "troubleshooting")
