"""What the settings decide of an interview with a language model."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.embedded.mind import FileMind
from desktop.hosts import chosen_model, words_go_to
from desktop.judging import chat_of
from desktop.secrets import Secrets
from desktop.settings import Interviewer, Settings
from desktop.wishes import wishes_from
from interviewer.errors import MindUnavailable
from interviewer.minds.language_model import REPLY_SECONDS, LanguageModelMind
from tests.support.tiny_model import small_gguf


def mind_of(**chosen: object) -> object:
    interviewer = Interviewer(kind="server", url="http://127.0.0.1:1/v1", model="m").model_copy(update=chosen)
    return wishes_from(Settings(interviewer=interviewer), Secrets()).mind


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Secrets, "key_for", lambda secrets, host: "")


def test_how_long_a_reply_is_waited_for_is_a_setting() -> None:
    usual, patient = mind_of(), mind_of(seconds=9.0)
    assert isinstance(usual, LanguageModelMind)
    assert isinstance(patient, LanguageModelMind)
    assert (usual.seconds, patient.seconds) == (REPLY_SECONDS, 9.0)


def test_without_a_server_there_is_no_model() -> None:
    assert mind_of(kind="scripted") is None


def test_a_model_file_is_asked_and_named_for_what_it_is(tmp_path: Path) -> None:
    file = small_gguf(tmp_path / "large-model.gguf", {}, size=700_000_000)
    mind = mind_of(kind="file", file=str(file), seconds=9.0)
    assert isinstance(mind, FileMind)
    assert (mind.name, mind.seconds) == ("large-model, run by Hotseat", 9.0)
    tiny = mind_of(kind="file", file=str(small_gguf(tmp_path / "tiny.gguf", {})))
    assert isinstance(tiny, FileMind)
    assert tiny.name == "tiny, run by Hotseat, far too small to interview"


def test_a_model_file_sends_words_nowhere() -> None:
    chosen = Interviewer(kind="file", file="m.gguf", url="https://api.example.com/v1", model="m")
    assert words_go_to(Settings(interviewer=chosen)) == ""


def test_without_a_file_the_scripted_interviewer_asks() -> None:
    assert mind_of(kind="file") is None


def test_a_model_file_can_review_and_is_named_without_an_address() -> None:
    chosen = Settings(interviewer=Interviewer(kind="file", file="/models/large-model.gguf"))
    model = chosen_model(chosen)
    assert model is not None
    assert (model.model, model.is_here) == ("large-model", True)
    assert chosen_model(Settings(interviewer=Interviewer(kind="file"))) is None
    with pytest.raises(MindUnavailable, match=r"There is no model file /models/large-model\.gguf"):
        chat_of(chosen, Secrets())
