"""What an interview looks like in a terminal of 80 columns, and as lines for a program."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import MappingProxyType

import pytest

from desktop.terminal.screen import METER_CELLS, STAGES, JsonLines, Screen, clock, meter, minutes
from interviewer.events import (
    AnswerKept,
    AnswerTyped,
    Event,
    Fault,
    Gap,
    Key,
    LevelShown,
    LineBegan,
    LineSaid,
    MicrophoneReady,
    Part,
    Paused,
    PhaseBegan,
    Refused,
    Restored,
    Resumed,
    Role,
    SegmentHeard,
    SessionEnded,
    SessionStarted,
    SilenceCounted,
    ThinkingBegan,
    Ticked,
    from_json,
)
from interviewer.state import Stage
from speech.words import Utterance, Word
from tests.interviewer.table import Table

LONG = "How would you find out whether the people who hold books come back? " * 4


class Terminal(io.StringIO):
    def __init__(self, *, live: bool) -> None:
        super().__init__()
        self.live = live

    def isatty(self) -> bool:
        return self.live


class Window:
    """A screen on a terminal of 80 columns."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, live: bool = True) -> None:
        monkeypatch.setenv("COLUMNS", "80")
        self.table = Table().at(Stage.LISTENING)
        self.prompt: str | None = None
        self.out = Terminal(live=live)
        self.screen = Screen(lambda: self.table.state, lambda: self.prompt, self.out)

    def shown(self, *events: Event) -> str:
        self.out.seek(0)
        self.out.truncate()
        for event in events:
            self.screen.show(event)
        return self.out.getvalue()


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Window:
    return Window(monkeypatch)


def started(mode: str = "practice") -> SessionStarted:
    return SessionStarted(
        t=0, round="execution", question="q", minutes=20, mode=mode, engines=MappingProxyType({"voice": "none"})
    )


def began(text: str) -> LineBegan:
    return LineBegan(t=0, line=1, role=Role.QUESTION, item="q", text=text)


def said(text: str) -> LineSaid:
    return LineSaid(
        t=0, line=1, role=Role.QUESTION, item="q", text=text, seconds=1, heard_seconds=1, stopped=False, file=""
    )


def heard(text: str) -> SegmentHeard:
    return SegmentHeard(t=0, answer=1, utterance=Utterance(text, 0, 1, 0.9))


SHOWN: list[tuple[Event, str]] = [
    (started(), "20 minutes, practice."),
    (MicrophoneReady(t=0, device="Built-in", rate=48_000), "Microphone: Built-in"),
    (began("Why?"), "Interviewer  Why?"),
    (heard("I would count."), "You          I would count."),
    (AnswerTyped(t=0, answer=1, text="Typed."), "You          Typed."),
    (PhaseBegan(t=0, phase="clarify", seconds=90), "1:30 min]"),
    (ThinkingBegan(t=0, until=60), "(take your time)"),
    (Paused(t=0), "(paused)"),
    (Resumed(t=0), "(going on)"),
    (Fault(t=0, part=Part.VOICE, code="x", sentence="The voice failed."), "!            The voice failed."),
    (Refused(t=0, key=Key.HINT, sentence="No hints."), "!            No hints."),
    (Restored(t=0, part=Part.VOICE, sentence="It is back."), "It is back."),
    (Gap(t=0, frames=8000, cause="it was away"), "0.5 s of sound are missing (it was away)."),
    (
        AnswerKept(t=0, answer=2, utterances=(Utterance("a b", 0, 1, 1, (Word("a", 0, 1, 1),) * 2),), model="m"),
        "Answer 2 transcribed carefully: 2 words.",
    ),
    (SessionEnded(t=0, reason="time"), "The interview is over: time is up."),
    (SessionEnded(t=0, reason="candidate"), "You ended the interview."),
    (SessionEnded(t=0, reason="of a later version"), "of a later version"),
]


@pytest.mark.parametrize(("event", "text"), SHOWN)
def test_events_in_words(window: Window, event: Event, text: str) -> None:
    assert text in window.shown(event)


@pytest.mark.parametrize(
    "event",
    [
        started(),
        began(LONG),
        heard(LONG),
        AnswerTyped(t=0, answer=1, text="x" * 300),
        Fault(t=0, part=Part.VOICE, code="x", sentence=LONG),
        *[event for event, _ in SHOWN],
    ],
)
def test_nothing_is_wider_than_the_terminal(window: Window, event: Event) -> None:
    text = window.shown(event)
    assert text.endswith("\n")
    assert max(len(line) for line in text.splitlines()) < 80


