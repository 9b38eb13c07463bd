"""The sound side of an interview with a server in the transcriber's place: what is kept, and what is never lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from desktop.remote_speech import asking
from desktop.remote_speech.transcriber import FELL_BACK, RemoteTranscriber
from interviewer.events import AnswerHeard, AnswerKept, By, Fault, SegmentHeard
from interviewer.minds.server import Server
from speech.notices import Notice
from speech.scripted import ScriptedTranscriber
from tests.support.fake_listener import MODEL, FakeListener, running_listener
from tests.support.studio import Room

KEY = "sk-canary-of-a-key"


@pytest.fixture(name="fake")
def _fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeListener]:
    monkeypatch.setattr(asking, "RETRY_SECONDS", 0.0)
    with running_listener() as made:
        yield made


def room_of(fake: FakeListener, folder: Path, *, local: ScriptedTranscriber | None = None) -> Room:
    """A studio whose recogniser is the server; what it notices comes to the studio."""
    server = Server(fake.url, MODEL, KEY)
    rooms: list[Room] = []

    def notify(notice: Notice) -> None:
        rooms[0].studio._heard(notice)

    remote = RemoteTranscriber(server, notify, None if local is None else lambda _notify: local)
    rooms.append(Room(folder, transcriber=cast("ScriptedTranscriber", remote)))
    return rooms[0]


async def answered(room: Room) -> Room:
    await room.asked()
    room.ear.hear(1.0, speech=False)
    room.ear.hear(3.0, speech=True)
    room.ear.hear(1.0, speech=False)
    await room.studio.finish(1, By.KEY)
    await room.studio.close()
    return room


async def test_an_answer_is_heard_while_it_is_given_and_kept_with_its_words(fake: FakeListener, tmp_path: Path) -> None:
    fake.texts = ["One two three."] * 4
    room = await answered(room_of(fake, tmp_path))
    assert room.of(SegmentHeard)[-1].utterance.text == "One two three."
    (heard,) = room.of(AnswerHeard)
    assert (heard.text, heard.pending) == ("One two three.", False)
    (kept,) = room.of(AnswerKept)
    assert kept.model == Server(fake.url, MODEL).title
    assert [word.text for word in kept.utterances[0].words] == [" One", " two", " three."]
    assert room.of(Fault) == []


@pytest.mark.parametrize("fault", ["401", "404", "500", "html", "cut", "413", "wrong json"])
async def test_a_server_that_fails_leaves_the_sound_for_later(fake: FakeListener, tmp_path: Path, fault: str) -> None:
    fake.faults = [f"{fault} for good"]
    room = await answered(room_of(fake, tmp_path))
    (heard,) = room.of(AnswerHeard)
    assert (heard.text, heard.pending) == ("", True)
    assert room.of(AnswerKept) == []
    (said,) = room.of(Fault)
    assert said.sentence.startswith("Answer 1 could not be transcribed carefully: ")
    assert said.sentence.endswith(" Its sound is kept.")
    assert KEY not in said.sentence


async def test_with_a_model_here_nothing_is_missing(fake: FakeListener, tmp_path: Path) -> None:
    fake.faults = ["500 for good"]
    room = await answered(room_of(fake, tmp_path, local=ScriptedTranscriber(["Said here."])))
    (heard,) = room.of(AnswerHeard)
    assert (heard.text, heard.pending) == ("Said here.", False)
    (kept,) = room.of(AnswerKept)
    assert kept.model == "scripted"
    (said,) = room.of(Fault)
    assert said.code == FELL_BACK
