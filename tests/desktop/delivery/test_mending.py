"""What was corrected in a hearing: words, times, ids, figures and remarks; and that nobody listens again for it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from desktop.delivery.figures import delivery_of
from desktop.delivery.mending import reading_of
from desktop.delivery.remarks import delivery_annotations
from desktop.delivery.storage import Heard, heard, heard_in, keep, unheard, words_of
from desktop.delivery.values import SessionDelivery
from desktop.replay.script import session_script, without_removed
from interviewer.records.corrections import Correction, Corrections, new_correction, write_corrections
from interviewer.records.library import Session, append_later, open_session
from interviewer.review.annotations import annotations_of
from interviewer.review.storage import read_review
from speech.delivery.words import Kind, Spoken
from tests.interviewer.records import sessions
from tests.speech.delivery.said import say
from tests.support import replayed

SPOKEN = say("We want more um completed [2.4] loans you know, and some and some scuffed returns").moved(2.4)
VERBATIM = SPOKEN.verbatim
AT = {word.text: word.start for word in SPOKEN.words}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = replayed.short(tmp_path)
    session = open_session(made)
    keep(session.folder, session.answers[0], "base", SPOKEN)
    return made


def correct(folder: Path, *corrections: Correction) -> Session:
    write_corrections(open_session(folder).folder, Corrections(corrections))
    return open_session(folder)


def of(read: str, text: str, at: float, heard: str | None = None) -> Correction:
    return new_correction(1, at, at + 0.3, heard=read if heard is None else heard, read=read, text=text)


def first(session: Session) -> Heard:
    (found,) = heard_in(session)
    return found


def holds_together(spoken: Spoken) -> None:
    assert [word.id for word in spoken.words] == list(range(len(spoken.words)))
    assert all(0 <= one < len(spoken.words) for word in spoken.reading for one in word.ids)
    assert all(one.start <= one.end <= other.start + 0.001 for one, other in pairwise(spoken.words))


def test_a_word_is_another_one_in_the_hearing_too_and_nobody_listens_again(folder: Path) -> None:
    file = folder / "delivery" / "0001.json"
    before = file.read_bytes()
    session = correct(folder, of("loans", "lawns", AT["loans"]))
    spoken = first(session).spoken
    holds_together(spoken)
    assert spoken.verbatim == VERBATIM.replace("loans", "lawns")
    assert "completed lawns" in spoken.text
    assert unheard(session, heard_in(session)) == ()
    assert file.read_bytes() == before
    assert " ".join(word.text for word in words_of(session.answers[0])).startswith("We want more completed loans")
    again = correct(folder)
    assert first(again).spoken.verbatim == VERBATIM


def test_more_and_fewer_words_keep_the_ids_of_both_texts_together(folder: Path) -> None:
    more = first(correct(folder, of("completed loans", "loans given back", AT["completed"]))).spoken
    holds_together(more)
    assert "um loans given back you" in more.verbatim
    there = {word.text: word.ids for word in more.reading}
    assert [more.words[one].text for text in ("loans", "given", "back") for one in there[text]] == [
        "loans", "given", "back",
    ]  # fmt: skip
    fewer = first(correct(folder, of("scuffed returns", "scuffs", AT["scuffed"]))).spoken
    holds_together(fewer)
    assert fewer.words[-1].text == "scuffs"
    assert (fewer.words[-1].start, fewer.words[-1].end) == (SPOKEN.words[-2].start, SPOKEN.words[-1].end)


def test_a_filler_that_was_none_is_counted_no_more(folder: Path) -> None:
    assert len(delivery(open_session(folder)).fillers) == 2
    session = correct(folder, of("", "", AT["um"], heard="um"))
    spoken = first(session).spoken
    holds_together(spoken)
    assert "um" not in spoken.verbatim.split()
    assert len(delivery(session).fillers) == 1
    assert session.answers[0].text == open_session(folder).answers[0].text
    put_in = first(correct(folder, of("", "all", AT["um"], heard="um"))).spoken
    assert "more all completed" in put_in.verbatim
    assert "more all completed" in put_in.text


def delivery(session: Session) -> SessionDelivery:
    found = delivery_of(session, heard_in(session))
    assert found is not None
    return found


def test_a_repeat_that_was_none_is_counted_no_more(folder: Path) -> None:
    kinds = [word.kind for word in first(open_session(folder)).spoken.words]
    assert kinds.count(Kind.REPEAT) == 2
    spoken = first(correct(folder, of("", "in fine", AT["know,"], heard="and some"))).spoken
    assert [word.kind for word in spoken.words].count(Kind.REPEAT) == 0


def test_a_hearing_of_another_text_is_still_none(folder: Path) -> None:
    session = correct(folder, of("loans", "lawns", AT["loans"]))
    append_later(folder, [sessions.kept(1, 9.0, "Something else entirely")])
    session = open_session(folder)
    assert heard(session.folder, session.answers[0]) is None
    assert [one.text for one in session.stale_corrections] == ["lawns"]


def test_remarks_keep_their_ids_when_their_words_are_corrected(tmp_path: Path) -> None:
    folder = replayed.long(tmp_path, minutes=2)
    replayed.remark(folder, 20)
    replayed.hear(folder)
    session = open_session(folder)
    review = read_review(session.folder, "model")
    before = annotations_of(review, session.answers)
    one = next(each for each in before if each.words is not None)
    assert one.words is not None
    told = list(delivery_annotations(delivery(session)))
    word = session.answers[one.answer - 1].heard_tokens[one.words[0]]
    other = new_correction(one.answer, word.start, word.end, heard=word.text, read=word.text, text="otherwise said")
    after = correct(folder, other)
    assert after.answers[one.answer - 1].text != session.answers[one.answer - 1].text
    assert {each.id for each in annotations_of(review, after.answers)} == {each.id for each in before}
    again = next(each for each in annotations_of(review, after.answers) if each.id == one.id)
    assert (again.start, again.end, again.words) == (one.start, one.end, one.words)
    assert {each.id for each in delivery_annotations(delivery(after))} == {each.id for each in told}


def test_a_transcript_shows_what_was_corrected_taken_out_and_heard(folder: Path) -> None:
    session = correct(folder, of("loans", "lawns", AT["loans"]), of("", "", AT["um"], heard="um"))
    turn = session_script(session, heard_in(session)).turns[1]
    assert [(one.text, one.removed) for one in turn.stretches if one.said is not None and one.said.correction] == [
        ("um", True), ("lawns", False),
    ]  # fmt: skip
    assert [one.said.heard for one in turn.stretches if one.said is not None and one.said.correction] == ["um", "loans"]
    assert "um" not in turn.text.split()
    assert all(
        not one.removed for one in without_removed(session_script(session, heard_in(session))).turns[1].stretches
    )
    reading = session_script(session, ()).turns[1]
    assert reading.text.startswith("We want more completed lawns")


def test_the_reading_words_of_a_run_are_found() -> None:
    spoken = say("We want um more um")
    assert reading_of(spoken, 1, 4) == (1, 3)
    assert reading_of(spoken, 2, 3) == (2, 2)
    assert reading_of(spoken, 4, 5) == (3, 3)
