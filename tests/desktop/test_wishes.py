"""What the settings decide of an interview with a language model."""

from __future__ import annotations

import pytest

from desktop.secrets import Secrets
from desktop.settings import Interviewer, Settings
from desktop.wishes import wishes_from
from interviewer.minds.language_model import REPLY_SECONDS, LanguageModelMind


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
