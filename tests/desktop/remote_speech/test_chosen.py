"""Which server transcribes, by the settings: none at first, none elsewhere while offline, and named where it counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.headless import Wishes
from desktop.hosts import goes_out, listening_server, sound_goes_to
from desktop.later import transcribe_later
from desktop.pages.panels.privacy import hosts
from desktop.pages.transcribing import _Work
from desktop.parts_ready import speech_ready
from desktop.remote_speech.listener import Listener
from desktop.secrets import Secrets
from desktop.settings import Privacy, Settings, Speech
from desktop.wishes import wishes_from
from interviewer.minds.server import Server
from interviewer.records.library import open_session
from speech.errors import ModelMissing
from speech.whisper.models import ModelStore
from tests.desktop.test_later import session
from tests.support.desk import TestDesk
from tests.support.fake_listener import MODEL, running_listener

HERE, ELSEWHERE = "http://127.0.0.1:8000/v1", "https://api.example.com/v1"


def chosen(url: str, *, offline: bool = False, **more: object) -> Settings:
    speech = Speech(remote=True, url=url, remote_model=MODEL).model_copy(update=more)
    return Settings(speech=speech, privacy=Privacy(offline_only=offline))


def test_nobody_is_chosen_at_first() -> None:
    assert not Settings().speech.remote
    assert listening_server(Settings()) is None
    assert listening_server(chosen(ELSEWHERE, remote=False)) is None
    assert listening_server(chosen(ELSEWHERE, remote_model="")) is None
    assert listening_server(chosen("no address")) is None


def test_offline_only_leaves_this_computer_alone() -> None:
    assert listening_server(chosen(ELSEWHERE, offline=True)) is None
    assert sound_goes_to(chosen(ELSEWHERE, offline=True)) == ""
    here = listening_server(chosen(HERE, offline=True))
    assert here is not None
    assert here.is_here


def test_where_the_sound_goes_is_said() -> None:
    assert sound_goes_to(chosen(HERE)) == ""
    assert sound_goes_to(chosen(ELSEWHERE)) == "api.example.com"
    assert goes_out("", "api.example.com") == "The sound of your answers goes to api.example.com."
    assert goes_out("a.example", "b.example") == "Words go to a.example. The sound of your answers goes to b.example."
    named = {host: why for host, why, _elsewhere in hosts(chosen(ELSEWHERE))}
    assert named["api.example.com"].startswith("The server you chose to transcribe. It is sent the sound")
    assert not [host for host, *_ in hosts(chosen(ELSEWHERE, remote=False)) if "example" in host]


def test_wishes_carry_the_server_with_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Secrets, "key_for", lambda _secrets, host: f"key-of-{host}")
    wishes = wishes_from(chosen(ELSEWHERE), Secrets())
    assert isinstance(wishes, Wishes)
    assert wishes.listener == Server(ELSEWHERE, MODEL, "key-of-api.example.com")
    assert wishes_from(chosen(ELSEWHERE, offline=True), Secrets()).listener is None


@pytest.mark.parametrize(
    ("settings", "verdict", "detail"),
    [
        (chosen(ELSEWHERE), "ready", f"{MODEL} · api.example.com"),
        (chosen(ELSEWHERE, remote_model=""), "choose", "api.example.com: choose a model"),
        (chosen(ELSEWHERE, offline=True), "fix", "Offline only: api.example.com is not asked"),
        (chosen(""), "choose", "The address of a server begins with http"),
    ],
)
async def test_how_it_stands_is_said_without_asking_it(
    tmp_path: Path, settings: Settings, verdict: str, detail: str
) -> None:
    ready = await speech_ready(ModelStore(tmp_path, known=()), settings)
    assert ready.verdict == verdict
    assert ready.detail.startswith(detail)


async def test_what_was_left_is_transcribed_later_by_the_server(tmp_path: Path) -> None:
    folder = session(tmp_path, "default")
    with running_listener() as fake:
        fake.texts = ["All of it."]
        listener = Listener(Server(fake.url, MODEL))
        assert await transcribe_later(folder, listener, lambda _notice: None) == 1
    (answer,) = open_session(folder).answers
    assert answer.text == "All of it."
    assert len(fake.asked) == 1
    assert round(fake.asked[0].seconds) == 30


def test_later_work_takes_the_server_and_does_without_a_model_here(desk: TestDesk, tmp_path: Path) -> None:
    desk.desk.models = lambda: ModelStore(tmp_path / "none", known=())
    with pytest.raises(ModelMissing):
        _Work(desk.desk, (), lambda _text: None, lambda: None)._recogniser()
    desk.desk.change(speech=chosen(HERE).speech)
    assert _Work(desk.desk, (), lambda _text: None, lambda: None)._recogniser() == Listener(Server(HERE, MODEL))
