"""What a terminal shows of an interview: who says what, what the interviewer does, clock and level.

`Screen` prints; `JsonLines` writes the events themselves. Both take events and nothing else.
"""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TextIO

from desktop.terminal.keys import HELP
from desktop.terminal.setting import harmless, print_json
from desktop.typed import typed
from interviewer.events import (
    AnswerKept,
    AnswerTyped,
    Event,
    Fault,
    Gap,
    LevelShown,
    LineBegan,
    LineSaid,
    MicrophoneReady,
    Paused,
    PhaseBegan,
    Refused,
    Restored,
    Resumed,
    SegmentHeard,
    SessionEnded,
    SessionStarted,
    SilenceCounted,
    ThinkingBegan,
    Ticked,
    to_json,
)
from interviewer.plan import Mode
from interviewer.state import Stage, State

COMMANDS = {"model_missing": "models list", "model_damaged": "models verify"}
"""What can be typed, after `hotseat`, against faults told in an interview."""
INDENT = " " * 13
"""Under what somebody says, beside who says it."""
WIDEST = 100
METER_CELLS = 12
METER_FLOOR_DB = -60.0

STAGES = {
    Stage.OPENING: "Opening",
    Stage.SPEAKING: "Speaking",
    Stage.LISTENING: "Listening",
    Stage.FINISHING: "Thinking",
    Stage.HELD: "Paused",
    Stage.CLOSING: "Closing",
    Stage.ENDED: "Ended",
}

REASONS = {
    "finished": "The interview is over.",
    "time": "The interview is over: time is up.",
    "candidate": "You ended the interview.",
    "interrupted": "The interview was interrupted.",
    "failed": "The interview failed.",
}


class Shows(Protocol):
    """Something that shows events."""

    def show(self, event: Event) -> None: ...

    def kept(self, folder: Path, review: str = "") -> None: ...


class JsonLines:
    """Every event but ticks and levels, one object a line; at the end where the session is."""

    def show(self, event: Event) -> None:
        if not isinstance(event, (Ticked, LevelShown)):
            print_json(to_json(event))

    def kept(self, folder: Path, review: str = "") -> None:
        print_json({"session": str(folder)} | ({"review": review} if review else {}))


class Screen:
    """Lines for people; on a terminal also a status line that is redrawn in place."""

    def __init__(
        self, state: Callable[[], State | None], prompt: Callable[[], str | None], out: TextIO | None = None
    ) -> None:
        """`prompt`: what the candidate is being asked for or is writing, if anything."""
        self._state = state
        self._prompt = prompt
        self._out = out or sys.stdout
        self._live = self._out.isatty()
        self._drawn = False
        self._begun = ""
        self._exam = False
        self._level = METER_FLOOR_DB
        self._countdown: float | None = None

    def show(self, event: Event) -> None:
        """Print what the event means to the candidate."""
        if isinstance(event, LevelShown):
            self._level = event.peak_db
        elif isinstance(event, SilenceCounted):
            self._countdown = event.seconds
        elif (text := self._text(event)) is not None:
            self._print(text)
        if self._live and isinstance(event, (Ticked, LevelShown, SilenceCounted)):
            self._draw()

    def kept(self, folder: Path, review: str = "") -> None:
        """Say where the session is, and what came of its review if there is one."""
        self._print(f"Kept in {folder}")
        if review:
            self._print(review)

    def _text(self, event: Event) -> str | None:
        match event:
            case SessionStarted():
                self._exam = event.mode == Mode.EXAM
                return f"{event.minutes:g} minutes, {event.mode}. {HELP}"
            case MicrophoneReady():
                return f"Microphone: {event.device}"
            case LineBegan():
                self._begun = event.text
                return f"\nInterviewer  {event.text}"
            case LineSaid():
                return self._rest_of_line(event)
            case SegmentHeard() if not self._exam:
                return f"You          {event.utterance.text}"
            case AnswerTyped():
                return f"You          {event.text}"
            case PhaseBegan() if not self._exam:
                return self._phase(event)
            case _:
                return self._note(event)

    def _note(self, event: Event) -> str | None:
        match event:
            case ThinkingBegan():
                return f"{INDENT}(take your time)"
            case Paused():
                return f"{INDENT}(paused)"
            case Resumed():
                return f"{INDENT}(going on)"
            case Fault() if event.code in COMMANDS:
                return f"!            {typed(event.sentence, COMMANDS[event.code])}"
            case Fault() | Refused():
                return f"!            {event.sentence}"
            case Restored():
                return f"{INDENT}{event.sentence}"
            case Gap():
                return f"!            {event.frames / 16_000:.1f} s of sound are missing ({event.cause})."
            case AnswerKept():
                words = sum(len(one.words) or len(one.text.split()) for one in event.utterances)
                return f"{INDENT}Answer {event.answer} transcribed carefully: {words} words."
            case SessionEnded():
                return "\n" + REASONS.get(event.reason, event.reason)
            case _:
                return None

    def _rest_of_line(self, said: LineSaid) -> str | None:
        rest = said.text.removeprefix(self._begun).strip()
        return f"{INDENT}{rest}" if rest else None

    def _phase(self, began: PhaseBegan) -> str:
        state = self._state()
        phases = state.plan.phases if state is not None else ()
        title = next((phase.title for phase in phases if phase.id == began.phase), began.phase)
        return f"{INDENT}[{title}: {minutes(began.seconds)}]"

    def _print(self, text: str) -> None:
        if self._drawn:
            self._out.write("\r\x1b[K")
            self._drawn = False
        for line in text.split("\n"):
            self._out.write(self._fitted(harmless(line)) + "\n")
        self._out.flush()

    def _fitted(self, line: str) -> str:
        """A line for people, broken where the terminal ends; what goes to a file keeps its lines."""
        if not self._live:
            return line
        width = min(WIDEST, shutil.get_terminal_size().columns - 1)
        return textwrap.fill(line, width, subsequent_indent=INDENT, drop_whitespace=True) if line.strip() else line

    def _draw(self) -> None:
        columns = shutil.get_terminal_size().columns
        self._out.write("\r" + harmless(self._status(columns - 1)) + "\x1b[K")
        self._out.flush()
        self._drawn = True

    def _status(self, width: int) -> str:
        if (prompt := self._prompt()) is not None:
            return prompt if len(prompt) <= width else "…" + prompt[1 - width :]  # the end is where one writes
        state = self._state()
        if state is None:
            return ""
        parts = [f"{STAGES[state.stage]:<9}", clock(state.seconds_left), meter(self._level)]
        if self._countdown is not None:
            parts.append(f"ends in {self._countdown:.0f} s unless you go on")
        return "  ".join(parts)[:width]


def minutes(seconds: float) -> str:
    """A length of time as people read it."""
    whole, rest = divmod(round(seconds), 60)
    return f"{whole} min" if not rest else f"{whole}:{rest:02d} min"


def clock(seconds_left: float) -> str:
    """Time left as people read it; "over by" once it is negative."""
    whole, rest = divmod(abs(round(seconds_left)), 60)
    time = f"{whole}:{rest:02d}"
    return f"{time} left" if seconds_left >= 0 else f"over by {time}"


def meter(peak_db: float) -> str:
    """A bar for a level in dBFS, -60 to 0."""
    cells = round(METER_CELLS * max(0.0, min(1.0, 1 - peak_db / METER_FLOOR_DB)))
    return "[" + "#" * cells + " " * (METER_CELLS - cells) + "]"
