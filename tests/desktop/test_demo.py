"""The demonstration is a real interview, held in the background with nobody's help, and kept like any other."""

from __future__ import annotations

import asyncio
import itertools
import shutil
from pathlib import Path

import pytest

from assets import resource
from desktop import demo
from desktop.demo import Progress, hold_in_background, script
from desktop.headless import Wishes
from desktop.paths import Paths, find
from desktop.replay.opening import open_replay
from interviewer.content.choose import question_by_id
from interviewer.content.loader import load_packs
from interviewer.events import LineSaid
from interviewer.plan import SHORTEST_MINUTES
from interviewer.records.index import Index
from interviewer.records.library import TRASH, open_session, session_folders
from speech.errors import VoiceUnavailable
from speech.whisper.models import ModelStore
from tests.support.candidate import seconds_of
from tests.support.guards import skip_missing_part
from tests.support.weights import model_folder


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    found = find(tmp_path / "data")
    found.make()
    return found


@pytest.fixture
def mute(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which nothing speaks."""

    async def cannot(*_args: object) -> tuple[Path, ...]:
        raise VoiceUnavailable("Nothing can speak.")

    monkeypatch.setattr(demo, "spoken_answers", cannot)


def test_the_script_answers_a_question_there_is_within_its_time() -> None:
    wanted = script()
    _, question = question_by_id(load_packs(resource("packs"), resource("packs")).packs, wanted.question)
    words = sum(len(answer.split()) for answer in (*wanted.answers, question.spoken))
    assert words / (160 * demo.CANDIDATE_PACE) < demo.USUAL_SECONDS / 60
    assert len(set(wanted.answers)) == len(wanted.answers) >= 6, "the candidate does not repeat himself"


@pytest.mark.usefixtures("mute")
async def test_where_nothing_speaks_it_is_typed_to_its_end(paths: Paths) -> None:
    told: list[Progress] = []
    store = ModelStore(paths.models, offline_only=True)
    folder = await hold_in_background(Wishes(voice="none"), paths, store, told.append)
    session = open_session(folder)
    answers = [answer.text for exchange in session.transcript for answer in exchange.answers]
    assert [text for text in answers if text] == list(script().answers)
    assert session.manifest.plan.question == script().question
    assert session.manifest.engines["mind"] == "scripted"
    assert session.manifest.origin == "sample"
    with Index(paths.index, paths.sessions) as index:
        index.refresh()
        assert [listed.id for listed in index.sessions()] == [session.id]
        assert index.measured() == [], "nobody's own"
    assert (folder / "reviews" / "coach.json").is_file()
    assert all(progress.typed for progress in told[1:])
    assert told[-1].reviewing
    shares = [progress.share for progress in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


@pytest.mark.usefixtures("mute")
async def test_one_that_is_called_off_lies_in_the_trash(paths: Paths) -> None:
    begun = asyncio.Event()

    def told(progress: Progress) -> None:
        if progress.seconds > 0:
            begun.set()

    store = ModelStore(paths.models, offline_only=True)
    holding = asyncio.create_task(hold_in_background(Wishes(voice="none"), paths, store, told))
    await asyncio.wait_for(begun.wait(), 30)
    holding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await holding
    assert session_folders(paths.sessions) == []
    assert len(list((paths.data / TRASH).iterdir())) == 1


@pytest.mark.whisper
@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_where_something_speaks_it_is_spoken_and_heard_by_nobody(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shortest interview, with what the first answers have room for."""
    if shutil.which("espeak-ng") is None:
        skip_missing_part("espeak-ng is not installed (apt install espeak-ng)")
    monkeypatch.setattr(demo, "MINUTES", SHORTEST_MINUTES)
    store = ModelStore(paths.models, extra_folder=model_folder("tiny.en"), offline_only=True)
    told: list[Progress] = []
    folder = await hold_in_background(Wishes(), paths, store, told.append)
    session = open_session(folder)
    assert not any(progress.typed for progress in told)
    lines = [event for event in session.events if isinstance(event, LineSaid)]
    assert all(line.heard_seconds == line.seconds > 0.5 for line in lines[:-1])
    timeline = open_replay(folder).timeline
    assert timeline.missing == ()
    spans = sorted((clip.start, clip.start + seconds_of(clip.path)) for clip in timeline.clips)
    assert all(end < begin + 0.2 for (_, end), (begin, _) in itertools.pairwise(spans)), "nobody is cut short"
    first = session.transcript[0].answers[0]
    assert first.kept
    assert sum(word in first.text.lower() for word in ("city", "phone", "product", "read", "groups", "book")) >= 4
