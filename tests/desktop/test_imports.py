"""Files from elsewhere are taken in as interviews: which belong together, what is decoded by whom, what is said."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from desktop.delivery.storage import heard
from desktop.import_plan import About
from desktop.imports import check_spoken, kinds, take, together
from desktop.paths import Paths, find
from desktop.report.opening import open_report
from desktop.reviews import review_after
from interviewer.bundles.returns import write_return
from interviewer.bundles.taking_in import take_in
from interviewer.bundles.writing import Choices, write_bundle
from interviewer.errors import ImportRefused, PlanError
from interviewer.records.folder import SessionFolder
from interviewer.records.index import Index
from interviewer.records.library import open_session
from interviewer.review.annotations import Annotation
from interviewer.review.annotations import Kind as RemarkKind
from interviewer.review.stances import Stance, Stances, write_stances
from interviewer.review.storage import read_review
from interviewer.review.values import Maker, Reviewer
from speech.delivery.words import Kind, Spoken, SpokenWord, Timing
from speech.errors import SpeechError
from tests.interviewer.content.support import WORDED_ANEW
from tests.support.recorded import tone, write_wav
from tests.support.replayed import hear, short

TALK = """Sam: What are the goals of holds?
Jo: I assume one city. Holds exist because without it people find an empty shelf. My first goal is to shorten the wait.
Sam: Why that?
Jo: The north star is holds collected within fourteen days.
"""
SRT = "1\n00:00:00,000 --> 00:00:01,000\nSam: Why?\n\n2\n00:00:01,000 --> 00:00:02,500\nJo: Because of it.\n"


@pytest.fixture(name="paths")
def _paths(tmp_path: Path) -> Paths:
    paths = find(tmp_path / "data")
    paths.make()
    return paths


def leftovers(paths: Paths) -> list[Path]:
    return [*(paths.cache / "import").glob("*"), *paths.sessions.glob(".*")]


def test_what_belongs_together() -> None:
    def groups(*names: str) -> list[tuple[str, ...]]:
        return [tuple(file.name for file in group) for group in together([Path(name) for name in names])]

    assert groups("a.mp3", "b.srt") == [("a.mp3", "b.srt")]
    assert groups("a.mp3", "b.MP3", "b.vtt", "c.txt") == [("a.mp3",), ("b.MP3", "b.vtt"), ("c.txt",)]
    assert groups("a.hotseat", "b.txt") == [("a.hotseat",), ("b.txt",)]
    assert groups("a.txt", "a.hotseat", "b.hotseat") == [("a.hotseat",), ("b.hotseat",), ("a.txt",)]
    assert groups("a.txt", "a.srt", "a.mp3") == [("a.mp3", "a.txt"), ("a.srt",)]
    assert groups("x/a.mp3", "y/a.srt", "y/b.mp3") == [("a.mp3",), ("b.mp3",), ("a.srt",)]
    assert groups("a.json", "a.txt", "a.mp3") == [("a.json",), ("a.mp3", "a.txt")]
    assert {"*.hotseat", "*.json", "*.m4a", "*.srt"} <= set(kinds().split())


async def test_a_transcript_is_reviewed_by_the_question_it_answers(tmp_path: Path, paths: Paths) -> None:
    (tmp_path / "mock.txt").write_text(TALK)
    imported = await take([tmp_path / "mock.txt"], About(question="execution/library-holds"), paths)
    assert "Jo is taken for you" in imported.sentence
    assert (imported.waits, imported.reviewable) == (False, True)
    review_after(imported.folder, paths)
    review = read_review(SessionFolder(imported.folder))
    assert [one.question for one in review.questions] == ["execution/library-holds"]
    assert any(item.done for item in review.questions[0].items)
    assert open_report(imported.folder, paths).report is not None


@pytest.mark.skipif(sys.platform != "linux", reason="only there a file can have such a name")
async def test_a_name_and_a_question_that_are_not_utf_8_are_taken_in(tmp_path: Path, paths: Paths) -> None:
    file = tmp_path / os.fsdecode(b"caf\xe9 mock.txt")
    file.write_text(TALK)
    imported = await take([file], About(question=os.fsdecode(b"What are the goals of caf\xe9s?")), paths)
    assert imported.sentence.startswith("caf? mock was taken in.")
    session = open_session(imported.folder)
    assert session.manifest.title == "caf? mock"
    assert session.manifest.plan.question_text == "What are the goals of caf?s?"
    review_after(imported.folder, paths)
    with Index.open(paths.data) as index:
        assert [one.title for one in index.sessions()] == ["caf? mock"]


async def test_what_nobody_says_is_guessed_and_told(tmp_path: Path, paths: Paths) -> None:
    (tmp_path / "mock.txt").write_text(f"Sam: {WORDED_ANEW}\nJo: I assume one city.\n", encoding="utf-8")
    imported = await take([tmp_path / "mock.txt"], About(), paths)
    assert "Jo is taken for you." in imported.sentence  # though Sam says more
    assert "taken for Execution, and for the question “Holds at a city library”." in imported.sentence
    (tmp_path / "strategy.txt").write_text("Sam: Hello!\nJo: Hello to you, too.\n", encoding="utf-8")
    imported = await take([tmp_path / "strategy.txt"], About(), paths)
    assert imported.sentence.endswith("It is taken for Strategy, by which it is reviewed.")


async def test_a_recording_and_its_subtitles_are_one_interview(tmp_path: Path, paths: Paths) -> None:
    sound = write_wav(tmp_path / "mock.wav", tone(2.5))
    (tmp_path / "mock.srt").write_text(SRT)
    shares: list[float] = []
    about = About(question="How would you measure it?", speaker="jo")
    imported = await take([sound, tmp_path / "mock.srt"], about, paths, shares.append)
    session = open_session(imported.folder)
    assert [(one.asked, one.answered) for one in session.transcript] == [("Why?", "Because of it.")]
    assert session.manifest.plan.question_text == "How would you measure it?"
    assert (imported.waits, session.unkept_answers) == (True, (1,))
    assert shares == sorted(shares)
    assert leftovers(paths) == []


async def test_m4a_is_read_by_the_codec_of_qt(tmp_path: Path, paths: Paths) -> None:
    av = pytest.importorskip("av")
    import numpy as np

    file = tmp_path / "phone.m4a"
    with av.open(str(file), "w") as container:
        stream = container.add_stream("aac", rate=44_100)
        at = np.arange(44_100 * 2) / 44_100
        sound = (0.4 * np.sin(2 * np.pi * 440 * at)).astype(np.float32)
        for start in range(0, len(sound) - 1024, 1024):
            frame = av.AudioFrame.from_ndarray(sound[None, start : start + 1024], format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 44_100, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    imported = await take([file], About(), paths)
    assert open_session(imported.folder).manifest.seconds == pytest.approx(2.0, abs=0.15)

    file.write_bytes(b"\0\0\0\x20ftypM4A " + b"#EXTM3U\nfile:///etc/passwd\n" * 20)
    with pytest.raises(SpeechError, match=r"phone\.m4a is damaged"):
        await take([file], About(), paths)
    assert leftovers(paths) == []


@pytest.mark.parametrize(
    ("name", "data", "about", "error"),
    [
        ("a.wav", b"no sound", About(), SpeechError),
        ("a.hotseat", b"no bundle", About(), ImportRefused),
        ("a.zip", b"PK\x03\x04", About(), ImportRefused),
        ("a.m3u8", b"#EXTM3U\n/etc/passwd\n", About(), SpeechError),
        ("a.srt", b"", About(), ImportRefused),
        ("a.txt", TALK.encode(), About(speaker="Kim"), ImportRefused),
        ("a.txt", TALK.encode(), About(round="astrology"), PlanError),
        ("a.txt", TALK.encode(), About(question="execution/none"), PlanError),
        ("a.txt", TALK.encode(), About(question="Why?"), PlanError),
        ("none.txt", None, About(), ImportRefused),
    ],
)
async def test_what_is_refused_leaves_nothing(
    tmp_path: Path, paths: Paths, name: str, data: bytes | None, about: About, error: type[Exception]
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(error) as refused:
        await take([tmp_path / name], about, paths)
    assert str(refused.value).endswith((".", "?"))
    assert list(paths.sessions.iterdir()) == []
    assert leftovers(paths) == []


async def test_a_transcript_without_times_is_not_laid_over_a_recording(tmp_path: Path, paths: Paths) -> None:
    sound = write_wav(tmp_path / "mock.wav", tone(2.5))
    (tmp_path / "mock.txt").write_text(TALK)
    with pytest.raises(ImportRefused, match="without the recording"):
        await take([sound, tmp_path / "mock.txt"], About(), paths)


async def test_a_whole_session_goes_out_and_in(tmp_path: Path, paths: Paths) -> None:
    """With how it was spoken, which only `speech` can check."""
    mine = short(tmp_path / "mine")
    hear(mine)
    write_bundle(mine, tmp_path / "a.hotseat", Choices(by="Jo"))
    imported = await take([tmp_path / "a.hotseat"], About(), paths)
    session = open_session(imported.folder)
    assert session.events[1:] == open_session(mine).events[1:]
    assert heard(session.folder, session.answers[0]) == heard(SessionFolder(mine), session.answers[0]) is not None
    assert "nothing new" in (await take([tmp_path / "a.hotseat"], About(), paths)).sentence


async def test_a_partner_who_only_agreed_is_told_of_without_counts_of_nothing(tmp_path: Path, paths: Paths) -> None:
    mine = short(paths.sessions)
    write_bundle(mine, tmp_path / "a.hotseat", Choices())
    theirs = take_in(tmp_path / "a.hotseat", tmp_path, check_spoken).folder
    assert theirs is not None
    coach = Maker(Reviewer.RULES, "rule-based coach")
    gap = Annotation("gap-1", RemarkKind.GAP, 1.0, 2.0, 1, None, "goals", "Goals", "more members", "Because.", coach)
    write_stances(SessionFolder(theirs), Stances().taken(gap, Stance.AGREE), as_partner=True)
    write_return(theirs, tmp_path / "b.hotseat", "Ada")
    said = (await take([tmp_path / "b.hotseat"], About(), paths)).sentence
    assert said == "What Ada thinks of 1 remark stands beside it in the replay."
    assert "all of it is here already" in (await take([tmp_path / "b.hotseat"], About(), paths)).sentence


def test_a_delivery_is_checked_by_the_model_that_reads_it() -> None:
    good = asdict(Spoken((SpokenWord(0, "um", 0.0, 0.1, Kind.WORD, 0.9, Timing.ALIGNED),), (), 1.0))
    check_spoken(good)
    word = good["words"][0]
    for bad in ({}, None, {**good, "seconds": "1"}, {**good, "words": [{**word, "start": None}]}):
        with pytest.raises(ValueError, match="validation"):
            check_spoken(bad)


async def test_cancelled_it_leaves_nothing(tmp_path: Path, paths: Paths) -> None:
    mine = short(tmp_path / "mine")
    write_bundle(mine, tmp_path / "a.hotseat", Choices())
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()

    def told(_share: float) -> None:
        loop.call_soon_threadsafe(begun.set)

    task = asyncio.create_task(take([tmp_path / "a.hotseat"], About(), paths, told))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    done = [path for path in paths.sessions.iterdir() if path.name != mine.name]
    assert done == []
