"""Words that were misheard: corrected beside what was heard, found again after a second transcription, or stale."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from interviewer.errors import RecordNotWritten, SessionTooNew
from interviewer.records import durable
from interviewer.records.corrections import Correction, Corrections, new_correction, read_corrections, write_corrections
from interviewer.records.folder import SessionFolder
from interviewer.records.index import Index
from interviewer.records.library import Session, append_later, open_session
from interviewer.records.mending import Mended, mended, pieces
from speech.words import Utterance, Word
from tests.interviewer.records import sessions

SAID = "We watch the gardrails and, the trade of."


def utterance(text: str, start: float = 1.0, step: float = 0.5) -> Utterance:
    words = tuple(Word(word, start + step * n, start + step * (n + 0.8), 0.9) for n, word in enumerate(text.split()))
    return Utterance(text, words[0].start, words[-1].end, 0.9, words)


def correct(read: str, text: str, at: float, *, heard: str | None = None) -> Correction:
    return new_correction(1, at, at + 0.4, heard=read if heard is None else heard, read=read, text=text)


def words(done: Mended) -> list[str]:
    return [word.text for one in done.utterances for word in one.words]


@pytest.fixture
def folder(tmp_path: Path) -> SessionFolder:
    return SessionFolder(sessions.hold(tmp_path / "sessions", said=SAID))


def opened(folder: SessionFolder) -> Session:
    return open_session(folder.path)


# -- in words


def test_a_word_takes_the_place_and_the_time_of_the_one_it_was_heard_as() -> None:
    heard = utterance(SAID)
    done = mended((heard,), [correct("gardrails", "guardrails", 2.5)])
    (now,) = done.utterances
    assert now.text == "We watch the guardrails and, the trade of."
    assert [(word.start, word.end) for word in now.words] == [(word.start, word.end) for word in heard.words]
    assert now.words[3].probability == 1.0
    assert [(one.first, one.behind) for one in done.placed] == [(3, 4)]


def test_other_many_words_share_the_time_of_the_run() -> None:
    done = mended((utterance(SAID),), [correct("trade of.", "trade-off.", 4.0)])
    assert words(done)[-2:] == ["the", "trade-off."]
    assert (done.utterances[0].words[-1].start, done.utterances[0].words[-1].end) == pytest.approx((4.0, 4.9))
    more = mended((utterance(SAID),), [correct("gardrails", "guard rails too", 2.5)]).utterances[0].words[3:6]
    assert [word.text for word in more] == ["guard", "rails", "too"]
    assert (more[0].start, more[-1].end) == pytest.approx((2.5, 2.9))
    assert all(one.end == other.start for one, other in pairwise(more))


def test_of_the_same_word_twice_the_one_at_that_time_is_corrected() -> None:
    assert words(mended((utterance(SAID),), [correct("the", "a", 3.5)])).index("a") == 5
    assert words(mended((utterance(SAID),), [correct("the", "a", 2.0)])).index("a") == 2


def test_a_run_over_two_utterances_and_one_that_was_never_said() -> None:
    row = (utterance("we watch the"), utterance("guard rails", 3.0), utterance("thank you", 5.0))
    done = mended(row, [correct("the guard", "these", 2.0), correct("thank you", "", 5.0)])
    assert [one.text for one in done.utterances] == ["we watch these", "rails"]
    shown = list(pieces(7, done.placed))
    assert [piece.removed for piece in shown] == [False] * 4 + [True]
    assert [(piece.first, piece.behind) for piece in shown] == [(0, 1), (1, 2), (2, 4), (4, 5), (5, 7)]


def test_what_was_heard_as_a_filler_alone_is_put_in_at_its_time() -> None:
    done = mended((utterance(SAID),), [correct("", "all", 1.9, heard="um")])
    assert words(done)[:4] == ["We", "watch", "all", "the"]
    assert [(one.first, one.behind) for one in done.placed] == [(2, 2)]


def test_text_without_times_of_its_words_is_corrected_as_text() -> None:
    cue = Utterance("the gardrails hold", 4.0, 9.0, 1.0)
    done = mended((cue,), [correct("gardrails", "guardrails", 4.0)])
    assert done.utterances == (Utterance("the guardrails hold", 4.0, 9.0, 1.0),)


def test_a_second_transcription_keeps_a_correction_where_its_words_still_are() -> None:
    one = correct("gardrails", "guardrails", 2.5)
    again = mended((utterance("So, we watch the Gardrails, and more.", 0.9),), [one])
    assert "guardrails" in words(again)
    gone = mended((utterance("We watch the cartwheels and more."),), [one])
    assert (gone.stale, gone.placed) == ((one,), ())
    assert gone.utterances[0].text == "We watch the cartwheels and more."
    right = mended((utterance("We watch the guardrails and more."),), [one])
    assert (right.stale, right.placed) == ((), ())
    far = mended((utterance("We watch the gardrails", 30.0),), [one])
    assert far.stale == (one,)


# -- in a session


def test_everybody_who_reads_a_session_reads_what_was_corrected(folder: SessionFolder) -> None:
    before = folder.events.read_bytes()
    write_corrections(folder, Corrections((correct("gardrails", "guardrails", 0.5),)))
    session = opened(folder)
    (answer,) = session.answers
    assert answer.text == "We watch the guardrails and, the trade of."
    assert session.transcript[0].answered == answer.text
    assert [one.text for one in answer.heard] == [SAID]
    assert folder.events.read_bytes() == before
    assert session.stale_corrections == ()


def test_a_later_transcription_of_the_answer_leaves_a_stale_one_and_says_which(folder: SessionFolder) -> None:
    one = correct("gardrails", "guardrails", 0.5)
    write_corrections(folder, Corrections((one,)))
    append_later(folder.path, [sessions.kept(1, 0.525, "We watch the cartwheels.")])
    session = opened(folder)
    assert session.answers[0].text == "We watch the cartwheels."
    assert session.stale_corrections == (one,)
    append_later(folder.path, [sessions.kept(1, 0.525, "All gardrails hold.")])
    assert opened(folder).answers[0].text == "All guardrails hold."
    assert opened(folder).stale_corrections == ()


def test_a_library_finds_what_was_said_and_no_longer_what_was_heard(folder: SessionFolder) -> None:
    data = folder.path.parent.parent
    with Index.open(data) as index:
        assert len(index.search("gardrails")) == 1
        write_corrections(folder, Corrections((correct("gardrails", "guardrails", 0.5),)))
        assert index.refresh().read == 1
        assert [len(index.search(word)) for word in ("guardrails", "gardrails")] == [1, 0]
        write_corrections(folder, Corrections())
        index.refresh()
        assert [len(index.search(word)) for word in ("guardrails", "gardrails")] == [0, 1]


# -- on the disk


def test_what_a_later_version_or_another_hand_wrote_is_carried_along(folder: SessionFolder) -> None:
    one = correct("gardrails", "guardrails", 0.5)
    kept = {"format": 1, "tint": "blue", "corrections": [{**one.model_dump(), "why": "x"}, {"id": "broken"}]}
    folder.corrections.write_text(json.dumps(kept), encoding="utf-8")
    found = read_corrections(folder)
    write_corrections(folder, found.changed((), [correct("watch", "want", 0.5)]))
    again = json.loads(folder.corrections.read_text(encoding="utf-8"))
    assert again["tint"] == "blue"
    assert {entry["id"]: entry.get("why") for entry in again["corrections"]}[one.id] == "x"
    assert again["corrections"][-1] == {"id": "broken"}
    write_corrections(folder, read_corrections(folder).changed([one.id]))
    assert [entry.text for entry in read_corrections(folder).all] == ["want"]


@pytest.mark.parametrize("text", ["{", "[]", '{"format": true}', '{"corrections": []}', "[" * 100_000])
def test_a_file_that_does_not_read_hides_no_session_and_is_put_aside(folder: SessionFolder, text: str) -> None:
    folder.corrections.write_text(text, encoding="utf-8")
    session = opened(folder)
    assert session.answers[0].text == SAID
    assert "does not read" in session.corrections_problem
    write_corrections(folder, Corrections((correct("watch", "want", 0.5),)))
    assert opened(folder).answers[0].text.startswith("We want")
    assert (folder.path / "corrections.json.damaged").read_text(encoding="utf-8") == text


def test_one_of_a_later_format_stays_and_the_text_is_as_it_was_heard(folder: SessionFolder) -> None:
    folder.corrections.write_text('{"format": 2}', encoding="utf-8")
    assert "Update it" in opened(folder).corrections_problem
    with pytest.raises(SessionTooNew):
        write_corrections(folder, Corrections())
    assert folder.corrections.read_text(encoding="utf-8") == '{"format": 2}'


def test_a_full_disk_loses_no_correction(folder: SessionFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    write_corrections(folder, Corrections((correct("gardrails", "guardrails", 0.5),)))

    def full(_descriptor: int, _data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable, "write_all", full)
    with pytest.raises(RecordNotWritten, match="disk is full"):
        write_corrections(folder, Corrections())
    assert len(read_corrections(folder).all) == 1
