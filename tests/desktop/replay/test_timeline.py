"""The time line and the script of a session: when what was heard, and what is heard at a moment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from desktop.delivery.storage import keep
from desktop.replay.annotated import of_note
from desktop.replay.marks import markers_of
from desktop.replay.opening import open_replay
from desktop.replay.script import Script, script_of, spread
from desktop.replay.timeline import timeline_of
from desktop.view_state import Speaker
from interviewer.errors import SessionDamaged, SessionMissing
from interviewer.events import (
    AnswerBegan,
    AnswerEnded,
    AnswerKept,
    AnswerTyped,
    By,
    Event,
    LineBegan,
    LineSaid,
    Role,
    SessionStarted,
)
from interviewer.records.library import open_session
from interviewer.records.notes import new_note
from interviewer.review.annotations import Mark
from speech.words import Utterance, Word
from tests.interviewer.records import sessions
from tests.speech.delivery.said import say
from tests.support import replayed


@pytest.fixture
def short(tmp_path: Path) -> Path:
    return replayed.short(tmp_path / "sessions")


def heard(script: Script, seconds: float) -> tuple[int, str]:
    turn, stretch = script.at(seconds)
    return turn, script.turns[turn].stretches[stretch].text if stretch >= 0 else ""


def test_sounds_stand_where_they_were_heard(short: Path) -> None:
    line = timeline_of(open_session(short))
    assert [clip.path.name for clip in line.interviewer] == ["q0001.wav", "q0002.wav"]
    assert [clip.start for clip in line.interviewer] == pytest.approx([0.0, 8.2])
    assert [clip.seconds for clip in line.interviewer] == pytest.approx([1.8, 1.2])
    assert [clip.path.name for clip in line.you] == ["0001-candidate.wav", "0002-candidate.wav"]
    assert line.you[0].start == pytest.approx(2.3)
    assert line.seconds == pytest.approx(11.4)
    assert line.missing == ()


def test_phases_are_bands_that_meet(short: Path) -> None:
    line = timeline_of(open_session(short))
    assert [band.title for band in line.bands] == ["Clarify", "Metrics"]
    assert [band.start for band in line.bands] == pytest.approx([0.0, 8.2])
    assert [band.end for band in line.bands] == pytest.approx([8.2, 11.4])
    assert [band.title if (band := line.band_at(at)) else "" for at in (0.0, 8.0, 9.0, 99.0)] == [
        "Clarify", "Clarify", "Metrics", "Metrics",
    ]  # fmt: skip


def test_a_sound_that_is_gone_is_named_and_the_rest_stays(short: Path) -> None:
    (short / "audio" / "0001-candidate.wav").unlink()
    (short / "audio" / "q0002.wav").write_bytes(b"nothing")
    line = timeline_of(open_session(short))
    assert set(line.missing) == {"audio/0001-candidate.wav", "audio/q0002.wav"}
    assert len(line.clips) == 2
    assert line.seconds == pytest.approx(11.4)


def test_a_stopped_line_ends_where_it_was_stopped(tmp_path: Path) -> None:
    story = replayed.begin(tmp_path)
    story.record.append(LineBegan(t=1.0, line=1, role=Role.QUESTION, item="i", text="one two three four"))
    replayed.write_sound(story.folder / "audio/q0001.wav", 4.0)
    story.record.append(
        LineSaid(
            t=5.0, line=1, role=Role.QUESTION, item="i", text="one two three four", seconds=4.0, heard_seconds=2.0,
            stopped=True, file="audio/q0001.wav",
        )
    )  # fmt: skip
    story.now = 5.0
    session = open_session(story.close())
    (clip,) = timeline_of(session).interviewer
    assert (clip.start, clip.seconds) == (3.0, 2.0)
    assert heard(script_of(session.events), 3.1) == (0, "one")


def test_names_out_of_the_events_reach_no_other_file(tmp_path: Path) -> None:
    story = replayed.begin(tmp_path)
    replayed.write_sound(tmp_path / "q0001.wav", 1.0)
    for file in ("../../q0001.wav", "../q0001.wav", str(tmp_path / "q0001.wav"), "session.json"):
        story.record.append(
            LineSaid(
                t=2.0, line=1, role=Role.PROBE, item="i", text="x", seconds=1.0, heard_seconds=1.0, stopped=False,
                file=file,
            )
        )  # fmt: skip
    line = timeline_of(open_session(story.close()))
    assert line.clips == ()
    assert len(line.missing) == 4


def test_each_word_of_an_answer_is_found_at_its_time(short: Path) -> None:
    script = script_of(open_session(short).events)
    assert [turn.speaker for turn in script.turns] == [
        Speaker.INTERVIEWER, Speaker.YOU, Speaker.INTERVIEWER, Speaker.YOU,
    ]  # fmt: skip
    answer = script.turns[1]
    for word in answer.stretches:
        assert heard(script, word.start + 0.01) == (1, word.text)
    assert [word.text for word in answer.stretches if word.unsure] == ["scuffed"]
    assert [(word.text, round(word.pause)) for word in answer.stretches if word.pause] == [("loans", 3)]


def test_an_answer_that_was_listened_to_shows_all_that_was_said(short: Path) -> None:
    spoken = say("um a loan counts [2.5] you know, when it's given back").moved(2.4)
    unsure = replace(spoken.words[2], confidence=0.3)
    spoken = replace(spoken, words=(*spoken.words[:2], unsure, *spoken.words[3:]))
    script = script_of(open_session(short).events, {1: spoken})
    answer = script.turns[1]
    assert answer.text == "um a loan counts you know, when it's given back"
    assert [word.text for word in answer.stretches if word.filler] == ["um", "you", "know,"]
    assert [word.text for word in answer.stretches if word.unsure] == ["loan"]
    assert [(word.text, round(word.pause, 2)) for word in answer.stretches if word.pause] == [("you", 2.5)]
    assert script.turns[3].text == script_of(open_session(short).events).turns[3].text


def test_fillers_and_pauses_can_be_left_untold(short: Path) -> None:
    session = open_session(short)
    keep(session.folder, session.answers[0], "base", say("um a loan [2.5] counts").moved(2.4))
    told, untold = open_replay(short), open_replay(short, hide_disfluencies=True)
    assert any(stretch.filler for turn in told.script.turns for stretch in turn.stretches)
    stretches = [stretch for turn in untold.script.turns for stretch in turn.stretches]
    assert not any(stretch.filler or stretch.pause for stretch in stretches)
    assert untold.script.turns[1].text == session.answers[0].text


def test_what_was_typed_follows_what_was_heard() -> None:
    words = tuple(Word(text, 1.0 + n, 1.5 + n, 0.9) for n, text in enumerate(("because", "of")))
    events: list[Event] = [
        SessionStarted(t=0, round="r", question="q", minutes=5, mode="practice", engines=MappingProxyType({})),
        AnswerBegan(t=1.0, frame=16000, answer=1, line=1),
        AnswerKept(t=3.0, answer=1, utterances=(Utterance("because of", 1.0, 2.5, 0.9, words),), model="base"),
        AnswerTyped(t=4.0, answer=1, text="loans"),
        AnswerEnded(t=4.0, answer=1, by=By.TYPED, seconds=3.0),
    ]
    script = script_of(tuple(events), {1: say("uh because of").moved(1.0)})
    assert script.turns[0].text == "uh because of loans"


def test_in_a_pause_nothing_is_heard_and_the_turn_stays(short: Path) -> None:
    script = script_of(open_session(short).events)
    assert heard(script, 2.35) == (1, "")  # the answer has begun, the first word has not
    assert heard(script, 5.5) == (1, "")
    assert heard(script, -1.0) == (-1, "")


def test_lines_are_spread_by_their_letters() -> None:
    words = list(spread("a long one", 10.0, 20.0))
    assert [word.text for word in words] == ["a", "long", "one"]
    assert [word.start for word in words] == pytest.approx([10.0, 10 + 20 / 11, 10 + 70 / 11])
    assert words[-1].end == pytest.approx(20.0)
    assert [word.text for word in spread("shown only", 3.0, 3.0)] == ["shown only"]
    assert list(spread(" ", 3.0, 5.0)) == []


def test_live_text_is_followed_by_utterance(short: Path) -> None:
    script = script_of(open_session(short).events)
    assert heard(script, 9.5) == (3, "it needs a lender too")


def test_a_typed_answer_is_one_stretch() -> None:
    events: list[Event] = [
        SessionStarted(t=0, round="r", question="q", minutes=5, mode="practice", engines=MappingProxyType({})),
        LineBegan(t=0.0, line=1, role=Role.QUESTION, item="i", text="Why?"),
        AnswerBegan(t=1.0, frame=16000, answer=1, line=1),
        AnswerTyped(t=4.0, answer=1, text="because\nof \ufffc loans"),
        AnswerEnded(t=4.0, answer=1, by=By.TYPED, seconds=3.0),
        AnswerBegan(t=5.0, frame=80000, answer=2, line=1),
        AnswerEnded(t=6.0, answer=2, by=By.KEY, seconds=1.0),
    ]
    script = script_of(tuple(events))
    assert [(turn.text, turn.typed) for turn in script.turns] == [
        ("Why?", False), ("because of loans", True), ("", False),
    ]  # fmt: skip
    assert heard(script, 1.2) == (1, "because of loans")
    assert heard(script, 3.0) == (1, "")
    assert heard(script, 5.5) == (2, "")


def test_a_line_put_into_an_answer_is_heard_there_and_the_answer_again_behind_it(tmp_path: Path) -> None:
    story = replayed.begin(tmp_path)
    story.say("Why?", role=Role.QUESTION)
    story.answer("one two three four five six seven eight", pause=(4, 4.0))
    story.now = 2.5  # into the pause
    story.say("Two minutes left", role=Role.TIME_CALL, seconds=1.0)
    story.now = 8.0
    script = script_of(open_session(story.close()).events)
    assert [heard(script, at) for at in (0.35, 2.55, 5.55)] == [(1, "one"), (2, "Two"), (1, "five")]


def test_markers_tell_hints_troubles_losses_and_notes(tmp_path: Path) -> None:
    session = open_session(replayed.long(tmp_path, minutes=6))
    note = new_note(100.0, "mine")
    markers = markers_of(session.events, (of_note(note),))
    assert {marker.kind for marker in markers} == {Mark.HINT, Mark.TROUBLE, Mark.LOST, Mark.NOTE}
    assert [marker.at for marker in markers] == sorted(marker.at for marker in markers)
    assert "0.5 s" in next(marker.text for marker in markers if marker.kind is Mark.LOST)
    assert next(marker for marker in markers if marker.kind is Mark.NOTE).id == note.id


def test_opening_tells_what_is_to_be_known(tmp_path: Path) -> None:
    whole = open_replay(sessions.hold(tmp_path))
    assert whole.remarks == ()
    assert whole.call is None
    (whole.session.folder.path / "audio" / "0001-candidate.wav").unlink()
    assert open_replay(whole.session.folder.path).remarks == (
        "The sound of this session is missing. The transcript can be read.",
    )


def test_an_interview_that_is_being_held_opens_as_far_as_it_got(tmp_path: Path) -> None:
    record = sessions.begin(tmp_path)
    sessions.ask(record, 1, 0.25)
    try:
        opened = open_replay(record.folder)
        assert "being held now" in opened.remarks[0]
        assert len(opened.script.turns) == 1
    finally:
        record.close()


def test_notes_that_do_not_read_do_not_keep_a_session_closed(tmp_path: Path) -> None:
    path = sessions.hold(tmp_path)
    (path / "notes.json").write_text("{", encoding="utf-8")
    opened = open_replay(path)
    assert "do not read" in opened.notes_problem
    assert opened.notes.notes == ()


def test_what_is_no_session_says_so(tmp_path: Path) -> None:
    with pytest.raises(SessionMissing):
        open_replay(tmp_path / "nowhere")
    path = sessions.hold(tmp_path)
    (path / "session.json").write_text("{", encoding="utf-8")
    with pytest.raises(SessionDamaged):
        open_replay(path)
