"""Transcripts of other programs are read as who said what and when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.errors import ImportRefused
from interviewer.records.foreign import LARGEST_BYTES, Turn, candidate_of, read_turns

SRT = """1
00:00:01,000 --> 00:00:03,500
Sam: What are the goals
of holds?

2
00:00:04,000 --> 00:00:06,000
Jo: <i>Shorter waits.</i>

3
00:01:06,250 --> 00:01:08,000
{\\an8}And fewer idle books.

4
00:01:09,000 --> 00:01:10,000
Sam: Why?
"""
VTT = """WEBVTT - a call

NOTE Sam: this is no cue

STYLE
::cue { color: red }

1
00:01.000 --> 00:03.500 align:start
<v Sam Lee>What are the goals &amp; why?

00:04.000 --> 00:06.000
<v.loud Jo>Shorter <b>waits</b>.</v>
"""
TEAMS = """Sam Lee  0:03
What are the goals of holds?

Jo  0:08
Shorter waits.
And fewer idle books.

Sam Lee  1:02:10
Why?
"""
STAMPED = """[00:00:01] Sam: What are the goals?
[00:00:04] Jo: One thing: shorter waits.
(0:00:09) Sam: Why?
"""
PLAIN = "Interviewer: What are the goals?\n\nMe: Shorter waits.\nMy reason: people queue.\nInterviewer: Why?\n"


def said(text: str) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in read_turns(text.encode(), "call")]


def times(turns: tuple[Turn, ...]) -> list[tuple[float, float]]:
    return [(turn.start, turn.end) for turn in turns]


def test_srt() -> None:
    turns = read_turns(SRT.replace("\n", "\r\n").encode("utf-8-sig"), "call.srt")
    assert [(turn.speaker, turn.text) for turn in turns] == [
        ("Sam", "What are the goals of holds?"),
        ("Jo", "Shorter waits. And fewer idle books."),
        ("Sam", "Why?"),
    ]
    assert times(turns) == [(1.0, 3.5), (4.0, 68.0), (69.0, 70.0)]
    assert [piece.start for piece in turns[1].pieces] == [4.0, 66.25]
    assert all(turn.timed for turn in turns)


def test_vtt() -> None:
    turns = read_turns(VTT.encode(), "call.vtt")
    assert [(turn.speaker, turn.text) for turn in turns] == [
        ("Sam Lee", "What are the goals & why?"),
        ("Jo", "Shorter waits."),
    ]
    assert times(turns) == [(1.0, 3.5), (4.0, 6.0)]


def test_text_with_a_speaker_and_a_time_on_lines_of_their_own() -> None:
    turns = read_turns(TEAMS.encode(), "call.txt")
    assert [(turn.speaker, turn.text) for turn in turns] == [
        ("Sam Lee", "What are the goals of holds?"),
        ("Jo", "Shorter waits. And fewer idle books."),
        ("Sam Lee", "Why?"),
    ]
    assert [turn.start for turn in turns] == [3.0, 8.0, 3730.0]
    assert all(turn.timed for turn in turns)


def test_text_with_times_before_the_speakers() -> None:
    assert said(STAMPED) == [("Sam", "What are the goals?"), ("Jo", "One thing: shorter waits."), ("Sam", "Why?")]


def test_text_without_times_gets_them_at_a_normal_pace() -> None:
    turns = read_turns(PLAIN.encode(), "call.txt")
    assert [turn.speaker for turn in turns][:2] == ["Interviewer", "Me"]
    assert not any(turn.timed for turn in turns)
    assert times(turns)[:2] == [(0.0, 1.6), (1.6, 2.4)]


def test_words_before_a_colon_are_no_speaker_unless_they_come_again() -> None:
    lines = ["Interviewer: Why?", "Me: Because.", "My reason: people queue.", *["and so on"] * 6]
    assert [speaker for speaker, _ in said("\n".join(lines))] == ["Interviewer", "Me"]


def test_text_without_speakers_is_one_persons() -> None:
    assert said("Shorter waits.\n\nAnd fewer idle books.") == [("", "Shorter waits. And fewer idle books.")]


def test_other_encodings() -> None:
    assert read_turns("Jo: Café".encode("utf-16"), "x")[0].text == "Café"
    assert read_turns("Jo: Café".encode("cp1252"), "x")[0].text == "Café"


@pytest.mark.parametrize(
    ("text", "wanted", "name"),
    [
        (PLAIN, "", "Me"),
        (SRT.replace("books", "books on the shelves"), "", "Jo"),
        (SRT, "sam", "Sam"),
        ("Host: " + "word " * 50 + "\nJo: Yes.\nHost: So.\nJo: No.", "", "Jo"),
    ],
)
def test_who_the_candidate_is(text: str, wanted: str, name: str) -> None:
    assert candidate_of(read_turns(text.encode(), "x"), wanted) == name


def test_a_speaker_who_is_not_there_is_told_with_those_who_are() -> None:
    with pytest.raises(ImportRefused, match="Jo, Sam"):
        candidate_of(read_turns(SRT.encode(), "x"), "Kim")


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"WEBVTT\n\n", b"PK\x00\x03binary", b"x" * (LARGEST_BYTES + 1), b"Jo: a\n[99:00:00] Jo: b"],
)
def test_what_is_no_transcript_is_refused(data: bytes) -> None:
    with pytest.raises(ImportRefused):
        read_turns(data, "x.txt")


@given(st.text(alphabet="ab:<>v-[]()0123456789,. \n\t", max_size=200))
def test_whatever_it_says_times_go_forward_and_text_is_printable(text: str) -> None:
    try:
        turns = read_turns(text.encode(), "x")
    except ImportRefused:
        return
    starts = [piece.start or 0.0 for turn in turns for piece in turn.pieces]
    assert starts == sorted(starts)
    assert all(turn.end >= turn.start >= 0 and turn.text.isprintable() for turn in turns)