def test_long_lines_are_indented_under_their_beginning(window: Window) -> None:
    lines = window.shown(began(LONG)).strip("\n").splitlines()
    assert len(lines) > 3
    assert all(line.startswith(" " * 13) for line in lines[1:])
    assert " ".join(" ".join(lines).split()) == f"Interviewer {LONG.strip()}"


def test_a_file_keeps_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    window = Window(monkeypatch, live=False)
    assert window.shown(began(LONG)).splitlines() == ["", f"Interviewer  {LONG}"]
    assert window.shown(Ticked(t=1), LevelShown(t=1, peak_db=-20, rms_db=-30, speech=True)) == ""


def test_the_rest_of_a_line_follows_its_first_sentence(window: Window) -> None:
    window.shown(began("Why?"))
    assert window.shown(said("Why? And for whom?")).strip() == "And for whom?"
    window.shown(began("Why?"))
    assert window.shown(said("Why?")) == ""


def test_an_exam_hides_captions_and_the_plan(window: Window) -> None:
    window.shown(started("exam"))
    assert window.shown(heard("I would count."), PhaseBegan(t=0, phase="clarify", seconds=60)) == ""
    assert "Why?" in window.shown(began("Why?"))


@pytest.mark.parametrize("text", ["a\x1b[2Jb", "a\x9b2Jb", "a\rb", "a\x07b", "a\u202eb"])
def test_no_text_commands_the_terminal(window: Window, text: str) -> None:
    for event in (began(text), heard(text), AnswerTyped(t=0, answer=1, text=text)):
        assert not set(window.shown(event)) & {"\x1b", "\x9b", "\r", "\x07", "\u202e"}
    window.prompt = text
    drawn = window.shown(Ticked(t=1)).removeprefix("\r").removesuffix("\x1b[K")
    assert not set(drawn) & {"\x1b", "\x9b", "\r", "\x07", "\u202e"}


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in (Stage.CLOSING, Stage.ENDED)])
def test_the_status_line_says_the_stage_in_words(window: Window, stage: Stage) -> None:
    window.table = Table().at(stage)
    drawn = window.shown(Ticked(t=1))
    assert drawn.startswith(f"\r{STAGES[stage]}")
    assert " left  [" in drawn
    assert len(drawn) < 80 + 5


def test_every_stage_has_a_word() -> None:
    assert set(STAGES) == set(Stage)


def test_the_status_line_gives_way_to_text(window: Window) -> None:
    window.shown(Ticked(t=1))
    text = window.shown(heard("I would count."))
    assert text.startswith("\r\x1b[K")


def test_the_countdown_and_the_level_are_shown(window: Window) -> None:
    drawn = window.shown(LevelShown(t=1, peak_db=-30, rms_db=-40, speech=True), SilenceCounted(t=1, seconds=2.4))
    assert "ends in 2 s unless you go on" in drawn
    assert meter(-30) in drawn
    assert "ends in" not in window.shown(SilenceCounted(t=2, seconds=None))


def test_the_end_of_what_is_written_is_seen(window: Window) -> None:
    window.prompt = "Write> " + "word " * 40 + "end"
    drawn = window.shown(Ticked(t=1))
    assert drawn.endswith("end\x1b[K")
    assert len(drawn) <= 80 + 4


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(600, "10:00 left"), (59.6, "1:00 left"), (0.2, "0:00 left"), (-12, "over by 0:12"), (-75, "over by 1:15")],
)
def test_the_clock(seconds: float, text: str) -> None:
    assert clock(seconds) == text


@pytest.mark.parametrize(("seconds", "text"), [(60, "1 min"), (90, "1:30 min"), (10, "0:10 min"), (180, "3 min")])
def test_lengths(seconds: float, text: str) -> None:
    assert minutes(seconds) == text


@pytest.mark.parametrize(("level", "cells"), [(0, METER_CELLS), (3, METER_CELLS), (-60, 0), (-120, 0), (-30, 6)])
def test_the_meter(level: float, cells: int) -> None:
    assert meter(level).count("#") == cells
    assert len(meter(level)) == METER_CELLS + 2


def test_json_lines_are_the_events(capsys: pytest.CaptureFixture[str]) -> None:
    lines = JsonLines()
    for event, _ in SHOWN:
        lines.show(event)
    lines.show(Ticked(t=1))
    lines.show(LevelShown(t=1, peak_db=-1, rms_db=-1, speech=True))
    lines.kept(Path("somewhere"))
    *events, last = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [from_json(line) for line in events] == [event for event, _ in SHOWN]
    assert last == {"session": "somewhere"}
